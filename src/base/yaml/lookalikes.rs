//! Characters that look like those of YAML and are something else: word processors and input methods write
//! them, and no editor shows the difference. To YAML they are letters, so the parser stumbles over a
//! later line, or reads several lines as one text.

use std::ops::Range;

use crate::base::yaml::explain::Explained;
use crate::base::yaml::marks::MarkedValue;

/// A line that was probably meant as something else.
#[derive(Clone, Debug)]
struct Lookalike {
    /// The characters to replace.
    range: Range<usize>,
    message: String,
    help: &'static str,
    /// Whether the line is certainly meant as a field or an item, even if the parser reads a text.
    is_certain: bool,
}

impl Lookalike {
    fn explained(self) -> Explained {
        (self.range, self.message, self.help)
    }
}

/// The lookalike that explains why the parser failed somewhere in `lines`, if there is one.
pub(super) fn cause(text: &str, failed: Range<usize>) -> Option<Explained> {
    let last = of_lines(text).into_iter().rfind(|found| found.range.start <= failed.end)?;
    // The parser may fail one line later, because it first reads the lines as one text.
    let between = text.get(last.range.start..failed.start).unwrap_or("");
    (between.matches('\n').count() <= 2).then(|| last.explained())
}

/// The lookalikes in a text that the parser understands, where it reads fields or items as one text.
pub(super) fn swallowed(text: &str) -> Vec<Explained> {
    if text.is_ascii() && !text.contains('\t') {
        return Vec::new();
    }
    let mut certain: Vec<Lookalike> = of_lines(text);
    certain.retain(|found| found.is_certain);
    if certain.is_empty() {
        return Vec::new();
    }
    let Ok(Some(root)) = MarkedValue::of(text) else { return Vec::new() };
    let plain = root.plain_scalars(text);
    // A space in front of the first field is a part of its name.
    let is_swallowed = |found: &Lookalike| {
        let after = plain.partition_point(|scalar| scalar.start <= found.range.start);
        after.checked_sub(1).is_some_and(|at| found.range.start < plain[at].end)
            || plain.get(after).is_some_and(|next| next.start < found.range.end)
    };
    certain.into_iter().filter(is_swallowed).map(Lookalike::explained).collect()
}

/// The lookalikes of a text, at most one in each line.
fn of_lines(text: &str) -> Vec<Lookalike> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut rows: Vec<Lookalike> = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let place = |one: Lookalike| {
            let range = at + one.range.start..at + one.range.end;
            Lookalike { range, ..one }
        };
        let one = of_line(bare).map(place);
        match tabbed_row(bare).filter(|_| one.is_none()).map(place) {
            Some(row) => rows.push(row),
            None => found.extend(table(&mut rows)),
        }
        found.extend(one);
        at += line.len();
    }
    found.extend(table(&mut rows));
    // A single line with a dash can be a text; several are a list.
    let bullets = found.iter().filter(|one| one.help == BULLET_HELP).count();
    for bullet in found.iter_mut().filter(|one| one.help == BULLET_HELP) {
        bullet.is_certain |= bullets > 1;
    }
    found
}

const BULLET_HELP: &str = "begin each item with `- `, a hyphen and a space";
const SPACE_HELP: &str = "replace it with an ordinary space";
const COLON_HELP: &str = "write `name: text`, with an ASCII colon and a space";
const ROW_HELP: &str = "write a record for each row, such as `- id: …`, or save the table as CSV \
                        and read it with `plenary import`";

fn of_line(line: &str) -> Option<Lookalike> {
    let rest = line.trim_start();
    let indent = &line[..line.len() - rest.len()];
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    let certain = is_structure(rest);
    if let Some((at, space)) = odd_space(indent) {
        return Some(space_at(at, space, "indents this line", certain));
    }
    let mut start = indent.len();
    // The hyphens of items.
    while let Some(after) = line[start..].strip_prefix('-') {
        if let Some(space) = after.chars().next().filter(|c| is_odd_space(*c)) {
            return Some(space_at(start + 1, space, "follows the hyphen", true));
        }
        let item = after.trim_start_matches([' ', '\t']);
        if item.len() == after.len() {
            break;
        }
        start = line.len() - item.len();
    }
    bullet(line, start).or_else(|| behind_name(line, start)).or_else(|| wide(line, start))
}

/// An item that begins with another sign than a hyphen.
fn bullet(line: &str, start: usize) -> Option<Lookalike> {
    const BULLETS: &str = "–—―‐‑−－﹣•·・‣◦▪●○■*";
    let sign = line[start..].chars().next().filter(|c| BULLETS.contains(*c))?;
    let after = &line[start + sign.len_utf8()..];
    let item = after.trim_start();
    let is_item = item.len() < after.len() && !item.is_empty();
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    is_item.then(|| Lookalike {
        range: start..start + sign.len_utf8(),
        message: format!("`{sign}` does not begin an item of a list"),
        help: BULLET_HELP,
        is_certain: is_structure(item) || item.trim_end().chars().all(word),
    })
}

/// What stands between the name of a field and its value.
fn behind_name(line: &str, start: usize) -> Option<Lookalike> {
    let name = name_length(&line[start..])?;
    let end = start + name;
    let blank = line[end..].len() - line[end..].trim_start().len();
    let colon = end + blank;
    let sign = line[colon..].chars().next()?;
    let value = &line[colon + sign.len_utf8()..];
    match sign {
        '：' | '﹕' | '∶' | '꞉' => Some(Lookalike {
            range: colon..colon + sign.len_utf8(),
            message: "this is a full-width colon".into(),
            help: COLON_HELP,
            is_certain: blank == 0,
        }),
        ':' => match (odd_space(&line[end..colon]), value.chars().next()) {
            (Some((at, space)), _) => Some(space_at(end + at, space, "precedes the colon", true)),
            (None, Some(space)) if is_odd_space(space) => {
                Some(space_at(colon + 1, space, "follows the colon", true))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Brackets, quotation marks and commas of full width around or in a value.
fn wide(line: &str, start: usize) -> Option<Lookalike> {
    let at = line[start..].find(['［', '｛', '【', '］', '｝', '】', '，', '：'])? + start;
    let sign = line[at..].chars().next()?;
    let replacement = match sign {
        '［' | '【' => "[",
        '］' | '】' => "]",
        '｛' => "{",
        '｝' => "}",
        '，' => ",",
        _ => ":",
    };
    let value = line[start..].split_once(": ").map_or(&line[start..], |(_, value)| value).trim();
    let whole = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    Some(Lookalike {
        range: at..at + sign.len_utf8(),
        message: format!("`{sign}` is a full-width character, which YAML reads as a letter"),
        help: match replacement {
            "," => "write an ASCII comma and a space between two entries: `, `",
            ":" => COLON_HELP,
            "[" | "]" => "write `[` and `]`, the brackets of ASCII",
            _ => "write `{` and `}`, the brackets of ASCII",
        },
        is_certain: whole('［', '］') || whole('｛', '｝'),
    })
}

/// The first of several rows; a single row with a tab can be a text.
fn table(rows: &mut Vec<Lookalike>) -> Option<Lookalike> {
    let several = rows.len() > 1;
    rows.drain(..).next().filter(|_| several)
}

/// A row of a table, as a spreadsheet puts it on the clipboard.
fn tabbed_row(line: &str) -> Option<Lookalike> {
    let text = line.trim();
    let cells: Vec<&str> = text.split('\t').collect();
    let bare = |cell: &&str| !cell.trim_end().ends_with([':', '-', ',']) && !cell.starts_with('#');
    (cells.len() > 1 && cells.iter().all(bare) && !is_structure(text)).then(|| {
        let start = line.len() - line.trim_start().len();
        Lookalike {
            range: start..start + text.len(),
            message: "these lines look like rows of a spreadsheet, with tabs between the cells"
                .into(),
            help: ROW_HELP,
            is_certain: true,
        }
    })
}

/// Whether a line is meant as an item of a list, or as a field with its name.
fn is_structure(line: &str) -> bool {
    let line = line.trim_start_matches(['-', ' ']);
    name_length(line).is_some_and(|end| {
        let rest = line[end..].trim_start();
        let after = rest.strip_prefix(':').map(|after| after.chars().next());
        after.is_some_and(|c| c.is_none_or(char::is_whitespace)) || rest.starts_with('：')
    })
}

/// The length of the name of a field at the beginning of a text.
fn name_length(text: &str) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    (end > 0 && text.starts_with(|c: char| c.is_ascii_lowercase())).then_some(end)
}

fn space_at(at: usize, space: char, what: &str, is_certain: bool) -> Lookalike {
    let name = match space {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{3000}' => "an ideographic space",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "an invisible space without width",
        _ => "a space of another width",
    };
    Lookalike {
        range: at..at + space.len_utf8(),
        message: format!("{name} (U+{:04X}) {what}", u32::from(space)),
        help: SPACE_HELP,
        is_certain,
    }
}

/// The first space of a text that is none to YAML.
fn odd_space(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| is_odd_space(*c))
}

fn is_odd_space(c: char) -> bool {
    let line_break = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    (!c.is_ascii() && c.is_whitespace() && !line_break)
        || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        swallowed(text)
            .into_iter()
            .map(|(range, message, _)| format!("{} {message}", &text[range]))
            .collect()
    }

    #[test]
    fn what_yaml_swallows_is_found() {
        for (text, expected) in [
            ("a: x\n\u{a0} b: y\n", "no-break space (U+00A0) indents"),
            ("a:\n  de:\u{2003}Tee\n", "a space of another width (U+2003) follows the colon"),
            ("a:\n  de\u{202f}: Tee\n", "no-break space (U+202F) precedes"),
            ("- id: x\n    name：Tee\n", "full-width colon"),
            ("a:\n  – x\n  – y\n", "`–` does not begin"),
            ("a:\n  • tea-pot\n", "`•` does not begin"),
            ("a: ［x, y］\n", "`［` is a full-width character"),
            ("x\ty\nz\tw\n", "x\ty these lines look like rows of a spreadsheet"),
            ("-\u{3000}id: x\n", "ideographic space (U+3000) follows the hyphen"),
        ] {
            let found = messages(text).join("; ");
            assert!(found.contains(expected), "{text:?}: {found}");
        }
    }

    #[test]
    fn texts_keep_their_signs() {
        for text in [
            "a: |\n  欢迎\n  \u{3000}\u{3000}第二段\n  x：y\n",
            "a: '– x\n  – y'\n",
            "# – x\n#\u{a0}b: y\na: x\n",
            "a: Wi-Fi：abc\n",
            "a: – af Bent\n",
            "a: 【重要】开幕\n",
            "a: 中文，再来\n",
            "a: Prix\u{a0}: 3\u{a0}€\n",
            "a: \"x\ty\nz\tw\"\n",
            "a:\tx\nb:\ty\n",
            "a: x\n  \u{3000}y\n",
        ] {
            assert_eq!(messages(text), [""; 0], "{text:?}");
        }
    }
}
