//! Long texts as Markdown that can be read anywhere: as in the site's files, but with absolute
//! addresses in links.

use crate::base::source::{At, Span, front_matter};
use crate::event::links::Destination;
use crate::event::model::Entity;
use crate::exchange::escape_markup;
use crate::site::asset::media_path;
use crate::site::reader_context::ReaderContext;

/// The long text of an entity; empty if it has none.
pub(super) fn markdown(reader: &ReaderContext<'_>, entity: Entity) -> String {
    let about = reader.event.about(entity);
    let Some(found) = about.body.resolve(reader.lang, &reader.event.config.languages) else {
        return String::new();
    };
    let file = *found.value;
    let source = reader.site.sources.get(file).text();
    let (Some(text), Some(body)) = (source, reader.site.texts.get(file)) else {
        return String::new();
    };
    let start = front_matter(text).ok().flatten().map_or(0, |matter| matter.body);
    let links = body.markdown.links.iter().zip(&body.links);
    let links =
        links.map(|(link, to)| (&link.span, to.as_ref().and_then(|to| address(reader, to))));
    let images = body.markdown.images.iter().zip(&body.images).map(|(image, found)| {
        let path = found.map(|(file, _)| media_path(file, reader.site.sources));
        (&image.span, path.and_then(|path| reader.absolute_path(&path)))
    });
    let mut places: Vec<(usize, usize, Option<String>)> = links
        .chain(images)
        .filter_map(|(span, address)| {
            let (from, to) = range(span)?;
            Some((from, to.min(text.len()), address))
        })
        .filter(|(from, to, _)| start <= *from && from < to)
        .collect();
    places.sort_by_key(|(from, to, _)| (*from, *to));
    let mut out = String::with_capacity(text.len() - start);
    let mut at = start;
    for (from, to, address) in places {
        // A picture inside a link is replaced with the link.
        if from < at {
            continue;
        }
        let (Some(before), Some(link)) = (text.get(at..from), text.get(from..to)) else { continue };
        out.push_str(before);
        out.push_str(&relinked(link, address.as_deref()));
        at = to;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out.trim().to_owned()
}

fn range(span: &Span) -> Option<(usize, usize)> {
    match &span.at {
        At::Bytes(range) => Some((range.start as usize, range.end as usize)),
        _ => None,
    }
}

/// The absolute address of a link.
fn address(reader: &ReaderContext<'_>, to: &Destination) -> Option<String> {
    match to {
        Destination::Entity { entity, .. } => reader.absolute_url(*entity),
        Destination::Media(file) => reader.absolute_path(&media_path(*file, reader.site.sources)),
        Destination::External(url) => Some(url.clone()),
        Destination::Fragment(_) => None,
    }
}

/// A link or picture with another address; without one, its text alone.
fn relinked(link: &str, address: Option<&str>) -> String {
    if !link.starts_with(['[', '!']) {
        return relinked_tag(link, address);
    }
    let Some((label, rest)) = link.rsplit_once("](") else {
        // The address is in a definition elsewhere.
        let link = link.trim_end_matches("[]");
        let label = link.rsplit_once("][").map_or(link, |(label, _)| label);
        let label = label.trim_start_matches(['!', '[']).trim_end_matches(']');
        return address.map_or(label.to_owned(), |address| format!("[{label}]({address})"));
    };
    match address {
        Some(address) => {
            let title = rest.trim_end_matches(')').split_once(' ').map_or("", |(_, title)| title);
            let title = if title.is_empty() { String::new() } else { format!(" {title}") };
            format!("{label}]({address}{title})")
        }
        None => label.trim_start_matches('!').trim_start_matches('[').to_owned(),
    }
}

/// The same for an address in angle brackets, and for the start tag of a link in HTML.
fn relinked_tag(link: &str, address: Option<&str>) -> String {
    if !link.contains(char::is_whitespace) {
        let address = address.map(|address| address.strip_prefix("mailto:").unwrap_or(address));
        return address.map_or(link.to_owned(), |address| format!("<{address}>"));
    }
    let value = link.to_ascii_lowercase().find("href=").map(|at| at + "href=".len());
    let value = value.and_then(|start| {
        let rest = &link[start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) => rest[1..].find(quote)? + 2,
            None => rest.find([' ', '>']).unwrap_or(rest.len()),
        };
        Some(start..start + end)
    });
    match (value, address) {
        (Some(value), Some(address)) => {
            let mut tag = link.to_owned();
            let mut escaped = String::from("\"");
            escape_markup(address, &mut escaped);
            escaped.push('"');
            tag.replace_range(value, &escaped);
            tag
        }
        (Some(value), None) => {
            let (before, after) = (&link[..value.start - "href=".len()], &link[value.end..]);
            format!("{}{after}", before.trim_end())
        }
        (None, _) => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_get_an_absolute_address_or_become_text() {
        let to = Some("https://fog.example.org/da/");
        for (link, address, written) in [
            ("[programmet](page:agenda)", to, "[programmet](https://fog.example.org/da/)"),
            ("[programmet](page:agenda)", None, "programmet"),
            ("[a](b \"c d\")", to, "[a](https://fog.example.org/da/ \"c d\")"),
            ("![tåge](../media/fog.jpg)", to, "![tåge](https://fog.example.org/da/)"),
            ("![tåge](../media/fog.jpg)", None, "tåge"),
            ("<https://example.org>", None, "<https://example.org>"),
            ("<a@ø.example>", Some("mailto:a@xn--8ca.example"), "<a@xn--8ca.example>"),
            ("[programmet][p]", to, "[programmet](https://fog.example.org/da/)"),
            ("[programmet][]", to, "[programmet](https://fog.example.org/da/)"),
            ("[programmet]", None, "programmet"),
            (
                "<a href=\"page:agenda\" hreflang=en>",
                to,
                "<a href=\"https://fog.example.org/da/\" hreflang=en>",
            ),
            ("<A HREF='page:agenda'>", to, "<A HREF=\"https://fog.example.org/da/\">"),
            ("a href=page:agenda>", None, "a>"),
            ("a href='#x'", to, "a href=\"https://fog.example.org/da/\""),
        ] {
            assert_eq!(relinked(link, address), written);
        }
    }
}
