//! Distinct names: schedules identify rooms and tracks by their names, so two with the same name in one
//! language would become one.

use std::collections::BTreeMap;

/// A name, and what distinguishes it from equal ones.
#[derive(Clone, Debug)]
pub(super) struct AmbiguousName<'a> {
    /// The name.
    pub name: String,
    /// The name of the place it is part of.
    pub around: Option<String>,
    /// The id.
    pub id: &'a str,
}

/// A distinct name for each. A unique name is unchanged; to others the place they are part of is added,
/// and where that is not enough, the id.
pub(super) fn distinct(all: &[AmbiguousName<'_>]) -> Vec<String> {
    let mut names: Vec<String> = all.iter().map(|named| line(&named.name)).collect();
    for at in shared(&names) {
        if let Some(around) = &all[at].around {
            names[at] = format!("{} ({})", names[at], line(around));
        }
    }
    // This ends: two names with their ids are never equal, so each round adds an id to one without.
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

/// Several spaces become one when schedules are written.
fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The positions of names that are not unique.
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
    fn names_become_distinct() {
        let all = |all: &[(&'static str, Option<&'static str>, &'static str)]| {
            let named = all.iter().map(|&(name, around, id)| AmbiguousName {
                name: name.to_owned(),
                around: around.map(str::to_owned),
                id,
            });
            distinct(&named.collect::<Vec<AmbiguousName<'_>>>())
        };
        assert_eq!(
            all(&[("Room", Some("Hall"), "a"), ("Room", Some("Barn"), "b"), ("Yard", None, "c")]),
            ["Room (Hall)", "Room (Barn)", "Yard"]
        );
        assert_eq!(
            all(&[("Room", Some("Hall"), "a"), ("Room", Some("Hall"), "b")]),
            ["Room (Hall) (a)", "Room (Hall) (b)"]
        );
        // A room whose name equals the distinct name of another; and several spaces.
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
