//! `tollgate preflight`: what will fail, before it fails.

mod asked;
mod diff;
mod document;
mod live;
mod own;
mod prometheus;
mod publisher;
mod request;
mod revocation;
mod runs;
mod serve;
mod watch;

pub(in crate::commands) use prometheus::of_findings as metrics_of_findings;
pub(crate) use runs::RunError;
pub(crate) use watch::UnusableState;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use tollgate_analyze::case::{AsOf, Case, GivenStore, Question};
use tollgate_analyze::preflight::{
    OwnCertificate, Preflight, UpgradePath, Wanted, add_revocation, judge, judge_bundles,
    judge_client, judge_client_of_case, leave_revocation, revocation_subjects,
    revocation_subjects_of_case,
};
use tollgate_analyze::{CertificateRole, SoftwareVersion};
use tollgate_pki::{Certificate, Policy};
use tollgate_proxy::Settings;
use tollgate_text::Language;

pub(crate) use self::publisher::PublisherError;

pub(super) use self::asked::{Target, ports as ports_of, typed};
pub(super) use self::live::{Effort, ask as ask_ports};
use self::publisher::Errand;
use self::serve::ServeOffers;

use super::analyze;
use super::rules::Rules;
use crate::cli::{
    Destination, Destinations, PreflightArguments, PreflightCall, PreflightCommand, ReportForm,
};
use crate::evidence::{self, Gathered, Request};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input, runtime};

/// The release that is judged as unless another is named: the first that all sources call
/// verifying.
const TO: &str = "X14.2";

/// Columns of text for terminals.
const COLUMNS: usize = tollgate_report::columns::COLUMNS;

pub(crate) fn run(call: &PreflightCall, output: &mut Output) -> Result<Exit> {
    match &call.command {
        None => ask(&call.arguments, output),
        Some(PreflightCommand::Diff(arguments)) => diff::run(arguments, output),
        Some(PreflightCommand::Request(arguments)) => request::run(arguments, output),
        Some(PreflightCommand::Watch(arguments)) => watch::run(arguments, output),
    }
}

/// What came of asking.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
enum Answer {
    /// An answer, and what of its inputs could not be used.
    Made(Preflight, Exit),
    /// None, and the exit code for it.
    Ended(Exit),
}

fn ask(arguments: &PreflightArguments, output: &mut Output) -> Result<Exit> {
    let (preflight, failed) = match answer(arguments, output)? {
        Answer::Made(preflight, failed) => (preflight, failed),
        Answer::Ended(exit) => return Ok(exit),
    };
    show(&preflight, arguments, output)?;
    Ok(analyze::exit_of(&preflight.report, arguments.showing.fail_on).and(failed))
}

/// Asks, or reads bundles, and judges.
fn answer(arguments: &PreflightArguments, output: &Output) -> Result<Answer> {
    let inputs: Vec<_> = [&arguments.bundle, &arguments.trust]
        .into_iter()
        .flatten()
        .chain(&arguments.inventory)
        .chain(&arguments.config)
        .chain(&arguments.beside.client_certificate)
        .chain(&arguments.beside.crl)
        .chain(&arguments.publisher.axl_password_file)
        .chain(&arguments.showing.suppress)
        .chain(&arguments.policy)
        .cloned()
        .collect();
    refuse_inputs(&arguments.destinations, &inputs)?;
    let path = UpgradePath {
        from: arguments.from.clone(),
        to: arguments.to.clone().or_else(|| SoftwareVersion::parse(TO)),
        is_fresh: arguments.fresh,
        ciphers: arguments.ciphers.clone(),
    };
    path.expand().context("--ciphers cannot be used")?;
    let rules = Rules::read(&arguments.showing.suppress, &[])?;
    let rules = rules.with_policy(arguments.policy.as_deref())?;
    let question = question(arguments, &path);
    let judged_at = match question.as_of {
        AsOf::At(at) => at,
        AsOf::Capture => question.now,
    };
    let (mut preflight, failed) = if arguments.bundle.is_empty() {
        let config = arguments.config.as_deref();
        let settings = config.map(|path| Settings::load(path, clock::now));
        let settings = settings.transpose()?;
        let asks_nobody = arguments.inventory.is_none()
            && arguments.addresses.is_empty()
            && arguments.publisher.publisher.is_none();
        if asks_nobody && settings.is_none() {
            output.note(&output.text("usage-preflight", &[]));
            return Ok(Answer::Ended(Exit::Usage));
        }
        if arguments.trust.is_empty() && settings.is_none() {
            output.note(&output.text("usage-preflight-trust", &[]));
            return Ok(Answer::Ended(Exit::Usage));
        }
        if publisher::shares_standard_input(arguments) {
            output.note(&output.text("publisher-password-stdin", &[]));
            return Ok(Answer::Ended(Exit::Usage));
        }
        live(
            arguments,
            settings.as_ref(),
            &Wanted { question, path },
            output,
        )?
    } else {
        match offline(arguments, question, &path, output)? {
            Some(answer) => answer,
            None => return Ok(Answer::Ended(Exit::Failed)),
        }
    };
    preflight.tell_stores(&live::known_ports(arguments.ports.as_deref())?);
    rules.judge(&mut preflight, judged_at);
    Ok(Answer::Made(preflight, failed))
}

fn question(arguments: &PreflightArguments, path: &UpgradePath) -> Question {
    let now = clock::now();
    let is_live = arguments.bundle.is_empty();
    let at = arguments.at.or_else(|| is_live.then_some(now));
    Question {
        policy: Policy {
            name: arguments.name_policy,
            level: arguments.security_level,
        },
        as_of: at.map_or(AsOf::Capture, |at| AsOf::At(at.as_second())),
        now: now.as_second(),
        what_if: path.to.clone(),
    }
}

/// Asks nodes.
fn live(
    arguments: &PreflightArguments,
    settings: Option<&Settings>,
    wanted: &Wanted,
    output: &Output,
) -> Result<(Preflight, Exit)> {
    let credentials = publisher::credentials(&arguments.publisher)?;
    let (listed, failed) = asked::listed(arguments, settings, output)?;
    let publisher = asked::publisher(arguments, &listed)?;
    let mut own = given_certificates(arguments)?;
    let is_own_given = !own.is_empty();
    let mut stores = Vec::new();
    if let Some(settings) = settings.filter(|_| arguments.trust.is_empty()) {
        stores.push(store_of(settings));
    }
    for path in &arguments.trust {
        let (of_path, shown) = trusted(path, output)?;
        stores.extend(of_path);
        own.extend(shown.into_iter().filter(|_| !is_own_given));
    }
    if let Some(settings) = settings.filter(|_| own.is_empty()) {
        own.extend(own::of_settings(settings)?);
    }
    let lists = wanted.path.expand()?;
    let told = publisher.as_ref().map(|publisher| {
        let errand = Errand {
            publisher,
            credentials: credentials.as_ref(),
            stores: &stores,
            pin: arguments.publisher.pin,
            timeout: arguments.timeout,
            now: clock::now().as_second(),
        };
        publisher::learn(&errand, output)
    });
    let (learned, notes, told) = told.transpose()?.unwrap_or_default();
    let targets = asked::targets(listed, publisher.as_ref(), learned.as_ref(), arguments)?;
    let effort = Effort {
        depth: arguments.depth,
        timeout: arguments.timeout,
    };
    let at = match wanted.question.as_of {
        AsOf::At(at) => at,
        AsOf::Capture => wanted.question.now,
    };
    let serve = ServeOffers::new(settings, &stores, at);
    let asking = live::ask_as(targets, &lists, effort, serve.as_ref());
    let mut ports = runtime::block_on(async { Ok(asking.await) })?;
    if let Some(learned) = &learned {
        learned.place(&mut ports);
    }
    let mut preflight = judge(&ports, &stores, wanted);
    judge_client(&mut preflight, &ports, &own, &stores, at);
    if revocation::is_asked(&arguments.beside) {
        let subjects = revocation_subjects(&ports, &stores);
        let found = revocation::check(subjects, &arguments.beside, at)?;
        add_revocation(&mut preflight, found);
    } else {
        leave_revocation(&mut preflight);
    }
    if let Some(serve) = &serve {
        preflight.tell_serve(&ports, at, |port| Some(serve.of(port)));
    }
    preflight.report.notes.extend(notes);
    Ok((preflight, failed.and(told)))
}

/// Reads bundles; `None` if none of them could be read.
fn offline(
    arguments: &PreflightArguments,
    question: Question,
    path: &UpgradePath,
    output: &Output,
) -> Result<Option<(Preflight, Exit)>> {
    let own = given_certificates(arguments)?;
    let gathered = gather(&arguments.bundle, output);
    if gathered.has_unreadable && gathered.is_empty() {
        return Ok(None);
    }
    let failed = if gathered.has_unreadable {
        Exit::Failed
    } else {
        Exit::Good
    };
    let at = match question.as_of {
        AsOf::At(at) => at,
        AsOf::Capture => own::taken(&gathered).unwrap_or(question.now),
    };
    let case = Case::gather(gathered.materials, question);
    let mut preflight = judge_bundles(&case, path);
    judge_client_of_case(&mut preflight, &case, &own, at);
    if revocation::is_asked(&arguments.beside) {
        let subjects = revocation_subjects_of_case(&case);
        let found = revocation::check(subjects, &arguments.beside, at)?;
        add_revocation(&mut preflight, found);
    } else {
        leave_revocation(&mut preflight);
    }
    preflight.report.notes.extend(gathered.notes);
    Ok(Some((preflight, failed)))
}

/// Reads evidence, and tells what of it cannot be read.
fn gather(paths: &[PathBuf], output: &Output) -> Gathered {
    let request = Request {
        paths,
        key_log: Vec::new(),
        since: None,
        watch: None,
    };
    let gathered = evidence::gather(request, output);
    for note in &gathered.notes {
        output.note(&format!("tollgate: {}", note.say(output.language())));
    }
    gathered
}

/// The certificates of our own that are named on the command line.
fn given_certificates(arguments: &PreflightArguments) -> Result<Vec<OwnCertificate>> {
    let files = arguments.beside.client_certificate.iter();
    Ok(files
        .map(|path| own::of_file(path))
        .collect::<Result<_, _>>()?)
}

/// The trust stores of a path: a file is one, a directory is one, a bundle has its own.
pub(super) fn stores_of(path: &Path, output: &Output) -> Result<Vec<GivenStore>> {
    Ok(trusted(path, output)?.0)
}

/// The trust stores of a path, and what the appliances of a bundle show as their own.
fn trusted(path: &Path, output: &Output) -> Result<(Vec<GivenStore>, Vec<OwnCertificate>)> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy().into_owned();
    if is_archive(path) {
        let gathered = gather(std::slice::from_ref(&path.to_owned()), output);
        let evidence = &gathered.materials.evidence;
        let stores = evidence.peers.iter().filter_map(|peer| {
            let files = peer
                .bundles
                .last()?
                .certificate_files(CertificateRole::TrustStore);
            let certificates = files.flat_map(|(_, file)| file.certificates());
            let pem: String = certificates.map(Certificate::to_pem).collect();
            (!pem.is_empty()).then(|| GivenStore {
                name: peer.identity.host.clone().unwrap_or_else(|| name.clone()),
                octets: pem.into_bytes(),
            })
        });
        let stores: Vec<GivenStore> = stores.collect();
        anyhow::ensure!(!stores.is_empty(), "no trust store in {}", path.display());
        return Ok((stores, own::of_bundle(&gathered)));
    }
    // The same rules as everywhere: what holds no certificate is an error, or a note.
    input::trust_store(std::slice::from_ref(&path.to_owned()), clock::now(), output)?;
    let files = input::read_all(std::slice::from_ref(&path.to_owned()))?;
    let mut octets = Vec::new();
    for (_, bytes) in files {
        octets.extend(bytes);
        octets.push(b'\n');
    }
    Ok((vec![GivenStore { name, octets }], Vec::new()))
}

/// The trust store of a configuration.
pub(super) fn store_of(settings: &Settings) -> GivenStore {
    let stored = settings.trust_store().certificates().iter();
    let pem: String = stored.map(|own| own.certificate.to_pem()).collect();
    GivenStore {
        name: settings.source().display().to_string(),
        octets: pem.into_bytes(),
    }
}

/// Whether a path is an archive by its name.
fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let endings = [".tar.gz", ".tgz", ".tar", ".zip"];
    endings.iter().any(|ending| name.ends_with(ending))
}

fn show(preflight: &Preflight, arguments: &PreflightArguments, output: &mut Output) -> Result<()> {
    for destination in &arguments.destinations.0 {
        show_one(preflight, destination, arguments, output)?;
    }
    Ok(())
}

fn show_one(
    preflight: &Preflight,
    destination: &Destination,
    arguments: &PreflightArguments,
    output: &mut Output,
) -> Result<()> {
    let own = in_form(preflight, destination.form, output.language())?;
    analyze::show(
        &preflight.report,
        own,
        (destination, &arguments.showing),
        output,
    )
}

/// The text of a form that is not that of every report.
pub(super) fn in_form(
    preflight: &Preflight,
    form: ReportForm,
    language: Language,
) -> Result<Option<String>> {
    Ok(match form {
        ReportForm::Json => Some(document::json(preflight, language)?),
        ReportForm::Csv => Some(document::csv(preflight)),
        ReportForm::Jsonl => Some(document::lines(preflight, language)?),
        ReportForm::Prometheus => {
            let run = runs::Run::of(document::value(preflight, language)?)?;
            Some(prometheus::render(&run))
        }
        ReportForm::Text
        | ReportForm::Short
        | ReportForm::Md
        | ReportForm::Junit
        | ReportForm::Sarif
        | ReportForm::Html
        | ReportForm::Pem => None,
    })
}

/// Refuses to write in the place of what is to be read.
fn refuse_inputs(destinations: &Destinations, inputs: &[PathBuf]) -> Result<()> {
    let files = destinations.0.iter();
    for file in files.filter_map(|one| one.file.as_deref()) {
        analyze::refuse_input(file, inputs)?;
    }
    Ok(())
}

/// Whether all forms are those of `diff` and `request`; says so if not.
fn are_tables(forms: impl IntoIterator<Item = ReportForm>, output: &Output) -> bool {
    let is_table = |form| {
        matches!(
            form,
            ReportForm::Text | ReportForm::Json | ReportForm::Md | ReportForm::Csv
        )
    };
    let are = forms.into_iter().all(is_table);
    if !are {
        output.note(&output.text("runs-forms", &[]));
    }
    are
}

/// A JSON document of many lines in which nothing commands a terminal.
fn pretty(document: &Value) -> Result<String> {
    let text = serde_json::to_string_pretty(document).context("the answer cannot be written")?;
    let mut text = tollgate_report::harmless_json(&text).into_owned();
    text.push('\n');
    Ok(text)
}

/// Puts a text where it goes.
fn put(destination: &Destination, text: &str, output: &mut Output) -> Result<()> {
    match &destination.file {
        None => output.rendered(text),
        Some(file) => analyze::write(file, destination.form, text)?,
    }
    Ok(())
}
