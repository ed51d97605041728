//! The quotation marks of languages.

/// The quotation marks of a language: outer ones for `"`, inner ones for `'`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// Outer opening, outer closing, inner opening, inner closing.
    marks: [&'static str; 4],
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
        Quotes { marks }
    }

    /// The marks, in the order outer opening, outer closing, inner opening, inner closing.
    pub fn marks(&self) -> [&'static str; 4] {
        self.marks
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
}
