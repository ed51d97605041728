//! Markdown files: the long text of a record in one language (`content/tracks/green-solutions.da.md`).

use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span, Spanned, front_matter, hash128};
use crate::base::text::{Lang, Languages, is_id, is_slug};
use crate::base::yaml::{Document, Node};
use crate::content::field_reader::{FieldReader, text_at, unknown_language};
use crate::content::files::Wanted;
use crate::content::kind::{Kind, TextField, Unreadable};
use crate::content::markdown::{self, Block, Markdown, Quotes, Style};
use crate::content::record::TextFields;

/// A Markdown file: the texts of one record in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkdownFile {
    /// The kind of record it belongs to, from its folder.
    pub kind: Kind,
    /// The record, from the file's name.
    pub id: Spanned<String>,
    /// The language, from the file's name.
    pub lang: Lang,
    /// Whether this language's texts are shown only with `--drafts`.
    pub draft: bool,
    /// The translated fields of the front matter, in this language.
    pub texts: TextFields,
    /// The text below the front matter; `None` if it is empty.
    pub body: Option<Arc<Markdown>>,
    /// Its leaf blocks, if they are wanted.
    pub blocks: Arc<[Block]>,
    /// The file.
    pub file: FileId,
    /// A hash of the file without the body: if it is the same, only the body can have changed.
    pub outline: u128,
}

/// Reads a Markdown file; `None` if its name has no id or language.
pub fn read_markdown_file(
    kind: Kind,
    file: NamedText<'_>,
    languages: &Languages,
    wanted: Wanted,
) -> (Option<MarkdownFile>, Unreadable, Report) {
    let mut reader = FieldReader::new(languages);
    let prose = read(kind, file, wanted, &mut reader);
    (prose, reader.unreadable, reader.report)
}

/// A file with its path and its text.
type NamedText<'a> = (FileId, &'a str, &'a str);

fn read(
    kind: Kind,
    (file, path, text): NamedText<'_>,
    wanted: Wanted,
    reader: &mut FieldReader<'_>,
) -> Option<MarkdownFile> {
    let languages = reader.languages;
    let id_and_lang = name(kind, file, path, reader);
    let Ok(front) = front_matter(text) else {
        if let Some((id, _)) = id_and_lang {
            reader.unreadable.add_record(kind, &id.value);
        }
        reader.report.push(unclosed(file));
        return None;
    };
    let (id, lang) = id_and_lang?;
    if let (None, Some(range)) = (&front, misplaced_front(kind, text)) {
        reader.unreadable.add_record(kind, &id.value);
        reader.report.push(misplaced(Span::bytes(file, range)));
        return None;
    }
    let mut texts = TextFields::default();
    let mut draft = false;
    let body_start = front.as_ref().map_or(0, |front| front.body);
    let outline = hash128(&text.as_bytes()[..body_start]);
    if let Some(front) = front {
        let start = front.yaml.start;
        let document = Document::parse(file, &text[front.yaml], start, &mut reader.report);
        match document {
            Some(document) => {
                draft = read_front(kind, &id, lang, &document.root(), &mut texts, reader);
            }
            None => reader.unreadable.add_record(kind, &id.value),
        }
    }
    let tag = languages.tag(lang);
    let style = Style { tag, quotes: Quotes::of(tag) };
    let report = &mut reader.report;
    let (body, blocks) = match wanted {
        Wanted::Html => (markdown::parse(file, path, text, body_start, &style, report), Vec::new()),
        Wanted::HtmlAndBlocks => {
            markdown::parse_with_blocks(file, path, text, body_start, &style, report)
        }
        Wanted::Blocks => (Markdown::default(), markdown::leaf_blocks(text, body_start)),
    };
    let is_empty = match wanted {
        Wanted::Blocks => text[body_start..].trim_ascii().is_empty(),
        Wanted::Html | Wanted::HtmlAndBlocks => body.is_empty(),
    };
    let body = (!is_empty).then(|| Arc::new(body));
    let outline = outline ^ u128::from(body.is_some());
    let blocks = blocks.into();
    Some(MarkdownFile { kind, id, lang, draft, texts, body, blocks, file, outline })
}

/// The first line of a text without front matter, if it looks like misplaced front matter: a line
/// of dashes and then a field, or a field such as `title: …`.
fn misplaced_front(kind: Kind, text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        let range = at..at + line.trim_end().len();
        at += line.len();
        (line.trim(), range)
    });
    let (first, range) = lines.find(|(line, _)| !line.is_empty())?;
    let field = |line: &str| {
        let name = line.split_once(':').map(|(name, _)| name);
        name.is_some_and(|name| {
            name == "draft" || kind.text_fields().iter().any(|(known, _)| *known == name)
        })
    };
    let rule = first.chars().all(|c| matches!(c, '-' | '–' | '—'));
    let next = lines.find(|(line, _)| !line.is_empty());
    let looks = if rule { next.is_some_and(|(line, _)| field(line)) } else { field(first) };
    looks.then_some(range)
}

fn misplaced(span: Span) -> Diagnostic {
    Diagnostic::error(
        "text/front-matter-misplaced",
        "the front matter does not begin with `---` in the first line",
    )
    .at(span)
    .help("begin the file with a line of three hyphens, `---`")
}

fn unclosed(file: FileId) -> Diagnostic {
    Diagnostic::error("text/front-matter-open", "the front matter is not closed")
        .at(Span::bytes(file, 0..3))
        .help("end it with a line `---` before the text")
}

/// The id and the language in a file's name, such as `about.zh-Hans.md`.
fn name(
    kind: Kind,
    file: FileId,
    path: &str,
    reader: &mut FieldReader<'_>,
) -> Option<(Spanned<String>, Lang)> {
    let name = path.strip_prefix(kind.folder()?)?.strip_suffix(".md")?;
    let span = Span::file(file);
    let (id, tag) = match name.split_once('.') {
        Some((id, tag)) if is_id(id) => (id, tag),
        _ => {
            let source = reader.languages.tag(Lang::SOURCE);
            reader.report.push(
                Diagnostic::error("text/bad-name", "this file name has no record id and language")
                    .at(span)
                    .help(format!("name the file by id and language: `about.{source}.md`")),
            );
            if kind == Kind::Page {
                reader.unreadable.add_kind(kind);
            }
            return None;
        }
    };
    match reader.languages.find(tag) {
        Some(lang) => Some((Spanned { value: id.to_owned(), span }, lang)),
        None => {
            reader.unreadable.add_record(kind, id);
            let fault = unknown_language(tag, span, reader.languages);
            // `about.da - copy.md`, `about.da (1).md`: names that file managers give to copies.
            reader.report.push(match tag.contains([' ', '(']) {
                true => fault.help("if this is a copy, delete it or move it out of `content/`"),
                false => fault,
            });
            None
        }
    }
}

/// Reads the translated fields of the front matter; returns whether the file is a draft.
fn read_front(
    kind: Kind,
    id: &Spanned<String>,
    lang: Lang,
    root: &Node<'_>,
    texts: &mut TextFields,
    reader: &mut FieldReader<'_>,
) -> bool {
    let Some(mut fields) = root.fields("title: …", &mut reader.report) else {
        reader.unreadable.add_record(kind, &id.value);
        return false;
    };
    let draft = fields.get("draft").and_then(|n| n.boolean(&mut reader.report)).unwrap_or(false);
    for (name, field) in kind.text_fields() {
        let Some(node) = fields.get(name) else { continue };
        let Some(text) = own_text(&node, reader) else {
            if *field == TextField::Title && node.as_text().is_none() {
                reader.unreadable.add_record(kind, &id.value);
            }
            continue;
        };
        if *field == TextField::Slug && !is_slug(&text.value) {
            reader.report.push(crate::content::record::bad_slug(&text, reader.languages));
            continue;
        }
        // Each field occurs once, so there is no other text yet.
        let _ = texts.get_mut(*field).add(lang, text);
    }
    if fields.misspelt(kind.name_of(TextField::Title)) {
        reader.unreadable.add_record(kind, &id.value);
    }
    for (key, node) in fields.unknown() {
        let fault = if kind.has_fact(&key) {
            fact_in_text(kind, &key, &node)
        } else {
            fields.unknown_field(&key, &node)
        };
        reader.report.push(fault);
    }
    draft
}

/// A plain text in the language of the file.
fn own_text(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<Spanned<String>> {
    if node.is_mapping() {
        reader.report.push(
            Diagnostic::error("text/language-map-in-text", "this file has only one language")
                .at(node.span())
                .help("write only the text; other languages have their own files"),
        );
        return None;
    }
    let value = node.text("a text", "\"…\"", &mut reader.report)?;
    text_at(value, node)
}

fn fact_in_text(kind: Kind, key: &str, node: &Node<'_>) -> Diagnostic {
    Diagnostic::error(
        "text/fact-in-text",
        format!(
            "`{key}` is the same in every language, so it cannot be in the file of one language"
        ),
    )
    .at(node.key_span())
    .help(format!("move it to the {}'s record in {}", kind.noun(), kind.file()))
}
