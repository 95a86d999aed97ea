//! The reader.

pub(crate) mod http;
pub(crate) mod pairs;
