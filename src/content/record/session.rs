//! The facts of a session, times as the clock on the wall shows them.

use jiff::civil::{Date, Time};

use crate::base::source::{Span, Spanned};
use crate::base::text::Localized;
use crate::content::record::Fold;

/// A word of a fixed set, as it stands in files and in the ids of messages.
macro_rules! words {
    ($(#[$about:meta])* $name:ident, $all:ident: $($(#[$what:meta])* $word:literal $variant:ident,)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$what])* $variant,)+
        }

        #[doc = concat!("The words for [`", stringify!($name), "`] in files.")]
        pub const $all: [(&str, $name); [$($word),+].len()] = [$(($word, $name::$variant)),+];

        impl $name {
            /// The word in files.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

words! {
    /// What happens in a session; messages name it (`kind-dinner`).
    SessionKind, SESSION_KINDS:
    /// A talk or meeting; what is meant when nothing is said.
    "session" Session,
    /// The event's main gathering.
    "conference" Conference,
    /// A main talk.
    "keynote" Keynote,
    /// Several people in conversation.
    "panel" Panel,
    /// Work in a group.
    "workshop" Workshop,
    /// An opening, signing or award.
    "ceremony" Ceremony,
    /// Drinks and talk.
    "reception" Reception,
    /// A festive meal.
    "dinner" Dinner,
    /// Any other meal.
    "meal" Meal,
    /// A visit to a company or plant.
    "visit" Visit,
    /// Activities between two partners.
    "bilateral" Bilateral,
    /// A pause.
    "break" Break,
    /// A journey.
    "transport" Transport,
    /// Signing in.
    "registration" Registration,
}

impl SessionKind {
    /// Whether people rest, eat or travel, and there is nothing to listen to.
    pub fn is_pause(self) -> bool {
        matches!(self, Self::Break | Self::Meal | Self::Transport | Self::Registration)
    }

    /// Whether somebody talks to everybody, so that one must know in which language.
    pub fn is_talk(self) -> bool {
        matches!(
            self,
            Self::Session
                | Self::Conference
                | Self::Keynote
                | Self::Panel
                | Self::Workshop
                | Self::Ceremony
        )
    }
}

words! {
    /// Whether a session will happen; messages name it (`status-cancelled`).
    Status, STATUSES:
    /// It will, as announced; what is meant when nothing is said.
    "confirmed" Confirmed,
    /// It may.
    "tentative" Tentative,
    /// It will not. It stays in the programme, so that nobody waits for it.
    "cancelled" Cancelled,
    /// It will, nobody knows when.
    "postponed" Postponed,
    /// It will, at another time or place than was announced.
    "moved" Moved,
}

impl Status {}

impl Status {
    /// Whether somebody who comes at the announced time finds it.
    pub fn takes_place(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Postponed)
    }
}

words! {
    /// What somebody does on stage; messages name it (`stage-moderator`).
    StageRole, STAGE_ROLES:
    /// Speaks; what is meant when nothing is said.
    "speaker" Speaker,
    /// Leads the conversation.
    "moderator" Moderator,
    /// Welcomes and introduces.
    "host" Host,
    /// Is there to be asked.
    "guest" Guest,
}

words! {
    /// How a session is interpreted; messages name it (`interpretation-simultaneous`).
    Mode, INTERPRETATION_MODES:
    /// While somebody speaks, usually through headphones.
    "simultaneous" Simultaneous,
    /// After somebody has spoken.
    "consecutive" Consecutive,
    /// Into the ear of a few.
    "whispered" Whispered,
}

words! {
    /// Who may come; messages name it (`audience-invited`).
    Audience, AUDIENCES:
    /// Everybody.
    "open" Open,
    /// Those who take part in the event.
    "delegates" Delegates,
    /// Those who were asked.
    "invited" Invited,
}

words! {
    /// How one gets a place; messages name it (`registration-full`).
    RegistrationState, REGISTRATION_STATES:
    /// By coming.
    "none" NotNeeded,
    /// By registering; where, the address says.
    "required" Required,
    /// One may register.
    "open" Open,
    /// There are no places left.
    "full" Full,
    /// It is too late, or not yet time.
    "closed" Closed,
    /// By being asked.
    "invitation" Invitation,
}

words! {
    /// How one travels; messages name it (`travel-bus`).
    Travel, TRAVELS:
    /// By bus.
    "bus" Bus,
    /// On foot.
    "walk" Walk,
    /// By train.
    "train" Train,
    /// By boat.
    "ferry" Ferry,
    /// By bicycle.
    "bicycle" Bicycle,
    /// By car.
    "car" Car,
}

words! {
    /// How a day is shown besides its list.
    Layout, LAYOUTS:
    /// As a list alone.
    "list" List,
    /// As a grid of rooms and time, too.
    "grid" Grid,
    /// By place, for a day in many towns.
    "by-place" ByPlace,
}

words! {
    /// What an organisation has to do with the event; messages name it (`role-host`).
    OrganisationRole, ORGANISATION_ROLES:
    /// Receives the guests.
    "host" Host,
    /// Began it.
    "initiator" Initiator,
    /// Takes part in making it.
    "partner" Partner,
    /// Helps with money or means.
    "supporter" Supporter,
}

words! {
    /// What a place is; messages name it (`place-room`).
    PlaceKind, PLACE_KINDS:
    /// A building or an area.
    "venue" Venue,
    /// A part of one.
    "room" Room,
    /// Where a bus or boat stops.
    "stop" Stop,
    /// A company or plant.
    "company" Company,
    /// A town.
    "municipality" Municipality,
}

/// The facts of a session that name no other record.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionDetails {
    /// What happens.
    pub kind: SessionKind,
    /// Whether it will.
    pub status: Status,
    /// The tags of the languages spoken.
    pub held_in: Vec<String>,
    /// The languages it is interpreted into.
    pub interpretation: Vec<Interpretation>,
    /// Who may come.
    pub audience: Option<Audience>,
    /// How one gets a place.
    pub registration: Option<Registration>,
    /// A guest takes one of the sessions that have the same word here.
    pub choice: Option<Spanned<String>>,
    /// Where there is more.
    pub links: Vec<Link>,
    /// Where the recording can be seen.
    pub recording: Option<String>,
    /// Where it can be seen while it goes on.
    pub stream: Option<String>,
    /// The name that programs know it by all over the world.
    pub guid: Option<String>,
}

/// The facts of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionFacts {
    /// Those that name no other record.
    pub details: SessionDetails,
    /// When and where; a session with times of its own has one, without a name.
    pub slots: Vec<SlotRecord>,
    /// The themes it belongs to.
    pub tracks: Vec<Spanned<String>>,
    /// Who is on stage, in order.
    pub speakers: Vec<(Spanned<String>, StageRole)>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Spanned<String>>,
    /// The way there and back, in order.
    pub transport: Vec<LegRecord>,
    /// Papers to read.
    pub documents: Vec<DocumentRecord>,
}

/// One time at which a session is held.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotRecord {
    /// Its name among the session's; one that is alone needs none.
    pub id: Option<Spanned<String>>,
    /// The day it belongs to; without one, that of the session.
    pub date: Option<Spanned<Date>>,
    /// When it begins, if the hour is known.
    pub start: Option<Spanned<Time>>,
    /// When it ends; before the start is the next morning.
    pub end: Option<Spanned<Time>>,
    /// Which of two equal times is meant.
    pub fold: Option<Fold>,
    /// Where; several for one that goes on in several rooms.
    pub places: Vec<Spanned<String>>,
    /// Whether it goes on everywhere.
    pub everywhere: bool,
    /// Where it stands.
    pub span: Span,
}

/// A language that a session is interpreted into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interpretation {
    /// The tag of the language one can listen in.
    pub into: String,
    /// The tag of the language that is interpreted, where it is not all that is spoken.
    pub from: Option<String>,
    /// How.
    pub mode: Option<Mode>,
}

/// How one gets a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// How it stands.
    pub state: RegistrationState,
    /// How many places there are.
    pub capacity: Option<Spanned<u32>>,
    /// The last day, in the event's zone.
    pub deadline: Option<Date>,
    /// Where.
    pub url: Option<String>,
}

/// A part of the way to or from a session.
#[derive(Clone, Debug, PartialEq)]
pub struct LegRecord {
    /// How.
    pub mode: Travel,
    /// What it is called, as 'Bus A'.
    pub label: Localized<Spanned<String>>,
    /// Where it begins.
    pub from: Option<Spanned<String>>,
    /// Where it ends.
    pub to: Option<Spanned<String>>,
    /// When it begins.
    pub depart: Option<Spanned<Time>>,
    /// When it ends.
    pub arrive: Option<Spanned<Time>>,
    /// How many people can come along.
    pub seats: Option<u32>,
}

/// A paper to read.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRecord {
    /// What it is called.
    pub title: Localized<Spanned<String>>,
    /// Where it is.
    pub target: DocumentTarget,
    /// The tag of its language.
    pub language: Option<String>,
}

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A file of the site, as `content/media/x.pdf`.
    File(Spanned<String>),
    /// An address.
    Url(String),
}

/// An address with its title.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// What is there.
    pub title: Localized<Spanned<String>>,
}
