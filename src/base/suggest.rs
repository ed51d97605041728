//! 'Did you mean …?': suggestions for mistyped words.

use strsim::osa_distance;

/// The candidate that is nearest to `word`, if one is near enough.
///
/// Near enough means that at most a third of the letters are changed, swapped or missing. If no
/// candidate is, one that is a prefix of the word, or of which the word is a prefix (`green` for
/// `green-solutions`), is returned. Of several equally near candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let limit = limit(&folded);
    let mut begun = None;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = fold(candidate);
        if begins_with(&folded, &other) || begins_with(&other, &folded) {
            begun = begun.or(Some(candidate));
        }
        // Comparing letter by letter takes long, and lengths alone rule out most candidates.
        if other.len().abs_diff(folded.len()) > limit * MOST_BYTES {
            continue;
        }
        let far = osa_distance(&folded, &other);
        if far <= limit && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or(begun)
}

/// The path that was probably meant by one that does not exist: a similar file name in any folder,
/// preferably with the same extension in the same folder.
pub fn nearest_path<'a>(
    path: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let (folder, stem, ending) = parts(path);
    let stem = fold(stem);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let (other_folder, other_stem, other_ending) = parts(candidate);
            let far = osa_distance(&stem, &fold(other_stem));
            let rank = (far, osa_distance(ending, other_ending), folder != other_folder);
            (far <= limit(&stem)).then_some((rank, candidate))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, candidate)| candidate)
}

/// A path's folder, the file name up to the first dot, and the rest.
fn parts(path: &str) -> (&str, &str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    (folder, stem, ending)
}

/// The first few of many words, for a help text.
pub fn some_of(words: &[&str]) -> String {
    const SHOWN: usize = 8;
    let shown = words.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match words.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// The bytes of the longest character.
const MOST_BYTES: usize = 4;

fn fold(word: &str) -> String {
    word.to_lowercase().replace('_', "-")
}

/// How many letters of a word may differ.
fn limit(word: &str) -> usize {
    word.chars().count().max(3) / 3
}

/// Whether `short` is the first word, or the first words, of `long`.
fn begins_with(long: &str, short: &str) -> bool {
    short.len() > 2 && long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested() {
        let fields = ["title", "summary", "start", "end", "speakers", "sort_key"];
        for (typed, meant) in [
            ("tilte", Some("title")),
            ("sumary", Some("summary")),
            ("speaker", Some("speakers")),
            ("sort-key", Some("sort_key")),
            ("Start", Some("start")),
            ("weather", None),
            ("x", None),
            ("sort", Some("sort_key")),
        ] {
            assert_eq!(nearest(typed, fields), meant, "{typed}");
        }
    }

    #[test]
    fn the_nearest_path_is_found_by_its_file_name() {
        let paths =
            ["content/media/harbour.png", "content/media/map.pdf", "content/pages/about.da.md"];
        for (typed, meant) in [
            ("content/media/harbor.png", Some("content/media/harbour.png")),
            ("content/harbour.jpg", Some("content/media/harbour.png")),
            ("content/pages/visa.da.md", None),
            ("content/pages/aboot.da.md", Some("content/pages/about.da.md")),
        ] {
            assert_eq!(nearest_path(typed, paths), meant, "{typed}");
        }
        let zones = ["Asia/Beirut", "Asia/Shanghai", "Europe/Copenhagen"];
        assert_eq!(nearest_path("Asia/Beijing", zones), None);
        assert_eq!(nearest_path("Europe/Kopenhagen", zones), Some("Europe/Copenhagen"));
    }
}
