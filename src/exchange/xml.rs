//! XML: reading a file as a tree, and writing one.
//!
//! A document type is skipped. No entity that it defines is ever resolved, neither from the file nor
//! from anywhere else: only XML's own five mean anything here.

use std::cell::Cell;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::exchange::file_fault::{Fault, check_size};
use crate::exchange::programme::Texts;
use crate::exchange::programme_builder::{ProgrammeBuilder, SourceRecord, texts};
use crate::exchange::sanitize;

/// The deepest nesting that is read; schedules need about ten levels.
const DEEPEST: usize = 64;
/// The maximum number of elements that are read, enough for 40,000 sessions.
const MOST: usize = 1_000_000;
/// The maximum number of attributes of an element.
const MOST_ATTRIBUTES: usize = 64;

/// An element with its content.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, without a namespace prefix.
    pub(super) name: String,
    /// The line of the file, from 1.
    pub(super) line: usize,
    /// Its attributes, in order.
    pub(super) attributes: Vec<(String, String)>,
    /// The processing instructions before it, if it is the root; only their attributes.
    pub(super) instructions: Vec<Element>,
    /// The elements in it, in order.
    pub(super) children: Vec<Element>,
    /// The text directly in it.
    pub(super) text: String,
    /// The number of bytes of its parent's text before it.
    at: usize,
    /// Whether a reader asked for it.
    read: Cell<bool>,
}

/// A part of an element that has both text and elements.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// A text, which may be empty.
    Text(&'a str),
    /// An element.
    Element(&'a Element),
}

impl Element {
    /// The value of an attribute as one line; empty if it is missing.
    pub(super) fn attribute(&self, name: &str) -> String {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| sanitize::line(value)).unwrap_or_default()
    }

    /// The first element of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.all(name).next()
    }

    /// All elements of this name in it.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Element> {
        let named = self.children.iter().filter(move |child| child.name == name);
        named.inspect(|child| child.read.set(true))
    }

    /// The elements of a list: all of one name in all of another.
    pub(super) fn list<'a>(&'a self, list: &str, item: &str) -> impl Iterator<Item = &'a Element> {
        self.all(list).flat_map(move |list| list.all(item))
    }

    /// Its texts and elements in their order.
    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let mut at = 0;
        for child in &self.children {
            parts.push(Part::Text(&self.text[at..child.at]));
            parts.push(Part::Element(child));
            at = child.at;
        }
        parts.push(Part::Text(&self.text[at..]));
        parts
    }

    /// Its text as one line.
    pub(super) fn own_line(&self) -> String {
        sanitize::line(&self.text)
    }

    /// The text of the first element of this name, with its line breaks; empty if there is none.
    pub(super) fn block(&self, name: &str) -> String {
        self.child(name).map(|child| sanitize::block(&child.text)).unwrap_or_default()
    }

    /// Marks elements as read, so that they are not reported.
    pub(super) fn skip(&self, names: &[&str]) {
        for name in names {
            self.all(name).for_each(drop);
        }
    }

    /// All text and attributes in it, to report it as left over.
    fn everything(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            words.extend(element.attributes.iter().map(|(_, value)| value.trim()));
            words.push(element.text.trim());
            waiting.extend(element.children.iter().rev());
        }
        words.retain(|word| !word.is_empty());
        sanitize::excerpt(&words.join(" "))
    }
}

impl SourceRecord for Element {
    fn line(&self, name: &str) -> String {
        self.child(name).map(Element::own_line).unwrap_or_default()
    }

    fn lines(&self, name: &str) -> Texts {
        texts(self.line(name))
    }

    fn blocks(&self, name: &str) -> Texts {
        texts(self.block(name))
    }

    fn line_number(&self, name: &str) -> Option<usize> {
        Some(self.child(name).map_or(self.line, |child| child.line))
    }

    fn at(&self, name: &str, fault: Fault) -> Fault {
        fault.line(self.line_number(name))
    }

    fn left_over(&self, builder: &mut ProgrammeBuilder, place: &str) {
        for child in self.children.iter().filter(|child| !child.read.get()) {
            let name = &child.name;
            let place = if place.is_empty() { name.clone() } else { format!("{place}: {name}") };
            builder.left(Some(child.line), place, &child.everything());
        }
    }
}

/// Reads a file as a tree.
///
/// # Errors
/// When it is malformed, too large, nested too deeply, or uses an entity of a document type.
pub(super) fn read(text: &str) -> Result<Element, Fault> {
    check_size(text.len())?;
    let mut tree = TreeBuilder { text, line: 1, ..TreeBuilder::default() };
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event();
        let position = match &event {
            Ok(_) => reader.buffer_position(),
            Err(_) => reader.error_position(),
        };
        // The line of an element is the line of its first character.
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
            .help("it is truncated: export or download it again"));
    }
    tree.root.ok_or_else(|| malformed("there is no element", tree.line))
}

/// A tree that is being read.
#[derive(Default)]
struct TreeBuilder<'a> {
    text: &'a str,
    /// The byte up to which lines were counted.
    at: usize,
    line: usize,
    open: Vec<Element>,
    count: usize,
    instructions: Vec<Element>,
    root: Option<Element>,
}

impl TreeBuilder<'_> {
    /// Counts the lines up to a byte.
    fn advance(&mut self, to: u64) {
        let to = usize::try_from(to).unwrap_or(usize::MAX).clamp(self.at, self.text.len());
        let passed = &self.text.as_bytes()[self.at..to];
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = to;
    }

    /// Adds the next event; returns whether there is more.
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<bool, Fault> {
        match event {
            Event::Start(start) => {
                let element = self.element(&start, line)?;
                if self.open.len() == DEEPEST {
                    let message = format!("the elements are nested more than {DEEPEST} deep");
                    return Err(Fault::new(message)
                        .line(line)
                        .help("give a file that another program exported"));
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
            return Err(Fault::new(message).line(line).help("export it in parts"));
        }
        let name = start.local_name().as_ref().to_owned();
        let mut element = Element { name, line, ..Element::default() };
        // The checks would compare each attribute with all before it.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error.to_string(), line))?;
            let value = attribute
                .normalized_value_with(XmlVersion::Explicit1_0, 1, resolve_xml_entity)
                .map_err(|_| unresolved(&attribute.value, line))?;
            if element.attributes.len() == MOST_ATTRIBUTES {
                let message =
                    format!("`<{}>` has more than {MOST_ATTRIBUTES} attributes", element.name);
                return Err(Fault::new(message)
                    .line(line)
                    .help("give a file that another program exported"));
            }
            let key = attribute.key.local_name().as_ref().to_owned();
            element.attributes.push((key, value.into_owned()));
        }
        Ok(element)
    }

    /// Keeps a processing instruction before the root; only Plenary's own mean anything here.
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
            Some(parent) => {
                let at = parent.text.len();
                parent.children.push(Element { at, ..element });
            }
            None if self.root.is_none() => {
                let instructions = std::mem::take(&mut self.instructions);
                self.root = Some(Element { instructions, ..element });
            }
            None => {
                return Err(malformed("there is a second root element", element.line));
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
        .help("export or download the file again, or repair it in an editor")
}

fn unresolved(entity: &str, line: usize) -> Fault {
    let entity = sanitize::excerpt(entity);
    Fault::new(format!("`{entity}` is not one of XML's own entities"))
        .line(line)
        .help("write the character itself; entities of a document type are never resolved")
}

/// Writes a text between tags or quotes.
pub fn escape(text: &str, out: &mut String) {
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

/// A text for XML and HTML, also in attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Writes XML, one element per line.
#[derive(Debug)]
pub(super) struct XmlWriter {
    out: String,
    depth: usize,
}

impl XmlWriter {
    /// A file with only its declaration.
    pub(super) fn new() -> XmlWriter {
        let out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        XmlWriter { out, depth: 0 }
    }

    /// A processing instruction; nothing without attributes.
    pub(super) fn instruction(&mut self, target: &str, attributes: &[(&str, &str)]) {
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
            escape(&sanitize::line(value), &mut self.out);
            self.out.push('"');
        }
    }

    /// Opens an element that contains others.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    /// Closes it.
    pub(super) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.out.extend(std::iter::repeat_n("  ", self.depth));
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// An element with a text, or an empty element.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        let text = sanitize::block(text);
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

    /// An element whose content is XML already, which keeps its white space.
    pub(super) fn ready(&mut self, name: &str, attributes: &[(&str, &str)], content: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        self.out.push_str(content);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// The file.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_from_all_their_parts() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a x='1 &lt; 2'>\n \
                    T&amp;T &#x4e2d; <![CDATA[<b>]]><!-- not this -->!<c/>\n</a>";
        let root = read(text).expect("it is well-formed");
        assert_eq!((root.name.as_str(), root.line), ("a", 3));
        assert_eq!(root.attribute("x"), "1 < 2");
        assert_eq!(sanitize::line(&root.text), "T&T 中 <b>!");
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
            assert!(fault.message.contains("not one of XML's own entities"), "{}", fault.message);
            assert_eq!(fault.line, Some(2));
        }
    }

    #[test]
    fn malformed_xml_is_reported_with_its_line() {
        for (text, part, line) in [
            ("", "there is no element", 1),
            ("no XML", "there is no element", 1),
            ("<a>\n<b>\n", "the file ends inside `<b>`, which began on line 2", 3),
            ("<a>\n</b>", "", 2),
            ("<a/>\n<b/>", "a second root element", 2),
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
