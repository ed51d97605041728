//! The marks point at what serde_yaml reads, in every YAML text of the repository and in odd ones.

#![expect(clippy::disallowed_methods, reason = "it reads the repository's own files")]

use std::fs;
use std::path::Path;

use super::*;
use crate::base::source::front_matter;

/// A value as its own bytes, with the names of fields and the items of lists.
fn shown(value: &MarkedValue, text: &str) -> String {
    match &value.shape {
        Shape::Scalar | Shape::Alias(_) => text[value.range.clone()].replace('\n', "/"),
        Shape::Map { entries, .. } => {
            let all = entries.iter().map(|e| format!("{}={}", e.key, shown(&e.value, text)));
            format!("{{{}}}", all.collect::<Vec<_>>().join(", "))
        }
        Shape::List { items, .. } => {
            let all = items.iter().map(|item| shown(&item.value, text));
            format!("[{}]", all.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether marked bytes contain what serde_yaml has read: every name, every item, every scalar.
fn agrees(marked: &MarkedValue, value: &Value, text: &str) -> bool {
    match (&marked.shape, value) {
        (_, Value::Tagged(tagged)) => agrees(marked, &tagged.value, text),
        (Shape::Alias(Some(target)), value) => agrees(target, value, text),
        (Shape::Map { entries, .. }, Value::Mapping(map)) => {
            entries.len() == map.len()
                && entries.iter().zip(map).all(|(entry, (key, value))| {
                    let is_name = !matches!(key, Value::Mapping(_) | Value::Sequence(_));
                    (!is_name || key_text(key) == entry.key)
                        && text[entry.key_end..entry.colon]
                            .trim_start()
                            .trim_end_matches(':')
                            .is_empty()
                        && agrees(&entry.value, value, text)
                })
        }
        (Shape::List { flow, items }, Value::Sequence(values)) => {
            items.len() == values.len()
                && items.iter().zip(values).all(|(item, value)| {
                    (*flow || text[item.at..].starts_with('-')) && agrees(&item.value, value, text)
                })
        }
        (Shape::Scalar, value) => reads_as(&text[marked.range.clone()], value),
        _ => false,
    }
}

/// Whether the bytes of a scalar, read by themselves, are this value.
fn reads_as(scalar: &str, value: &Value) -> bool {
    if scalar.starts_with(['|', '>']) {
        // Its indentation and the blank lines at its end belong to the surrounding text.
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let content = scalar.split_once('\n').map_or("", |(_, content)| content);
        return value.as_str().is_some_and(|read| words(read) == words(content));
    }
    let field = format!("a: {}", scalar.replace('\n', "\n  "));
    match serde_yaml::from_str::<Value>(&field).ok().as_ref().and_then(|read| read.get("a")) {
        Some(Value::Tagged(tagged)) => tagged.value == *value,
        read => read == Some(value),
    }
}

/// Whether all marks of a text agree with its values.
fn all_agree(marks: &Marks, value: &Value, text: &str) -> bool {
    marks.root.as_ref().map_or(value.is_null(), |root| agrees(root, value, text))
}

fn assert_agrees(text: &str, name: &str) {
    let Ok(value) = serde_yaml::from_str::<Value>(text) else { return };
    let marks = Marks::of(text);
    assert!(all_agree(&marks, &value, text), "{name}\n{text:?}\n{:#?}", marks.root);
}

#[test]
fn marks_agree_with_serde_yaml_on_every_file_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut compared = 0;
    let folders = ["content", "tests", "themes", "src"];
    for file in folders.iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder))) {
        let path = file.expect("the folder can be read").into_path();
        let Some(ending) = path.extension().filter(|e| *e == "yaml" || *e == "yml" || *e == "md")
        else {
            continue;
        };
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let yaml = match ending == "md" {
            false => 0..text.len(),
            true => match front_matter(&text) {
                Ok(Some(front)) => front.yaml,
                _ => continue,
            },
        };
        let name = path.display().to_string();
        assert_agrees(&text[yaml.clone()], &name);
        assert!(MarkedValue::of(&text[yaml]).is_ok(), "{name} cannot be changed in place");
        compared += 1;
    }
    assert!(compared > 100, "only {compared} files were found");
}

#[test]
fn values_are_marked_where_they_are() {
    for (text, found) in [
        ("a: 1\nb:\n  c: x y # z\n", "{a=1, b={c=x y}}"),
        (
            "- id: a\n  t: {da: \"Å, b\", en: x}\n- id: b\n",
            "[{id=a, t={da=\"Å, b\", en=x}}, {id=b}]",
        ),
        (
            "days:\n- date: 1\n  s:\n  - id: a\n\n# x\n- date: 2\n",
            "{days=[{date=1, s=[{id=a}]}, {date=2}]}",
        ),
        (
            "a: >-\n  one: two # no\n\n  three\nb: |\n    x\n   \n",
            "{a=>-/  one: two # no//  three, b=|/    x}",
        ),
        (
            "a:\n  long text\n  goes on\n\n  here # x\nb:\nc: ~\n",
            "{a=long text/  goes on//  here, b=, c=~}",
        ),
        ("a: 'it''s: {' # x\n\"b c\" : \"\\\"\"\n", "{a='it''s: {', b c=\"\\\"\"}"),
        ("a: [x, {b: c,\n  d: [e]}, 'f,g'] # h\n", "{a=[x, {b=c, d=[e]}, 'f,g']}"),
        ("a: {}\nb: []\nc: {d, e: }\n", "{a={}, b=[], c={d=, e=}}"),
        ("a: [b, c, ] # d\ne: {f: g,\n}\n", "{a=[b, c], e={f=g}}"),
        ("- - a\n  - b\n-\n  c: d\n-\n", "[[a, b], {c=d}, ]"),
        ("a: &x {b: 1}\nc: *x\nd: !t\n  e: f\n", "{a={b=1}, c=*x, d={e=f}}"),
        ("---\na: https://x.example/#y:z\n", "{a=https://x.example/#y:z}"),
        ("# only\r\na: b\r\nc:\r\n  - d\r\n  - e # f\r\n", "{a=b, c=[d, e]}"),
        ("a: \"one\n  two\"\nb: x\n", "{a=\"one/  two\", b=x}"),
        ("a: \"b\" # \"c\"\nd: !t 'e' # it's\n", "{a=\"b\", d=!t 'e'}"),
        (
            "a: x\u{2028}b: [\nc,\nd # e\n]\nf: 'g'# h\ni: \"j\nk\"\n",
            "{a=x, b=[c, d], f='g', i=\"j/k\"}",
        ),
        ("just a text\n", "just a text"),
        ("%YAML 1.2\n---\na: 1\n...\n", "{a=1}"),
        ("- [a: b, c]\n", "[[{a=b}, c]]"),
        ("a:\tb\nc:\n-\td\n", "{a=b, c=[d]}"),
        (
            "1: a\n0x1f: b\ntrue: c\n~: d\n2018-11-20: e\n",
            "{1=a, 31=b, true=c, nothing=d, 2018-11-20=e}",
        ),
        ("\u{feff}a: {\"b\":1, 'c':2}\n", "{a={b=1, c=2}}"),
        ("base: &b\n  x: 1\nother:\n  <<: *b\n  y: 2\n", "{base={x=1}, other={<<=*b, y=2}}"),
        ("a: &e\nb: !!str 3\nc: |\n  x\n", "{a=&e, b=!!str 3, c=|/  x}"),
    ] {
        assert_agrees(text, found);
        let value =
            MarkedValue::of(text).unwrap_or_else(|_| panic!("{text}")).expect("it is not empty");
        assert_eq!(shown(&value, text), found);
    }
}

#[test]
fn a_text_that_cannot_be_changed_in_place_is_unmarked() {
    for text in ["a: 1\n? b\n: c\n", "a: b: c\n", "a: [b\n", &"[".repeat(200)] {
        assert_eq!(MarkedValue::of(text), Err(Unmarked), "{text}");
        assert_agrees(text, "it may be marked in part");
    }
    assert_eq!(MarkedValue::of("# nothing\n"), Ok(None));
}

#[test]
fn paths_lead_to_keys_and_values() {
    const TEXT: &str = "languages: [da, zh-Hans]\r\n\
        days:\n\
        - date: 2018-11-20\n  sessions:\n  - {id: a, title: {da: \"Åben\", en: x}}\n  - id: b\n    text: |\n      long\n\
        \"quoted key\": 'x'\n\
        base: &base {a: 1}\n\
        other: *base\n";
    let marks = Marks::of(TEXT);
    let found = |range: Option<Range<usize>>| range.map(|range| &TEXT[range]);
    let root = KeyPath::root();
    let session = root.key("days").index(0).key("sessions");
    for (path, value) in [
        (root.key("languages").index(1), "zh-Hans"),
        (root.key("days").index(0).key("date"), "2018-11-20"),
        (session.index(0).key("title").key("da"), "\"Åben\""),
        (session.index(1).key("id"), "b"),
        (session.index(1).key("text"), "|\n      long"),
        (root.key("quoted key"), "'x'"),
        (session.index(0), "{id: a, title: {da: \"Åben\", en: x}}"),
        (root.key("other"), "&base {a: 1}"),
        (root.key("other").key("a"), "1"),
    ] {
        assert_eq!(found(marks.value(&path)), Some(value), "{path}");
    }
    assert_eq!(found(marks.key(&session.index(0).key("title"))), Some("title"));
    assert_eq!(found(marks.key(&root.key("quoted key"))), Some("\"quoted key\""));
    assert_eq!(found(marks.key(&root.key("days").index(0))), None);
    assert_eq!(found(marks.value(&root.key("nothing"))), None);
    assert_eq!(found(marks.value(&root.key("days").index(7))), None);
}

#[test]
fn the_second_of_two_equal_keys_is_found() {
    let repeated = |text: &str| Marks::of(text).repeated_key().map(|range| range.start);
    assert_eq!(repeated("a: 1\nb: {a: 2, c: 3}\na: 4\n"), Some(21));
    assert_eq!(repeated("- {a: 1, a: 2}"), Some(9));
    assert_eq!(repeated("a: {b: 1}\nc: {b: 1}"), None);
}

/// Texts that are changed at random, separated by `¦`.
const SEEDS: &str = "a: 1\nb:\n  c: x y # z\n- d\n¦- id: a\n  t: {da: \"Å, b\", en: x}\n- id: b\n¦\
    days:\n- date: 1\n  s:\n  - id: a\n\n# x\n- date: 2\n¦a: >-\n  one: two # no\n\n  three\nb: |\n    x\n\
    ¦a:\n  long text\n  goes on\n\n  here # x\nb:\nc: ~\n¦a: 'it''s: {' # x\n\"b c\" : \"\\\"\"\n¦\
    a: [x, {b: c,\n  d: [e]}, 'f,g'] # h\n¦a: {}\nb: []\nc: {d, e: }\n¦- - a\n  - b\n-\n  c: d\n-\n¦\
    a: &x {b: 1}\nc: *x\n¦---\na: https://x.example/#y:z\n¦# only\r\na: b\r\nc:\r\n  - d # f\r\n¦\
    a: \"one\n  two\"\nb: x\n¦x: 主题\ny:\n  - 云: {en: a}\n    z: \"09:30\"\n";

/// Texts that are inserted at random, separated by `¦`.
const INSERTIONS: &str = " ¦\n¦\t¦- ¦: ¦:¦,¦#¦ # c¦'¦\"¦[¦]¦{¦}¦&a ¦*a¦? ¦  ¦a¦é¦主¦~¦1¦-¦<<¦\
    %¦@¦`¦\\¦\r\n¦''¦\"\"¦\n\n¦\n ¦\n  ¦\n- ¦\n    ¦a: b¦{a: b}¦[a]¦=¦0x1f¦1e3¦2018-11-20";

#[test]
fn marks_agree_with_serde_yaml_on_random_texts() {
    let (seeds, insertions): (Vec<&str>, Vec<&str>) =
        (SEEDS.split('¦').collect(), INSERTIONS.split('¦').collect());
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit as u64).expect("the number fits")
    };
    let (mut read, mut incomplete, mut different) = (0, 0, 0);
    for _ in 0..20_000 {
        let mut text = seeds[below(seeds.len())].to_owned();
        for _ in 0..=below(3) {
            let at = below(text.len() + 1);
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            match below(3) {
                0 if at < text.len() => drop(text.remove(at)),
                _ => text.insert_str(at, insertions[below(insertions.len())]),
            }
        }
        let Ok(value) = serde_yaml::from_str::<Value>(&text) else { continue };
        let marks = Marks::of(&text);
        read += 1;
        incomplete += usize::from(!marks.complete);
        different += usize::from(marks.complete && !all_agree(&marks, &value, &text));
    }
    // serde_yaml accepts some texts that the stricter parser does not, and there are odd keys.
    assert!(read > 5_000, "{read}");
    assert!(incomplete * 50 < read && different * 1_000 < read, "{incomplete}, {different}");
}
