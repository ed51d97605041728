//! Web addresses, as people write them: which ones a browser can open.

use std::net::Ipv6Addr;

/// Whether a text is a whole web address: `http` or `https`, a host that can exist, and a port if any.
/// Letters beyond ASCII are allowed everywhere.
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = after_scheme(text) else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let clean = |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_control());
    clean(path) && clean(authority) && is_host_with_port(host)
}

/// What follows `https://` or `http://`, in any case.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    known.then_some(rest)
}

fn is_host_with_port(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        return address.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || is_port(port));
    }
    match host.find(':') {
        Some(at) => is_name(&host[..at]) && is_port(&host[at..]),
        None => is_name(host),
    }
}

/// A colon and a number, or nothing after the colon.
fn is_port(text: &str) -> bool {
    let digits = text.strip_prefix(':');
    digits.is_some_and(|digits| {
        digits.bytes().all(|b| b.is_ascii_digit())
            && (digits.is_empty() || digits.parse::<u16>().is_ok())
    })
}

/// Words between dots. A single word is a name too: `localhost`.
fn is_name(host: &str) -> bool {
    const NEVER: &str = "\"<>\\^`{|}[]%!$&'()*+,;=：，。";
    let name = host.strip_suffix('.').unwrap_or(host);
    !name.is_empty()
        && name.split('.').all(|word| !word.is_empty() && !word.contains(|c| NEVER.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports_can_exist() {
        for good in [
            "https://example.org",
            "HTTP://example.org/a b".trim_end_matches(" b"),
            "https://münchen.example/straße?q=ä#ß",
            "http://localhost:4000/",
            "http://[::1]:8080/x",
            "https://user:secret@example.org./",
            "https://example.org:/",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://[",
            "http://[::1",
            "http://[x]/",
            "https://",
            "https:///path",
            "https://?q",
            "https://exa mple.org",
            "https://example.org/a b",
            "https://example..org",
            "https://.example.org",
            "https://example.org:99999",
            "https://example.org:port",
            "https://a]b",
            "https://ex%ample.org",
            "https://example，org",
            "ftp://example.org",
            "example.org",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
