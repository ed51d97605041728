//! The page at the address that a page had while its record had another id.

use crate::event::model::Entity;
use crate::exchange::escaped_markup as escaped;
use crate::exchange::wording::Wording;
use crate::site::reader_context::ReaderContext;

/// A page that leads to the present address, with and without scripts and styles.
pub(super) fn write(reader: &ReaderContext<'_>, entity: Entity) -> String {
    let url = escaped(&reader.routes.url(entity, reader.lang));
    let canonical = escaped(&reader.routes.absolute(&reader.routes.url(entity, reader.lang)));
    let language = reader.event.config.languages.get(reader.lang);
    let (tag, dir) = (escaped(&language.tag), language.direction.as_str());
    let moved = marked(reader, &reader.message("moved-title"));
    let title: Wording = reader.title(entity);
    let (heading, title) = (escaped(&title.text), marked(reader, &title));
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{heading}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n\
         <main>\n<h1>{moved}</h1>\n<p><a href=\"{url}\">{title}</a></p>\n</main>\n</html>\n"
    )
}

/// A text as HTML, with its language if that is not the page's.
fn marked(reader: &ReaderContext<'_>, text: &Wording) -> String {
    let words = escaped(&text.text);
    match text.tag() {
        Some(tag) if tag != reader.tag() => {
            format!("<span lang=\"{}\">{words}</span>", escaped(tag))
        }
        _ => words,
    }
}
