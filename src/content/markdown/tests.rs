//! Texts and their HTML.

use std::borrow::Cow;

use super::*;
use crate::base::diagnostic::Severity;
use crate::base::source::{At, Content, SourceFile, Sources};

mod hostile_texts;
mod language;
mod markup;

/// Fills placeholders with readable values.
struct Names<'p>(&'p Markdown);

impl Fill for Names<'_> {
    fn heading_id(&self, index: usize) -> Cow<'_, str> {
        Cow::Borrowed(&self.0.headings[index].id)
    }

    fn link(&self, index: usize) -> Cow<'_, str> {
        let place = |fragment: &Option<String>| {
            fragment.as_ref().map(|f| format!("#{f}")).unwrap_or_default()
        };
        match &self.0.links[index].target {
            Target::Entity { kind, id, fragment } => {
                format!("/{}/{id}{}", kind.as_str(), place(fragment)).into()
            }
            Target::File { path, fragment } => format!("/{path}{}", place(fragment)).into(),
            Target::Fragment(fragment) => format!("#{fragment}").into(),
            Target::External(_) => panic!("external links have addresses"),
        }
    }

    fn image(&self, index: usize) -> ImageData<'_> {
        let url = format!("/{}", self.0.images[index].path).into();
        ImageData { url, width: Some(4), height: Some(3) }
    }

    fn message(&self, key: &'static str) -> Cow<'_, str> {
        assert!(MESSAGES.contains(&key), "{key} is not in the list");
        Cow::Owned(format!("[{key}]"))
    }
}

fn parsed(text: &str, tag: &str) -> (Markdown, Report) {
    let mut sources = Sources::default();
    let path = "content/pages/about.da.md";
    let content = Content::Text(text.into());
    let file = sources.insert(SourceFile { path: path.into(), content, hash: 0 });
    let mut report = Report::new();
    let style = Style { tag, quotes: Quotes::of(tag) };
    (parse(file, path, text, 0, &style, &mut report), report)
}

fn html(text: &str, tag: &str) -> String {
    let (markdown, report) = parsed(text, tag);
    let faults: Vec<_> = report.iter().collect();
    assert!(faults.is_empty(), "{text}: {faults:?}");
    markdown.to_html(&Names(&markdown))
}

/// A one-paragraph text without its `<p>`.
fn line(text: &str, tag: &str) -> String {
    let html = html(text, tag);
    let inside = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n"));
    inside.unwrap_or(&html).to_owned()
}

/// The severity, code and marked text of all diagnostics.
fn faults(text: &str) -> Vec<(Severity, &'static str, String)> {
    let (_, report) = parsed(text, "da");
    report.iter().map(|d| (d.severity, d.code, covered(text, d.span.as_ref()))).collect()
}

fn covered(text: &str, span: Option<&Span>) -> String {
    match span.map(|span| &span.at) {
        Some(At::Bytes(range)) => text[range.start as usize..range.end as usize].to_owned(),
        other => panic!("{other:?} is not a range of bytes"),
    }
}
