//! Faulty requests for messages.

/// The reason why a message cannot be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// No language has it.
    Unknown {
        /// The requested key.
        key: String,
        /// The message that was probably meant.
        suggestion: Option<String>,
        /// The source language's tag.
        source: String,
    },
    /// The source language lacks it, but other languages have it.
    MissingInSource {
        /// The requested key.
        key: String,
        /// The source language's tag.
        source: String,
        /// The tags of the languages that have it, in registry order.
        found_in: Vec<String>,
    },
    /// An argument is missing.
    MissingArgument {
        /// The message.
        key: String,
        /// The argument's name, without the `$`.
        name: String,
        /// The argument that was probably meant to be it.
        instead: Option<String>,
    },
    /// The message has no such argument: no text contains it, and the theme does not use it.
    UnknownArgument {
        /// The message.
        key: String,
        /// The argument's name, without the `$`.
        name: String,
        /// The arguments that the message has, in alphabetical order.
        known: Vec<String>,
    },
    /// The message in the catalog or an argument cannot be formatted.
    Broken {
        /// The message.
        key: String,
        /// The reason, as part of a sentence.
        why: String,
    },
}

impl MessageError {
    /// The code, the message and the help of the diagnostic; the caller knows the place.
    pub fn describe(&self) -> (&'static str, String, Option<String>) {
        match self {
            MessageError::Unknown { key, suggestion, source } => (
                "locale/missing-message",
                format!("no language has a message `{key}`"),
                Some(match suggestion {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("add `{key} = …` to a file of `locales/{source}/`"),
                }),
            ),
            MessageError::MissingInSource { key, source, found_in } => (
                "locale/missing-message",
                format!("the source language `{source}` has no message `{key}`"),
                Some(format!("add it to `locales/{source}/`; {} has it", quoted(found_in.iter()))),
            ),
            MessageError::MissingArgument { key, name, instead } => (
                "locale/missing-argument",
                format!("the message `{key}` needs the argument `{name}`"),
                Some(match instead {
                    Some(instead) => format!("pass it as `{name}`, not as `{instead}`"),
                    None => {
                        format!("pass `{name}` here, or remove `{{ ${name} }}` from the message")
                    }
                }),
            ),
            MessageError::UnknownArgument { key, name, known } => (
                "locale/unknown-argument",
                format!("the message `{key}` has no argument `{name}`"),
                Some(arguments_help(name, known)),
            ),
            MessageError::Broken { key, why } => (
                "locale/broken-message",
                format!("the message `{key}` cannot be formatted: {why}"),
                Some("correct the message in its file in `locales/`".into()),
            ),
        }
    }
}

/// The help for an argument that a message does not have.
pub(super) fn arguments_help(name: &str, known: &[String]) -> String {
    match crate::base::suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "it has no arguments".into(),
        None => format!("its arguments are {}", quoted(known.iter())),
    }
}

fn quoted<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
