//! Phone numbers, displayed in the format of the reader's country.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    ValidationError,
};

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    e164: String,
    /// The digits of the extension, if it has one.
    extension: Option<String>,
    national: String,
    international: String,
    /// The country of the number, as two letters, if it has one.
    region: Option<String>,
}

/// The reason why a text is not a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneError {
    /// The message of the diagnostic.
    pub message: String,
    /// The help of the diagnostic.
    pub help: &'static str,
}

impl PhoneError {
    fn no_country_code() -> PhoneError {
        PhoneError {
            message: "a phone number begins with `+` and the country code".into(),
            help: "write it in quotes with the country code: `\"+4512345678\"`",
        }
    }

    fn character(c: char) -> PhoneError {
        PhoneError {
            message: format!("a phone number cannot contain `{c}`"),
            help: "write only `+`, digits and spaces, and an extension as `ext. 801`: \
                   `\"+45 12 34 56 78\"`",
        }
    }

    fn extension(text: &str) -> PhoneError {
        PhoneError {
            message: format!("`{text}` is not an extension of a phone number"),
            help: "write its digits at the end: `\"+45 12 34 56 78 ext. 801\"`",
        }
    }

    /// No country code begins with the first of these digits.
    fn unknown_country_code(digits: &str) -> PhoneError {
        let code: String = digits.chars().take(3).collect();
        PhoneError {
            message: format!("no country has the code `+{code}`"),
            help: "Denmark is `+45`, China is `+86`",
        }
    }

    fn length(message: &str) -> PhoneError {
        PhoneError { message: message.into(), help: "compare it with its source, digit by digit" }
    }

    fn too_short() -> PhoneError {
        PhoneError::length("the phone number is too short")
    }

    fn too_long() -> PhoneError {
        PhoneError::length("the phone number is too long")
    }
}

impl Phone {
    /// Reads a number with its country code. Spaces, hyphens, dots, slashes and brackets between the
    /// digits are ignored, and so is a national zero (`+44 (0)20 …`). An extension may follow, after a
    /// word for it or as in addresses (`;ext=801`).
    ///
    /// The length is checked, but not whether the number is assigned: countries add new series all the
    /// time.
    ///
    /// # Errors
    /// The reason why the text is not a phone number.
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let rest = text.trim().strip_prefix('+').ok_or_else(PhoneError::no_country_code)?;
        let (rest, extension) = split_extension(rest)?;
        let mut digits = String::with_capacity(rest.len());
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {}
                _ => return Err(PhoneError::character(c)),
            }
        }
        match digits.len() {
            0 => return Err(PhoneError::no_country_code()),
            1..=3 => return Err(PhoneError::too_short()),
            // E.164 allows 15 digits, without a national zero.
            17.. => return Err(PhoneError::too_long()),
            _ => {}
        }
        let number =
            PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).map_err(|error| match error {
                ParseError::InvalidCountryCode | ParseError::NotANumber(_) => {
                    PhoneError::unknown_country_code(&digits)
                }
                ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneError::too_short(),
                ParseError::TooLongNsn => PhoneError::too_long(),
            })?;
        Ok(Phone { extension, ..Phone::checked(&number, &digits)? })
    }

    /// Checks the length, and formats the number.
    fn checked(number: &PhoneNumber, digits: &str) -> Result<Phone, PhoneError> {
        match PHONE_NUMBER_UTIL.is_possible_number_with_reason(number) {
            Ok(NumberLengthType::IsPossible) => {}
            // A local number without area code.
            Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(PhoneError::too_short()),
            Err(ValidationError::InvalidCountryCode) => {
                return Err(PhoneError::unknown_country_code(digits));
            }
            Err(ValidationError::TooShort) => return Err(PhoneError::too_short()),
            Err(ValidationError::TooLong) => return Err(PhoneError::too_long()),
            Err(ValidationError::InvalidLength) => {
                return Err(PhoneError::length(
                    "phone numbers of this country have a different length",
                ));
            }
        }
        // Countries that share a code have different series. A number in an unassigned series is treated
        // as a number of the main country.
        let code = number.country_code;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(code));
        let written = |form| PHONE_NUMBER_UTIL.format(number, form).into_owned();
        Ok(Phone {
            national: written(PhoneNumberFormat::National),
            international: written(PhoneNumberFormat::International),
            e164: written(PhoneNumberFormat::E164),
            extension: None,
            // `001` means the whole world, for numbers such as +800.
            region: region
                .map(|region| region.as_region_str().to_string())
                .filter(|id| id != "001"),
        })
    }

    /// The number in E.164, without its extension: `+4520853252`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The digits of the extension, if it has one.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The address to dial (RFC 3966): `tel:+4520853252;ext=801`.
    pub fn uri(&self) -> String {
        let extension = self.extension.as_ref().map(|digits| format!(";ext={digits}"));
        format!("tel:{}{}", self.e164, extension.unwrap_or_default())
    }

    /// The number without its extension for readers in a country (two letters, as by [`region`](crate::locale::tag::region)):
    /// `20 85 32 52` in its own country, `+45 20 85 32 52` in all others.
    pub fn display(&self, reader_region: &str) -> &str {
        match &self.region {
            Some(region) if region.eq_ignore_ascii_case(reader_region) => &self.national,
            _ => &self.international,
        }
    }
}

/// Words and signs before an extension, as people and programs write them.
const EXTENSION_WORDS: [&str; 17] = [
    ";ext=",
    "extension",
    "ext",
    "x",
    "#",
    "lokalnummer",
    "lokal",
    "lok",
    "anknytning",
    "durchwahl",
    "poste",
    "内线",
    "分机号",
    "分机",
    "分機",
    "转",
    "轉",
];

/// The maximum number of digits of an extension.
const LONGEST_EXTENSION: usize = 11;

/// Splits a number before its extension, and returns the digits of the extension.
fn split_extension(text: &str) -> Result<(&str, Option<String>), PhoneError> {
    let begins = |c: char| c.is_alphabetic() || matches!(c, '#' | ';');
    let Some(at) = text.find(begins) else { return Ok((text, None)) };
    let (number, written) = (&text[..at], text[at..].trim_end());
    let lower = written.to_lowercase();
    let Some(word) = EXTENSION_WORDS.iter().find(|word| lower.starts_with(**word)) else {
        return Ok((text, None));
    };
    let rest = lower[word.len()..].trim_start_matches(['.', ':', '=', ' ', '\u{a0}', '：']);
    let digits: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let good = (1..=LONGEST_EXTENSION).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    match good {
        true => Ok((number.trim_end().trim_end_matches(['(', ',']), Some(digits))),
        false if rest.starts_with(|c: char| c.is_alphabetic()) => Ok((text, None)),
        false => Err(PhoneError::extension(written)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_read_in_many_forms() {
        for text in [
            "+45 89 40 20 00 ext. 801",
            "+4589402000;ext=801",
            "+45 89402000x801",
            "+45 8940 2000 X 801",
            "+45 89402000 Extension: 8 01",
            "+45 89402000 #801",
            "+45 89402000, lok. 801",
            "+45 89402000 lokal 801",
            "+45 89402000转801",
            "+45 89402000 分机：801",
        ] {
            let phone = Phone::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(phone.uri(), "tel:+4589402000;ext=801", "{text}");
            assert_eq!(phone.display("DK"), "89 40 20 00", "{text}");
            assert_eq!(phone.extension(), Some("801"), "{text}");
        }
        for (text, error) in [
            ("+45 89402000 ext.", PhoneError::extension("ext.")),
            ("+45 89402000 ext. 12-3", PhoneError::extension("ext. 12-3")),
            ("+45 89402000 x123456789012", PhoneError::extension("x123456789012")),
            ("+45 ext. 801", PhoneError::too_short()),
            ("+45 89402000 xylophone", PhoneError::character('x')),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }

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
            ("", PhoneError::no_country_code()),
            ("20853252", PhoneError::no_country_code()),
            ("004520853252", PhoneError::no_country_code()),
            ("+", PhoneError::no_country_code()),
            ("+45 20 85 ring", PhoneError::character('r')),
            ("+45 20 85 32 52 æ", PhoneError::character('æ')),
            ("++4520853252", PhoneError::character('+')),
            ("+4", PhoneError::too_short()),
            ("+45 2085325", PhoneError::too_short()),
            ("+45 208532521", PhoneError::too_long()),
            ("+4520853252208532522085", PhoneError::too_long()),
            ("+999123456789", PhoneError::unknown_country_code("999")),
            ("+0001234567", PhoneError::unknown_country_code("000")),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }
}
