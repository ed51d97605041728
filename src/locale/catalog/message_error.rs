//! Why a message cannot be shown.

/// Why a message cannot be shown, found when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// No language has it.
    Unknown {
        /// What was asked for.
        key: String,
        /// The message that was probably meant.
        suggestion: Option<String>,
        /// The source language's tag.
        source: String,
    },
    /// Other languages have it, and the source language, which all are translated from, has not.
    MissingInSource {
        /// What was asked for.
        key: String,
        /// The source language's tag.
        source: String,
        /// The tags of the languages that have it, in registry order.
        found_in: Vec<String>,
    },
    /// The message says something that it was not given.
    MissingArgument {
        /// The message.
        key: String,
        /// The argument's name, without the `$`.
        name: String,
    },
    /// It was given something that it never says in the source language.
    UnknownArgument {
        /// The message.
        key: String,
        /// The argument's name, without the `$`.
        name: String,
        /// The arguments that the message has, in alphabetical order.
        known: Vec<String>,
    },
    /// What stands in the catalog, or what it was given, cannot be shown.
    Broken {
        /// The message.
        key: String,
        /// What is wrong, as a part of a sentence.
        why: String,
    },
}

impl MessageError {
    /// The code, the message and the help of the diagnostic that says so; the place is the caller's.
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
                Some(format!(
                    "add it to `locales/{source}/`; it is there in {}",
                    quoted(found_in.iter())
                )),
            ),
            MessageError::MissingArgument { key, name } => (
                "locale/missing-argument",
                format!("the message `{key}` needs the argument `{name}`"),
                Some(format!("give it `{name}` here, or take `{{ ${name} }}` out of the message")),
            ),
            MessageError::UnknownArgument { key, name, known } => (
                "locale/unknown-argument",
                format!("the message `{key}` has no argument `{name}`"),
                Some(arguments_help(name, known)),
            ),
            MessageError::Broken { key, why } => (
                "locale/broken-message",
                format!("the message `{key}` cannot be shown: {why}"),
                Some("correct the message where it is written, in a file of `locales/`".into()),
            ),
        }
    }
}

/// What to write instead of an argument that a message does not have.
pub(super) fn arguments_help(name: &str, known: &[String]) -> String {
    match crate::base::suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "it has no arguments at all".into(),
        None => format!("its arguments are {}", quoted(known.iter())),
    }
}

fn quoted<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
