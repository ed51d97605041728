//! What can be wrong with records as a whole, in words for their editor.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Languages};
use crate::content::config::Config;
use crate::content::fields::Id;
use crate::content::kind::{Kind, TextField};
use crate::event::table::Table;

pub(super) fn untitled(kind: Kind, id: &Id, span: &Span, languages: &Languages) -> Diagnostic {
    let field = kind.name_of(TextField::Title);
    let source = languages.tag(Lang::SOURCE);
    let place = match kind.folder() {
        Some(folder) => format!(", or write it in {folder}{}.{source}.md", id.value),
        None => String::new(),
    };
    Diagnostic::error(
        "record/no-title",
        format!("the {} `{}` has no `{field}` in any language", kind.noun(), id.value),
    )
    .at(span.clone())
    .help(format!("add `{field}: {{{source}: …}}`{place}"))
}

pub(super) fn unknown_id<T>(kind: Kind, id: &Id, table: &Table<T>) -> Diagnostic {
    let code = match kind {
        Kind::Session => "agenda/unknown-session",
        Kind::Track => "agenda/unknown-track",
        Kind::Speaker => "agenda/unknown-speaker",
        Kind::Contact => "record/unknown-contact",
        Kind::Organisation => "record/unknown-organisation",
        Kind::Place => "record/unknown-place",
        Kind::Page => "event/unknown-page",
    };
    let noun = kind.noun();
    let fault =
        Diagnostic::error(code, format!("there is no {noun} `{}`", id.value)).at(id.span.clone());
    match nearest(&id.value, table.ids()) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None if kind == Kind::Page => fault
            .help(format!("write content/pages/{}.<language>.md, or name another page", id.value)),
        None => fault.help(format!("add it to {}, or name another", kind.file())),
    }
}

pub(super) fn outside(date: &str, span: &Span, config: &Config) -> Diagnostic {
    Diagnostic::warning(
        "agenda/outside-event",
        format!("{date} is not among the event's days, {} to {}", config.start, config.end),
    )
    .at(span.clone())
    .help("correct the date here, or `start` and `end` in content/event.yaml")
}
