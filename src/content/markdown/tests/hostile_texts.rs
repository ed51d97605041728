//! Hostile and random texts.

use super::*;

/// All tags of an HTML text with their attributes; panics if it is not well-formed.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (name, behind) = end.split_once('>').expect("an end tag is closed");
            assert_eq!(open.pop().as_deref(), Some(name), "{html}");
            rest = behind;
            continue;
        }
        let length = rest.find([' ', '>']).expect("a tag is closed");
        let name = rest[..length].to_owned();
        rest = &rest[length..];
        let mut attributes: Vec<(String, String)> = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (key, value) = attribute.split_once("=\"").expect("an attribute has a value");
            let (value, behind) = value.split_once('"').expect("a value is closed");
            assert!(!key.contains(['<', '>', '"', ' ']), "{key:?} in {html}");
            assert!(!value.contains(['<', '>']), "{value:?} in {html}");
            assert!(attributes.iter().all(|(other, _)| other != key), "{key} twice in {html}");
            attributes.push((key.to_owned(), value.to_owned()));
            rest = behind;
        }
        rest = rest.strip_prefix('>').unwrap_or_else(|| panic!("a tag is not closed: {html}"));
        if !["br", "hr", "img", "input", "wbr", "col"].contains(&&*name) {
            open.push(name.clone());
        }
        found.push((name, attributes));
    }
    assert!(open.is_empty(), "{open:?} are open in {html}");
    found
}

/// Checks that the HTML of a text is harmless and well-formed.
fn check(text: &str, tag: &str) {
    let (markdown, report) = parsed(text, tag);
    let html = markdown.to_html(&Names(&markdown));
    for (name, attributes) in tags(&html) {
        assert!(
            !["script", "style", "svg", "math", "iframe", "form", "object", "base", "meta"]
                .contains(&&*name),
            "<{name}> from {text:?}: {html}"
        );
        for (key, value) in attributes {
            assert!(
                !key.starts_with("on") && key != "style" && key != "srcset",
                "{text:?}: {html}"
            );
            if key == "href" || key == "src" {
                let good = ["/", "#", "http:", "https:", "mailto:", "tel:"];
                let lower = value.to_ascii_lowercase();
                assert!(good.iter().any(|g| lower.starts_with(g)), "{value:?} from {text:?}");
            }
        }
    }
    let printable = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    let allowed = |c: char| !matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{2028}' | '\u{2029}');
    assert!(html.chars().all(|c| printable(c) && allowed(c)), "{text:?}: {html:?}");
    let spans =
        markdown.links.iter().map(|l| &l.span).chain(markdown.images.iter().map(|i| &i.span));
    let spans = spans.chain(markdown.headings.iter().map(|h| &h.span));
    for span in spans.chain(report.iter().filter_map(|d| d.span.as_ref())) {
        covered(text, Some(span));
    }
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)' alt=a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">a</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">a</a>",
    "<a href=javascript:alert(1)//>a</a>",
    "<a\nhref\n=\n\"javascript:alert(1)\"\n>a</a>",
    "<a/href='javascript:alert(1)'/x>a</a>",
    "<a href=\"page:x\" href=\"javascript:alert(1)\">a</a>",
    "<a ='\"' href=javascript:alert(1)>a</a>",
    "<svg/onload=alert(1)><a xlink:href=javascript:alert(1)>a",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<div title=\"\n\n**b** [x](y \"onclick=alert(1) z\")\n\n<p>",
    "<div title='\n\n![a](media/x.jpg)\n\n'>",
    "<div style=\"background:url(javascript:alert(1))\" onmouseover=alert(1)>a",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<form action=javascript:alert(1)><input type=image formaction=javascript:alert(1)>",
    "<input type=text autofocus onfocus=alert(1)>",
    "<base href=//x.example/><meta http-equiv=refresh content=0;url=//x.example>",
    "<object data=data:text/html,x></object><embed src=x>",
    "<!--><script>alert(1)</script>-->",
    "<!-- a\n\n<script>alert(1)</script>",
    "<textarea>\n\n[x](page:x)",
    "<plaintext>\n\n[x](page:x)",
    "<style>@import 'javascript:x';</style>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php x ?><!DOCTYPE x>",
    "<p id=&#xFDD1;0&#xFDD2; title='&#xFDD1;1&#xFDD2;'>&#xFDD1;0&#xFDD2; ![a](media/x.jpg) [x](page:x)",
    "<a href=\"&#xFDD1;0&#xFDD2;\">a</a> ![a](media/x.jpg)",
    "\u{fdd1}0\u{fdd2} <b>![a](media/x.jpg)",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](&#1;javascript:alert(1))",
    "[a](<java\u{1}script:alert(1)>)",
    "[a](javascript&colon;alert(1))",
    "[a](javascript%3Aalert(1))",
    "[a](data:text/html;base64,xx) ![a](data:image/svg+xml,x)",
    "[a](vbscript:x) [b](file:///etc/passwd) [c](//x.example)",
    "<javascript:alert(1)> <data:text/html,x>",
    "[a][r] ![a][r]\n\n[r]: javascript:alert(1) \"x\\\" onload=\\\"y\"",
    "[a](page:x \"\\\" onclick=\\\"alert(1)\")",
    "![\" onerror=\"alert(1)](media/x.jpg \"\\\" onerror=\\\"a\")",
    "![<script>alert(1)</script>](media/<x>.jpg)",
    "## a {#\"onclick=\"x .\"><script> onclick=alert(1) style=x}",
    "## <script>alert(1)</script> {#x}",
    "a[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>",
    "|<script>|[a](javascript:x)|\n|-|-|\n|`<script>`|<img src=x onerror=y>|",
    "```\"><script>alert(1)</script>\nx\n```",
    "~~~ \" onclick=x\n<script>\n~~~",
    "[<img src=x onerror=y>](javascript:x)",
    "[[a](page:x)](page:y) <a href=page:z>[a](page:x)</a>",
    "<details><summary>\n\n# a\n\n</details>\n\n- <li></ul>\n\n|a|\n|-|\n|</table>|",
    "<p>**a</p>**\n\n*<b>a*</b>",
    "\u{feff}# \0\u{1b}\u{85}\u{2028}",
    "<table>\n\n[x](page:x)\n\n</table>",
    "<select><option>\n\n[x](page:x)",
];

#[test]
fn hostile_html_is_removed() {
    for attack in ATTACKS {
        check(attack, "da");
        check(&format!("> - {attack}"), "zh-Hans");
        check(&format!("<i>x</i> {attack}"), "en");
        check(&format!("<div>\n\n{attack}\n\n</div>"), "de");
    }
}

#[test]
fn deep_nesting_is_harmless() {
    for part in
        [">", "- ", "[", "![", "*a ", "**", "<div>", "<b>", "`", "(", "\"", "'x ", "[^a]", "~~"]
    {
        check(&part.repeat(2_000), "da");
        check(&format!("<i>{}", part.repeat(500)), "da");
    }
}

/// A deterministic random number generator.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("the number fits")
    }
}

/// Parts of random texts, separated by `¦`.
const PIECES: &[&str] = &[
    "a¦b ¦真¦。¦，¦「¦」¦（¦）¦“¦”¦**¦*¦_¦__¦~~¦~¦\"¦'¦--¦---¦...¦`¦```¦\n¦\n\n¦\r\n¦ ¦    ¦\t¦# ",
    "## ¦> ¦- ¦- [ ] ¦1. ¦|¦|-|-|\n¦\n: ¦[¦]¦](¦)¦![¦[^1]¦\n[^1]: ¦[r]¦\n[r]: ¦<¦>¦/>¦</¦<b>",
    "</b>¦<div>¦</div>¦<a href=\"¦<img src=¦ alt=x¦<!--¦-->¦<script>¦<svg>¦<table>¦<td>",
    " onclick=¦javascript:¦page:x¦media/x.jpg¦https://a.dk/¦&#x¦&amp;¦FDD1;¦106;¦\\¦{#x¦}",
    " .y}¦\u{0}¦\u{fdd0}¦\u{fdd1}0\u{fdd2}¦\u{2028}¦\u{1}¦한¦é¦😀¦\u{fe01}¦> [!NOTE]\n",
];

#[test]
fn random_texts_are_harmless() {
    let pieces: Vec<&str> = PIECES.iter().flat_map(|line| line.split('¦')).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..6_000 {
        let length = 1 + random.below(40);
        let text: String = (0..length).map(|_| pieces[random.below(pieces.len())]).collect();
        let tag = ["da", "zh-Hans", "fr"][round % 3];
        check(&text, tag);
    }
}
