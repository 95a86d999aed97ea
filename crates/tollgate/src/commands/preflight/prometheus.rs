//! A run as metrics, for the textfile collector of a Prometheus node exporter.
//!
//! Text format 0.0.4: a `# HELP` and a `# TYPE` line before the samples of each metric, the samples of
//! one metric together, label values with `\`, `"` and line ends escaped. What is refused keeps its
//! metrics: a certificate's end does not vanish because nobody trusts it, and a cell without evidence
//! is there with the value 0 of `tollgate_preflight_cell_answered`.

use std::collections::BTreeMap;

use tollgate_report::State;

use super::runs::{Place, Run, RunCell, RunCertificate, Standing};

/// The metrics of a run.
pub(super) fn render(run: &Run) -> String {
    let mut page = Page::default();
    let standings = run.standings();
    let cells: Vec<(&RunCell, Standing)> = each_once(run, &standings);
    let certificates = run.by_fingerprint();
    let of = |cell: &RunCell| {
        let own = cell.certificate.as_deref()?;
        certificates.get(own).copied()
    };

    page.metric(
        "tollgate_preflight_run_timestamp_seconds",
        "When the preflight was made, in Unix seconds.",
    );
    if let Some(at) = run.made_at {
        page.sample(&[], &seconds(at));
    }
    page.metric(
        "tollgate_preflight_cell_answered",
        "Whether the address, port and key type gave evidence: 1, or 0 where nothing is known.",
    );
    for (cell, standing) in &cells {
        page.of_place(
            &cell.place,
            if *standing == Standing::Silent {
                ZERO
            } else {
                ONE
            },
        );
    }
    page.metric(
        "tollgate_preflight_cell_trusted",
        "Whether a verifying release accepts the certificate: 1, or 0 where it is refused or nothing \
         is known. Key types that a port does not have are left out.",
    );
    for (cell, standing) in &cells {
        if *standing != Standing::NotPresented {
            page.of_place(
                &cell.place,
                if *standing == Standing::Trusted {
                    ONE
                } else {
                    ZERO
                },
            );
        }
    }
    let selections = [
        (
            "tollgate_preflight_cell_before_selected",
            "Whether the appliance gets this certificate before the upgrade, where that is known.",
        ),
        (
            "tollgate_preflight_cell_after_selected",
            "Whether the appliance gets this certificate after the upgrade, where that is known.",
        ),
    ];
    for (number, (name, help)) in selections.into_iter().enumerate() {
        page.metric(name, help);
        for (cell, _) in &cells {
            let side = if number == 0 { cell.before } else { cell.after };
            if let Some(selected) = side.selected {
                page.of_place(&cell.place, if selected { ONE } else { ZERO });
            }
        }
    }
    page.metric(
        "tollgate_preflight_certificate_expiry_timestamp_seconds",
        "End of the validity of the certificate that was presented, in Unix seconds.",
    );
    for (cell, _) in &cells {
        if let Some(end) = of(cell).and_then(|own| own.not_after) {
            page.of_place(&cell.place, &seconds(end));
        }
    }
    page.metric(
        "tollgate_preflight_certificate_life_used_ratio",
        "How much of the certificate's validity was over when the preflight was made: 0 at its \
         beginning, 1 at its end, more behind it.",
    );
    for (cell, _) in &cells {
        if let Some(ratio) = of(cell).and_then(|own| life_used(run, own)) {
            page.of_place(&cell.place, &format!("{ratio:.6}"));
        }
    }
    let found = run.findings.iter();
    page.findings(
        "tollgate_preflight_findings",
        found.map(|own| (own.code.as_str(), own.state)),
    );
    page.text
}

/// The metrics of an analysis, which are its findings.
pub(in crate::commands) fn of_findings<'f>(
    found: impl Iterator<Item = (&'f str, State)> + Clone,
) -> String {
    let mut page = Page::default();
    page.findings("tollgate_analysis_findings", found);
    page.text
}

/// The cells, each place once: of several that share one the worst.
fn each_once<'r>(run: &'r Run, standings: &[Standing]) -> Vec<(&'r RunCell, Standing)> {
    let badness = |standing: Standing| match standing {
        Standing::NotAsked | Standing::NotPresented => 0,
        Standing::Trusted => 1,
        Standing::Silent => 2,
        Standing::Refused => 3,
    };
    let mut each: BTreeMap<&Place, (&RunCell, Standing)> = BTreeMap::new();
    for (cell, standing) in run.cells.iter().zip(standings) {
        let known = each.entry(&cell.place).or_insert((cell, *standing));
        if badness(*standing) > badness(known.1) {
            *known = (cell, *standing);
        }
    }
    each.into_values().collect()
}

fn life_used(run: &Run, certificate: &RunCertificate) -> Option<f64> {
    let begin = certificate.not_before?.as_second();
    let life = seconds_between(begin, certificate.not_after?.as_second());
    let used = seconds_between(begin, run.made_at?.as_second());
    (life > 0.0).then(|| (used / life).max(0.0))
}

/// Seconds of a few thousand years are exact in a double.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
const fn seconds_between(from: i64, to: i64) -> f64 {
    (to - from) as f64
}

fn seconds(at: jiff::Timestamp) -> String {
    at.as_second().to_string()
}

/// 1 for one state, 0 for any other.
const ONE: &str = "1";
const ZERO: &str = "0";

/// The states that are counted.
const STATES: [State; 3] = [
    State::IssueFound,
    State::PotentialProblem,
    State::MissingInformation,
];

/// A page that is being written.
#[derive(Default)]
struct Page {
    text: String,
    name: &'static str,
}

impl Page {
    /// Begins a gauge.
    fn metric(&mut self, name: &'static str, help: &str) {
        self.name = name;
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        for line in [
            format!("# HELP {name} {help}\n"),
            format!("# TYPE {name} gauge\n"),
        ] {
            self.text.push_str(&line);
        }
    }

    /// How many findings there are; a code that was looked for and not found has 0, so that an
    /// alert ends.
    fn findings<'f>(
        &mut self,
        name: &'static str,
        found: impl Iterator<Item = (&'f str, State)> + Clone,
    ) {
        self.metric(name, "How many findings there are of this code and state.");
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (code, _) in found.clone() {
            for state in STATES {
                counts.insert((code, state.as_str()), 0);
            }
        }
        for (code, state) in found {
            if let Some(count) = counts.get_mut(&(code, state.as_str())) {
                *count += 1;
            }
        }
        for ((code, state), count) in counts {
            self.sample(&[("code", code), ("state", state)], &count.to_string());
        }
    }

    fn of_place(&mut self, place: &Place, value: &str) {
        let port = place.port.map_or_else(String::new, |port| port.to_string());
        let labels = [
            ("node", place.node.as_str()),
            ("address", &place.address),
            ("port", &port),
            ("key_type", place.key()),
        ];
        self.sample(&labels, value);
    }

    fn sample(&mut self, labels: &[(&str, &str)], value: &str) {
        self.text.push_str(self.name);
        for (number, (name, label)) in labels.iter().enumerate() {
            self.text.push(if number == 0 { '{' } else { ',' });
            self.text.push_str(name);
            self.text.push_str("=\"");
            for character in label.chars() {
                match character {
                    '\\' => self.text.push_str("\\\\"),
                    '"' => self.text.push_str("\\\""),
                    '\n' => self.text.push_str("\\n"),
                    // Nothing that a terminal obeys, since people read these files, too.
                    other => self.text.push_str(
                        &tollgate_report::harmless(other.encode_utf8(&mut [0; 4]))
                            .replace('\\', "\\\\"),
                    ),
                }
            }
            self.text.push('"');
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        self.text.push(' ');
        self.text.push_str(value);
        self.text.push('\n');
    }
}
