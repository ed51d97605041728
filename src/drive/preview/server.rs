//! HTTP for the preview.
//!
//! One thread serves all connections. What a client may cost is bounded: the number of connections,
//! the size and time of a request's head, the time of a connection. The stream of changes is cut when
//! that time is up, and browsers begin it anew by themselves.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::{Arc, RwLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::body::{Body as HttpBody, Frame};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HttpRequest, Response, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, broadcast, mpsc};
use tokio::time::{interval, timeout};

use crate::drive::preview::answer::{Answer, Body, Request, answer};
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::preview::tools::change;

/// More than any browser opens, and few enough for any machine.
const MOST_CONNECTIONS: usize = 200;

/// A browser's head of a request has about two kilobytes.
const MOST_HEAD: usize = 16 * 1024;

/// A head that is not there by then is not coming.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// The longest that one connection is kept.
const CONNECTION_TIME: Duration = Duration::from_secs(10 * 60);

/// How often a sign of life is sent to open pages, so that gone ones are noticed.
const PULSE: Duration = Duration::from_secs(20);

/// The state that is being served; it can be replaced from any thread.
#[derive(Debug)]
pub struct Preview {
    snapshot: RwLock<Arc<Snapshot>>,
    changes: broadcast::Sender<Bytes>,
}

impl Preview {
    /// A preview of a first state.
    pub fn new(snapshot: Snapshot) -> Preview {
        // A page that is this far behind reloads anyway.
        let (changes, _) = broadcast::channel(64);
        Preview { snapshot: RwLock::new(Arc::new(snapshot)), changes }
    }

    /// Shows another state, and tells open pages.
    pub fn show(&self, snapshot: Snapshot) {
        let message = Bytes::from(format!("data: {}\n\n", change(&snapshot)));
        *self.snapshot.write().unwrap_or_else(|poisoned| poisoned.into_inner()) =
            Arc::new(snapshot);
        // With no page open there is nobody to tell.
        let _ = self.changes.send(message);
    }

    /// The state that is being shown.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

/// Serves a preview until the process ends. `hosts` are the names it answers to, with their port.
///
/// # Errors
/// The listener cannot be used.
pub fn serve(listener: TcpListener, hosts: &[String], preview: &Arc<Preview>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let free = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let hosts: Arc<[String]> = hosts.into();
        loop {
            // The semaphore is never closed.
            let Ok(permit) = Arc::clone(&free).acquire_owned().await else { return Ok(()) };
            let Ok((stream, _)) = listener.accept().await else {
                // Too many open files, or a client that went away: neither is for ever.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let (hosts, preview) = (Arc::clone(&hosts), Arc::clone(preview));
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let response = respond(&request, &hosts, &preview);
                    async move { Ok::<_, Infallible>(response) }
                });
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEAD_TIME)
                    .max_buf_size(MOST_HEAD)
                    .serve_connection(TokioIo::new(stream), service);
                // A connection that breaks is the client's business.
                let _ = timeout(CONNECTION_TIME, connection).await;
                drop(permit);
            });
        }
    })
}

type Sent = Either<Full<Bytes>, Changes>;

fn respond(
    request: &HttpRequest<hyper::body::Incoming>,
    hosts: &[String],
    preview: &Preview,
) -> Response<Sent> {
    let field = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let snapshot = preview.snapshot();
    let asked = Request {
        method: request.method().as_str(),
        path: request.uri().path(),
        host: field(header::HOST),
        origin: field(header::ORIGIN),
        if_none_match: field(header::IF_NONE_MATCH),
        range: field(header::RANGE),
    };
    match answer(&asked, hosts, &snapshot) {
        Answer::Body(body) => complete(body),
        Answer::Changes => {
            let changes = Changes::follow(preview.changes.subscribe());
            let mut response = Response::new(Either::Right(changes));
            let fields = response.headers_mut();
            fields.insert(
                header::CONTENT_TYPE,
                header::HeaderValue::from_static("text/event-stream"),
            );
            fields.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            response
        }
    }
}

fn complete(body: Body) -> Response<Sent> {
    let mut response = Response::new(Either::Left(Full::new(Bytes::from(body.bytes))));
    *response.status_mut() = hyper::StatusCode::from_u16(body.status)
        .unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let fields = response.headers_mut();
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    for (name, value) in body.headers {
        // Values are ASCII of our own making, but for a redirect's path: a bad one is left out.
        if let Ok(value) = header::HeaderValue::from_str(&value) {
            fields.insert(name, value);
        }
    }
    response
}

/// The stream of changes for one open page.
struct Changes(mpsc::Receiver<Bytes>);

impl Changes {
    fn follow(mut changes: broadcast::Receiver<Bytes>) -> Changes {
        let (sender, receiver) = mpsc::channel(8);
        tokio::spawn(async move {
            let mut pulse = interval(PULSE);
            loop {
                let message = tokio::select! {
                    message = changes.recv() => match message {
                        Ok(message) => message,
                        // The page is behind; its next message will make it reload.
                        Err(broadcast::error::RecvError::Lagged(_)) => continue,
                        Err(broadcast::error::RecvError::Closed) => return,
                    },
                    _ = pulse.tick() => Bytes::from_static(b": alive\n\n"),
                };
                if sender.send(message).await.is_err() {
                    return;
                }
            }
        });
        Changes(receiver)
    }
}

impl HttpBody for Changes {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|message| message.map(|bytes| Ok(Frame::data(bytes))))
    }
}
