//! QR codes as pictures, for scanning a contact or an address with a phone.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::exchange::xml::escape;

/// The light border that scanners need, in modules.
const QUIET: i32 = 4;

/// A QR code of a text as an SVG, one unit per module, with a name for screen readers.
///
/// Nothing for a text that no QR code can hold (more than 2,331 bytes).
pub fn svg(text: &str, name: &str) -> Option<String> {
    let code = encode(text)?;
    let width = code.size();
    let size = width + 2 * QUIET;
    let mut out = String::with_capacity(4096);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>"
    );
    escape(name, &mut out);
    // Dark on light in every colour scheme: some scanners read nothing else.
    let _ = write!(out, "</title><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"");
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let run = (x..width).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += i32::try_from(run).unwrap_or(width).max(1);
        }
    }
    out.push_str("\"/></svg>\n");
    Some(out)
}

/// The smallest code of a text. Beyond ASCII it declares UTF-8 (ECI 26): scanners that guess mistake
/// Danish for Chinese.
fn encode(text: &str) -> Option<QrCode> {
    const UTF_8: u32 = 26;
    let segments = match text.is_ascii() {
        true => QrSegment::make_segments(text),
        false => vec![QrSegment::make_eci(UTF_8), QrSegment::make_bytes(text.as_bytes())],
    };
    let (least, most) = (Version::MIN, Version::MAX);
    let level = QrCodeEcc::Medium;
    QrCode::encode_segments_advanced(&segments, level, least, most, None, false).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_name_a_border_and_its_modules() {
        let svg = svg("https://fog.example.org/", "Fog & \"Mist\"").expect("it is short");
        assert!(svg.contains("<title>Fog &amp; &quot;Mist&quot;</title>"));
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        // The upper edge of the first finder pattern.
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
        assert!(super::svg(&"x".repeat(3000), "").is_none());
        assert!(super::svg(&"云".repeat(776), "").is_some());
        assert!(super::svg(&"云".repeat(1000), "").is_none());
    }
}
