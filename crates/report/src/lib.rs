//! What a finding is, and every form in which findings are shown.
//!
//! Whoever judges evidence, the analyser or the preflight, fills a [`Report`]; this crate shows it:
//! to a terminal, as JSON, Markdown, CSV, `JUnit`, SARIF, or as one HTML file. Sentences are message
//! ids of the language files until they are shown, so that a report can be shown in any language.
//! Nothing here judges anything, and nothing here reads a file, a clock or the environment.
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

pub mod columns;
pub mod csv;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod pem;
pub mod sarif;
pub mod schemas;
pub mod table;
pub mod text;

mod cell;
mod chain;
mod document;
mod facts;
mod finding;
mod harmless;
mod message;
mod moment;
mod prospect;
mod sparkline;
mod timeline;

pub use cell::{Cell, KeyFamily};
pub use chain::{ChainBox, ChainPicture, Link, Origin};
pub use document::{
    CertificateRequest, Input, MatrixCell, Peer, PlanAlternative, PlanEffect, PlanStep, Report,
    Suppressed,
};
pub use finding::{
    Action, Attached, Category, Documentation, Evidence, Finding, FoundAt, MissingInput,
    SnippetLine, State, Upload, UploadTo, Users,
};
pub use harmless::{harmless, harmless_json};
pub use message::Message;
pub use prospect::{CellProspects, Prospect};
pub use timeline::{Lane, Mark, Outcome, Timeline, TimelineEvent};
