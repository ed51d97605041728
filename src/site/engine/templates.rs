//! The data that engines are made from, and the names that templates can call.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::source::FileId;

/// The addresses of a theme's assets by name.
pub type AssetUrls = BTreeMap<String, String>;

/// The file and text of each template, by its name with its layer.
pub(super) type Templates = BTreeMap<String, (FileId, Arc<str>)>;

/// The names of the filters, for suggestions.
pub(super) const FILTER_NAMES: [&str; 9] =
    ["t", "t_in", "asset", "mark", "date", "time", "number", "list", "collate"];
