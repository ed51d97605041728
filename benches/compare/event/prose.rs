//! Running texts in Markdown: headings, paragraphs, lists, a table, a quotation, links and emphasis.
//!
//! Links are written as Plenary reads them, `[words](track:id)`; for other tools,
//! [`with_links`](super::with_links) inserts their own addresses.

use super::draw::Draw;
use super::{Ids, Language};

/// What a text is about, which decides its shape.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    Session = 1,
    Track = 2,
    Speaker = 3,
    Page = 4,
}

/// The text of the `index`th item of a kind in a language.
///
/// The texts of an item have the same headings and lists in all languages, but different sentences.
pub(super) fn text(subject: Subject, index: usize, language: Language, ids: &Ids) -> String {
    let mut shape = Draw::new([subject as usize, index, 0]);
    let draw = Draw::new([subject as usize, index, 1 + language as usize]);
    let links = ids.links(subject, index, &mut shape);
    let words = match subject {
        Subject::Session | Subject::Track => shape.between(150, 400),
        Subject::Speaker | Subject::Page => shape.between(150, 250),
    };
    let mut text = Text { language, draw, out: String::new() };
    match subject {
        Subject::Session => text.session(&mut shape, &links, words),
        Subject::Track | Subject::Page => text.track(&mut shape, &links, words),
        Subject::Speaker => text.person(&mut shape, words),
    }
    text.out
}

/// The targets of a text's links, as Plenary writes them.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) track: String,
    pub(super) session: String,
    pub(super) speaker: String,
    pub(super) web: String,
}

struct Text {
    language: Language,
    draw: Draw,
    out: String,
}

impl Text {
    fn session(&mut self, shape: &mut Draw, links: &Links, words: usize) {
        let headings = distinct(shape, 4);
        self.paragraph(2);
        self.link(0, links);
        self.heading(2, headings[0]);
        self.list(shape.between(3, 5), "- ");
        if shape.chance(40) {
            self.quotation();
        }
        self.heading(2, headings[1]);
        self.table(shape.between(3, 6));
        self.link(1, links);
        self.heading(3, headings[2]);
        self.fill(words.saturating_sub(35));
        self.heading(2, headings[3]);
        self.list(2, "1. ");
        self.link(2, links);
    }

    fn track(&mut self, shape: &mut Draw, links: &Links, words: usize) {
        let headings = distinct(shape, 3);
        self.paragraph(2);
        self.heading(2, headings[0]);
        self.list(shape.between(3, 4), "- ");
        self.link(1, links);
        self.heading(2, headings[1]);
        self.fill(words.saturating_sub(30));
        self.heading(2, headings[2]);
        self.table(shape.between(3, 4));
    }

    fn person(&mut self, shape: &mut Draw, words: usize) {
        let headings = distinct(shape, 1);
        self.paragraph(2);
        self.fill(words / 2);
        self.heading(2, headings[0]);
        self.list(3, "- ");
        if shape.chance(30) {
            self.quotation();
        }
        self.fill(words);
    }

    /// Paragraphs with about this number of words.
    fn fill(&mut self, words: usize) {
        loop {
            let sentences = self.draw.between(2, 4);
            self.paragraph(sentences);
            if self.language.count_words(&self.out) >= words {
                break;
            }
        }
    }

    fn block(&mut self, block: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(block);
        self.out.push('\n');
    }

    fn heading(&mut self, level: usize, which: usize) {
        let words = self.language.words().headings[which];
        self.block(&format!("{} {words}", "#".repeat(level)));
    }

    fn paragraph(&mut self, sentences: usize) {
        let sentences: Vec<String> = (0..sentences).map(|_| self.sentence()).collect();
        self.block(&sentences.join(self.language.space()));
    }

    fn link(&mut self, which: usize, links: &Links) {
        let sentence = self.language.words().links[which]
            .replace("{agenda}", "page:agenda")
            .replace("{track}", &links.track)
            .replace("{session}", &links.session)
            .replace("{speaker}", &links.speaker)
            .replace("{web}", &links.web);
        let more = self.sentence();
        self.block(&format!("{sentence}{}{more}", self.language.space()));
    }

    fn list(&mut self, items: usize, bullet: &str) {
        let objects = &self.language.words().objects;
        let mut lines = Vec::new();
        for _ in 0..items {
            let object = capital(self.draw.one_of(objects));
            lines.push(match self.draw.below(4) {
                0 => format!("{bullet}**{object}**"),
                1 => format!("{bullet}*{object}*"),
                _ => format!("{bullet}{object}"),
            });
        }
        self.block(&lines.join("\n"));
    }

    fn quotation(&mut self) {
        let quote = self.draw.one_of(&self.language.words().quotes);
        self.block(&format!("> {quote}"));
    }

    fn table(&mut self, rows: usize) {
        let table = &self.language.words().table;
        let [step, minutes, who] = table.head;
        let mut lines =
            vec![format!("| {step} | {minutes} | {who} |"), "|---|---:|---|".to_owned()];
        for step in &table.rows[..rows] {
            let (minutes, who) = (5 * self.draw.between(1, 6), self.draw.one_of(&table.people));
            lines.push(format!("| {step} | {minutes} | {who} |"));
        }
        self.block(&lines.join("\n"));
    }

    fn sentence(&mut self) -> String {
        sentence(self.language, &mut self.draw, true)
    }
}

/// A sentence; `emphasis` is whether it may contain emphasised words.
pub(super) fn sentence(language: Language, draw: &mut Draw, emphasis: bool) -> String {
    let words = language.words();
    let (subject, verb) = (draw.one_of(&words.subjects), draw.one_of(&words.verbs));
    let object = draw.one_of(&words.objects);
    let object = match draw.below(if emphasis { 8 } else { 1 }) {
        1 => format!("**{object}**"),
        2 => format!("*{object}*"),
        _ => object.to_owned(),
    };
    let ending = draw.one_of(&words.endings);
    let opener = draw.chance(50).then(|| draw.one_of(&words.openers));
    match (language, opener) {
        (Language::Chinese, Some(opener)) => {
            format!("{opener}，{subject}{verb}{object}，{ending}。")
        }
        (Language::Chinese, None) => format!("{subject}{verb}{object}，{ending}。"),
        // In Danish, the verb comes second.
        (Language::Danish, Some(opener)) => {
            format!("{opener} {verb} {subject} {object} {ending}.")
        }
        (Language::English, Some(opener)) => {
            format!("{opener} {subject} {verb} {object} {ending}.")
        }
        (_, None) => format!("{} {verb} {object} {ending}.", capital(subject)),
    }
}

/// The words with a capital first letter.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The indices of `count` different headings.
fn distinct(shape: &mut Draw, count: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..8).collect();
    (0..count).map(|_| all.remove(shape.below(all.len()))).collect()
}
