//! CSS colour names: RFC 7986 demands that a colour is one of them.

/// Clearly different colours.
const NAMES: [(&str, [i32; 3]); 32] = [
    ("black", [0, 0, 0]),
    ("dimgray", [105, 105, 105]),
    ("silver", [192, 192, 192]),
    ("white", [255, 255, 255]),
    ("maroon", [128, 0, 0]),
    ("firebrick", [178, 34, 34]),
    ("red", [255, 0, 0]),
    ("tomato", [255, 99, 71]),
    ("salmon", [250, 128, 114]),
    ("darkorange", [255, 140, 0]),
    ("orange", [255, 165, 0]),
    ("gold", [255, 215, 0]),
    ("khaki", [240, 230, 140]),
    ("yellow", [255, 255, 0]),
    ("olive", [128, 128, 0]),
    ("sienna", [160, 82, 45]),
    ("darkgreen", [0, 100, 0]),
    ("forestgreen", [34, 139, 34]),
    ("limegreen", [50, 205, 50]),
    ("palegreen", [152, 251, 152]),
    ("teal", [0, 128, 128]),
    ("turquoise", [64, 224, 208]),
    ("skyblue", [135, 206, 235]),
    ("steelblue", [70, 130, 180]),
    ("royalblue", [65, 105, 225]),
    ("blue", [0, 0, 255]),
    ("navy", [0, 0, 128]),
    ("indigo", [75, 0, 130]),
    ("purple", [128, 0, 128]),
    ("orchid", [218, 112, 214]),
    ("hotpink", [255, 105, 180]),
    ("crimson", [220, 20, 60]),
];

/// The name nearest to a colour as `#rrggbb`; nothing for a malformed one.
pub(super) fn nearest(color: &str) -> Option<&'static str> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| i32::from_str_radix(&digits[at..at + 2], 16).ok();
    let color = [part(0)?, part(2)?, part(4)?];
    let distance = |name: &[i32; 3]| -> i32 {
        let squares = name.iter().zip(&color).map(|(a, b)| (a - b) * (a - b));
        squares.sum()
    };
    NAMES.iter().min_by_key(|(_, name)| distance(name)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_the_nearest_name() {
        for (color, name) in [
            ("#2e7d32", Some("forestgreen")),
            ("#FFFFFF", Some("white")),
            ("#0b5fa5", Some("teal")),
            ("green", None),
            ("#12345", None),
            ("#ééé", None),
        ] {
            assert_eq!(nearest(color), name, "{color}");
        }
    }
}
