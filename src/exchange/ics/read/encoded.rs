//! Values that are written in other signs than their own: quoted-printable and base64, which older
//! programs still write into texts.

use crate::exchange::clean;
use crate::exchange::fault::Fault;

/// The text that a value stands for.
///
/// # Errors
/// When it is no text in this encoding, or in one that nobody knows.
pub(super) fn decode(value: &str, encoding: &str) -> Result<String, Fault> {
    let bytes = match &*encoding.to_ascii_uppercase() {
        "8BIT" | "7BIT" => return Ok(value.to_owned()),
        "QUOTED-PRINTABLE" | "Q" => quoted(value),
        "BASE64" | "B" => base64(value),
        _ => None,
    };
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| {
        let encoding = clean::excerpt(encoding);
        Fault::new(format!("`{}` is no text in UTF-8 as `{encoding}`", clean::excerpt(value)))
            .help("export the calendar as iCalendar 2.0, which has its texts as they are")
    })
}

/// Bytes behind `=` as two digits; all other signs stand for themselves.
fn quoted(value: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        if *byte != b'=' {
            out.push(*byte);
            continue;
        }
        let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
        out.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &behind[2..];
    }
    Some(out)
}

/// Four signs for three bytes.
fn base64(value: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len());
    let (mut bits, mut count) = (0_u32, 0);
    let signs = value.bytes().filter(|byte| !byte.is_ascii_whitespace());
    for sign in signs.take_while(|sign| *sign != b'=') {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_what_their_signs_stand_for() {
        for (value, encoding, text) in [
            ("M=C3=B8de=0Anu", "quoted-printable", "Møde\nnu"),
            ("TcO4ZGU=", "BASE64", "Møde"),
            ("TcO4ZGUg", "B", "Møde "),
            ("Mist", "8BIT", "Mist"),
            ("", "BASE64", ""),
        ] {
            assert_eq!(decode(value, encoding).as_deref(), Ok(text), "{value}");
        }
        for (value, encoding) in
            [("M=F8de", "QUOTED-PRINTABLE"), ("a=", "Q"), ("a=4", "Q"), ("=xy", "Q"), ("å", "B")]
        {
            let fault = decode(value, encoding).expect_err(value);
            assert!(fault.message.contains("is no text in UTF-8"), "{}", fault.message);
        }
        assert!(decode("x", "ROT13").is_err());
    }
}
