//! Changes of translations in place, text by text.

use super::*;
use crate::content::markdown::inline::{Code, CodeRole};

/// A translation of which each word is in capitals, without numbers at its end.
fn shouted(parts: &[Inline]) -> Vec<Inline> {
    let part = |part: &Inline| match part {
        Inline::Text(text) => Inline::Text(text.to_uppercase()),
        code @ Inline::Code(_) => code.clone(),
    };
    parts.iter().map(part).collect()
}

/// The translation after the texts of the chosen leaves were translated. Leaves of the translation
/// belong to leaves of the source with the same letters.
fn result(source: &str, target: Option<&str>, chosen: impl Fn(&str) -> bool) -> Changed {
    let outline = Outline::of(source, 0, "en");
    let own = target.map(|target| Outline::of(target, 0, "da"));
    let key = |leaf: &Leaf| leaf.block.text.words.to_lowercase();
    let mut pairs = BTreeMap::new();
    for (at, leaf) in outline.leaves.iter().enumerate() {
        let same = |other: &Leaf| key(other) == key(leaf);
        let found = own.as_ref().and_then(|own| own.leaves.iter().position(same));
        pairs.extend(found.map(|own| (at, own)));
    }
    let new = outline.leaves.iter().enumerate().filter(|(_, leaf)| chosen(&leaf.block.text.words));
    let new = new.map(|(at, leaf)| (at, shouted(&leaf.parts))).collect();
    let body = |text, outline, tag| Body { text, start: 0, outline, tag };
    let translation = Translation {
        source: body(source, &outline, "en"),
        target: target.zip(own.as_ref()).map(|(text, outline)| body(text, outline, "da")),
        tag: "da",
        pairs,
    };
    changed(&translation, &new)
}

const PAGE: &str = "## Rain {#rain}\n\nIt is *wet*.\\\nSee [more](page:rain).\n\n- one\n- two\n  - \
                    inside\n- three\n\n> Quoted\n> twice.\n>\n> - a deer\n\n```\ncode\n```\n\n| a | b |\n\
                    |---|---|\n| c | d |\n| e | f |\n\nFog\n: low cloud\n\n1. first\n\n   more of it\n\
                    2. second\n";

const SHOUTED: &str = "## RAIN {#rain}\n\nIT IS *WET*.\\\nSEE [MORE](page:rain).\n\n- ONE\n- TWO\n  - \
                       INSIDE\n- THREE\n\n> QUOTED TWICE.\n>\n> - A DEER\n\n```\ncode\n```\n\n| A | B |\n\
                       |---|---|\n| C | D |\n| E | F |\n\nFOG\n: LOW CLOUD\n\n1. FIRST\n\n   MORE OF IT\n\
                       2. SECOND\n";

#[test]
fn a_new_translation_has_the_structure_of_the_source() {
    let all = result(PAGE, None, |_| true);
    assert_eq!(all.body, SHOUTED);
    assert_eq!(all.refused, []);
    let some = result(PAGE, None, |words| {
        ["Rain", "two", "inside", "a", "d", "second", "a deer"].contains(&words)
    });
    let expected = "## RAIN {#rain}\n\n- TWO\n  - INSIDE\n\n> - A DEER\n\n```\ncode\n```\n\n| A |  |\n\
                    |---|---|\n|  | D |\n";
    // Alone, the item would not be one of a list whose items are apart.
    assert_eq!(some.refused, [(18, Obstacle::NoPlace)]);
    assert_eq!(some.body, expected);
}

#[test]
fn every_leaf_alone_is_inserted_where_the_source_has_it() {
    let outline = Outline::of(PAGE, 0, "en");
    for left_out in &outline.leaves {
        let words = &left_out.block.text.words;
        let others = result(PAGE, None, |other| other != words);
        let again = result(PAGE, Some(&others.body), |_| true);
        // A cell is filled with the space that was left.
        let spaces = |text: &str| text.replace("|  ", "| ").replace("  |", " |");
        assert_eq!(spaces(&again.body), SHOUTED, "{words}\n{}", others.body);
    }
}

#[test]
fn changed_blocks_keep_everything_around_them() {
    let target = "## rain   {#rain}\r\n\r\n*  One  \r\n*  two\r\n   - inside\r\n\r\nits own\r\n";
    let new = result(PAGE, Some(target), |words| ["one", "inside", "Rain"].contains(&words));
    let expected = target.replace("rain   {", "RAIN   {").replace("One", "ONE");
    assert_eq!(new.body, expected.replace("inside", "INSIDE"));
    let more = result(PAGE, Some(target), |words| words == "three");
    let expected = target.replace("inside\r\n", "inside\r\n* THREE\r\n");
    assert_eq!(more.body, expected);
}

#[test]
fn what_has_no_place_is_refused() {
    let new = result(PAGE, Some("| a |\n|---|\n"), |words| words == "b");
    assert_eq!(new.refused, [(9, Obstacle::NoPlace)]);
    assert_eq!(new.body, "| a |\n|---|\n");
}

#[test]
fn hostile_words_stay_words() {
    let source = "# One\n\ntext *em*\n\n- item\n\n| cell |\n|---|\n\nterm\n: def\n";
    let outline = Outline::of(source, 0, "en");
    for hostile in [
        "# x",
        "- x",
        "1. x",
        "> x",
        "a | b",
        "|",
        "`x`",
        "``",
        "*x* **y**",
        "_x_",
        "~~x~~",
        "[x](javascript:1)",
        "<script>",
        "<b>x</b>",
        "![a](b)",
        "a\\",
        "\\*",
        "&lt;",
        "&#60;",
        "[^1]",
        "[x]: y",
        "---",
        "===",
        "```",
        ": x",
        "{#id}",
        "x {#id}",
        "x ##",
        "[ ] x",
        "http://x",
        "<http://x>",
        "\u{fdd0}x",
        "**重要。**后",
        "a\n\nb",
        "a  \nb",
        "    x",
        "\tx",
        "+ x",
        "x\\\ny",
        "* * *",
        "[!NOTE]",
        "<!-- x -->",
        "title: x",
        "$x$",
        "x^2^",
        "\"x\"",
        "~x~",
        "~~~",
        "a || b",
    ] {
        for end in [false, true] {
            let mut new = NewTexts::new();
            for (at, leaf) in outline.leaves.iter().enumerate() {
                let mut parts = leaf.parts.clone();
                let place = if end { parts.len() } else { 0 };
                parts.insert(place, Inline::Text(format!(" {hostile} ")));
                new.insert(at, parts);
            }
            let body = Body { text: source, start: 0, outline: &outline, tag: "en" };
            let translation =
                Translation { source: body, target: None, tag: "da", pairs: BTreeMap::new() };
            let changed = changed(&translation, &new);
            assert_eq!(changed.refused, [], "{hostile}");
            let read = Outline::of(&changed.body, 0, "da");
            for (leaf, parts) in read.leaves.iter().zip(new.values()) {
                assert_eq!(shape(&leaf.parts), shape(parts), "{hostile}\n{}", changed.body);
            }
        }
    }
}

#[test]
fn emphasis_beside_any_letters_is_written() {
    let source = "one **two** three\n";
    let outline = Outline::of(source, 0, "en");
    let [leaf] = &outline.leaves[..] else { panic!("one leaf") };
    let code = |role| {
        let is = |part: &&Inline| matches!(part, Inline::Code(Code { role: r, .. }) if *r == role);
        leaf.parts.iter().find(is).cloned().expect("it is there")
    };
    let text = |text: &str| Inline::Text(text.to_owned());
    for (before, inside, after, expected) in [
        ("", "重要。", "后来", "**重要。**后来"),
        ("他说", "“引号”", "后", "他说**“引号”**后"),
        ("a", "b", "c", "a**b**c"),
        ("x", " (y) ", "z", "x **(y)** z"),
        ("x", "(y)", "z", "x<strong>(y)</strong>z"),
    ] {
        let parts = vec![
            text(before),
            code(CodeRole::Open),
            text(inside),
            code(CodeRole::Close),
            text(after),
        ];
        let body = Body { text: source, start: 0, outline: &outline, tag: "en" };
        let translation =
            Translation { source: body, target: None, tag: "zh-Hans", pairs: BTreeMap::new() };
        let changed = changed(&translation, &[(0, parts)].into());
        assert_eq!((changed.body.trim_end(), &changed.refused[..]), (expected, &[][..]));
    }
}
