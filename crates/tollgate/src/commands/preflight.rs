//! `tollgate preflight`: what will fail, before it fails.

mod asked;
mod document;
mod live;

use std::path::Path;

use anyhow::{Context, Result};
use tollgate_analyze::case::{AsOf, Case, GivenStore, Question};
use tollgate_analyze::preflight::{Preflight, UpgradePath, Wanted, judge, judge_bundles};
use tollgate_analyze::{CertificateRole, SoftwareVersion};
use tollgate_pki::{Certificate, Policy};
use tollgate_proxy::Settings;

use super::analyze;
use crate::cli::{PreflightArguments, ReportForm};
use crate::evidence::{self, Gathered, Request};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input, runtime};

/// The release that is judged as unless another is named: the first that all sources call
/// verifying.
const TO: &str = "X14.2";

pub(crate) fn run(arguments: &PreflightArguments, output: &mut Output) -> Result<Exit> {
    let inputs: Vec<_> = [&arguments.bundle, &arguments.trust]
        .into_iter()
        .flatten()
        .chain(&arguments.inventory)
        .chain(&arguments.config)
        .cloned()
        .collect();
    let files = arguments.destinations.0.iter();
    for file in files.filter_map(|one| one.file.as_deref()) {
        analyze::refuse_input(file, &inputs)?;
    }
    let path = UpgradePath {
        from: arguments.from.clone(),
        to: arguments.to.clone().or_else(|| SoftwareVersion::parse(TO)),
        is_fresh: arguments.fresh,
        ciphers: arguments.ciphers.clone(),
    };
    path.expand().context("--ciphers cannot be used")?;
    let question = question(arguments, &path);
    let (preflight, failed) = if arguments.bundle.is_empty() {
        let config = arguments.config.as_deref();
        let settings = config.map(|path| Settings::load(path, clock::now));
        let settings = settings.transpose()?;
        let asks_nobody = arguments.inventory.is_none() && arguments.addresses.is_empty();
        if asks_nobody && settings.is_none() {
            output.note(&output.text("usage-preflight", &[]));
            return Ok(Exit::Usage);
        }
        if arguments.trust.is_empty() && settings.is_none() {
            output.note(&output.text("usage-preflight-trust", &[]));
            return Ok(Exit::Usage);
        }
        live(
            arguments,
            settings.as_ref(),
            &Wanted { question, path },
            output,
        )?
    } else {
        match offline(arguments, question, &path, output) {
            Some(answer) => answer,
            None => return Ok(Exit::Failed),
        }
    };
    show(&preflight, arguments, output)?;
    Ok(analyze::exit_of(&preflight.report, arguments.showing.fail_on).and(failed))
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
    let (targets, failed) = asked::targets(arguments, settings, output)?;
    let mut stores = Vec::new();
    if let Some(settings) = settings.filter(|_| arguments.trust.is_empty()) {
        stores.push(store_of(settings));
    }
    for path in &arguments.trust {
        stores.extend(stores_of(path, output)?);
    }
    let lists = wanted.path.expand()?;
    let ports = runtime::block_on(async { Ok(live::ask(targets, &lists, arguments).await) })?;
    Ok((judge(&ports, &stores, wanted), failed))
}

/// Reads bundles; `None` if none of them could be read.
fn offline(
    arguments: &PreflightArguments,
    question: Question,
    path: &UpgradePath,
    output: &Output,
) -> Option<(Preflight, Exit)> {
    let gathered = gather(&arguments.bundle, output);
    if gathered.has_unreadable && gathered.is_empty() {
        return None;
    }
    let failed = if gathered.has_unreadable {
        Exit::Failed
    } else {
        Exit::Good
    };
    let case = Case::gather(gathered.materials, question);
    let mut preflight = judge_bundles(&case, path);
    preflight.report.notes.extend(gathered.notes);
    Some((preflight, failed))
}

/// Reads evidence, and tells what of it cannot be read.
fn gather(paths: &[std::path::PathBuf], output: &Output) -> Gathered {
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

/// The trust stores of a path: a file is one, a directory is one, a bundle has its own.
fn stores_of(path: &Path, output: &Output) -> Result<Vec<GivenStore>> {
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
        return Ok(stores);
    }
    // The same rules as everywhere: what holds no certificate is an error, or a note.
    input::trust_store(std::slice::from_ref(&path.to_owned()), clock::now(), output)?;
    let files = input::read_all(std::slice::from_ref(&path.to_owned()))?;
    let mut octets = Vec::new();
    for (_, bytes) in files {
        octets.extend(bytes);
        octets.push(b'\n');
    }
    Ok(vec![GivenStore { name, octets }])
}

/// The trust store of a configuration.
fn store_of(settings: &Settings) -> GivenStore {
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
        let language = output.language();
        let own = match destination.form {
            ReportForm::Json => Some(document::json(preflight, language)?),
            ReportForm::Csv => Some(document::csv(preflight)),
            _ => None,
        };
        analyze::show(
            &preflight.report,
            own,
            (destination, &arguments.showing),
            output,
        )?;
    }
    Ok(())
}
