//! Random edits of a source and its translation: a simple model knows what each translation was made
//! from, and `plenary translate` must agree with it.

mod harness;

use std::collections::BTreeMap;

use harness::dice::Dice;
use harness::{build, in_memory};
use plenary::base::diagnostic::Report;
use plenary::base::source::Sources;
use plenary::drive::pipeline::Options;
use plenary::event::translation::grade::Grade;
use plenary::event::translation::lock::{Origin, TranslationLock};
use plenary::event::translation::state::State;
use plenary::event::translation::tracked::{Tracked, Translations};
use plenary::tools::translate::accept::{Acceptance, accept};

/// A paragraph. Its number, which its translation has too, tells it from the others.
#[derive(Clone, Debug, PartialEq)]
struct Paragraph {
    number: usize,
    words: usize,
    hour: usize,
    strong: bool,
    /// The translation, if there is one.
    translation: Option<usize>,
    /// The accepted pairs of a source and a translation, without those that no longer count.
    accepted: Vec<(Source, usize)>,
}

/// The words, the hour and the mark-up of a source paragraph.
type Source = (usize, usize, bool);

impl Paragraph {
    fn new(number: usize) -> Paragraph {
        let (words, hour, strong) = (0, 9, false);
        Paragraph { number, words, hour, strong, translation: None, accepted: Vec::new() }
    }

    fn source(&self) -> Source {
        (self.words, self.hour, self.strong)
    }

    fn source_text(&self) -> String {
        let strong = if self.strong { "**" } else { "" };
        let words = "very ".repeat(self.words + 1);
        format!("Room {} opens {words}early, {strong}at{strong} {}:00.\n\n", self.number, self.hour)
    }

    fn translation_text(&self) -> Option<String> {
        let words = "meget ".repeat(self.translation? + 1);
        Some(format!("Rum {} åbner {words}tidligt.\n\n", self.number))
    }

    /// The state that the program must find.
    fn expected(&self) -> String {
        let Some(translation) = self.translation else { return "missing".to_owned() };
        if self.accepted.contains(&(self.source(), translation)) {
            return "current".to_owned();
        }
        let sources = self.accepted.iter().filter(|(_, accepted)| *accepted == translation);
        let grade = |(words, hour, _): Source| match (hour == self.hour, words == self.words) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        };
        let edited = self.accepted.iter().any(|(source, _)| *source == self.source());
        match sources.map(|(source, _)| grade(*source)).min() {
            Some(least) => ["form", "words", "facts"][least].to_owned(),
            None if edited => "current".to_owned(),
            None => "unrecorded".to_owned(),
        }
    }

    /// Accepts the translation.
    fn accept(&mut self) {
        self.accepted.extend(self.translation.map(|translation| (self.source(), translation)));
    }

    /// Forgets the pairs that only the past needs.
    fn forget(&mut self) {
        let (source, translation) = (self.source(), self.translation);
        let exact = self.accepted.iter().any(|(s, t)| *s == source && Some(*t) == translation);
        self.accepted.retain(|(s, t)| Some(*t) == translation || (*s == source && !exact));
    }
}

fn site(paragraphs: &[Paragraph], lock: &TranslationLock) -> Sources {
    let source: String = paragraphs.iter().map(Paragraph::source_text).collect();
    let translation: String = paragraphs.iter().filter_map(Paragraph::translation_text).collect();
    let files = [
        (
            "content/event.yaml",
            "id: rooms\nname: {mul: Rooms}\nstart: 2031-01-01\nend: 2031-01-01\n\
             timezone: Europe/Copenhagen\n\
             languages: [{tag: en, name: English}, {tag: da, name: Dansk}]\n"
                .to_owned(),
        ),
        ("content/pages/rooms.en.md", format!("---\ntitle: Rooms\n---\n{source}")),
        ("content/pages/rooms.da.md", format!("---\ntitle: Rum\n---\n{translation}")),
        ("content/translations.lock", lock.text()),
    ];
    in_memory(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}

/// The units of the paragraphs.
fn paragraphs_of(sources: &Sources) -> (Vec<Tracked>, Vec<Tracked>) {
    let mut report = Report::new();
    let translations = Translations::read(sources, false, &mut report).expect("there is an event");
    assert!(report.is_empty(), "{report:?}");
    let all = translations.tracked();
    let text = |tracked: &&Tracked| *tracked.unit.name == *"page rooms text";
    (all.iter().filter(text).cloned().collect(), all)
}

/// The state of each paragraph, by its number.
fn states(units: &[Tracked]) -> BTreeMap<usize, String> {
    units.iter().map(|tracked| (number(tracked), shown(&tracked.state))).collect()
}

fn number(tracked: &Tracked) -> usize {
    let placed = tracked.unit.source.as_ref().or(tracked.unit.translation.as_ref());
    let words = &placed.expect("a unit has a text").text.words;
    words.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("it has a number")
}

fn shown(state: &State) -> String {
    match state {
        State::Missing => "missing",
        State::Current(_) => "current",
        State::Unrecorded => "unrecorded",
        State::Extra => "extra",
        State::Stale(change) => match change.grade {
            Grade::Form => "form",
            Grade::Words => "words",
            Grade::Facts => "facts",
        },
    }
    .to_owned()
}

/// One random edit of the paragraphs.
fn edit(paragraphs: &mut Vec<Paragraph>, next: &mut usize, numbers: &mut Dice) {
    let at = numbers.next(paragraphs.len());
    match numbers.next(7) {
        0 => paragraphs[at].words = numbers.next(4),
        1 => paragraphs[at].hour = 7 + numbers.next(3),
        2 => paragraphs[at].strong = !paragraphs[at].strong,
        3 => paragraphs[at].translation = Some(numbers.next(4)),
        4 => {
            *next += 1;
            paragraphs.insert(at, Paragraph::new(*next));
        }
        // A paragraph moves in both languages.
        5 => {
            let to = numbers.next(paragraphs.len());
            let moved = paragraphs.remove(at);
            paragraphs.insert(to, moved);
        }
        _ if paragraphs.len() > 1 => drop(paragraphs.remove(at)),
        _ => {}
    }
}

#[test]
fn after_any_edits_the_states_are_those_of_a_simple_model() {
    let mut numbers = Dice(1849);
    // Three digits, so that no hour is the number of a paragraph.
    let mut next = 100;
    let mut paragraphs = vec![Paragraph::new(next)];
    let mut lock = TranslationLock::default();
    for round in 0..400 {
        edit(&mut paragraphs, &mut next, &mut numbers);
        let sources = site(&paragraphs, &lock);
        let (units, all) = paragraphs_of(&sources);
        let expected: BTreeMap<usize, String> =
            paragraphs.iter().map(|p| (p.number, p.expected())).collect();
        assert_eq!(states(&units), expected, "round {round}: {paragraphs:#?}");
        if numbers.next(3) == 0 {
            let chosen = numbers.next(paragraphs.len());
            let paragraph = &mut paragraphs[chosen];
            let mine = units.iter().filter(|tracked| number(tracked) == paragraph.number);
            let how = Acceptance {
                origin: Origin::Person,
                reviewer: None,
                date: jiff::civil::date(2031, 1, 1),
                only_form: false,
            };
            let languages =
                Translations::read(&sources, false, &mut Report::new()).expect("it is there");
            let (new, count) = accept(&lock, mine, &all, &languages.event.config.languages, &how);
            lock = new;
            paragraph.accept();
            if count > 0 {
                paragraphs.iter_mut().for_each(Paragraph::forget);
            }
        }
    }
    assert!(paragraphs.len() > 3, "the edits leave something to compare");
}

#[test]
fn a_page_that_a_program_translated_says_so_until_it_is_reviewed() {
    let mut paragraphs: Vec<Paragraph> = (100..102).map(Paragraph::new).collect();
    for paragraph in &mut paragraphs {
        paragraph.translation = Some(0);
    }
    let mut lock = TranslationLock::default();
    let by_machine = (Origin::Machine, None);
    let reviewed = (Origin::Machine, Some("vera".to_owned()));
    for ((origin, reviewer), shown) in [(by_machine, true), (reviewed, false)] {
        let sources = site(&paragraphs, &lock);
        let (_, all) = paragraphs_of(&sources);
        let date = jiff::civil::date(2031, 1, 1);
        let how = Acceptance { origin, reviewer, date, only_form: false };
        let read =
            Translations::read(&sources, false, &mut Report::new()).expect("there is an event");
        let (next, count) = accept(&lock, all.iter(), &all, &read.event.config.languages, &how);
        assert_eq!(count, 3, "the title and two paragraphs");
        lock = next;
        let built = build(&site(&paragraphs, &lock), Report::new(), &Options::default());
        let page = built.text("da/rooms/index.html");
        assert_eq!(page.contains("Maskinoversættelse"), shown, "{page}");
        let source = built.text("en/rooms/index.html");
        assert!(!source.contains("class=\"notice"), "the source is no translation");
    }
}

#[test]
fn locks_of_two_branches_are_joined_by_taking_all_lines() {
    let mut numbers = Dice(7);
    let mut paragraphs: Vec<Paragraph> = (100..112).map(Paragraph::new).collect();
    for paragraph in &mut paragraphs {
        paragraph.translation = Some(0);
    }
    let how = Acceptance {
        origin: Origin::Person,
        reviewer: Some("vera".to_owned()),
        date: jiff::civil::date(2031, 1, 1),
        only_form: false,
    };
    let accept_some = |numbers: &mut Dice| {
        let sources = site(&paragraphs, &TranslationLock::default());
        let (units, all) = paragraphs_of(&sources);
        let site = Translations::read(&sources, false, &mut Report::new()).expect("it is there");
        let mine: Vec<&Tracked> = units.iter().filter(|_| numbers.next(2) == 0).collect();
        let languages = &site.event.config.languages;
        accept(&TranslationLock::default(), mine.into_iter(), &all, languages, &how).0
    };
    let (ours, theirs) = (accept_some(&mut numbers), accept_some(&mut numbers));
    let merged = format!("<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", ours.text(), theirs.text());
    let mut sources = site(&paragraphs, &TranslationLock::default());
    let file = plenary::content::load::file_of("content/translations.lock", merged.into_bytes());
    sources.insert(file.expect("it is text"));
    let (units, _) = paragraphs_of(&sources);
    for tracked in &units {
        let source = &tracked.unit.source.as_ref().expect("all have a source").text;
        let accepted = [&ours, &theirs].iter().any(|lock| lock.texts.contains_key(&source.hash));
        let expected = if accepted { "current" } else { "unrecorded" };
        assert_eq!(shown(&tracked.state), expected, "{}", source.words);
    }
}
