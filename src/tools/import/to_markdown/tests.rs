//! Converts texts from other tools, and checks what a page shows of the result.

use crate::content::markdown::Markdown;

use super::*;

/// A text as Markdown, whatever it loses.
fn markdown(text: &str, tag: &str) -> String {
    super::markdown(text, tag, &mut Losses::new())
}

/// The text that a page shows for Markdown, with a line break at the end of each block and for each
/// `<br>`.
fn shown(text: &str) -> String {
    let content = Content::Text(text.into());
    let path = "content/sessions/a.en.md";
    let file = Sources::default().insert(SourceFile { path: path.into(), content, hash: 0 });
    let mut report = Report::new();
    let style = Style { tag: "en", quotes: Quotes::of("en") };
    let read: Markdown = content::markdown::parse(file, path, text, 0, &style, &mut report);
    assert!(report.is_empty(), "{text}: {report:?}");
    let html = read.to_html(&Nothing).replace('\n', " ");
    let mut out = String::new();
    for (at, part) in html.split('<').enumerate() {
        let (tag, words) =
            if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        if matches!(tag, "br" | "br /" | "/p" | "/li" | "/h2" | "/h3" | "/pre") {
            out.push('\n');
        }
        out.push_str(words);
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn plain_text_shows_itself() {
    for text in [
        "One *star*, _two_ words, snake_case and `ticks`.",
        "#\n>no quotation\n=====\nA line\n---",
        "1999. A year.\n3) and + 1 and - 2",
        "[x](y) and [1] and [^2] and ![z](a)\n[1]: https://tea.example/one",
        "a < b > c, <tea> & &amp; &nope; a&b;",
        "~~~ and ~~x~~ and 9~12 \\ back\\slash \\*",
        "| a | b |\n|---|---|\n| c | d |",
        "title: of what?",
        "Pot\n: for tea",
        "run it with --pour=all or -p",
        "茶壶：*一号*、“二号”。",
    ] {
        let made = markdown(text, "en");
        assert_eq!(shown(&made), text, "{made}");
    }
}

#[test]
fn lines_and_lists_stay() {
    for (text, made) in [
        ("one\ntwo\n\n\n\nthree  ", "one\\\ntwo\n\nthree"),
        (
            "Bring:\n- tea\n* cups\nfor two\n\nThanks",
            "Bring:\n\n- tea\n- cups\n  for two\n\nThanks",
        ),
        ("1) warm\n2) pour", "1. warm\n2. pour"),
        (
            "- tea\n  - green\n    from hills\n\t\t* old\n  - black\n- cups",
            "- tea\n  - green\n    from hills\n    - old\n  - black\n- cups",
        ),
        (
            "1. boil\n   - slowly\n2. pour\n   1. left\n   2. right",
            "1. boil\n   - slowly\n2. pour\n   1. left\n   2. right",
        ),
        ("one\u{b}two", "one two"),
        ("\r\nsee http://tea.example/a_b?c=d. Yes\u{7}", "see <http://tea.example/a_b?c=d>. Yes"),
        ("(https://tea.example/x_(y)), https://", "(<https://tea.example/x_(y)>), https://"),
        ("---\nsummary: x", "\\-\\-\\-\\\nsummary: x"),
        ("summary: x", "summary\\: x"),
    ] {
        assert_eq!(markdown(text, "en"), made);
        assert_eq!(shown(made).replace(" ", ""), shown(&markdown(text, "en")).replace(" ", ""));
    }
    let wrapped = "These lines were filled by a program that breaks them at seventy-two\n\
                   columns, so that they are no lines of their own but one paragraph that\n\
                   goes on.";
    assert_eq!(markdown(wrapped, "en"), wrapped);
}

#[test]
fn html_becomes_markdown() {
    for (html, made) in [
        (
            "<p>One <b>bold </b>and <i>slanted</i>.</p>\n<p>Two&nbsp;&amp; &eacute;</p>",
            "One **bold** and *slanted*.\n\nTwo & é",
        ),
        ("a<br>b<br/><br>c", "a\\\nb\n\nc"),
        ("<ul><li>one</li><li>two<ul><li>in</li></ul></li></ul>x<br>", "- one\n- two\n  - in\n\nx"),
        ("<ol><li><p>one</p><p>more</p><li>two</ol>", "1. one\n\n   more\n2. two"),
        (
            "<h1>Top</h1><h4>Deep</h4><blockquote><p>said</p></blockquote>",
            "## Top\n\n### Deep\n\n> said",
        ),
        (
            "<a href=\"https://tea.example/?a=1&amp;b\">tea</a> <a href='/x'>here</a>",
            "[tea](https://tea.example/?a=1&b) here",
        ),
        ("<a href=\"https://tea.example/\">https://tea.example/</a>", "<https://tea.example/>"),
        (
            "<p>x <code>a*b`c</code></p><pre>  one\n two</pre>",
            "x ``a*b`c``\n\n```\n  one\n two\n```",
        ),
        ("<script>alert(1)</script><p onclick=\"x()\">ok<!-- no --></p><style>p{}</style>", "ok"),
        (
            "<img src=\"https://tea.example/a.png\" alt=\"A pot\"><hr>2 * 3 < 7",
            "[A pot](https://tea.example/a.png)\n\n***\n\n2 \\* 3 < 7",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "| a | b |\n|---|---|\n| c | |",
        ),
        ("<p>open <b>for ever", "open **for ever**"),
        ("<a href=\"javascript:x\">no</a><p>", "no"),
        ("<p># no</p><p>1. heading</p>", "\\# no\n\n1\\. heading"),
    ] {
        assert_eq!(markdown(html, "en"), made, "{html}");
        shown(made);
    }
}

#[test]
fn markdown_stays_markdown() {
    for (text, made) in [
        ("# Tea\n\n**hot**\n\n#### Cups\n", "## Tea\n\n**hot**\n\n### Cups"),
        (
            "Tea\n===\n\n**a** http://tea.example/ and <http://x.example/>",
            "## Tea\n\n**a** <http://tea.example/> and <http://x.example/>",
        ),
        (
            "![pot](https://tea.example/p.png) [up](/x) [a](https://a.example)",
            "[pot](https://tea.example/p.png) up [a](https://a.example)",
        ),
        ("[![](https://a.example/i)](https://a.example) **x**", "<https://a.example> **x**"),
        ("```\n# code\n**x**\n```", "```\n# code\n**x**\n```"),
        (
            "[https://a.example/x](https://a.example/x), [b](https://b.example).",
            "<https://a.example/x>, [b](https://b.example).",
        ),
    ] {
        assert_eq!(markdown(text, "en"), made, "{text}");
        shown(made);
    }
    // If a link leads to a file that the site does not have, only its words are kept.
    assert_eq!(markdown("**x** [a][b] ![](y)\n\n[b]: pages/about.md", "en"), "**x** a");
    let generic = "We use List<String> here.\n\n- point **bold**\n- point two";
    assert_eq!(markdown(generic, "en"), generic.replace('<', "\\<"));
}

#[test]
fn structure_is_kept() {
    for (html, made) in [
        ("10<sup>6</sup> visitors, CO<sub>2</sub>", "10<sup>6</sup> visitors, CO<sub>2</sub>"),
        ("<ol start=3><li>third</li><li>fourth</li></ol>", "3. third\n4. fourth"),
        ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<li>a<li>b", "- a\n- b"),
        (
            "<b>x</b> <a href='HTTPS://A.example/y'>one</a> <a href='tel:+4512345678'>two</a>",
            "**x** [one](https://A.example/y) [two](tel:+4512345678)",
        ),
        (
            "<b>x</b> <a href='https://'>no</a> <a href='mailto:a@b.example'>a@b.example</a>",
            "**x** no [a@b.example](mailto:a@b.example)",
        ),
        ("<blockquote><p>a<ul><li>b</ul></blockquote>", "> a\n>\n> - b"),
        ("<p>one <b>two<p>three</b> four", "one **two**\n\n**three** four"),
        ("<b>a <i>b</b> c</i>", "**a _b_** *c*"),
        ("<i><b>a</b></i> <b><i>b</i></b>", "***a*** **_b_**"),
        ("<b>a</b><b>b</b> <i> c</i>", "**ab** *c*"),
        // CommonMark sees no emphasis in `foo**(bar)**baz`.
        ("foo<b>(bar)</b>baz", "foo<strong>(bar)</strong>baz"),
        ("说<b>（重要）</b>后", "说**（重要）**后"),
        ("<h3>A</h3><p>a</p><h3>B</h3><h6>C {#c}</h6>", "## A\n\na\n\n## B\n\n### C \\{\\#c}"),
        ("<table><tr><td><p>a<p>b</table>", "a\n\nb"),
        ("<table><tr><th>a|b<th>c<tr><td>d<br>e</table>", "| a\\|b | c |\n|---|---|\n| d<br>e | |"),
        ("<p>a</p><pre><code class='language-sh'>ls\n</code></pre>", "a\n\n```sh\nls\n```"),
    ] {
        assert_eq!(markdown(html, "en"), made, "{html}");
        shown(made);
    }
    // Words are kept however deeply they are nested.
    for depth in [500, 5_000] {
        for nest in ["<blockquote>", "<b><i>", "> "] {
            let deep = format!("**x**\n\n{}deep", nest.repeat(depth));
            assert!(markdown(&deep, "en").contains("deep"), "{depth} {nest}");
        }
    }
}

#[test]
fn short_texts_have_no_markup() {
    for (text, found) in [
        ("One line,\nand another.", Some("One line, and another.")),
        (" a  b\u{0}\tc ", Some("a b c")),
        ("One.\n\nTwo.", None),
        ("<b>x</b>", None),
        ("**x** y", None),
        ("Bring:\n- tea", None),
        ("2 < 3 & so on", Some("2 < 3 & so on")),
    ] {
        assert_eq!(sentence(text).as_deref(), found, "{text}");
    }
}

#[test]
fn no_letter_is_lost_in_random_texts() {
    const PARTS: [&str; 44] = [
        "tea",
        "<b>",
        "</b>",
        "<i>x",
        "</i>",
        "<p>",
        "</p>",
        "<br>",
        "<ul><li>",
        "</ul>",
        "<ol><li>",
        "</ol>",
        "<table><tr><td>",
        "<td>",
        "<tr>",
        "</table>",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<h2>",
        "</h2>",
        "<a href='https://a.example/?b&c'>",
        "</a>",
        "**y**",
        "_z_",
        "# one",
        "- two",
        "1. three",
        "> four",
        "`",
        "```",
        "| a | b |",
        "\n",
        "\n\n",
        "&amp;lt;",
        "茶：",
        "（壶）",
        "\\",
        "{#c}",
        "~~",
        "[k](https://a.example)",
    ];
    let letters = |blocks: &[Block]| -> String {
        words(blocks).chars().filter(|c| !c.is_whitespace() && !"'\"-.…–".contains(*c)).collect()
    };
    let mut state = 7u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            text.push_str(PARTS[usize::try_from(state >> 33).unwrap_or(0) % PARTS.len()]);
            text.push_str(if state & 4096 == 0 { " " } else { "" });
        }
        let made = markdown(&text, "en");
        let shown = read_back(&made, "en").unwrap_or_else(|| panic!("{text}\n\n{made}"));
        assert_eq!(letters(&shown), letters(&read(&text, &mut Losses::new())), "{text}\n\n{made}");
    }
}

#[test]
fn what_a_text_loses_is_listed() {
    for (text, made, kinds) in [
        ("<p>See <a href='/map'>the map</a></p>", "See the map", "links"),
        ("[here](../map.html) **now**", "here **now**", "links"),
        ("<a href='javascript:x()'>run</a>", "run", "links"),
        ("<a href='//tea.example/a'>tea</a>", "[tea](https://tea.example/a)", ""),
        ("<a href=' HTTPS://Tea.example/b'>tea</a>", "[tea](https://Tea.example/b)", ""),
        ("<a href='tel:+45 99 88'>call</a>", "[call](tel:+459988)", ""),
        ("<a href='https://tea.example/a b'>tea</a>", "[tea](https://tea.example/a%20b)", ""),
        ("<p>x</p><img src='/pot.png' alt='a pot'>", "x\n\na pot", "pictures"),
        ("<p>x</p><iframe src='/film'></iframe>", "x", "embedded frames"),
        (
            "<p>x</p><iframe src='//film.example/1'></iframe>",
            "x\n\n<https://film.example/1>",
            "embedded frames",
        ),
        ("<p>x</p><form><input name='tea'>Sugar?</form>", "x\n\nSugar?", "forms"),
        ("<p>one <u>two</u></p>", "one two", "underlined words"),
        ("<p>plain</p>", "plain", ""),
    ] {
        let mut losses = Losses::new();
        assert_eq!(super::markdown(text, "en", &mut losses), made, "{text}");
        let found: Vec<&str> =
            losses.iter().map(|(kind, _)| kind.split(" in texts").next().unwrap_or("")).collect();
        assert_eq!(found.join(", "), kinds, "{text}");
    }
}
