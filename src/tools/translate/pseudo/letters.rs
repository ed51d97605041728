//! The texts of pseudo-languages.

/// The letters of ASCII with accents: those of `a` to `z`, then those of `A` to `Z`.
const ACCENTED: [&str; 2] = ["àƀçđéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýž", "ÀƁÇĐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ"];

/// The number of letters after which a vowel is doubled: texts of other languages are up to 40 % longer
/// than those in English.
const LONGER: usize = 5;

/// A text with accents on its letters, 40 % longer. Other characters stay.
pub(super) fn accented(text: &str) -> String {
    let mut letters = 0;
    let mut longer = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let accented = with_accent(c);
        longer.push(accented);
        if !c.is_alphabetic() {
            continue;
        }
        letters += 1;
        // Two more for each five.
        if letters % LONGER == 2 || letters % LONGER == 4 {
            longer.push(accented);
        }
    }
    longer
}

fn with_accent(c: char) -> char {
    let (row, first) = match c {
        'a'..='z' => (0, 'a'),
        'A'..='Z' => (1, 'A'),
        _ => return c,
    };
    let at = (u32::from(c) - u32::from(first)) as usize;
    ACCENTED[row].chars().nth(at).unwrap_or(c)
}

/// A text whose words are displayed from right to left: each run of letters is between the characters that
/// override the direction (U+202E and U+202C).
pub(super) fn reversed(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() * 2);
    let mut inside = false;
    for c in text.chars() {
        if c.is_alphabetic() != inside {
            inside = !inside;
            marked.push(if inside { '\u{202e}' } else { '\u{202c}' });
        }
        marked.push(c);
    }
    if inside {
        marked.push('\u{202c}');
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_an_accent_and_texts_are_longer() {
        let text = "The quick brown fox jumps over the lazy dog, 12:30";
        let accented = accented(text);
        assert!(!accented.contains(|c: char| c.is_ascii_alphabetic()), "{accented}");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(letters(&accented), 49, "35 letters and 40 %");
        assert!(accented.ends_with(", 12:30"));
    }

    #[test]
    fn words_are_reversed_and_numbers_are_not() {
        assert_eq!(reversed("at 9, ok"), "\u{202e}at\u{202c} 9, \u{202e}ok\u{202c}");
    }
}
