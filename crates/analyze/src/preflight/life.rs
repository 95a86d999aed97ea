//! How much of its life a certificate has left.

use std::collections::BTreeMap;

use tollgate_pki::{Certificate, Code};
use tollgate_report::{Cell, Evidence, Finding, FoundAt, Message, Report, State};

use super::PreflightCell;
use crate::analysis::utc;
use crate::case::Presented;
use crate::signature::Signature;

const DAY: i64 = 86_400;
/// A certificate in its last tenth is warned of by the verdict itself; besides, one in its last days
/// is ...
const DAYS: i64 = 30;
/// ... where these are within this share of its life: certificates may be made for a week.
const SHARE_OF_DAYS: i64 = 3;

/// The dates of a certificate of a node, and of the chain above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Its first second, in Unix seconds.
    pub starts: i64,
    /// Its last second.
    pub ends: i64,
    /// Whole days from the time of judgement to its end; negative where it is over.
    pub days_left: i64,
    /// How much of its life is over, from 0 to 100.
    pub percent_used: u8,
    /// Whole days to the end of the certificate of the path that ends first: this one or a CA.
    pub path_days_left: i64,
    /// It was valid when it was judged, and is over by now.
    pub is_over_since: bool,
    /// Of those in the path that end soon by days and not by share of life.
    soon: Option<Certificate>,
}

impl Life {
    /// What is known of the dates of a presented chain; `now` in Unix seconds. `None` where the dates
    /// cannot be read.
    pub(super) fn of(presented: &Presented, now: i64) -> Option<Self> {
        let leaf = presented.chain.first()?;
        let (starts, ends) = dates(leaf)?;
        let at = presented.at;
        let path = presented.verdict.as_ref().map(|own| own.path.as_slice());
        let path = path.unwrap_or_default();
        let ends_of_path = path.iter().filter_map(|own| own.facts().not_after);
        let first_end = ends_of_path.fold(ends, i64::min);
        let soon = path.iter().find(|own| ends_by_days(own, at)).cloned();
        Some(Self {
            starts,
            ends,
            days_left: ends.saturating_sub(at).div_euclid(DAY),
            percent_used: percent(starts, ends, at),
            path_days_left: first_end.saturating_sub(at).div_euclid(DAY),
            is_over_since: at <= first_end && first_end < now,
            soon,
        })
    }
}

fn dates(certificate: &Certificate) -> Option<(i64, i64)> {
    let facts = certificate.facts();
    Some((facts.not_before?, facts.not_after?))
}

fn percent(starts: i64, ends: i64, at: i64) -> u8 {
    let life = i128::from(ends) - i128::from(starts);
    let lived = (i128::from(at) - i128::from(starts)) * 100;
    let percent = lived.checked_div(life.max(1)).unwrap_or(100);
    u8::try_from(percent.clamp(0, 100)).unwrap_or(100)
}

/// Whether a certificate is in its last days, and not yet in the last tenth of its life, of which
/// the verdict warns.
fn ends_by_days(certificate: &Certificate, at: i64) -> bool {
    let Some((starts, ends)) = dates(certificate) else {
        return false;
    };
    let left = ends.saturating_sub(at);
    let life = ends.saturating_sub(starts);
    let is_last_tenth = left < life.checked_div(10).unwrap_or(0);
    let is_last_share = left < life.checked_div(SHARE_OF_DAYS).unwrap_or(0);
    left >= 0 && left < DAYS.saturating_mul(DAY) && is_last_share && !is_last_tenth
}

/// Adds a finding for each certificate that ends within days, beside those in the last tenth of
/// their lives.
pub(super) fn add(cells: &[PreflightCell], source: &str, report: &mut Report) {
    let signatures = Signature::built_in();
    let mut own = signatures.iter();
    let Some(signature) = own.find(|own| own.id == "certificate-ends-soon") else {
        return;
    };
    let mut ending: BTreeMap<[u8; 32], (&Certificate, Vec<Cell>)> = BTreeMap::new();
    for cell in cells {
        if let Some(soon) = cell.life.as_ref().and_then(|life| life.soon.as_ref()) {
            let known = ending.entry(soon.fingerprint().0);
            known
                .or_insert((soon, Vec::new()))
                .1
                .push(cell.cell.clone());
        }
    }
    for (certificate, cells) in ending.into_values() {
        replace_clear(report, finding(signature, certificate, &cells, source));
    }
}

fn finding(
    signature: &Signature,
    certificate: &Certificate,
    cells: &[Cell],
    source: &str,
) -> Finding {
    let facts = certificate.facts();
    let named: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let named = named.join(", ");
    let ends = facts.not_after.map(utc).unwrap_or_default();
    let arguments = vec![
        ("cells", named.clone()),
        ("certificate", certificate.name().to_owned()),
        ("issuer", facts.issuer.clone()),
        ("ends", ends.clone()),
    ];
    let mut finding = signature.finding(State::PotentialProblem, &arguments);
    Code::Dates.as_str().clone_into(&mut finding.code);
    finding.cells = cells.to_vec();
    finding.evidence = vec![Evidence {
        at: FoundAt::File {
            source: source.to_owned(),
            item: named,
        },
        text: Message::plain(format!("{} {ends}", certificate.name())),
    }];
    finding
}

/// Adds a finding; that its signature found nothing is not said beside it.
pub(super) fn replace_clear(report: &mut Report, finding: Finding) {
    report
        .findings
        .retain(|known| known.signature != finding.signature || known.state != State::NoIssue);
    report.findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_measured_in_per_cent() {
        assert_eq!(percent(0, 1_000, 250), 25);
        assert_eq!(percent(0, 1_000, 2_000), 100);
        assert_eq!(percent(500, 1_000, 0), 0);
        assert_eq!(percent(5, 5, 7), 100);
        assert_eq!(percent(i64::MIN, i64::MAX, 0), 50);
    }
}
