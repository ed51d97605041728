//! Who may ask the preview.
//!
//! Any page of the web can make its visitors' browsers send requests to this machine. It cannot read
//! the answers, unless it makes its own name lead here (DNS rebinding): then the browser believes
//! that the preview belongs to it. The name is in the request, so only names that nobody else can
//! have are answered: `localhost` and addresses in digits.

use std::net::{IpAddr, SocketAddr};

/// The names under which a preview may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    port: u16,
    /// Whether only this machine can reach it.
    own_machine: bool,
}

impl Names {
    /// The names of a preview that listens at an address.
    pub fn of(address: SocketAddr) -> Names {
        Names { port: address.port(), own_machine: address.ip().is_loopback() }
    }

    /// Whether this is one of the names, as the field `Host` has it: with the port, but for port 80.
    pub fn knows(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            // In an IPv6 address without a port, the last colon is inside the brackets.
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.port) {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let digits = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let address = match digits {
            Some(digits) => digits.parse().ok().map(IpAddr::V6),
            None => name.parse().ok().map(IpAddr::V4),
        };
        address.is_some_and(|address| address.is_loopback() || !self.own_machine)
    }

    /// Whether a page with this `Origin` is one of the preview's own.
    pub fn is_own(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.knows(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(address: &str) -> Names {
        Names::of(address.parse().expect("it is an address"))
    }

    #[test]
    fn only_names_that_nobody_else_can_have_are_known() {
        for (host, here, everywhere) in [
            ("localhost:4000", true, true),
            ("LocalHost:4000", true, true),
            ("127.0.0.1:4000", true, true),
            ("[::1]:4000", true, true),
            ("192.0.2.7:4000", false, true),
            ("[2001:db8::1]:4000", false, true),
            ("localhost", false, false),
            ("localhost:80", false, false),
            ("127.0.0.1", false, false),
            ("evil.example:4000", false, false),
            ("localhost.evil.example:4000", false, false),
            ("127.0.0.1.evil.example:4000", false, false),
            ("evil.example:4000@localhost:4000", false, false),
            ("localhost:4000 ", false, false),
            ("2001:db8::1:4000", false, false),
            ("::1", false, false),
            ("", false, false),
            (":4000", false, false),
        ] {
            assert_eq!(names("127.0.0.1:4000").knows(host), here, "{host}");
            assert_eq!(names("0.0.0.0:4000").knows(host), everywhere, "{host}");
        }
        assert!(names("127.0.0.1:80").knows("localhost"), "browsers leave out port 80");
        assert!(names("[::1]:80").knows("[::1]"));
    }

    #[test]
    fn other_origins_are_foreign() {
        let names = names("127.0.0.1:4000");
        assert!(names.is_own("http://localhost:4000"));
        for origin in ["null", "http://evil.example", "https://localhost:4000", "localhost:4000"] {
            assert!(!names.is_own(origin), "{origin}");
        }
    }
}
