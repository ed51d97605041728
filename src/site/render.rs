//! The bytes of every output, in the plan's order.

use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, hash128};
use crate::site::engine::Engines;
use crate::site::plan::{Output, Planner, Source};

/// A file of the finished site. A copy shares the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Where, from the output folder.
    pub path: Arc<str>,
    /// What is in it.
    pub bytes: Bytes,
    /// A hash of the bytes.
    pub hash: u128,
}

impl Rendered {
    /// A file with these bytes.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Bytes>) -> Rendered {
        let bytes = bytes.into();
        Rendered { path: path.into(), hash: hash128(&bytes), bytes }
    }
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
            Ok(Rendered::new(output.path.as_str(), bytes))
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
