//! What open pages are told, and by which words; [`super`] describes them.

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

/// How often a sign of life is sent to open pages, so that gone ones are noticed.
const PULSE: Duration = Duration::from_secs(20);

/// How many messages are remembered, for pages that listen again.
const REMEMBERED: usize = 64;

/// How many milliseconds a page waits until it listens again.
const RETRY: u32 = 500;

/// A message and the number of the state that it led to.
type Message = (u64, Bytes);

/// The state that is being shown; it can be replaced from any thread.
#[derive(Debug)]
pub struct Preview {
    snapshot: RwLock<Arc<Snapshot>>,
    sender: broadcast::Sender<Message>,
    remembered: Mutex<VecDeque<Message>>,
}

impl Preview {
    /// A preview of a first state.
    pub fn new(snapshot: Arc<Snapshot>) -> Preview {
        let (sender, _) = broadcast::channel(REMEMBERED);
        let snapshot = RwLock::new(snapshot);
        Preview { snapshot, sender, remembered: Mutex::default() }
    }

    /// Shows another state, and tells open pages.
    pub fn show(&self, snapshot: Arc<Snapshot>) {
        let message = (snapshot.number, change(&snapshot));
        // What is forgotten here has thousands of files: that is done behind the message.
        let before = {
            let mut shown = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
            let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() == REMEMBERED {
                remembered.pop_front();
            }
            remembered.push_back(message.clone());
            std::mem::replace(&mut *shown, snapshot)
        };
        // With no page open there is nobody to tell.
        let _ = self.sender.send(message);
        drop(before);
    }

    /// The state that is being shown.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The messages behind the one with this number, if none of them is forgotten.
    fn since(&self, number: u64) -> Vec<Message> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        match remembered.front() {
            Some((first, _)) if *first <= number + 1 => {
                remembered.iter().filter(|(other, _)| *other > number).cloned().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Who listens: which page is open, and what it was told before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listener {
    file: Option<String>,
    hash: u128,
    wanted: Option<String>,
    since: Option<u64>,
}

impl Listener {
    /// What a page says of itself in its query, and the browser in `Last-Event-ID`.
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
        // The browser knows better than the address that it once asked for.
        listener.since = last_event.and_then(|id| id.parse().ok()).or(listener.since);
        listener
    }

    fn is_stale(&self, snapshot: &Snapshot) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| snapshot.is_stale(file, self.hash, self.wanted.as_deref()))
    }
}

/// The state, for somebody who begins to listen.
fn now(snapshot: &Snapshot, listener: &Listener) -> Bytes {
    let (errors, warnings) = (snapshot.errors, snapshot.warnings);
    let (number, stale) = (snapshot.number, listener.is_stale(snapshot));
    let data = json!({"number": number, "errors": errors, "warnings": warnings, "stale": stale});
    Bytes::from(format!("event: now\nid: {number}\ndata: {data}\n\n"))
}

/// The change that led to a state, for those who listen.
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

/// The stream of changes for one listener: the body of an answer that does not end by itself.
pub(super) struct Changes(mpsc::Receiver<Bytes>);

impl Changes {
    /// Begins to tell a listener. Must be called where tasks can be spawned.
    pub(super) fn follow(preview: Arc<Preview>, listener: Listener) -> Changes {
        let (sender, receiver) = mpsc::channel(8);
        tokio::spawn(async move {
            // It fails when the listener has gone, which is how most streams end.
            let _ = tell(&preview, listener, &sender).await;
        });
        Changes(receiver)
    }
}

async fn tell(
    preview: &Preview,
    mut listener: Listener,
    sender: &mpsc::Sender<Bytes>,
) -> Result<(), mpsc::error::SendError<Bytes>> {
    sender.send(Bytes::from(format!("retry: {RETRY}\n"))).await?;
    loop {
        // In this order nothing falls between what is said now and what comes.
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
        let mut told = snapshot.number;
        drop(snapshot);
        let mut pulse = interval(PULSE);
        pulse.reset();
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let message = tokio::select! {
                message = changes.recv() => match message {
                    Ok((number, _)) if number <= told => continue,
                    Ok((number, message)) => {
                        told = number;
                        message
                    }
                    // It fell behind: it is told from the beginning how things are.
                    Err(broadcast::error::RecvError::Lagged(_)) => break,
                    Err(broadcast::error::RecvError::Closed) => return Ok(()),
                },
                _ = pulse.tick() => Bytes::from_static(b": alive\n\n"),
            };
            sender.send(message).await?;
        }
        listener.since = Some(told);
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
    fn what_is_said_is_what_is_documented() {
        let snapshot = snapshot(8, "a");
        let message = change(&snapshot);
        let documented = "id: 8\ndata: {\"number\":8,\"changed\":[\"da/index.html\"],\"gone\":[],\
                          \"styles\":[],\"errors\":0,\"warnings\":0}\n\n";
        assert_eq!(message, documented);
        let module = include_str!("mod.rs").replace("//! ", "");
        assert!(module.contains(documented.trim_end()), "the module's documentation has it too");
        let said = now(&snapshot, &Listener::default());
        let documented = "event: now\nid: 8\ndata: {\"number\":8,\"errors\":0,\"warnings\":0,\"stale\":false}\n\n";
        assert_eq!(said, documented);
        assert!(module.contains(&documented.trim_end().replace('8', "7")));
    }

    #[test]
    fn a_listener_says_what_it_shows_and_what_it_knows() {
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
    fn what_was_missed_is_remembered_for_a_while() {
        let preview = Preview::new(snapshot(1, "a"));
        let last = 1 + REMEMBERED as u64 + 5;
        (2..=last).for_each(|number| preview.show(snapshot(number, "b")));
        assert_eq!(preview.snapshot().number, last);
        let missed =
            |since| preview.since(since).iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!(missed(last - 2), [last - 1, last]);
        assert_eq!(missed(last), [0; 0]);
        assert_eq!(missed(last + 7), [0; 0], "that was another preview");
        assert_eq!(missed(1), [0; 0], "some of these are forgotten");
    }
}
