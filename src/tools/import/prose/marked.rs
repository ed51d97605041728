//! Markdown of other tools: kept, with what this one reads otherwise put right.

use crate::tools::import::prose::escape;

/// Whether a text has signs that only Markdown has.
pub(super) fn is_markdown(text: &str) -> bool {
    let strong = |line: &str| {
        let inside =
            line.split("**").skip(1).step_by(2).any(|word| !word.is_empty() && word.trim() == word);
        inside && line.matches("**").count() > 1
    };
    let heading = |line: &str| {
        let words = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
    };
    let link = |line: &str| {
        line.match_indices("](").any(|(at, _)| {
            let target = line[at + 2..].trim_start_matches('<');
            line[..at].contains('[')
                && line[at..].contains(')')
                && ["http://", "https://", "mailto:", "/", "#"]
                    .iter()
                    .any(|s| target.starts_with(s))
        })
    };
    let quoted = |line: &str| line.starts_with("> ");
    text.contains("```")
        || text.lines().any(|line| strong(line) || heading(line) || link(line) || quoted(line))
}

/// Markdown with headings below the page's own, pictures of other sites as links, addresses as links,
/// and without links to places that nobody here knows.
pub(super) fn to_markdown(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let top = headings(text).min().unwrap_or(1);
    let mut fence: Option<String> = None;
    let mut last = 1;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(open) = &fence {
            if trimmed.trim_end() == open {
                fence = None;
            }
            out.push(line.to_owned());
            continue;
        }
        let sign = ["```", "~~~"].into_iter().find(|sign| trimmed.starts_with(sign));
        if let Some(sign) = sign {
            let length = trimmed.len() - trimmed.trim_start_matches(&sign[..1]).len();
            fence = Some(trimmed[..length].to_owned());
            out.push(line.to_owned());
            continue;
        }
        match level(line) {
            Some(level) => {
                // Down one at a time, and never to the first, which is the page's.
                let level = (level + 2 - top).clamp(2, 6).min(last + 1);
                last = level;
                let words = line.trim_start_matches('#').trim();
                out.push(format!("{} {}", "#".repeat(level), addresses(&links(words))));
            }
            None => out.push(addresses(&links(line))),
        }
    }
    if fence.is_some() {
        out.push("```".to_owned());
    }
    setext(out).join("\n")
}

/// The levels of the headings, but for those in code.
fn headings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut code = false;
    text.lines().filter_map(move |line| {
        code ^= line.trim_start().starts_with("```");
        if code { None } else { level(line) }
    })
}

fn level(line: &str) -> Option<usize> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then_some(level)
}

/// Headings that are underlined get signs in front.
fn setext(lines: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let bar = line.trim_end();
        let underlines =
            bar.len() > 1 && (bar.bytes().all(|b| b == b'=') || bar.bytes().all(|b| b == b'-'));
        let above = out.last().is_some_and(|above| {
            !above.is_empty() && !above.starts_with([' ', '-', '*', '>', '|', '#'])
        });
        if underlines && above {
            let words = out.pop().unwrap_or_default();
            out.push(format!("## {words}"));
        } else {
            out.push(line);
        }
    }
    out
}

/// Pictures become links to them, and links that lead to no address only their words.
fn links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        let Some((words, target, end)) = link(&rest[open..]) else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        let before = &rest[..open];
        let picture = before.ends_with('!');
        out.push_str(before.strip_suffix('!').unwrap_or(before));
        let known = ["http://", "https://", "mailto:"].iter().any(|s| target.starts_with(s));
        let inner = words.strip_prefix("![").and_then(|_| link(&words[1..]));
        match (known, inner, words) {
            (true, None, words) if !words.is_empty() => out.push_str(&rest[open..open + end]),
            (true, Some((alt, ..)), _) if !alt.is_empty() => {
                out.push_str(&format!("[{alt}](<{target}>)"));
            }
            (true, ..) => out.push_str(&format!("<{target}>")),
            (false, Some((alt, ..)), _) => out.push_str(alt),
            (false, None, words) if picture && words.is_empty() => {}
            (false, None, words) => out.push_str(words),
        }
        rest = &rest[open + end..];
    }
    out.push_str(rest);
    out
}

/// The words and the address of a link that begins a text, and its length.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let mut depth = 0usize;
    let close = text.char_indices().find_map(|(at, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let words = &text[1..close];
    let target = text[close + 1..].strip_prefix('(')?;
    let mut depth = 1usize;
    let end = target.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let address = target[..end].split(" \"").next().unwrap_or("").trim();
    let address = address.trim_start_matches('<').trim_end_matches('>').trim();
    (!address.contains(char::is_whitespace)).then_some((words, address, close + 2 + end + 1))
}

/// Bare addresses become links.
fn addresses(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((at, length)) = escape::address(rest) {
        let before = &rest[..at];
        let linked = before.ends_with(['<', '"', '`', '=']) || before.ends_with("](");
        let found = &rest[at..at + length];
        out.push_str(before);
        // `[https://…](…)` is a link already.
        if linked || rest[at + length..].starts_with("](") {
            out.push_str(found);
        } else {
            out.push('<');
            out.push_str(found);
            out.push('>');
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}
