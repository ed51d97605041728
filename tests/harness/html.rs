//! Reading built pages: enough HTML for the output of our templates.

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, in lower case.
    pub name: String,
    /// Its attributes, with character references resolved; a missing value is empty.
    pub attributes: Vec<(String, String)>,
    /// The text after it, up to the next tag.
    pub text: String,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }
}

/// All start tags, in order. The content of scripts and styles is the text of their tags.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (inside, behind) = split_tag(rest);
        let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let name = name.trim_end_matches('/').to_ascii_lowercase();
        let close = match &*name {
            "script" => "</script",
            "style" => "</style",
            _ => "<",
        };
        let text = &behind[..behind.find(close).unwrap_or(behind.len())];
        rest = if close == "<" { behind } else { &behind[text.len()..] };
        tags.push(Tag { name, attributes: read_attributes(attributes), text: unescape(text) });
    }
    tags
}

/// Splits after the `>` that ends a tag, ignoring those in quotes.
fn split_tag(rest: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return (&rest[..at], &rest[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag does not end: <{}", rest.chars().take(60).collect::<String>());
}

fn read_attributes(mut text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
        if end == 0 {
            return attributes;
        }
        let name = text[..end].to_ascii_lowercase();
        text = &text[end..];
        let mut value = "";
        if let Some(behind) = text.strip_prefix('=') {
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
            let quote = quote.expect("values are quoted");
            (value, text) = behind[1..].split_once(quote).expect("the quote is closed");
        }
        attributes.push((name, unescape(value)));
    }
}

/// The text that a reader sees, with single spaces.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (inside, behind) = split_tag(tag);
        rest = behind;
        for hidden in ["script", "style", "head"] {
            if inside.split(char::is_whitespace).next() == Some(hidden) {
                rest = rest.split_once(&format!("</{hidden}>")).map_or("", |(_, rest)| rest);
            }
        }
        let block = inside.trim_start_matches('/').split(char::is_whitespace).next();
        if !matches!(block, Some("a" | "span" | "b" | "strong" | "em" | "time" | "abbr" | "wbr")) {
            text.push(' ');
        }
    }
    text.push_str(rest);
    plain_spaces(&unescape(&text))
}

/// The text with each run of whitespace as one space.
pub fn plain_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Resolves the character references that our pages contain.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, behind)) = reference.split_once(';').filter(|(name, _)| name.len() < 9)
        else {
            out.push('&');
            rest = reference;
            continue;
        };
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        out.push(match (name, number.and_then(char::from_u32)) {
            (_, Some(c)) => c,
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            ("apos", _) => '\'',
            ("nbsp", _) => '\u{a0}',
            _ => panic!("an unknown reference: &{name};"),
        });
        rest = behind;
    }
    out.push_str(rest);
    out
}
