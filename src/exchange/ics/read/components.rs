//! Parsing a file into components and properties.

use crate::exchange::file_fault::{Fault, check_size};
use crate::exchange::ics::read::transfer_encoding;
use crate::exchange::sanitize;

/// The deepest nesting that is read; calendars need three.
const DEEPEST: usize = 16;
/// The maximum number of components and properties that are read.
const MOST: usize = 2_000_000;

/// A component: the lines between BEGIN and END.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// The name in upper case.
    pub(super) name: String,
    /// The line of the file, from 1.
    pub(super) line: usize,
    /// The properties, in order.
    pub(super) properties: Vec<Property>,
    /// The components in it, in order.
    pub(super) children: Vec<Component>,
}

/// A line of a component.
#[derive(Debug)]
pub(super) struct Property {
    /// The name in upper case.
    pub(super) name: String,
    /// The parameters, with names in upper case.
    pub(super) parameters: Vec<(String, String)>,
    /// The value, still escaped.
    pub(super) value: String,
    /// The line of the file, from 1.
    pub(super) line: usize,
}

impl Component {
    /// The first property with a name.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties with a name.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }
}

impl Property {
    /// The value of a parameter; empty if it is missing.
    pub(super) fn parameter(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The value as a text of several lines.
    pub(super) fn block(&self) -> String {
        sanitize::block(&unescape(&self.value))
    }

    /// The value as a text of one line.
    pub(super) fn line_text(&self) -> String {
        sanitize::line(&unescape(&self.value))
    }

    /// The value as a list of texts.
    pub(super) fn list(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            let part = parts.last_mut();
            match (c, part) {
                (',', _) => parts.push(String::new()),
                ('\\', Some(part)) => {
                    part.push('\\');
                    part.extend(chars.next());
                }
                (c, Some(part)) => part.push(c),
                (_, None) => {}
            }
        }
        let parts = parts.iter().map(|part| sanitize::line(&unescape(part)));
        parts.filter(|part| !part.is_empty()).collect()
    }
}

/// Reads a file as its calendars.
pub(super) fn parse(text: &str) -> Result<Vec<Component>, Fault> {
    check_size(text.len())?;
    let mut calendars: Vec<Component> = Vec::new();
    let mut open: Vec<Component> = Vec::new();
    let mut count = 0;
    let mut last = 1;
    for (line, content) in unfold(text) {
        last = line;
        let content = content.trim_start_matches('\u{feff}');
        if content.trim().is_empty() {
            continue;
        }
        count += 1;
        if count > MOST {
            let message = format!("the file has more than {MOST} lines that are not empty");
            return Err(Fault::new(message).line(line).help("export the calendar in parts"));
        }
        let property = property(content, line)?;
        match &*property.name {
            "BEGIN" => {
                if open.len() == DEEPEST {
                    let message = format!("the components are nested more than {DEEPEST} deep");
                    return Err(Fault::new(message).line(line).help("this is not a calendar"));
                }
                let name = property.value.trim().to_ascii_uppercase();
                open.push(Component { name, line, ..Component::default() });
            }
            "END" => {
                let name = property.value.trim().to_ascii_uppercase();
                match open.pop() {
                    Some(component) if component.name == name => match open.last_mut() {
                        Some(parent) => parent.children.push(component),
                        None => calendars.push(component),
                    },
                    Some(component) => return Err(crossed(&component, &name, line)),
                    None => return Err(outside(line)),
                }
            }
            _ => match open.last_mut() {
                Some(_) if is_vcalendar(&property) => return Err(vcalendar(line)),
                Some(component) => component.properties.push(plain(property)?),
                None => return Err(outside(line)),
            },
        }
    }
    match open.last() {
        Some(open) => {
            let message =
                format!("the file ends inside `{}`, which began on line {}", open.name, open.line);
            Err(Fault::new(message).line(last).help("it is truncated: export or download it again"))
        }
        None => Ok(calendars),
    }
}

/// Whether a property declares the format that preceded iCalendar.
fn is_vcalendar(property: &Property) -> bool {
    property.name == "VERSION" && property.value.trim() == "1.0"
}

fn vcalendar(line: usize) -> Fault {
    Fault::new("this is vCalendar 1.0, which preceded iCalendar and is not read")
        .line(line)
        .help("export the calendar as iCalendar, whose version is 2.0")
}

/// A property with its text decoded. Binary values stay encoded; they are not used.
fn plain(mut property: Property) -> Result<Property, Fault> {
    let encoding = property.parameter("ENCODING");
    if !encoding.is_empty() && !property.parameter("VALUE").eq_ignore_ascii_case("BINARY") {
        let text = transfer_encoding::decode(&property.value, encoding);
        property.value = text.map_err(|fault| fault.line(property.line))?;
    }
    Ok(property)
}

fn crossed(component: &Component, name: &str, line: usize) -> Fault {
    let name = sanitize::excerpt(name);
    let begun = sanitize::excerpt(&component.name);
    Fault::new(format!("`{name}` ends inside `{begun}`, which began on line {}", component.line))
        .line(line)
        .help("export or download the file again")
}

fn outside(line: usize) -> Fault {
    Fault::new("this is outside `BEGIN:VCALENDAR` and `END:VCALENDAR`")
        .line(line)
        .help("export or download the file again, as iCalendar")
}

/// The unfolded lines of the file, each with the number of its first line.
fn unfold(text: &str) -> impl Iterator<Item = (usize, String)> {
    // Line ends of all systems are accepted.
    let mut lines = text.split('\n').enumerate().flat_map(|(at, line)| {
        line.strip_suffix('\r').unwrap_or(line).split('\r').map(move |line| (at + 1, line))
    });
    let mut waiting: Option<(usize, String)> = None;
    std::iter::from_fn(move || {
        for (number, line) in lines.by_ref() {
            match (&mut waiting, line.strip_prefix([' ', '\t'])) {
                (Some((_, content)), Some(more)) => content.push_str(more),
                (waiting, _) => {
                    let next = Some((number, line.to_owned()));
                    if let Some(done) = std::mem::replace(waiting, next) {
                        return Some(done);
                    }
                }
            }
        }
        waiting.take()
    })
}

/// A line split into name, parameters and value.
fn property(content: &str, line: usize) -> Result<Property, Fault> {
    let malformed = || {
        Fault::new(format!(
            "`{}` does not begin with a name and a colon",
            sanitize::excerpt(content)
        ))
        .line(line)
        .help("a line is written as `SUMMARY:Opening`; a continuation begins with a space")
    };
    let end = content.find([':', ';']).ok_or_else(malformed)?;
    let name = content[..end].trim();
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_';
    if name.is_empty() || !name.chars().all(good) {
        return Err(malformed());
    }
    let mut parameters = Vec::new();
    let mut rest = &content[end..];
    while let Some(parameter) = rest.strip_prefix(';') {
        let end = parameter_end(parameter).ok_or_else(malformed)?;
        if let Some((key, value)) = parameter[..end].split_once('=') {
            parameters.push((key.trim().to_ascii_uppercase(), unquote(value)));
        }
        rest = &parameter[end..];
    }
    let value = rest.strip_prefix(':').ok_or_else(malformed)?.to_owned();
    Ok(Property { name: name.to_ascii_uppercase(), parameters, value, line })
}

/// Where a parameter ends: at a `;` or `:` outside quotes.
fn parameter_end(parameter: &str) -> Option<usize> {
    let mut quoted = false;
    parameter.bytes().position(|byte| {
        quoted ^= byte == b'"';
        !quoted && matches!(byte, b';' | b':')
    })
}

/// The value of a parameter (RFC 6868).
fn unquote(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().filter(|c| *c != '"').peekable();
    while let Some(c) = chars.next() {
        let meant = match (c, chars.peek()) {
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            ('^', Some('n')) => Some(' '),
            _ => None,
        };
        match meant {
            Some(meant) => {
                chars.next();
                out.push(meant);
            }
            None => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// An unescaped text. A backslash before any other character is literal.
fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let meant = match (c, chars.peek()) {
            ('\\', Some('n' | 'N')) => Some('\n'),
            ('\\', Some(next @ ('\\' | ';' | ',' | ':' | '"'))) => Some(*next),
            _ => None,
        };
        match meant {
            Some(meant) => {
                chars.next();
                out.push(meant);
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_into_properties() {
        let text = "BEGIN:VCALENDAR\r\nX-A;B=\"c;d:e\";F=^'g^':h\\, i\r\n  j\\n\r\nBEGIN:VEVENT\r\n\
                    CATEGORIES:a\\,b,c,\r\nEND:VEVENT\nEND:VCALENDAR";
        let calendars = parse(text).expect("it is well-formed");
        let property = calendars[0].get("X-A").expect("it exists");
        assert_eq!(property.parameter("B"), "c;d:e");
        assert_eq!(property.parameter("F"), "\"g\"");
        assert_eq!(property.block(), "h, i j");
        assert_eq!(property.line, 2);
        let event = &calendars[0].children[0];
        assert_eq!(event.line, 4);
        assert_eq!(event.properties[0].list(), ["a,b", "c"]);
    }

    #[test]
    fn malformed_lines_are_reported_with_their_number() {
        for (text, part, line) in [
            ("hello", "does not begin with a name", 1),
            ("SUMMARY:x", "outside", 1),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "ends inside `VEVENT`", 4),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "`VCALENDAR` ends inside `VEVENT`", 3),
            ("BEGIN:VCALENDAR\nX;Y=\"z:1", "does not begin with a name", 2),
            ("BEGIN:VCALENDAR\n: x", "does not begin with a name", 2),
            ("END:VCALENDAR", "outside", 1),
        ] {
            let fault = parse(text).expect_err(text);
            assert!(fault.message.contains(part), "{text}: {}", fault.message);
            assert_eq!(fault.line, Some(line), "{text}");
        }
        let deep = "BEGIN:X\n".repeat(100);
        assert!(parse(&deep).expect_err("it is deep").message.contains("nested more than 16 deep"));
    }
}
