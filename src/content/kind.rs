//! The kinds of records, and which file, folder and fields each has.

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
    /// A person to get in touch with.
    Contact,
    /// A body behind the event.
    Organisation,
    /// A venue or room.
    Place,
    /// A text without facts of its own.
    Page,
    /// Something that happened, with its day.
    News,
}

/// What the site's files hold and nobody could read, which was said where it stands: nothing that
/// follows from it is said as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    kinds: BTreeSet<Kind>,
    records: BTreeSet<(Kind, String)>,
    faulty: BTreeSet<(Kind, String)>,
}

impl Unreadable {
    /// Some records of a kind, nobody can say which.
    pub fn add_kind(&mut self, kind: Kind) {
        self.kinds.insert(kind);
    }

    /// The words of one record.
    pub fn add_record(&mut self, kind: Kind, id: &str) {
        self.records.insert((kind, id.to_owned()));
    }

    /// Something of one record: it is there, and nobody knows all that it says.
    pub fn add_faulty(&mut self, kind: Kind, id: &str) {
        self.faulty.insert((kind, id.to_owned()));
    }

    /// Adds all of another.
    pub fn append(&mut self, mut other: Unreadable) {
        self.kinds.append(&mut other.kinds);
        self.records.append(&mut other.records);
        self.faulty.append(&mut other.faulty);
    }

    /// Whether some records of a kind could not be read, nobody knows which.
    pub fn lacks_some(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether a record may say more than could be read: then nothing follows from what it does not
    /// say, nor from when and where it seems to be.
    pub fn lacks_any_of(&self, kind: Kind, id: &str) -> bool {
        self.lacks_words(kind, id) || self.faulty.contains(&(kind, id.to_owned()))
    }

    /// Whether any record of a kind may say more than could be read.
    pub fn lacks_any(&self, kind: Kind) -> bool {
        let mut records = self.records.iter().chain(&self.faulty);
        self.lacks_some(kind) || records.any(|(other, _)| *other == kind)
    }

    /// Whether there may be a record with this id after all.
    pub fn may_hold(&self, kind: Kind, id: &str) -> bool {
        self.lacks_some(kind) || self.lacks_words(kind, id)
    }

    /// Whether words of this record could not be read, its title perhaps.
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
    /// The part of the address.
    Slug,
    /// What the picture shows.
    ImageAlt,
    /// What a person does.
    Role,
    /// Where a place is.
    Address,
    /// How to get into a place, also for those who do not walk.
    Access,
    /// Why a session is not as it was announced.
    Reason,
}

/// How many text fields there are.
pub const TEXT_FIELDS: usize = 8;

/// The facts of a session.
const SESSION_FACTS: &[&str] = &[
    "id",
    "kind",
    "status",
    "day",
    "date",
    "start",
    "end",
    "fold",
    "places",
    "place",
    "slots",
    "tracks",
    "speakers",
    "hosts",
    "held_in",
    "interpreted_into",
    "audience",
    "registration",
    "choice",
    "transport",
    "documents",
    "links",
    "recording",
    "stream",
    "guid",
    "image",
    "extra",
];

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

    /// The YAML file of the records.
    pub fn file(self) -> &'static str {
        match self {
            Kind::Session => "content/agenda.yaml",
            Kind::Track => "content/tracks.yaml",
            Kind::Speaker => "content/speakers.yaml",
            Kind::Contact => "content/contacts.yaml",
            Kind::Organisation => "content/organisations.yaml",
            Kind::Place => "content/places.yaml",
            Kind::Page => "content/pages.yaml",
            Kind::News => "content/news.yaml",
        }
    }

    /// The folder of the records' Markdown files; `None` for kinds without prose.
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Kind::Session => Some("content/sessions/"),
            Kind::Track => Some("content/tracks/"),
            Kind::Speaker => Some("content/speakers/"),
            Kind::Contact => Some("content/contacts/"),
            Kind::Page => Some("content/pages/"),
            Kind::Place => Some("content/places/"),
            Kind::News => Some("content/news/"),
            Kind::Organisation => None,
        }
    }

    /// What one record is called in a message.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Session => "session",
            Kind::Track => "track",
            Kind::Speaker => "speaker",
            Kind::Contact => "contact",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Page => "page",
            Kind::News => "news item",
        }
    }

    /// The translated fields, with their names in files.
    pub fn text_fields(self) -> &'static [(&'static str, TextField)] {
        use TextField::{Access, Address, ImageAlt, Reason, Role, Slug, Summary, Title};
        match self {
            Kind::Session => &[
                ("title", Title),
                ("summary", Summary),
                ("slug", Slug),
                ("image_alt", ImageAlt),
                ("reason", Reason),
            ],
            Kind::Track | Kind::Page | Kind::News => {
                &[("title", Title), ("summary", Summary), ("slug", Slug), ("image_alt", ImageAlt)]
            }
            Kind::Speaker | Kind::Contact => {
                &[("name", Title), ("role", Role), ("image_alt", ImageAlt)]
            }
            Kind::Organisation => &[("name", Title), ("summary", Summary), ("image_alt", ImageAlt)],
            Kind::Place => &[
                ("name", Title),
                ("summary", Summary),
                ("slug", Slug),
                ("image_alt", ImageAlt),
                ("address", Address),
                ("access", Access),
            ],
        }
    }

    /// The name in files of a translated field of this kind.
    pub fn name_of(self, field: TextField) -> &'static str {
        self.text_fields().iter().find(|(_, f)| *f == field).map_or("title", |(name, _)| name)
    }

    /// The fields that are the same in all languages, and so stand only in the YAML file.
    pub fn facts(self) -> &'static [&'static str] {
        match self {
            Kind::Session => SESSION_FACTS,
            Kind::Track => &["id", "color", "image", "extra"],
            Kind::Speaker => {
                &["id", "sort_key", "family_first", "organisation", "url", "image", "extra"]
            }
            Kind::Contact => &[
                "id",
                "sort_key",
                "family_first",
                "organisation",
                "phone",
                "email",
                "url",
                "image",
                "extra",
            ],
            Kind::Organisation => &["id", "sort_key", "role", "level", "url", "image", "extra"],
            Kind::Place => &[
                "id",
                "kind",
                "parent",
                "url",
                "coordinates",
                "capacity",
                "shared",
                "maps",
                "guid",
                "image",
                "extra",
            ],
            Kind::News => &["id", "date", "image", "extra"],
            Kind::Page => &["id", "image", "template", "extra"],
        }
    }
}
