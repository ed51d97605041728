//! The parts of entries in calendars, schedules and feeds: announced titles, and locations.

use crate::content::record::Status;
use crate::event::model::{Entity, Place, Session, Slot};
use crate::event::record_table::Key;
use crate::event::release::SlotState;
use crate::event::translation::shown::Caveat;
use crate::exchange::wording::Wording;
use crate::site::reader_context::ReaderContext;

impl ReaderContext<'_> {
    /// A text with a label before it.
    pub(super) fn labelled(&self, label: Wording, text: Wording) -> Wording {
        Wording::join([label, text], &self.message::<String>("change-title-separator"))
    }

    /// What readers must know about a translation, in words for other programs; empty if nothing.
    pub(super) fn caveat_note(&self, caveat: Caveat) -> Wording {
        let Caveat { outdated_since, reworded_since, unreviewed } = caveat;
        let outdated = outdated_since.or(reworded_since).map(|_| "outdated-note");
        let unreviewed = unreviewed.then_some("unreviewed-note");
        Wording::join(outdated.into_iter().chain(unreviewed).map(|key| self.message(key)), "\n")
    }

    /// A session's title, after its status if it does not take place.
    pub(super) fn announced(&self, session: &Session) -> Wording {
        let title = self.record_title(&session.about);
        match session.status.takes_place() {
            true => title,
            false => self.labelled(self.status(session), title),
        }
    }

    fn status(&self, session: &Session) -> Wording {
        self.message(&format!("status-{}", session.status.as_str()))
    }

    /// The reason for a session's status, after the status itself; empty for a confirmed session.
    pub(super) fn reason(&self, session: &Session) -> Wording {
        if session.status == Status::Confirmed {
            return Wording::default();
        }
        self.labelled(self.status(session), self.optional(&session.reason).unwrap_or_default())
    }

    /// The location of a slot on one line: its rooms, the places around them, and the address.
    pub(super) fn location(&self, slot: &Slot) -> Wording {
        self.location_in(Vec::new(), &slot.places, slot.everywhere)
    }

    /// The location of a slot as it was released.
    pub(super) fn location_of(&self, state: &SlotState) -> Wording {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for id in state.named_places() {
            match self.event.places.find_ever(id) {
                Some(place) => known.push(place),
                None => unknown.push(self.released_place(id)),
            }
        }
        self.location_in(unknown, &known, state.is_everywhere())
    }

    /// The location as text: some names, the names of places, and the venues that the places are part of.
    fn location_in(&self, names: Vec<Wording>, own: &[Key<Place>], everywhere: bool) -> Wording {
        let mut parts = names;
        parts.extend(own.iter().map(|place| self.title(Entity::Place(*place))));
        let places = match (everywhere, self.event.place) {
            (true, Some(place)) => {
                parts.push(self.title(Entity::Place(place)));
                vec![place]
            }
            _ => own.to_vec(),
        };
        let mut around = places.iter().map(|place| self.around(*place));
        // Only if all rooms are in the same building; otherwise the line would be a list of lists.
        if let Some(first) = around.next()
            && around.all(|other| other == first)
        {
            parts.extend(first);
        }
        let parts = without_repeated_names(parts);
        let whole = Wording::join(parts.clone(), ", ");
        // A comma belongs to the language of the names around it.
        let lang = whole.tag().and_then(|tag| self.site.locales.find(tag));
        let reader = self.in_language(lang.unwrap_or(self.lang));
        Wording::join(parts, &reader.message::<String>("comma"))
    }

    /// The places around a place, the nearest first, with the nearest address.
    fn around(&self, place: Key<Place>) -> Vec<Wording> {
        let mut around = Vec::new();
        let mut addressed = false;
        for key in self.event.around(place) {
            if key != place {
                around.push(self.title(Entity::Place(key)));
            }
            let address: Option<Wording> = self.optional(&self.event.places.get(key).address);
            if let Some(address) = address.filter(|address| !address.text.is_empty() && !addressed)
            {
                around.push(address);
                addressed = true;
            }
        }
        around
    }

    /// The coordinates of a slot: the coordinates of its first place, or of the nearest place around it.
    pub(super) fn geo(&self, slot: &Slot) -> Option<(f64, f64)> {
        let everywhere = self.event.place.filter(|_| slot.everywhere);
        let place = slot.places.first().copied().or(everywhere)?;
        self.event.around(place).find_map(|key| self.event.places.get(key).coordinates)
    }
}

/// The parts of a location without those with which the next part begins: addresses often repeat the
/// name of the venue.
fn without_repeated_names(parts: Vec<Wording>) -> Vec<Wording> {
    let begins = |part: &Wording, next: &Wording| {
        let rest = next.text.strip_prefix(&part.text);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let repeated: Vec<bool> = parts.windows(2).map(|pair| begins(&pair[0], &pair[1])).collect();
    let keep = |at: usize| !repeated.get(at).copied().unwrap_or(false);
    parts.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, part)| part).collect()
}
