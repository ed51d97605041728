//! The state of translations as HTML: pages of the preview, and one file for an organiser.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::base::count::counted;
use crate::base::source::Sources;
use crate::base::text::{Lang, Language};
use crate::event::model::{Entity, Event};
use crate::event::translation::Text;
use crate::event::translation::by_page::PageStatus;
use crate::event::translation::difference::{WordChange, changed_words};
use crate::event::translation::state::State;
use crate::event::translation::status::{LanguageStatus, Task, status, task};
use crate::event::translation::tracked::{Tracked, Translations};
use crate::exchange::escaped_markup as escaped;

/// The number of units that are shown in full for each task, and the number of pages that are listed.
const MOST: usize = 200;

/// The style of the parts, which every page with them needs.
pub const STYLE: &str = include_str!("preview/assets/translations.css");

/// The state of all translations, in parts that a page puts together.
#[derive(Debug, Default)]
pub struct TranslationReport {
    /// A table with one row for each language.
    pub summary: String,
    /// What needs work in each language.
    pub languages: Vec<LanguagePart>,
}

/// What needs work in one language.
#[derive(Debug)]
pub struct LanguagePart {
    /// The tag of the language.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// The figures, the pages and the units.
    pub html: String,
}

/// Where the links of a report lead.
pub struct Links<'a> {
    /// The level of the headings of tasks; those of units are one below.
    pub level: u8,
    /// The address of a language's part, by tag.
    pub language: &'a dyn Fn(&str) -> String,
    /// The address that shows a page of an entity beside its source; `None` if there is no such address.
    pub page: &'a dyn Fn(Entity, Lang) -> Option<String>,
}

impl TranslationReport {
    /// The report on the translations of an event.
    pub fn new(
        translations: &Translations,
        sources: &Sources,
        links: &Links<'_>,
    ) -> TranslationReport {
        let event = &translations.event;
        let all = translations.tracked();
        let of_languages = status(event, &all.iter().collect::<Vec<_>>(), sources, true);
        let mut languages = Vec::new();
        let others = event.config.languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE);
        for ((lang, language), status) in others.zip(&of_languages) {
            let own: Vec<&Tracked> = all.iter().filter(|t| t.unit.lang == lang).collect();
            let part = Part { event, sources, language, lang, links };
            let html = part.html(status, &own);
            languages.push(LanguagePart {
                tag: language.tag.clone(),
                name: language.name.clone(),
                html,
            });
        }
        let mut summary = String::new();
        if translations.lock.pairs.is_empty() {
            summary.push_str(
                "<p>It is not recorded what the translations were made from. If they are up to \
                 date now, run <code>plenary translate accept --all</code>.</p>\n",
            );
        }
        summary.push_str(&table(event, &of_languages, links));
        TranslationReport { summary, languages }
    }

    /// The report as one page without links to anything else.
    pub fn as_file(&self, event_name: &str) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>Translations – {name}</title>\n\
             <style>\n{PAGE_STYLE}{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>Translations – {name}</h1>\n{summary}",
            name = escaped(event_name),
            summary = self.summary,
        );
        for LanguagePart { tag, name, html: part } in &self.languages {
            let (tag, name) = (escaped(tag), escaped(name));
            let _ = write!(
                html,
                "<section id=\"{tag}\" aria-labelledby=\"{tag}-name\">\n\
                 <h2 id=\"{tag}-name\" lang=\"{tag}\">{name}</h2>\n{part}</section>\n"
            );
        }
        html.push_str("</main>\n</body>\n</html>\n");
        html
    }
}

/// The style of a page that is a file of its own.
const PAGE_STYLE: &str = include_str!("preview/assets/report.css");

/// One row for each language, with links to its part.
fn table(event: &Event, languages: &[LanguageStatus], links: &Links<'_>) -> String {
    let mut html = String::from(
        "<table>\n<thead><tr><th scope=\"col\">Language</th><th scope=\"col\">Words up to date</th>\
         <th scope=\"col\">Units up to date</th>\
         <th scope=\"col\">Needs work</th></tr></thead>\n<tbody>\n",
    );
    for status in languages {
        let language = event.config.languages.find(&status.language);
        let name =
            language.map_or(&*status.language, |lang| &event.config.languages.get(lang).name);
        let (tag, name) = (escaped(&status.language), escaped(name));
        let percent = status.percent();
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\"><a href=\"{href}\" lang=\"{tag}\">{name}</a></th>\
             <td>{percent} % of {words}</td><td>{current} of {units}</td><td>{tasks}</td></tr>",
            href = escaped(&(links.language)(&status.language)),
            words = status.words,
            current = status.current,
            units = status.units,
            tasks = counts(status),
        );
    }
    html.push_str("</tbody>\n</table>\n");
    html
}

/// How many units need each kind of work: `facts changed in the source: 2; missing: 7`.
fn counts(status: &LanguageStatus) -> String {
    let mut counts: Vec<(Task, usize)> = Vec::new();
    // The rows are in order of their tasks.
    for row in &status.rows {
        match counts.last_mut() {
            Some((task, count)) if *task == row.task => *count += 1,
            _ => counts.push((row.task, 1)),
        }
    }
    match counts.is_empty() {
        true => "nothing".to_owned(),
        false => {
            let shown =
                counts.iter().map(|(task, count)| format!("{}: {count}", task.description()));
            shown.collect::<Vec<_>>().join("; ")
        }
    }
}

/// What is known while one language's part is written.
struct Part<'a> {
    event: &'a Event,
    sources: &'a Sources,
    lang: Lang,
    language: &'a Language,
    links: &'a Links<'a>,
}

impl Part<'_> {
    fn html(&self, status: &LanguageStatus, own: &[&Tracked]) -> String {
        let LanguageStatus { units, current, words, current_words, .. } = status;
        let mut html = format!(
            "<p>{current} of {} up to date, {current_words} of {} ({} %).</p>\n",
            counted(*units, "unit"),
            counted(*words, "word"),
            status.percent()
        );
        let mut to_do: Vec<(Task, &Tracked)> =
            own.iter().filter_map(|tracked| Some((task(tracked)?, *tracked))).collect();
        if to_do.is_empty() {
            html.push_str("<p>Nothing needs work.</p>\n");
            return html;
        }
        self.pages(&status.pages, &mut html);
        // Units of equal urgency stay in the order of the event.
        to_do.sort_by_key(|(task, _)| *task);
        for group in to_do.chunk_by(|(a, _), (b, _)| a == b) {
            let (task, level) = (group[0].0, self.links.level);
            let _ = writeln!(
                html,
                "<h{level}>{}: {}</h{level}>",
                capital(task.description()),
                group.len()
            );
            for (_, tracked) in group.iter().take(MOST) {
                html.push_str(&self.unit(tracked));
            }
            if let Some(more @ 1..) = group.len().checked_sub(MOST) {
                let _ = writeln!(
                    html,
                    "<p>And {more} more: <code>plenary translate status --all</code>.</p>"
                );
            }
        }
        html
    }

    /// The pages that need work.
    fn pages(&self, pages: &[PageStatus], html: &mut String) {
        let to_do: Vec<&PageStatus> = pages.iter().filter(|page| page.task.is_some()).collect();
        let _ = writeln!(
            html,
            "<details>\n<summary>{}</summary>\n<table>\n<thead><tr><th scope=\"col\">Page</th>\
             <th scope=\"col\">Words up to date</th><th scope=\"col\">Most urgent</th>\
             </tr></thead>\n<tbody>",
            match to_do.len() {
                1 => "1 page needs work".to_owned(),
                count => format!("{count} pages need work"),
            }
        );
        for page in to_do.iter().take(MOST) {
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\">{}</th><td>{} of {}</td><td>{}</td></tr>",
                escaped(&page.page),
                page.current_words,
                page.words,
                page.task.map_or("", Task::description)
            );
        }
        html.push_str("</tbody>\n</table>\n</details>\n");
        if let Some(more @ 1..) = to_do.len().checked_sub(MOST) {
            let _ = writeln!(html, "<p>And {more} more pages.</p>");
        }
    }

    /// A unit: its name and place, what changed in its source, and its translation.
    fn unit(&self, tracked: &Tracked) -> String {
        let unit = &tracked.unit;
        let mut html = format!(
            "<article class=\"unit\">\n<h{level}>{}</h{level}>\n<p>",
            escaped(&unit.name),
            level = self.links.level + 1
        );
        html.push_str(&escaped(&self.place(tracked)));
        if let Some(page) = unit.entity.and_then(|entity| (self.links.page)(entity, self.lang)) {
            let _ = write!(html, " · <a href=\"{}\">Side by side</a>", escaped(&page));
        }
        html.push_str("</p>\n<dl>\n");
        let source = self.event.config.languages.get(Lang::SOURCE);
        if let Some(now) = &unit.source {
            let (title, text) = match &tracked.state {
                State::Stale(change) => {
                    (since(change.date), changes(change.from.as_ref(), &now.text))
                }
                _ => ("Source".to_owned(), escaped(&now.text.markdown)),
            };
            item(&title, &text, source, &mut html);
        }
        if let Some(translation) = &unit.translation {
            item("Translation", &escaped(&translation.text.markdown), self.language, &mut html);
        }
        html.push_str("</dl>\n</article>\n");
        html
    }

    /// The file and line of the translation, or of the source.
    fn place(&self, tracked: &Tracked) -> String {
        let Some(span) = tracked.span() else { return String::new() };
        let path = &self.sources.get(span.file).path;
        match self.sources.locate(span) {
            Some(location) => format!("{path}:{}", location.line),
            None => path.to_string(),
        }
    }
}

/// The units of one page that need work, for the page that shows it beside its source.
pub fn page_units(
    event: &Event,
    sources: &Sources,
    lang: Lang,
    units: &[Tracked],
) -> Option<String> {
    let no_links = Links { level: 2, language: &|_| String::new(), page: &|_, _| None };
    let language = event.config.languages.get(lang);
    let part = Part { event, sources, language, lang, links: &no_links };
    let mut to_do: Vec<(Task, &Tracked)> =
        units.iter().filter_map(|tracked| Some((task(tracked)?, tracked))).collect();
    to_do.sort_by_key(|(task, _)| *task);
    let mut html = String::new();
    for (task, tracked) in to_do {
        let words = |placed: Option<&crate::event::translation::Placed>| {
            placed.map(|placed| escaped(&placed.text.words)).unwrap_or_default()
        };
        let _ = writeln!(
            html,
            "<section class=\"to-do\" data-task=\"{}\" data-lang=\"{}\" data-source=\"{}\" \
             data-translation=\"{}\">\n<p class=\"task\">{}</p>\n{}</section>",
            task.description(),
            escaped(&language.tag),
            words(tracked.unit.source.as_ref()),
            words(tracked.unit.translation.as_ref()),
            capital(task.description()),
            part.unit(tracked)
        );
    }
    (!html.is_empty()).then_some(html)
}

fn item(title: &str, text: &str, language: &Language, html: &mut String) {
    let _ = writeln!(
        html,
        "<dt>{title}</dt>\n<dd lang=\"{}\" dir=\"{}\">{text}</dd>",
        escaped(&language.tag),
        language.direction.as_str()
    );
}

fn since(date: Date) -> String {
    format!("Source, changed since {date}")
}

/// The source text with what was removed and added since.
fn changes(old: Option<&Text>, now: &Text) -> String {
    let Some(old) = old else { return escaped(&now.markdown) };
    let mut html = String::new();
    for (change, words) in changed_words(&old.markdown, &now.markdown) {
        let words = escaped(&words);
        let _ = match change {
            WordChange::Kept => write!(html, "{words}"),
            WordChange::Removed => write!(html, "<del>{words}</del>"),
            WordChange::Added => write!(html, "<ins>{words}</ins>"),
        };
    }
    html
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
