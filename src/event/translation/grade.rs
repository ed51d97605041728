//! How much a text changed since its translation was made.

use std::collections::BTreeMap;

use crate::event::translation::Text;

/// The grade of a change, from the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Only mark-up: readers see the same words.
    Form,
    /// Words.
    Words,
    /// A fact: a number, a date, an hour, a link, the name of a file, or code.
    Facts,
}

impl Grade {
    /// The change from one text to another; `None` if they are equal.
    pub fn between(old: &Text, new: &Text) -> Option<Grade> {
        if old.markdown == new.markdown {
            return None;
        }
        Some(match (old.facts() == new.facts(), old.words == new.words) {
            (false, _) => Grade::Facts,
            (true, false) => Grade::Words,
            (true, true) => Grade::Form,
        })
    }
}

/// The facts of a text: how often it has each number, link, file and piece of code.
pub type Facts = BTreeMap<String, usize>;

/// The numbers in a text, without leading zeros, so that `09:30` and `9.30` have the same.
///
/// Full-width digits and those of other scripts are the same numbers.
pub fn numbers(text: &str) -> impl Iterator<Item = String> {
    let digits = |c: char| c.to_digit(10).or_else(|| digit_of_another_script(c));
    let mut numbers = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        match digits(c).and_then(|digit| char::from_digit(digit, 10)) {
            Some(digit) => number.push(digit),
            None if !number.is_empty() => {
                let short = number.trim_start_matches('0');
                numbers.push(if short.is_empty() { "0".to_owned() } else { short.to_owned() });
                number.clear();
            }
            None => {}
        }
    }
    numbers.into_iter()
}

/// The zero of each script whose digits are in use beside those of ASCII (Unicode, Nd).
const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];

fn digit_of_another_script(c: char) -> Option<u32> {
    let digit = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|digit| *digit < 10);
    ZEROS.into_iter().find_map(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(old: &str, new: &str) -> Option<Grade> {
        Grade::between(&Text::of_markdown(old), &Text::of_markdown(new))
    }

    #[test]
    fn the_worst_difference_decides() {
        assert_eq!(change("At the pier", "At   the\npier"), None);
        assert_eq!(change("At the pier", "At the *pier*"), Some(Grade::Form));
        assert_eq!(change("At the pier", "On the pier"), Some(Grade::Words));
        assert_eq!(change("At 9 o’clock", "At 10 o’clock"), Some(Grade::Facts));
        assert_eq!(change("[map](media/a.pdf)", "[map](media/b.pdf)"), Some(Grade::Facts));
        assert_eq!(change("Type `on`", "Type `off`"), Some(Grade::Facts));
        assert_eq!(change("At 09:30, *now*", "Now, at 9.30"), Some(Grade::Words));
    }

    #[test]
    fn numbers_are_those_of_any_script() {
        let all = |text| numbers(text).collect::<Vec<_>>();
        assert_eq!(all("09:30–10.05"), ["9", "30", "10", "5"]);
        assert_eq!(all("上午９点３０分，00"), ["9", "30", "0"]);
        assert_eq!(all("٢٠ نوفمبر"), ["20"]);
    }
}
