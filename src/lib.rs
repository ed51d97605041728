//! Plenary builds static, multilingual event sites.
pub mod base;
