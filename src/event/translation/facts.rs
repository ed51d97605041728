//! The facts in a text: numbers, dates, hours, links, files and code. They are compared by what they
//! mean, so `2 March, 3 pm`, `2. marts kl. 15` and `3月2日下午三点` have the same.

use std::borrow::Cow;

use crate::event::translation::Text;
use crate::locale::date_words::{DateWord, DateWords};

mod tokens;

#[cfg(test)]
mod tests;

use tokens::{Token, TokenKind, numeral, tokens};

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning<'a> {
    /// A number in ASCII digits, without leading zeros. An hour is one, from 0 to 24.
    Number(Cow<'a, str>),
    /// A month or a day of the week.
    Date(DateWord),
    /// A link, a file or code.
    Reference(&'a str),
}

/// A fact of a text.
#[derive(Clone, Debug)]
struct Fact<'a> {
    meaning: Meaning<'a>,
    /// As it is written.
    shown: &'a str,
}

/// The facts of a text.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// What is certainly a fact, sorted by what it means.
    sure: Vec<Fact<'a>>,
    /// What may be one: `may`, or `两` in `两点`. It can only confirm facts of another text.
    possible: Vec<Fact<'a>>,
    /// Whether an hour has half a day with it (`3 pm`).
    has_half_days: bool,
}

/// How two texts differ in facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactDifference {
    /// The facts that only the first text has, as they are written.
    pub lost: Vec<String>,
    /// The facts that only the second text has.
    pub added: Vec<String>,
}

impl FactDifference {
    /// Whether there is no difference.
    pub fn is_empty(&self) -> bool {
        self.lost.is_empty() && self.added.is_empty()
    }
}

impl<'a> Facts<'a> {
    /// The facts of a text in a language with these words of dates.
    pub fn of(text: &'a Text, words: &DateWords) -> Facts<'a> {
        let tokens = tokens(&text.words);
        let mut reader =
            Reader { text: &text.words, tokens: &tokens, words, facts: Facts::default() };
        let mut at = 0;
        while at < tokens.len() {
            at += reader.read(at);
        }
        let mut facts = reader.facts;
        let references = text.references.iter();
        facts.sure.extend(
            references
                .map(|reference| Fact { meaning: Meaning::Reference(reference), shown: reference }),
        );
        facts.sure.sort_by(|a, b| a.meaning.cmp(&b.meaning));
        facts
    }

    /// How many facts both have.
    pub fn common(&self, other: &Facts<'_>) -> usize {
        let mut others = other.sure.iter().peekable();
        let mut common = 0;
        for fact in &self.sure {
            while others.next_if(|other| other.meaning < fact.meaning).is_some() {}
            common += usize::from(others.next_if(|other| other.meaning == fact.meaning).is_some());
        }
        common
    }

    /// The number of facts.
    pub fn len(&self) -> usize {
        self.sure.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sure.is_empty()
    }

    /// What changed from this text to a newer one in the same language.
    pub fn changes(&self, new: &Facts<'_>) -> FactDifference {
        let shown = |facts: Vec<&Fact<'_>>| facts.iter().map(|f| f.shown.to_owned()).collect();
        let (ours, theirs) = (self.with_months(), new.with_months());
        let (lost, added) = only(&ours, &theirs);
        FactDifference { lost: shown(lost), added: shown(added) }
    }

    /// The facts, and what may be months, sorted.
    fn with_months(&self) -> Vec<Fact<'a>> {
        let months = self.possible.iter().filter(|fact| matches!(fact.meaning, Meaning::Date(_)));
        let mut facts: Vec<Fact<'a>> = self.sure.iter().chain(months).cloned().collect();
        facts.sort_by(|a, b| a.meaning.cmp(&b.meaning));
        facts
    }

    /// How a translation into another language differs from this text. A month may be a number there,
    /// and an hour may be counted from noon.
    pub fn differences(&self, translation: &Facts<'_>) -> FactDifference {
        let (mut lost, mut added) = only(&self.sure, &translation.sure);
        let half_days = self.has_half_days || translation.has_half_days;
        lost.retain(|fact| {
            let same = added.iter().position(|other| is_alike(fact, other, half_days));
            same.map(|at| added.remove(at)).is_none()
        });
        let confirmed = |fact: &&Fact<'_>, others: &[Fact<'_>]| {
            others.iter().any(|other| is_alike(fact, other, half_days))
        };
        lost.retain(|fact| !confirmed(fact, &translation.possible));
        added.retain(|fact| !confirmed(fact, &self.possible));
        let shown = |facts: Vec<&Fact<'_>>| facts.iter().map(|f| f.shown.to_owned()).collect();
        FactDifference { lost: shown(lost), added: shown(added) }
    }
}

/// The facts that only the first text has, and those that only the second has; all are sorted.
fn only<'f, 'a>(
    ours: &'f [Fact<'a>],
    theirs: &'f [Fact<'a>],
) -> (Vec<&'f Fact<'a>>, Vec<&'f Fact<'a>>) {
    let (mut lost, mut added) = (Vec::new(), Vec::new());
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    loop {
        match (ours.peek(), theirs.peek()) {
            (Some(a), Some(b)) if a.meaning == b.meaning => {
                ours.next();
                theirs.next();
            }
            (Some(a), Some(b)) if a.meaning < b.meaning => lost.extend(ours.next()),
            (_, Some(_)) => added.extend(theirs.next()),
            (Some(_), None) => lost.extend(ours.next()),
            (None, None) => return (lost, added),
        }
    }
}

/// Whether two facts in different languages can mean the same.
fn is_alike(one: &Fact<'_>, other: &Fact<'_>, half_days: bool) -> bool {
    let number = |fact: &Fact<'_>| match &fact.meaning {
        Meaning::Number(digits) => digits.parse::<u32>().ok(),
        Meaning::Date(DateWord::Month(month)) => Some(u32::from(*month)),
        Meaning::Date(DateWord::Weekday(_)) | Meaning::Reference(_) => None,
    };
    if one.meaning == other.meaning {
        return true;
    }
    let months =
        [one, other].iter().filter(|fact| matches!(fact.meaning, Meaning::Date(_))).count();
    match (number(one), number(other)) {
        (Some(a), Some(b)) if a == b => months == 1,
        (Some(a), Some(b)) => half_days && months == 0 && a.abs_diff(b) == 12 && a.max(b) <= 24,
        _ => false,
    }
}

struct Reader<'t, 'a> {
    text: &'a str,
    tokens: &'t [Token<'a>],
    words: &'t DateWords,
    facts: Facts<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// Reads what begins at a token; returns the number of tokens that it takes.
    fn read(&mut self, at: usize) -> usize {
        let token = &self.tokens[at];
        match &token.kind {
            TokenKind::Number(digits) => {
                let digits = digits.clone();
                self.number(at, digits)
            }
            TokenKind::Word => {
                self.word(at);
                1
            }
            TokenKind::Ideograph(_) if self.words.is_ideographic() => {
                self.weekday(at).or_else(|| self.numeral(at)).unwrap_or(1)
            }
            TokenKind::Ideograph(_) | TokenKind::Mark(_) => 1,
        }
    }

    fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    /// Whether the token after some others is this character.
    fn follows(&self, at: usize, chars: &[char]) -> bool {
        self.get(at).is_some_and(|token| chars.iter().any(|c| token.is(*c)))
    }

    fn add(&mut self, meaning: Meaning<'a>, shown: &'a str, is_sure: bool) {
        let facts = if is_sure { &mut self.facts.sure } else { &mut self.facts.possible };
        facts.push(Fact { meaning, shown });
    }

    fn add_value(&mut self, value: u32, shown: &'a str, is_sure: bool) {
        self.add(Meaning::Number(Cow::Owned(value.to_string())), shown, is_sure);
    }

    fn add_month(&mut self, month: u32, shown: &'a str) {
        let month = u8::try_from(month).unwrap_or_default();
        self.add(Meaning::Date(DateWord::Month(month)), shown, true);
    }

    fn number(&mut self, at: usize, digits: Cow<'a, str>) -> usize {
        let shown = self.tokens[at].text;
        if let Some(taken) = self.iso_date(at) {
            return taken;
        }
        let Some(value) = self.tokens[at].small() else {
            self.add(Meaning::Number(digits), shown, true);
            return 1;
        };
        let is_month = self.follows(at + 1, &['月'])
            || self.get(at + 1).is_some_and(|next| next.is_glued && next.text.starts_with('월'));
        if is_month && (1..=12).contains(&value) {
            self.add_month(value, shown);
            return 2;
        }
        if value <= 24
            && let Some(taken) = self.hour(at, value, 1, true)
        {
            return taken;
        }
        self.add(Meaning::Number(digits), shown, true);
        1
    }

    /// `2031-03-02`.
    fn iso_date(&mut self, at: usize) -> Option<usize> {
        let [year, dash, month, other, day, ..] = self.tokens.get(at..)? else { return None };
        let is_date =
            dash.is('-') && other.is('-') && year.text.len() == 4 && month.text.len() == 2;
        let glued = [dash, month, other, day].iter().all(|token| token.is_glued);
        let (month, shown, day) = (month.small()?, month.text, day.clone());
        if !is_date || !glued || !(1..=12).contains(&month) || day.text.len() != 2 {
            return None;
        }
        let (TokenKind::Number(year_digits), TokenKind::Number(day_digits)) =
            (year.kind.clone(), day.kind)
        else {
            return None;
        };
        let year = year.text;
        self.add(Meaning::Number(year_digits), year, true);
        self.add_month(month, shown);
        self.add(Meaning::Number(day_digits), day.text, true);
        Some(5)
    }

    /// An hour, whose number takes some tokens, with its minutes and half of the day. Full hours have no
    /// minutes: `9:00` is `9`.
    fn hour(&mut self, at: usize, value: u32, length: usize, is_sure: bool) -> Option<usize> {
        let shown = self.tokens[at].text;
        let mut taken = length;
        let mut minutes = None;
        if self.follows(at + taken, &['点', '點', '时', '時']) {
            taken += 1;
            if self.follows(at + taken, &['半']) {
                minutes = Some((30, self.tokens[at + taken].text));
                taken += 1;
            } else if let Some((number, length)) = self.value(at + taken) {
                let quarters = self.follows(at + taken + length, &['刻']);
                if quarters || self.follows(at + taken + length, &['分']) {
                    let number = if quarters { number * 15 } else { number };
                    minutes = Some((number, self.tokens[at + taken].text));
                    taken += length + 1;
                }
            }
        } else if let [mark, number, ..] = self.tokens.get(at + taken..)?
            && (mark.is(':') || mark.is('：') || mark.is('.'))
            && mark.is_glued
            && number.is_glued
            && number.text.chars().count() == 2
            && let Some(value) = number.small().filter(|value| *value < 60)
        {
            minutes = Some((value, number.text));
            taken += 2;
        }
        let half = self.half_of_day(at, taken);
        taken += half.map_or(0, |(_, length)| length);
        if taken == length {
            return None;
        }
        let value = match half {
            Some((true, _)) if value < 12 => value + 12,
            Some((false, _)) if value == 12 => 0,
            _ => value,
        };
        self.facts.has_half_days |= half.is_some();
        let is_sure = is_sure || half.is_some() || minutes.is_some();
        self.add_value(value, shown, is_sure);
        if let Some((minutes, shown)) = minutes.filter(|(minutes, _)| *minutes > 0) {
            self.add_value(minutes, shown, is_sure);
        }
        Some(taken)
    }

    /// Whether an hour is in the second half of the day, and how many tokens after it say so.
    fn half_of_day(&self, at: usize, taken: usize) -> Option<(bool, usize)> {
        if let Some(token) = self.get(at + taken) {
            let word = token.text;
            for (half, late) in [("am", false), ("pm", true)] {
                if word.eq_ignore_ascii_case(half) {
                    return Some((late, 1));
                }
                let points = self.follows(at + taken + 1, &['.']);
                let second =
                    self.get(at + taken + 2).is_some_and(|m| m.text.eq_ignore_ascii_case("m"));
                if points && second && word.eq_ignore_ascii_case(&half[..1]) {
                    return Some((late, 3));
                }
            }
        }
        let before = |back: usize| self.get(at.checked_sub(back)?)?.ideograph();
        match (before(2)?, before(1)?) {
            ('上' | '早', '午' | '上' | '晨') | ('凌' | '清', '晨') => Some((false, 0)),
            ('下' | '中' | '正', '午') | ('晚', '上') | ('傍', '晚') | ('夜', '里' | '裡') => {
                Some((true, 0))
            }
            _ => None,
        }
    }

    /// A number in digits or Chinese characters, and how many tokens it takes.
    fn value(&self, at: usize) -> Option<(u32, usize)> {
        let tokens = self.tokens.get(at..)?;
        match tokens.first()?.small() {
            Some(value) => Some((value, 1)),
            None => numeral(tokens),
        }
    }

    /// A number in Chinese characters. Many words contain one, so only dates and hours are sure:
    /// `十分` is 'very', and `一点` 'a little'.
    fn numeral(&mut self, at: usize) -> Option<usize> {
        let (value, length) = numeral(self.tokens.get(at..)?)?;
        let shown = self.tokens[at].text;
        if self.follows(at + length, &['月']) && (1..=12).contains(&value) {
            self.add_month(value, shown);
            return Some(length + 1);
        }
        if self.follows(at + length, &['点', '點']) && value <= 24 {
            let sure =
                (7..=24).contains(&value) || self.follows(at + length + 1, &['钟', '鐘', '整']);
            return self.hour(at, value, length, sure);
        }
        let after_month = at.checked_sub(1).is_some_and(|before| self.follows(before, &['月']));
        let is_day = after_month && self.follows(at + length, &['日', '号', '號']);
        self.add_value(value, shown, is_day);
        Some(length)
    }

    /// `星期一`, `周一`, `礼拜天`.
    fn weekday(&mut self, at: usize) -> Option<usize> {
        let mut ahead = self.tokens[at..].iter().map(|token| token.ideograph().unwrap_or(' '));
        let length = match (ahead.next()?, ahead.next()?) {
            ('星', '期') | ('礼' | '禮', '拜') => 2,
            // `两周一次` is 'once in two weeks'.
            ('周' | '週', _) if !self.is_after_number(at) => 1,
            _ => return None,
        };
        let day = match self.get(at + length)?.ideograph()? {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '日' | '天' => 7,
            _ => return None,
        };
        let end = self.get(at + length + 1).map_or(self.text.len(), |next| next.start);
        let shown = self.text[self.tokens[at].start..end].trim_end();
        self.add(Meaning::Date(DateWord::Weekday(day)), shown, true);
        Some(length + 1)
    }

    fn is_after_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.tokens[before].is_number() || numeral(&self.tokens[before..at]).is_some()
    }

    /// A month or a weekday. Short names of months are also other words, unless a number is beside
    /// them: `May`, `mars`.
    fn word(&mut self, at: usize) {
        let text = self.tokens[at].text;
        let Some(found) = self.words.find(text) else { return };
        let is_number = |at: Option<usize>| {
            let token = at.and_then(|at| self.get(at));
            token.is_some_and(Token::is_number)
        };
        let before = at.checked_sub(1).map(|before| match self.tokens[before].kind {
            TokenKind::Mark('.') => before.saturating_sub(1),
            _ => before,
        });
        let is_sure = match found {
            DateWord::Weekday(_) => true,
            DateWord::Month(_) => {
                text.chars().count() > 5 || is_number(before) || is_number(Some(at + 1))
            }
        };
        self.add(Meaning::Date(found), text, is_sure);
    }
}
