//! Which block of a translation belongs to which block of the source.

use crate::content::markdown::Block;
use crate::event::translation::Text;
use crate::event::translation::grade::Facts;
use crate::event::translation::lock::TextHash;

/// The positions of a block of the source and of its translation; one of the two can be missing.
type Aligned = (Option<usize>, Option<usize>);

/// The largest number of comparisons for one text. Longer texts, which nobody reads, are aligned by
/// position.
const MOST_COMPARISONS: usize = 4_000_000;

/// Aligns the blocks of two texts, both in order. Only blocks of the same kind belong together; pairs
/// that are `known` decide, then common links, files, code and numbers. Blocks that belong to
/// none stay alone, at their place.
pub fn align(
    source: &[Block],
    translation: &[Block],
    known: &dyn Fn(TextHash, TextHash) -> bool,
) -> Vec<Aligned> {
    // Usually everything is known, or all but one edited block.
    let is_known =
        |(a, b): &(&Block, &Block)| a.text.kind == b.text.kind && known(a.text.hash, b.text.hash);
    let start = source.iter().zip(translation).take_while(is_known).count();
    let (ours, theirs) = (&source[start..], &translation[start..]);
    let end = ours.iter().rev().zip(theirs.iter().rev()).take_while(is_known).count();
    let (ours, theirs) = (&ours[..ours.len() - end], &theirs[..theirs.len() - end]);
    let pair = |at: usize, other: usize| (Some(at), Some(other));
    let mut aligned: Vec<Aligned> = (0..start).map(|at| pair(at, at)).collect();
    let moved = |(a, b): Aligned| (a.map(|at| at + start), b.map(|at| at + start));
    aligned.extend(align_unknown(ours, theirs, known).into_iter().map(moved));
    let (rest, their_rest) = (source.len() - end, translation.len() - end);
    aligned.extend((0..end).map(|at| pair(rest + at, their_rest + at)));
    aligned
}

fn align_unknown(
    source: &[Block],
    translation: &[Block],
    known: &dyn Fn(TextHash, TextHash) -> bool,
) -> Vec<Aligned> {
    let comparisons = source.len().saturating_mul(translation.len());
    if comparisons == 0 || comparisons > MOST_COMPARISONS {
        return by_position(source, translation);
    }
    let (ours, theirs) = (with_facts(source), with_facts(translation));
    trace(ours.len(), theirs.len(), &best_scores(&ours, &theirs, known))
}

fn with_facts(blocks: &[Block]) -> Vec<WithFacts<'_>> {
    blocks.iter().map(|block| (&*block.text, block.text.facts())).collect()
}

/// A block with its facts, which are compared many times.
type WithFacts<'a> = (&'a Text, Facts);

/// How well two blocks fit; `None` if they cannot belong together.
fn score(
    (source, ours): &WithFacts<'_>,
    (translation, theirs): &WithFacts<'_>,
    known: &dyn Fn(TextHash, TextHash) -> bool,
) -> Option<u32> {
    if source.kind != translation.kind {
        return None;
    }
    if known(source.hash, translation.hash) {
        return Some(1000);
    }
    let common = ours.keys().filter(|fact| theirs.contains_key(*fact)).count();
    let different = ours.len() + theirs.len() - 2 * common;
    let count = |n: usize| u32::try_from(n.min(20)).unwrap_or(20);
    // A pair without any common fact is still better than two blocks alone.
    Some((10 + 4 * count(common)).saturating_sub(count(different)).max(1))
}

/// The best sum of scores for each pair of beginnings (Needleman and Wunsch, without a cost of gaps).
fn best_scores(
    source: &[WithFacts<'_>],
    translation: &[WithFacts<'_>],
    known: &dyn Fn(TextHash, TextHash) -> bool,
) -> Vec<Vec<(u32, Step)>> {
    let mut rows = Vec::with_capacity(source.len() + 1);
    rows.push(vec![(0, Step::Translation); translation.len() + 1]);
    for (i, ours) in source.iter().enumerate() {
        let before: &Vec<(u32, Step)> = &rows[i];
        let mut row = Vec::with_capacity(translation.len() + 1);
        row.push((0, Step::Source));
        for (j, theirs) in translation.iter().enumerate() {
            let mut best = (before[j + 1].0, Step::Source);
            if row[j].0 > best.0 {
                best = (row[j].0, Step::Translation);
            }
            if let Some(score) = score(ours, theirs, known)
                && before[j].0 + score >= best.0
            {
                best = (before[j].0 + score, Step::Both);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows
}

/// What the last step of the best alignment takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Source,
    Translation,
    Both,
}

fn trace(source: usize, translation: usize, scores: &[Vec<(u32, Step)>]) -> Vec<Aligned> {
    let (mut i, mut j) = (source, translation);
    let mut aligned = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let step = if j == 0 { Step::Source } else { scores[i][j].1 };
        let (takes_source, takes_translation) = match step {
            Step::Both => (true, true),
            Step::Source => (true, false),
            Step::Translation => (false, true),
        };
        i -= usize::from(takes_source);
        j -= usize::from(takes_translation);
        aligned.push((takes_source.then_some(i), takes_translation.then_some(j)));
    }
    aligned.reverse();
    aligned
}

/// Aligns blocks at equal positions if they are of the same kind.
fn by_position(source: &[Block], translation: &[Block]) -> Vec<Aligned> {
    let mut aligned = Vec::new();
    for at in 0..source.len().max(translation.len()) {
        match (source.get(at), translation.get(at)) {
            (Some(ours), Some(theirs)) if ours.text.kind != theirs.text.kind => {
                aligned.extend([(Some(at), None), (None, Some(at))]);
            }
            (ours, theirs) => aligned.push((ours.map(|_| at), theirs.map(|_| at))),
        }
    }
    aligned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::leaf_blocks;

    fn blocks(text: &str) -> Vec<Block> {
        leaf_blocks(text, 0)
    }

    fn shown(source: &str, translation: &str, known: &[(&str, &str)]) -> Vec<String> {
        let (source, translation) = (blocks(source), blocks(translation));
        let word = |blocks: &[Block], at: Option<usize>| {
            at.map_or("-", |at| &blocks[at].text.words).to_owned()
        };
        let hash = |text: &str| Text::of_markdown(text).hash;
        let known = |ours, theirs| known.iter().any(|(a, b)| (hash(a), hash(b)) == (ours, theirs));
        align(&source, &translation, &known)
            .into_iter()
            .map(|(ours, theirs)| {
                format!("{} = {}", word(&source, ours), word(&translation, theirs))
            })
            .collect()
    }

    #[test]
    fn equal_structures_are_aligned_in_order() {
        assert_eq!(
            shown("## A\n\none\n\n- x\n- y\n", "## Å\n\nen\n\n- ø\n- æ\n", &[]),
            ["A = Å", "one = en", "x = ø", "y = æ"]
        );
    }

    #[test]
    fn a_missing_block_is_a_gap_found_by_facts() {
        assert_eq!(
            shown("come at 9\n\nbring soap\n\nleave at 17\n", "kom kl. 9\n\ngå kl. 17\n", &[]),
            ["come at 9 = kom kl. 9", "bring soap = -", "leave at 17 = gå kl. 17"]
        );
    }

    #[test]
    fn blocks_of_different_kinds_stay_alone() {
        assert_eq!(shown("## A\n", "a\n", &[]), ["- = a", "A = -"]);
    }

    #[test]
    fn known_pairs_decide() {
        assert_eq!(
            shown("first\n\nsecond\n\nthird\n", "tredje\n", &[("third", "tredje")]),
            ["first = -", "second = -", "third = tredje"]
        );
    }

    #[test]
    fn long_texts_are_aligned_by_position() {
        let source = "word\n\n".repeat(3000);
        let translation = "ord\n\n".repeat(3000);
        let (source, translation) = (blocks(&source), blocks(&translation));
        let aligned = align(&source, &translation, &|_, _| false);
        assert_eq!(aligned.len(), 3000);
        assert!(aligned.iter().all(|(ours, theirs)| ours.is_some() && theirs.is_some()));
    }
}
