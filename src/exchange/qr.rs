//! QR codes as pictures: for taking a contact or an address over with a phone's camera.

use std::fmt::Write as _;

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

use crate::exchange::xml::escape;

/// The light border that readers need, in modules.
const QUIET: usize = 4;

/// A QR code of a text as an SVG, one unit a module, with a name for those who do not see it.
///
/// Nothing for a text that no QR code can hold (2,331 bytes).
pub fn svg(text: &str, name: &str) -> Option<String> {
    let code = encode(text)?;
    let width = code.width();
    let size = width + 2 * QUIET;
    let mut out = String::with_capacity(4096);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>"
    );
    escape(name, &mut out);
    // Dark on light in every colour scheme: some readers take nothing else.
    let _ = write!(out, "</title><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"");
    let colors = code.to_colors();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    out.push_str("\"/></svg>\n");
    Some(out)
}

/// The smallest code of a text. One beyond ASCII says that it is UTF-8 (ECI 26): readers guess
/// otherwise, and take Danish for Chinese.
fn encode(text: &str) -> Option<QrCode> {
    const UTF_8: u32 = 26;
    if text.is_ascii() {
        return QrCode::with_error_correction_level(text, EcLevel::M).ok();
    }
    (1..=40).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_eci_designator(UTF_8).ok()?;
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        QrCode::with_bits(bits, EcLevel::M).ok()
    })
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
