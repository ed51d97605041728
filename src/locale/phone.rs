//! Phone numbers: kept in one form, shown as the reader's country writes them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use phonenumber::metadata::DATABASE;
use phonenumber::{Metadata, Mode, PhoneNumber};

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    e164: String,
    national: String,
    international: String,
    /// The country of the number, as two letters, where it belongs to one.
    region: Option<String>,
}

/// Why a text is not a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It does not begin with a plus and the country's code.
    NoCountryCode,
    /// It has a character that belongs to no number.
    Character(char),
    /// No country has this code; the digits that were looked at.
    UnknownCountryCode(String),
    /// It has fewer digits than any number of its country.
    TooShort,
    /// It has more digits than any number of its country.
    TooLong,
    /// No number of its country has this many digits.
    WrongLength,
}

impl PhoneError {
    /// What is wrong, as the one line of a diagnostic.
    pub fn message(&self) -> String {
        match self {
            PhoneError::NoCountryCode => {
                "a phone number begins with `+` and its country's code".into()
            }
            PhoneError::Character(c) => format!("a phone number has no `{c}` in it"),
            PhoneError::UnknownCountryCode(code) => format!("no country has the code `+{code}`"),
            PhoneError::TooShort => "the phone number is too short".into(),
            PhoneError::TooLong => "the phone number is too long".into(),
            PhoneError::WrongLength => "no phone number of its country is this long".into(),
        }
    }

    /// What to write instead.
    pub fn help(&self) -> &'static str {
        match self {
            PhoneError::NoCountryCode => {
                "write it in quotes with its country's code: `\"+4520853252\"`"
            }
            PhoneError::Character(_) => "write only `+`, digits and spaces: `\"+45 20 85 32 52\"`",
            PhoneError::UnknownCountryCode(_) => "Denmark is `+45`, China is `+86`",
            PhoneError::TooShort | PhoneError::TooLong | PhoneError::WrongLength => {
                "compare it digit by digit with where it is from"
            }
        }
    }
}

impl Phone {
    /// Reads a number with its country's code; spaces, hyphens, points, slashes and brackets between
    /// the digits do not count, and neither does a national zero (`+44 (0)20 …`).
    ///
    /// Whether the number has the length of its country's numbers is checked; whether somebody
    /// answers is not, since countries open new series all the time.
    ///
    /// # Errors
    /// What is wrong with it ([`PhoneError`]).
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let rest = text.trim().strip_prefix('+').ok_or(PhoneError::NoCountryCode)?;
        let mut digits = String::with_capacity(rest.len());
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {}
                _ => return Err(PhoneError::Character(c)),
            }
        }
        match digits.len() {
            0 => return Err(PhoneError::NoCountryCode),
            1..=3 => return Err(PhoneError::TooShort),
            // E.164 allows 15 digits; a national zero may come on top.
            17.. => return Err(PhoneError::TooLong),
            _ => {}
        }
        let number = phonenumber::parse(None, format!("+{digits}")).map_err(|error| {
            use phonenumber::ParseError as E;
            match error {
                E::InvalidCountryCode | E::NoNumber | E::MalformedInteger(_) => unknown(&digits),
                E::TooShortAfterIdd | E::TooShortNsn => PhoneError::TooShort,
                E::TooLong => PhoneError::TooLong,
            }
        })?;
        Phone::checked(&number, &digits)
    }

    /// Compares the length with those of the country, and writes the number down in its forms.
    fn checked(number: &PhoneNumber, digits: &str) -> Result<Phone, PhoneError> {
        let code = number.country().code();
        let countries = DATABASE.by_code(&code).unwrap_or_default();
        let country = number.metadata(&DATABASE).or(countries.first().copied());
        let country = country.ok_or_else(|| unknown(digits))?;
        let length = number.national().to_string().len();
        let possible = lengths(country);
        match (possible.first(), possible.last()) {
            (Some(least), _) if length < *least => return Err(PhoneError::TooShort),
            (_, Some(most)) if length > *most => return Err(PhoneError::TooLong),
            (Some(_), _) if !possible.contains(&length) => return Err(PhoneError::WrongLength),
            _ => {}
        }
        let e164 = written(number, Mode::E164);
        // `001` stands for the whole world: numbers such as +800.
        let region = Some(country.id().to_owned()).filter(|id| id != "001");
        Ok(Phone {
            national: written(number, Mode::National),
            international: written(number, Mode::International),
            e164,
            region,
        })
    }

    /// The number in the one form that programs dial: `+4520853252`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The number as people of a country read it (two letters, as [`region`](crate::locale::tag::region)
    /// gives them): `20 85 32 52` for those of its own country, `+45 20 85 32 52` for all others.
    pub fn display(&self, reader_region: &str) -> &str {
        match &self.region {
            Some(region) if region.eq_ignore_ascii_case(reader_region) => &self.national,
            _ => &self.international,
        }
    }
}

/// Loads the tables of all countries' numbers. The first number that is read does it by itself, and
/// waits for it: 80 ms, nearly all of it for checking patterns. A program that has other things to
/// do meanwhile calls this from another thread.
pub fn prepare() {
    // Any look at the tables loads them.
    let _ = DATABASE.by_id("DK");
}

/// How many digits the numbers of a country have behind its code, whatever they are for.
fn lengths(country: &Metadata) -> BTreeSet<usize> {
    let kinds = country.descriptors();
    [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ]
    .into_iter()
    .flatten()
    .flat_map(|kind| kind.possible_length().iter().map(|length| usize::from(*length)))
    .collect()
}

/// The fault of digits that begin with no country's code.
fn unknown(digits: &str) -> PhoneError {
    PhoneError::UnknownCountryCode(digits.chars().take(3).collect())
}

/// The number in one form. Nothing, not a panic, if the country is not known.
fn written(number: &PhoneNumber, mode: Mode) -> String {
    let mut text = String::new();
    match write!(text, "{}", number.format().mode(mode)) {
        Ok(()) => text,
        Err(_) => format!("+{}{}", number.country().code(), number.national()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_reader_writes_them() {
        for (text, reader, e164, shown) in [
            ("+4520853252", "DK", "+4520853252", "20 85 32 52"),
            ("+45 20 85 32 52", "CN", "+4520853252", "+45 20 85 32 52"),
            ("+45-20.85(32)52", "", "+4520853252", "+45 20 85 32 52"),
            ("+8613800138000", "CN", "+8613800138000", "138 0013 8000"),
            ("+8613800138000", "DK", "+8613800138000", "+86 138 0013 8000"),
            ("+8657187654321", "CN", "+8657187654321", "0571 8765 4321"),
            ("+44 (0)20 7946 0958", "gb", "+442079460958", "020 7946 0958"),
            ("+44 20 7946 0958", "DK", "+442079460958", "+44 20 7946 0958"),
            ("+16502530000", "US", "+16502530000", "(650) 253-0000"),
            ("+80012345678", "DK", "+80012345678", "+800 1234 5678"),
        ] {
            let phone = Phone::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!((phone.e164(), phone.display(reader)), (e164, shown), "{text}");
        }
    }

    #[test]
    fn faults_say_what_is_wrong() {
        for (text, error) in [
            ("", PhoneError::NoCountryCode),
            ("20853252", PhoneError::NoCountryCode),
            ("004520853252", PhoneError::NoCountryCode),
            ("+", PhoneError::NoCountryCode),
            ("+45 20 85 ring", PhoneError::Character('r')),
            ("+45 20 85 32 52 æ", PhoneError::Character('æ')),
            ("++4520853252", PhoneError::Character('+')),
            ("+4", PhoneError::TooShort),
            ("+45 2085325", PhoneError::TooShort),
            ("+45 208532521", PhoneError::TooLong),
            ("+4520853252208532522085", PhoneError::TooLong),
            ("+999123456789", PhoneError::UnknownCountryCode("999".into())),
            ("+0001234567", PhoneError::UnknownCountryCode("000".into())),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }
}
