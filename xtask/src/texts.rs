//! Each message of the language files is used by code.

use std::fs;

use anyhow::{Context, Result};

use crate::layers::sources;
use crate::output::say;

pub(crate) fn run() -> Result<bool> {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let english = root.join("crates/text/locales/en");
    let mut messages = String::new();
    let unreadable = || format!("cannot read {}", english.display());
    for file in fs::read_dir(&english).with_context(unreadable)? {
        messages.push_str(&fs::read_to_string(file?.path()).with_context(unreadable)?);
    }
    let mut code = String::new();
    for file in sources(&root.join("crates"))? {
        if !file.starts_with(root.join("crates/text")) {
            code.push_str(&fs::read_to_string(file)?);
        }
    }
    // Signatures are data: what they say is in their files.
    let signatures = root.join("crates/analyze/signatures");
    for file in fs::read_dir(&signatures)? {
        code.push_str(&fs::read_to_string(file?.path())?);
    }
    let ids = messages
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(id, _)| id);
    let is_id = |id: &&str| id.starts_with(|first: char| first.is_ascii_lowercase());
    let mut unused = 0;
    let mut total = 0;
    for id in ids.filter(is_id) {
        total += 1;
        if !code.contains(&format!("\"{id}\"")) {
            unused += 1;
            say(&format!("texts: no code uses {id}"));
        }
    }
    if unused == 0 {
        say(&format!("texts: {total} messages, all used"));
    }
    Ok(unused == 0)
}
