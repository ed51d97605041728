//! The source files of a site, and places in them.
//!
//! A place is kept as *file + key path* or as a byte range. It is turned into a line and column only
//! when a diagnostic is printed ([`Sources::locate`]).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::{Bound, Range};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rapidhash::v3::{RapidSecrets, rapidhash_v3_seeded};

use crate::base::unicode::composed;
use crate::base::yaml::marks::Marks;
use crate::base::yaml::path::KeyPath;

/// A file of the site, as its position in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The position among all files, from 0. A file keeps it as long as it is known.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The content of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text in UTF-8, without a byte order mark.
    Text(Arc<str>),
    /// Other content, such as pictures and documents.
    Bytes(Arc<[u8]>),
    /// Content that is large, and stays on the disk.
    OnDisk(Arc<DiskFile>),
}

/// A file that is not in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskFile {
    /// Where it is.
    pub location: PathBuf,
    /// The number of its bytes.
    pub length: u64,
    /// A hash of its bytes.
    pub hash: u128,
    /// Its first bytes.
    pub head: Arc<[u8]>,
    /// Width and height in pixels, if it is a picture.
    pub size: Option<(usize, usize)>,
}

/// One source file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path relative to the site's folder, with `/` as separator.
    pub path: Arc<str>,
    /// The content.
    pub content: Content,
    /// A 128-bit hash of the content.
    pub hash: u128,
}

impl SourceFile {
    /// The text, or `None` for a file that is not text.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) | Content::OnDisk(_) => None,
        }
    }

    /// The content as bytes; only the first ones of a file that stays on the disk.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
            Content::OnDisk(file) => &file.head,
        }
    }

    /// The number of bytes.
    pub fn length(&self) -> u64 {
        match &self.content {
            Content::OnDisk(file) => file.length,
            _ => self.bytes().len() as u64,
        }
    }
}

/// A file, with indexes that are built when a place in it is first looked up.
#[derive(Clone, Debug)]
struct Indexed {
    file: SourceFile,
    /// The byte at which each line begins.
    lines: OnceLock<Arc<[usize]>>,
    /// The byte at which the YAML begins, and the marks of its values.
    marks: OnceLock<Option<Arc<(usize, Marks)>>>,
}

impl Indexed {
    fn new(file: SourceFile) -> Indexed {
        Indexed { file, lines: OnceLock::new(), marks: OnceLock::new() }
    }

    fn lines(&self, text: &str) -> &[usize] {
        self.lines.get_or_init(|| line_starts(text).collect())
    }

    /// The marks of a YAML file or of a Markdown file's front matter.
    fn marks(&self, text: &str) -> Option<&(usize, Marks)> {
        let marks = || {
            let yaml = match self.file.path.ends_with(".md") {
                true => front_matter(text).ok()??.yaml,
                false => 0..text.len(),
            };
            Some(Arc::new((yaml.start, Marks::of(&text[yaml]))))
        };
        self.marks.get_or_init(marks).as_deref()
    }
}

/// All source files, by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Indexed>,
    by_path: BTreeMap<Arc<str>, FileId>,
    /// The files whose paths are not in composed form, by that form: old systems write `å` as two
    /// characters.
    by_composed: BTreeMap<String, FileId>,
    /// Files that were removed.
    removed: BTreeMap<Arc<str>, FileId>,
}

impl Sources {
    /// Adds a file, or replaces the one with the same path. The id stays the same.
    ///
    /// # Panics
    /// At 2³² files.
    pub fn insert(&mut self, file: SourceFile) -> FileId {
        let path = Arc::clone(&file.path);
        let id = self.insert_by_path(file);
        if let Cow::Owned(composed) = composed(&path)
            && composed != *path
        {
            self.by_composed.insert(composed, id);
        }
        id
    }

    fn insert_by_path(&mut self, file: SourceFile) -> FileId {
        if let Some(id) = self.by_path.get(&file.path).copied() {
            self.files[id.index()] = Indexed::new(file);
            return id;
        }
        if let Some((path, id)) = self.removed.remove_entry(&file.path) {
            self.by_path.insert(path, id);
            self.files[id.index()] = Indexed::new(file);
            return id;
        }
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files fit a disk"));
        self.by_path.insert(Arc::clone(&file.path), id);
        self.files.push(Indexed::new(file));
        id
    }

    /// Removes the file at a path. Its id is reserved, so that a file that comes back gets it again, and
    /// places in the removed file can still be looked up.
    pub fn remove(&mut self, path: &str) {
        if let Some((path, id)) = self.by_path.remove_entry(path) {
            self.by_composed.retain(|_, other| *other != id);
            self.removed.insert(path, id);
        }
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()].file
    }

    /// The file at this path, or at a path that is canonically equivalent.
    pub fn find(&self, path: &str) -> Option<FileId> {
        if let Some(id) = self.by_path.get(path) {
            return Some(*id);
        }
        let composed = composed(path);
        self.by_path.get(&*composed).or_else(|| self.by_composed.get(&*composed)).copied()
    }

    /// All files below a folder (`content/`, with the slash), by path.
    pub fn under<'a>(
        &'a self,
        folder: &str,
    ) -> impl Iterator<Item = (FileId, &'a SourceFile)> + use<'a> {
        let folder = folder.to_owned();
        self.by_path
            .range::<str, _>((Bound::Included(&*folder), Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(&folder))
            .map(|(_, id)| (*id, self.get(*id)))
    }

    /// The location of a span; `None` for a whole file and for a file without text.
    pub fn locate(&self, span: &Span) -> Option<Location> {
        let indexed = &self.files[span.file.index()];
        let text = indexed.file.text()?;
        let lines = indexed.lines(text);
        let range = match &span.at {
            At::File => return None,
            At::Bytes(range) => range.start as usize..range.end as usize,
            At::LineColumn(line, column) => {
                let start = lines
                    .get(line.saturating_sub(1))
                    .map_or(text.len(), |start| in_line(text, *start, *column));
                start..token_end(text, start)
            }
            At::Key(path) | At::Value(path) => {
                let (start, marks) = indexed.marks(text)?;
                let range = match &span.at {
                    At::Key(_) => marks.key(path)?,
                    _ => marks.value(path)?,
                };
                first_line(text, start + range.start..start + range.end)
            }
        };
        let start = floor_boundary(text, range.start);
        let end = floor_boundary(text, range.end).max(start);
        let line = lines.partition_point(|line| *line <= start);
        let column = text[lines[line - 1]..start].chars().count() + 1;
        Some(Location { line, column, range: start..end })
    }
}

/// A 128-bit hash of bytes, the same on every machine: two runs of a 64-bit hash with different
/// seeds. It detects changes and is not secure against collisions made on purpose.
///
/// The hash of more than `HASHED_AT_ONCE` bytes is that of the hashes of their parts, so that
/// [`hash128_of`] need not hold all of them.
pub fn hash128(bytes: &[u8]) -> u128 {
    if bytes.len() <= HASHED_AT_ONCE {
        return hash_part(bytes);
    }
    let parts: Vec<u8> =
        bytes.chunks(HASHED_AT_ONCE).flat_map(|part| hash_part(part).to_le_bytes()).collect();
    hash_part(&parts)
}

/// The first half of [`hash128`], in half the time.
pub fn hash64(bytes: &[u8]) -> u64 {
    if bytes.len() <= HASHED_AT_ONCE {
        return rapidhash_v3_seeded(bytes, &SECRETS[0]);
    }
    u64::try_from(hash128(bytes) >> 64).unwrap_or_default()
}

/// The length of the parts that are hashed.
const HASHED_AT_ONCE: usize = 1024 * 1024;

/// The same hash of bytes that are read one after the other, and their number.
///
/// # Errors
/// Those of reading.
pub fn hash128_of(mut bytes: impl Read) -> io::Result<(u128, u64)> {
    let (mut part, mut parts, mut length) = (Vec::new(), Vec::new(), 0);
    loop {
        part.clear();
        bytes.by_ref().take(HASHED_AT_ONCE as u64).read_to_end(&mut part)?;
        length += part.len() as u64;
        if part.is_empty() && length > 0 {
            break;
        }
        parts.extend(hash_part(&part).to_le_bytes());
        if part.len() < HASHED_AT_ONCE {
            break;
        }
    }
    let only = <[u8; 16]>::try_from(&parts[..]).map(u128::from_le_bytes);
    Ok((only.unwrap_or_else(|_| hash_part(&parts)), length))
}

const SECRETS: [RapidSecrets; 2] = [RapidSecrets::seed(1), RapidSecrets::seed(2)];

fn hash_part(bytes: &[u8]) -> u128 {
    let [high, low] = SECRETS.each_ref().map(|s| rapidhash_v3_seeded(bytes, s));
    u128::from(high) << 64 | u128::from(low)
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// The file as a whole.
    File,
    /// A byte range of its text.
    Bytes(Range<u32>),
    /// A line and a column, both from 1, the column in characters.
    LineColumn(usize, usize),
    /// The key at the end of this path of YAML.
    Key(KeyPath),
    /// The value at the end of this path of YAML.
    Value(KeyPath),
}

/// A file of the site, and a place in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The place in it.
    pub at: At,
}

/// A value and its place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl Span {
    /// A file as a whole.
    pub fn file(file: FileId) -> Span {
        Span { file, at: At::File }
    }

    /// The place of a field, if this is the place of a YAML record; otherwise the same place.
    #[must_use]
    pub fn field(&self, name: &str) -> Span {
        let at = match &self.at {
            At::Value(path) => At::Value(path.key(name)),
            at => at.clone(),
        };
        Span { file: self.file, at }
    }

    /// A byte range of a file's text. Positions are limited to 4 GiB.
    pub fn bytes(file: FileId, range: Range<usize>) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file, at: At::Bytes(clamp(range.start)..clamp(range.end)) }
    }
}

/// A span with its line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte range; may be empty.
    pub range: Range<usize>,
}

/// The parts of a Markdown file with a front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The bytes between the two `---` lines.
    pub yaml: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// A front matter without its closing line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed;

/// Finds the front matter of a Markdown file: YAML between the first line, `---`, and the next `---`.
///
/// A file that does not begin with `---` has none.
///
/// # Errors
/// [`Unclosed`] when no second `---` line follows.
pub fn front_matter(text: &str) -> Result<Option<FrontMatter>, Unclosed> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok(None);
    };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok(Some(FrontMatter { yaml: start..at, body: at + line.len() }));
        }
        at += line.len();
    }
    Err(Unclosed)
}

/// Where each line of a text begins.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// The byte at a line and column (both from 1, the column in characters), or the end of the text.
pub(in crate::base) fn offset(text: &str, line: usize, column: usize) -> usize {
    line_starts(text)
        .nth(line.saturating_sub(1))
        .map_or(text.len(), |start| in_line(text, start, column))
}

/// The byte at a column of the line that begins at `start`, or the end of that line.
fn in_line(text: &str, start: usize, column: usize) -> usize {
    let line = text[start..].split('\n').next().unwrap_or("");
    start + line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}

/// The end of the token at a byte, for the caret below it: a quoted string, a list or record in
/// brackets, an item between brackets, or the rest of the line.
pub(in crate::base) fn token_end(text: &str, start: usize) -> usize {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..];
    let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map_or(line.len(), |at| at + 2),
        Some('[' | '{') => bracket_end(line),
        Some('|' | '>') => line.find(' ').unwrap_or(line.len()),
        _ => {
            let stop = line.find(" #").unwrap_or(line.len());
            let stop = line.find(": ").map_or(stop, |at| at.min(stop));
            // A comma ends a value only between brackets.
            match in_flow(&text[line_start..start]) {
                true => line.find([',', ']', '}']).map_or(stop, |at| at.min(stop)),
                false => stop,
            }
        }
    };
    start + line[..length].trim_end().trim_end_matches(':').len()
}

/// The part of a value that carets mark: its first line, without the comment.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let Some((line, _)) = value.split_once('\n') else { return range };
    let line = line.split_once(" #").map_or(line, |(line, _)| line);
    range.start..range.start + line.trim_end().len()
}

/// The byte after the bracket that closes the one at the beginning of a line, or the end of the line.
fn bracket_end(line: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in line.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    line.len()
}

/// Whether the part of a line before a value opens more brackets than it closes.
fn in_flow(before: &str) -> bool {
    let count = |brackets: [char; 2]| before.matches(brackets).count();
    count(['[', '{']) > count([']', '}'])
}

/// The last character boundary at or before a byte, within the text.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_matter_must_be_closed() {
        let text = "---\r\ntitle: x\r\n---\r\nbody";
        let found = front_matter(text).expect("it is closed").expect("it has a front matter");
        assert_eq!(&text[found.yaml], "title: x\r\n");
        assert_eq!(&text[found.body..], "body");
        assert_eq!(front_matter("# Title\n---\n"), Ok(None));
        assert_eq!(front_matter("---\ntitle: x\n"), Err(Unclosed));
        assert_eq!(front_matter("---"), Err(Unclosed));
    }

    fn sources(text: &str) -> (Sources, FileId) {
        let mut sources = Sources::default();
        let content = Content::Text(text.into());
        let file = sources.insert(SourceFile { path: "content/a.yaml".into(), content, hash: 0 });
        (sources, file)
    }

    #[test]
    fn bytes_have_the_same_hash_in_memory_and_on_the_disk() {
        for length in
            [0, 1, HASHED_AT_ONCE - 1, HASHED_AT_ONCE, HASHED_AT_ONCE + 1, 3 * HASHED_AT_ONCE]
        {
            let bytes: Vec<u8> = (0..=255).cycle().take(length).collect();
            let read = hash128_of(&bytes[..]).expect("memory can be read");
            assert_eq!(read, (hash128(&bytes), length as u64), "{length}");
        }
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let (sources, file) = sources("å: 1\næøå: [x, 主题]\n");
        let path = KeyPath::root().key("æøå").index(1);
        let found = sources.locate(&Span { file, at: At::Value(path) }).expect("it exists");
        assert_eq!((found.line, found.column), (2, 10));
        assert_eq!(&sources.get(file).bytes()[found.range], "主题".as_bytes());
    }

    #[test]
    fn a_caret_marks_the_first_line_of_a_value() {
        let (sources, file) = sources("a: >- # why\n  b\n  c\nd: # x\n  e: f # y\n  g: h\n");
        let marked = |name: &str| {
            let span = Span { file, at: At::Value(KeyPath::root().key(name)) };
            let found = sources.locate(&span).expect("it exists");
            String::from_utf8_lossy(&sources.get(file).bytes()[found.range]).into_owned()
        };
        assert_eq!(marked("a"), ">-");
        assert_eq!(marked("d"), "e: f");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test is about time")]
    fn many_places_of_one_file_are_found_in_linear_time() {
        const ITEMS: usize = 20_000;
        let (sources, file) = sources(&"- {id: å, title: x}\n".repeat(ITEMS));
        let began = std::time::Instant::now();
        for line in 0..ITEMS {
            let value = KeyPath::root().index(line).key("title");
            let found = sources.locate(&Span { file, at: At::Value(value) }).expect("it exists");
            assert_eq!((found.line, found.column), (line + 1, 18));
            let found = sources.locate(&Span::bytes(file, found.range)).expect("it exists");
            assert_eq!(found.line, line + 1);
        }
        // It takes a second at most; a walk over the file for each place takes half an hour.
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }
}
