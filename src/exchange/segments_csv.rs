//! Segments as a table for spreadsheet programs: a row for each, with codes as marks such as `<1>` (see
//! `inline_text`).
//!
//! Spreadsheet programs save tables with other separators and in other encodings, and take texts that
//! begin with `=` for formulas.

use crate::exchange::csv::table::{TableRow, read_rows, write_rows};
use crate::exchange::file_fault::Fault;
use crate::exchange::inline_text;
use crate::exchange::segments::{
    Inline, Package, Returned, ReturnedSegment, Segment, SegmentState,
};
use crate::exchange::{decode, sanitize};

/// The names of the columns; those of source and translation are followed by their languages.
const COLUMNS: [&str; 7] =
    ["id", "place", "note", "source", "previous source", "translation", "state"];

/// The states as they are written.
const STATES: [(SegmentState, &str); 4] = [
    (SegmentState::Untranslated, "not translated"),
    (SegmentState::NeedsReview, "needs review"),
    (SegmentState::Translated, "translated"),
    (SegmentState::Reviewed, "reviewed"),
];

/// Writes a package, with a byte order mark, without which Excel takes it for another encoding.
pub fn write(package: &Package) -> String {
    let header = COLUMNS.map(|column| match column {
        "source" => format!("source {}", package.source_language),
        "translation" => format!("translation {}", package.target_language),
        column => column.to_owned(),
    });
    let rows = std::iter::once(header).chain(package.segments.iter().map(row));
    format!("\u{feff}{}", write_rows(rows))
}

fn row(segment: &Segment) -> [String; 7] {
    let text =
        |parts: &Option<Vec<Inline>>| parts.as_deref().map(inline_text::write).unwrap_or_default();
    let mut notes = segment.notes.clone();
    notes.extend(segment.max_length.map(|limit| format!("At most {limit} characters.")));
    let state = STATES.iter().find(|(state, _)| *state == segment.state);
    let row = [
        segment.id.clone(),
        format!("{} ({})", segment.name, segment.file),
        notes.join("\n"),
        inline_text::write(&segment.source),
        text(&segment.previous_source),
        text(&segment.target),
        state.map(|(_, word)| (*word).to_owned()).unwrap_or_default(),
    ];
    row.map(|cell| guarded(&cell))
}

/// A text as a cell: with an apostrophe before it if programs could take it for a formula, or if it
/// is a text that is written so.
fn guarded(text: &str) -> String {
    match is_formula(text.trim_start_matches('\'')) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The text of a cell.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// Whether programs could take a text for a formula. Chinese and Japanese ones do so with wide signs.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// The positions of the columns that are read.
struct Header {
    id: usize,
    source: Option<usize>,
    translation: usize,
    state: Option<usize>,
    source_language: Option<String>,
    target_language: Option<String>,
}

impl Header {
    fn of(row: &TableRow) -> Result<Header, Fault> {
        let names: Vec<String> = row.cells.iter().map(|cell| sanitize::line(cell)).collect();
        let found = |column: &str| -> Result<Option<(usize, Option<String>)>, Fault> {
            let mut found = names.iter().enumerate().filter_map(|(at, name)| {
                let start = name.get(..column.len())?;
                let rest = &name[column.len()..];
                let language = Some(rest.trim()).filter(|tag| !tag.is_empty());
                let fits = start.eq_ignore_ascii_case(column)
                    && (rest.is_empty() || rest.starts_with(' '))
                    && !rest.trim().contains(' ');
                fits.then(|| (at, language.map(str::to_owned)))
            });
            let first = found.next();
            match found.next() {
                None => Ok(first),
                Some(_) => Err(Fault::new(format!("the column `{column}` is duplicated"))
                    .line(row.line)
                    .help("remove the wrong one")),
            }
        };
        let missing = |column: &str| {
            let list = COLUMNS.join(", ");
            Fault::new(format!("the first line names no column `{column}`"))
                .line(row.line)
                .help(format!("do not change the names of the columns, which are: {list}"))
        };
        let (id, _) = found("id")?.ok_or_else(|| missing("id"))?;
        let (translation, target_language) =
            found("translation")?.ok_or_else(|| missing("translation"))?;
        let (source, source_language) = found("source")?.unzip();
        let state = found("state")?.map(|(at, _)| at);
        let source_language = source_language.flatten();
        Ok(Header { id, source, translation, state, source_language, target_language })
    }

    fn segment(&self, row: &TableRow) -> ReturnedSegment {
        let cell = |at: usize| row.cells.get(at).map(|cell| cell.replace("\r\n", "\n"));
        let text = |at| inline_text::read(unguarded(&cell(at).unwrap_or_default()));
        let target = text(self.translation);
        let has_text = |parts: &Vec<Inline>| {
            parts.iter().any(|part| !matches!(part, Inline::Text(text) if text.trim().is_empty()))
        };
        let state = self.state.and_then(cell).unwrap_or_default();
        let state = STATES.iter().find(|(_, word)| state.trim().eq_ignore_ascii_case(word));
        let unfinished = [SegmentState::Untranslated, SegmentState::NeedsReview];
        ReturnedSegment {
            id: cell(self.id).map(|id| unguarded(&id).trim().to_owned()).unwrap_or_default(),
            line: row.line,
            source: self.source.map(text).unwrap_or_default(),
            target: Some(target).filter(has_text),
            unfinished: state.is_some_and(|(state, _)| unfinished.contains(state)),
        }
    }
}

/// Reads a table in UTF-8, in UTF-16, or in the encoding that spreadsheet programs use for its
/// languages.
///
/// # Errors
/// When a needed column is missing or duplicated, a quotation mark is misplaced, or the encoding is
/// not known.
pub fn read(bytes: &[u8]) -> Result<Returned, Fault> {
    let text = decode(bytes)?;
    let mut header = None;
    let mut segments = Vec::new();
    read_rows(&text, |row| {
        match &header {
            None => header = Some(Header::of(&row)?),
            Some(header) => segments.push(header.segment(&row)),
        }
        Ok(())
    })?;
    match header {
        Some(header) => Ok(Returned {
            source_language: header.source_language,
            target_language: header.target_language,
            segments,
        }),
        None => Err(Fault::new("the table is empty").help("save it once more")),
    }
}

/// What to do about a wrong encoding.
const SAVE_AS_UTF8: &str = "save the table as `CSV UTF-8` in the spreadsheet program";

/// The text of a table. The header has only ASCII letters, so the languages can be read first.
fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let fault = match decode::decode(bytes, None) {
        Ok(text) => return Ok(text),
        Err(fault) => fault,
    };
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first).to_lowercase();
    let language = |column: &str| {
        let tag = first.split(column).nth(1)?.split(['"', ',', ';', '\t', '\r']).next()?.trim();
        Some(tag.to_owned())
    };
    // The program uses the encoding of the computer, so that of the people who write the language.
    let encodings = ["translation ", "source "].into_iter().filter_map(language);
    let mut encodings = encodings.filter_map(|tag| legacy_encoding(&tag));
    let encoding = encodings.next().ok_or(fault)?;
    let text = decode::decode(bytes, Some(encoding)).map_err(|fault| fault.help(SAVE_AS_UTF8))?;
    let fault = if let Some(line) = line_with(&text, is_sign, char::is_ascii_alphabetic) {
        Fault::new(format!("the table is not in UTF-8, nor in {encoding}")).line(line)
    } else if let Some(line) = lost(&text) {
        Fault::new(format!("characters were lost when the table was saved in {encoding}"))
            .line(line)
    } else {
        return Ok(text);
    };
    Err(fault.help(SAVE_AS_UTF8))
}

/// The encoding in which Windows programs save texts in a language.
fn legacy_encoding(tag: &str) -> Option<&'static str> {
    let tag = tag.replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
    Some(match language {
        "zh" if traditional => "big5",
        "zh" => "gb18030",
        "ja" => "shift_jis",
        "ko" => "euc-kr",
        "ru" | "uk" | "be" | "bg" | "mk" => "windows-1251",
        "pl" | "cs" | "sk" | "hu" | "sl" | "hr" | "ro" | "sq" => "windows-1250",
        "et" | "lv" | "lt" => "windows-1257",
        "el" => "windows-1253",
        "tr" => "windows-1254",
        "he" => "windows-1255",
        "ar" | "fa" | "ur" => "windows-1256",
        "th" => "windows-874",
        "vi" => "windows-1258",
        "da" | "de" | "en" | "es" | "fi" | "fo" | "fr" | "is" | "it" | "nb" | "nl" | "nn"
        | "no" | "pt" | "sv" | "ga" | "ca" | "kl" => "windows-1252",
        _ => return None,
    })
}

/// Whether it is a sign that does not belong into a word, but is a letter in an encoding of other systems:
/// `gr¿n` is how `grøn` of a Mac looks.
fn is_sign(c: char) -> bool {
    "¾¿¤¦¨¬¯¸¹¼½†‡ˆ‰‹›ƒ\u{81}\u{8d}\u{8f}\u{90}\u{9d}".contains(c)
}

/// The first line in which question marks seem to stand for characters that the encoding lacks.
fn lost(text: &str) -> Option<usize> {
    let inside = line_with(text, |c| c == '?', |c| c.is_alphanumeric());
    inside.or_else(|| text.lines().position(|line| line.contains("????")).map(|at| at + 1))
}

/// The first line with such a character between two others.
fn line_with(text: &str, wrong: fn(char) -> bool, around: fn(&char) -> bool) -> Option<usize> {
    let has = |line: &str| {
        line.char_indices().any(|(at, c)| {
            let before = line[..at].chars().next_back();
            let after = line[at + c.len_utf8()..].chars().next();
            let word = line[..at].rsplit(' ').next().unwrap_or_default();
            // Addresses have question marks in them.
            wrong(c)
                && before.as_ref().is_some_and(around)
                && after.as_ref().is_some_and(around)
                && !word.contains(['/', '.'])
        })
    };
    text.lines().position(has).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::segment_sample::{bare, package, text};

    fn one(source: &str, target: &str) -> Package {
        let segment = Segment {
            source: vec![text(source)],
            target: Some(vec![text(target)]),
            ..package(1).segments[0].clone()
        };
        Package { segments: vec![segment], ..package(1) }
    }

    #[test]
    fn nothing_is_a_formula() {
        for words in
            ["=1+1", "+45 12 34", "-", "@home", "\tx", "'=1", "''-", "'tis", "＝1", "=\"a\""]
        {
            let written = write(&one(words, words));
            let rows = written.lines().nth(1).expect("there is a row");
            assert!(!rows.contains(",=") && !rows.contains(",\"="), "{rows}");
            let returned = read(written.as_bytes()).expect("it was just written");
            assert_eq!(returned.segments[0].source, [text(words)], "{written}");
            assert_eq!(returned.segments[0].target, Some(vec![text(words)]), "{written}");
        }
        // Some programs remove the apostrophe.
        let saved = "id,translation\na,=1+1\n";
        let returned = read(saved.as_bytes()).expect("it is a table");
        assert_eq!(returned.segments[0].target, Some(vec![text("=1+1")]));
    }

    #[test]
    fn tables_are_read_as_spreadsheet_programs_save_them() {
        let table = "id;place;Extra;source en;translation da;state\r\n\
            \"a.b\";x;y;\"Fog;\r\nmist\";\"Tåge; 1 €\";Needs Review\r\n;;;;;\r\n'a.c;;;Sun;;\r\n";
        let check = |bytes: &[u8]| {
            let returned = read(bytes).expect("it is a table");
            assert_eq!(returned.source_language.as_deref(), Some("en"));
            assert_eq!(returned.target_language.as_deref(), Some("da"));
            let [first, second] = &returned.segments[..] else { panic!("{returned:?}") };
            assert_eq!((&*first.id, first.line, first.unfinished), ("a.b", 2, true));
            assert_eq!(first.source, [text("Fog;\nmist")]);
            assert_eq!(first.target, Some(vec![text("Tåge; 1 €")]));
            assert_eq!((&*second.id, &second.target, second.line), ("'a.c", &None, 5));
        };
        check(table.as_bytes());
        check(format!("\u{feff}{table}").as_bytes());
        let utf16: Vec<u8> =
            format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16);
        check(&latin(table));
        let chinese = b"translation zh-Hans,id,source en\n\xce\xed,a,Fog\n";
        let returned = read(chinese).expect("it is GB 18030");
        assert_eq!(returned.segments[0].target, Some(vec![text("雾")]));
    }

    /// A text in Windows-1252.
    fn latin(text: &str) -> Vec<u8> {
        let byte =
            |c: char| if c == '€' { 0x80 } else { u8::try_from(c).expect("it is Latin-1") };
        text.chars().map(byte).collect()
    }

    #[test]
    fn faults_have_a_line_and_advice() {
        for (bytes, message, line) in [
            (&b""[..], "the table is empty", None),
            (
                b"\xef\xbb\xbfid,source en\na,b\n",
                "the first line names no column `translation`",
                Some(1),
            ),
            (b"source,translation\n", "the first line names no column `id`", Some(1)),
            (
                b"id,translation da,translation de\n",
                "the column `translation` is duplicated",
                Some(1),
            ),
            (
                b"id,translation da\na,\"b\n",
                "a quoted cell begins on this line and is never closed",
                Some(2),
            ),
            (
                b"id,translation da\na,R\x8ad\nb,gr\xbfn\n",
                "the table is not in UTF-8, nor in windows-1252",
                Some(3),
            ),
            (
                b"id,translation da\na,Really?? x.dk/a?b \xe5\nb,20?22",
                "characters were lost when the table was saved in windows-1252",
                Some(3),
            ),
            (
                b"id,translation xx\na,\xe5\n",
                "the file is not UTF-8: the byte 0xE5 is malformed here",
                Some(2),
            ),
        ] {
            let fault = read(bytes).expect_err(message);
            assert_eq!((&*fault.message, fault.line), (message, line));
            assert!(fault.help.is_some(), "{message}");
        }
    }

    #[test]
    fn a_row_has_all_that_a_translator_needs() {
        let mut package = one("Fog", "Tåge");
        let segment = &mut package.segments[0];
        segment.previous_source = Some(vec![text("Mist")]);
        segment.state = SegmentState::NeedsReview;
        segment.notes = vec!["On “Fog”.".to_owned(), "Be brief.".to_owned()];
        segment.max_length = Some(12);
        package.target_language = "da".to_owned();
        assert_eq!(
            write(&package),
            "\u{feff}id,place,note,source en,previous source,translation da,state\n\
             session.fog-0.b3f2_a,session fog-0 <title> (content/0.yaml),\"On “Fog”.\nBe brief.\n\
             At most 12 characters.\",Fog,Mist,Tåge,needs review\n"
        );
        let returned = read(write(&package).as_bytes()).expect("it was just written");
        assert_eq!(returned.segments[0].source, bare(&package.segments[0].source));
    }
}
