//! XML: a file as a tree, and how texts are written into one.
//!
//! A document type is read over. What it defines is never resolved, neither from the file nor from
//! anywhere else: no entity but XML's own five means anything here.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::exchange::clean;
use crate::exchange::fault::{Fault, check_size};

/// The deepest nesting that is read; schedules need about ten.
const DEEPEST: usize = 64;
/// The most elements that are read: those of 40,000 sessions.
const MOST: usize = 1_000_000;
/// The most attributes of an element.
const MOST_ATTRIBUTES: usize = 64;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Element {
    /// Its name, without the prefix of a name space.
    pub(in crate::exchange) name: String,
    /// The line of the file, from 1.
    pub(in crate::exchange) line: usize,
    /// Its attributes, in order.
    pub(in crate::exchange) attributes: Vec<(String, String)>,
    /// The instructions in front of it, if it is the outermost; their attributes alone.
    pub(in crate::exchange) instructions: Vec<Element>,
    /// The elements in it, in order.
    pub(in crate::exchange) children: Vec<Element>,
    /// The text that stands directly in it.
    pub(in crate::exchange) text: String,
}

impl Element {
    /// The value of an attribute as one line; empty if it is not there.
    pub(in crate::exchange) fn attribute(&self, name: &str) -> String {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| clean::line(value)).unwrap_or_default()
    }

    /// The first element of this name in it.
    pub(in crate::exchange) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements of this name in it.
    pub(in crate::exchange) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first element of this name, as one line; empty if there is none.
    pub(in crate::exchange) fn line_of(&self, name: &str) -> String {
        self.child(name).map(|child| clean::line(&child.text)).unwrap_or_default()
    }

    /// The text of the first element of this name, with its lines; empty if there is none.
    pub(in crate::exchange) fn block_of(&self, name: &str) -> String {
        self.child(name).map(|child| clean::block(&child.text)).unwrap_or_default()
    }

    /// All text and attributes in it, for a list of what was left over.
    pub(in crate::exchange) fn everything(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            words.extend(element.attributes.iter().map(|(_, value)| value.trim()));
            words.push(element.text.trim());
            waiting.extend(element.children.iter().rev());
        }
        words.retain(|word| !word.is_empty());
        clean::excerpt(&words.join(" "))
    }
}

/// Reads a file as a tree.
///
/// # Errors
/// When it is not well-formed, too large, too deep, or asks for an entity.
pub(in crate::exchange) fn read(text: &str) -> Result<Element, Fault> {
    check_size(text.len())?;
    let mut tree = Tree { text, line: 1, ..Tree::default() };
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event();
        let position = match &event {
            Ok(_) => reader.buffer_position(),
            Err(_) => reader.error_position(),
        };
        // The line of an element is that of its first character.
        let line = tree.line;
        tree.advance(position);
        let event = event.map_err(|error| malformed(&error.to_string(), tree.line))?;
        if !tree.take(event, line)? {
            break;
        }
    }
    if let Some(open) = tree.open.last() {
        let message =
            format!("the file ends inside `<{}>`, which began on line {}", open.name, open.line);
        return Err(Fault::new(message)
            .line(tree.line)
            .help("it was cut off: export or fetch it again"));
    }
    tree.root.ok_or_else(|| malformed("there is no element", tree.line))
}

/// A tree that is being read.
#[derive(Default)]
struct Tree<'a> {
    text: &'a str,
    /// Up to where lines were counted.
    at: usize,
    line: usize,
    open: Vec<Element>,
    count: usize,
    instructions: Vec<Element>,
    root: Option<Element>,
}

impl Tree<'_> {
    /// Counts the lines up to a byte.
    fn advance(&mut self, to: u64) {
        let to = usize::try_from(to).unwrap_or(usize::MAX).clamp(self.at, self.text.len());
        let passed = &self.text.as_bytes()[self.at..to];
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = to;
    }

    /// Adds what comes next; says whether there is more.
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<bool, Fault> {
        match event {
            Event::Start(start) => {
                let element = self.element(&start, line)?;
                if self.open.len() == DEEPEST {
                    let message = format!("the elements are nested more than {DEEPEST} deep");
                    return Err(Fault::new(message).line(line).help("this is no schedule"));
                }
                self.open.push(element);
            }
            Event::Empty(start) => {
                let element = self.element(&start, line)?;
                self.close(element)?;
            }
            Event::End(_) => {
                if let Some(element) = self.open.pop() {
                    self.close(element)?;
                }
            }
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let found = match entity.is_char_ref() {
                    true => entity.resolve_char_ref().ok().flatten().map(String::from),
                    false => resolve_xml_entity(&entity).map(str::to_owned),
                };
                match found {
                    Some(text) => self.push(&text),
                    None => return Err(unresolved(&entity, self.line)),
                }
            }
            Event::PI(instruction) => self.instruction(instruction.as_ref(), line),
            Event::Comment(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn element(&mut self, start: &BytesStart<'_>, line: usize) -> Result<Element, Fault> {
        self.count += 1;
        if self.count > MOST {
            let message = format!("the file has more than {MOST} elements");
            return Err(Fault::new(message).line(line).help("export the programme in parts"));
        }
        let name = start.local_name().as_ref().to_owned();
        let mut element = Element { name, line, ..Element::default() };
        // The parser would compare each attribute with all before it.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error.to_string(), line))?;
            let value = attribute
                .normalized_value_with(XmlVersion::Explicit1_0, 1, resolve_xml_entity)
                .map_err(|_| unresolved(&attribute.value, line))?;
            if element.attributes.len() == MOST_ATTRIBUTES {
                let message =
                    format!("`<{}>` has more than {MOST_ATTRIBUTES} attributes", element.name);
                return Err(Fault::new(message).line(line).help("this is no schedule"));
            }
            let key = attribute.key.local_name().as_ref().to_owned();
            element.attributes.push((key, value.into_owned()));
        }
        Ok(element)
    }

    /// Keeps an instruction in front of the first element; what is none of ours means nothing here.
    fn instruction(&mut self, content: &str, line: usize) {
        const ENOUGH: usize = 16;
        if self.root.is_some() || !self.open.is_empty() || self.instructions.len() == ENOUGH {
            return;
        }
        let name = content.split(char::is_whitespace).next().unwrap_or_default().len();
        let start = BytesStart::from_content(content, name);
        let element = self.element(&start, line);
        self.instructions.extend(element);
    }

    fn close(&mut self, element: Element) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => {
                let instructions = std::mem::take(&mut self.instructions);
                self.root = Some(Element { instructions, ..element });
            }
            None => {
                return Err(malformed("there is a second element behind the first", element.line));
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }
}

fn malformed(what: &str, line: usize) -> Fault {
    Fault::new(format!("this is not well-formed XML: {what}"))
        .line(line)
        .help("export or fetch the file again, or mend it in an editor")
}

fn unresolved(entity: &str, line: usize) -> Fault {
    let entity = clean::excerpt(entity);
    Fault::new(format!("`{entity}` stands for something that XML itself does not know"))
        .line(line)
        .help("write the character itself; entities of a document type are never resolved")
}

/// Writes a text between tags or quotes, cleaned of what XML cannot hold.
pub(in crate::exchange) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Writes XML, an element a line.
#[derive(Debug)]
pub(in crate::exchange) struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    /// A file with nothing but its declaration.
    pub(in crate::exchange) fn new() -> Writer {
        let out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Writer { out, depth: 0 }
    }

    /// An instruction for programs that know its target; none without attributes.
    pub(in crate::exchange) fn instruction(&mut self, target: &str, attributes: &[(&str, &str)]) {
        if !attributes.is_empty() {
            self.out.push_str("<?");
            self.named(target, attributes);
            self.out.push_str("?>\n");
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
        self.out.push('<');
        self.named(name, attributes);
    }

    fn named(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(&clean::line(value), &mut self.out);
            self.out.push('"');
        }
    }

    /// Begins an element that has others in it.
    pub(in crate::exchange) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    /// Ends it.
    pub(in crate::exchange) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.out.extend(std::iter::repeat_n("  ", self.depth));
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// An element with a text, or an empty one.
    pub(in crate::exchange) fn leaf(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) {
        self.tag(name, attributes);
        let text = clean::block(text);
        if text.is_empty() {
            self.out.push_str("/>\n");
            return;
        }
        self.out.push('>');
        escape(&text, &mut self.out);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// The file.
    pub(in crate::exchange) fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_whole_whatever_way_they_are_written() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a x='1 &lt; 2'>\n \
                    T&amp;T &#x4e2d; <![CDATA[<b>]]><!-- not this -->!<c/>\n</a>";
        let root = read(text).expect("it is well-formed");
        assert_eq!((root.name.as_str(), root.line), ("a", 3));
        assert_eq!(root.attribute("x"), "1 < 2");
        assert_eq!(clean::line(&root.text), "T&T 中 <b>!");
        assert_eq!(root.children[0].line, 4);
    }

    #[test]
    fn no_entity_of_a_document_type_is_resolved() {
        for text in [
            "<!DOCTYPE a [<!ENTITY b 'boom'>]>\n<a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY b 'boom'>]>\n<a c='&b;'/>",
        ] {
            let fault = read(text).expect_err("the entity is not XML's own");
            assert!(fault.message.contains("XML itself does not know"), "{}", fault.message);
            assert_eq!(fault.line, Some(2));
        }
    }

    #[test]
    fn what_is_not_well_formed_is_said_with_its_line() {
        for (text, part, line) in [
            ("", "there is no element", 1),
            ("no XML", "there is no element", 1),
            ("<a>\n<b>\n", "the file ends inside `<b>`, which began on line 2", 3),
            ("<a>\n</b>", "", 2),
            ("<a/>\n<b/>", "a second element", 2),
            ("<a>&#0;</a>", "`#0`", 1),
            ("<a b=c>", "", 1),
            ("<a>\n<", "", 2),
        ] {
            let fault = read(text).expect_err(text);
            assert!(fault.message.contains(part), "{text}: {}", fault.message);
            assert_eq!(fault.line, Some(line), "{text}: {}", fault.message);
        }
        let deep = "<a>".repeat(100_000);
        assert!(read(&deep).expect_err("it is deep").message.contains("nested more than 64 deep"));
        let wide = format!("<a {}/>", "b='c' ".repeat(100_000));
        assert!(read(&wide).expect_err("it is wide").message.contains("attributes"));
    }
}
