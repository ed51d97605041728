//! The bytes of every output, in the plan's order.

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Sources;
use crate::site::engine::Engines;
use crate::site::plan::{Output, Planner, Source};

/// A file of the finished site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Where, from the output folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Makes all outputs, in parallel; one that cannot be made is said and left out.
pub fn render(
    outputs: &[Output],
    planner: &Planner<'_>,
    engines: &Engines,
    sources: &Sources,
    report: &mut Report,
) -> Vec<Rendered> {
    let results: Vec<Result<Rendered, Diagnostic>> = outputs
        .par_iter()
        .map(|output| {
            let bytes = match &output.source {
                Source::Page { template, lang, page } => {
                    engines.render(*lang, template, &planner.variables(*lang, *page))?
                }
                Source::Text(text) => text.clone().into_bytes(),
                Source::Copy(file) => sources.get(*file).bytes().to_vec(),
            };
            Ok(Rendered { path: output.path.clone(), bytes })
        })
        .collect();
    let mut rendered = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(file) => rendered.push(file),
            Err(fault) => report.push(fault),
        }
    }
    rendered
}
