//! Time zones by their Windows names.

use icu_time::zone::iana::IanaParserExtended;
use icu_time::zone::windows::WindowsParser;

/// The IANA name of a Windows time zone by CLDR's table (`Europe/Paris` for `Romance Standard Time`).
pub fn of_windows(name: &str) -> Option<String> {
    let zone = WindowsParser::new().parse(name, None)?;
    let names = IanaParserExtended::new();
    names.iter().find(|found| found.time_zone == zone).map(|found| found.canonical.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_names_are_known() {
        for (name, zone) in [
            ("Romance Standard Time", Some("Europe/Paris")),
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("China Standard Time", Some("Asia/Shanghai")),
            ("Mars Standard Time", None),
            ("", None),
            ("Å", None),
        ] {
            assert_eq!(of_windows(name).as_deref(), zone, "{name}");
        }
    }
}
