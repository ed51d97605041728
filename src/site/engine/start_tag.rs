//! Reading the tags of finished HTML.

/// A start tag.
pub(super) struct StartTag<'h> {
    /// The name as it is written.
    pub(super) name: &'h str,
    pub(super) attributes: Vec<Attribute<'h>>,
    /// The end of the tag: `>` or `/>`, with the space before it.
    end: &'h str,
}

/// An attribute of a start tag.
pub(super) struct Attribute<'h> {
    /// The space before it, its name and what stands between name and value.
    before: &'h str,
    pub(super) name: &'h str,
    /// The value without quotes, still escaped; empty if there is none.
    pub(super) value: &'h str,
    /// The quote after the value, if it has one.
    after: &'h str,
}

impl<'h> StartTag<'h> {
    /// The start tag at the beginning of a text, and the text after it; `None` if there is none.
    pub(super) fn read(html: &'h str) -> Option<(StartTag<'h>, &'h str)> {
        let inside = html.strip_prefix('<').filter(|rest| rest.starts_with(is_letter))?;
        let (name, mut rest) = inside.split_at(inside.find(ends_name).unwrap_or(inside.len()));
        let mut attributes = Vec::new();
        loop {
            let gap = rest.find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
            if rest[gap..].starts_with('>') {
                let (end, after) = rest.split_at(gap + 1);
                return Some((StartTag { name, attributes, end }, after));
            }
            let (attribute, after) = Attribute::read(rest, gap)?;
            attributes.push(attribute);
            rest = after;
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&'h str> {
        let found = self.attributes.iter().find(|a| a.name.eq_ignore_ascii_case(name));
        found.map(|attribute| attribute.value)
    }

    /// Whether the tag is closed within itself, as elements of SVG may be.
    pub(super) fn is_closed(&self) -> bool {
        self.end.contains('/')
    }

    /// Writes the tag with more attributes at its end. `value` gives the new value of an attribute.
    pub(super) fn write(
        &self,
        added: &str,
        value: impl Fn(&'h str) -> std::borrow::Cow<'h, str>,
        out: &mut String,
    ) {
        out.push('<');
        out.push_str(self.name);
        for Attribute { before, value: old, after, .. } in &self.attributes {
            out.push_str(before);
            out.push_str(&value(old));
            out.push_str(after);
        }
        out.push_str(added);
        out.push_str(self.end);
    }
}

impl<'h> Attribute<'h> {
    /// The attribute at `start` of a text, and the text after it.
    fn read(text: &'h str, start: usize) -> Option<(Attribute<'h>, &'h str)> {
        // A name may begin with anything but its end.
        let first = text[start..].chars().next()?.len_utf8();
        let named = &text[start + first..];
        let length = first + named.find(|c| ends_name(c) || c == '=').unwrap_or(named.len());
        let name = &text[start..start + length];
        let rest = &text[start + length..];
        let without_value =
            Attribute { before: &text[..start + length], name, value: "", after: "" };
        let Some(given) = rest.trim_ascii_start().strip_prefix('=') else {
            return Some((without_value, rest));
        };
        let given = given.trim_ascii_start();
        let (quote, given) = match given.chars().next()? {
            quote @ ('"' | '\'') => (Some(quote), &given[1..]),
            _ => (None, given),
        };
        let end = match quote {
            Some(quote) => given.find(quote)?,
            None => given.find(|c: char| c.is_ascii_whitespace() || c == '>')?,
        };
        let before = &text[..text.len() - given.len()];
        let after = &given[end..end + quote.map_or(0, char::len_utf8)];
        let rest = &given[end + after.len()..];
        Some((Attribute { before, name, value: &given[..end], after }, rest))
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_as_they_were_read() {
        for tag in [
            "<p>",
            "<br />",
            "<img src=a.png alt='a \"b\" > c' hidden>",
            "<a\n  href = \"/x?a=1&amp;b\"data-x>",
            "<path d=\"M0 0\"/>",
            "<p = \"\">",
        ] {
            let text = format!("{tag}rest < x");
            let (read, rest) = StartTag::read(&text).expect("it is a tag");
            let mut out = String::new();
            read.write("", std::borrow::Cow::Borrowed, &mut out);
            assert_eq!((&*out, rest), (tag, "rest < x"));
        }
    }

    #[test]
    fn attributes_have_a_name_and_a_value() {
        let (tag, _) = StartTag::read("<IMG Alt=x title='y z' hidden>").expect("it is a tag");
        assert_eq!(
            (tag.get("alt"), tag.get("title"), tag.get("hidden")),
            (Some("x"), Some("y z"), Some(""))
        );
        assert_eq!((tag.get("src"), tag.is_closed()), (None, false));
    }

    #[test]
    fn other_text_is_no_tag() {
        for text in ["", "a", "< p>", "</p>", "<!-- x -->", "<p title=\"x", "<p"] {
            assert!(StartTag::read(text).is_none(), "{text}");
        }
    }
}
