//! The facts of a session, with local times.

use jiff::civil::{Date, Time};

use crate::base::source::{Span, Spanned};
use crate::base::text::Localized;
use crate::content::record::Fold;

/// An enum with a word for each variant, used in files and in the ids of messages.
macro_rules! texts {
    (
        $(#[$about:meta])*
        $name:ident, $all:ident:
        $($(#[$what:meta])* $word:literal $variant:ident,)+
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$what])* $variant,)+
        }

        #[doc = concat!("The texts for [`", stringify!($name), "`] in files.")]
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

texts! {
    /// What happens in a session; messages name it (`kind-dinner`).
    SessionKind, SESSION_KINDS:
    /// A talk or meeting; the default.
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
    /// Drinks and conversation.
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
    /// Check-in.
    "registration" Registration,
}

impl SessionKind {
    /// Whether people rest, eat or travel instead of listening.
    pub fn is_pause(self) -> bool {
        matches!(self, Self::Break | Self::Meal | Self::Transport | Self::Registration)
    }

    /// Whether speakers address everybody, so that their language matters.
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

texts! {
    /// Whether a session will take place; messages name it (`status-cancelled`).
    #[derive(Default)]
    Status, STATUSES:
    /// As announced; the default.
    #[default]
    "confirmed" Confirmed,
    /// Perhaps.
    "tentative" Tentative,
    /// Cancelled, but still in the programme, so that visitors know.
    "cancelled" Cancelled,
    /// Postponed to an unknown time.
    "postponed" Postponed,
    /// At a different time or place from the one announced.
    "moved" Moved,
}

impl Status {
    /// Whether it takes place at the time given.
    pub fn takes_place(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Postponed)
    }
}

texts! {
    /// The role of a person on stage; messages name it (`stage-moderator`).
    StageRole, STAGE_ROLES:
    /// Speaks; the default.
    "speaker" Speaker,
    /// Leads the conversation.
    "moderator" Moderator,
    /// Welcomes and introduces.
    "host" Host,
    /// Answers questions.
    "guest" Guest,
}

texts! {
    /// How a session is interpreted; messages name it (`interpretation-simultaneous`).
    InterpretationMode, INTERPRETATION_MODES:
    /// During speech, usually through headphones.
    "simultaneous" Simultaneous,
    /// After each part of a speech.
    "consecutive" Consecutive,
    /// Whispered to a few listeners.
    "whispered" Whispered,
}

texts! {
    /// Who may come; messages name it (`audience-invited`).
    Audience, AUDIENCES:
    /// Everybody.
    "open" Open,
    /// Participants of the event.
    "delegates" Delegates,
    /// Invited guests.
    "invited" Invited,
}

texts! {
    /// How to get a seat; messages name it (`registration-full`).
    RegistrationState, REGISTRATION_STATES:
    /// Without registration.
    "none" NotNeeded,
    /// By registering at the address.
    "required" Required,
    /// Registration is open.
    "open" Open,
    /// No seats are left.
    "full" Full,
    /// Registration has ended, or has not begun.
    "closed" Closed,
    /// By invitation.
    "invitation" Invitation,
}

texts! {
    /// A means of transport; messages name it (`travel-bus`).
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

texts! {
    /// How a day is shown in addition to its list.
    Layout, LAYOUTS:
    /// Only as a list.
    "list" List,
    /// Also as a grid of rooms and times.
    "grid" Grid,
    /// By place, for a day in many towns.
    "by-place" ByPlace,
}

texts! {
    /// The role of an organisation; messages name it (`role-host`).
    OrganisationRole, ORGANISATION_ROLES:
    /// Hosts the event.
    "host" Host,
    /// Started the event.
    "initiator" Initiator,
    /// Organises it together with others.
    "partner" Partner,
    /// Supports it with money or other means.
    "supporter" Supporter,
}

texts! {
    /// A kind of place; messages name it (`place-room`).
    PlaceKind, PLACE_KINDS:
    /// A building or an area.
    "venue" Venue,
    /// A part of a venue.
    "room" Room,
    /// A stop of a bus or boat.
    "stop" Stop,
    /// A company or plant.
    "company" Company,
    /// A town.
    "municipality" Municipality,
}

/// The facts of a session that name no other record.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionDetails {
    /// The kind of session.
    pub kind: SessionKind,
    /// Whether it takes place.
    pub status: Status,
    /// Whether it lasts all day: without a start, its time is known all the same.
    pub all_day: bool,
    /// The tags of the spoken languages.
    pub held_in: Vec<String>,
    /// The languages it is interpreted into.
    pub interpretation: Vec<Interpretation>,
    /// Who may come.
    pub audience: Option<Audience>,
    /// How to get a seat.
    pub registration: Option<Registration>,
    /// Visitors choose one of the sessions with the same word here.
    pub choice: Option<Spanned<String>>,
    /// Links.
    pub links: Vec<TitledLink>,
    /// The address of the recording.
    pub recording: Option<String>,
    /// The address of the live stream.
    pub stream: Option<String>,
    /// A globally unique id, usually a UUID.
    pub guid: Option<String>,
}

/// The facts of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionFacts {
    /// The facts that name no other record.
    pub details: SessionDetails,
    /// When and where; without a list of slots there is one slot without an id.
    pub slots: Vec<SlotRecord>,
    /// The tracks it belongs to.
    pub tracks: Vec<Spanned<String>>,
    /// The people on stage, in order.
    pub speakers: Vec<(Spanned<String>, StageRole)>,
    /// The organisations that host it.
    pub hosts: Vec<Spanned<String>>,
    /// Transport there and back, in order.
    pub transport: Vec<LegRecord>,
    /// Documents.
    pub documents: Vec<DocumentRecord>,
}

/// One time of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotRecord {
    /// Its id among the session's slots; a single slot needs none.
    pub id: Option<Spanned<String>>,
    /// Its date, if it differs from the date of the session.
    pub date: Option<Spanned<Date>>,
    /// Its start, if it is known.
    pub start: Option<Spanned<Time>>,
    /// Its end; an end before the start means the next morning.
    pub end: Option<Spanned<Time>>,
    /// Which of two equal times is meant, when clocks are set back.
    pub fold: Option<Fold>,
    /// Its places; several if it takes place in several rooms.
    pub places: Vec<Spanned<String>>,
    /// Whether it takes place everywhere.
    pub everywhere: bool,
    /// Its place in the file.
    pub span: Span,
}

/// A language that a session is interpreted into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interpretation {
    /// The tag of the target language.
    pub into: String,
    /// The tag of the interpreted language, if not all languages are interpreted.
    pub from: Option<String>,
    /// The way of interpreting.
    pub mode: Option<InterpretationMode>,
}

/// How to get a seat.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// The state of registration.
    pub state: RegistrationState,
    /// The number of seats.
    pub capacity: Option<Spanned<u32>>,
    /// The last day, in the event's time zone.
    pub deadline: Option<Date>,
    /// The address for registration.
    pub url: Option<String>,
}

/// A leg of the way to or from a session.
#[derive(Clone, Debug, PartialEq)]
pub struct LegRecord {
    /// The means of transport.
    pub mode: Travel,
    /// Its name, such as 'Bus A'.
    pub label: Localized<Spanned<String>>,
    /// The place of departure.
    pub from: Option<Spanned<String>>,
    /// The place of arrival.
    pub to: Option<Spanned<String>>,
    /// The time of departure.
    pub depart: Option<Spanned<Time>>,
    /// The time of arrival.
    pub arrive: Option<Spanned<Time>>,
    /// The number of seats.
    pub seats: Option<u32>,
}

/// A document to read.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRecord {
    /// Its title.
    pub title: Localized<Spanned<String>>,
    /// Its file or address.
    pub target: DocumentTarget,
    /// The tag of its language.
    pub language: Option<String>,
}

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A file of the site, such as `content/media/x.pdf`.
    File(Spanned<String>),
    /// A web address.
    Url(String),
}

/// An address with its title.
#[derive(Clone, Debug, PartialEq)]
pub struct TitledLink {
    /// The address.
    pub url: String,
    /// The title.
    pub title: Localized<Spanned<String>>,
}
