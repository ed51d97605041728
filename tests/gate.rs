//! Random edits of a source and its translation, among them moved, split and joined paragraphs: a simple
//! model knows what readers must see, and which languages are published.

mod harness;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use harness::dice::Dice;
use harness::{Built, build, in_memory};
use jiff::civil::{Date, date};
use plenary::base::diagnostic::Report;
use plenary::base::source::Sources;
use plenary::drive::pipeline::Options;
use plenary::event::translation::lock::{Origin, TranslationLock};
use plenary::event::translation::tracked::{Tracked, Translations};
use plenary::tools::translate::accept::{Acceptance, accept};

/// A sentence of the source. Its number, which its translation has too, tells it from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sentence {
    number: usize,
    words: usize,
    hour: usize,
}

/// A sentence of the translation: its number and words.
type Translated = (usize, usize);

/// A paragraph or a short text.
#[derive(Clone, Debug)]
struct Text {
    source: Vec<Sentence>,
    translation: Option<Vec<Translated>>,
}

impl Text {
    fn new(number: usize) -> Text {
        Text { source: vec![Sentence { number, words: 0, hour: 9 }], translation: None }
    }

    fn source_text(&self) -> String {
        let sentence = |one: &Sentence| {
            let words = "very ".repeat(one.words);
            format!("Room {} opens {words}early, at {}:00.", one.number, one.hour)
        };
        self.source.iter().map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn translation_text(&self) -> Option<String> {
        let sentence = |(number, words): &Translated| {
            format!("Rum {number} åbner {}tidligt.", "meget ".repeat(*words))
        };
        let sentences = self.translation.as_ref()?.iter().map(sentence);
        Some(sentences.collect::<Vec<_>>().join(" "))
    }

    fn word_count(&self) -> usize {
        self.source_text().split(' ').count()
    }

    fn translate(&mut self, words: usize) {
        self.translation = Some(self.source.iter().map(|one| (one.number, words)).collect());
    }
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    Facts(Date),
    Words(Date),
    Unrecorded,
    Unreviewed,
}

/// The unit of a text: the title of the page, a paragraph, or the event's tagline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Title,
    Paragraph,
    Tagline,
}

/// A recorded pair.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    unit: Unit,
    source: Vec<Sentence>,
    translation: Vec<Translated>,
    origin: Origin,
    reviewed: bool,
    date: Date,
}

#[derive(Clone, Debug)]
struct Model {
    title: Text,
    paragraphs: Vec<Text>,
    tagline: Text,
    pairs: Vec<Pair>,
    next: usize,
}

impl Model {
    fn texts(&self) -> Vec<(Unit, &Text)> {
        let short = [(Unit::Tagline, &self.tagline), (Unit::Title, &self.title)];
        let long = self.paragraphs.iter().map(|text| (Unit::Paragraph, text));
        short.into_iter().chain(long).collect()
    }

    /// The latest pair of a text as it is.
    fn exact(&self, text: &Text) -> Option<&Pair> {
        let same = |pair: &&Pair| {
            pair.source == text.source && Some(&pair.translation) == text.translation.as_ref()
        };
        self.pairs.iter().filter(same).max_by_key(|pair| pair.date)
    }

    fn problem(&self, unit: Unit, text: &Text) -> Option<Problem> {
        let Some(translation) = &text.translation else { return Some(Problem::Missing) };
        if let Some(pair) = self.exact(text) {
            let unread = pair.origin == Origin::Machine && !pair.reviewed;
            return unread.then_some(Problem::Unreviewed);
        }
        let own = || self.pairs.iter().filter(|pair| pair.unit == unit);
        let facts = |source: &[Sentence]| {
            let mut facts: Vec<usize> = source.iter().flat_map(|s| [s.number, s.hour]).collect();
            facts.sort_unstable();
            facts
        };
        let changed = |pair: &Pair| facts(&pair.source) != facts(&text.source);
        let made = own().filter(|pair| pair.translation == *translation);
        let nearest = made.map(|pair| (changed(pair), Reverse(pair.date))).min();
        match nearest {
            Some((true, Reverse(date))) => Some(Problem::Facts(date)),
            Some((false, Reverse(date))) => Some(Problem::Words(date)),
            None if own().any(|pair| pair.source == text.source) => None,
            None => Some(Problem::Unrecorded),
        }
    }

    fn problems(&self) -> Vec<(Unit, &Text, Problem)> {
        let texts = self.texts().into_iter();
        texts.filter_map(|(unit, text)| Some((unit, text, self.problem(unit, text)?))).collect()
    }

    /// Records a translation if that says anything new, and forgets what only the past needs.
    fn accept(&mut self, at: usize, origin: Origin, reviewed: bool, date: Date) {
        let (unit, text) = self.texts()[at];
        let Some(translation) = text.translation.clone() else { return };
        let known = self.exact(text).is_some_and(|pair| pair.reviewed || !reviewed);
        if known {
            return;
        }
        let source = text.source.clone();
        self.pairs.push(Pair { unit, source, translation, origin, reviewed, date });
        let sources: BTreeSet<_> = self.texts().iter().map(|(_, t)| t.source.clone()).collect();
        let translations: BTreeSet<_> =
            self.texts().iter().filter_map(|(_, t)| t.translation.clone()).collect();
        let exact: BTreeSet<(Unit, Vec<Sentence>)> = self
            .pairs
            .iter()
            .filter(|pair| sources.contains(&pair.source))
            .filter(|pair| translations.contains(&pair.translation))
            .map(|pair| (pair.unit, pair.source.clone()))
            .collect();
        self.pairs.retain(|pair| {
            let replaced = exact.contains(&(pair.unit, pair.source.clone()));
            translations.contains(&pair.translation)
                || (sources.contains(&pair.source) && !replaced)
        });
    }

    /// One random edit.
    fn edit(&mut self, dice: &mut Dice) {
        let count = self.paragraphs.len();
        let at = dice.next(count);
        let number = match dice.next(12) {
            0..=2 => return self.edit_text(at, dice),
            3 => return self.edit_short(dice),
            4 => {
                self.next += 1;
                self.next
            }
            5 => {
                // A paragraph moves in both languages.
                let moved = self.paragraphs.remove(at);
                return self.paragraphs.insert(dice.next(count), moved);
            }
            6 if count > 1 => return drop(self.paragraphs.remove(at)),
            7 | 8 => return self.split(at),
            9 | 10 if at + 1 < count => return self.join(at),
            _ => return self.paragraphs[at].translate(dice.next(4)),
        };
        self.paragraphs.insert(at, Text::new(number));
    }

    fn edit_text(&mut self, at: usize, dice: &mut Dice) {
        let sentences = &mut self.paragraphs[at].source;
        let sentence = dice.next(sentences.len());
        match dice.next(2) {
            0 => sentences[sentence].words = dice.next(3),
            _ => sentences[sentence].hour = 7 + dice.next(3),
        }
    }

    fn edit_short(&mut self, dice: &mut Dice) {
        let text = if dice.next(2) == 0 { &mut self.title } else { &mut self.tagline };
        match dice.next(3) {
            0 => text.source[0].words = dice.next(2),
            1 => text.source[0].hour = 7 + dice.next(2),
            _ => text.translate(dice.next(2)),
        }
    }

    /// Splits a paragraph after its first sentence, in both languages.
    fn split(&mut self, at: usize) {
        let text = &mut self.paragraphs[at];
        let whole = text.translation.as_ref().is_none_or(|all| all.len() == text.source.len());
        if text.source.len() > 1 && whole {
            let source = text.source.split_off(1);
            let translation = text.translation.as_mut().map(|all| all.split_off(1));
            self.paragraphs.insert(at + 1, Text { source, translation });
        }
    }

    /// Joins a paragraph and the next one, in both languages; what is not translated is still missing.
    fn join(&mut self, at: usize) {
        let lengths = self.paragraphs[at].source.len() + self.paragraphs[at + 1].source.len();
        let both = self.paragraphs[at].translation.is_some()
            == self.paragraphs[at + 1].translation.is_some();
        if lengths > 3 || !both {
            return;
        }
        let next = self.paragraphs.remove(at + 1);
        let text = &mut self.paragraphs[at];
        text.source.extend(next.source);
        if let (Some(all), Some(more)) = (&mut text.translation, next.translation) {
            all.extend(more);
        }
    }
}

/// The settings of `event.yaml`.
#[derive(Clone, Debug, Default)]
struct Settings {
    /// The ways to show stale facts, stale words and unreviewed texts: of titles, short and long texts.
    showing: [[&'static str; 3]; 3],
    coverage: Option<usize>,
    stale: Option<usize>,
    stale_facts: Option<usize>,
    reviewed: bool,
    required: Option<&'static str>,
}

impl Settings {
    fn random(dice: &mut Dice) -> Settings {
        let mut some = |most: usize| match dice.next(3) {
            0 => Some(dice.next(most)),
            _ => None,
        };
        let (coverage, stale, stale_facts) = (some(4), some(6), some(3));
        let one = |dice: &mut Dice, words: &[&'static str]| words[dice.next(words.len())];
        let marked = ["mark", "mark", "source"];
        let all = ["show", "mark", "source"];
        let three = |dice: &mut Dice, words| [(); 3].map(|()| one(dice, words));
        Settings {
            showing: [three(dice, &marked), three(dice, &all), three(dice, &marked)],
            coverage: coverage.map(|quarter| 25 * (quarter + 1)),
            stale,
            stale_facts,
            reviewed: dice.next(4) == 0,
            required: ["rooms", "home"].get(dice.next(8)).copied(),
        }
    }

    fn yaml(&self) -> String {
        let mut conditions = Vec::new();
        conditions.extend(self.coverage.map(|percent| format!("coverage: {percent}%")));
        conditions.extend(self.stale.map(|count| format!("stale: {count}")));
        conditions.extend(self.stale_facts.map(|count| format!("stale_facts: {count}")));
        conditions.extend(self.reviewed.then(|| "reviewed: true".to_owned()));
        conditions.extend(self.required.map(|page| format!("required: [{page}]")));
        let mut yaml = format!("publish: {{{}}}\ntranslations:\n", conditions.join(", "));
        for (name, [title, short, long]) in
            ["stale_facts", "stale_words", "unreviewed"].iter().zip(self.showing)
        {
            yaml.push_str(&format!(
                "  {name}: {{titles: {title}, short_texts: {short}, long_texts: {long}}}\n"
            ));
        }
        yaml
    }

    fn showing(&self, unit: Unit, problem: Problem) -> &'static str {
        let row = match problem {
            Problem::Facts(_) => 0,
            Problem::Words(_) => 1,
            Problem::Unreviewed => 2,
            Problem::Missing | Problem::Unrecorded => return "show",
        };
        self.showing[row][match unit {
            Unit::Title => 0,
            Unit::Tagline => 1,
            Unit::Paragraph => 2,
        }]
    }

    /// The conditions that are not met.
    fn unmet(&self, model: &Model) -> BTreeSet<&'static str> {
        let problems = model.problems();
        let count = |is: fn(&Problem) -> bool| problems.iter().filter(|(.., p)| is(p)).count();
        let facts = count(|p| matches!(p, Problem::Facts(_) | Problem::Unrecorded));
        let stale = facts + count(|p| matches!(p, Problem::Words(_)));
        let unread = count(|p| matches!(p, Problem::Unreviewed | Problem::Unrecorded));
        let all: usize = model.texts().iter().map(|(_, text)| text.word_count()).sum();
        let missing = problems.iter().filter(|(.., p)| *p == Problem::Missing);
        let missing: usize = missing.map(|(_, text, _)| text.word_count()).sum();
        let required = problems.iter().any(|(unit, _, problem)| {
            let page = if *unit == Unit::Tagline { "home" } else { "rooms" };
            let bad = !matches!(problem, Problem::Unrecorded | Problem::Unreviewed);
            bad && self.required == Some(page)
        });
        let is_below = self.coverage.is_some_and(|percent| (all - missing) * 100 < percent * all);
        [
            ("publish/coverage", is_below),
            ("publish/stale", self.stale.is_some_and(|limit| stale > limit)),
            ("publish/stale-facts", self.stale_facts.is_some_and(|limit| facts > limit)),
            ("publish/not-reviewed", self.reviewed && unread > 0),
            ("publish/required", required),
        ]
        .into_iter()
        .filter_map(|(code, is_unmet)| is_unmet.then_some(code))
        .collect()
    }
}

fn site(model: &Model, settings: &Settings, lock: &TranslationLock) -> Sources {
    let paragraphs = |text: fn(&Text) -> Option<String>| -> String {
        model.paragraphs.iter().filter_map(text).map(|text| text + "\n\n").collect()
    };
    let in_danish = |name: &str, text: &Text| {
        text.translation_text().map(|text| format!("{name}\"{text}\"\n")).unwrap_or_default()
    };
    let (source, translation) =
        (paragraphs(|text| Some(text.source_text())), paragraphs(Text::translation_text));
    let files = [
        (
            "content/event.yaml",
            format!(
                "id: rooms\nname: {{mul: Rooms}}\nstart: 2031-01-01\nend: 2031-01-01\n\
                 timezone: Europe/Copenhagen\n\
                 languages: [{{tag: en, name: English}}, {{tag: da, name: Dansk}}]\n\
                 tagline:\n  en: \"{}\"\n{}{}",
                model.tagline.source_text(),
                in_danish("  da: ", &model.tagline),
                settings.yaml(),
            ),
        ),
        (
            "content/pages/rooms.en.md",
            format!("---\ntitle: \"{}\"\n---\n{source}", model.title.source_text()),
        ),
        (
            "content/pages/rooms.da.md",
            format!("---\n{}---\n{translation}", in_danish("title: ", &model.title)),
        ),
        ("content/translations.lock", lock.text()),
    ];
    in_memory(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}

/// The date in Danish.
fn in_danish(day: Date) -> String {
    let months = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august"];
    let month = months[usize::try_from(day.month() - 1).expect("months begin at 1")];
    format!("{}. {month} {}", day.day(), day.year())
}

/// Compares a page in Danish with what the model expects of some of its texts.
fn compare_page(model: &Model, settings: &Settings, html: &str, units: &[Unit], foreign: bool) {
    let shown = model.problems().into_iter().filter(|(unit, _, problem)| {
        units.contains(unit) && settings.showing(*unit, *problem) == "mark"
    });
    let marked: Vec<Problem> = shown.map(|(.., problem)| problem).filter(|_| !foreign).collect();
    let facts = marked.iter().filter_map(|problem| match problem {
        Problem::Facts(date) => Some(*date),
        _ => None,
    });
    let words = marked.iter().filter_map(|problem| match problem {
        Problem::Words(date) => Some(*date),
        _ => None,
    });
    let facts = facts.min().map(|day| format!("teksten {}. Siden er der", in_danish(day)));
    let words = words.min().map(|day| format!("teksten {}. Siden er originalen", in_danish(day)));
    let outdated = facts.or(words);
    assert_eq!(html.contains("Oversættelsen er ikke opdateret"), outdated.is_some(), "{html}");
    assert!(outdated.is_none_or(|notice| html.contains(&notice)), "{html}");
    let unread = marked.contains(&Problem::Unreviewed);
    assert_eq!(html.contains("Maskinoversættelse"), unread, "{html}");
}

fn compare(model: &Model, settings: &Settings, built: &Built) {
    let problems = model.problems();
    let withheld = |wanted: Unit| {
        problems.iter().any(|(unit, _, problem)| {
            *unit == wanted && settings.showing(*unit, *problem) == "source"
        })
    };
    let page = built.text("da/rooms/index.html");
    let body = page.split("class=\"prose\"").nth(1).expect("it has a text");
    let foreign =
        model.paragraphs.iter().all(|text| text.translation.is_none()) || withheld(Unit::Paragraph);
    assert_eq!(page.contains("endnu ikke oversat til dansk"), foreign, "{page}");
    for text in &model.paragraphs {
        let own = text.translation_text();
        assert_eq!(
            own.is_some_and(|own| body.contains(&own)),
            !foreign && text.translation.is_some()
        );
        assert_eq!(body.contains(&text.source_text()), foreign, "{page}");
    }
    let stale = problems.iter().filter(|(unit, _, problem)| {
        let stale = matches!(problem, Problem::Facts(_) | Problem::Words(_));
        *unit == Unit::Paragraph && stale && settings.showing(*unit, *problem) == "mark"
    });
    let marks = if foreign { 0 } else { stale.count() };
    assert_eq!(body.matches("<small class=\"outdated\">(ikke opdateret)").count(), marks, "{page}");
    compare_page(model, settings, page, &[Unit::Title, Unit::Paragraph], foreign);
    let home = built.text("da/index.html");
    compare_page(model, settings, home, &[Unit::Tagline], false);
    for (unit, text, html) in
        [(Unit::Title, &model.title, &page), (Unit::Tagline, &model.tagline, &home)]
    {
        let own = text.translation_text().filter(|_| !withheld(unit));
        let shown = own.clone().unwrap_or(text.source_text());
        assert!(html.contains(&shown), "{shown}\n{html}");
        assert!(
            own.is_some() || !html.contains(&format!("Rum {}", text.source[0].number)),
            "{html}"
        );
    }
}

/// The position of a unit among the texts of the model.
fn position(model: &Model, tracked: &Tracked) -> usize {
    let placed = tracked.unit.source.as_ref().expect("all translations have a source");
    let number = placed.text.words.split(' ').nth(1).expect("it has a number");
    let is_it = |(_, text): &(Unit, &Text)| text.source[0].number.to_string() == number;
    model.texts().iter().position(is_it).expect("the model has it")
}

#[test]
fn after_any_edits_pages_and_gate_are_those_of_a_simple_model() {
    let mut dice = Dice(1905);
    // Three digits, so that no hour is the number of a sentence.
    let (title, tagline) = (Text::new(900), Text::new(901));
    let paragraphs = vec![Text::new(101)];
    let mut model = Model { title, paragraphs, tagline, pairs: Vec::new(), next: 101 };
    let mut lock = TranslationLock::default();
    let mut seen = BTreeSet::new();
    for round in 0..150 {
        model.edit(&mut dice);
        let settings = Settings::random(&mut dice);
        let sources = site(&model, &settings, &lock);
        let built = build(&sources, Report::new(), &Options::default());
        assert!(!built.failed, "{}", built.printed);
        let codes: BTreeSet<&str> = settings.unmet(&model);
        let all = ["coverage", "stale", "stale-facts", "not-reviewed", "required", "not-recorded"];
        let reported =
            all.iter().filter(|code| built.printed.contains(&format!("publish/{code}]")));
        let reported: BTreeSet<String> = reported.map(|code| format!("publish/{code}")).collect();
        assert!(reported.iter().eq(codes.iter()), "round {round}: {}\n{model:#?}", built.printed);
        let is_there = built.files.keys().any(|path| path.starts_with("da/"));
        assert_eq!(is_there, codes.is_empty(), "round {round}");
        match is_there {
            true => compare(&model, &settings, &built),
            false => assert!(!built.text("en/rooms/index.html").contains("Dansk")),
        }
        seen.extend(codes);
        if dice.next(3) == 0 {
            let day = date(2031, 1, 1).checked_add(jiff::ToSpan::days(round)).expect("it is soon");
            let site = Translations::read(&sources, false, &mut Report::new());
            let site = site.expect("there is an event");
            let units = site.tracked();
            let chosen = dice.next(units.len());
            let origin = if dice.next(3) == 0 { Origin::Machine } else { Origin::Person };
            let reviewer = (dice.next(4) == 0).then(|| "vera".to_owned());
            let reviewed = reviewer.is_some();
            let how = Acceptance { origin, reviewer, date: day, only_form: false };
            let languages = &site.event.config.languages;
            lock = accept(&lock, [&units[chosen]].into_iter(), &units, languages, &how).0;
            model.accept(position(&model, &units[chosen]), origin, reviewed, day);
        }
    }
    assert_eq!(seen.len(), 5, "each condition was unmet once");
}

/// The files of a site with all fields that depend on the language, in these languages. `entries` are
/// the languages as `event.yaml` lists them.
fn complete_site(entries: &str, tags: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let text = |words: &str| {
        let texts = tags.iter().map(|tag| format!("{tag}: \"{words} {tag}\""));
        format!("{{{}}}", texts.collect::<Vec<_>>().join(", "))
    };
    let slugs = |word: &str| {
        let slugs = tags.iter().map(|tag| format!("{tag}: {word}-{}", tag.to_lowercase()));
        format!("{{{}}}", slugs.collect::<Vec<_>>().join(", "))
    };
    let t = text;
    let mut files = vec![
        (
            "content/event.yaml".to_owned(),
            format!(
                "id: fair\nname: {}\nshort_name: {}\ntagline: {}\nsummary: {}\nimage_alt: {}\n\
                 image: media/fair.png\nstart: 2031-01-01\nend: 2031-01-01\nplace: mill\n\
                 timezone: Europe/Copenhagen\nbase_url: https://example.org\nmenu: [about, agenda]\n\
                 editions: [{{url: \"https://example.org/1\", title: {}}}]\nlanguages: {entries}\n",
                t("Fair"),
                t("Short"),
                t("Headline"),
                t("Summary"),
                t("Picture"),
                t("First"),
            ),
        ),
        (
            "content/agenda.yaml".to_owned(),
            format!(
                "days:\n  - date: 2031-01-01\n    title: {}\n    summary: {}\n    sessions:\n      - id: walk\n        \
                 title: {}\n        summary: {}\n        slug: {}\n        status: cancelled\n        reason: {}\n        \
                 image: media/fair.png\n        image_alt: {}\n        start: \"09:00\"\n        end: \"10:00\"\n        \
                 places: [mill]\n        tracks: [wind]\n        speakers: [ada]\n        hosts: [guild]\n        \
                 links: [{{url: \"https://example.org/2\", title: {}}}]\n        \
                 documents: [{{url: \"https://example.org/3\", title: {}}}]\n        \
                 transport: [{{mode: bus, label: {}, depart: \"08:00\"}}]\n",
                t("Day"),
                t("Day summary"),
                t("Walk"),
                t("Walk summary"),
                slugs("walk"),
                t("Reason"),
                t("Walkers"),
                t("Link"),
                t("Document"),
                t("Bus"),
            ),
        ),
        (
            "content/tracks.yaml".to_owned(),
            format!("- {{id: wind, title: {}, summary: {}}}\n", t("Wind"), t("Wind summary")),
        ),
        (
            "content/speakers.yaml".to_owned(),
            format!(
                "- {{id: ada, name: {}, role: {}, sort_key: {}}}\n",
                t("Ada"),
                t("Miller"),
                t("Key")
            ),
        ),
        (
            "content/contacts.yaml".to_owned(),
            format!(
                "- {{id: bo, name: {}, role: {}, email: bo@example.org}}\n",
                t("Bo"),
                t("Guide")
            ),
        ),
        (
            "content/organisations.yaml".to_owned(),
            format!(
                "- {{id: guild, name: {}, summary: {}, sort_key: {}}}\n",
                t("Guild"),
                t("Guild summary"),
                t("Sort")
            ),
        ),
        (
            "content/places.yaml".to_owned(),
            format!(
                "- {{id: mill, name: {}, address: {}, town: {}, access: {}, summary: {}}}\n",
                t("Mill"),
                t("Street"),
                t("Town"),
                t("Door"),
                t("Mill summary"),
            ),
        ),
        (
            "content/news.yaml".to_owned(),
            format!(
                "- {{id: start, date: 2030-12-01, title: {}, summary: {}}}\n",
                t("News"),
                t("News summary")
            ),
        ),
    ];
    for tag in tags {
        for page in ["pages/about", "news/start", "sessions/walk", "speakers/ada", "contacts/bo"] {
            let title = if page == "pages/about" {
                format!("---\ntitle: About {tag}\n---\n")
            } else {
                String::new()
            };
            let text =
                format!("{title}## Heading {tag}\n\nText {tag}, see [the walk](session:walk).\n");
            files.push((format!("content/{page}.{tag}.md"), text));
        }
        files.push((format!("locales/{tag}/site.ftl"), format!("home = Home {tag}\n")));
    }
    let mut files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let picture = std::include_bytes!("../themes/forum/assets/icon-180.png");
    files.insert("content/media/fair.png".to_owned(), picture.to_vec());
    files
}

#[test]
fn a_site_without_an_unpublished_language_equals_one_that_never_had_it() {
    let of = |entries: &str, tags: &[&str]| {
        let built =
            build(&in_memory(complete_site(entries, tags)), Report::new(), &Options::default());
        assert_eq!(built.printed, "");
        built
    };
    let gated = of(
        "[{tag: en, name: English}, {tag: da, name: Dansk, publish: false}, \
         {tag: zh-Hans, name: 简体中文, path: zh, fallback: [da, en]}, {tag: de, name: Deutsch}]",
        &["en", "da", "zh-Hans", "de"],
    );
    let never = of(
        "[{tag: en, name: English}, \
         {tag: zh-Hans, name: 简体中文, path: zh, fallback: [en]}, {tag: de, name: Deutsch}]",
        &["en", "zh-Hans", "de"],
    );
    let paths = |built: &Built| built.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&gated), paths(&never));
    for (path, bytes) in &never.files {
        let (gated, never) =
            (String::from_utf8_lossy(&gated.files[path]), String::from_utf8_lossy(bytes));
        assert_eq!(gated, never, "{path}");
    }
}

#[test]
fn a_site_with_one_language_left_is_a_site() {
    let entries = "[{tag: en, name: English}, {tag: da, name: Dansk, publish: false}]";
    let built = build(
        &in_memory(complete_site(entries, &["en", "da"])),
        Report::new(),
        &Options::default(),
    );
    assert_eq!(built.printed, "");
    assert!(built.files.keys().all(|path| !path.starts_with("da/")));
    assert!(!built.text("en/index.html").contains("class=\"languages\""));
    let drafts = Options { drafts: true, ..Options::default() };
    let built = build(&in_memory(complete_site(entries, &["en", "da"])), Report::new(), &drafts);
    let page = built.text("da/about/index.html");
    assert!(page.contains("noindex") && page.contains("endnu ikke offentliggjort"), "{page}");
    let source = built.text("en/about/index.html");
    assert!(!source.contains("rel=\"alternate\" hreflang=\"da\""), "{source}");
    assert!(source.contains("(draft)"), "{source}");
    assert!(!built.text("sitemap.xml").contains("/da/"));
}
