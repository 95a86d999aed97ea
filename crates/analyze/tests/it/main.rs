//! What the crate does, seen from outside.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are not covered by allow-unwrap-in-tests"
)]

mod archive;
mod archive_zip;
mod bundle;
mod case_joins;
mod case_samples;
mod case_support;
mod certificate_list;
mod dump;
mod fuzz_corpus;
mod kind;
mod log_budget;
mod log_joins;
mod log_pieces;
mod log_samples;
mod log_support;
mod log_variants;
mod nodes_cases;
mod nodes_pasted;
mod nodes_samples;
mod nodes_support;
mod own_signatures;
mod problems;
mod settings;
mod support;
