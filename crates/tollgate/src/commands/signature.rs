//! `tollgate signature`: what is looked for, and whether a user's own signatures work.

mod test;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;
use tollgate_analyze::signature::{Lint, Look, Sentence, Signature, SignatureError, lint};

use crate::cli::{Format, SignatureLintArguments, SignatureListArguments, SignatureShowArguments};
use crate::exit::Exit;
use crate::input::{self, InputError};
use crate::labels::Fields;
use crate::output::Output;

pub(crate) use test::{TestError, test};

/// A signature that cannot be used, or is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnusableSignature {
    #[error("{}", path.display())]
    File {
        path: PathBuf,
        source: SignatureError,
    },
    #[error("{}: not UTF-8", path.display())]
    NotText { path: PathBuf },
    #[error("two signatures are called {id}")]
    Twice { id: String },
    #[error("there is no signature {id}")]
    Unknown { id: String },
}

/// The signatures of the program and those of the user's directories.
pub(super) fn all(directories: &[PathBuf]) -> Result<Vec<Signature>> {
    let mut signatures = Signature::built_in();
    for directory in directories {
        for path in files_of(directory)? {
            let signature = read(&path)?;
            if signatures.iter().any(|known| known.id == signature.id) {
                let id = signature.id;
                return Err(UnusableSignature::Twice { id }.into());
            }
            signatures.push(signature);
        }
    }
    Ok(signatures)
}

/// The signature files of a directory, by name.
fn files_of(directory: &Path) -> Result<Vec<PathBuf>, InputError> {
    let unreadable = |source| InputError::Unreadable {
        path: directory.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Signature> {
    let toml = text_of(path)?;
    let unusable = |source| UnusableSignature::File {
        path: path.to_owned(),
        source,
    };
    Ok(Signature::parse(&toml).map_err(unusable)?)
}

fn text_of(path: &Path) -> Result<String> {
    let not_text = |_| UnusableSignature::NotText {
        path: path.to_owned(),
    };
    Ok(String::from_utf8(input::read(path)?).map_err(not_text)?)
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    version: u32,
    code: &'a str,
    category: &'static str,
    defects: &'a [String],
    related_defects: &'a [String],
    title: String,
    condition: String,
}

impl<'a> Entry<'a> {
    fn of(signature: &'a Signature, output: &Output) -> Self {
        Self {
            id: &signature.id,
            version: signature.version,
            code: &signature.code,
            category: signature.category.as_str(),
            defects: &signature.defects,
            related_defects: &signature.related_defects,
            title: say(&signature.texts.topic, output),
            condition: say(&signature.texts.condition, output),
        }
    }
}

/// A sentence whose values are not known: they are shown by name, as `<subject>`.
pub(super) fn say(sentence: &Sentence, output: &Output) -> String {
    let text = sentence.without_values().say(output.language());
    named_values(&text)
}

/// A text with the values that it was not given by name, as `<subject>`.
pub(super) fn named_values(text: &str) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, value)) = rest.split_once("{$") {
        let Some((name, after)) = value.split_once('}') else {
            break;
        };
        named.push_str(before);
        named.push('<');
        named.push_str(name);
        named.push('>');
        rest = after;
    }
    named.push_str(rest);
    named
}

pub(crate) fn list(arguments: &SignatureListArguments, output: &mut Output) -> Result<Exit> {
    let signatures = all(&arguments.signature_dir)?;
    let entries: Vec<Entry<'_>> = signatures
        .iter()
        .map(|signature| Entry::of(signature, output))
        .collect();
    match arguments.output {
        Format::Json => output.json(&entries)?,
        Format::Text => {
            for entry in &entries {
                let defects = entry.defects.join(" ");
                let heading = format!(
                    "{}  {}  {}  {defects}",
                    entry.code, entry.id, entry.category
                );
                output.line(heading.trim_end());
                output.paragraph(2, &entry.title);
            }
        }
    }
    Ok(Exit::Good)
}

pub(crate) fn show(arguments: &SignatureShowArguments, output: &mut Output) -> Result<Exit> {
    let signatures = all(&arguments.signature_dir)?;
    let id = &arguments.id;
    let Some(signature) = signatures.iter().find(|signature| signature.id == *id) else {
        return Err(UnusableSignature::Unknown { id: id.clone() }.into());
    };
    describe(signature, output);
    Ok(Exit::Good)
}

/// Everything that a signature says, whatever it finds.
pub(super) fn describe(signature: &Signature, output: &mut Output) {
    let texts = &signature.texts;
    output.line(&format!(
        "{}  {}  {}, {}",
        signature.code, signature.id, signature.category, signature.version
    ));
    let title = say(&texts.topic, output);
    output.paragraph(0, &title);
    output.line("");
    let label = |id| output.text(id, &[]);
    let mut fields = Fields::default();
    if !signature.defects.is_empty() {
        fields.add(
            label("signature-label-defects"),
            signature.defects.join(", "),
        );
    }
    if !signature.related_defects.is_empty() {
        let related = signature.related_defects.join(", ");
        fields.add(label("signature-label-related"), related);
    }
    let needs: Vec<String> = signature
        .needs
        .iter()
        .map(|need| {
            need.0
                .iter()
                .map(|kind| kind.as_str())
                .collect::<Vec<_>>()
                .join(" / ")
        })
        .collect();
    if !needs.is_empty() {
        fields.add(label("signature-label-needs"), needs.join(", "));
    }
    fields.add(label("signature-label-found"), say(&texts.title, output));
    fields.add(label("signature-label-clear"), say(&texts.clear, output));
    fields.add(
        label("signature-label-condition"),
        say(&texts.condition, output),
    );
    fields.add(
        label("signature-label-description"),
        say(&texts.description, output),
    );
    for information in &texts.information {
        fields.add(
            label("signature-label-information"),
            say(information, output),
        );
    }
    for action in &texts.actions {
        fields.add(label("signature-label-action"), say(action, output));
    }
    if let Some((workaround, risk)) = &texts.workaround {
        fields.add(label("signature-label-workaround"), say(workaround, output));
        fields.add(label("signature-label-risk"), say(risk, output));
    }
    for document in &signature.documentation {
        let value = format!("{} {}", document.title, document.url);
        fields.add(label("signature-label-document"), value);
    }
    let look = match &signature.look {
        Look::Check(_) => label("signature-look-program"),
        Look::Rules(_) => label("signature-look-rules"),
    };
    fields.add(label("signature-label-look"), look);
    fields.write(2, output);
}

pub(crate) fn lint_files(arguments: &SignatureLintArguments, output: &mut Output) -> Exit {
    let mut exit = Exit::Good;
    for path in &arguments.files {
        let toml = match text_of(path) {
            Ok(toml) => toml,
            Err(error) => {
                output.failure(&error);
                exit = exit.and(Exit::Failed);
                continue;
            }
        };
        let found = lint(&toml);
        if found.is_empty() {
            output.line(&format!("{}: ok", path.display()));
        }
        for one in found {
            output.line(&format!("{}: {one}", path.display()));
            exit = exit.and(match one {
                Lint::Error(_) => Exit::Issue,
                Lint::Remark(_) => Exit::Potential,
            });
        }
    }
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_nobody_knows_are_shown_by_name() {
        for (text, shown) in [
            ("Upload {$subject}.", "Upload <subject>."),
            ("{$a}{$b} {", "<a><b> {"),
            ("open {$end", "open {$end"),
            ("", ""),
        ] {
            assert_eq!(named_values(text), shown);
        }
    }
}
