//! The file format of a release: one line for each slot, title and change.
//!
//! The program writes it, and people read it in diffs. So it has no quotes and no nesting: words are
//! separated by spaces, `-` is an unknown value, and places are joined by commas. Ids contain none of
//! these.
//!
//! Older files have only the state before a change. The state after it can be derived: it is the
//! state before the slot's next change, or the last released state.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr;

use jiff::Timestamp;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{FileId, Span};
use crate::content::files::AGENDA_LOCK;
use crate::content::record::STATUSES;
use crate::event::release::{CHANGE_KINDS, Change, ChangeKind, Release, ReleasedSlot, SlotState};

/// The comment at the beginning of the file.
const HEAD: &str = "\
# The released programme, written by `plenary release`: keep it with the site, do not edit it.
#
# slot  name, number of changes, time of the last one; day, start, end, status, places
# gone  the same for a slot that was removed from the programme
# title  session, language; the title
# place  id, language; the name
# change  release, time, kind, slot; before and after: day, start, end, status, places
";

impl Release {
    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}release {} {}\n", self.version, self.at);
        for (name, slot) in &self.slots {
            let word = if slot.gone { "gone" } else { "slot" };
            let ReleasedSlot { sequence, revised, state, .. } = slot;
            let _ = writeln!(text, "{word} {name} {sequence} {revised} {}", columns(Some(state)));
        }
        for (word, all) in [("title", &self.titles), ("place", &self.places)] {
            for (id, titles) in all {
                for (tag, title) in titles {
                    let _ = writeln!(text, "{word} {id} {tag} {title}");
                }
            }
        }
        for Change { version, at, slot, kind, before, after } in &self.changes {
            let (kind, before) = (kind.as_str(), columns(before.as_ref()));
            let after = columns(after.as_ref());
            let _ = writeln!(text, "change {version} {at} {kind} {slot} {before} {after}");
        }
        text
    }

    /// Reads the file.
    ///
    /// # Errors
    /// The fault of the first malformed line, for example after a bad merge of two versions.
    pub fn read(text: &str, file: FileId) -> Result<Release, Diagnostic> {
        let mut release = Release::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words: Vec<&str> = line.split_whitespace().collect();
            if !line.starts_with('#') && !words.is_empty() {
                let end = start + line.trim_end().len();
                release.line(&words).ok_or_else(|| unreadable(Span::bytes(file, start..end)))?;
            }
            start += line.len();
        }
        release.complete();
        Ok(release)
    }

    /// Adds the state after a change where it is missing.
    fn complete(&mut self) {
        let mut later: BTreeMap<&str, &SlotState> =
            self.slots.iter().map(|(name, slot)| (&**name, &slot.state)).collect();
        for change in self.changes.iter_mut().rev() {
            if change.after.is_none() && change.kind != ChangeKind::Gone {
                change.after = later.get(&*change.slot).map(|state| (*state).clone());
            }
            later.extend(change.before.as_ref().map(|before| (&*change.slot, before)));
        }
    }

    fn line(&mut self, words: &[&str]) -> Option<()> {
        match *words {
            ["release", version, at] => {
                self.version = version.parse().ok()?;
                self.at = at.parse().ok()?;
            }
            [word @ ("slot" | "gone"), name, sequence, revised, ref rest @ ..] => {
                let state = state(rest)??;
                let (sequence, revised) = (sequence.parse().ok()?, revised.parse().ok()?);
                let slot = ReleasedSlot { sequence, revised, gone: word == "gone", state };
                self.slots.insert(name.to_owned(), slot);
            }
            [word @ ("title" | "place"), id, tag, ref title @ ..] if !title.is_empty() => {
                let all = if word == "title" { &mut self.titles } else { &mut self.places };
                let titles = all.entry(id.to_owned()).or_default();
                titles.insert(tag.to_owned(), title.join(" "));
            }
            ["change", version, at, kind, slot, ref rest @ ..] => {
                let (_, kind) = CHANGE_KINDS.into_iter().find(|(word, _)| *word == kind)?;
                let at: Timestamp = at.parse().ok()?;
                let (version, slot) = (version.parse().ok()?, slot.to_owned());
                let (before, after) = rest.split_at_checked(COLUMNS)?;
                let after = if after.is_empty() { None } else { state(after)? };
                let before = state(before)?;
                self.changes.push(Change { version, at, slot, kind, before, after });
            }
            _ => return None,
        }
        Some(())
    }
}

/// The number of columns of a state.
const COLUMNS: usize = 5;

fn columns(state: Option<&SlotState>) -> String {
    let Some(SlotState { day, start, end, places, status }) = state else {
        return "- - - - -".to_owned();
    };
    let time = |time: &Option<jiff::civil::DateTime>| {
        time.map_or("-".to_owned(), |time| time.strftime("%Y-%m-%dT%H:%M").to_string())
    };
    let places = if places.is_empty() { "-".to_owned() } else { places.join(",") };
    format!("{day} {} {} {} {places}", time(start), time(end), status.as_str())
}

/// A state, or no state (`-`); `None` for malformed words.
fn state(words: &[&str]) -> Option<Option<SlotState>> {
    let [day, start, end, status, places] = *words else { return None };
    if day == "-" {
        return Some(None);
    }
    let (_, status) = STATUSES.into_iter().find(|(word, _)| *word == status)?;
    let places = match places {
        "-" => Vec::new(),
        places => places.split(',').map(str::to_owned).collect(),
    };
    let (day, start, end) = (day.parse().ok()?, known(start)?, known(end)?);
    Some(Some(SlotState { day, start, end, places, status }))
}

/// A column that may be unknown; `None` for a malformed one.
fn known<T: FromStr>(word: &str) -> Option<Option<T>> {
    if word == "-" { Some(None) } else { word.parse().ok().map(Some) }
}

fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::error("release/unreadable", "this line is malformed")
        .at(span)
        .help(format!("restore the last published {AGENDA_LOCK} and run `plenary release` again"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile, Sources};
    use crate::content::record::Status;

    fn file() -> FileId {
        let content = Content::Text("".into());
        Sources::default().insert(SourceFile { path: AGENDA_LOCK.into(), content, hash: 0 })
    }

    #[test]
    fn a_written_release_is_read_again() {
        let at = Timestamp::from_second(1_538_388_000).expect("a moment of 2018");
        let day = jiff::civil::date(2018, 11, 20);
        let state = SlotState {
            day,
            start: Some(day.at(9, 0, 0, 0)),
            end: None,
            places: vec!["hall".to_owned(), "yard".to_owned()],
            status: Status::Tentative,
        };
        let unknown = SlotState { start: None, places: Vec::new(), ..state };
        let slot = |gone, state: &SlotState| ReleasedSlot {
            sequence: 3,
            revised: at,
            gone,
            state: state.clone(),
        };
        let change = |kind, before: Option<&SlotState>, after: &SlotState| Change {
            version: 2,
            at,
            slot: "talk.first".to_owned(),
            kind,
            before: before.cloned(),
            after: Some(after.clone()),
        };
        let release = Release {
            version: 2,
            at,
            slots: [("talk.first", slot(false, &state)), ("walk", slot(true, &unknown))]
                .map(|(name, slot)| (name.to_owned(), slot))
                .into(),
            titles: [("talk", [("da", "Tåge - og dis"), ("zh-Hans", "云")])]
                .map(|(id, titles)| {
                    (id.to_owned(), titles.map(|(tag, t)| (tag.to_owned(), t.to_owned())).into())
                })
                .into(),
            places: [("hall", [("mul", "Hal 1")])]
                .map(|(id, names)| {
                    (id.to_owned(), names.map(|(tag, n)| (tag.to_owned(), n.to_owned())).into())
                })
                .into(),
            changes: vec![
                change(ChangeKind::New, None, &unknown),
                change(ChangeKind::TimeAndPlace, Some(&unknown), &state),
            ],
        };
        assert_eq!(Release::read(&release.text(), file()), Ok(release));
    }

    #[test]
    fn older_files_get_the_state_after_a_change() {
        let moment = "2018-10-01T10:00:00Z";
        let text = format!(
            "release 3 {moment}\n\
             slot talk 2 {moment} 2018-11-20 2018-11-20T11:00 - confirmed hall\n\
             change 2 {moment} time talk 2018-11-20 2018-11-20T09:00 - confirmed hall\n\
             change 3 {moment} time talk 2018-11-20 2018-11-20T10:00 - confirmed hall\n\
             gone walk 1 {moment} 2018-11-20 - - confirmed -\n\
             change 3 {moment} gone walk 2018-11-20 - - confirmed -\n"
        );
        let release = Release::read(&text, file()).expect("it can be read");
        let after = |change: &Change| change.after.as_ref().and_then(|state| state.start);
        let hours: Vec<_> = release.changes.iter().map(|c| after(c).map(|at| at.hour())).collect();
        assert_eq!(hours, [Some(10), Some(11), None]);
        assert_eq!(release.changes[2].after, None);
        assert_eq!(Release::read(&release.text(), file()), Ok(release));
    }

    #[test]
    fn a_malformed_line_is_a_fault() {
        for line in [
            "slot talk",
            "slot talk x 2018-10-01T10:00:00Z - - - - -",
            "slot talk 1 2018-10-01T10:00:00Z - - - - -",
            "slot talk 1 2018-10-01T10:00:00Z 2018-11-20 9 - confirmed -",
            "change 1 2018-10-01T10:00:00Z sideways talk - - - - -",
            "change 1 2018-10-01T10:00:00Z new talk - - -",
            "change 1 2018-10-01T10:00:00Z new talk - - - - - 2018-11-20",
            "title talk da",
            "place hall",
            "release one 2018-10-01T10:00:00Z",
            "=======",
        ] {
            let read = Release::read(&format!("{HEAD}\n{line}\n"), file());
            assert_eq!(read.map_err(|fault| fault.code), Err("release/unreadable"), "{line}");
        }
    }
}
