//! The quotation marks of languages.

use crate::locale::distance::ancestors;

/// The quotation marks of a language: outer ones for `"`, inner ones for `'`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// Outer opening, outer closing, inner opening, inner closing.
    marks: [&'static str; 4],
}

impl Quotes {
    /// The quotation marks of a language, from the delimiters of Unicode CLDR 47: its own, or those of its
    /// nearest ancestor that has some.
    ///
    /// Unknown languages have English ones, as in CLDR's root. French marks have narrow spaces, which
    /// CLDR leaves to the typesetter.
    pub fn of(tag: &str) -> Quotes {
        let marks = ancestors(tag).iter().find_map(|tag| marks(tag));
        Quotes { marks: marks.unwrap_or(["“", "”", "‘", "’"]) }
    }

    /// The marks, in the order outer opening, outer closing, inner opening, inner closing.
    pub fn marks(&self) -> [&'static str; 4] {
        self.marks
    }
}

/// The marks that CLDR defines for a tag; `None` if they are those of its parent.
fn marks(tag: &str) -> Option<[&'static str; 4]> {
    Some(match tag {
        "de-CH" | "fr-CH" | "it-CH" => ["«", "»", "‹", "›"],
        "fr-CA" => ["«\u{202f}", "\u{202f}»", "”", "“"],
        "fr" => ["«\u{202f}", "\u{202f}»", "«\u{202f}", "\u{202f}»"],
        "pt-PT" => ["«", "»", "“", "”"],
        "zh-Hant" | "ja" | "yue" => ["「", "」", "『", "』"],
        "cs" | "de" | "et" | "hr" | "is" | "mk" | "sk" | "sl" => ["„", "“", "‚", "‘"],
        "bg" | "lt" => ["„", "“", "„", "“"],
        "sr" => ["„", "“", "‘", "‘"],
        "sr-Latn" => ["„", "”", "’", "’"],
        "hu" => ["„", "”", "»", "«"],
        "pl" | "ro" => ["„", "”", "«", "»"],
        "no" => ["«", "»", "‘", "’"],
        "ca" | "el" | "eu" | "it" | "sq" => ["«", "»", "“", "”"],
        "be" | "ru" | "uk" => ["«", "»", "„", "“"],
        "fa" | "am" => ["«", "»", "‹", "›"],
        "ar" | "ur" => ["”", "“", "’", "‘"],
        "fi" | "he" | "sv" => ["”", "”", "’", "’"],
        "ka" => ["„", "“", "«", "»"],
        "hy" => ["«", "»", "«", "»"],
        "nl" => ["‘", "’", "‘", "’"],
        _ => return None,
    })
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
            ("zh-TW", "「」『』"),
            ("zh-MO", "「」『』"),
            ("zh_SG", "“”‘’"),
            ("zh-CN", "“”‘’"),
            ("de-AT", "„“‚‘"),
            ("pt-AO", "«»“”"),
            ("pt-BR", "“”‘’"),
            ("nb", "«»‘’"),
            ("nn-NO", "«»‘’"),
            ("sr-ME", "„”’’"),
            ("iw", "””’’"),
            ("ja-JP", "「」『』"),
            ("x-unknown", "“”‘’"),
        ] {
            assert_eq!(Quotes::of(tag).marks().concat(), marks, "{tag}");
        }
    }
}
