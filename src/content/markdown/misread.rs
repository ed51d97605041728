//! Text that Markdown reads as markup, or markup that it reads as text, although the writer almost
//! certainly meant the opposite: `20. november` at the beginning of a line becomes a numbered list.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, RwLock};

use jiff::civil::date;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::markdown::{Events, MarkdownSource};
use crate::locale::format::Formatter;

mod shown_markup;

/// Reports what was probably meant otherwise; `tag` is the language of the text.
pub(super) fn report(
    source: &MarkdownSource<'_>,
    events: &Events<'_>,
    tag: &str,
    report: &mut Report,
) {
    let mut reader = Reader {
        source,
        tag,
        months: None,
        open: Vec::new(),
        last: Vec::new(),
        noted_to: 0,
        report,
    };
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(start)) => {
                reader.open.push(OpenList { start: *start, items: Vec::new() });
            }
            Event::Start(Tag::Item) => {
                if let Some(list) = reader.open.last_mut() {
                    list.items.push(range.clone());
                }
            }
            Event::End(TagEnd::List(_)) => reader.close_list(),
            Event::Start(Tag::Heading { .. }) => reader.heading(range),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                reader.code(range, &events[at + 1..]);
            }
            _ => {}
        }
    }
    shown_markup::report(source, events, report);
}

const DATE: &str = "so that it remains a date";
const SENTENCE: &str = "so that it remains a part of the sentence";

/// A list that has not been read to its end.
struct OpenList {
    /// The first number of a numbered list.
    start: Option<u64>,
    /// The items in the prepared text.
    items: Vec<Range<usize>>,
}

struct Reader<'r> {
    source: &'r MarkdownSource<'r>,
    tag: &'r str,
    /// The months as they follow the number of a day, once they are needed.
    months: Option<Arc<[String]>>,
    open: Vec<OpenList>,
    /// The last number of the last numbered list, by depth.
    last: Vec<u64>,
    /// Where the last note ends: asterisks before it belong to earlier notes.
    noted_to: usize,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn close_list(&mut self) {
        let Some(OpenList { start, items }) = self.open.pop() else { return };
        let depth = self.open.len();
        match start {
            Some(start) => self.numbered(start, &items, depth),
            None => self.bullets(&items),
        }
    }

    fn numbered(&mut self, start: u64, items: &[Range<usize>], depth: usize) {
        let text = &*self.source.prepared.text;
        self.last.resize(depth + 1, 0);
        let continues = start > 1 && self.last[depth] + 1 == start;
        self.last[depth] = start + (items.len() as u64).saturating_sub(1);
        let read: Vec<(u64, &str)> =
            items.iter().filter_map(|item| number(first_line(text, item))).collect();
        let is_date: Vec<bool> = read.iter().map(|(_, words)| self.is_month(words)).collect();
        if is_date.contains(&true) {
            // Lines that Markdown reads as one list with a date are no list either.
            for (is_date, item) in is_date.into_iter().zip(items) {
                self.ordinal(item, if is_date { DATE } else { SENTENCE });
            }
            return;
        }
        let ([(_, words), ..], [first, ..]) = (&read[..], items) else { return };
        let alone = items.len() == 1 && !continues;
        let in_sentence = depth == 0 && words.starts_with(char::is_lowercase);
        if alone && (start != 1 || in_sentence) {
            self.ordinal(first, SENTENCE);
        } else if start != 1 {
            self.renumbered(start, &read, items);
        }
    }

    /// A number with a point at the beginning of a line, which became an item.
    fn ordinal(&mut self, item: &Range<usize>, why: &str) {
        let line = first_line(&self.source.prepared.text, item).trim_end();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let Some((number, rest)) = line.split_at_checked(digits) else { return };
        let words: String = rest.chars().skip(1).take(30).collect();
        let point = rest.chars().next().unwrap_or('.');
        let shown = words.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let end = item.start + digits + 1;
        self.report.push(
            Diagnostic::warning(
                "markdown/unintended-list",
                format!("`{number}{point} {shown}` begins a numbered list"),
            )
            .at(self.source.span(&(item.start..end)))
            .help(format!("write `{number}\\{point} {shown}`, {why}")),
        );
    }

    /// A list whose items are shown with other numbers than those that are written.
    fn renumbered(&mut self, start: u64, read: &[(u64, &str)], items: &[Range<usize>]) {
        if read.iter().all(|(number, _)| *number == start) {
            return;
        }
        let shown = start..;
        let other = read.iter().zip(shown).zip(items).find(|(((n, _), shown), _)| n != shown);
        if let Some((((number, _), shown), item)) = other {
            let digits = number.to_string().len();
            self.report.push(
                Diagnostic::warning(
                    "markdown/unintended-list",
                    format!("this item is shown as number {shown}, not {number}"),
                )
                .at(self.source.span(&(item.start..item.start + digits + 1)))
                .help(format!(
                    "the items of a list are counted from its first number; write `{number}\\.` to \
                     show the number as it is"
                )),
            );
        }
    }

    /// A single item that continues a number or explains an asterisk.
    fn bullets(&mut self, items: &[Range<usize>]) {
        let text = &*self.source.prepared.text;
        let [item] = items else { return };
        let line = first_line(text, item);
        let Some((marker, words)) = line.split_at_checked(1) else { return };
        let words = words.trim();
        let is_number =
            matches!(marker, "+" | "-") && words.starts_with(|c: char| c.is_ascii_digit());
        let referred = |at: usize| {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let after = text[at + 1..].chars().next().unwrap_or(' ');
            !before.is_whitespace() && before != '*' && !after.is_alphanumeric()
        };
        // Only what is near can be noted. Emphasis has a second asterisk.
        let is_note = marker == "*" && {
            let near = floor_boundary(text, item.start.saturating_sub(NEAR));
            let from = near.max(self.noted_to).min(item.start);
            let marks = text[from..item.start].match_indices('*').map(|(at, _)| from + at);
            let (all, marks): (Vec<usize>, Vec<usize>) =
                (marks.clone().collect(), marks.filter(|at| referred(*at)).collect());
            marks.len() % 2 == 1 && all.len() % 2 == 1
        };
        if marker == "*" {
            self.noted_to = item.end;
        }
        if !is_number && !is_note {
            return;
        }
        let shown: String = words.chars().take(20).collect();
        let space = if is_note { "" } else { " " };
        let what = if is_note { "a note about an asterisk" } else { "a number with its sign" };
        self.report.push(
            Diagnostic::warning(
                "markdown/unintended-list",
                format!("`{marker}` begins a list, but looks like {what}"),
            )
            .at(self.source.span(&(item.start..item.start + 1)))
            .help(format!("write `\\{marker}{space}{}`", shown.trim_end())),
        );
    }

    /// A line of hyphens or equals signs below a text that is not a heading.
    fn heading(&mut self, range: &Range<usize>) {
        let text = self.source.prepared.text[range.clone()].trim_end();
        let Some((words, line)) = text.rsplit_once('\n') else { return };
        let line = line.trim_start_matches(['>', ' ']);
        let sign = match line.chars().next() {
            Some(sign @ ('-' | '=')) if !words.trim_start().starts_with('#') => sign,
            _ => return,
        };
        let sentence = words.trim_end().ends_with(['.', ',', ';', ':', '。', '，', '；', '：']);
        let long = words.contains('\n') || words.chars().count() > 80;
        if !sentence && !long && line.trim_end().len() > 1 {
            return;
        }
        let end = range.start + text.len();
        let start = end - line.len();
        self.report.push(
            Diagnostic::warning(
                "markdown/unintended-heading",
                format!("this line of `{sign}` makes a heading of the text above"),
            )
            .at(self.source.span(&(start..end)))
            .help("put an empty line above it; for a heading, write `## ` before its words"),
        );
    }

    /// A text that is shown as code because it is indented.
    fn code(&mut self, range: &Range<usize>, after: &[(Event<'_>, Range<usize>)]) {
        const SIGNS: [char; 9] = ['{', '}', ';', '=', '<', '>', '$', '|', '\\'];
        let text: String = after
            .iter()
            .map_while(|(event, _)| match event {
                Event::Text(text) => Some(&**text),
                _ => None,
            })
            .collect();
        let has_words = text.split_whitespace().count() > 1 || !text.is_ascii();
        if !has_words || text.contains(SIGNS) || !text.contains(char::is_alphabetic) {
            return;
        }
        let line = first_line(&self.source.prepared.text, range);
        self.report.push(
            Diagnostic::warning(
                "markdown/unintended-code",
                "this is shown as code, because it is indented with four spaces or a tab",
            )
            .at(self.source.span(&(range.start..range.start + line.len())))
            .help("remove the spaces; put code between lines of three backticks"),
        );
    }

    /// Whether a text begins with a month, in a language that writes dates as `20. november`.
    fn is_month(&mut self, words: &str) -> bool {
        let end = words.find(|c: char| !c.is_alphabetic()).unwrap_or(words.len());
        let (word, rest) = (words[..end].to_lowercase(), &words[end..]);
        if word.chars().count() < 3 {
            return false;
        }
        let tag = self.tag;
        let months = self.months.get_or_insert_with(|| months(tag));
        let short = rest.starts_with('.');
        months.iter().any(|month| *month == word || (short && month.starts_with(&word)))
    }
}

/// The months of each language that was asked for: loading a language's formats takes longer than
/// reading most texts.
static MONTHS: RwLock<BTreeMap<String, Arc<[String]>>> = RwLock::new(BTreeMap::new());

/// The months as they follow the number of a day with its point; none for other languages.
fn months(tag: &str) -> Arc<[String]> {
    let known = MONTHS.read().ok().and_then(|known| known.get(tag).cloned());
    known.unwrap_or_else(|| {
        let months: Arc<[String]> = load_months(tag).into();
        if let Ok(mut known) = MONTHS.write() {
            known.insert(tag.to_owned(), Arc::clone(&months));
        }
        months
    })
}

fn load_months(tag: &str) -> Vec<String> {
    let format = Formatter::new(tag);
    let month = |month: i8| {
        let text = format.day_month(date(2024, month, 15));
        let (_, name) = text.split_once("15.")?;
        let name = name.trim().to_lowercase();
        (!name.is_empty()).then_some(name)
    };
    (1..=12).filter_map(month).collect()
}

/// How many bytes before a note its asterisk may be.
const NEAR: usize = 4000;

/// The last character boundary at or before a byte.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first line of a range.
fn first_line<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or("").lines().next().unwrap_or("")
}

/// The number of an item and its words.
fn number(line: &str) -> Option<(u64, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest.get(1..)?.trim_start()))
}
