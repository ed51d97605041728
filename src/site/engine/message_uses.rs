//! The messages that a template shows, and the arguments that it gives them.
//!
//! The engine does not publish its syntax tree, so the tags are read as tokens. A key that is not
//! written in the tag itself counts as any key.

use std::collections::BTreeSet;

use crate::locale::catalog::{MessageUse, UsedMessages};

/// The most tokens of a tag in which messages are looked for, and the deepest nesting of parentheses in
/// a key. Real templates need fewer than a hundred tokens.
const MOST_TOKENS: usize = 4096;
const DEEPEST: usize = 16;

/// A token of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// The content of a quoted text.
    Text(&'a str),
    Word(&'a str),
    Sign(char),
    /// `==`, which is not the `=` of an argument.
    Equal,
}

/// The uses of messages in a template of a layer.
pub fn message_uses(template: &str, layer: usize) -> Vec<MessageUse> {
    let mut uses = Vec::new();
    for tag in tags(template).into_iter().filter(|tag| tag.len() <= MOST_TOKENS) {
        for at in 0..tag.len() {
            let [before, Token::Word(filter)] = &tag[at..(at + 2).min(tag.len())] else { continue };
            let applied = matches!(before, Token::Sign('|'));
            // `{% filter t %}` applies it to the text in between.
            let section = at == 0 && *before == Token::Word("filter");
            if !matches!(*filter, "t" | "t_in") || !(applied || section) {
                continue;
            }
            let mut arguments = arguments(&tag[at + 2..]);
            if *filter == "t_in" {
                arguments.remove("lang");
            }
            let keys = if applied { operand(&tag[..at]) } else { vec![UsedMessages::Any] };
            uses.extend(keys.into_iter().map(|messages| {
                let arguments = arguments.clone();
                MessageUse { messages, arguments, layer }
            }));
        }
    }
    uses
}

/// The names of the arguments in the parentheses at the beginning of the tokens.
fn arguments(tokens: &[Token<'_>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if tokens.first() != Some(&Token::Sign('(')) {
        return names;
    }
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Word(name) if depth == 1 && tokens.get(at + 1) == Some(&Token::Sign('=')) => {
                names.insert((*name).to_owned());
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// The messages that the operand at the end of the tokens names.
fn operand(tokens: &[Token<'_>]) -> Vec<UsedMessages> {
    match tokens.last() {
        Some(Token::Text(key)) => vec![UsedMessages::Named((*key).to_owned())],
        Some(Token::Sign(')')) => {
            let Some(open) = opening(tokens) else { return vec![UsedMessages::Any] };
            // After a word they are the arguments of a filter or function.
            match open.checked_sub(1).map(|before| tokens[before]) {
                Some(Token::Word(_)) => vec![UsedMessages::Any],
                _ => expression(&tokens[open + 1..tokens.len() - 1], DEEPEST),
            }
        }
        _ => vec![UsedMessages::Any],
    }
}

/// The index of the parenthesis that the last token closes.
fn opening(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    tokens.iter().rposition(|token| {
        match token {
            Token::Sign(')') => depth += 1,
            Token::Sign('(') => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// The messages that an expression names: `"home"`, `"kind-" ~ kind`, `"yes" if a else "no"`.
fn expression(tokens: &[Token<'_>], deepest: usize) -> Vec<UsedMessages> {
    let Some(deepest) = deepest.checked_sub(1) else { return vec![UsedMessages::Any] };
    let mut depth = 0usize;
    let mut outer = tokens.iter().map(|token| {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(token)
    });
    let condition = outer.position(|token| token == Some(&Token::Word("if")));
    let otherwise = outer.position(|token| token == Some(&Token::Word("else")));
    if let (Some(condition), Some(after)) = (condition, otherwise) {
        let otherwise = &tokens[condition + 1 + after + 1..];
        let parts = [&tokens[..condition], otherwise].into_iter();
        return parts.flat_map(|part| expression(part, deepest)).collect();
    }
    match tokens {
        [Token::Text(key)] => vec![UsedMessages::Named((*key).to_owned())],
        [Token::Text(start), Token::Sign('~'), ..] => {
            vec![UsedMessages::Beginning((*start).to_owned())]
        }
        [Token::Sign('('), inside @ .., Token::Sign(')')] if opening(tokens) == Some(0) => {
            expression(inside, deepest)
        }
        _ => vec![UsedMessages::Any],
    }
}

/// The tokens of each tag, without those in comments and raw texts.
fn tags(template: &str) -> Vec<Vec<Token<'_>>> {
    let mut tags = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        match rest.bytes().next() {
            Some(b'#') => rest = rest.split_once("#}").map_or("", |(_, after)| after),
            Some(b'{' | b'%') => {
                let (tokens, after) = tag(&rest[1..]);
                rest = after;
                if tokens[..] == [Token::Word("raw")] {
                    rest = rest.split_once("endraw").map_or("", |(_, after)| after);
                }
                tags.push(tokens);
            }
            _ => {}
        }
    }
    tags
}

/// The tokens up to the end of a tag, and the text after it.
fn tag(text: &str) -> (Vec<Token<'_>>, &str) {
    let mut tokens = Vec::new();
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' | '`' => {
                let inside = &rest[1..];
                let end = inside.find(c).unwrap_or(inside.len());
                tokens.push(Token::Text(&inside[..end]));
                (end + 2).min(rest.len())
            }
            _ if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let word = &rest[..end.unwrap_or(rest.len())];
                tokens.push(Token::Word(word));
                word.len()
            }
            '%' if rest.starts_with("%}") => return (tokens, &rest[2..]),
            '}' if depth == 0 && rest.starts_with("}}") => return (tokens, &rest[2..]),
            '=' if rest.starts_with("==") => {
                tokens.push(Token::Equal);
                2
            }
            '-' | ' ' | '\n' | '\r' | '\t' => 1,
            _ => {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                tokens.push(Token::Sign(c));
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    (tokens, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The uses of a template: keys (`kind-*` for a beginning, `*` for any) with their arguments.
    fn uses(template: &str) -> String {
        let all = message_uses(template, 0).into_iter().map(|used| {
            let key = match used.messages {
                UsedMessages::Named(key) => key,
                UsedMessages::Beginning(start) => format!("{start}*"),
                UsedMessages::Any => "*".to_owned(),
            };
            let arguments: Vec<String> = used.arguments.into_iter().collect();
            format!("{key}({})", arguments.join(","))
        });
        all.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn keys_and_arguments_are_found() {
        for (template, found) in [
            ("<p>{{ \"home\" | t }}</p> {{'a.b'|t}}", "home() a.b()"),
            ("{{ \"seats\" | t(count=a.b | length, x=[1 == 2, f(y=3)]) }}", "seats(count,x)"),
            ("{{- \"a\" | t_in(lang=\"da\", n=\"{n}}\") -}}", "a(n)"),
            ("{{ (\"kind-\" ~ s.kind) | t }}{{ \"x\" ~ \"y\" | t(z=1) }}", "kind-*() y(z)"),
            ("{{ (\"a\" if b.c(\"q\") else (\"d\" if e else \"f-\" ~ g)) | t }}", "a() d() f-*()"),
            ("{{ title | t(a=1) }}{{ \"b\" | upper | t }}{{ f(x=\"y\") | t }}", "*(a) *() *()"),
            ("{{ \"in-brackets\" | t(text=(\"stage-\" ~ r) | t) }}", "in-brackets(text) stage-*()"),
            ("{% if \"on\" | t(a=1) == 2 %}{% endif %}{# {{ \"no\" | t }} #}", "on(a)"),
            (
                "{% raw %}{{ \"no\" | t }}{% endraw %}{{ {\"k\": {\"m\": \"yes\" | t(b=1)}} }}",
                "yes(b)",
            ),
            ("{% filter t(a=1) %}x{% endfilter %}{% set t = \"x\" %}{{ t }}", "*(a)"),
            ("{{ <name of={\"k\" | t} /> }} { \"no\" | t }", "k()"),
            ("{{ \"open\" | t(a=", "open(a)"),
            ("{{ \"open", ""),
            ("{{ ) | t }}", "*()"),
            ("{{ | t }}{{ \"x\" | t )", "*() x()"),
        ] {
            assert_eq!(uses(template), found, "{template}");
        }
    }

    #[test]
    fn endless_templates_are_read_quickly() {
        for part in
            ["(", "{{ (", "\"a\" if b else (", ") | t", "{{ x | t(", "{%", "\"", "{{ \"}}\" ~ (("]
        {
            let template = format!("{{{{ {} | t }}}}", part.repeat(100_000));
            assert!(message_uses(&template, 0).len() <= 100_001);
        }
        assert_eq!(
            uses(&format!("{{{{ {}\"a\"{} | t }}}}", "(".repeat(40), ")".repeat(40))),
            "*()"
        );
    }
}
