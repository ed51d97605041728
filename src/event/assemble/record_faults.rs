//! The faults of whole records.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, Span, Spanned};
use crate::base::suggest::{nearest, some_of};
use crate::base::text::{Lang, Languages, is_id};
use crate::content::config::Config;
use crate::content::kind::{Kind, TextField};
use crate::event::model::Entry;
use crate::event::record_table::Table;

pub(super) fn untitled(
    kind: Kind,
    id: &Spanned<String>,
    span: &Span,
    languages: &Languages,
) -> Diagnostic {
    let field = kind.name_of(TextField::Title);
    let source = languages.tag(Lang::SOURCE);
    let add = format!("add `{field}: {{{source}: …}}`");
    let help = match kind.folder() {
        // The page has no record besides its Markdown file.
        Some(_) if span.at == At::File => {
            format!("begin the file with the lines `---`, `{field}: …` and `---`")
        }
        Some(folder) => {
            format!("{add} here, or `{field}: …` in {folder}{}.{source}.md", id.value)
        }
        None => add,
    };
    Diagnostic::error(
        "record/no-title",
        format!("the {} `{}` has no `{field}` in any language", kind.noun(), id.value),
    )
    .at(span.clone())
    .help(help)
}

/// The fault of a text that consists of several ids without commas; `None` for any other text.
pub(super) fn several_ids<T: Entry>(id: &Spanned<String>, table: &Table<T>) -> Option<Diagnostic> {
    let words: Vec<&str> = id.value.split_whitespace().collect();
    if words.len() < 2 || !words.iter().all(|word| table.find(word).is_some()) {
        return None;
    }
    let ids = words.join(", ");
    let in_list = matches!(&id.span.at, At::Value(path) if path.name().is_none());
    let help = match in_list {
        true => format!("write a comma between them: `{ids}`"),
        false => format!("write a list: `[{ids}]`"),
    };
    let fault = Diagnostic::error("record/bad-id", format!("`{}` is more than one id", id.value));
    Some(fault.at(id.span.clone()).help(help))
}

pub(super) fn unknown_id<T: Entry>(id: &Spanned<String>, table: &Table<T>) -> Diagnostic {
    let kind = T::KIND;
    let code = match kind {
        Kind::Track => "agenda/unknown-track",
        Kind::Speaker => "agenda/unknown-speaker",
        Kind::Organisation => "record/unknown-organisation",
        Kind::Place => "record/unknown-place",
        Kind::Page => "event/unknown-page",
        // Only links refer to these.
        Kind::Session | Kind::Contact | Kind::News => "link/broken",
    };
    let noun = kind.noun();
    let fault =
        Diagnostic::error(code, format!("there is no {noun} `{}`", id.value)).at(id.span.clone());
    if let Some(meant) = table.successor(&id.value).or(nearest(&id.value, table.ids())) {
        return fault.help(format!("did you mean `{meant}`?"));
    }
    let ids: Vec<&str> = table.ids().collect();
    let known = match some_of(&ids) {
        known if known.is_empty() => String::new(),
        known => format!("; there are {known}"),
    };
    fault.help(match kind {
        // A record cannot have this id.
        _ if !is_id(&id.value) => format!("write its `id`{known}"),
        Kind::Page => {
            format!("add content/pages/{}.<language>.md, or write another id", id.value)
        }
        _ => format!("add it to {}, or write another id{known}", kind.file()),
    })
}

pub(super) fn outside(date: &str, span: &Span, config: &Config) -> Diagnostic {
    Diagnostic::warning(
        "agenda/outside-event",
        format!("{date} is outside the event, {} to {}", config.start, config.end),
    )
    .at(span.clone())
    .help("correct the date here, or `start` and `end` in content/event.yaml")
}
