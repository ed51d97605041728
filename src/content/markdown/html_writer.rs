//! Writing the events of a text as HTML with placeholders.

use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::unicode::composed;
use crate::content::markdown::footnotes::Footnotes;
use crate::content::markdown::html_escape::{self, Escape};
use crate::content::markdown::html_table::Table;
use crate::content::markdown::link_target::Target;
use crate::content::markdown::placeholders::Placeholder;
use crate::content::markdown::typography::{self, Replacement};
use crate::content::markdown::{
    Events, Heading, Image, Link, Markdown, MarkdownSource, Style, line_breaks, raw_html,
};

/// The state while a text is written.
pub(super) struct Writer<'w, 'e> {
    pub(super) source: &'w MarkdownSource<'w>,
    pub(super) events: &'e Events<'e>,
    marks: &'w [Replacement],
    style: &'w Style<'w>,
    pub(super) report: &'w mut Report,
    pub(super) markdown: Markdown,
    pub(super) footnotes: Footnotes<'e>,
    pub(super) table: Table<'e>,
    /// Whether the text has raw HTML.
    pub(super) raw: bool,
    code: bool,
    /// For each open link, whether it has an `<a>`.
    links: Vec<bool>,
    /// The level of the last heading; 1 for the page's title.
    level: u8,
}

/// Writes a whole text.
pub(super) fn write<'e>(
    source: &MarkdownSource<'_>,
    events: &'e Events<'e>,
    marks: &[Replacement],
    style: &Style<'_>,
    report: &mut Report,
) -> Markdown {
    let length = source.prepared.text.len();
    let mut writer = Writer {
        source,
        events,
        marks,
        style,
        report,
        markdown: Markdown {
            html: String::with_capacity(length + length / 2),
            ..Markdown::default()
        },
        footnotes: Footnotes::of(events),
        table: Table::default(),
        raw: false,
        code: false,
        links: Vec::new(),
        level: 1,
    };
    writer.range(0..events.len());
    writer.footnote_section();
    let (raw, mut markdown) = (writer.raw, writer.markdown);
    if raw {
        (markdown.html, markdown.placeholders) =
            raw_html::clean(&markdown.html, &markdown.placeholders);
    }
    markdown
}

impl<'e> Writer<'_, 'e> {
    /// Adds HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.markdown.html.push_str(html);
    }

    /// Adds HTML on a new line.
    pub(super) fn line(&mut self, html: &str) {
        if !self.markdown.html.is_empty() && !self.markdown.html.ends_with('\n') {
            self.markdown.html.push('\n');
        }
        self.push(html);
    }

    /// Adds a placeholder.
    pub(super) fn placeholder(&mut self, placeholder: Placeholder) {
        self.markdown.placeholders.push((self.markdown.html.len(), placeholder));
    }

    /// Removes HTML from the end of the output; returns whether it was there.
    pub(super) fn take_back(&mut self, html: &str) -> bool {
        let found = self.markdown.html.ends_with(html);
        if found {
            self.markdown.html.truncate(self.markdown.html.len() - html.len());
        }
        found
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        html_escape::push(&mut self.markdown.html, value, Escape::Attribute);
        self.push("\"");
    }

    /// Writes some of the events.
    pub(super) fn range(&mut self, range: Range<usize>) {
        let events = self.events;
        let mut at = range.start;
        while at < range.end.min(events.len()) {
            let (event, place) = &events[at];
            at = match event {
                Event::Start(tag) => self.start(at, tag, place),
                event => {
                    self.event(at, event, place);
                    at + 1
                }
            };
        }
    }

    fn event(&mut self, index: usize, event: &Event<'_>, place: &Range<usize>) {
        match event {
            Event::End(tag) => self.end(*tag, place),
            Event::Text(text) if self.code => {
                html_escape::push(&mut self.markdown.html, text, Escape::Text);
            }
            Event::Text(text) => {
                let marks = marks_of(self.marks, index);
                typography::push(&mut self.markdown.html, text, marks, self.style, Escape::Text);
            }
            Event::Code(text) => {
                self.push("<code>");
                html_escape::push(&mut self.markdown.html, text, Escape::Text);
                self.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html(html, &[(0, place.start)]);
            }
            Event::SoftBreak => {
                if !line_breaks::joins(self.events, index, self.style.tag) {
                    self.push("\n");
                }
            }
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.line("<hr>\n"),
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.task(*done),
            // Not enabled by the options.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(_) => {}
        }
    }

    /// Writes the start of an element, or the whole element; returns the next event.
    fn start(&mut self, index: usize, tag: &'e Tag<'e>, place: &Range<usize>) -> usize {
        let next = index + 1;
        match tag {
            Tag::Paragraph => return self.paragraph(index),
            Tag::Heading { level, id, classes, .. } => {
                self.heading(index, *level, id.as_deref(), classes, place);
            }
            Tag::BlockQuote(kind) => self.quotation(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::HtmlBlock => return self.html_block(index),
            Tag::List(None) => self.line("<ul>\n"),
            Tag::List(Some(1)) => self.line("<ol>\n"),
            Tag::List(Some(start)) => self.line(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.item(index),
            Tag::FootnoteDefinition(_) => return line_breaks::end_of(self.events, index) + 1,
            Tag::DefinitionList => self.line("<dl>\n"),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.start_table(index, tag);
            }
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.strike(place, "<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(*link_type, dest_url, title, place);
            }
            Tag::Image { dest_url, title, .. } => {
                let end = line_breaks::end_of(self.events, index);
                self.image(index..end, dest_url, title, place);
                return end + 1;
            }
            // Not enabled by the options.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
        next
    }

    fn end(&mut self, tag: TagEnd, place: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                // Omit a paragraph that contains only a comment.
                if !self.take_back("<p>") {
                    self.push("</p>\n");
                }
            }
            TagEnd::Heading(level) => self.push(&format!("</{level}>\n")),
            TagEnd::BlockQuote(None) => self.line("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.line("</div>\n"),
            TagEnd::CodeBlock => {
                self.code = false;
                self.push("</code></pre>\n");
            }
            TagEnd::List(true) => self.line("</ol>\n"),
            TagEnd::List(false) => self.line("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.line("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.end_table(tag);
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.strike(place, "</del>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.push("</a>");
                }
            }
            // Written at their start, or not enabled by the options.
            TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes a paragraph. A picture with a title that is alone in its paragraph becomes a figure.
    fn paragraph(&mut self, index: usize) -> usize {
        let events = self.events;
        if let Some((Event::Start(Tag::Image { dest_url, title, .. }), place)) =
            events.get(index + 1)
            && !title.trim().is_empty()
        {
            let end = line_breaks::end_of(events, index + 1);
            if let Some((Event::End(TagEnd::Paragraph), _)) = events.get(end + 1) {
                self.line("<figure>");
                self.image(index + 1..end, dest_url, "", place);
                self.push("<figcaption>");
                let caption = typography::plain(title, self.style);
                html_escape::push(&mut self.markdown.html, &caption, Escape::Text);
                self.push("</figcaption></figure>\n");
                return end + 2;
            }
        }
        self.line("<p>");
        index + 1
    }

    fn heading(
        &mut self,
        index: usize,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'_>],
        place: &Range<usize>,
    ) {
        let open = format!("<{level} id=\"");
        let level = level as u8;
        self.check_level(level, place);
        let end = line_breaks::end_of(self.events, index);
        let id = id.map(|id| composed(&html_escape::clean(id)).into_owned());
        let id = id.filter(|id| !id.trim().is_empty());
        let heading = Heading {
            level,
            text: self.plain(line_breaks::inside(index, end)),
            explicit: id.is_some(),
            id: id.unwrap_or_default(),
            span: self.source.span(place),
        };
        self.line(&open);
        self.placeholder(Placeholder::Heading(self.markdown.headings.len()));
        self.push("\"");
        self.markdown.headings.push(heading);
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        self.push(">");
    }

    fn check_level(&mut self, level: u8, place: &Range<usize>) {
        let fault = if level == 1 {
            Some(title_in_body())
        } else if level > self.level.max(1) + 1 {
            let wanted = "#".repeat(usize::from(self.level.max(1)) + 1);
            let message = match self.level {
                1 => format!("the first heading has level {level}"),
                above => format!("a heading of level {level} follows one of level {above}"),
            };
            let fault = Diagnostic::warning("markdown/heading-jump", message);
            Some(fault.help(format!("write `{wanted}`")))
        } else {
            None
        };
        if let Some(fault) = fault {
            self.report.push(fault.at(self.source.span(place)));
        }
        self.level = level;
    }

    fn quotation(&mut self, kind: Option<BlockQuoteKind>) {
        let message = match kind {
            None => return self.line("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => "alert-note",
            Some(BlockQuoteKind::Tip) => "alert-tip",
            Some(BlockQuoteKind::Important) => "alert-important",
            Some(BlockQuoteKind::Warning) => "alert-warning",
            Some(BlockQuoteKind::Caution) => "alert-caution",
        };
        self.line(&format!("<div class=\"alert {message}\" role=\"note\">\n"));
        self.push("<p class=\"alert-title\">");
        self.placeholder(Placeholder::Message(message));
        self.push("</p>\n");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.code = true;
        self.line("<pre><code");
        let info = match kind {
            CodeBlockKind::Fenced(info) => html_escape::clean(info),
            CodeBlockKind::Indented => String::new(),
        };
        let language = info.split([' ', '\t', ',']).next().unwrap_or("");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
    }

    fn item(&mut self, index: usize) {
        let first = |at| self.events.get(index + at).map(|(event, _)| event);
        let task = match first(1) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(first(2), Some(Event::TaskListMarker(_)))
            }
            _ => false,
        };
        self.line(if task { "<li class=\"task\">" } else { "<li>" });
    }

    fn task(&mut self, done: bool) {
        let (checked, message) =
            if done { ("checked=\"\" ", "task-done") } else { ("", "task-open") };
        self.push("<input type=\"checkbox\" disabled=\"\" ");
        self.push(checked);
        self.push("aria-label=\"");
        self.placeholder(Placeholder::Message(message));
        self.push("\"> ");
    }

    /// Writes a strikethrough tag for two tildes; a single tilde is written as it is.
    fn strike(&mut self, place: &Range<usize>, tag: &str) {
        let two = self.source.prepared.text.get(place.clone()).is_some_and(|t| t.starts_with("~~"));
        self.push(if two { tag } else { "~" });
    }

    fn link(&mut self, kind: LinkType, destination: &str, title: &str, place: &Range<usize>) {
        let target = match kind {
            LinkType::Email => self.source.link(&format!("mailto:{destination}"), place),
            _ => self.source.link(destination, place),
        };
        let target = target.map_err(|fault| self.report.push(*fault)).ok();
        self.links.push(target.is_some());
        let Some(target) = target else { return };
        self.push("<a href=\"");
        self.href(target, place);
        self.push("\"");
        if !title.trim().is_empty() {
            let title = typography::plain(title, self.style);
            self.attribute("title", &title);
        }
        self.push(">");
    }

    /// Writes the value of `href`: an external address or a placeholder.
    pub(super) fn href(&mut self, target: Target, place: &Range<usize>) {
        match &target {
            Target::External(url) => {
                html_escape::push(&mut self.markdown.html, url, Escape::Attribute);
            }
            _ => self.placeholder(Placeholder::Link(self.markdown.links.len())),
        }
        self.markdown.links.push(Link { target, span: self.source.span(place) });
    }

    fn image(&mut self, events: Range<usize>, path: &str, title: &str, place: &Range<usize>) {
        let alt = self.plain(line_breaks::inside(events.start, events.end));
        if alt.is_empty() {
            self.report.push(missing_alt().at(self.source.span(place)));
        }
        let path = match self.source.picture(path, place) {
            Ok(path) => path,
            Err(fault) => {
                self.report.push(*fault);
                return html_escape::push(&mut self.markdown.html, &alt, Escape::Text);
            }
        };
        self.push("<img src=\"");
        self.placeholder(Placeholder::Image(self.markdown.images.len()));
        self.push("\"");
        self.attribute("alt", &alt);
        if !title.trim().is_empty() {
            let title = typography::plain(title, self.style);
            self.attribute("title", &title);
        }
        self.push(" loading=\"lazy\" decoding=\"async\">");
        self.markdown.images.push(Image { path, alt, span: self.source.span(place) });
    }

    /// The text of some events without markup, on one line.
    fn plain(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for at in range {
            match self.events.get(at).map(|(event, _)| event) {
                Some(Event::Text(text)) => {
                    let marks = marks_of(self.marks, at);
                    typography::push(&mut out, text, marks, self.style, Escape::Plain);
                }
                Some(Event::Code(text)) => html_escape::push(&mut out, text, Escape::Plain),
                Some(Event::SoftBreak) if line_breaks::joins(self.events, at, self.style.tag) => {}
                Some(Event::SoftBreak | Event::HardBreak) => out.push(' '),
                _ => {}
            }
        }
        out.trim().to_owned()
    }

    /// Writes raw HTML of several lines; returns the next event.
    fn html_block(&mut self, index: usize) -> usize {
        let end = line_breaks::end_of(self.events, index);
        let mut html = String::new();
        let mut places = Vec::new();
        for (event, place) in &self.events[index..end] {
            if let Event::Html(line) | Event::Text(line) = event {
                places.push((html.len(), place.start));
                html.push_str(line);
            }
        }
        self.raw_html(&html, &places);
        end + 1
    }
}

/// The fault of a heading of the first level, in Markdown or HTML.
pub(super) fn title_in_body() -> Diagnostic {
    Diagnostic::error("markdown/title-in-body", "the text has a heading of level 1")
        .help("begin headings with `##`: level 1 is reserved for the page's title")
}

/// The fault of a picture without alternative text, in Markdown or HTML.
pub(super) fn missing_alt() -> Diagnostic {
    Diagnostic::error("markdown/missing-alt", "the picture has no alternative text")
        .help("describe what it shows: `![The harbour of Aarhus](media/harbour.jpg)`")
}

/// The replacements in one text event.
fn marks_of(marks: &[Replacement], event: usize) -> &[Replacement] {
    let from = marks.partition_point(|mark| mark.event < event);
    let to = from + marks[from..].partition_point(|mark| mark.event == event);
    &marks[from..to]
}
