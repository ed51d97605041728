//! HTTP for the preview.
//!
//! One thread serves all connections. Clients are limited: in the number of connections, the size and
//! duration of a request's head, and the duration of a connection. When there are too many connections,
//! the oldest is closed, so that idle clients cannot block others. Browsers reopen a closed stream of
//! changes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HttpRequest, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::drive::preview::answer::{Answer, Body, Request, answer, gone};
use crate::drive::preview::change_stream::{ChangeStream, Listener, Preview};
use crate::drive::preview::file_body::FileBody;
use crate::drive::preview::host_guard::HostNames;
use crate::drive::preview::security_policy;

/// More than any browser opens, and few enough for any machine.
const MOST_CONNECTIONS: usize = 200;

/// The head of a browser's request has about two kilobytes.
const MOST_HEAD: usize = 16 * 1024;

/// The time within which a head must arrive.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// The longest duration of a connection.
const CONNECTION_TIME: Duration = Duration::from_secs(60 * 60);

/// The header fields of every answer, besides the policy.
const FIELDS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What is sent: bytes in memory, the stream of changes, or a file on the disk.
type ResponseBody = Either<Full<Bytes>, Either<ChangeStream, FileBody>>;

/// The open connections, oldest first.
#[derive(Debug, Default)]
struct Connections {
    open: BTreeMap<u64, AbortHandle>,
    last: u64,
}

impl Connections {
    /// The number of a new connection; closes the oldest if there are too many.
    fn begin(&mut self) -> u64 {
        if self.open.len() >= MOST_CONNECTIONS
            && let Some((_, oldest)) = self.open.pop_first()
        {
            oldest.abort();
        }
        self.last += 1;
        self.last
    }
}

/// Serves a preview until the process ends.
///
/// # Errors
/// If the listener cannot be used.
pub fn serve(listener: TcpListener, preview: &Arc<Preview>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let names = HostNames::of(listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let connections = Arc::new(Mutex::new(Connections::default()));
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Too many open files, or a client that is gone: neither lasts.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let lock = || connections.lock().unwrap_or_else(PoisonError::into_inner);
            let number = lock().begin();
            let (preview, all) = (Arc::clone(preview), Arc::clone(&connections));
            let task = tokio::spawn(async move {
                // A broken connection is the client's concern.
                let _ = timeout(CONNECTION_TIME, connect(stream, names, preview)).await;
                all.lock().unwrap_or_else(PoisonError::into_inner).open.remove(&number);
            });
            // Tasks of this thread only start when it next waits, so this one has not ended yet.
            lock().open.insert(number, task.abort_handle());
        }
    })
}

/// Answers the requests of a connection.
async fn connect(stream: TcpStream, names: HostNames, preview: Arc<Preview>) -> hyper::Result<()> {
    // A change is one small packet that must not be delayed.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let response = respond(&request, names, &preview);
        async move { Ok::<_, Infallible>(response) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MOST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await
}

fn respond(
    request: &HttpRequest<hyper::body::Incoming>,
    names: HostNames,
    preview: &Arc<Preview>,
) -> Response<ResponseBody> {
    let text = |value: &'_ HeaderValue| value.to_str().ok().map(str::to_owned);
    let field = |name: HeaderName| request.headers().get(name).map(|v| text(v).unwrap_or_default());
    let fields = request.headers().get_all(header::HOST).iter();
    // A malformed name is refused as unknown.
    let fields = fields.map(|value| value.to_str().unwrap_or(""));
    let hosts: Vec<&str> =
        fields.chain(request.uri().authority().map(|name| name.as_str())).collect();
    let origin = field(header::ORIGIN);
    let (if_none_match, if_range) = (field(header::IF_NONE_MATCH), field(header::IF_RANGE));
    let range = field(header::RANGE);
    let asked = Request {
        method: request.method().as_str(),
        path: request.uri().path(),
        hosts: &hosts,
        origin: origin.as_deref(),
        if_none_match: if_none_match.as_deref(),
        range: range.as_deref(),
        if_range: if_range.as_deref(),
    };
    let mut response = match answer(&asked, names, &preview.snapshot()) {
        Answer::Body(body) => complete(body),
        Answer::Changes => {
            let last = field(HeaderName::from_static("last-event-id"));
            let listener = Listener::new(request.uri().query().unwrap_or(""), last.as_deref());
            let changes = ChangeStream::open(Arc::clone(preview), listener);
            let mut response = Response::new(Either::Right(Either::Left(changes)));
            let kind = HeaderValue::from_static("text/event-stream");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            let store = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, store);
            response
        }
    };
    for (name, value) in FIELDS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&security_policy::of_preview()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn complete(body: Body) -> Response<ResponseBody> {
    let content = match body.part.as_ref().map(FileBody::open) {
        None => Either::Left(Full::new(body.bytes)),
        Some(Ok(file)) => Either::Right(Either::Right(file)),
        Some(Err(_)) => return complete(gone()),
    };
    let mut response = Response::new(content);
    *response.status_mut() =
        StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in body.headers {
        // All values are our own ASCII except a redirect's path; an illegal one is omitted.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
