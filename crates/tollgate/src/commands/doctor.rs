//! `tollgate doctor`: on the machine that runs `serve`, the three lines that matter now.
//!
//! What broke, since when and for whom, what to do and how to do it safely. The log tells of the
//! failures, the records beside it of the certificates, the management address of the server itself.

mod files;
mod now;
mod records;
mod server;
mod shown;

use std::path::{Path, PathBuf};

use anyhow::Result;
use tollgate_analyze::analysis::analyze;
use tollgate_analyze::case::{AsOf, Case, Question};
use tollgate_analyze::signature::Signature;
use tollgate_pki::Policy;
use tollgate_proxy::Settings;
use tollgate_report::{Finding, Report, State, Upload};

use self::now::Now;
use self::server::Server;
use crate::cli::{DoctorArguments, DoctorForm, Since};
use crate::clock;
use crate::evidence::{self, Request};
use crate::exit::Exit;
use crate::output::Output;

/// Where a configuration is looked for.
const PLACES: [&str; 2] = ["tollgate.toml", "/etc/tollgate/tollgate.toml"];

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DoctorError {
    #[error("the log of {} goes to standard output", config.display())]
    Stdout { config: PathBuf },
}

/// What was found out.
struct Diagnosis {
    /// From when on, in Unix milliseconds; `None` for the beginning.
    since: Option<i64>,
    files: Vec<PathBuf>,
    report: Report,
    /// Index of the finding that matters most.
    top: Option<usize>,
    /// Requests that the log tells of.
    requests: u64,
    /// Certificates that repair it.
    upload: Vec<Upload>,
    server: Option<Server>,
    now: Option<Now>,
    /// The configuration and the trust store's files, for commands that can be pasted.
    config: Option<PathBuf>,
    store: Option<PathBuf>,
}

impl Diagnosis {
    fn top(&self) -> Option<&Finding> {
        self.report.findings.get(self.top?)
    }

    fn exit(&self) -> Exit {
        let server = match &self.server {
            Some(Server::Silent { .. }) => Exit::Issue,
            Some(Server::Answers(status)) if status.is_worrying() => Exit::Potential,
            Some(Server::Answers(_)) | None => Exit::Good,
        };
        let log = match self.top().map(|finding| finding.state) {
            Some(State::IssueFound) => Exit::Issue,
            Some(State::PotentialProblem) => Exit::Potential,
            _ if self.requests == 0 => Exit::Missing,
            _ => Exit::Good,
        };
        server.and(log)
    }
}

pub(crate) fn run(arguments: &DoctorArguments, output: &mut Output) -> Result<Exit> {
    let settings = settings(arguments, output)?;
    let settings = settings.as_ref();
    if settings.is_none() && arguments.log.is_empty() {
        let places = [("places", PLACES.join(", "))];
        output.note(&output.text("doctor-no-config", &places));
        return Ok(Exit::Usage);
    }
    let present = clock::now();
    let since = match arguments.since {
        Since::All => None,
        Since::At(at) => Some(at.as_millisecond()),
        Since::Ago(ago) => {
            let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
            Some(present.as_millisecond().saturating_sub(ago))
        }
    };
    let files = files(arguments, settings, since)?;
    let request = Request {
        paths: &files,
        key_log: Vec::new(),
        since,
        watch: None,
    };
    let gathered = evidence::gather_ends(request, output);
    for note in &gathered.notes {
        output.note(&format!("tollgate: {}", note.say(output.language())));
    }
    if gathered.has_unreadable && gathered.is_empty() {
        return Ok(Exit::Failed);
    }
    let failed = if gathered.has_unreadable {
        Exit::Failed
    } else {
        Exit::Good
    };
    let policy = settings.map_or_else(Policy::default, Settings::policy);
    let question = Question {
        policy,
        as_of: AsOf::Capture,
        now: present.as_second(),
        what_if: None,
    };
    let case = Case::gather(gathered.materials, question);
    let report = analyze(&case, &Signature::built_in());
    let requests = case.cells.iter();
    let requests = requests.fold(0_u64, |sum, cell| {
        let own = cell
            .requests
            .max(cell.succeeded.saturating_add(cell.failed));
        sum.saturating_add(own)
    });
    let top = top(&report);
    let mut diagnosis = Diagnosis {
        since,
        files,
        report,
        top,
        requests,
        upload: Vec::new(),
        server: settings.map(|own| Server::ask(own.management_address())),
        now: None,
        config: settings.map(|own| own.source().to_owned()),
        store: settings.and_then(|own| own.trust_files().first().cloned()),
    };
    learn_certificates(arguments, settings, &mut diagnosis, output)?;
    match arguments.output {
        DoctorForm::Text => shown::text(&diagnosis, output),
        DoctorForm::Json => shown::json(&diagnosis, output)?,
        DoctorForm::Pem => {
            for upload in &diagnosis.upload {
                let name = upload.name.replace("--", "- -");
                output.line(&format!("# {name}  SHA-256 {}", upload.sha256));
                output.verbatim(&upload.pem);
            }
        }
    }
    Ok(diagnosis.exit().and(failed))
}

/// The configuration that is named, or else the first that is found; none where logs are named
/// instead.
fn settings(arguments: &DoctorArguments, output: &Output) -> Result<Option<Settings>> {
    let found = match &arguments.config {
        Some(path) => Some(path.as_path()),
        None if arguments.log.is_empty() => {
            let mut places = PLACES.iter().map(Path::new);
            places.find(|path| path.is_file())
        }
        None => None,
    };
    let Some(path) = found else {
        return Ok(None);
    };
    if arguments.config.is_none() {
        let file = [("file", path.display().to_string())];
        output.note(&output.text("doctor-config-found", &file));
    }
    Ok(Some(Settings::load(path, clock::now)?))
}

/// The logs, with those beside them that were rotated away.
fn files(
    arguments: &DoctorArguments,
    settings: Option<&Settings>,
    since: Option<i64>,
) -> Result<Vec<PathBuf>, DoctorError> {
    if !arguments.log.is_empty() {
        let logs = arguments.log.iter();
        return Ok(logs
            .flat_map(|log| files::with_rotated(log, since))
            .collect());
    }
    let Some(settings) = settings else {
        return Ok(Vec::new());
    };
    let config = settings.source().to_owned();
    let log = settings.log_file().ok_or(DoctorError::Stdout { config })?;
    Ok(files::with_rotated(log, since))
}

/// The finding that matters most: what fails before what might, most requests first, the latest
/// first among equals.
fn top(report: &Report) -> Option<usize> {
    let findings = report.findings.iter().enumerate();
    let counts = findings
        .filter(|(_, own)| matches!(own.state, State::IssueFound | State::PotentialProblem));
    let best = counts.min_by_key(|(_, own)| {
        (
            own.state,
            std::cmp::Reverse((own.requests, own.users.count, own.last_seen)),
        )
    });
    best.map(|(number, _)| number)
}

/// What the records, and the node itself, show of the certificates behind the top finding.
fn learn_certificates(
    arguments: &DoctorArguments,
    settings: Option<&Settings>,
    diagnosis: &mut Diagnosis,
    output: &Output,
) -> Result<()> {
    let Some(finding) = diagnosis.top().cloned() else {
        return Ok(());
    };
    let mut upload = finding.upload.clone();
    if let (true, Some(settings)) = (upload.is_empty(), settings) {
        let file = settings.record_file();
        upload = file.map_or_else(Vec::new, |file| records::upload(file, &finding));
    }
    if arguments.probe {
        match settings {
            Some(settings) => diagnosis.now = Now::ask(&finding, settings)?,
            None => output.note(&output.text("doctor-probe-needs-config", &[])),
        }
    }
    if let (true, Some(now)) = (upload.is_empty(), &diagnosis.now) {
        upload.clone_from(&now.upload);
    }
    diagnosis.upload = upload;
    Ok(())
}
