//! Why a command could not do its job, in the reader's language.
//!
//! The errors of this crate that an operator meets are told by message id. Those of other crates
//! and of the system tell themselves, in English, with what they know.

use std::error::Error;

use crate::commands::{
    BundleError, CaptureError, DoctorError, ListError, NotThere, PublisherError, RunError,
    RunningLabError, TestError, UnknownSchema, UnusableSignature, UnusableState, WriteError,
};
use crate::fetch::FetchError;
use crate::input::InputError;
use crate::output::Output;

/// Message id and arguments.
type Told = (&'static str, Vec<(&'static str, String)>);

/// The error and its causes on one line; an error that is a list keeps its lines.
pub(crate) fn told(error: &anyhow::Error, output: &Output) -> String {
    let causes = error.chain().map(|cause| one(cause, output));
    causes.collect::<Vec<_>>().join(": ")
}

fn one(error: &(dyn Error + 'static), output: &Output) -> String {
    if let Some(error) = error.downcast_ref::<BundleError>() {
        return error.told(output);
    }
    if let Some(error) = error.downcast_ref::<PublisherError>() {
        return error.told(output);
    }
    let told = if let Some(error) = error.downcast_ref::<InputError>() {
        Some(input(error))
    } else if let Some(error) = error.downcast_ref::<CaptureError>() {
        Some(capture(error))
    } else if let Some(error) = error.downcast_ref::<WriteError>() {
        Some(write(error))
    } else if let Some(error) = error.downcast_ref::<RunError>() {
        Some(run(error))
    } else if error.is::<UnusableState>() {
        Some(("watch-state", Vec::new()))
    } else if let Some(error) = error.downcast_ref::<NotThere>() {
        Some(not_there(error))
    } else if let Some(error) = error.downcast_ref::<UnusableSignature>() {
        signature(error)
    } else if let Some(error) = error.downcast_ref::<TestError>() {
        Some(test(error))
    } else if let Some(UnknownSchema { name }) = error.downcast_ref() {
        Some(("error-no-schema", vec![("name", name.clone())]))
    } else if let Some(DoctorError::Stdout { config }) = error.downcast_ref() {
        Some((
            "doctor-stdout",
            vec![("file", config.display().to_string())],
        ))
    } else if let Some(error) = error.downcast_ref::<FetchError>() {
        fetch(error)
    } else if let Some(error) = error.downcast_ref::<ListError>() {
        let ListError { path, lines } = error;
        let arguments = vec![
            ("file", path.display().to_string()),
            ("count", lines.to_string()),
        ];
        Some(("error-bad-lines", arguments))
    } else {
        error.downcast_ref::<RunningLabError>().map(running_lab)
    };
    told.map_or_else(
        || error.to_string(),
        |(id, arguments)| output.text(id, &arguments),
    )
}

fn input(error: &InputError) -> Told {
    let file = |path: &std::path::Path| ("file", path.display().to_string());
    match error {
        InputError::Unreadable { path, .. } => ("error-unreadable", vec![file(path)]),
        InputError::TooLarge { path } => ("error-too-large", vec![file(path)]),
        InputError::TooMany { path } => ("error-too-many", vec![file(path)]),
        InputError::NoCertificate { path, .. } => ("error-no-certificate", vec![file(path)]),
        InputError::BadEntry { path, position, .. } => (
            "error-bad-entry",
            vec![file(path), ("position", position.to_string())],
        ),
    }
}

fn capture(error: &CaptureError) -> Told {
    match error {
        CaptureError::Open { path, .. } => (
            "error-unreadable",
            vec![("file", path.display().to_string())],
        ),
        CaptureError::Read { path, .. } => (
            "error-capture-broken",
            vec![("file", path.display().to_string())],
        ),
    }
}

fn write(error: &WriteError) -> Told {
    let (id, path) = match error {
        WriteError::IsInput { path } => ("error-output-is-input", path),
        WriteError::Unwritable { path, .. } => ("error-unwritable", path),
    };
    (id, vec![("file", path.display().to_string())])
}

fn run(error: &RunError) -> Told {
    let file = |path: &std::path::Path| ("file", path.display().to_string());
    match error {
        RunError::Input(error) => input(error),
        RunError::NoRun { path, .. } => ("error-no-run", vec![file(path)]),
        RunError::OtherSchema { path, found } => (
            "error-run-schema",
            vec![file(path), ("found", found.clone())],
        ),
        RunError::TooManyCells { path, limit } => (
            "error-run-cells",
            vec![file(path), ("limit", limit.to_string())],
        ),
        RunError::TooManyPlaces { path, limit } => (
            "error-run-places",
            vec![file(path), ("limit", limit.to_string())],
        ),
    }
}

fn not_there(error: &NotThere) -> Told {
    let number = |number: &u64| vec![("number", number.to_string())];
    match error {
        NotThere::Code { code } => ("error-no-code", vec![("code", code.clone())]),
        NotThere::Transaction { id } => ("error-no-transaction", number(id)),
        NotThere::Frame { number: frame } => ("error-no-frame", number(frame)),
        NotThere::Line { number: line } => ("error-no-line", number(line)),
    }
}

fn signature(error: &UnusableSignature) -> Option<Told> {
    let file = |path: &std::path::Path| vec![("file", path.display().to_string())];
    Some(match error {
        // What is wrong follows, with its line.
        UnusableSignature::File { .. } => return None,
        UnusableSignature::NotText { path } => ("error-not-text", file(path)),
        UnusableSignature::Twice { id } => ("error-signature-twice", vec![("id", id.clone())]),
        UnusableSignature::Unknown { id } => ("error-no-signature", vec![("id", id.clone())]),
    })
}

fn test(error: &TestError) -> Told {
    let (id, path) = match error {
        TestError::Nothing { path } => ("error-nothing-to-test", path),
        TestError::NoState { path } => ("error-no-state", path),
    };
    (id, vec![("file", path.display().to_string())])
}

fn fetch(error: &FetchError) -> Option<Told> {
    let address = |address: &dyn std::fmt::Display| vec![("address", address.to_string())];
    Some(match error {
        FetchError::Url(url) => ("error-url", vec![("url", url.clone())]),
        FetchError::Resolve { name, .. } => ("error-resolve", address(name)),
        FetchError::NoAddress(name) => ("error-no-address", address(name)),
        FetchError::Connect { address: to, .. } => ("error-connect", address(to)),
        FetchError::Handshake { address: to, .. } => ("error-handshake", address(to)),
        FetchError::NoCertificate { address: to } => ("error-nothing-shown", address(to)),
        FetchError::Unreadable { address: to, .. } => ("error-unreadable-shown", address(to)),
        FetchError::OpenSsl(_) => return None,
    })
}

fn running_lab(error: &RunningLabError) -> Told {
    match error {
        RunningLabError::Runs => ("error-lab-runs", Vec::new()),
        RunningLabError::RunsNot { directory } => (
            "error-lab-runs-not",
            vec![("directory", directory.display().to_string())],
        ),
    }
}
