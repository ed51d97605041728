//! Canonical equivalence of texts (Unicode Standard Annex 15): `å` can be one character or two, and looks
//! the same. Systems differ in which one they write into the names of files.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The text in Normalization Form C, in which equivalent texts are equal.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// A name as systems without a distinction of cases and forms compare it: two names with the same key
/// can be one file there.
pub fn file_name_key(name: &str) -> String {
    composed(&name.to_lowercase()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_texts_are_equal() {
        assert_eq!(composed("A\u{30a}rhus"), "Århus");
        assert_eq!(composed("Århus"), "Århus");
        assert_eq!(composed("\u{1112}\u{1161}\u{11ab}"), "한");
        assert_eq!(file_name_key("A\u{30a}RHUS.PNG"), file_name_key("århus.png"));
        assert_ne!(file_name_key("aarhus.png"), file_name_key("århus.png"));
    }
}
