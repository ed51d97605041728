//! Writing YAML as a careful editor does: one field per line, quotes only where needed, long texts
//! below their name.

use std::fmt::Write as _;

use serde_yaml::Value;

/// The maximum length of a line, in characters, where it can be broken.
const WIDTH: usize = 100;

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    /// A text, in quotes where needed.
    Text(String),
    /// A text that is always in quotes, such as a time or colour.
    Quoted(String),
    /// A number.
    Number(u64),
    /// The word `true`.
    True,
    /// A list of short texts, on one line if they fit.
    Words(Vec<String>),
    /// A list with one item per line.
    List(Vec<Yaml>),
    /// Fields, one per line.
    Map(Vec<(String, Yaml)>),
    /// Fields in braces.
    Braces(Vec<(String, Yaml)>),
}

impl Yaml {
    /// What to write after the colon of a field that begins at `column`: ` value` on the same line,
    /// or the lines below it.
    pub fn behind(&self, column: usize) -> String {
        match self {
            Yaml::Text(text) => text_behind(text, column),
            Yaml::Words(words) if !fits(&self.inline(), column) && !words.is_empty() => {
                let items = words.iter().map(|word| Yaml::Text(word.clone()));
                Yaml::List(items.collect()).behind(column)
            }
            Yaml::Map(fields) if !fields.is_empty() => fields_below(fields, column + 2),
            Yaml::List(items) if !items.is_empty() => {
                let dash = format!("\n{:1$}-", "", column + 2);
                items.iter().map(|item| format!("{dash}{}", item.item(column + 2))).collect()
            }
            _ => format!(" {}", self.inline()),
        }
    }

    /// What to write after the hyphen of an item that begins at `column`.
    pub fn item(&self, column: usize) -> String {
        match self {
            Yaml::Map(fields) if !fields.is_empty() => {
                let below = fields_below(fields, column + 2);
                // The first field is on the line of the hyphen.
                format!(" {}", below.trim_start())
            }
            _ => self.behind(column),
        }
    }

    /// The value on one line.
    pub fn inline(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match self {
            Yaml::Text(text) => scalar(text, true),
            Yaml::Quoted(text) => quoted(text),
            Yaml::Number(number) => number.to_string(),
            Yaml::True => "true".to_owned(),
            Yaml::Words(words) => {
                format!("[{}]", joined(words.iter().map(|word| scalar(word, true)).collect()))
            }
            Yaml::List(items) => format!("[{}]", joined(items.iter().map(Yaml::inline).collect())),
            Yaml::Map(fields) | Yaml::Braces(fields) => {
                let field = |(name, value): &(String, Yaml)| {
                    format!("{}: {}", scalar(name, true), value.inline())
                };
                format!("{{{}}}", joined(fields.iter().map(field).collect()))
            }
        }
    }
}

fn fields_below(fields: &[(String, Yaml)], column: usize) -> String {
    let mut lines = String::new();
    for (name, value) in fields {
        let _ =
            write!(lines, "\n{:1$}{2}:{3}", "", column, scalar(name, false), value.behind(column));
    }
    lines
}

fn fits(value: &str, column: usize) -> bool {
    // A field name of usual length comes before it.
    column + 12 + value.chars().count() <= WIDTH
}

/// A text after the colon of a field: on the same line, or below it in lines that are joined when they
/// are read.
fn text_behind(text: &str, column: usize) -> String {
    let indent = format!("\n{:1$}", "", column + 2);
    let tame = !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with(char::is_whitespace)
        && !text.contains(|c: char| (c.is_control() && c != '\n') || is_odd(c));
    if tame && text.contains('\n') {
        let lines = text.split('\n').map(|line| match line.is_empty() {
            true => "\n".to_owned(),
            false => format!("{indent}{line}"),
        });
        return format!(" |-{}", lines.collect::<String>());
    }
    let single = !text.contains("  ") && !text.contains(" \n");
    if tame && single && text.contains(' ') && !fits(text, column) {
        return format!(" >-{}", wrapped(text, column + 2));
    }
    format!(" {}", scalar(text, false))
}

/// The words of a text in lines at a column.
fn wrapped(text: &str, column: usize) -> String {
    let mut lines = String::new();
    let mut used = WIDTH;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used + 1 + length > WIDTH {
            let _ = write!(lines, "\n{:1$}{word}", "", column);
            used = column + length;
        } else {
            lines.push(' ');
            lines.push_str(word);
            used += 1 + length;
        }
    }
    lines
}

/// A text on one line; `flow` if it is in brackets or braces.
pub fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) {
        return text.to_owned();
    }
    let odd = text.contains(|c: char| c.is_control() || is_odd(c));
    match text.contains(['"', '\\']) && !odd {
        true => format!("'{}'", text.replace('\'', "''")),
        false => quoted(text),
    }
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_odd(c) => {
                let code = u32::from(c);
                let _ = match code {
                    0x1_0000.. => write!(out, "\\U{code:08x}"),
                    _ => write!(out, "\\u{code:04x}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that YAML reads as line ends or forbids, and the invisible byte order mark.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a text needs no quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let first = text.chars().next();
    let starts = first.is_some_and(|c| !"-?:,[]{}#&*!|>'\"%@`~.".contains(c) && c != '=');
    let breaks = [": ", " #"].iter().any(|mark| text.contains(mark))
        || text.contains(|c: char| c.is_control() || is_odd(c))
        || text.ends_with(':')
        || text.trim() != text
        || (flow && text.contains([',', '[', ']', '{', '}', '?']));
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
    // To some YAML parsers `9:30`, `1_000` and `0x1f` are numbers.
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || c == '+') && !has_word(text);
    let reads =
        || matches!(serde_yaml::from_str::<Value>(text), Ok(Value::String(read)) if read == text);
    starts && !breaks && !is_word && !numeric && reads()
}

/// Whether a text that begins with a digit is clearly not a number or time, but a date or words.
fn has_word(text: &str) -> bool {
    let date = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    date || (letters > 1 && !text.starts_with("0x") && !text.starts_with("0o"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Yaml {
        Yaml::Text(value.to_owned())
    }

    fn fields(fields: &[(&str, Yaml)]) -> Vec<(String, Yaml)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn quotes_are_written_only_where_they_are_needed() {
        for (value, written) in [
            ("Tea & cake (hot), for two", "Tea & cake (hot), for two"),
            ("茶壶：一号", "茶壶：一号"),
            ("https://tea.example/#pot", "https://tea.example/#pot"),
            ("https://tea.example/pot?lid=1", "https://tea.example/pot?lid=1"),
            ("2030-09-12", "2030-09-12"),
            ("2030 in tea", "2030 in tea"),
            ("it's", "it's"),
            ("09:30", "\"09:30\""),
            ("1544", "\"1544\""),
            ("1e5", "\"1e5\""),
            ("0x1f", "\"0x1f\""),
            ("no", "\"no\""),
            ("Null", "\"Null\""),
            ("", "\"\""),
            ("- tea", "\"- tea\""),
            ("Tea: a history", "\"Tea: a history\""),
            ("Tea #1", "\"Tea #1\""),
            ("#1b5e20", "\"#1b5e20\""),
            ("Tea:", "\"Tea:\""),
            (" tea", "\" tea\""),
            ("\"Tea\" is: it's", "'\"Tea\" is: it''s'"),
            ("say \"tea\"", "say \"tea\""),
            ("a\nb\u{2028}\u{feff}\\", "\"a\\nb\\u2028\\ufeff\\\\\""),
            ("*x", "\"*x\""),
            ("@tea", "\"@tea\""),
            ("---", "\"---\""),
        ] {
            assert_eq!(scalar(value, false), written);
        }
        assert_eq!(scalar("tea, cake", true), "\"tea, cake\"");
        assert_eq!(scalar("[tea]", true), "\"[tea]\"");
    }

    #[test]
    fn a_written_text_is_read_back_unchanged() {
        let long = "word: and 'more' # of it ".repeat(9);
        let odd = ["x", "  two", "a\n\n b\nc ", "a\n\nb: c\n- d", "\t", "é\u{fffe}", "a  b", "茶"];
        let texts: Vec<String> = odd
            .iter()
            .map(|text| (*text).to_owned())
            .chain([long.trim().to_owned(), long])
            .collect();
        for value in texts {
            for yaml in [Yaml::Text(value.clone()), Yaml::Quoted(value.clone())] {
                let one = format!("a:{}\nb: {{c: {}}}\n", yaml.behind(0), yaml.inline());
                let read: serde_json::Value = serde_yaml::from_str(&one).expect("it is YAML");
                assert_eq!(read["a"], value, "{one}");
                assert_eq!(read["b"]["c"], value, "{one}");
            }
        }
    }

    #[test]
    fn records_are_written_as_blocks() {
        let long = "A text that goes on and on until it no longer fits the line, \
                    and then some more of it, below.";
        let record = Yaml::Map(fields(&[
            ("id", text("tea")),
            ("title", Yaml::Map(fields(&[("en", text("Tea: hot")), ("da", text(long))]))),
            ("start", Yaml::Quoted("09:30".into())),
            ("speakers", Yaml::Words(vec!["a".into(), "7".into()])),
            ("tracks", Yaml::Words((0..12).map(|n| format!("long-track-{n}")).take(9).collect())),
            ("capacity", Yaml::Number(40)),
            (
                "links",
                Yaml::List(vec![Yaml::Braces(fields(&[("url", text("https://a.example"))]))]),
            ),
            ("none", Yaml::Words(Vec::new())),
        ]));
        let written = format!("  -{}\n", record.item(2));
        assert_eq!(
            written,
            "  - id: tea
    title:
      en: \"Tea: hot\"
      da: >-
        A text that goes on and on until it no longer fits the line, and then some more of it,
        below.
    start: \"09:30\"
    speakers: [a, \"7\"]
    tracks:
      - long-track-0
      - long-track-1
      - long-track-2
      - long-track-3
      - long-track-4
      - long-track-5
      - long-track-6
      - long-track-7
      - long-track-8
    capacity: 40
    links:
      - {url: https://a.example}
    none: []
"
        );
    }
}
