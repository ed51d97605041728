//! What a template may read, and nothing else.
//!
//! Every page of a language sees `site`, `agenda`, `days`, `filters`, `tracks`, `contacts`, `speakers`,
//! `organisations`, `places`, `news` and `changes`; every page sees `page`; a session's page sees
//! `session`, a track's page `track`, a speaker's page `speaker`, a place's page `place`, a news item's
//! page `news_item`, a day's page `day`, its grid `day` and `grid`, and a page of what is of one kind or
//! in one language `selection`.
//! The pages without a language, `chooser.html` and `404.html`, see `site` in the source language,
//! `choices` and `hreflang`. Fields that may be missing are always there, and null when they are.
//!
//! `docs/theme-views.md` is made from these types and those of `programme`, `session` and
//! `places`.

mod make;
mod places;
mod programme;
mod session;

pub use make::{PAGE_MESSAGES, Shared, Views};
pub use places::{ChangeView, MapView, NewsView, PlacePageView, PlaceView, StateView};
pub use programme::*;
pub use session::*;

use serde::Serialize;

use crate::site::engine::Ready;

/// A text, and the language it is in when that is not the page's.
///
/// `{{ x | mark }}` prints it with its language marked; `{{ x.text }}` is for attributes.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TextView {
    /// The text.
    pub text: String,
    /// The BCP 47 tag of a fallback; null for the page's own language.
    pub lang: Option<String>,
}

/// A thing with its title and address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LinkView {
    /// The id, equal in all languages.
    pub id: String,
    /// The title.
    pub title: TextView,
    /// The address from the host's root, as `/da/program/`.
    pub url: String,
}

/// A picture.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ImageView {
    /// The address from the host's root.
    pub url: String,
    /// The address with its host; null without a base address.
    pub absolute: Option<String>,
    /// The width in pixels, where the format tells.
    pub width: Option<usize>,
    /// The height in pixels, where the format tells.
    pub height: Option<usize>,
    /// What it shows.
    pub alt: Option<TextView>,
}

/// A language of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguageView {
    /// The BCP 47 tag, as `zh-Hans`.
    pub tag: String,
    /// The part of addresses, as `zh`.
    pub path: String,
    /// The language's name in itself, as `简体中文`.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address of its first page.
    pub url: String,
    /// The tag as Open Graph wants it, as `zh_CN`.
    pub og: String,
    /// Whether it is the page's own.
    pub current: bool,
}

/// The event and its site: `site`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// The event's id.
    pub id: String,
    /// The event's name.
    pub name: TextView,
    /// A shorter name.
    pub short_name: Option<TextView>,
    /// The headline.
    pub tagline: Option<TextView>,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The first day, as `2018-11-20`.
    pub start: String,
    /// The last day, as `2018-11-22`.
    pub end: String,
    /// Both days in words, as `20.–22. november 2018`.
    pub dates: String,
    /// The zone of all times, as `Europe/Copenhagen`.
    pub timezone: String,
    /// The zones that many guests live in.
    pub guest_timezones: Vec<String>,
    /// Where the event is held.
    pub place: Option<Ready<PlaceView>>,
    /// The page's language.
    pub lang: LanguageView,
    /// All languages, the source first.
    pub languages: Vec<LanguageView>,
    /// The address of the language's first page.
    pub home: String,
    /// The menu.
    pub menu: Vec<LinkView>,
    /// Where the main button leads.
    pub action: Option<LinkView>,
    /// The contacts without their long texts, for the foot of every page.
    pub contacts: Vec<PersonView>,
    /// The picture for sharing.
    pub image: Option<ImageView>,
    /// The address of the page of changes; null while nothing has changed.
    pub changes: Option<String>,
    /// The address of the page of one's own programme; null for an event without sessions.
    pub my_programme: Option<String>,
    /// The address of the sessions as JSON, which that page's script reads.
    pub programme: Option<String>,
    /// Earlier editions of the event, the newest first.
    pub editions: Vec<EditionView>,
    /// The address of the whole programme as a calendar (iCalendar); null while it is empty.
    pub calendar: Option<String>,
    /// The address of news and changes as a feed (Atom); null without a base address, or if there are none.
    pub feed: Option<String>,
    /// The address of the language's web manifest.
    pub manifest: String,
    /// The base address, without a slash at its end.
    pub base_url: Option<String>,
    /// The name and version of the program.
    pub generator: String,
    /// What `event.yaml` has under `extra`.
    pub extra: serde_json::Value,
}

/// An earlier edition of the event.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EditionView {
    /// What it was called; null if nobody says.
    pub title: Option<TextView>,
    /// Its site.
    pub url: String,
}

/// The page that is being shown: `page`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// The id of the page, session, track or speaker; of a day its date.
    pub id: String,
    /// `home`, `agenda`, `tracks`, `speakers`, `contacts`, `places`, `news`, `changes`, `my-programme`,
    /// `not-found`, `page`, `session`, `track`, `speaker`, `place`, `news-item`, `day`, `grid` or
    /// `selection`.
    pub kind: &'static str,
    /// The id of the menu's entry that it lies under.
    pub section: Option<String>,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The long text.
    pub body: Option<BodyView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The address from the host's root.
    pub url: String,
    /// The address that search engines should keep: absolute with a base address, and the
    /// original's on a fallback.
    pub canonical: String,
    /// This page in each language, for the language switch.
    pub alternates: Vec<AlternateView>,
    /// The real translations, for `hreflang`; empty on a fallback.
    pub hreflang: Vec<HreflangView>,
    /// Set when the page's main text is in another language.
    pub fallback: Option<FallbackView>,
    /// The way from the first page, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// Whether search engines should list it.
    pub indexed: bool,
    /// The event or session for search engines, as JSON-LD; null without a base address.
    pub json_ld: Option<String>,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// A long text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct BodyView {
    /// The text as HTML: `{{ page.body.html | safe }}`.
    pub html: String,
    /// The BCP 47 tag of a fallback.
    pub lang: Option<String>,
    /// The headings, in order.
    pub headings: Vec<HeadingView>,
}

/// A heading of a long text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HeadingView {
    /// The anchor, equal in all languages.
    pub id: String,
    /// 2 to 6.
    pub level: u8,
    /// The text without markup.
    pub text: String,
}

/// A page in one of the languages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AlternateView {
    /// The BCP 47 tag.
    pub tag: String,
    /// The language's name in itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address from the host's root.
    pub url: String,
    /// Whether it is the page's own language.
    pub current: bool,
    /// Whether the page is translated there; otherwise it shows a fallback.
    pub translated: bool,
}

/// A real translation, as search engines want to hear of it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HreflangView {
    /// The BCP 47 tag, or `x-default`.
    pub tag: String,
    /// The address; absolute with a base address.
    pub url: String,
}

/// The original of a page that is shown in another language than the reader's.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FallbackView {
    /// The BCP 47 tag of the language that is shown.
    pub lang: String,
    /// That language's name in itself.
    pub name: String,
    /// That language's name in the reader's language.
    pub label: String,
    /// The address of the original.
    pub url: String,
}

/// A theme of the event, as a session or another theme names it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackLinkView {
    /// The id.
    pub id: String,
    /// Its place among the themes, from 1.
    pub number: usize,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The address of its page.
    pub url: String,
}

/// A theme of the event: `track`, and the items of `tracks`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackView {
    /// The id.
    pub id: String,
    /// Its place among the themes, from 1.
    pub number: usize,
    /// The address of its page.
    pub url: String,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The address of its sessions as a calendar (iCalendar); null while none is placed.
    pub calendar: Option<String>,
    /// Its sessions, in the order of the programme.
    pub sessions: Vec<Ready<SessionView>>,
    /// The other themes; of an event with many, those that follow it, from the last on to the first.
    pub others: Vec<Ready<TrackLinkView>>,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// A speaker or contact: `speaker`, the items of `speakers`, in the order of the reader's alphabet,
/// and of `contacts`, in the order of the file.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PersonView {
    /// The id, and a contact's anchor on the page of contacts; the template must print it.
    pub id: String,
    /// The address of a speaker's page, or of a contact's anchor.
    pub url: String,
    /// The name.
    pub name: TextView,
    /// What the person does.
    pub role: Option<TextView>,
    /// Where the person works.
    pub organisation: Option<Ready<OrganisationView>>,
    /// The person's own site.
    pub website: Option<String>,
    /// The telephone number; speakers have none.
    pub phone: Option<PhoneView>,
    /// The e-mail address; speakers have none.
    pub email: Option<String>,
    /// The address of a contact's card (vCard); speakers have none.
    pub card: Option<String>,
    /// The address of a picture of that card as QR code; speakers have none.
    pub code: Option<String>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The long text of a contact; a speaker's stands on the speaker's own page, as `page.body`.
    pub body: Option<BodyView>,
    /// The sessions that the speaker is on stage in, in the order of the programme; none where a
    /// session names the person.
    pub sessions: Vec<Ready<SessionView>>,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// A telephone number.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PhoneView {
    /// In E.164, as `+4520853252`.
    pub e164: String,
    /// For a link, as `tel:+4520853252` (RFC 3966).
    pub href: String,
    /// As readers of this language write it.
    pub text: String,
}

/// A body behind the event: the items of `organisations`, in the order of the file.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OrganisationView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: TextView,
    /// `host`, `initiator`, `partner` or `supporter`: the message `role-…` names it.
    pub role: Option<&'static str>,
    /// The level of a partner or supporter, as `gold`.
    pub level: Option<String>,
    /// That level in words: the message `level-…`, if there is one.
    pub level_label: Option<String>,
    /// Its logo.
    pub image: Option<ImageView>,
    /// Its site.
    pub url: Option<String>,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// A language on the pages that have none: the items of `choices`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChoiceView {
    /// The BCP 47 tag.
    pub tag: String,
    /// The language's name in itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address of the language's first page.
    pub url: String,
    /// The event's name in this language.
    pub site_name: String,
    /// The headline in this language.
    pub tagline: Option<String>,
    /// The event's days in this language.
    pub dates: String,
    /// On `404.html`, the title of the page that is not there; on `chooser.html` the event's name.
    pub title: String,
    /// The message `choose-language`, or on `404.html` `not-found-text`.
    pub text: String,
    /// The message `not-found-home`.
    pub home: String,
}
