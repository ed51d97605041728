//! Phone numbers, displayed in the format of the reader's country.

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
    /// The country of the number, as two letters, if it has one.
    region: Option<String>,
}

/// Why a text is not a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It does not begin with a plus and the country code.
    NoCountryCode,
    /// It contains a character that phone numbers do not have.
    Character(char),
    /// No country has this code; contains the first digits.
    UnknownCountryCode(String),
    /// It has fewer digits than all numbers of its country.
    TooShort,
    /// It has more digits than all numbers of its country.
    TooLong,
    /// No number of its country has this many digits.
    WrongLength,
}

impl PhoneError {
    /// The message of the diagnostic.
    pub fn message(&self) -> String {
        match self {
            PhoneError::NoCountryCode => {
                "a phone number begins with `+` and the country code".into()
            }
            PhoneError::Character(c) => format!("a phone number cannot contain `{c}`"),
            PhoneError::UnknownCountryCode(code) => format!("no country has the code `+{code}`"),
            PhoneError::TooShort => "the phone number is too short".into(),
            PhoneError::TooLong => "the phone number is too long".into(),
            PhoneError::WrongLength => "phone numbers of this country have another length".into(),
        }
    }

    /// The help of the diagnostic.
    pub fn help(&self) -> &'static str {
        match self {
            PhoneError::NoCountryCode => {
                "write it in quotes with the country code: `\"+4512345678\"`"
            }
            PhoneError::Character(_) => "write only `+`, digits and spaces: `\"+45 12 34 56 78\"`",
            PhoneError::UnknownCountryCode(_) => "Denmark is `+45`, China is `+86`",
            PhoneError::TooShort | PhoneError::TooLong | PhoneError::WrongLength => {
                "compare it with its source, digit by digit"
            }
        }
    }
}

impl Phone {
    /// Reads a number with its country code. Spaces, hyphens, dots, slashes and brackets between the
    /// digits are ignored, and so is a national zero (`+44 (0)20 …`).
    ///
    /// The length is checked, but not whether the number is assigned: countries add new series all the
    /// time.
    ///
    /// # Errors
    /// Why it is not a phone number.
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
            // E.164 allows 15 digits, without a national zero.
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

    /// Checks the length, and formats the number.
    fn checked(number: &PhoneNumber, digits: &str) -> Result<Phone, PhoneError> {
        match PHONE_NUMBER_UTIL.is_possible_number_with_reason(number) {
            Ok(NumberLengthType::IsPossible) => {}
            // A local number without area code.
            Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(PhoneError::TooShort),
            Err(ValidationError::InvalidCountryCode) => return Err(unknown(digits)),
            Err(ValidationError::TooShort) => return Err(PhoneError::TooShort),
            Err(ValidationError::TooLong) => return Err(PhoneError::TooLong),
            Err(ValidationError::InvalidLength) => return Err(PhoneError::WrongLength),
        }
        // Countries that share a code have different series; an unassigned series counts for the main
        // country.
        let code = number.country_code;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(code));
        let written = |form| PHONE_NUMBER_UTIL.format(number, form).into_owned();
        Ok(Phone {
            national: written(PhoneNumberFormat::National),
            international: written(PhoneNumberFormat::International),
            e164: written(PhoneNumberFormat::E164),
            // `001` means the whole world, for numbers such as +800.
            region: region
                .map(|region| region.as_region_str().to_string())
                .filter(|id| id != "001"),
        })
    }

    /// The number in E.164: `+4520853252`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The number for readers in a country (two letters, as by [`region`](crate::locale::tag::region)):
    /// `20 85 32 52` in its own country, `+45 20 85 32 52` in all others.
    pub fn display(&self, reader_region: &str) -> &str {
        match &self.region {
            Some(region) if region.eq_ignore_ascii_case(reader_region) => &self.national,
            _ => &self.international,
        }
    }
}

/// The fault of digits that do not begin with a country code.
fn unknown(digits: &str) -> PhoneError {
    PhoneError::UnknownCountryCode(digits.chars().take(3).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_displayed_in_the_format_of_the_reader() {
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
    fn faulty_numbers_are_explained() {
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
