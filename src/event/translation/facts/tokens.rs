//! The words, numbers and characters of a text.

use std::borrow::Cow;

/// A word, a number or another character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind<'a>,
    /// As it is written.
    pub(super) text: &'a str,
    /// Its first byte in the text.
    pub(super) start: usize,
    /// Whether it follows the token before without a space.
    pub(super) is_glued: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind<'a> {
    /// A number in ASCII digits, without leading zeros.
    Number(Cow<'a, str>),
    Word,
    /// A Chinese character.
    Ideograph(char),
    Mark(char),
}

impl<'a> Token<'a> {
    /// The number of at most two digits, if it is one.
    pub(super) fn small(&self) -> Option<u32> {
        match &self.kind {
            TokenKind::Number(digits) if digits.len() <= 2 => digits.parse().ok(),
            _ => None,
        }
    }

    /// Whether it is this character.
    pub(super) fn is(&self, c: char) -> bool {
        matches!(self.kind, TokenKind::Mark(mark) | TokenKind::Ideograph(mark) if mark == c)
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, TokenKind::Number(_))
    }

    pub(super) fn ideograph(&self) -> Option<char> {
        match self.kind {
            TokenKind::Ideograph(c) => Some(c),
            _ => None,
        }
    }
}

/// The zero of each script whose digits are in use beside those of ASCII (Unicode, Nd).
const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];

/// The value of a digit of any script.
fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let digit = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|digit| *digit < 10);
    ZEROS.into_iter().find_map(digit)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{3007}')
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && !is_ideograph(c) && c.is_alphabetic())
}

/// What a character that is no white space can begin.
enum Start {
    Number,
    Word,
    Ideograph,
    Mark,
}

impl Start {
    fn of(c: char) -> Start {
        match c {
            c if c.is_ascii_alphabetic() => Start::Word,
            c if c.is_ascii_digit() => Start::Number,
            c if c.is_ascii() => Start::Mark,
            c if is_ideograph(c) => Start::Ideograph,
            c if digit(c).is_some() => Start::Number,
            c if c.is_alphabetic() => Start::Word,
            _ => Start::Mark,
        }
    }
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut is_glued = false;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c == ' ' || c.is_whitespace() {
            is_glued = false;
            continue;
        }
        let begins = Start::of(c);
        let goes_on = |c: char| match begins {
            Start::Number => digit(c).is_some(),
            Start::Word => is_in_word(c),
            Start::Ideograph | Start::Mark => false,
        };
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, next)| goes_on(*next)) {
            end = at + next.len_utf8();
        }
        let text = &text[start..end];
        let kind = match begins {
            Start::Number => TokenKind::Number(number(text)),
            Start::Word => TokenKind::Word,
            Start::Ideograph => TokenKind::Ideograph(c),
            Start::Mark => TokenKind::Mark(c),
        };
        tokens.push(Token { kind, text, start, is_glued });
        is_glued = true;
    }
    tokens
}

/// A number in ASCII digits, without leading zeros, so that `09` and `９` are the same.
fn number(digits: &str) -> Cow<'_, str> {
    if digits.is_ascii() {
        let short = digits.trim_start_matches('0');
        return Cow::Borrowed(if short.is_empty() { &digits[digits.len() - 1..] } else { short });
    }
    let ascii: String = digits.chars().filter_map(|c| char::from_digit(digit(c)?, 10)).collect();
    Cow::Owned(number(&ascii).into_owned())
}

/// A number in Chinese characters at the beginning of some tokens, and how many tokens it takes.
pub(super) fn numeral(tokens: &[Token<'_>]) -> Option<(u32, usize)> {
    let (mut value, mut part, mut taken) = (0u32, None::<u32>, 0);
    for token in tokens.iter().take(7) {
        let Some(c) = token.ideograph() else { break };
        match c {
            '十' | '百' => {
                let unit = if c == '十' { 10 } else { 100 };
                value += part.take().unwrap_or(1) * unit;
            }
            c => {
                let Some(digit) = numeral_digit(c) else { break };
                // `二〇三一` is written digit by digit.
                part = Some(part.map_or(digit, |before| before * 10 + digit));
            }
        }
        taken += 1;
    }
    (taken > 0).then(|| (value + part.unwrap_or(0), taken))
}

fn numeral_digit(c: char) -> Option<u32> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '〇' => Some(0),
        '两' | '兩' => Some(2),
        c => DIGITS.iter().position(|digit| *digit == c).and_then(|at| u32::try_from(at).ok()),
    }
}
