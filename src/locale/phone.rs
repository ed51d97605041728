//! Phone numbers: kept in one form, shown as the reader's country writes them.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    ValidationError,
};

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
                "write it in quotes with its country's code: `\"+4512345678\"`"
            }
            PhoneError::Character(_) => "write only `+`, digits and spaces: `\"+45 12 34 56 78\"`",
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
        let number =
            PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).map_err(|error| match error {
                ParseError::InvalidCountryCode | ParseError::NotANumber(_) => unknown(&digits),
                ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneError::TooShort,
                ParseError::TooLongNsn => PhoneError::TooLong,
            })?;
        Phone::checked(&number, &digits)
    }

    /// Compares the length with those of the country, and writes the number down in its forms.
    fn checked(number: &PhoneNumber, digits: &str) -> Result<Phone, PhoneError> {
        match PHONE_NUMBER_UTIL.is_possible_number_with_reason(number) {
            Ok(NumberLengthType::IsPossible) => {}
            // A number that can be dialled only from its own town.
            Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(PhoneError::TooShort),
            Err(ValidationError::InvalidCountryCode) => return Err(unknown(digits)),
            Err(ValidationError::TooShort) => return Err(PhoneError::TooShort),
            Err(ValidationError::TooLong) => return Err(PhoneError::TooLong),
            Err(ValidationError::InvalidLength) => return Err(PhoneError::WrongLength),
        }
        // Countries that share a code are told apart by series; a series that is not assigned yet
        // belongs to the code's main country.
        let code = number.country_code;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(code));
        let written = |form| PHONE_NUMBER_UTIL.format(number, form).into_owned();
        Ok(Phone {
            national: written(PhoneNumberFormat::National),
            international: written(PhoneNumberFormat::International),
            e164: written(PhoneNumberFormat::E164),
            // `001` stands for the whole world: numbers such as +800.
            region: region
                .map(|region| region.as_region_str().to_string())
                .filter(|id| id != "001"),
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

/// The fault of digits that begin with no country's code.
fn unknown(digits: &str) -> PhoneError {
    PhoneError::UnknownCountryCode(digits.chars().take(3).collect())
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
