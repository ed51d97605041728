//! Hosts of addresses in the form that all programs read.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

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
