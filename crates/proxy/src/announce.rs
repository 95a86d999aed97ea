//! What the server says about itself in the log: its start and end, its settings, and above all
//! what is not verified.

use std::net::SocketAddr;
use std::time::Duration;

use tollgate_pki::NamePolicy;

use crate::log::Journal;
use crate::metrics::Metrics;
use crate::proxy::{ReloadError, Reloaded};
use crate::shared::Shared;
use crate::snapshot::Snapshot;
use crate::status::store_problems;
use crate::upstream::VerifyOrigin;

pub(crate) fn started(journal: &Journal, snapshot: &Snapshot, addresses: &[SocketAddr]) {
    let addresses: Vec<String> = addresses.iter().map(SocketAddr::to_string).collect();
    journal.notice(
        "Traffic Server Started",
        &[
            ("Version", env!("CARGO_PKG_VERSION").to_owned()),
            ("Listen", addresses.join(" ")),
            ("Workers", snapshot.settings.workers.to_string()),
            (
                "VerifyOriginServer",
                snapshot.settings.verification.mode.to_string(),
            ),
        ],
    );
    settings(journal, snapshot);
}

/// Warns where the limits promise more connections than the system gives descriptors for.
pub(crate) fn descriptors(journal: &Journal, snapshot: &Snapshot, available: Option<u64>) {
    let needed =
        snapshot.settings.limits.connections + snapshot.settings.upstream_limits.connections;
    let Some(available) = available.filter(|available| *available < needed as u64) else {
        return;
    };
    journal.notice(
        "File Descriptor Limit Low",
        &[
            ("Limit", available.to_string()),
            ("Needed", needed.to_string()),
            (
                "Detail",
                "raise it (LimitNOFILE of systemd, ulimit -n), or lower connections in [limits]"
                    .to_owned(),
            ),
        ],
    );
}

pub(crate) fn stopped(journal: &Journal, metrics: &Metrics) {
    let cut = metrics.sum(|tally| &tally.cut_connections);
    journal.notice(
        "Traffic Server Stopped",
        &[("Cut-connections", cut.to_string())],
    );
}

pub(crate) fn reloaded(journal: &Journal, snapshot: &Snapshot, reloaded: &Reloaded) {
    let mut fields = vec![
        ("Generation", reloaded.generation.to_string()),
        (
            "VerifyOriginServer",
            snapshot.settings.verification.mode.to_string(),
        ),
    ];
    if !reloaded.needs_restart.is_empty() {
        fields.push(("Needs-restart", reloaded.needs_restart.join(" ")));
    }
    journal.notice("Settings Reloaded", &fields);
    settings(journal, snapshot);
}

/// One line for each problem, so that none is cut.
pub(crate) fn reload_failed(journal: &Journal, error: &ReloadError) {
    let text = error.to_string();
    for line in text.lines().take(MOST_LINES) {
        journal.notice(
            "Reload Failed",
            &[
                ("Reason", line.trim().to_owned()),
                ("Detail", "the old settings stay in force".to_owned()),
            ],
        );
    }
}

/// Says once an hour what must not be forgotten.
pub(crate) async fn hourly(shared: &Shared) {
    let mut hours = tokio::time::interval(HOUR);
    // The first tick comes at once; the start has been announced.
    hours.tick().await;
    loop {
        hours.tick().await;
        unverified(&shared.journal(None), &shared.snapshot());
    }
}

/// What an operator should know about the settings in force.
fn settings(journal: &Journal, snapshot: &Snapshot) {
    unverified(journal, snapshot);
    let problems = store_problems(&snapshot.settings.verification.store);
    for problem in problems.iter().take(MOST_LINES) {
        journal.notice(
            "Trust Store Problem",
            &[
                ("File", problem.file.clone()),
                ("Entry", problem.position.to_string()),
                ("Detail", problem.text.clone()),
            ],
        );
    }
    if let Some(more) = problems
        .len()
        .checked_sub(MOST_LINES)
        .filter(|more| *more > 0)
    {
        journal.notice(
            "Trust Store Problem",
            &[("Detail", format!("{more} more; the status lists all"))],
        );
    }
    if snapshot
        .settings
        .verification
        .store
        .certificates()
        .is_empty()
    {
        journal.notice(
            "Trust Store Empty",
            &[(
                "Detail",
                "no certificate of a node can be trusted; add the CA certificates to [trust] store"
                    .to_owned(),
            )],
        );
    }
    let dropped = snapshot.upstream.status().dropped;
    if !dropped.is_empty() {
        let detail = "offered only to nodes with tls_engine = \"openssl\"".to_owned();
        journal.notice(
            "Cipher Suites Dropped",
            &[("Suites", dropped.join(":")), ("Detail", detail)],
        );
    }
}

/// Off and its relatives are never silent.
fn unverified(journal: &Journal, snapshot: &Snapshot) {
    let verification = &snapshot.settings.verification;
    let advice = |text: &str| {
        vec![
            ("VerifyOriginServer", verification.mode.to_string()),
            ("Detail", text.to_owned()),
        ]
    };
    match verification.mode {
        VerifyOrigin::On => {}
        VerifyOrigin::Report => journal.notice(
            "Origin Verification Reports Only",
            &advice("refused certificates are logged and the connections used all the same; set [verify] origin = \"On\""),
        ),
        VerifyOrigin::Off => journal.notice(
            "Origin Verification Off",
            &advice("every certificate of a node is accepted, so that anybody in between can read and change what is sent; set [verify] origin = \"On\""),
        ),
    }
    if verification.predict_only {
        let policy = match verification.policy.name {
            NamePolicy::None => "no name is checked",
            NamePolicy::TrafficServer | NamePolicy::Document | NamePolicy::Strict => {
                "names are checked as another product would, which accepts certificates that it should not"
            }
        };
        let fields = [
            ("Policy", verification.policy.name.to_string()),
            (
                "Detail",
                format!("{policy}; set [trust] name_policy = \"document\""),
            ),
        ];
        journal.notice("Name Policy Predicts Only", &fields);
    }
}

const HOUR: Duration = Duration::from_hours(1);
/// Lines about one matter; the status has all of it.
const MOST_LINES: usize = 20;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::{Clock, Settings};
    use crate::log::{Destination, Output, Spool, loss_notice};
    use crate::shared::Parts;

    const CLOCK: Clock = || jiff::Timestamp::UNIX_EPOCH;

    fn shared(directory: &tempfile::TempDir, mode: &str) -> Arc<Shared> {
        std::fs::write(directory.path().join("ca.pem"), "").unwrap();
        let text = format!(
            "listen = \"127.0.0.1:1\"\nworkers = 1\n[trust]\nstore = \"ca.pem\"\n[verify]\norigin = \"{mode}\"\n"
        );
        let path = directory.path().join("tollgate.toml");
        let settings = Settings::parse(&text, &path, CLOCK).unwrap();
        let spool = |name| {
            let destination = Destination::File(directory.path().join(name));
            let notice = loss_notice(&settings.log, CLOCK);
            Spool::start(Output::open(&destination).unwrap(), 10_000, notice)
                .unwrap()
                .0
        };
        let (lines, records) = (spool("log"), spool("records"));
        let metrics = Metrics::new(1);
        let snapshot = Snapshot::new(settings, 1, &[], metrics.upstream.clone()).unwrap();
        Shared::new(Parts {
            snapshot,
            lines,
            records,
            own_listeners: Vec::new(),
            metrics,
        })
    }

    #[test]
    fn off_is_said_again_every_hour_and_on_is_not() {
        for (mode, expected) in [("Off", 24), ("Report", 24), ("On", 0)] {
            let directory = tempfile::tempdir().unwrap();
            let shared = shared(&directory, mode);
            let mut builder = tokio::runtime::Builder::new_current_thread();
            let runtime = builder.enable_time().start_paused(true).build().unwrap();
            let day = Duration::from_hours(24) + Duration::from_secs(1);
            let ended =
                runtime.block_on(async { tokio::time::timeout(day, hourly(&shared)).await });
            assert!(ended.is_err(), "the announcements never end");
            shared.lines.flush();
            let log = std::fs::read_to_string(directory.path().join("log")).unwrap();
            assert_eq!(
                log.matches("Event=\"Origin Verification").count(),
                expected,
                "{mode}"
            );
        }
    }
}
