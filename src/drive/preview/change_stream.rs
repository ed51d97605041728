//! Notifying open pages of changes; [`super`] documents the protocol.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{MissedTickBehavior, interval};

use crate::drive::preview::snapshot::Snapshot;

/// How often a keep-alive line is sent, so that closed pages are noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// How many messages are buffered, for pages that reconnect.
const BUFFERED: usize = 64;

/// How many milliseconds a page waits before it reconnects.
const RETRY: u32 = 500;

/// A message, with the number of the new state.
type ChangeMessage = (u64, Bytes);

/// The state being shown, which can be replaced from any thread.
#[derive(Debug)]
pub struct Preview {
    snapshot: RwLock<Arc<Snapshot>>,
    sender: broadcast::Sender<ChangeMessage>,
    buffered: Mutex<VecDeque<ChangeMessage>>,
}

impl Preview {
    /// A preview of an initial state.
    pub fn new(snapshot: Arc<Snapshot>) -> Preview {
        let (sender, _) = broadcast::channel(BUFFERED);
        let snapshot = RwLock::new(snapshot);
        Preview { snapshot, sender, buffered: Mutex::default() }
    }

    /// Shows a new state, and notifies open pages.
    pub fn show(&self, snapshot: Arc<Snapshot>) {
        let message = (snapshot.number, change(&snapshot));
        // Freeing the old state, with thousands of files, must not delay the message.
        let before = {
            let mut shown = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
            let mut buffered = self.buffered.lock().unwrap_or_else(PoisonError::into_inner);
            if buffered.len() == BUFFERED {
                buffered.pop_front();
            }
            buffered.push_back(message.clone());
            std::mem::replace(&mut *shown, snapshot)
        };
        // It fails if no page is open.
        let _ = self.sender.send(message);
        drop(before);
    }

    /// The state being shown.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The messages after the one with this number, if all of them are still buffered.
    fn since(&self, number: u64) -> Vec<ChangeMessage> {
        let buffered = self.buffered.lock().unwrap_or_else(PoisonError::into_inner);
        match buffered.front() {
            Some((first, _)) if *first <= number + 1 => {
                buffered.iter().filter(|(other, _)| *other > number).cloned().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A listener: the page that is open, and the last message that it received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listener {
    file: Option<String>,
    hash: u128,
    wanted: Option<String>,
    since: Option<u64>,
}

impl Listener {
    /// The listener that a query describes, and the browser's `Last-Event-ID`.
    pub(super) fn new(query: &str, last_event: Option<&str>) -> Listener {
        let mut listener = Listener::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = value.replace('+', " ");
            let value = percent_decode_str(&value).decode_utf8_lossy().into_owned();
            match name {
                "file" => listener.file = Some(value),
                "hash" => listener.hash = u128::from_str_radix(&value, 16).unwrap_or(0),
                "wanted" => listener.wanted = Some(value),
                "since" => listener.since = value.parse().ok(),
                _ => {}
            }
        }
        // The browser's field is newer than the query.
        listener.since = last_event.and_then(|id| id.parse().ok()).or(listener.since);
        listener
    }

    fn is_stale(&self, snapshot: &Snapshot) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| snapshot.is_stale(file, self.hash, self.wanted.as_deref()))
    }
}

/// The event `now` for a new listener.
fn now(snapshot: &Snapshot, listener: &Listener) -> Bytes {
    let (errors, warnings) = (snapshot.errors, snapshot.warnings);
    let (number, stale) = (snapshot.number, listener.is_stale(snapshot));
    let data = json!({"number": number, "errors": errors, "warnings": warnings, "stale": stale});
    Bytes::from(format!("event: now\nid: {number}\ndata: {data}\n\n"))
}

/// The message about a change.
fn change(snapshot: &Snapshot) -> Bytes {
    let paths = |paths: &mut dyn Iterator<Item = &Arc<str>>| -> Vec<String> {
        paths.map(|path| path.to_string()).collect()
    };
    let change = &snapshot.change;
    let styles: Vec<[&str; 2]> = change.styles.iter().map(|(from, to)| [&**from, &**to]).collect();
    let data = json!({
        "number": snapshot.number,
        "changed": paths(&mut change.reloading()),
        "gone": paths(&mut change.gone.iter()),
        "styles": styles,
        "errors": snapshot.errors,
        "warnings": snapshot.warnings,
    });
    Bytes::from(format!("id: {}\ndata: {data}\n\n", snapshot.number))
}

/// The stream of changes for one listener: the body of an answer that the server never ends.
pub(super) struct ChangeStream(mpsc::Receiver<Bytes>);

impl ChangeStream {
    /// Starts a stream. Must be called where tasks can be spawned.
    pub(super) fn open(preview: Arc<Preview>, listener: Listener) -> ChangeStream {
        let (sender, receiver) = mpsc::channel(8);
        tokio::spawn(async move {
            // It fails when the listener is gone, which is how most streams end.
            let _ = send_changes(&preview, listener, &sender).await;
        });
        ChangeStream(receiver)
    }
}

async fn send_changes(
    preview: &Preview,
    mut listener: Listener,
    sender: &mpsc::Sender<Bytes>,
) -> Result<(), mpsc::error::SendError<Bytes>> {
    sender.send(Bytes::from(format!("retry: {RETRY}\n"))).await?;
    loop {
        // Subscribing first ensures that no message is missed.
        let mut changes = preview.sender.subscribe();
        let snapshot = preview.snapshot();
        sender.send(now(&snapshot, &listener)).await?;
        for (number, message) in
            listener.since.map(|since| preview.since(since)).into_iter().flatten()
        {
            if number <= snapshot.number {
                sender.send(message).await?;
            }
        }
        let mut sent = snapshot.number;
        drop(snapshot);
        let mut pulse = interval(KEEP_ALIVE);
        pulse.reset();
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let message = tokio::select! {
                message = changes.recv() => match message {
                    Ok((number, _)) if number <= sent => continue,
                    Ok((number, message)) => {
                        sent = number;
                        message
                    }
                    // It fell behind and starts over.
                    Err(broadcast::error::RecvError::Lagged(_)) => break,
                    Err(broadcast::error::RecvError::Closed) => return Ok(()),
                },
                _ = pulse.tick() => Bytes::from_static(b": alive\n\n"),
            };
            sender.send(message).await?;
        }
        listener.since = Some(sent);
    }
}

impl HttpBody for ChangeStream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|message| message.map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drive::preview::snapshot::Change;
    use crate::site::render::Rendered;

    fn snapshot(number: u64, text: &str) -> Arc<Snapshot> {
        let files = vec![Rendered::new("da/index.html", text.to_owned())];
        let changed = vec!["da/index.html".into()];
        let change = Change { changed, ..Change::default() };
        Arc::new(Snapshot { number, files, change, ..Snapshot::default() })
    }

    #[test]
    fn messages_are_as_documented() {
        let snapshot = snapshot(8, "a");
        let message = change(&snapshot);
        let documented = "id: 8\ndata: {\"number\":8,\"changed\":[\"da/index.html\"],\"gone\":[],\
                          \"styles\":[],\"errors\":0,\"warnings\":0}\n\n";
        assert_eq!(message, documented);
        let module = include_str!("mod.rs").replace("//! ", "");
        assert!(
            module.contains(documented.trim_end()),
            "the module's documentation has the same example"
        );
        let event = now(&snapshot, &Listener::default());
        let documented = "event: now\nid: 8\ndata: {\"number\":8,\"errors\":0,\"warnings\":0,\"stale\":false}\n\n";
        assert_eq!(event, documented);
        assert!(module.contains(&documented.trim_end().replace('8', "7")));
    }

    #[test]
    fn a_listener_declares_its_file_and_its_last_message() {
        let listener =
            Listener::new("file=zh%2F%E8%AE%AE.html&hash=1f&wanted=a+b&since=4&x=y&z", None);
        let expected = Listener {
            file: Some("zh/议.html".to_owned()),
            hash: 31,
            wanted: Some("a b".to_owned()),
            since: Some(4),
        };
        assert_eq!(listener, expected);
        assert_eq!(Listener::new("since=4", Some("9")).since, Some(9));
        assert_eq!(Listener::new("", None), Listener::default());
        let (first, second) = (snapshot(1, "a"), snapshot(2, "b"));
        let hash = format!("file=da/index.html&hash={:032x}", first.files[0].hash);
        assert!(!Listener::new(&hash, None).is_stale(&first));
        assert!(Listener::new(&hash, None).is_stale(&second));
        assert!(!Listener::default().is_stale(&second));
    }

    #[test]
    fn missed_messages_are_buffered_for_a_while() {
        let preview = Preview::new(snapshot(1, "a"));
        let last = 1 + BUFFERED as u64 + 5;
        (2..=last).for_each(|number| preview.show(snapshot(number, "b")));
        assert_eq!(preview.snapshot().number, last);
        let missed =
            |since| preview.since(since).iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!(missed(last - 2), [last - 1, last]);
        assert_eq!(missed(last), [0; 0]);
        assert_eq!(missed(last + 7), [0; 0], "the number is from another preview");
        assert_eq!(missed(1), [0; 0], "some of these are no longer buffered");
    }
}
