//! Web addresses, as people write them: which ones a browser can open, and their hosts in the form that
//! all programs read.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use percent_encoding::percent_decode_str;

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

/// An address whose host, or hosts of mail addresses, are in ASCII (IDNA: `xn--…`). Programs disagree
/// about other letters in a host: some encode them by percent signs, some see no host at all. The rest
/// of the address is unchanged, and so is a host that cannot be a name.
pub fn with_ascii_host(address: &str) -> Cow<'_, str> {
    if address.is_ascii() && !address.contains('%') {
        return Cow::Borrowed(address);
    }
    let begins = |scheme: &str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)).then_some(scheme.len())
    };
    if let Some(start) = begins("https://").or(begins("http://")) {
        let end =
            address[start..].find(['/', '?', '#', '\\']).map_or(address.len(), |at| start + at);
        let host = authority(&address[start..end]);
        return host.map_or(Cow::Borrowed(address), |host| {
            Cow::Owned(format!("{}{host}{}", &address[..start], &address[end..]))
        });
    }
    if let Some(start) = begins("mailto:") {
        let end = address[start..].find('?').map_or(address.len(), |at| start + at);
        let mails: Vec<Cow<'_, str>> =
            address[start..end].split(',').map(mail_with_ascii_host).collect();
        return Cow::Owned(format!("{}{}{}", &address[..start], mails.join(","), &address[end..]));
    }
    Cow::Borrowed(address)
}

/// A mail address whose host is in ASCII.
pub fn mail_with_ascii_host(mail: &str) -> Cow<'_, str> {
    let found = mail.rsplit_once('@').and_then(|(name, host)| Some((name, ascii(host)?)));
    found.map_or(Cow::Borrowed(mail), |(name, host)| Cow::Owned(format!("{name}@{host}")))
}

/// User, host and port, with the host in ASCII; `None` if that changes nothing.
fn authority(text: &str) -> Option<String> {
    let (user, rest) = text.rsplit_once('@').map_or(("", text), |(user, rest)| (user, rest));
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let split = rest.rsplit_once(':').filter(|(_, port)| digits(port));
    let (host, port) = split.unwrap_or((rest, ""));
    let host = ascii(host)?;
    let at = if user.is_empty() { "" } else { "@" };
    let colon = if port.is_empty() { "" } else { ":" };
    Some(format!("{user}{at}{host}{colon}{port}"))
}

/// The host in ASCII; `None` if it is so already, or cannot be a name.
fn ascii(host: &str) -> Option<String> {
    let plain = host.bytes().all(|byte| byte.is_ascii() && byte != b'%');
    let host = percent_decode_str(host).decode_utf8().ok().filter(|_| !plain)?;
    let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    idna::domain_to_ascii(&host).ok().filter(|host| !host.is_empty() && host.bytes().all(named))
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

    #[test]
    fn hosts_are_ascii_and_the_rest_stays() {
        for (address, ascii) in [
            ("https://blåbær.example", "https://xn--blbr-roah.example"),
            ("HTTP://BLÅBÆR.example:8080/å?ø#æ", "HTTP://xn--blbr-roah.example:8080/å?ø#æ"),
            ("https://bl%C3%A5b%C3%A6r.example/", "https://xn--blbr-roah.example/"),
            ("https://me@茶.example?x", "https://me@xn--cl1a.example?x"),
            ("https://example.org/å@ø.example", "https://example.org/å@ø.example"),
            ("https://茶。example", "https://xn--cl1a.example"),
            (
                "mailto:å@blåbær.example,b@c.example?subject=å",
                "mailto:å@xn--blbr-roah.example,b@c.example?subject=å",
            ),
            ("tel:+45 å", "tel:+45 å"),
            ("https://a b å", "https://a b å"),
            ("https://[::1]/å", "https://[::1]/å"),
        ] {
            assert_eq!(with_ascii_host(address), ascii);
            assert_eq!(with_ascii_host(ascii), ascii);
        }
    }
}
