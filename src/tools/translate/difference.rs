//! How a source text changed since its translation was made, word by word.

use similar::{ChangeTag, TextDiff};

use crate::base::text::is_cjk;

/// A text with the words that were removed as `[-word-]` and those that were added as `{+word+}`, as
/// in `git diff --word-diff`.
pub fn word_difference(old: &str, new: &str) -> String {
    let (old, new) = (tokens(old), tokens(new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut shown = String::new();
    let mut run: Option<(ChangeTag, String)> = None;
    for change in diff.iter_all_changes() {
        match &mut run {
            Some((tag, words)) if *tag == change.tag() => words.push_str(change.value()),
            _ => {
                push_run(&mut shown, run.take());
                run = Some((change.tag(), change.value().to_owned()));
            }
        }
    }
    push_run(&mut shown, run);
    shown
}

/// The words of a text, and what is between them; each Chinese or Japanese character is a word.
fn tokens(text: &str) -> Vec<&str> {
    let in_word = |c: char| c.is_alphanumeric() && !is_cjk(c);
    let mut tokens = Vec::new();
    let (mut start, mut before) = (0, false);
    for (at, c) in text.char_indices() {
        let now = in_word(c);
        if at > start && !(before && now) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = now;
    }
    tokens.push(&text[start..]);
    tokens
}

fn push_run(shown: &mut String, run: Option<(ChangeTag, String)>) {
    match run {
        Some((ChangeTag::Equal, words)) => shown.push_str(&words),
        Some((ChangeTag::Delete, words)) => shown.push_str(&format!("[-{words}-]")),
        Some((ChangeTag::Insert, words)) => shown.push_str(&format!("{{+{words}+}}")),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_marked() {
        assert_eq!(
            word_difference("Doors open at 9 in the mill", "Doors open at 10 in the old mill"),
            "Doors open at [-9-]{+10+} in the {+old +}mill"
        );
        assert_eq!(word_difference("上午九点开始", "上午十点开始"), "上午[-九-]{+十+}点开始");
    }
}
