//! What `event.yaml` says about translations: how those that readers cannot fully trust are shown
//! ([`TranslationPolicy`]), and when a language is published ([`Publication`]).

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Span, Spanned};
use crate::base::yaml::{Fields, Node};
use crate::content::field_reader::FieldReader;

/// How a translation that readers cannot fully trust is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Showing {
    /// Like any other.
    Plain,
    /// With a mark that says what is wrong with it.
    Marked,
    /// Not at all: readers see another language, as for a missing translation.
    Source,
}

/// The words for [`Showing`] in `event.yaml`.
const SHOWINGS: [(&str, Showing); 3] =
    [("show", Showing::Plain), ("mark", Showing::Marked), ("source", Showing::Source)];

/// The texts that share a way of being shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextGroup {
    /// Titles of records, and names.
    Title,
    /// All other short texts: summaries, roles, addresses, names of buses, alternative texts.
    Short,
    /// The long texts of Markdown files.
    Long,
}

/// How translations with one problem are shown, by [`TextGroup`].
pub type Showings = [Showing; 3];

/// How translations that readers cannot fully trust are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TranslationPolicy {
    /// A number, link, file or piece of code changed in the source.
    pub stale_facts: Showings,
    /// Only words changed in the source.
    pub stale_words: Showings,
    /// A program translated them, and nobody reviewed them.
    pub unreviewed: Showings,
}

impl Default for TranslationPolicy {
    fn default() -> TranslationPolicy {
        TranslationPolicy {
            stale_facts: [Showing::Marked; 3],
            stale_words: [Showing::Plain; 3],
            unreviewed: [Showing::Marked; 3],
        }
    }
}

/// When a language is published.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Publication {
    /// Always.
    #[default]
    Always,
    /// Not yet: `publish: false`, at this place.
    Never(Span),
    /// If its translations are good enough.
    If(Conditions),
}

/// The conditions for publishing a language; those that are `None` do not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    /// The least share of the source's words that have a translation, from 0 to 1.
    pub coverage: Option<Spanned<f64>>,
    /// The largest number of translations whose source changed in words or facts.
    pub stale: Option<Spanned<usize>>,
    /// The largest number of translations whose source changed in facts.
    pub stale_facts: Option<Spanned<usize>>,
    /// The ids of pages that must be translated and up to date.
    pub required: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether everything that a program translated must be reviewed.
    pub reviewed: Option<Spanned<bool>>,
}

/// What a `publish` field says, before the fields of the whole site and of a language are joined.
#[derive(Clone, Debug, PartialEq)]
pub enum PublishField {
    /// `true` or `false`.
    Whether(Spanned<bool>),
    /// Conditions.
    If(Conditions),
}

/// An example of a `publish` field.
const EXAMPLE: &str = "{coverage: 95%, stale_facts: 0}";

impl Publication {
    /// Whether it depends on the translations.
    pub fn is_conditional(&self) -> bool {
        matches!(self, Publication::If(_))
    }

    /// When a language is published, by its own field and that of the whole site. A condition of the
    /// language replaces that of the site.
    pub fn of(own: Option<&PublishField>, site: Option<&Conditions>) -> Publication {
        let common = site.cloned().unwrap_or_default();
        let conditions = match own {
            Some(PublishField::Whether(Spanned { value: true, .. })) => return Publication::Always,
            Some(PublishField::Whether(no)) => return Publication::Never(no.span.clone()),
            Some(PublishField::If(own)) => own.clone().or(common),
            None => common,
        };
        match conditions == Conditions::default() {
            true => Publication::Always,
            false => Publication::If(conditions),
        }
    }
}

impl Conditions {
    fn or(self, other: Conditions) -> Conditions {
        Conditions {
            coverage: self.coverage.or(other.coverage),
            stale: self.stale.or(other.stale),
            stale_facts: self.stale_facts.or(other.stale_facts),
            required: self.required.or(other.required),
            reviewed: self.reviewed.or(other.reviewed),
        }
    }
}

/// Reads `translations`.
pub fn read_policy(reader: &mut FieldReader<'_>, node: &Node<'_>) -> Option<TranslationPolicy> {
    let mut policy = TranslationPolicy::default();
    let mut fields = node.fields("{stale_facts: source}", &mut reader.report)?;
    // Only old words may be shown like any other: a wrong hour harms, an old adjective does not.
    let marked = &SHOWINGS[1..];
    showings(&mut fields, "stale_facts", &mut policy.stale_facts, marked, reader);
    showings(&mut fields, "stale_words", &mut policy.stale_words, &SHOWINGS, reader);
    showings(&mut fields, "unreviewed", &mut policy.unreviewed, marked, reader);
    fields.finish(&mut reader.report);
    Some(policy)
}

/// Reads one word for all groups of texts, or a word for some of them.
fn showings(
    fields: &mut Fields<'_>,
    name: &'static str,
    showings: &mut Showings,
    choices: &[(&'static str, Showing)],
    reader: &mut FieldReader<'_>,
) {
    const WANTED: &str = "a way to show such texts";
    let Some(node) = fields.get(name) else { return };
    if !node.is_mapping() {
        if let Some(one) = reader.choice(&node, WANTED, choices) {
            *showings = [one; 3];
        }
        return;
    }
    let Some(mut groups) = node.fields("{titles: mark}", &mut reader.report) else { return };
    for (name, group) in [
        ("titles", TextGroup::Title),
        ("short_texts", TextGroup::Short),
        ("long_texts", TextGroup::Long),
    ] {
        if let Some(one) = reader.choice_field(&mut groups, name, WANTED, choices) {
            showings[group as usize] = one;
        }
    }
    groups.finish(&mut reader.report);
}

/// Reads the conditions of the whole site.
pub fn read_conditions(reader: &mut FieldReader<'_>, node: &Node<'_>) -> Option<Conditions> {
    conditions(node, &mut reader.report)
}

/// Reads the `publish` field of a language.
pub fn read_publish(node: &Node<'_>, report: &mut Report) -> Option<PublishField> {
    if node.is_mapping() {
        return conditions(node, report).map(PublishField::If);
    }
    match node.boolean(&mut Report::new()) {
        Some(value) => Some(PublishField::Whether(Spanned { value, span: node.span() })),
        None => {
            report.push(node.wrong_type("`true`, `false` or conditions", EXAMPLE));
            None
        }
    }
}

fn conditions(node: &Node<'_>, report: &mut Report) -> Option<Conditions> {
    let mut fields = node.fields(EXAMPLE, report)?;
    let conditions = Conditions {
        coverage: condition(&mut fields, "coverage", |node| share(node, report)),
        stale: condition(&mut fields, "stale", |node| count(node, report)),
        stale_facts: condition(&mut fields, "stale_facts", |node| count(node, report)),
        required: condition(&mut fields, "required", |node| Some(ids(node, report))),
        reviewed: condition(&mut fields, "reviewed", |node| node.boolean(report)),
    };
    fields.finish(report);
    Some(conditions)
}

fn condition<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    read: impl FnOnce(&Node<'_>) -> Option<T>,
) -> Option<Spanned<T>> {
    let node = fields.get(name)?;
    Some(Spanned { value: read(&node)?, span: node.span() })
}

/// A share from 0 to 1, also in percent: `0.95` or `95%`.
fn share(node: &Node<'_>, report: &mut Report) -> Option<f64> {
    let percent = node.as_text().and_then(|text| text.trim().strip_suffix(['%', '％']));
    let percent = percent.and_then(|number| number.trim().parse::<f64>().ok());
    let share = percent.map(|percent| percent / 100.0).or_else(|| node.as_number());
    match share {
        Some(share) if (0.0..=1.0).contains(&share) => Some(share),
        Some(number) => {
            let fault = Diagnostic::error(
                "publish/bad-share",
                "a share of the words is between 0 and 1, or between 0% and 100%",
            );
            let meant = (percent.is_none() && number > 1.0 && number <= 100.0)
                .then(|| format!("{number}%"));
            report.push(fault.at(node.span()).suggest(meant, || "write `0.95` or `95%`".into()));
            None
        }
        None => {
            report.push(node.wrong_type("a share", "95%"));
            None
        }
    }
}

/// A number of translations, from 0.
fn count(node: &Node<'_>, report: &mut Report) -> Option<usize> {
    let whole = node.as_number().filter(|n| n.fract() == 0.0 && (0.0..=1e9).contains(n));
    let count = whole.and_then(|number| format!("{number:.0}").parse().ok());
    if count.is_none() {
        report.push(node.wrong_type("a whole number of at least 0", "0"));
    }
    count
}

/// The ids of pages, or one id without brackets.
fn ids(node: &Node<'_>, report: &mut Report) -> Vec<Spanned<String>> {
    let id = |node: &Node<'_>, report: &mut Report| {
        let value = node.text("the id of a page", "home", report)?;
        Some(Spanned { value: value.to_owned(), span: node.span() })
    };
    match node.is_list() {
        true => {
            let items = node.list("[home, agenda]", report);
            items.iter().filter_map(|item| id(item, report)).collect()
        }
        false => id(node, report).into_iter().collect(),
    }
}
