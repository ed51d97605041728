//! A text for another program, with its language.

/// A text and its language, which may differ from the file's: a text that is not translated falls back
/// to another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The text.
    pub text: String,
    /// Its language.
    pub tongue: Tongue,
}

/// The language of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// None: a name, a number, an address, or a text that is the same in all languages.
    #[default]
    Plain,
    /// The one with this BCP 47 tag.
    Of(String),
    /// Several, one after another.
    Many,
}

impl Wording {
    /// A text in a language.
    pub fn new(text: impl Into<String>, tag: &str) -> Wording {
        Wording { text: text.into(), tongue: Tongue::Of(tag.to_owned()) }
    }

    /// A text of no language.
    pub fn plain(text: impl Into<String>) -> Wording {
        Wording { text: text.into(), tongue: Tongue::Plain }
    }

    /// Several texts as one, without those that are empty.
    pub fn join(parts: impl IntoIterator<Item = Wording>, between: &str) -> Wording {
        let parts = parts.into_iter().filter(|part| !part.text.is_empty());
        let mut whole = Wording::default();
        for part in parts {
            if !whole.text.is_empty() {
                whole.text.push_str(between);
            }
            whole.text.push_str(&part.text);
            whole.tongue = whole.tongue.with(part.tongue);
        }
        whole
    }

    /// The tag of its language, if it is exactly one.
    pub fn tag(&self) -> Option<&str> {
        match &self.tongue {
            Tongue::Of(tag) => Some(tag),
            Tongue::Plain | Tongue::Many => None,
        }
    }
}

impl Tongue {
    /// The language of two texts together. If one has no language, it is the language of the other.
    pub fn with(self, other: Tongue) -> Tongue {
        match (self, other) {
            (Tongue::Plain, one) | (one, Tongue::Plain) => one,
            (one, other) if one == other => one,
            _ => Tongue::Many,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_texts_have_the_language_that_they_share() {
        let (da, en) = (|| Wording::new("Tåge", "da"), || Wording::new("Fog", "en"));
        let name = || Wording::plain("Ada");
        for (parts, text, tongue) in [
            (vec![da(), name(), da()], "Tåge, Ada, Tåge", Tongue::Of("da".to_owned())),
            (vec![name(), en()], "Ada, Fog", Tongue::Of("en".to_owned())),
            (vec![da(), en(), da()], "Tåge, Fog, Tåge", Tongue::Many),
            (vec![name(), Wording::new("", "da")], "Ada", Tongue::Plain),
            (Vec::new(), "", Tongue::Plain),
        ] {
            let whole = Wording::join(parts, ", ");
            assert_eq!((whole.text.as_str(), &whole.tongue), (text, &tongue));
        }
        assert_eq!([da().tag(), name().tag()], [Some("da"), None]);
    }
}
