//! The columns of a table and their names.

use crate::exchange::file_fault::Fault;
use crate::exchange::sanitize;
use crate::locale::tag::canonical_tag;

/// A column that is read.
pub(super) struct KnownColumn {
    /// The name.
    pub(super) name: &'static str,
    /// Whether it may have a language after its name.
    localized: bool,
    /// Other names in use.
    synonyms: &'static [&'static str],
}

const fn fact(name: &'static str, synonyms: &'static [&'static str]) -> KnownColumn {
    KnownColumn { name, localized: false, synonyms }
}

const fn text(name: &'static str, synonyms: &'static [&'static str]) -> KnownColumn {
    KnownColumn { name, localized: true, synonyms }
}

/// The columns that are read. All but `title` may be missing.
pub(super) const COLUMNS: [KnownColumn; 16] = [
    fact("id", &["code", "session id"]),
    text("title", &["name", "session", "session title", "titel"]),
    text("subtitle", &[]),
    text("abstract", &["summary"]),
    text("description", &["text"]),
    fact("date", &["day", "dato"]),
    fact("start", &["begin", "begins", "from", "start time", "starttime", "time"]),
    fact("end", &["ends", "end time", "endtime", "to", "until"]),
    fact("duration", &["minutes", "length"]),
    text("room", &["rooms", "place", "places", "location", "venue", "lokale"]),
    text("track", &["tracks", "theme", "themes", "topic"]),
    fact("speakers", &["speaker", "person", "persons", "presenter", "presenters"]),
    fact("kind", &["type"]),
    fact("language", &["languages"]),
    fact("status", &["state"]),
    fact("url", &["link", "website"]),
];

/// The maximum number of columns of a table.
const MOST: usize = 256;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A known column that is the same in all languages.
    Fact(&'static str),
    /// A known column of texts, with the tag of their language; empty if none is declared.
    Text(&'static str, String),
    /// Another, with its name.
    Other(String),
}

impl Column {
    fn of(name: &str) -> Column {
        let words: String = name
            .chars()
            .map(|c| if matches!(c, '_' | '.' | '(' | ')' | '[' | ']' | ':') { ' ' } else { c })
            .collect();
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let plain = words.join(" ");
        match known(&plain) {
            Some(KnownColumn { name, localized: true, .. }) => {
                return Column::Text(name, String::new());
            }
            Some(KnownColumn { name, .. }) => return Column::Fact(name),
            None => {}
        }
        if let Some((tag, rest)) = words.split_last()
            && let Some(known) = known(&rest.join(" ")).filter(|known| known.localized)
            && let Some(tag) =
                canonical_tag(tag).filter(|_| tag.split('-').next().is_some_and(is_short))
        {
            return Column::Text(known.name, tag);
        }
        Column::Other(sanitize::line(name))
    }
}

fn is_short(language: &str) -> bool {
    (2..=3).contains(&language.len())
}

fn known(name: &str) -> Option<&'static KnownColumn> {
    COLUMNS.iter().find(|column| column.name == name || column.synonyms.contains(&name))
}

/// The columns of a table's first line.
///
/// # Errors
/// When the title is missing, or a column is duplicated.
pub(super) fn columns<'a>(
    header: impl Iterator<Item = &'a str>,
    line: usize,
) -> Result<Vec<Column>, Fault> {
    let columns: Vec<Column> = header.take(MOST + 1).map(Column::of).collect();
    let list = || {
        let names = COLUMNS.each_ref().map(|column| column.name).join(", ");
        format!("the columns are: {names}; `title da` is a title in Danish")
    };
    if columns.len() > MOST {
        let message = format!("the table has more than {MOST} columns");
        return Err(Fault::new(message).line(line).help(list()));
    }
    let title = columns.iter().any(|column| matches!(column, Column::Text("title", _)));
    if !title {
        return Err(Fault::new("the first line names no column `title`").line(line).help(list()));
    }
    for (at, column) in columns.iter().enumerate() {
        let name = match column {
            Column::Other(_) => continue,
            Column::Fact(name) => (*name).to_owned(),
            Column::Text(name, tag) => format!("{name} {tag}").trim_end().to_owned(),
        };
        if columns[..at].contains(column) {
            return Err(Fault::new(format!("the column `{name}` is duplicated"))
                .line(line)
                .help("remove one of them, or rename it"));
        }
    }
    Ok(columns)
}

/// Whether a text begins with a line that names columns of a programme.
pub(in crate::exchange) fn detects(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep="));
    let cells =
        first.unwrap_or_default().split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
    let known = cells.take(MOST).filter(|cell| !matches!(Column::of(cell), Column::Other(_)));
    known.count() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_synonyms() {
        let text = |name, tag: &str| Column::Text(name, tag.to_owned());
        for (name, column) in [
            ("Title", text("title", "")),
            ("title da", text("title", "da")),
            ("Title.zh-Hans", text("title", "zh-Hans")),
            ("session_title (en)", text("title", "en")),
            ("START TIME", Column::Fact("start")),
            ("Lokale", text("room", "")),
            ("Theme [en]", text("track", "en")),
        ] {
            assert_eq!(Column::of(name), column, "{name}");
        }
        for name in ["Fog", "start da", "title danish", ""] {
            assert!(matches!(Column::of(name), Column::Other(_)), "{name}");
        }
    }
}
