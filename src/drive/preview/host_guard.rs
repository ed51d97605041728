//! The check of whether the preview accepts a request.
//!
//! Any web page can make its visitors' browsers send requests to this machine. It cannot read the
//! answers, unless it makes its own host name resolve to this machine (DNS rebinding): then the browser
//! treats the preview as part of that site. Requests contain the host name, so only names that no one
//! else can own are accepted: `localhost` and IP addresses.

use std::net::{IpAddr, SocketAddr};

/// The host names under which a preview may be requested.
#[derive(Clone, Copy, Debug)]
pub struct HostNames {
    port: u16,
    /// Whether only this machine can reach it.
    own_machine: bool,
}

impl HostNames {
    /// The names of a preview that listens on an address.
    pub fn of(address: SocketAddr) -> HostNames {
        HostNames { port: address.port(), own_machine: address.ip().is_loopback() }
    }

    /// Whether a value of the field `Host` is one of the names, with the port unless it is port 80.
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

    fn names(address: &str) -> HostNames {
        HostNames::of(address.parse().expect("it is an address"))
    }

    #[test]
    fn only_names_that_no_one_else_can_own_are_accepted() {
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
        assert!(names("127.0.0.1:80").knows("localhost"), "browsers omit port 80");
        assert!(names("[::1]:80").knows("[::1]"));
    }

    #[test]
    fn other_origins_are_refused() {
        let names = names("127.0.0.1:4000");
        assert!(names.is_own("http://localhost:4000"));
        for origin in ["null", "http://evil.example", "https://localhost:4000", "localhost:4000"] {
            assert!(!names.is_own(origin), "{origin}");
        }
    }
}
