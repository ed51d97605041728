//! Paths that cannot be written: names that are too long for a file system, or that Windows reserves.

use std::collections::BTreeSet;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::site::output::{Output, OutputSource};

/// The bytes of a name that all usual file systems can store.
const LONGEST_NAME: usize = 255;

/// The names of devices, which no file can have on Windows, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Reports each name that cannot be that of a file everywhere, at what gives the address. Long names
/// are errors, and so are reserved names of pages; those of copied files are warnings.
pub(super) fn check(outputs: &[Output], report: &mut Report) {
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for output in outputs {
        for name in output.path.split('/') {
            let Some(fault) = fault(name, matches!(output.source, OutputSource::Copy(_))) else {
                continue;
            };
            if reported.insert(name) {
                report.push(match &output.span {
                    Some(span) => fault.at(span.clone()),
                    None => fault,
                });
            }
        }
    }
}

fn fault(name: &str, is_copy: bool) -> Option<Diagnostic> {
    if name.len() > LONGEST_NAME {
        let message = format!("the name `{name}` has {} bytes", name.len());
        let help = match is_copy {
            true => format!("rename the file: names have at most {LONGEST_NAME} bytes"),
            false => format!("write a shorter `slug` or `id`, of at most {LONGEST_NAME} bytes"),
        };
        return Some(Diagnostic::error("route/long-name", message).help(help));
    }
    let reason = if is_device(name) {
        "is the name of a device".to_owned()
    } else if let Some(sign) = name.chars().find(|c| "<>:\"\\|?*".contains(*c) || c.is_control()) {
        format!("contains `{sign}`")
    } else if name.ends_with(['.', ' ']) {
        "ends with a point or a space".to_owned()
    } else {
        return None;
    };
    let message = format!("no file on Windows can be called `{name}`, because it {reason}");
    Some(match is_copy {
        true => Diagnostic::warning("route/reserved-name", message).help("rename the file"),
        false => {
            Diagnostic::error("route/reserved-name", message).help("write another `slug` or `id`")
        }
    })
}

/// Whether a name, up to its first point, is that of a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let numbered = port.is_some_and(|port| {
        let mut digits = port.chars();
        let digit = |c: char| matches!(c, '1'..='9' | '¹' | '²' | '³');
        digits.next().is_some_and(digit) && digits.next().is_none()
    });
    DEVICES.contains(&&*stem) || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_must_be_possible_on_every_system() {
        let code = |name: &str| fault(name, false).map(|fault| fault.code);
        for bad in ["con", "AUX", "nul.html", "com1", "lpt9.txt", "COM¹", "a:b", "a*", "a.", "a "]
        {
            assert_eq!(code(bad), Some("route/reserved-name"), "{bad}");
        }
        for good in ["conference", "com", "com10", "auxiliary", "a.b", "nul-1", "æ"] {
            assert_eq!(code(good), None, "{good}");
        }
        assert_eq!(code(&"茶".repeat(86)), Some("route/long-name"));
        assert_eq!(code(&"茶".repeat(85)), None);
    }
}
