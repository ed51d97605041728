//! HTML in pieces: tags and the text between them.

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text with its entities as they are.
    Text(&'t str),
    /// The tag that begins an element.
    Open {
        /// The element, in lower case.
        name: String,
        /// What stands behind the name.
        attributes: &'t str,
    },
    /// The tag that ends an element.
    Close {
        /// The element, in lower case.
        name: String,
    },
}

/// The pieces of a text; comments, scripts and styles are left out. A `<` that begins no tag is text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            match tag(rest) {
                Some((piece, length)) => {
                    rest = &rest[length..];
                    if let Piece::Open { name, .. } = &piece
                        && matches!(&**name, "script" | "style" | "template" | "head" | "title")
                    {
                        rest = behind_close(rest, name);
                        continue;
                    }
                    return Some(piece);
                }
                None if rest.starts_with("<!--") => {
                    rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
                }
                None if rest.starts_with("<!") || rest.starts_with("<?") => {
                    rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
                }
                None => {
                    // A `<` that begins no tag is a part of the text.
                    let from = usize::from(rest.starts_with('<'));
                    let end = rest[from..].find('<').map_or(rest.len(), |end| from + end);
                    let (found, behind) = rest.split_at(end);
                    rest = behind;
                    return Some(Piece::Text(found));
                }
            }
        }
    })
}

/// The tag that a text begins with, and its length.
fn tag(text: &str) -> Option<(Piece<'_>, usize)> {
    let inside = text.strip_prefix('<')?;
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = inside[..length].to_ascii_lowercase();
    let behind = &inside[length..];
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !starts || !behind.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let mut quote = None;
    let end = behind.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return Some(at),
            _ => {}
        }
        None
    })?;
    let piece = match closes {
        true => Piece::Close { name },
        false => Piece::Open { name, attributes: &behind[..end] },
    };
    Some((piece, 1 + usize::from(closes) + length + end + 1))
}

fn behind_close<'t>(text: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</").map(|at| from + at) {
        let end = at + 2 + name.len();
        if text.get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return text[end..].find('>').map_or("", |close| &text[end + close + 1..]);
        }
        from = at + 2;
    }
    ""
}

/// The value of an attribute, decoded.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let found = rest[..length].eq_ignore_ascii_case(name);
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { continue };
        let value = value.trim_start();
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
            _ => {
                value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))
            }
        };
        if found {
            return Some(decoded(value).trim().to_owned());
        }
        rest = behind;
    }
}

/// Text with the entities that are written often as the characters they stand for. Markdown decodes
/// the others.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        match end.and_then(|end| Some((character(&rest[1..end])?, end))) {
            Some((character, end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "laquo" => '«',
        "raquo" => '»',
        "middot" => '·',
        "bull" => '•',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "aelig" => 'æ',
        "oslash" => 'ø',
        "aring" => 'å',
        "AElig" => 'Æ',
        "Oslash" => 'Ø',
        "Aring" => 'Å',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "euro" => '€',
        "copy" => '©',
        _ => return None,
    })
}
