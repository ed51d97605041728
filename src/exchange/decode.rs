//! Decoding a file's bytes.
//!
//! UTF-8 and UTF-16 are detected, and XML may declare its encoding. Any other encoding has
//! to be named by the user: guessing would garble names.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::exchange::file_fault::{Fault, check_size};

/// Decodes a file in the named encoding, or else in the detected one.
///
/// # Errors
/// When the file is too large, when its encoding is not known, or when its bytes are invalid in it.
pub(super) fn decode(bytes: &[u8], encoding: Option<&str>) -> Result<String, Fault> {
    check_size(bytes.len())?;
    if let Some(fault) = other_file(bytes) {
        return Err(fault);
    }
    let unfolded;
    let bytes = match is_calendar(bytes) {
        true => {
            unfolded = unfold(bytes);
            &unfolded[..]
        }
        false => bytes,
    };
    let text = match encoding {
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => decode_as(bytes, encoding)?,
            None => return Err(unknown(label)),
        },
        None => decode_unnamed(bytes)?,
    };
    match text.find('\0') {
        Some(at) => Err(Fault::new("this is not text: it has a zero byte")
            .line(line_of(&text, at))
            .help("give the file that the program exported, not a compressed or printed one")),
        None => Ok(text),
    }
}

/// The fault of a file that is not text, but may contain the programme: a workbook or an archive.
fn other_file(bytes: &[u8]) -> Option<Fault> {
    let has = |name: &str| bytes.windows(name.len()).any(|part| part == name.as_bytes());
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let (what, help) = if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        let start = &bytes[..bytes.len().min(100)];
        let sheet = b"opendocument.spreadsheet";
        match start.windows(sheet.len()).any(|part| part == sheet) {
            true => ("a workbook (.ods)", SAVE_AS_CSV),
            false if has("xl/workbook.xml") => ("a workbook (.xlsx)", SAVE_AS_CSV),
            false if has("Index/Tables") => ("a workbook of Numbers", SAVE_AS_CSV),
            false if has("word/document.xml") => ("a document of a word processor", SAVE_AS_CSV),
            false => ("a ZIP archive", UNPACK),
        }
    } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        ("a workbook or document of an older office program (.xls, .doc)", SAVE_AS_CSV)
    } else if starts(b"%PDF-") {
        ("a PDF, which is made for reading and printing", EXPORT)
    } else if starts(b"\x1f\x8b")
        || starts(b"BZh")
        || starts(b"7z\xbc\xaf")
        || starts(b"\xfd7zXZ")
        || starts(b"\x28\xb5\x2f\xfd")
        || starts(b"Rar!")
    {
        ("a compressed file", UNPACK)
    } else {
        return None;
    };
    Some(Fault::new(format!("this is {what}, not text")).help(help))
}

/// What to do with a table of an office program.
const SAVE_AS_CSV: &str = "open it, save the sheet as CSV (UTF-8), and import that file";
/// What to do with an archive.
const UNPACK: &str = "unpack it, and import the file that you need";
/// What to do with a document.
const EXPORT: &str = "export it in a format for programs, such as XML or CSV";

/// Whether bytes are a calendar in an encoding that contains ASCII.
fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// A calendar with its folded lines joined; a fold may be within a character (RFC 5545, 3.1). A
/// joined line is followed by an empty line for each fold, so that later lines keep their numbers.
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut joined = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.split_first() {
            Some((b' ' | b'\t', rest)) if out.ends_with(b"\n") => {
                let end = if out.ends_with(b"\r\n") { 2 } else { 1 };
                out.truncate(out.len() - end);
                out.extend(rest);
                joined += 1;
            }
            _ => {
                out.extend(std::iter::repeat_n(b'\n', std::mem::take(&mut joined)));
                out.extend(line);
            }
        }
    }
    out
}

fn decode_unnamed(bytes: &[u8]) -> Result<String, Fault> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return decode_as(bytes, encoding);
    }
    match bytes {
        // XML and JSON begin with an ASCII character.
        [first, 0, ..] if *first != 0 => return decode_as(bytes, UTF_16LE),
        [0, second, ..] if *second != 0 => return decode_as(bytes, UTF_16BE),
        _ => {}
    }
    let declared = declared(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => match declared {
            Some(label) => match Encoding::for_label(label.as_bytes()) {
                Some(encoding) if encoding != UTF_8 => decode_as(bytes, encoding),
                Some(_) => Err(not_utf8(bytes, error.valid_up_to())),
                None => Err(unknown(&label)),
            },
            None => Err(not_utf8(bytes, error.valid_up_to())),
        },
    }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Fault> {
    // A byte order mark takes precedence over the named encoding.
    let (text, used, broken) = encoding.decode(bytes);
    if !broken {
        return Ok(text.into_owned());
    }
    let at = text.find('\u{FFFD}').map(|at| line_of(&text, at));
    let message = format!("the file is not {}: some of its bytes are malformed", used.name());
    Err(Fault::new(message).line(at).help("save it as UTF-8, or name the right `--encoding`"))
}

fn not_utf8(bytes: &[u8], at: usize) -> Fault {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    Fault::new(format!("the file is not UTF-8: the byte 0x{byte:02X} is malformed here"))
        .line(line)
        .help(
            "save it as UTF-8, or name its encoding: `--encoding windows-1252` for western Europe, \
             `--encoding gb18030` for China",
        )
}

fn unknown(label: &str) -> Fault {
    Fault::new(format!("there is no encoding `{label}`"))
        .help("name one from the WHATWG's list, such as `utf-8`, `windows-1252` or `gb18030`")
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(200)];
    let start = start.strip_prefix(b"<?xml")?;
    let end = start.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&start[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value[1..].split_once(quote)?.0.to_owned())
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_detected() {
        let utf16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
            let text = format!("{}{text}", if mark { "\u{feff}" } else { "" });
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(unit).collect()
        };
        for bytes in [
            "<å/>".as_bytes().to_vec(),
            "\u{feff}<å/>".as_bytes().to_vec(),
            utf16("<å/>", false, true),
            utf16("<å/>", true, true),
            utf16("<å/>", false, false),
            utf16("<å/>", true, false),
        ] {
            assert_eq!(decode(&bytes, None).as_deref(), Ok("<å/>"), "{bytes:?}");
        }
        let latin = b"<?xml version='1.0' encoding = 'iso-8859-1'?><a>\xe6</a>";
        let text = decode(latin, None).expect("it is declared");
        assert!(text.ends_with("<a>æ</a>"));
    }

    #[test]
    fn calendars_are_unfolded_before_they_are_decoded() {
        let text =
            b"BEGIN:VCALENDAR\r\nSUMMARY:t\xe8\xbd\r\n \xa6 and\r\n  \xe8\r\n\t\xbd\xa6\r\nX:\n";
        let text = decode(text, None).expect("it is UTF-8");
        assert_eq!(text, "BEGIN:VCALENDAR\r\nSUMMARY:t车 and 车\r\n\n\n\nX:\n");
        let text = decode(b"BEGIN:VCALENDAR\nX:\xd6\n \xd0\n", Some("gb18030"));
        assert_eq!(text.as_deref(), Ok("BEGIN:VCALENDAR\nX:中\n"));
    }

    #[test]
    fn workbooks_and_archives_are_recognised() {
        for (bytes, what) in [
            (&b"PK\x03\x04\x14\0....[Content_Types].xml..xl/workbook.xml"[..], "(.xlsx)"),
            (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "(.ods)"),
            (b"PK\x03\x04\x14\0....schedule.xml", "a ZIP archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "(.xls"),
            (b"\x1f\x8b\x08\0", "a compressed file"),
            (b"%PDF-1.7", "a PDF"),
        ] {
            let fault = decode(bytes, None).expect_err(what);
            assert!(fault.message.contains(what), "{}", fault.message);
            assert!(fault.help.is_some());
        }
    }

    #[test]
    fn encodings_are_not_guessed() {
        let fault = decode(b"title\nbl\xe5 b\xe6r", None).expect_err("it is Latin-1");
        assert_eq!(fault.message, "the file is not UTF-8: the byte 0xE5 is malformed here");
        assert_eq!(fault.line, Some(2));
        assert!(fault.help.is_some_and(|help| help.contains("--encoding windows-1252")));
        assert_eq!(decode(b"bl\xe5", Some("windows-1252")).as_deref(), Ok("blå"));
        assert_eq!(decode(b"\xd6\xd0", Some("gb18030")).as_deref(), Ok("中"));
        for (bytes, encoding, part) in [
            (&b"\xff"[..], Some("gb18030"), "is not gb18030"),
            (b"a", Some("klingon"), "there is no encoding `klingon`"),
            (b"abc\0def", None, "a zero byte"),
            (b"<?xml version='1.0' encoding='klingon'?>\xe6", None, "`klingon`"),
            (b"<?xml version='1.0' encoding='utf-8'?>\xe6", None, "is not UTF-8"),
            (b"\xff\xfea", None, "is not UTF-16LE"),
        ] {
            let fault = decode(bytes, encoding).expect_err(part);
            assert!(fault.message.contains(part), "{}", fault.message);
        }
    }
}
