//! Messages, and faults in catalogs.

use super::*;
use crate::base::print::{Format, print};
use crate::base::source::{Content, SourceFile, Sources};
use crate::base::text::{Direction, Language};

const DA: Lang = Lang::SOURCE;

/// Danish, British English that falls back to Danish, simplified Chinese that falls back to English.
fn languages() -> Languages {
    let language = |tag: &str, formats: &str, fallback: &[usize]| Language {
        tag: tag.into(),
        path: tag.into(),
        name: tag.into(),
        aliases: Vec::new(),
        fallback: fallback.iter().filter_map(|at| Languages::lang_at(*at)).collect(),
        direction: Direction::Ltr,
        formats: formats.into(),
        open_graph: tag.into(),
    };
    let list = vec![
        language("da", "da", &[]),
        language("en", "en-GB", &[0]),
        language("zh-Hans", "zh-Hans", &[1]),
    ];
    Languages::new(list).expect("three languages are allowed")
}

fn lang(index: usize) -> Lang {
    Languages::lang_at(index).expect("there are three")
}

/// The catalogs of these texts, each with its language and layer, and the diagnostics, one per line.
fn load(texts: &[(usize, usize, &str)]) -> (Catalogs, String) {
    load_used(texts, &[])
}

/// The same for messages that are shown by these uses, each with key, arguments and layer.
fn load_used(
    texts: &[(usize, usize, &str)],
    uses: &[(&str, &[&str], usize)],
) -> (Catalogs, String) {
    let languages = languages();
    let mut sources = Sources::default();
    let mut report = Report::new();
    let resources: Vec<Resource<'_>> = texts
        .iter()
        .enumerate()
        .map(|(at, (lang_index, layer, text))| {
            let path = format!("locales/{}/{at}.ftl", languages.tag(lang(*lang_index)));
            let content = Content::Text((*text).into());
            let file = sources.insert(SourceFile { path: path.into(), content, hash: 0 });
            let tag = languages.tag(lang(*lang_index));
            let (lang, layer) = (lang(*lang_index), *layer);
            Resource { lang, tag, file, text, layer, rank: 0, stand_in: false }
        })
        .collect();
    let formatters = Formatters::new(&languages);
    let uses: Vec<MessageUse> = uses
        .iter()
        .map(|(key, arguments, layer)| MessageUse {
            messages: match key.strip_suffix('*') {
                Some("") => UsedMessages::Any,
                Some(start) => UsedMessages::Beginning(start.to_owned()),
                None => UsedMessages::Named((*key).to_owned()),
            },
            arguments: arguments.iter().map(|name| (*name).to_owned()).collect(),
            layer: *layer,
        })
        .collect();
    let catalogs = Catalogs::new(&languages, &resources, &uses, &formatters, &mut report);
    (catalogs, print(&report, &sources, Format::Short))
}

/// The catalogs of texts without faults.
fn good(texts: &[(usize, usize, &str)]) -> Catalogs {
    let (catalogs, printed) = load(texts);
    assert_eq!(printed, "");
    catalogs
}

fn text(catalogs: &Catalogs, at: usize, key: &str, args: &Args) -> String {
    match catalogs.message(lang(at), key, args) {
        Ok(message) => message.text,
        Err(error) => panic!("{key}: {error:?}"),
    }
}

fn fault(catalogs: &Catalogs, at: usize, key: &str, args: &Args) -> String {
    let error = catalogs.message(lang(at), key, args).expect_err("the test expects a fault");
    let (code, message, help) = error.describe();
    format!("{code}: {message}; {}", help.unwrap_or_default())
}

#[test]
fn catalogs_may_be_shared_by_threads() {
    fn sendable<T: Send + Sync>(_: &T) {}
    sendable(&good(&[]));
}

#[test]
fn messages_fall_back_along_the_chain() {
    let catalogs = good(&[
        (0, 0, "welcome = Velkommen\nmenu = Menu\n    .title = Vis menuen\nonly-da = Kun dansk\n"),
        (1, 0, "welcome = Welcome\nmenu = Menu\n    .title = Show the menu\n"),
        (2, 0, "welcome = 欢迎\n"),
    ]);
    for (at, key, shown, from) in [
        (0, "welcome", "Velkommen", 0),
        (2, "welcome", "欢迎", 2),
        (2, "menu.title", "Show the menu", 1),
        (2, "only-da", "Kun dansk", 0),
        (1, "only-da", "Kun dansk", 0),
    ] {
        let message = catalogs.message(lang(at), key, &Args::new()).expect("it exists");
        assert_eq!((message.text.as_str(), message.lang), (shown, lang(from)), "{key}");
    }
    assert_eq!(catalogs.keys(DA).collect::<Vec<_>>(), ["menu", "menu.title", "only-da", "welcome"]);
    assert_eq!(catalogs.missing(lang(1)), ["only-da"]);
    assert_eq!(catalogs.missing(lang(2)), ["menu", "menu.title", "only-da"]);
    assert!(catalogs.missing(DA).is_empty());
}

#[test]
fn higher_layers_replace_lower_ones() {
    let catalogs = good(&[
        (0, 2, "title = Forum\n"),
        (0, 0, "title = Arrangement\n    .long = Et arrangement\nshare = Del { title }\n"),
        (0, 1, "title = Konference\n"),
    ]);
    assert_eq!(text(&catalogs, 0, "title", &Args::new()), "Forum");
    assert_eq!(text(&catalogs, 0, "share", &Args::new()), "Del Forum");
    assert_eq!(catalogs.keys(DA).collect::<Vec<_>>(), ["share", "title"]);
}

#[test]
fn numbers_plurals_dates_and_lists_follow_the_language() {
    const TALKS: &str =
        "talks = { $count ->\n    [0] none\n    [one] one\n   *[other] { $count } talks\n }\n";
    const REST: &str = "seats = { NUMBER($n, minimumFractionDigits: 2) }|{ NUMBER($n, maximumFractionDigits: 0) }|{ $n }|{ 1234.50 }\n\
        day = { DATETIME($d) }|{ DATETIME($d, style: \"full\", time: \"short\") }|{ DATETIME($d, style: \"short\") }\n\
        people = { $names }|{ LIST($names) }|{ LIST($names, \"x\") }\n";
    let rest = |at| (at, 1, REST);
    let catalogs = good(&[(0, 0, TALKS), (1, 0, TALKS), (2, 0, TALKS), rest(0), rest(1), rest(2)]);
    for (at, count, shown) in [
        (0, 0.0, "none"),
        (0, 1.0, "one"),
        (0, 1.5, "one"),
        (0, 2.5, "2,5 talks"),
        (0, 12345.0, "12.345 talks"),
        (1, 1.0, "one"),
        (1, 1.5, "1.5 talks"),
        (1, 12345.0, "12,345 talks"),
        (2, 1.0, "1 talks"),
        (2, 12345.0, "12,345 talks"),
        (0, 1e30, "1.000.000.000.000.000.000.000.000.000.000 talks"),
        (0, 1e-20, "one"),
        (1, 1e-20, "0.00000000000000000001 talks"),
    ] {
        assert_eq!(text(&catalogs, at, "talks", &Args::new().with("count", count)), shown);
    }
    let names = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    for (at, key, args, shown) in [
        (0, "seats", Args::new().with("n", 1234.567), "1.234,567|1.235|1.234,567|1.234,50"),
        (1, "seats", Args::new().with("n", 5), "5.00|5|5|1,234.50"),
        (
            0,
            "day",
            Args::new().with("d", "2018-11-20T09:00"),
            "20. november 2018|tirsdag den 20. november 2018 kl. 9.00|20.11.2018",
        ),
        (
            2,
            "day",
            Args::new().with("d", "2018-11-20T09:00"),
            "2018年11月20日|2018年11月20日星期二 09:00|2018/11/20",
        ),
        (0, "people", Args::new().with("names", names.clone()), "a, b og c|a, b og c|a, b, c og x"),
        (2, "people", Args::new().with("names", names), "a、b和c|a、b和c|a、b、c和x"),
    ] {
        assert_eq!(text(&catalogs, at, key, &args), shown);
    }
}

#[test]
fn ordinals_and_rounded_numbers_select_variants() {
    let catalogs = good(&[
        (0, 0, "place = nr. { $n }\nround = { NUMBER($n, maximumFractionDigits: 0) }\n"),
        (
            1,
            0,
            "place = { NUMBER($n, type: \"ordinal\") ->\n    [one] { $n }st\n    [two] { $n }nd\n   *[other] { $n }th\n }\n\
             round = { NUMBER($n, maximumFractionDigits: 0) ->\n    [one] one\n   *[other] many\n }\n",
        ),
    ]);
    for (n, shown) in [(1, "1st"), (22, "22nd"), (13, "13th")] {
        assert_eq!(text(&catalogs, 1, "place", &Args::new().with("n", n)), shown);
    }
    assert_eq!(text(&catalogs, 1, "round", &Args::new().with("n", 1.2)), "one");
}

#[test]
fn a_faulty_message_is_never_shown() {
    let texts = [
        (
            0,
            0,
            "hello = Hej { $name }, { $count ->\n    [one] en\n   *[other] { $count }\n }\nday = { DATETIME($d, time: \"short\") }\nn = { NUMBER($n) }\nl = { LIST($l) ->\n   *[a] x\n }\nplain = x\n",
        ),
        (1, 0, "extra = Only here\n"),
    ];
    let uses: [(&str, &[&str], usize); 3] =
        [("hello", &["count", "name"], 0), ("plain", &[], 0), ("plain", &["x"], 1)];
    let (catalogs, printed) = load_used(&texts, &uses);
    assert_eq!(printed, "");
    let none = Args::new();
    for (key, args, printed) in [
        (
            "helo",
            none.clone(),
            "locale/missing-message: no language has a message `helo`; did you mean `hello`?",
        ),
        (
            "weather",
            none.clone(),
            "locale/missing-message: no language has a message `weather`; add `weather = …` to a file of `locales/da/`",
        ),
        (
            "extra",
            none.clone(),
            "locale/missing-message: the source language `da` has no message `extra`; add it to `locales/da/`; `en` has it",
        ),
        (
            "hello",
            none.clone().with("count", 1),
            "locale/missing-argument: the message `hello` needs the argument `name`; pass `name` here, or remove `{ $name }` from the message",
        ),
        (
            "hello",
            none.clone().with("nane", "x").with("count", 1),
            "locale/unknown-argument: the message `hello` has no argument `nane`; did you mean `name`?",
        ),
        (
            "hello",
            none.clone().with("names", "x").with("count", 1),
            "locale/unknown-argument: the message `hello` has no argument `names`; did you mean `name`?",
        ),
        (
            "l",
            none.clone().with("list", 1),
            "locale/missing-argument: the message `l` needs the argument `l`; pass `l` here, or remove `{ $l }` from the message",
        ),
        (
            "day",
            none.clone().with("dd", "2018-11-20"),
            "locale/missing-argument: the message `day` needs the argument `d`; pass it as `d`, not as `dd`",
        ),
        (
            "plain",
            none.clone().with("x", 1),
            "locale/unknown-argument: the message `plain` has no argument `x`; it has no arguments",
        ),
        (
            "day",
            none.clone().with("d", "tomorrow"),
            "locale/broken-message: the message `day` cannot be formatted: `tomorrow` is not a date such as `2018-11-20` or `2018-11-20T09:00`; correct the message in its file in `locales/`",
        ),
        (
            "day",
            none.clone().with("d", "2018-11-20"),
            "locale/broken-message: the message `day` cannot be formatted: `2018-11-20` has no time of day; correct the message in its file in `locales/`",
        ),
        (
            "n",
            none.clone().with("n", "many"),
            "locale/broken-message: the message `n` cannot be formatted: `NUMBER` needs one number; correct the message in its file in `locales/`",
        ),
        (
            "n",
            none.clone().with("n", f64::NAN),
            "locale/broken-message: the message `n` cannot be formatted: `n` is not a number; correct the message in its file in `locales/`",
        ),
        (
            "l",
            none.clone().with("l", 1),
            "locale/broken-message: the message `l` cannot be formatted: `LIST` needs a list; correct the message in its file in `locales/`",
        ),
    ] {
        assert_eq!(fault(&catalogs, 1, key, &args), printed);
    }
    // A fault does not affect the next message.
    assert_eq!(text(&catalogs, 1, "n", &none.with("n", 1)), "1");
}

#[test]
fn faults_in_catalogs_have_places() {
    for (texts, printed) in [
        (
            &[(0, 0, "a = A\nb { $x }\nc = C\n")][..],
            "locales/da/0.ftl:2:3: error[locale/syntax]: a `=` is missing after the name `b` (help: write `name = text`)\n",
        ),
        (
            &[(0, 0, "a = { $n\nb = B\n")],
            "locales/da/0.ftl:1:5: error[locale/syntax]: this `{` is not closed (help: close it with `}`; for a literal brace, write `{\"{\"}`)\n",
        ),
        (
            &[(0, 0, "a = }\n")],
            "locales/da/0.ftl:1:5: error[locale/syntax]: this `}` has no opening brace (help: for a literal brace, write `{\"}\"}`)\n",
        ),
        (
            &[(0, 0, "a = x\næ = y\n")],
            "locales/da/0.ftl:2:1: error[locale/syntax]: expected a name that begins with a letter (help: write `name = text`; indent continued lines, and begin comments with `# `)\n",
        ),
        (
            &[(0, 0, "a =\nb = x\n")],
            "locales/da/0.ftl:1:1: error[locale/syntax]: the message `a` has no text (help: write the text after the `=`)\n",
        ),
        (
            &[(0, 0, "a = { $n ->\n  [one] x\n }\n")],
            "locales/da/0.ftl:3:2: error[locale/syntax]: there is no default variant (help: mark one with a star: `*[other] {$count} talks`)\n",
        ),
        (
            &[(0, 0, "a = x\nb = y\n"), (0, 0, "a = z\n")],
            "locales/da/1.ftl:1:1: error[locale/duplicate-message]: the message `a` is defined twice (help: remove or rename one of the two)\n",
        ),
        (
            &[(0, 0, "a = x\n    .t = 1\n    .t = 2\n")],
            "locales/da/0.ftl:3:6: error[locale/duplicate-message]: the attribute `a.t` is defined twice (help: remove or rename one of the two)\n",
        ),
        (
            &[(0, 0, "a = x\n-a = y\n")],
            "locales/da/0.ftl:2:2: error[locale/duplicate-message]: a message and a term have the same name `a` (help: remove or rename one of the two)\n",
        ),
        (
            &[(0, 0, "LIST = x\n")],
            "locales/da/0.ftl:1:1: error[locale/duplicate-message]: `LIST` is the name of a function (help: write the name in lower case)\n",
        ),
        (
            &[(0, 0, "brand = x\na = { brnad }\n")],
            "locales/da/0.ftl:2:7: error[locale/unknown-reference]: there is no message `brnad` in this language (help: did you mean `brand`?)\n",
        ),
        (
            &[(0, 0, "a = { -brand }\n")],
            "locales/da/0.ftl:1:8: error[locale/unknown-reference]: there is no term `-brand` in this language (help: add `-brand = …` to this language's catalog)\n",
        ),
        (
            &[(0, 0, "a = x\n    .t = y\nb = { a.tt }\n")],
            "locales/da/0.ftl:3:7: error[locale/unknown-reference]: the message `a` has no attribute `tt` (help: did you mean `a.t`?)\n",
        ),
        (
            &[(0, 0, "a =\n    .t = y\nb = { a }\n")],
            "locales/da/0.ftl:3:7: error[locale/unknown-reference]: the message `a` has attributes, but no text of its own (help: its attributes are t)\n",
        ),
        (
            &[(0, 0, "a = { b }\nb = { a }\n")],
            "locales/da/0.ftl:1:1: error[locale/circular-reference]: `a` refers to itself, directly or indirectly (help: replace one of the references by its text)\nlocales/da/0.ftl:2:1: error[locale/circular-reference]: `b` refers to itself, directly or indirectly (help: replace one of the references by its text)\n",
        ),
        (
            &[(0, 0, "a = { NUMBR($n) }\n")],
            "locales/da/0.ftl:1:7: error[locale/unknown-function]: there is no function `NUMBR` (help: did you mean `NUMBER`?)\n",
        ),
        (
            &[(0, 0, "a = { NUMBER($n, style: \"percent\") }\n")],
            "locales/da/0.ftl:1:7: error[locale/wrong-option]: `NUMBER` has no option `style` (help: write it as `{ NUMBER($price, minimumFractionDigits: 2) }`)\n",
        ),
        (
            &[(0, 0, "a = { DATETIME($n, style: \"wide\") }\n")],
            "locales/da/0.ftl:1:7: error[locale/wrong-option]: `style` takes `\"full\"` or `\"long\"` or `\"medium\"` or `\"short\"` (help: write it as `{ DATETIME($date, style: \"long\") }`)\n",
        ),
        (
            &[(0, 0, "a = { NUMBER($n, minimumFractionDigits: 99) }\n")],
            "locales/da/0.ftl:1:7: error[locale/wrong-option]: `minimumFractionDigits` takes a number from 0 to 15 (help: write it as `{ NUMBER($price, minimumFractionDigits: 2) }`)\n",
        ),
        (
            &[(0, 0, "a = { NUMBER() }\n")],
            "locales/da/0.ftl:1:7: error[locale/wrong-option]: `NUMBER` takes one value, not 0 (help: write it as `{ NUMBER($price, minimumFractionDigits: 2) }`)\n",
        ),
        (
            &[(0, 0, "-t = { $case } x\na = { -t }\n")],
            "locales/da/0.ftl:2:8: error[locale/missing-argument]: the term `-t` needs the argument `case` (help: write `{ -t(case: \"…\") }`)\n",
        ),
    ] {
        assert_eq!(load(texts).1, printed);
    }
}

#[test]
fn arguments_are_those_that_a_message_is_given() {
    const UNKNOWN: &str = "error[locale/unknown-argument]: the message";
    for (texts, uses, printed) in [
        // The source language needs fewer than the others, or more.
        (
            &[(0, 0, "a = x\n"), (1, 0, "a = { $n } x\n")][..],
            &[("a", &["n"][..], 0)][..],
            String::new(),
        ),
        (&[(0, 0, "a = { $n }\n"), (2, 0, "a = 甲\n")], &[("a", &["n"], 0)], String::new()),
        // A mistake in the source language, and in another one.
        (
            &[(0, 0, "a = { $m }\n"), (1, 0, "a = { $number }\n")],
            &[("a", &["number"], 0)],
            format!(
                "locales/da/0.ftl:1:8: {UNKNOWN} `a` has no argument `m` (help: its arguments are `number`)\n"
            ),
        ),
        (
            &[(0, 0, "a = { $count }\n"), (1, 0, "a = { $cuont }\n")],
            &[("a", &["count"], 0)],
            format!(
                "locales/en/1.ftl:1:8: {UNKNOWN} `a` has no argument `cuont` (help: did you mean `count`?)\n"
            ),
        ),
        // In an attribute, a variant and a selector.
        (
            &[(0, 0, "a = { $q ->\n    [one] { $r }\n   *[other] x\n }\n    .t = { $s }\n")],
            &[("a", &["n"], 0), ("a.t", &[], 0)],
            format!(
                "locales/da/0.ftl:1:8: {UNKNOWN} `a` has no argument `q` (help: did you mean `n`?)\n\
                 locales/da/0.ftl:2:14: {UNKNOWN} `a` has no argument `r` (help: did you mean `n`?)\n\
                 locales/da/0.ftl:5:13: {UNKNOWN} `a.t` has no argument `s` (help: it has no arguments)\n"
            ),
        ),
        // A message inside another gets its arguments.
        (
            &[(0, 0, "a = { b }\nb = { c }\nc = { $n }{ $m }\n")],
            &[("a", &["n"], 0)],
            format!(
                "locales/da/0.ftl:3:14: {UNKNOWN} `c` has no argument `m` (help: did you mean `n`?)\n"
            ),
        ),
        // Names that begin alike, a name that is not known, and a message that nothing shows.
        (
            &[(0, 0, "kind-a = { $n }\nkind-b = { $m }\nz = { $o }\n")],
            &[("kind-*", &["n"], 0), ("*", &["m"], 0)],
            String::new(),
        ),
        // All languages agree: the template is wrong, and says so when it is rendered.
        (&[(0, 1, "a = { $n }\n"), (1, 1, "a = { $n }\n")], &[("a", &["nn"], 1)], String::new()),
        // The theme below gives it another one.
        (
            &[(0, 1, "a = { $m }\n"), (1, 1, "a = { $m }\n")],
            &[("a", &["n"], 0)],
            format!(
                "locales/da/0.ftl:1:8: {UNKNOWN} `a` has no argument `m` (help: did you mean `n`?)\n\
                 locales/en/1.ftl:1:8: {UNKNOWN} `a` has no argument `m` (help: did you mean `n`?)\n"
            ),
        ),
    ] {
        assert_eq!(load_used(texts, uses).1, printed);
    }
}

#[test]
fn a_text_may_ignore_arguments() {
    let uses: [(&str, &[&str], usize); 1] = [("seats", &["count"], 0)];
    let texts = [(0, 0, "seats = pladser\n"), (1, 0, "seats = { $count } seats\n")];
    let (catalogs, _) = load_used(&texts, &uses);
    for (at, shown) in [(0, "pladser"), (1, "3 seats"), (2, "3 seats")] {
        assert_eq!(text(&catalogs, at, "seats", &Args::new().with("count", 3)), shown);
    }
    let misnamed = fault(&catalogs, 1, "seats", &Args::new().with("counts", 3));
    assert!(misnamed.ends_with("no argument `counts`; did you mean `count`?"), "{misnamed}");
    // An argument that was reported is not reported once more.
    let texts = [(0, 0, "seats = { $cuont }\n")];
    let faulty = fault(&load_used(&texts, &uses).0, 0, "seats", &Args::new().with("count", 3));
    assert!(faulty.starts_with("locale/broken-message"), "{faulty}");
}

#[test]
fn an_unreadable_message_is_not_reported_as_missing() {
    let (catalogs, printed) = load(&[(0, 0, "title = { $n\nb = B\n"), (1, 0, "title = T\n")]);
    assert_eq!(printed.lines().count(), 1);
    assert!(fault(&catalogs, 0, "title.x", &Args::new()).contains("could not be parsed"));
    assert_eq!(text(&catalogs, 0, "b", &Args::new()), "B");
}

#[test]
fn references_pass_their_arguments_on() {
    let catalogs = good(&[(
        0,
        0,
        "-forum = { $case ->\n   *[name] Forum\n    [of] Forums\n }\nby = af { $name }\ntitle = { -forum(case: \"of\") } dag { by }\n    .long = { title } i { -forum }\n",
    )]);
    let args = Args::new().with("name", "Bo");
    assert_eq!(text(&catalogs, 0, "title.long", &args), "Forums dag af Bo i Forum");
    assert!(fault(&catalogs, 0, "title.long", &Args::new()).starts_with("locale/missing-argument"));
}

#[test]
fn fingerprints_change_with_the_messages() {
    let da = (0, 0, "a = A\nb = B { $x }\n");
    let print = |texts: &[(usize, usize, &str)], at| good(texts).fingerprint(lang(at));
    let base = [da, (1, 0, "a = A\n"), (2, 0, "a = 甲\nb = 乙\n")];
    let english = [da, (1, 0, "a = Aa\n"), base[2]];
    let danish = [(0, 0, "a = Å\nb = B { $x }\n"), base[1], base[2]];
    let asked = [(0, 0, "a = A\nb = B { $y }\n"), base[1], base[2]];
    for (changed, same) in [
        (base, [true; 3]),
        (english, [true, false, true]),
        (danish, [false, false, true]),
        (asked, [false, false, true]),
    ] {
        for (at, same) in same.into_iter().enumerate() {
            assert_eq!(print(&base, at) == print(&changed, at), same, "{at}");
        }
    }
    assert_ne!(print(&base, 0), print(&base, 1));
    let other_layer = [(0, 1, da.2), base[1], base[2]];
    assert_ne!(print(&base, 0), print(&other_layer, 0));
}

#[test]
fn no_catalog_causes_a_panic() {
    let deep = format!("a = {}", "{".repeat(100_000));
    let calls = format!("a = {}", "{ F(".repeat(100_000));
    let chain: String = (0..500).map(|n| format!("a{n} = {{ a{} }}\n", n + 1)).collect();
    let lines = "a = {\n".repeat(1000) + &"b(\n".repeat(1000);
    for text in [
        &*deep,
        &calls,
        &chain,
        &lines,
        "",
        "\u{feff}a = x",
        "a = { 1.00000000000000000000000000000 ->\n [one] x\n *[other] y\n }",
        "a = { \"\\u0000\" }{ \"\\uD800\" }{ \"\\U110000\" }",
        "a = {\"\n",
        "-\n=\n.a = 1\n*[x] y\n",
        "a\r\n=\rb\n\0",
        "a = æ{ $å }",
        "a = 😀{",
    ] {
        let (catalogs, _) = load(&[(0, 0, text), (1, 0, text)]);
        for key in ["a", "a0", "a499", "", ".", "a.", ".a", "-t", "NUMBER", "å"] {
            let _ = catalogs.message(lang(2), key, &Args::new());
            let _ = catalogs.message(DA, key, &Args::new().with("$", 1).with("", "x"));
        }
    }
}
