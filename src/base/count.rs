//! Numbers with their nouns, in English.

/// A number with its noun, such as `1 page` or `2 entries`.
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// `3 errors and 1 warning`; `None` if there are neither.
pub fn counted_faults(errors: usize, warnings: usize) -> Option<String> {
    let of = |count, noun| (count > 0).then(|| counted(count, noun));
    match (of(errors, "error"), of(warnings, "warning")) {
        (Some(errors), Some(warnings)) => Some(format!("{errors} and {warnings}")),
        (one, other) => one.or(other),
    }
}
