//! Outputs with the same path: a fault that names both.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, Span};
use crate::base::unicode::file_name_key;
use crate::event::model::Event;
use crate::site::output::{Output, OutputSource, PageKind};
use crate::site::sub_page::SubPage;

/// The outputs by path, each path once; all others with the same path are reported.
pub(super) fn distinct(
    mut outputs: Vec<Output>,
    event: &Event,
    report: &mut Report,
) -> Vec<Output> {
    // Windows and macOS ignore case, and macOS canonical forms: such paths are equal.
    let mut folded: Vec<(String, usize)> =
        (0..).zip(&outputs).map(|(at, output)| (file_name_key(&output.path), at)).collect();
    folded.par_sort_unstable();
    let mut left_out = BTreeSet::new();
    for same in folded.chunk_by(|(a, _), (b, _)| a == b) {
        // The first of the plan is kept.
        for (_, at) in &same[1..] {
            report.push(collision(event, &outputs[*at], &outputs[same[0].1]));
            left_out.insert(*at);
        }
    }
    let mut at = 0..;
    outputs.retain(|_| at.next().is_some_and(|at| !left_out.contains(&at)));
    outputs.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    outputs
}

fn collision(event: &Event, output: &Output, earlier: &Output) -> Diagnostic {
    let address = output.path.trim_end_matches("index.html");
    let (one, other) = (described(event, earlier), described(event, output));
    let message = format!("{one} and {other} would both be published at `/{address}`");
    let fault = Diagnostic::error("route/collision", message)
        .help("give one of them another `slug` in this language");
    // The fault is placed at something that an editor wrote, not at something that every site has.
    let mut spans: Vec<&Span> = [&output.span, &earlier.span].into_iter().flatten().collect();
    spans.sort_by_key(|span| span.at == At::File);
    match spans[..] {
        [] => fault,
        [span, other, ..] if other.at != At::File || other.file != event.config.file => {
            fault.at(span.clone()).related(other.clone(), "the other one")
        }
        [span, ..] => fault.at(span.clone()),
    }
}

/// The description of an output, for a message.
fn described(event: &Event, output: &Output) -> String {
    let entity = match output.source {
        OutputSource::Page { page: PageKind::Entity(entity), .. } => entity,
        OutputSource::Page { page: PageKind::SubPage(SubPage::Day(day)), .. } => {
            return format!("the day `{}`", event.days[day].date.value);
        }
        _ => return format!("the file `{}`", output.path),
    };
    let noun = entity.kind().noun();
    format!("the {noun} `{}`", event.about(entity).id)
}
