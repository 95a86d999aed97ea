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
