//! The entries of a PO file.

use crate::exchange::file_fault::Fault;
use crate::exchange::sanitize;

/// An entry; the first one of a file, without context and id, is its header.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// `msgctxt`.
    pub(super) context: Option<String>,
    /// `msgid`.
    pub(super) id: String,
    /// `msgstr`.
    pub(super) translation: String,
    /// Whether it has the flag `fuzzy`.
    pub(super) fuzzy: bool,
}

/// What of an entry was read last; its continuation may follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    #[default]
    Comment,
    Context,
    Id,
    Translation,
}

/// Reads the entries. Comments, previous and obsolete texts are skipped.
///
/// # Errors
/// When a line is malformed, or an entry is incomplete or has plural forms.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut reader = EntryReader::default();
    for (at, line) in text.lines().enumerate() {
        reader.line(line.trim(), at + 1)?;
    }
    reader.finish_entry()?;
    Ok(reader.entries)
}

#[derive(Default)]
struct EntryReader {
    entries: Vec<Entry>,
    /// The entry that is being read, if any of it was.
    entry: Option<Entry>,
    field: Field,
    has_id: bool,
}

impl EntryReader {
    fn line(&mut self, line: &str, number: usize) -> Result<(), Fault> {
        if line.is_empty() || line.starts_with("#~") {
            return Ok(());
        }
        if let Some(comment) = line.strip_prefix('#') {
            let entry = self.at_least(Field::Comment, number)?;
            if let Some(flags) = comment.strip_prefix(',') {
                entry.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            return Ok(());
        }
        if line.starts_with('"') {
            return self.append(line, number);
        }
        let end = line.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgstr" => Field::Translation,
            "domain" => return Ok(()),
            "msgid_plural" => return Err(plural(keyword, number)),
            _ if keyword.starts_with("msgstr[") => return Err(plural(keyword, number)),
            _ => {
                let line = sanitize::excerpt(line);
                return Err(Fault::new(format!("`{line}` is no line of a PO file"))
                    .line(number)
                    .help("lines begin with `#`, `msgctxt`, `msgid`, `msgstr` or `\"`"));
            }
        };
        let entry = self.at_least(field, number)?;
        if field == Field::Context {
            entry.context = Some(String::new());
        }
        self.field = field;
        self.has_id |= field == Field::Id;
        self.append(rest.trim_start(), number)
    }

    /// The entry to which a field belongs: a new one if the current one is beyond it.
    fn at_least(&mut self, field: Field, line: usize) -> Result<&mut Entry, Fault> {
        let beyond = match field {
            Field::Translation => self.field == Field::Translation,
            field => self.field >= field && self.field != Field::Comment,
        };
        if beyond {
            self.finish_entry()?;
        }
        if field == Field::Translation && !self.has_id {
            let first = self.entry.as_ref().map_or(line, |entry| entry.line);
            return Err(incomplete("msgid", first));
        }
        Ok(self.entry.get_or_insert_with(|| Entry { line, ..Entry::default() }))
    }

    /// Adds the strings of a line to the field.
    fn append(&mut self, line: &str, number: usize) -> Result<(), Fault> {
        let text = strings(line, number)?;
        let entry = self.entry.as_mut();
        let field = entry.and_then(|entry| match self.field {
            Field::Comment => None,
            Field::Context => entry.context.as_mut(),
            Field::Id => Some(&mut entry.id),
            Field::Translation => Some(&mut entry.translation),
        });
        match field {
            Some(field) => field.push_str(&text),
            None => {
                return Err(Fault::new("this string belongs to no keyword")
                    .line(number)
                    .help("write `msgctxt`, `msgid` or `msgstr` before it"));
            }
        }
        Ok(())
    }

    fn finish_entry(&mut self) -> Result<(), Fault> {
        let (field, has_id) = (self.field, self.has_id);
        (self.field, self.has_id) = (Field::Comment, false);
        match (self.entry.take(), field) {
            (None, _) | (Some(_), Field::Comment) => Ok(()),
            (Some(entry), Field::Translation) => {
                self.entries.push(entry);
                Ok(())
            }
            (Some(entry), _) => {
                Err(incomplete(if has_id { "msgstr" } else { "msgid" }, entry.line))
            }
        }
    }
}

fn incomplete(keyword: &str, line: usize) -> Fault {
    Fault::new(format!("this entry has no `{keyword}`"))
        .line(line)
        .help("it may be truncated: save it once more in the translation tool")
}

fn plural(keyword: &str, line: usize) -> Fault {
    Fault::new(format!("this entry has plural forms (`{keyword}`)"))
        .line(line)
        .help("give a file that `plenary translate export` wrote: it has none")
}

/// The text of the quoted strings of a line.
fn strings(line: &str, number: usize) -> Result<String, Fault> {
    let mut text = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let Some(content) = rest.strip_prefix('"') else {
            let found = sanitize::excerpt(rest);
            return Err(Fault::new(format!("`{found}` is not in quotation marks"))
                .line(number)
                .help("put all text in quotation marks: `msgstr \"Fog\"`"));
        };
        rest = string(content, number, &mut text)?.trim_start();
    }
    Ok(text)
}

/// Reads a string whose opening quotation mark is gone; returns what follows it.
fn string<'a>(content: &'a str, line: usize, text: &mut String) -> Result<&'a str, Fault> {
    let mut chars = content.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok(chars.as_str()),
            '\\' => {
                let rest = chars.as_str();
                let (c, length) = escaped(rest).ok_or_else(|| {
                    let escape: String = rest.chars().take(1).collect();
                    Fault::new(format!("`\\{escape}` means nothing in a PO file"))
                        .line(line)
                        .help("write `\\\\` for a backslash, and `\\n` for a line break")
                })?;
                text.push(c);
                chars = rest[length..].chars();
            }
            c => text.push(c),
        }
    }
    Err(Fault::new("this string has no closing quotation mark")
        .line(line)
        .help("put `\"` at the end of the line, and `\\\"` for a quotation mark of the text"))
}

/// The character that the letters after a backslash mean, and their length in bytes.
fn escaped(rest: &str) -> Option<(char, usize)> {
    let numeric = |digits: &str, radix: u32, most: usize, prefix: usize| {
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len()).min(most);
        let code = u32::from_str_radix(&digits[..end], radix).ok()?;
        // More would be bytes of some encoding.
        Some((char::from_u32(code).filter(char::is_ascii)?, prefix + end))
    };
    let c = match rest.chars().next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        c @ ('"' | '\\' | '\'' | '?') => c,
        'x' => return numeric(&rest[1..], 16, 2, 1),
        '0'..='7' => return numeric(rest, 8, 3, 0),
        _ => return None,
    };
    Some((c, 1))
}
