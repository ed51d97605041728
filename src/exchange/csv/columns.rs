//! What the columns of a table are called.

use crate::exchange::clean;
use crate::exchange::fault::Fault;
use crate::locale::tag::canonical_tag;

/// The names of the columns that are read. All but `title` may be missing; those of texts (`title`,
/// `subtitle`, `abstract`, `description`, `room`, `track`) may have a language behind them.
pub const COLUMNS: [&str; 16] = [
    "id",
    "title",
    "subtitle",
    "abstract",
    "description",
    "date",
    "start",
    "end",
    "duration",
    "room",
    "track",
    "speakers",
    "kind",
    "language",
    "status",
    "url",
];

/// Other names for them, in the words of those who make tables.
const SYNONYMS: [(&str, &str); 43] = [
    ("code", "id"),
    ("session id", "id"),
    ("name", "title"),
    ("session", "title"),
    ("session title", "title"),
    ("titel", "title"),
    ("summary", "abstract"),
    ("text", "description"),
    ("day", "date"),
    ("dato", "date"),
    ("begin", "start"),
    ("begins", "start"),
    ("from", "start"),
    ("start time", "start"),
    ("starttime", "start"),
    ("time", "start"),
    ("ends", "end"),
    ("end time", "end"),
    ("endtime", "end"),
    ("to", "end"),
    ("until", "end"),
    ("minutes", "duration"),
    ("length", "duration"),
    ("rooms", "room"),
    ("place", "room"),
    ("places", "room"),
    ("location", "room"),
    ("venue", "room"),
    ("lokale", "room"),
    ("tracks", "track"),
    ("theme", "track"),
    ("themes", "track"),
    ("topic", "track"),
    ("speaker", "speakers"),
    ("person", "speakers"),
    ("persons", "speakers"),
    ("presenter", "speakers"),
    ("presenters", "speakers"),
    ("type", "kind"),
    ("languages", "language"),
    ("state", "status"),
    ("link", "url"),
    ("website", "url"),
];

/// The columns whose texts have a language.
const TEXTS: [&str; 6] = ["title", "subtitle", "abstract", "description", "room", "track"];

/// The most columns of a table.
const MOST: usize = 256;

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// One of [`COLUMNS`], in a language or in none that is told.
    Known(&'static str, String),
    /// Another, as it is called.
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
        if let Some(known) = known(&plain) {
            return Column::Known(known, String::new());
        }
        if let Some((tag, rest)) = words.split_last()
            && let Some(known) = known(&rest.join(" ")).filter(|known| TEXTS.contains(known))
            && let Some(tag) =
                canonical_tag(tag).filter(|_| tag.split('-').next().is_some_and(is_short))
        {
            return Column::Known(known, tag);
        }
        Column::Other(clean::line(name))
    }
}

fn is_short(language: &str) -> bool {
    (2..=3).contains(&language.len())
}

fn known(name: &str) -> Option<&'static str> {
    let own = COLUMNS.into_iter().find(|known| *known == name);
    own.or_else(|| SYNONYMS.iter().find(|(other, _)| *other == name).map(|(_, known)| *known))
}

/// The columns of a table's first line.
///
/// # Errors
/// When there is no title, or a column twice.
pub(super) fn columns<'a>(
    header: impl Iterator<Item = &'a str>,
    line: usize,
) -> Result<Vec<Column>, Fault> {
    let columns: Vec<Column> = header.take(MOST + 1).map(Column::of).collect();
    let list =
        || format!("the columns are: {}; `title da` is a title in Danish", COLUMNS.join(", "));
    if columns.len() > MOST {
        let message = format!("the table has more than {MOST} columns");
        return Err(Fault::new(message).line(line).help(list()));
    }
    let title = columns.iter().any(|column| matches!(column, Column::Known("title", _)));
    if !title {
        return Err(Fault::new("the first line names no column `title`").line(line).help(list()));
    }
    for (at, column) in columns.iter().enumerate() {
        if let Column::Known(name, tag) = column
            && columns[..at].contains(column)
        {
            let name = if tag.is_empty() { (*name).to_owned() } else { format!("{name} {tag}") };
            return Err(Fault::new(format!("the column `{name}` is there twice"))
                .line(line)
                .help("remove one of them, or give it a name of its own"));
        }
    }
    Ok(columns)
}

/// Whether a file begins with a line that names the columns of a programme.
pub(in crate::exchange) fn is_header(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep="));
    let cells =
        first.unwrap_or_default().split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
    let known = cells.take(MOST).filter(|cell| matches!(Column::of(cell), Column::Known(..)));
    known.count() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_many_names() {
        for (name, known, tag) in [
            ("Title", "title", ""),
            ("title da", "title", "da"),
            ("Title.zh-Hans", "title", "zh-Hans"),
            ("session_title (en)", "title", "en"),
            ("START TIME", "start", ""),
            ("Lokale", "room", ""),
            ("Theme [en]", "track", "en"),
        ] {
            assert_eq!(Column::of(name), Column::Known(known, tag.to_owned()), "{name}");
        }
        for name in ["Fog", "start da", "title danish", ""] {
            assert!(matches!(Column::of(name), Column::Other(_)), "{name}");
        }
    }
}
