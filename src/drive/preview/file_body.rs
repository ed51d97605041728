//! The body of an answer that is a part of a large file, read while it is sent.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::base::source::DiskFile;
use crate::content::load::open_on_disk;

/// A part of a file on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// The file.
    pub file: Arc<DiskFile>,
    /// The bytes to send.
    pub range: Range<u64>,
}

/// The bytes that are read at a time.
const AT_ONCE: u64 = 128 * 1024;

/// Sends a part of a file.
#[derive(Debug)]
pub struct FileBody {
    file: File,
    left: u64,
}

impl FileBody {
    /// Begins to send a part.
    ///
    /// # Errors
    /// Those of opening the file: it may be gone.
    pub fn open(part: &FilePart) -> io::Result<FileBody> {
        let mut file = open_on_disk(&part.file)?;
        file.seek(SeekFrom::Start(part.range.start))?;
        Ok(FileBody { file, left: part.range.end - part.range.start })
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut part = Vec::new();
        let wanted = self.left.min(AT_ONCE);
        let read = (&self.file).take(wanted).read_to_end(&mut part);
        Poll::Ready(Some(match read {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => {
                self.left -= part.len() as u64;
                Ok(Frame::data(part.into()))
            }
            Err(error) => Err(error),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
