//! Punctuation of scripts, for messages that consist of nothing else.

use crate::locale::tag;

/// Punctuation as a language's script writes it. It is in the form of a language in Latin script: a comma
/// or colon with a space.
pub(in crate::locale) fn in_script(text: &str, tag: &str) -> String {
    match tag::script(tag).as_deref() {
        Some("Arab") => text.replace(',', "،").replace(';', "؛"),
        Some("Hans" | "Hant") => wide(text).replace(',', "，"),
        Some("Jpan") => wide(text).replace(',', "、"),
        _ => text.to_owned(),
    }
}

/// Without the spaces after marks, which are as wide as a Han character, and with wide colons.
fn wide(text: &str) -> String {
    let text = text.replace(", ", ",").replace(": ", ":").replace("; ", ";");
    text.replace(':', "：").replace(';', "；")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_colons_follow_the_script() {
        for (tag, comma, colon) in [
            ("de", ", ", ": "),
            ("ar", "، ", ": "),
            ("ur-PK", "، ", ": "),
            ("he", ", ", ": "),
            ("zh-TW", "，", "："),
            ("ja", "、", "："),
            ("ko", ", ", ": "),
            ("x", ", ", ": "),
        ] {
            assert_eq!((&*in_script(", ", tag), &*in_script(": ", tag)), (comma, colon), "{tag}");
        }
    }
}
