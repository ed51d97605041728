//! The quotation marks of languages.

use std::borrow::Cow;

/// The quotation marks of a language: outer ones for `"`, inner ones for `'`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// Outer opening, outer closing, inner opening, inner closing.
    marks: [Cow<'static, str>; 4],
}

impl Quotes {
    /// The quotation marks of a language, from the delimiters of Unicode CLDR 47.
    ///
    /// Unknown languages have English ones, as in CLDR's root. French marks have narrow spaces, which
    /// CLDR leaves to the typesetter.
    pub fn of(tag: &str) -> Quotes {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or("").to_ascii_lowercase();
        let has = |part: &str| parts.clone().any(|p| p.eq_ignore_ascii_case(part));
        let marks = match &*language {
            "fr" if has("CH") => ["«", "»", "‹", "›"],
            "fr" if has("CA") => ["«\u{202f}", "\u{202f}»", "”", "“"],
            "fr" => ["«\u{202f}", "\u{202f}»", "«\u{202f}", "\u{202f}»"],
            "de" | "it" if has("CH") => ["«", "»", "‹", "›"],
            "pt" if has("PT") => ["«", "»", "“", "”"],
            "zh" if has("Hant") || has("TW") || has("HK") || has("MO") => ["「", "」", "『", "』"],
            "ja" | "yue" => ["「", "」", "『", "』"],
            "cs" | "de" | "et" | "hr" | "is" | "mk" | "sk" | "sl" => ["„", "“", "‚", "‘"],
            "bg" | "lt" => ["„", "“", "„", "“"],
            "sr" => ["„", "“", "‘", "‘"],
            "hu" => ["„", "”", "»", "«"],
            "pl" | "ro" => ["„", "”", "«", "»"],
            "no" | "nb" | "nn" => ["«", "»", "‘", "’"],
            "ca" | "el" | "eu" | "it" | "sq" => ["«", "»", "“", "”"],
            "be" | "ru" | "uk" => ["«", "»", "„", "“"],
            "fa" | "am" => ["«", "»", "‹", "›"],
            "ar" | "ur" => ["”", "“", "’", "‘"],
            "fi" | "he" | "sv" => ["”", "”", "’", "’"],
            "ka" => ["„", "“", "«", "»"],
            "hy" => ["«", "»", "«", "»"],
            "nl" => ["‘", "’", "‘", "’"],
            _ => ["“", "”", "‘", "’"],
        };
        Quotes { marks: marks.map(Cow::Borrowed) }
    }

    /// Custom quotation marks: outer opening, outer closing, inner opening, inner closing, such as
    /// `„“‚‘`. A space between an opening and its closing mark is added inside both.
    ///
    /// `None` if there are not four marks, or if one is a letter, a digit or markup.
    pub fn parse(text: &str) -> Option<Quotes> {
        let mut marks: Vec<String> = Vec::new();
        let mut space = String::new();
        for c in text.chars() {
            if c.is_whitespace() {
                space.push(c);
                continue;
            }
            if c.is_alphanumeric() || c.is_control() || matches!(c, '<' | '>' | '&') {
                return None;
            }
            let closing = marks.len() % 2 == 1;
            if let (true, Some(open)) = (closing, marks.last_mut()) {
                open.push_str(&space);
            }
            marks.push(if closing { format!("{space}{c}") } else { c.to_string() });
            space.clear();
        }
        let marks: [String; 4] = marks.try_into().ok()?;
        Some(Quotes { marks: marks.map(Cow::Owned) })
    }

    /// The marks, in the order outer opening, outer closing, inner opening, inner closing.
    pub fn marks(&self) -> [&str; 4] {
        let [a, b, c, d] = &self.marks;
        [a, b, c, d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_marks() {
        for (tag, marks) in [
            ("da", "“”‘’"),
            ("en-GB", "“”‘’"),
            ("de", "„“‚‘"),
            ("de-CH", "«»‹›"),
            ("sv", "””’’"),
            ("zh-Hans", "“”‘’"),
            ("zh-Hant", "「」『』"),
            ("x-unknown", "“”‘’"),
        ] {
            assert_eq!(Quotes::of(tag).marks().concat(), marks, "{tag}");
        }
    }

    #[test]
    fn a_site_may_choose_others() {
        let chosen = Quotes::parse("« »‹›").expect("these are four");
        assert_eq!(chosen.marks(), ["« ", " »", "‹", "›"]);
        for bad in ["", "“”", "“”‘’’", "abcd", "<>‹›"] {
            assert_eq!(Quotes::parse(bad), None, "{bad}");
        }
    }
}
