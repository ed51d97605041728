//! Markup, links and pictures.

use super::*;

#[test]
fn blocks() {
    for (text, expected) in [
        ("", ""),
        (
            "a **b** *c* ~~d~~ `e<`",
            "<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e&lt;</code></p>\n",
        ),
        (
            "## A & b {#x .y}\n### C",
            "<h2 id=\"x\" class=\"y\">A &amp; b</h2>\n<h3 id=\"c\">C</h3>\n",
        ),
        ("- a\n- b\n  1. c", "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n"),
        ("3. a\n\n4. b", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n"),
        ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"),
        (
            "```rust ignore\n<a>\r\n\"b\"\n```",
            "<pre><code class=\"language-rust\">&lt;a&gt;\n\"b\"\n</code></pre>\n",
        ),
        ("    a", "<pre><code>a</code></pre>\n"),
        ("Ord\n: betydning", "<dl>\n<dt>Ord</dt>\n<dd>betydning</dd>\n</dl>\n"),
        (
            "> [!NOTE]\n> a",
            "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">[alert-note]</p>\n<p>a</p>\n</div>\n",
        ),
        (
            "- [x] a\n- [ ] b",
            "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"[task-done]\"> a</li>\n\
             <li class=\"task\"><input type=\"checkbox\" disabled=\"\" aria-label=\"[task-open]\"> b</li>\n</ul>\n",
        ),
        (
            "||b|\n|-|-:|\n|1|**2**|",
            "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"[table]\">\n<table>\n<thead>\n\
             <tr><td></td><th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n<tbody>\n\
             <tr><td>1</td><td class=\"align-right\"><strong>2</strong></td></tr>\n</tbody>\n</table>\n</div>\n",
        ),
        ("a\u{0}b\u{7}c\u{2028}d\u{fdd0}e", "<p>abc de</p>\n"),
        ("<!-- a -->\n\nb <!-- c -->\n\n<!-- d -->", "<p>b </p>\n"),
    ] {
        assert_eq!(html(text, "da"), expected, "{text}");
    }
}

#[test]
fn footnotes_are_listed_at_the_end() {
    let html = html("a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X[^y]\n\nd", "da");
    let expected = "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup> \
        b<sup class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\">2</a></sup> \
        c<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup></p>\n\
        <p>d</p>\n\
        <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"[footnotes]\">\n<ol>\n\
        <li id=\"fn-1\">\n<p>X<sup class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2-2\" role=\"doc-noteref\">2</a></sup> \
        <a class=\"footnote-back\" href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"[footnote-back] 1\">↩\u{fe0e}</a> \
        <a class=\"footnote-back\" href=\"#fnref-1-2\" role=\"doc-backlink\" aria-label=\"[footnote-back] 1-2\">↩\u{fe0e}</a></p>\n</li>\n\
        <li id=\"fn-2\">\n<p>Y <a class=\"footnote-back\" href=\"#fnref-2\" role=\"doc-backlink\" aria-label=\"[footnote-back] 2\">↩\u{fe0e}</a> \
        <a class=\"footnote-back\" href=\"#fnref-2-2\" role=\"doc-backlink\" aria-label=\"[footnote-back] 2-2\">↩\u{fe0e}</a></p>\n</li>\n\
        </ol>\n</section>\n";
    assert_eq!(html, expected);
}

#[test]
fn links_and_pictures() {
    for (text, expected) in [
        ("[a](page:agenda#x)", "<a href=\"/page/agenda#x\">a</a>"),
        (
            "[a](about.da.md#x \"T 'x'\")",
            "<a href=\"/content/pages/about.da.md#x\" title=\"T ‘x’\">a</a>",
        ),
        ("[a](#x) <a@b.dk>", "<a href=\"#x\">a</a> <a href=\"mailto:a@b.dk\">a@b.dk</a>"),
        ("[a][r]\n\n[r]: https://a.dk/?b&c", "<a href=\"https://a.dk/?b&amp;c\">a</a>"),
        (
            "![En *havn*](media/x.jpg)",
            "<img src=\"/content/media/x.jpg\" width=\"4\" height=\"3\" alt=\"En havn\" loading=\"lazy\" decoding=\"async\">",
        ),
        (
            "![a](media/x.jpg \"En 'b'\")",
            "<figure><img src=\"/content/media/x.jpg\" width=\"4\" height=\"3\" alt=\"a\" loading=\"lazy\" decoding=\"async\"><figcaption>En ‘b’</figcaption></figure>\n",
        ),
        (
            "x ![a](media/x.jpg \"b\")",
            "x <img src=\"/content/media/x.jpg\" width=\"4\" height=\"3\" alt=\"a\" title=\"b\" loading=\"lazy\" decoding=\"async\">",
        ),
    ] {
        assert_eq!(line(text, "da"), expected, "{text}");
    }
}

#[test]
fn faults_are_reported_with_their_places() {
    use Severity::{Error, Warning};
    for (text, severity, code, place) in [
        ("# Titel\n\na", Error, "markdown/title-in-body", "# Titel"),
        ("### a", Warning, "markdown/heading-jump", "### a"),
        ("## a {#x}\n## b {#x}", Error, "markdown/duplicate-id", "## b {#x}"),
        ("a ![](media/x.jpg)", Error, "markdown/missing-alt", "![](media/x.jpg)"),
        ("![a](https://x.dk/a.jpg)", Error, "markdown/remote-image", "![a](https://x.dk/a.jpg)"),
        ("![a](//x.dk/a.jpg)", Error, "markdown/remote-image", "![a](//x.dk/a.jpg)"),
        ("![a](data:image/png,x)", Error, "link/unsafe", "![a](data:image/png,x)"),
        ("[a](page:)", Error, "link/malformed", "[a](page:)"),
        ("[a](/x/)", Error, "link/absolute", "[a](/x/)"),
        ("[a](../../../x)", Error, "link/outside", "[a](../../../x)"),
        ("a\n\n[^x]: b", Warning, "markdown/unused-footnote", "[^x]: b"),
        ("a <script>x</script>", Warning, "markdown/html-removed", "script"),
        ("<div\nonclick=x>", Warning, "markdown/html-removed", "onclick"),
        ("> <div>\n> <a href='javascript:x'>a</a></div>", Error, "link/unsafe", "'javascript:x'"),
        ("<img src=media/x.jpg>", Error, "markdown/missing-alt", "<img src=media/x.jpg>"),
        ("<div title='\n\na\n\n'>", Error, "markdown/html-unclosed", "<d"),
        ("a\n\n<!-- b\n\nc", Error, "markdown/html-unclosed", "<!--"),
        ("<h1>a</h1>", Error, "markdown/title-in-body", "<h1>"),
    ] {
        assert_eq!(faults(text), [(severity, code, place.to_owned())], "{text}");
    }
}

#[test]
fn headings_have_unique_ids() {
    let (markdown, _) =
        parsed("## Møde\n## Møde\n## \"Møde\" `2`\n## X {#moede-2}\n## !\n## Møde", "da");
    let ids: Vec<_> = markdown.headings.iter().map(|h| (&*h.id, &*h.text, h.explicit)).collect();
    assert_eq!(
        ids,
        [
            ("moede", "Møde", false),
            ("moede-3", "Møde", false),
            ("moede-2-2", "“Møde” 2", false),
            ("moede-2", "X", true),
            ("section", "!", false),
            ("moede-4", "Møde", false),
        ]
    );
}

#[test]
fn raw_html_is_sanitised_and_its_links_are_resolved() {
    for (text, expected) in [
        (
            "<details>\n<summary>a</summary>\n\n**b** [c](page:x)\n\n</details>",
            "<details>\n<summary>a</summary>\n<p><strong>b</strong> <a href=\"/page/x\">c</a></p>\n</details>",
        ),
        (
            "<a href=\"page:x\" class=y>a</a> <a href='https://a.dk/?b&amp;c'>b</a>",
            "<p><a href=\"/page/x\" class=\"y\">a</a> <a href=\"https://a.dk/?b&amp;c\">b</a></p>\n",
        ),
        (
            "x <img alt=\"a\" src=media/x.jpg width=9>",
            "<p>x <img loading=\"lazy\" decoding=\"async\" alt=\"a\" src=\"/content/media/x.jpg\" width=\"4\" height=\"3\"></p>\n",
        ),
        ("a<br>b<br/>", "<p>a<br>b<br></p>\n"),
        ("<input value=x type=text>", "<input type=\"checkbox\" disabled=\"\">"),
        ("<div><p>a", "<div><p>a</p></div>"),
        ("a</div></p></b>b", "<p>a</p>b<p></p>\n"),
    ] {
        assert_eq!(html(text, "da"), expected, "{text}");
    }
}

#[test]
fn our_own_markup_survives_sanitising() {
    let text = "<div>\n\n## A {#x .y}\n\n- [x] a[^1]\n\n|a|\n|:-:|\n|b|\n\n> [!TIP]\n> t\n\n\
        ![a](media/x.jpg \"b\")\n\n[^1]: n\n\n";
    let plain = html(&text.replace("<div>", ""), "da");
    let raw = html(text, "da");
    let raw = raw.strip_prefix("<div>\n").and_then(|r| r.strip_suffix("</div>"));
    assert_eq!(raw.expect("it is wrapped"), plain);
}

#[test]
fn a_text_of_spaces_is_empty() {
    assert!(!parsed("To tre.", "da").0.is_empty());
    assert!(parsed(" \n", "da").0.is_empty());
}
