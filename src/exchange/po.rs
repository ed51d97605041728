//! PO, the format of GNU gettext. The id of a segment is its context (`msgctxt`), codes are marks such
//! as `<1>` (see `inline_text`), and translations that must be looked at are `fuzzy`.

use crate::exchange::file_fault::Fault;
use crate::exchange::inline_text;
use crate::exchange::po_entries::{self, Entry};
use crate::exchange::segments::{
    Inline, Package, Returned, ReturnedSegment, Segment, SegmentState,
};
use crate::exchange::{decode, sanitize};

/// The header field with the language of the source, for which the format has none.
const SOURCE_LANGUAGE: &str = "X-Source-Language";

/// Writes a package.
pub fn write(package: &Package) -> String {
    let mut out = String::from("msgid \"\"\n");
    let header = [
        ("Project-Id-Version", "Plenary"),
        // `msgfmt` demands these fields. What it does not know is left to the translation tool.
        ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", &package.target_language),
        (SOURCE_LANGUAGE, &package.source_language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ];
    let header: String = header.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    string("msgstr", &header, &mut out);
    for segment in &package.segments {
        out.push('\n');
        write_entry(segment, &mut out);
    }
    out
}

fn write_entry(segment: &Segment, out: &mut String) {
    let mut notes = vec![segment.name.clone()];
    notes.extend(segment.notes.iter().cloned());
    notes.extend(segment.max_length.map(|limit| format!("At most {limit} characters.")));
    for line in notes.iter().flat_map(|note| note.lines()) {
        out.push_str(&format!("#. {}\n", sanitize::line(line)));
    }
    out.push_str(&format!("#: {}\n", place(&segment.file)));
    let target = segment.target.as_deref().unwrap_or_default();
    if !target.is_empty() && segment.state == SegmentState::NeedsReview {
        out.push_str("#, fuzzy\n");
        if let Some(previous) = &segment.previous_source {
            string("#| msgid", &inline_text::write(previous), out);
        }
    }
    string("msgctxt", &segment.id, out);
    string("msgid", &inline_text::write(&segment.source), out);
    let is_translated = segment.state != SegmentState::Untranslated;
    let target = if is_translated { inline_text::write(target) } else { String::new() };
    string("msgstr", &target, out);
}

/// A path as a place: gettext separates places by spaces, and puts marks of directions around a path
/// that has one.
fn place(path: &str) -> String {
    let path = sanitize::line(path);
    match path.contains(' ') {
        true => format!("\u{2068}{path}\u{2069}"),
        false => path,
    }
}

/// Writes a keyword with its string: on one line, or on one for each line of the text.
fn string(keyword: &str, text: &str, out: &mut String) {
    let (before, lines) = match keyword.strip_prefix("#| ") {
        Some(_) => ("#| ", text),
        None => ("", text),
    };
    out.push_str(keyword);
    out.push(' ');
    if text.trim_end_matches('\n').contains('\n') {
        out.push_str("\"\"\n");
        for line in lines.split_inclusive('\n') {
            out.push_str(before);
            quoted(line, out);
        }
    } else {
        quoted(text, out);
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_ascii_control() => {}
            c => out.push(c),
        }
    }
    out.push_str("\"\n");
}

/// Reads a file.
///
/// # Errors
/// When it is malformed, in another encoding than UTF-8, has an entry with plural forms, or no entry
/// has a context.
pub fn read(bytes: &[u8]) -> Result<Returned, Fault> {
    check_charset(bytes)?;
    let text = decode::decode(bytes, None)?;
    let entries = po_entries::read(text.trim_start_matches('\u{feff}'))?;
    let mut returned = Returned::default();
    let mut entries = entries.into_iter().peekable();
    if let Some(header) = entries.next_if(|entry| entry.context.is_none() && entry.id.is_empty()) {
        returned.source_language = field(&header.translation, SOURCE_LANGUAGE);
        returned.target_language = field(&header.translation, "Language");
    }
    let first = entries.peek().map(|entry| entry.line);
    let mut has_ids = false;
    for entry in entries.filter(|entry| entry.context.is_some() || !entry.id.is_empty()) {
        has_ids |= entry.context.is_some();
        returned.segments.push(segment(entry));
    }
    match has_ids || returned.segments.is_empty() {
        true => Ok(returned),
        false => Err(Fault::new("no entry has a `msgctxt`, which says where its text belongs")
            .line(first)
            .help("give a file that `plenary translate export` wrote, translated")),
    }
}

fn segment(entry: Entry) -> ReturnedSegment {
    let target = inline_text::read(&entry.translation);
    let has_text = |parts: &Vec<Inline>| {
        parts.iter().any(|part| !matches!(part, Inline::Text(text) if text.trim().is_empty()))
    };
    ReturnedSegment {
        id: entry.context.unwrap_or_default().trim().to_owned(),
        line: entry.line,
        source: inline_text::read(&entry.id),
        target: Some(target).filter(has_text),
        unfinished: entry.fuzzy,
    }
}

/// The value of a header field, if it is not empty.
fn field(header: &str, name: &str) -> Option<String> {
    let fields = header.lines().filter_map(|line| line.split_once(':'));
    let mut values = fields.filter(|(field, _)| field.trim().eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Refuses a file that says that it is in another encoding than UTF-8.
fn check_charset(bytes: &[u8]) -> Result<(), Fault> {
    const FIELD: &[u8] = b"charset=";
    let start = &bytes[..bytes.len().min(8192)];
    let Some(at) = start.windows(FIELD.len()).position(|part| part.eq_ignore_ascii_case(FIELD))
    else {
        return Ok(());
    };
    let rest = &start[at + FIELD.len()..];
    let name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(*byte);
    let label: String = rest.iter().take_while(name).map(|byte| char::from(*byte)).collect();
    // `CHARSET` stands in templates for what nobody has filled in yet.
    if ["utf-8", "utf8", "us-ascii", "ascii", "charset"]
        .iter()
        .any(|ok| label.eq_ignore_ascii_case(ok))
    {
        return Ok(());
    }
    let line = start[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    Err(Fault::new(format!("the file is in `{label}`, not in UTF-8")).line(line).help(
        "save it as UTF-8 in the translation tool, or convert it with `msgconv --to-code=UTF-8`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::segment_sample::{bare, close, open, single, text};

    fn stale() -> Package {
        let segment = Segment {
            id: "page.about.b3f2a91c".to_owned(),
            name: "page about text".to_owned(),
            file: "content/pages/about us.md".to_owned(),
            source: vec![text("Say \"hi\" to "), open(1), text("all"), close(1), single(2)],
            target: Some(vec![open(1), text("全部"), close(1), single(2)]),
            state: SegmentState::NeedsReview,
            previous_source: Some(vec![text("Say\nnothing")]),
            notes: vec!["In the page “About”.\nSecond line".to_owned()],
            max_length: Some(40),
        };
        Package {
            source_language: "en".to_owned(),
            target_language: "zh-Hans".to_owned(),
            segments: vec![segment],
        }
    }

    #[test]
    fn an_entry_has_all_that_a_translator_needs() {
        let written = write(&stale());
        let (_, entry) = written.split_once("\n\n").expect("there is a header");
        assert_eq!(
            entry,
            "#. page about text\n#. In the page “About”.\n#. Second line\n#. At most 40 characters.\n\
             #: \u{2068}content/pages/about us.md\u{2069}\n#, fuzzy\n#| msgid \"\"\n\
             #| \"Say\\n\"\n#| \"nothing\"\nmsgctxt \"page.about.b3f2a91c\"\n\
             msgid \"Say \\\"hi\\\" to <1>all</1><2/>\"\nmsgstr \"<1>全部</1><2/>\"\n"
        );
        let returned = read(written.as_bytes()).expect("it was just written");
        assert_eq!(returned.source_language.as_deref(), Some("en"));
        assert_eq!(returned.target_language.as_deref(), Some("zh-Hans"));
        let [segment] = &returned.segments[..] else { panic!("{returned:?}") };
        assert_eq!(segment.source, bare(&stale().segments[0].source));
        assert!(segment.unfinished);
    }

    #[test]
    fn files_of_tools_are_read() {
        let file = "\u{feff}# Anna, 2030.\r\n#, fuzzy\r\nmsgid \"\"\r\nmsgstr \"\"\r\n\
            \"Language: zh_CN\\n\"\r\n\"Content-Type: text/plain; charset=utf-8\\n\"\r\n\r\n\
            #. x\r\n#, no-wrap, fuzzy\r\n#| msgctxt \"a\"\r\n#| msgid \"old\"\r\nmsgctxt \"a\"\r\n\
            msgid \"\"\r\n\"Two \"\r\n  \"lines\\n\\x41\\101\"\r\nmsgstr \"x\" \"y\"\r\n\
            #~ msgid \"gone\"\r\n#~ msgstr \"væk\"\r\n\r\nmsgctxt \"a\"\r\nmsgid \"b\"\r\nmsgstr \" \"";
        let returned = read(file.as_bytes()).expect("it is a PO file");
        assert_eq!(returned.target_language.as_deref(), Some("zh_CN"));
        let [first, second] = &returned.segments[..] else { panic!("{returned:?}") };
        assert_eq!((&*first.id, first.line, first.unfinished), ("a", 8, true));
        assert_eq!(first.source, [text("Two lines\nAA")]);
        assert_eq!(first.target, Some(vec![text("xy")]));
        assert_eq!((&*second.id, &second.target, second.unfinished), ("a", &None, false));
    }

    #[test]
    fn faults_have_a_line_and_advice() {
        let header = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=X\\n\"\n";
        for (text, message, line) in [
            (header, "the file is in `X`, not in UTF-8", 3),
            (
                "msgid \"a\"\nmsgstr \"b\"\n",
                "no entry has a `msgctxt`, which says where its text belongs",
                1,
            ),
            (
                "msgctxt \"a\"\nmsgid \"b\"\nmsgid_plural \"c\"\nmsgstr[0] \"d\"\n",
                "this entry has plural forms (`msgid_plural`)",
                3,
            ),
            (
                "msgctxt \"a\"\nmsgid \"b\nmsgstr \"c\"\n",
                "this string has no closing quotation mark",
                2,
            ),
            (
                "msgctxt \"a\"\nmsgid \"b\\q\"\nmsgstr \"c\"\n",
                "`\\q` means nothing in a PO file",
                2,
            ),
            ("msgctxt \"a\"\nmsgid \"b\"\n", "this entry has no `msgstr`", 1),
            ("msgctxt \"a\"\nmsgstr \"b\"\n", "this entry has no `msgid`", 1),
            ("msgctxt \"a\"\nmsgid \"b\"\nhello\n", "`hello` is no line of a PO file", 3),
            ("\"a\"\n", "this string belongs to no keyword", 1),
        ] {
            let fault = read(text.as_bytes()).expect_err(text);
            assert_eq!((&*fault.message, fault.line), (message, Some(line)), "{text}");
            assert!(fault.help.is_some(), "{message}");
        }
    }
}
