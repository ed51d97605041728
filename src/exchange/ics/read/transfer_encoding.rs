//! Encoded values: quoted-printable and base64, which older programs still use for texts.

use crate::exchange::file_fault::Fault;
use crate::exchange::sanitize;

/// The text of an encoded value.
///
/// # Errors
/// When it is malformed in this encoding, is not UTF-8, or the encoding is not known.
pub(super) fn decode(value: &str, encoding: &str) -> Result<String, Fault> {
    let bytes = match &*encoding.to_ascii_uppercase() {
        "8BIT" | "7BIT" => return Ok(value.to_owned()),
        "QUOTED-PRINTABLE" | "Q" => quoted(value),
        "BASE64" | "B" => base64(value),
        _ => None,
    };
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| {
        let encoding = sanitize::excerpt(encoding);
        Fault::new(format!("`{}` is not UTF-8 text in `{encoding}`", sanitize::excerpt(value)))
            .help("export the calendar as iCalendar 2.0, which does not encode texts")
    })
}

/// Bytes as two hexadecimal digits after `=`, and characters that stand for themselves.
fn quoted(value: &str) -> Option<Vec<u8>> {
    let is_byte =
        |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit());
    let escaped = value.replace('%', "=25").replace('=', "%");
    let whole = value.split('=').skip(1).all(is_byte);
    whole.then(|| percent_encoding::percent_decode_str(&escaped).collect())
}

/// Four characters for three bytes.
fn base64(value: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len());
    let (mut bits, mut count) = (0_u32, 0);
    let digits = value.bytes().filter(|byte| !byte.is_ascii_whitespace());
    for digit in digits.take_while(|digit| *digit != b'=') {
        let six = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
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
    fn encoded_texts_are_decoded() {
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
            assert!(fault.message.contains("is not UTF-8 text"), "{}", fault.message);
        }
        assert!(decode("x", "ROT13").is_err());
    }
}
