//! What a file of `content/media/` contains, by its first bytes: its name can tell something else.

use std::io::{BufRead, Seek};

use crate::base::source::{Content, SourceFile};

/// What a file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// In a message, such as `a HEIC picture`.
    pub name: &'static str,
    /// The usual extensions; none for a type that does not belong on a website.
    pub extensions: &'static [&'static str],
}

/// The types, each with the bytes that it begins with.
const BEGINNINGS: [(&[u8], &str, &[&str]); 24] = [
    (b"\xff\xd8\xff", "a JPEG picture", &["jpg", "jpeg"]),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", &["png"]),
    (b"GIF8", "a GIF picture", &["gif"]),
    (b"\xff\x0a", "a JPEG XL picture", &[]),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture", &[]),
    (b"II*\0", "a TIFF picture", &[]),
    (b"MM\0*", "a TIFF picture", &[]),
    (b"BM", "a BMP picture", &[]),
    (b"8BPS", "a Photoshop document", &[]),
    (b"\0\0\x01\0", "an icon (ICO)", &["ico"]),
    (b"%PDF", "a PDF document", &["pdf"]),
    (b"%!PS", "a PostScript document", &[]),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document",
        &[
            "zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "pages", "numbers", "key",
            "kmz", "ggb", "apk", "jar",
        ],
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office document", &["doc", "xls", "ppt", "msg"]),
    (b"\x1f\x8b", "a file packed with gzip", &["gz", "tgz", "svgz"]),
    (b"{\\rtf", "a document in rich text (RTF)", &["rtf"]),
    (b"OggS", "an Ogg file", &["ogg", "oga", "ogv", "opus"]),
    (b"ID3", "a sound (MP3)", &["mp3"]),
    (b"\x1a\x45\xdf\xa3", "a film (WebM or Matroska)", &["webm", "mkv"]),
    (b"wOFF", "a font (WOFF)", &["woff"]),
    (b"wOF2", "a font (WOFF2)", &["woff2"]),
    (b"Rar!", "a RAR archive", &["rar"]),
    (b"7z\xbc\xaf", "a 7z archive", &["7z"]),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file itself", &[]),
];

/// The brands of files that consist of boxes (ISO/IEC 14496-12), which follow `ftyp`.
const BRANDS: [(&str, &str, &[&str]); 6] = [
    ("avif avis", "an AVIF picture", &["avif"]),
    ("heic heix heim heis hevc hevx mif1 msf1", "a HEIC picture", &[]),
    ("qt  ", "a film (QuickTime)", &["mov", "qt"]),
    ("M4A  M4B ", "a sound (MP4)", &["m4a", "m4b", "mp4"]),
    ("crx ", "a raw picture of a camera", &[]),
    ("", "a film (MP4)", &["mp4", "m4v", "m4a", "mov", "3gp"]),
];

/// What a file contains; `None` if its type is not known. `bytes` are its first ones.
pub fn file_type(bytes: &[u8]) -> Option<FileType> {
    let of =
        |(name, extensions): (&'static str, &'static [&'static str])| FileType { name, extensions };
    if bytes.is_empty() {
        return Some(of(("empty", &[])));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(of(("a WebP picture", &["webp"])));
    }
    if let Some(brands) = brands(bytes) {
        // HEIC names `mif1` first, and AVIF can do so too.
        let known = |one: &str| BRANDS.iter().find(|(names, ..)| names.contains(one.trim_end()));
        let avif = brands.contains("avif").then_some(&BRANDS[0]);
        let found = avif.or_else(|| known(brands.get(..4)?)).unwrap_or(&BRANDS[5]);
        return Some(of((found.1, found.2)));
    }
    if let Some((_, name, extensions)) =
        BEGINNINGS.iter().find(|(start, ..)| bytes.starts_with(start))
    {
        return Some(of((name, extensions)));
    }
    markup(bytes)
}

/// The brands after `ftyp`, the main one first.
fn brands(bytes: &[u8]) -> Option<String> {
    if bytes.get(4..8) != Some(b"ftyp") {
        return None;
    }
    let length = bytes.get(..4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    let end = usize::try_from(length.unwrap_or(0)).unwrap_or(0).clamp(12, 64).min(bytes.len());
    Some(String::from_utf8_lossy(bytes.get(8..end)?).into_owned())
}

/// A page or a drawing, by its first element.
fn markup(bytes: &[u8]) -> Option<FileType> {
    let start: String = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)])
        .chars()
        .filter(|c| *c != '\0')
        .collect::<String>()
        .to_ascii_lowercase();
    let start = start.trim_start_matches(['\u{feff}', '\u{fffd}', ' ', '\t', '\r', '\n']);
    let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
    if is_page || (start.starts_with('<') && start.contains("<html")) {
        return Some(FileType { name: "a web page (HTML)", extensions: &["html", "htm", "xhtml"] });
    }
    let drawing = start.starts_with('<') && (start.contains("<svg") || start.contains(":svg"));
    drawing.then_some(FileType { name: "an SVG drawing", extensions: &["svg"] })
}

/// Width and height of a picture in pixels, if browsers show its format and the size can be read.
pub fn size(file: &SourceFile) -> Option<(usize, usize)> {
    if let Content::OnDisk(file) = &file.content {
        return file.size;
    }
    imagesize::blob_size(file.bytes()).ok().map(|size| (size.width, size.height))
}

/// The same of a file that is read as far as necessary.
pub(in crate::content) fn size_of(file: impl BufRead + Seek) -> Option<(usize, usize)> {
    imagesize::reader_size(file).ok().map(|size| (size.width, size.height))
}

/// Whether an SVG drawing or a web page can run a script when it is opened.
pub fn has_script(file: &SourceFile) -> bool {
    let ending = file.path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    if !["svg", "html", "htm", "xhtml", "xht", "xml"].contains(&&*ending) {
        return false;
    }
    // Without zeros, UTF-16 reads like ASCII.
    let text: Vec<u8> =
        file.bytes().iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let text = String::from_utf8_lossy(&text);
    let text = without_comments(&text);
    let tags = text.split('<').skip(1);
    tags.map(|tag| tag.split('>').next().unwrap_or("")).any(|tag| {
        let name = tag.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or("");
        let name = name.rsplit(':').next().unwrap_or("");
        let plain: String = tag.chars().filter(|c| !c.is_whitespace()).collect();
        name == "script" || plain.contains("javascript:") || has_handler(tag)
    })
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Whether a tag has an attribute such as `onload`.
fn has_handler(tag: &str) -> bool {
    let breaks = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/');
    tag.match_indices("on").any(|(at, _)| {
        let word = &tag[at + 2..];
        let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
        tag[..at].ends_with(breaks) && end > 2 && word[end..].trim_start().starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_their_first_bytes() {
        for (bytes, name) in [
            (&b""[..], "empty"),
            (b"\xff\xd8\xff\xe0", "a JPEG picture"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC picture"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "a HEIC picture"),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "an AVIF picture"),
            (b"\0\0\0\x14ftypisom\0\0\x02\0isom", "a film (MP4)"),
            (b"\0\0\0\x14ftypqt  \0\0\x02\0qt  ", "a film (QuickTime)"),
            (b"MM\0*\0\0", "a TIFF picture"),
            (b"%PDF-1.7", "a PDF document"),
            (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "a web page (HTML)"),
            (b"<?xml version='1.0'?><svg:svg/>", "an SVG drawing"),
            (b"PK\x03\x04\x14", "a ZIP archive or an Office document"),
        ] {
            assert_eq!(file_type(bytes).map(|found| found.name), Some(name), "{bytes:?}");
        }
        assert_eq!(file_type(b"plain words"), None);
    }

    #[test]
    fn scripts_are_found() {
        let scripted = |path: &str, text: &[u8]| {
            let content = Content::Bytes(text.into());
            has_script(&SourceFile { path: path.into(), content, hash: 0 })
        };
        for bad in [
            "<svg><script>a()</script></svg>",
            "<s:svg><s:SCRIPT href='x'/></s:svg>",
            "<svg onload=\"a()\">",
            "<svg\nonload = 'a()'>",
            "<svg/onload=a()>",
            "<a xlink:href='java\nscript:a()'>",
        ] {
            assert!(scripted("a.svg", bad.as_bytes()), "{bad}");
            let wide: Vec<u8> = bad.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(scripted("a.HTML", &wide), "{bad}");
            assert!(!scripted("a.txt", bad.as_bytes()), "{bad}");
        }
        for good in [
            "<svg><path d='M0 0'/></svg>",
            "<p title='on = off'>",
            "<!-- <script> -->",
            "<desc>onload=1</desc>",
        ] {
            assert!(!scripted("a.svg", good.as_bytes()), "{good}");
        }
    }
}
