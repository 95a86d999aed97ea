//! Lengths and names of source files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::layers::{sources, without_tests};
use crate::output::say;

/// Lines of a file without its inline tests, above which it has to be split by meaning.
const FILE_LINES: usize = 800;

/// Modules that collect what has no home.
const DRAWERS: &[&str] = &[
    "common.rs",
    "constants.rs",
    "helpers.rs",
    "misc.rs",
    "models.rs",
    "prelude.rs",
    "types.rs",
    "utils.rs",
];

pub(crate) fn run() -> Result<bool> {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec()?;
    let mut problems = Vec::new();
    let mut files = 0;
    for package in metadata.workspace_packages() {
        let root = package
            .manifest_path
            .parent()
            .context("a manifest without a directory")?;
        for file in sources(root.join("src").as_std_path())? {
            files += 1;
            check(&file, &mut problems)?;
        }
    }
    for problem in &problems {
        say(&format!("budgets: {problem}"));
    }
    if problems.is_empty() {
        say(&format!(
            "budgets: {files} files, none above {FILE_LINES} lines"
        ));
    }
    Ok(problems.is_empty())
}

fn check(file: &Path, problems: &mut Vec<String>) -> Result<()> {
    let name = file.file_name().unwrap_or_default();
    if DRAWERS.iter().any(|drawer| name == *drawer) || name == "mod.rs" {
        problems.push(format!("{}: name the concept instead", file.display()));
    }
    let text = fs::read_to_string(file)?;
    let lines = without_tests(&text).lines().count();
    if lines > FILE_LINES {
        problems.push(format!(
            "{}: {lines} lines, at most {FILE_LINES}",
            file.display()
        ));
    }
    Ok(())
}
