//! Reading a table.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::csv::cells;
use crate::exchange::csv::columns::{COLUMNS, Column, columns};
use crate::exchange::csv::table::read_rows;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Programme, Room, Session, Slot, Status, Texts, Track};
use crate::exchange::programme_builder::{ProgrammeBuilder, some};
use crate::exchange::{datetime, sanitize, stable_ids};

/// The columns of a slot, in which rows of one session may differ.
const OF_SLOT: [&str; 6] = ["id", "date", "start", "end", "duration", "room"];

/// Reads a table.
///
/// # Errors
/// When there is no column `title`, when a row has no title, or when a cell is malformed: with the
/// column and the line.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let mut reader = TableReader {
        builder: ProgrammeBuilder::default(),
        hints,
        columns: Vec::new(),
        by_id: BTreeMap::new(),
    };
    read_rows(text, |row| {
        let cells = row.cells.iter().map(String::as_str);
        match reader.columns.is_empty() {
            true => reader.columns = columns(cells, row.line)?,
            false => reader.row(cells, row.line)?,
        }
        Ok(())
    })?;
    if reader.columns.is_empty() {
        // The fault lists the possible columns.
        columns(std::iter::empty(), 1)?;
    }
    let tags = reader.columns.iter().filter_map(|column| match column {
        Column::Text(_, tag) if !tag.is_empty() => Some(tag.clone()),
        _ => None,
    });
    let mut languages: Vec<String> = Vec::new();
    for tag in tags {
        if !languages.contains(&tag) {
            languages.push(tag);
        }
    }
    reader.builder.programme.languages = languages;
    Ok(reader.builder.finish())
}

/// A table that is being read.
struct TableReader<'a> {
    builder: ProgrammeBuilder,
    hints: &'a Hints,
    columns: Vec<Column>,
    /// The sessions with an id: their index and first row.
    by_id: BTreeMap<String, (usize, Row)>,
}

/// The cells of a row by their columns.
#[derive(Default)]
struct Row {
    facts: BTreeMap<&'static str, String>,
    texts: BTreeMap<&'static str, Texts>,
}

impl Row {
    fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }

    fn texts(&self, name: &str) -> Texts {
        self.texts.get(name).cloned().unwrap_or_default()
    }

    /// A fact, or a text in its first language.
    fn cell(&self, name: &str) -> &str {
        let text = || self.texts.get(name).and_then(|texts| texts.values().next());
        self.facts.get(name).or_else(text).map_or("", String::as_str)
    }
}

impl TableReader<'_> {
    fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>, line: usize) -> Result<(), Fault> {
        let row = self.cells(cells, line);
        let at = |name: &str, fault: Fault| Fault {
            message: format!("in the column `{name}`: {}", fault.message),
            ..fault.line(line)
        };
        if row.texts.get("title").is_none_or(Texts::is_empty) {
            return Err(Fault::new("this row has no title")
                .line(line)
                .help("add one, or delete the row"));
        }
        let day = match row.fact("date") {
            "" => None,
            text => Some(datetime::date(text).map_err(|fault| at("date", fault))?),
        };
        let times = [row.fact("start"), row.fact("end"), row.fact("duration")];
        let day_and_time =
            cells::day_and_time(day, times, self.hints).map_err(|(name, fault)| at(name, fault))?;
        let status = Status::of_word(row.fact("status")).ok_or_else(|| {
            let fault = Fault::new(format!("`{}` is not a status", row.fact("status")));
            at("status", fault.help(format!("write one of {}", Status::words())))
        })?;
        let id = sanitize::line(row.fact("id"));
        let rooms = self.rooms(row.texts("room"));
        let slot = day_and_time.map(|(day, time)| Slot { id: String::new(), day, time, rooms });
        let spoken = row.fact("language").replace('\n', " ");
        let session = Session {
            id: id.clone(),
            guid: stable_ids::as_uuid(&id),
            title: row.texts("title"),
            subtitle: row.texts("subtitle"),
            summary: row.texts("abstract"),
            text: row.texts("description"),
            kind: sanitize::line(row.fact("kind")),
            status,
            tracks: self.tracks(row.texts("track")),
            persons: cells::list(row.fact("speakers"))
                .map(|name| self.builder.person("", &sanitize::line(name)))
                .collect(),
            url: some(sanitize::line(row.fact("url"))),
            slots: slot.into_iter().collect(),
            languages: self.builder.languages(&spoken, Some(line), &format!("row {line}")),
            ..Session::default()
        };
        self.add(session, row, line);
        Ok(())
    }

    /// The cells of a row; the cells of unknown columns are left over.
    fn cells<'a>(&mut self, cells: impl Iterator<Item = &'a str>, line: usize) -> Row {
        let mut row = Row::default();
        for (at, cell) in cells.enumerate() {
            let cell = sanitize::block(cell);
            if cell.is_empty() {
                continue;
            }
            match self.columns.get(at) {
                Some(Column::Text(name, tag)) => {
                    let is_line = matches!(*name, "title" | "subtitle");
                    let cell = if is_line { sanitize::line(&cell) } else { cell };
                    row.texts.entry(name).or_default().insert(tag.clone(), cell);
                }
                Some(Column::Fact(name)) => drop(row.facts.insert(name, cell)),
                Some(Column::Other(name)) => {
                    let name = if name.is_empty() { "no name" } else { name }.to_owned();
                    self.builder.left(Some(line), format!("row {line}: {name}"), &cell);
                }
                None => self.builder.left(
                    Some(line),
                    format!("row {line}: after the last column"),
                    &cell,
                ),
            }
        }
        row
    }

    /// The rooms of a row, each with its name in all languages of the row.
    fn rooms(&mut self, texts: Texts) -> Vec<usize> {
        let rooms = several(texts).into_iter();
        let rooms =
            rooms.map(|(key, name)| self.builder.room(&key, || Room { name, ..Room::default() }));
        once(rooms)
    }

    fn tracks(&mut self, texts: Texts) -> Vec<usize> {
        let tracks = several(texts).into_iter();
        let tracks = tracks
            .map(|(key, name)| self.builder.track(&key, || Track { name, ..Track::default() }));
        once(tracks)
    }

    /// Adds a session, or only its slot if an earlier row has its id; other cells that differ from
    /// the earlier row's are left over.
    fn add(&mut self, session: Session, row: Row, line: usize) {
        let Some((at, first)) = self.by_id.get(&session.id) else {
            if !session.id.is_empty() {
                let at = self.builder.programme.sessions.len();
                self.by_id.insert(session.id.clone(), (at, row));
            }
            self.builder.programme.sessions.push(session);
            return;
        };
        let earlier = &mut self.builder.programme.sessions[*at];
        for mut slot in session.slots {
            if let [first] = &mut earlier.slots[..]
                && first.id.is_empty()
            {
                first.id = "1".to_owned();
            }
            slot.id = (earlier.slots.len() + 1).to_string();
            earlier.slots.push(slot);
        }
        for column in COLUMNS.iter().filter(|column| !OF_SLOT.contains(&column.name)) {
            let cell = row.cell(column.name);
            if !cell.is_empty() && cell != first.cell(column.name) {
                self.builder.left(Some(line), format!("row {line}: {}", column.name), cell);
            }
        }
    }
}

/// The items of cells with lists, by position: the first items of all languages belong together.
fn several(texts: Texts) -> Vec<(String, Texts)> {
    let lists: Vec<(String, Vec<String>)> = texts
        .into_iter()
        .map(|(tag, cell)| (tag, cells::list(&cell).map(sanitize::line).collect()))
        .collect();
    let count = lists.iter().map(|(_, list)| list.len()).max().unwrap_or_default();
    let entry = |at: usize| -> Option<(String, Texts)> {
        let names =
            lists.iter().filter_map(|(tag, list)| Some((tag.clone(), list.get(at)?.clone())));
        let names: Texts = names.collect();
        Some((names.values().next()?.clone(), names))
    };
    (0..count).filter_map(entry).collect()
}

/// The positions without duplicates.
fn once(positions: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    positions.filter(|position| seen.insert(*position)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::datetime;
    use crate::exchange::programme::{Status, Time};

    fn hints() -> Hints {
        Hints { timezone: datetime::zone("Europe/Copenhagen"), ..Hints::default() }
    }

    #[test]
    fn a_table_is_read_as_a_programme() {
        let text = "\u{feff}Id;Title da;Title en;Date;Start;End;Room;Track;Speakers;Kind;Language;Status;Fog\r\n\
            opening;Åbning;Opening;3.6.2031;9:00;9.45;Hal 1;Tåge;Ada Fog; Bo Mist;ceremony;da, en;;thick\r\n";
        // The semicolon is the delimiter here, so several speakers need quotes.
        let text = text.replace("Ada Fog; Bo Mist", "\"Ada Fog; Bo Mist\"");
        let text = format!(
            "{text};;;;;;;;;;;;\r\nparty;Fest;Party;2031-06-03;22:00;01:00;\"Hal 1;Hal 2\";;;;;cancelled;\r\n\
             opening;Åbning;Opening;2031-06-04;9:00;;;;;;;;\r\nlater;Senere;;;;;;;;;;;\r\n"
        );
        let programme = read(&text, &hints()).expect("it is a table");
        let ids: Vec<_> = programme.sessions.iter().map(|session| &*session.id).collect();
        assert_eq!(ids, ["opening", "party", "later"]);
        let opening = &programme.sessions[0];
        assert_eq!((&*opening.title["da"], &*opening.title["en"]), ("Åbning", "Opening"));
        assert_eq!(opening.persons, [0, 1]);
        assert_eq!(programme.persons[1].name[""], "Bo Mist");
        assert_eq!(opening.languages, ["da", "en"]);
        let slots: Vec<_> = opening.slots.iter().map(|slot| (&*slot.id, slot.day.day())).collect();
        assert_eq!(slots, [("1", 3), ("2", 4)]);
        let party = &programme.sessions[1];
        assert_eq!((party.status, &party.slots[0].rooms), (Status::Cancelled, &vec![0, 1]));
        let Time::Span(start, end) = &party.slots[0].time else { panic!("{party:?}") };
        assert_eq!(start.duration_until(end).as_hours(), 3);
        assert!(programme.sessions[2].slots.is_empty());
        let [left] = &programme.left_over[..] else { panic!("{:?}", programme.left_over) };
        assert_eq!((left.line, &*left.place, &*left.value), (Some(2), "row 2: Fog", "thick"));
    }

    #[test]
    fn cells_that_differ_from_an_earlier_row_of_the_same_id_are_reported() {
        let text = "id,title,date,language,speakers,status\n1,Fog,2031-06-03,en,Ada Fog,\n\
                    1,Fog,2031-06-04,de,Bo Mist,cancelled\n1,,2031-06-05,,,\n";
        let fault = read(text, &hints()).expect_err("a row needs a title");
        assert_eq!(fault.line, Some(4));
        let text = text.replace("1,,", "1,Fog,");
        let left = read(&text, &hints()).expect("it is a table").left_over;
        let left: Vec<_> = left.iter().map(|left| (&*left.place, &*left.value)).collect();
        let expected = [
            ("row 3: speakers", "Bo Mist"),
            ("row 3: language", "de"),
            ("row 3: status", "cancelled"),
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn delimiters_are_detected_or_declared() {
        for text in [
            "title,date\nFog,2031-06-03",
            "title\tdate\nFog\t2031-06-03",
            "sep=;\ntitle;date\nFog;2031-06-03",
        ] {
            let programme = read(text, &hints()).expect(text);
            assert_eq!(programme.sessions[0].title[""], "Fog", "{text}");
            assert_eq!(programme.sessions[0].slots[0].time, Time::Unknown);
        }
    }

    #[test]
    fn faults_name_the_line_and_the_column() {
        for (text, message, line) in [
            ("", "the first line names no column `title`", 1),
            ("fog,mist\n1,2", "the first line names no column `title`", 1),
            ("title,name\n", "the column `title` is duplicated", 1),
            (
                "id,Titel,title en,date\n1,a,b,2031-06-03",
                "there is a column `title` beside `title en`, and its language is not known",
                1,
            ),
            ("title,date\n,2031-06-03", "this row has no title", 2),
            (
                "title,date\nFog,6/3/2031",
                "in the column `date`: `6/3/2031` can be read as several dates",
                2,
            ),
            (
                "title,date,start\n\"Fog\nMist\",2031-06-03,9:00\nFog,2031-06-03,nine",
                "in the column `start`: `nine` is not a time of day",
                4,
            ),
            ("title,start\nFog,9:00", "in the column `start`: `9:00` has no date", 2),
            (
                "title,date,start,end\nFog,2031-06-03,14:00,13:00",
                "in the column `end`: this ends at 13:00, before it begins",
                2,
            ),
            (
                "title,date,start,duration\nFog,2031-06-03,14:00,long",
                "in the column `duration`: `long` is not a duration",
                2,
            ),
            (
                "title,date,start\nFog,2031-03-30,2:30",
                "in the column `start`: there is no 2:30 on 2031-03-30: the clocks go forward then",
                2,
            ),
            (
                "sep=;\ntitle;date\nFog;2031-06-03\n\"Mist;2031-06-04\nRain;2031-06-05\n",
                "a quoted cell begins on this line and is never closed",
                4,
            ),
            ("title,status\nFog,maybe", "in the column `status`: `maybe` is not a status", 2),
        ] {
            let fault = read(text, &hints()).expect_err(text);
            assert_eq!((&*fault.message, fault.line), (message, Some(line)), "{text}");
            assert!(fault.help.is_some(), "{message}");
        }
    }
}
