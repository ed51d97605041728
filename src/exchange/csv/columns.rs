//! The columns of a table and their names.

use crate::exchange::file_fault::Fault;
use crate::exchange::{language_names, sanitize};
use crate::locale::tag::canonical_tag;

/// A column that is read.
pub(super) struct KnownColumn {
    /// The name.
    pub(super) name: &'static str,
    /// Whether it may have a language after its name.
    localized: bool,
    /// Other names in use: in English, Danish, German, French and Chinese, with bars between them.
    synonyms: &'static str,
}

const fn fact(name: &'static str, synonyms: &'static str) -> KnownColumn {
    KnownColumn { name, localized: false, synonyms }
}

const fn text(name: &'static str, synonyms: &'static str) -> KnownColumn {
    KnownColumn { name, localized: true, synonyms }
}

/// The columns that are read. All but `title` may be missing.
pub(super) const COLUMNS: [KnownColumn; 16] = [
    fact("id", "code|session id|kode|nummer|numéro|编号|編號"),
    text("title", "name|session|session title|titel|titre|navn|标题|標題|题目|題目|名称|名稱"),
    text("subtitle", "undertitel|untertitel|sous-titre|sous titre|副标题|副標題"),
    text("abstract", "summary|resumé|zusammenfassung|kurzbeschreibung|résumé|摘要"),
    text(
        "description",
        "text|tekst|beskrivelse|beschreibung|texte|描述|说明|說明|简介|簡介|内容|內容",
    ),
    fact("date", "day|dato|dag|datum|jour|日期"),
    fact(
        "start",
        "begin|begins|from|start time|starttime|time|starttid|starttidspunkt|fra|kl|tid|tidspunkt|\
         beginn|anfang|von|startzeit|uhrzeit|zeit|début|heure|heure de début|开始|開始|开始时间|\
         開始時間|时间|時間",
    ),
    fact(
        "end",
        "ends|end time|endtime|to|until|slut|sluttid|sluttidspunkt|til|ende|endzeit|bis|fin|\
         heure de fin|结束|結束|结束时间|結束時間",
    ),
    fact(
        "duration",
        "minutes|length|varighed|minutter|længde|dauer|minuten|durée|时长|時長|持续时间",
    ),
    text(
        "room",
        "rooms|place|places|location|venue|lokale|lokaler|sal|rum|sted|raum|räume|saal|ort|salle|\
         salles|lieu|房间|房間|地点|地點|会场|會場|场地|場地|教室",
    ),
    text(
        "track",
        "tracks|theme|themes|topic|topics|spor|tema|temaer|emne|thema|themen|thème|thèmes|parcours|\
         主题|主題|分类|分類",
    ),
    fact(
        "speakers",
        "speaker|person|persons|presenter|presenters|oplægsholder|oplægsholdere|taler|talere|\
         foredragsholder|foredragsholdere|sprecher|referent|referenten|vortragende|redner|personen|\
         intervenant|intervenants|orateur|orateurs|conférencier|conférenciers|讲者|講者|演讲者|\
         演講者|主讲人|主講人|嘉宾|嘉賓",
    ),
    fact("kind", "type|art|typ|类型|類型"),
    fact("language", "languages|sprog|sprache|sprachen|langue|langues|语言|語言"),
    fact("status", "state|statut|zustand|状态|狀態"),
    fact("url", "link|website|hjemmeside|webseite|lien|site web|链接|鏈接|連結|网址|網址"),
];

/// The maximum number of columns of a table.
const MOST: usize = 256;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A known column that is the same in all languages.
    Fact(&'static str),
    /// A known column of texts, with the tag of their language: empty if no language is declared.
    Text(&'static str, String),
    /// Any other column, with its name.
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
        // The language is a tag or a name, which may have several words.
        for at in 1..words.len() {
            let (name, language) = words.split_at(at);
            if let Some(known) = known(&name.join(" ")).filter(|known| known.localized)
                && let Some(tag) = language_tag(&language.join(" "))
            {
                return Column::Text(known.name, tag);
            }
        }
        Column::Other(sanitize::line(name))
    }
}

/// The tag of a language that is written as a tag or as a name.
fn language_tag(text: &str) -> Option<String> {
    let short = |tag: &&str| tag.split('-').next().is_some_and(|tag| (2..=3).contains(&tag.len()));
    let named = language_names::tag_of(text).map(str::to_owned);
    named.or_else(|| canonical_tag(Some(text).filter(short)?))
}

fn known(name: &str) -> Option<&'static KnownColumn> {
    COLUMNS.iter().find(|column| {
        column.name == name || column.synonyms.split('|').any(|synonym| synonym == name)
    })
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
    for column in &columns {
        if let Column::Text(name, tag) = column
            && !tag.is_empty()
            && columns.contains(&Column::Text(name, String::new()))
        {
            let message = format!(
                "there is a column `{name}` beside `{name} {tag}`, and its language is not known"
            );
            let help = format!("add its language to its name, for example `{name} da`");
            return Err(Fault::new(message).line(line).help(help));
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
            ("Titel (Dänisch)", text("title", "da")),
            ("标题 中文", text("title", "zh")),
            ("Beskrivelse norsk bokmål", text("description", "nb")),
            ("Heure de début", Column::Fact("start")),
            ("Oplægsholdere", Column::Fact("speakers")),
            ("日期", Column::Fact("date")),
            ("Raum", text("room", "")),
        ] {
            assert_eq!(Column::of(name), column, "{name}");
        }
        for name in ["Fog", "start da", "title klingon", ""] {
            assert!(matches!(Column::of(name), Column::Other(_)), "{name}");
        }
    }
}
