//! The kinds of records; for each its file, its folder and its fields.

use std::collections::BTreeSet;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An entry of the agenda.
    Session,
    /// A theme of the event.
    Track,
    /// A person on stage.
    Speaker,
    /// A person to contact.
    Contact,
    /// An organisation behind the event.
    Organisation,
    /// A venue or room.
    Place,
    /// A text without facts of its own.
    Page,
    /// A news item, with its date.
    News,
}

/// The parts of a site's files that are unreadable and were reported: faults that follow from them
/// are not reported as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    kinds: BTreeSet<Kind>,
    records: BTreeSet<(Kind, String)>,
    faulty: BTreeSet<(Kind, String)>,
}

impl Unreadable {
    /// Notes that some records of a kind are unreadable, and it is unknown which.
    pub fn add_kind(&mut self, kind: Kind) {
        self.kinds.insert(kind);
    }

    /// Notes that texts of a record are unreadable.
    pub fn add_record(&mut self, kind: Kind, id: &str) {
        self.records.insert((kind, id.to_owned()));
    }

    /// Notes that some fields of a record are unreadable.
    pub fn add_faulty(&mut self, kind: Kind, id: &str) {
        self.faulty.insert((kind, id.to_owned()));
    }

    /// Adds everything from another.
    pub fn append(&mut self, mut other: Unreadable) {
        self.kinds.append(&mut other.kinds);
        self.records.append(&mut other.records);
        self.faulty.append(&mut other.faulty);
    }

    /// Whether some records of a kind are unreadable, and it is unknown which.
    pub fn lacks_some(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether anything of a record is unreadable: then nothing follows from fields that seem to be
    /// missing, nor from the time and place that it seems to have.
    pub fn lacks_any_of(&self, kind: Kind, id: &str) -> bool {
        self.lacks_words(kind, id) || self.faulty.contains(&(kind, id.to_owned()))
    }

    /// Whether anything of any record of a kind is unreadable.
    pub fn lacks_any(&self, kind: Kind) -> bool {
        let mut records = self.records.iter().chain(&self.faulty);
        self.lacks_some(kind) || records.any(|(other, _)| *other == kind)
    }

    /// Whether a record with this id may exist after all.
    pub fn may_hold(&self, kind: Kind, id: &str) -> bool {
        self.lacks_some(kind) || self.lacks_words(kind, id)
    }

    /// Whether texts of this record are unreadable, possibly its title.
    pub fn lacks_words(&self, kind: Kind, id: &str) -> bool {
        self.records.contains(&(kind, id.to_owned()))
    }
}

/// A field whose value is translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// The title, or the name of a person, organisation or place.
    Title,
    /// One or two sentences, for lists and search engines.
    Summary,
    /// The record's part of the address.
    Slug,
    /// The alternative text of the picture.
    ImageAlt,
    /// The function of a person.
    Role,
    /// The address of a place.
    Address,
    /// The town of a place.
    Town,
    /// How to get into a place, also for people who cannot walk.
    Access,
    /// Why a session was changed or cancelled.
    Reason,
}

use TextField::{Access, Address, ImageAlt, Reason, Role, Slug, Summary, Title, Town};

/// The number of text fields.
pub const TEXT_FIELDS: usize = 9;

/// The files and fields of a kind.
struct KindFiles {
    /// The YAML file of the records.
    file: &'static str,
    /// The folder of the Markdown files.
    folder: Option<&'static str>,
    /// The name of one record in messages.
    noun: &'static str,
    /// The translated fields, with their names in files.
    texts: &'static [(&'static str, TextField)],
    /// The names of the other fields, separated by spaces.
    facts: &'static str,
}

/// In the order of [`Kind::ALL`].
const KINDS: [KindFiles; 8] = [
    KindFiles {
        file: "content/agenda.yaml",
        folder: Some("content/sessions/"),
        noun: "session",
        texts: &[
            ("title", Title),
            ("summary", Summary),
            ("slug", Slug),
            ("image_alt", ImageAlt),
            ("reason", Reason),
        ],
        facts: "id was kind status all_day day date start end fold places place slots \
                tracks speakers hosts held_in interpreted_into audience registration \
                choice transport documents links recording stream guid image extra",
    },
    KindFiles {
        file: "content/tracks.yaml",
        folder: Some("content/tracks/"),
        noun: "track",
        texts: PAGE_TEXTS,
        facts: "id was color image extra",
    },
    KindFiles {
        file: "content/speakers.yaml",
        folder: Some("content/speakers/"),
        noun: "speaker",
        texts: PERSON_TEXTS,
        facts: "id was sort_key family_first group organisation url image extra",
    },
    KindFiles {
        file: "content/contacts.yaml",
        folder: Some("content/contacts/"),
        noun: "contact",
        texts: PERSON_TEXTS,
        facts: "id was sort_key family_first organisation phone email url image extra",
    },
    KindFiles {
        file: "content/organisations.yaml",
        folder: None,
        noun: "organisation",
        texts: &[("name", Title), ("summary", Summary), ("image_alt", ImageAlt)],
        facts: "id was sort_key role level url image extra",
    },
    KindFiles {
        file: "content/places.yaml",
        folder: Some("content/places/"),
        noun: "place",
        texts: &[
            ("name", Title),
            ("summary", Summary),
            ("slug", Slug),
            ("image_alt", ImageAlt),
            ("address", Address),
            ("town", Town),
            ("access", Access),
        ],
        facts: "id was kind parent postcode country url coordinates capacity shared maps guid \
                image extra",
    },
    KindFiles {
        file: "content/pages.yaml",
        folder: Some("content/pages/"),
        noun: "page",
        texts: PAGE_TEXTS,
        facts: "id was image template extra",
    },
    KindFiles {
        file: "content/news.yaml",
        folder: Some("content/news/"),
        noun: "news item",
        texts: PAGE_TEXTS,
        facts: "id was date image extra",
    },
];

const PAGE_TEXTS: &[(&str, TextField)] =
    &[("title", Title), ("summary", Summary), ("slug", Slug), ("image_alt", ImageAlt)];

const PERSON_TEXTS: &[(&str, TextField)] =
    &[("name", Title), ("role", Role), ("image_alt", ImageAlt)];

impl Kind {
    /// All kinds, in the order in which they are read.
    pub const ALL: [Kind; 8] = [
        Kind::Session,
        Kind::Track,
        Kind::Speaker,
        Kind::Contact,
        Kind::Organisation,
        Kind::Place,
        Kind::Page,
        Kind::News,
    ];

    fn files(self) -> &'static KindFiles {
        &KINDS[self as usize]
    }

    /// The YAML file of the records.
    pub fn file(self) -> &'static str {
        self.files().file
    }

    /// The folder of the records' Markdown files; `None` for kinds without long texts.
    pub fn folder(self) -> Option<&'static str> {
        self.files().folder
    }

    /// The name of one record in messages.
    pub fn noun(self) -> &'static str {
        self.files().noun
    }

    /// The translated fields, with their names in files.
    pub fn text_fields(self) -> &'static [(&'static str, TextField)] {
        self.files().texts
    }

    /// The name in files of a translated field of this kind.
    pub fn name_of(self, field: TextField) -> &'static str {
        self.text_fields().iter().find(|(_, f)| *f == field).map_or("title", |(name, _)| name)
    }

    /// Whether a field is equal in all languages, so that it belongs only in the YAML file.
    pub fn has_fact(self, name: &str) -> bool {
        self.files().facts.split(' ').any(|fact| fact == name)
    }
}
