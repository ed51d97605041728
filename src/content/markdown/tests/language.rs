//! Emphasis, quotes, dashes and line breaks, which depend on language and script.

use super::*;

#[test]
fn emphasis_works_next_to_full_width_punctuation() {
    for (text, expected) in [
        ("**真，**她", "<strong>真，</strong>她"),
        ("他说**“引号”**后", "他说<strong>“引号”</strong>后"),
        ("**中文（说明）**后", "<strong>中文（说明）</strong>后"),
        ("**注意：**正文", "<strong>注意：</strong>正文"),
        ("***重。***后", "<em><strong>重。</strong></em>后"),
        ("~~删除。~~后", "<del>删除。</del>后"),
        ("*斜，*体", "<em>斜，</em>体"),
        ("**「名」**さん", "<strong>「名」</strong>さん"),
        ("**이 용어(This term)**를", "<strong>이 용어(This term)</strong>를"),
        ("我可以强调**这个`code`**吗", "我可以强调<strong>这个<code>code</code></strong>吗"),
        ("见**[链接](page:x)**。", "见<strong><a href=\"/page/x\">链接</a></strong>。"),
        ("**a**中 *b*「c」", "<strong>a</strong>中 <em>b</em>「c」"),
        (r"\*\*真。\*\*她", "**真。**她"),
        (r"\**「名」*后", "*<em>「名」</em>后"),
        ("`**真。**她`", "<code>**真。**她</code>"),
        ("foo**bar**baz __真。__她", "foo<strong>bar</strong>baz __真。__她"),
        ("**(a)**b", "**(a)**b"),
        ("9~12，（9）~（12）、（1）~（2）", "9~12，（9）~（12）、（1）~（2）"),
        ("a ~b~ c", "a ~b~ c"),
    ] {
        assert_eq!(line(text, "zh-Hans"), expected, "{text}");
    }
    let table = html("|甲|乙|\n|-|-|\n|**「a」**|*（b）*后|", "zh-Hans");
    assert!(table.contains("<td><strong>「a」</strong></td><td><em>（b）</em>后</td>"), "{table}");
}

#[test]
fn marks_are_not_printed() {
    let (markdown, report) = parsed(
        "## 题**「甲」**后 {#a}\n\n```\n**真。**她\n```\n\n[x](media/甲**（乙）**丙.pdf \"**「t」**后\") <https://a.dk/甲**（乙）**丙>",
        "zh-Hans",
    );
    assert!(report.is_empty(), "{report:?}");
    let html = markdown.to_html(&Names(&markdown));
    assert!(
        !format!("{html}{markdown:?}").contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}']),
        "{html}"
    );
    assert_eq!(markdown.headings[0].text, "题「甲」后");
    assert!(html.contains("<code>**真。**她\n</code>"), "{html}");
    assert!(html.contains("title=\"**「t」**后\""), "{html}");
}

#[test]
fn places_are_positions_in_the_file() {
    let text =
        "---\ntitle: x\n---\n**真。**她 [x](javascript:a) 后 **「名」**さん\n\n# 题**「a」**后\n";
    let body = text.find("**").expect("it exists");
    let mut sources = Sources::default();
    let content = Content::Text(text.into());
    let file = sources.insert(SourceFile { path: "content/x.md".into(), content, hash: 0 });
    let mut report = Report::new();
    let style = Style { tag: "zh-Hans", quotes: Quotes::of("zh-Hans") };
    parse(file, "content/x.md", text, body, &style, &mut report);
    let marked: Vec<_> = report.iter().map(|d| covered(text, d.span.as_ref())).collect();
    assert_eq!(marked, ["[x](javascript:a)", "# 题**「a」**后"]);
}

#[test]
fn quotes_follow_the_language() {
    for (tag, text, expected) in [
        ("da", "\"Hej\" og 'hej'", "“Hej” og ‘hej’"),
        ("de", "\"Hallo, 'Welt'!\"", "„Hallo, ‚Welt‘!“"),
        ("sv", "\"Hej\"", "”Hej”"),
        ("fr", "\"Bonjour\"", "«\u{202f}Bonjour\u{202f}»"),
        ("en", "\"**bold**\" and *\"it\"*", "“<strong>bold</strong>” and <em>“it”</em>"),
        ("en", "(\"in\") [\"x\"] -- \"y\"", "(“in”) [“x”] – “y”"),
        (
            "en",
            "it's the '90s, Hans' dogs' 'n' rock 'n' roll",
            "it’s the ’90s, Hans’ dogs’ ’n’ rock ’n’ roll",
        ),
        ("da", "Danmark' s 'x", "Danmark’ s ’x"),
        ("en", "\"'Tis the season,\" he said", "“’Tis the season,” he said"),
        ("en", "'\"hi\"' \"'hi'\"", "‘“hi”’ “‘hi’”"),
        ("de", "'s ist, it's 'gut'", "’s ist, it’s ‚gut‘"),
        ("nl", "'s avonds", "’s avonds"),
        ("da", "27\" skærm", "27″ skærm"),
        ("en", "\"[x](page:x)\", \"`code`\".", "“<a href=\"/page/x\">x</a>”, “<code>code</code>”."),
        ("en", "\"a\nb\"", "“a\nb”"),
        ("en", r#"\"a\" and &quot;b&quot;"#, "\"a\" and \"b\""),
        ("en", "`\"a\" -- 'b' ...` <kbd>\"</kbd>x", "<code>\"a\" -- 'b' ...</code> <kbd>\"</kbd>x"),
        ("zh-Hans", "他说\"你好\"后，\"**好**\"。", "他说“你好”后，“<strong>好</strong>”。"),
        ("zh-Hans", "他说：\"你好。\"她'笑'了", "他说：“你好。”她‘笑’了"),
        ("zh-Hans", "他说**\"引号\"**后", "他说<strong>“引号”</strong>后"),
        ("zh-Hant", "他說\"你好\"", "他說「你好」"),
    ] {
        assert_eq!(line(text, tag), expected, "{tag}: {text}");
    }
}

#[test]
fn dashes_and_ellipses_follow_the_language() {
    for (tag, text, expected) in [
        ("da", "9--12 --- ja...", "9–12 — ja…"),
        ("zh-Hans", "等等...是---的", "等等……是——的"),
        ("da", "a-b a----b .. ....", "a-b a----b .. ...."),
        ("da", "\"https://a.dk\" 'https://b.dk'", "“https://a.dk” ‘https://b.dk’"),
        ("da", "https://a.dk/b--c'd...e x--y", "https://a.dk/b--c'd...e x–y"),
        ("da", "<https://a.dk/b--c>", "<a href=\"https://a.dk/b--c\">https://a.dk/b--c</a>"),
    ] {
        assert_eq!(line(text, tag), expected, "{tag}: {text}");
    }
}

#[test]
fn a_line_break_between_chinese_characters_is_not_a_space() {
    for (tag, text, expected) in [
        ("zh-Hans", "中文\n中文", "中文中文"),
        ("zh-Hans", "中文，\n**中**\n文", "中文，<strong>中</strong>文"),
        ("zh-Hans", "中文\nEnglish\n中文", "中文\nEnglish\n中文"),
        ("zh-Hans", "他说“好”\n后", "他说“好”后"),
        ("zh-Hans", "他说\"好\"\r\n后", "他说“好”后"),
        ("en", "a “好”\n后", "a “好”\n后"),
        ("ko", "한국\n어", "한국\n어"),
        ("da", "a\r\nb  \r\nc", "a\nb<br>\nc"),
    ] {
        assert_eq!(line(text, tag), expected, "{tag}: {text}");
    }
}
