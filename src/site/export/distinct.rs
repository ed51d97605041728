//! Names that no two things have: formats of schedules know rooms and themes by their names, and what
//! is called the same in one language would become one.

use std::collections::BTreeMap;

/// A thing with what tells it apart from others of its name.
#[derive(Clone, Debug)]
pub(super) struct Named<'a> {
    /// How it is called.
    pub name: &'a str,
    /// What it is part of.
    pub around: Option<&'a str>,
    /// What no other has.
    pub id: &'a str,
}

/// A name for each that no other has. What has its name alone keeps it; others say what they are part
/// of, and where that is not enough, their ids.
pub(super) fn distinct(all: &[Named<'_>]) -> Vec<String> {
    let mut names: Vec<String> = all.iter().map(|named| line(named.name)).collect();
    for at in shared(&names) {
        if let Some(around) = all[at].around {
            names[at] = format!("{} ({})", names[at], line(around));
        }
    }
    // It ends: two names that both end on their ids are never equal, so each round adds an id to one
    // that had none.
    loop {
        let shared = shared(&names);
        if shared.is_empty() {
            return names;
        }
        for at in shared {
            names[at] = format!("{} ({})", names[at], all[at].id);
        }
    }
}

/// Writers make one space of many.
fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The positions of names that another has too.
fn shared(names: &[String]) -> Vec<usize> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *count.entry(name).or_default() += 1;
    }
    let twice = |at: &usize| count.get(&*names[*at]).is_some_and(|count| *count > 1);
    (0..names.len()).filter(twice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_things_have_one_name() {
        let all = |all: &[(&'static str, Option<&'static str>, &'static str)]| {
            let named = all.iter().map(|&(name, around, id)| Named { name, around, id });
            distinct(&named.collect::<Vec<Named<'_>>>())
        };
        assert_eq!(
            all(&[("Room", Some("Hall"), "a"), ("Room", Some("Barn"), "b"), ("Yard", None, "c")]),
            ["Room (Hall)", "Room (Barn)", "Yard"]
        );
        assert_eq!(
            all(&[("Room", Some("Hall"), "a"), ("Room", Some("Hall"), "b")]),
            ["Room (Hall) (a)", "Room (Hall) (b)"]
        );
        // A room that is called as another would be then; and one space of many.
        assert_eq!(
            all(&[("Room", None, "a"), ("Room", Some("Hall"), "b"), ("Room  (Hall)", None, "c")]),
            ["Room", "Room (Hall) (b)", "Room (Hall) (c)"]
        );
        assert_eq!(
            all(&[("Fog", None, "a"), ("Fog", None, "b"), ("Fog (a)", None, "c")]),
            ["Fog (a) (a)", "Fog (b)", "Fog (a) (c)"]
        );
    }
}
