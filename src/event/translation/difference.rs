//! How a source text changed since its translation was made, word by word.

use similar::{ChangeTag, TextDiff};

use crate::base::text::is_cjk;
use crate::event::translation::Text;
use crate::event::translation::grade::Facts;

/// A part of a text that was compared with an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordChange {
    /// In both texts.
    Kept,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// The words of two texts, in order, as the longest runs of the same change.
pub fn changed_words(old: &str, new: &str) -> Vec<(WordChange, String)> {
    let (old, new) = (tokens(old), tokens(new));
    let mut runs: Vec<(WordChange, String)> = Vec::new();
    for part in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let change = match part.tag() {
            ChangeTag::Equal => WordChange::Kept,
            ChangeTag::Delete => WordChange::Removed,
            ChangeTag::Insert => WordChange::Added,
        };
        match runs.last_mut() {
            Some((last, words)) if *last == change => words.push_str(part.value()),
            _ => runs.push((change, part.value().to_owned())),
        }
    }
    runs
}

/// A text with the words that were removed as `[-word-]` and those that were added as `{+word+}`, as
/// in `git diff --word-diff`.
pub fn word_difference(old: &str, new: &str) -> String {
    let marked = |(change, words)| match change {
        WordChange::Kept => words,
        WordChange::Removed => format!("[-{words}-]"),
        WordChange::Added => format!("{{+{words}+}}"),
    };
    changed_words(old, new).into_iter().map(marked).collect()
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

/// The facts that only the first, and those that only the second text has, in order.
pub fn fact_difference(old: &Text, new: &Text) -> (Vec<String>, Vec<String>) {
    let only = |these: &Facts, those: &Facts| {
        let more = these.iter().filter(|(fact, count)| those.get(*fact) < Some(count));
        more.map(|(fact, _)| fact.clone()).collect()
    };
    let (old, new) = (old.facts(), new.facts());
    (only(&old, &new), only(&new, &old))
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

    #[test]
    fn facts_are_compared_with_their_number() {
        let difference = |old, new| fact_difference(&Text::short(old), &Text::short(new));
        let strings = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(difference("9–9:30", "9–10:30"), (strings(&["9"]), strings(&["10"])));
        assert_eq!(difference("a 1", "b 1"), (Vec::new(), Vec::new()));
    }
}
