//! One root cause is one incident: causes of all cells with the same culprit.

use std::collections::BTreeMap;

use tollgate_capture::Outcome;
use tollgate_pki::{Code, TrustStore};
use tollgate_report::Cell;

use super::cause::{Cause, Culprit, Standing, causes, handshakes};
use super::sighting::{Extent, Sighting};
use super::warning::warnings;
use crate::case::{Case, CellCase, Presented};

/// A root cause with everything that it breaks.
#[derive(Debug)]
pub(super) struct Incident {
    pub(super) code: Code,
    /// The gravest of its causes.
    pub(super) standing: Standing,
    pub(super) culprit: Culprit,
    /// The gravest first, of these the first by time. Never empty.
    pub(super) causes: Vec<Cause>,
}

/// Every incident of a code, the first by time first.
pub(super) fn incidents(case: &Case, code: Code) -> Vec<Incident> {
    let of_code = causes(case).into_iter().filter(|cause| cause.code == code);
    group(case, of_code)
}

/// Everything of a code that passes and deserves a look.
pub(super) fn warned(case: &Case, code: Code) -> Vec<Incident> {
    let of_code = warnings(case)
        .into_iter()
        .filter(|cause| cause.code == code);
    group(case, of_code)
}

fn group(case: &Case, causes: impl Iterator<Item = Cause>) -> Vec<Incident> {
    let mut by_culprit: BTreeMap<Culprit, Vec<Cause>> = BTreeMap::new();
    for cause in causes {
        by_culprit
            .entry(cause.culprit.clone())
            .or_default()
            .push(cause);
    }
    let mut incidents: Vec<(Option<i64>, Incident)> = by_culprit
        .into_iter()
        .filter_map(|(culprit, mut causes)| {
            causes.sort_by_cached_key(|cause| {
                let first = Extent::of(case, &[sighting(case, cause)]).first;
                (cause.standing, first.is_none(), first)
            });
            let first = causes.first()?;
            let incident = Incident {
                code: first.code,
                standing: first.standing,
                culprit,
                causes,
            };
            let first = Extent::of(case, &incident.gravest_sightings(case)).first;
            Some((first, incident))
        })
        .collect();
    incidents.sort_by_key(|(first, incident)| (incident.standing, first.is_none(), *first));
    incidents
        .into_iter()
        .map(|(_, incident)| incident)
        .collect()
}

impl Incident {
    /// The affected cells, the first by the time of its evidence first.
    pub(super) fn cells(&self, case: &Case) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for cause in &self.causes {
            if let Some(cell) = case.cells.get(cause.cell)
                && !cells.contains(&cell.cell)
            {
                cells.push(cell.cell.clone());
            }
        }
        cells
    }

    /// The first cause of which the chain was seen.
    pub(super) fn seen(&self) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.presented.is_some())
    }

    /// Where all of its causes are seen.
    pub(super) fn sightings(&self, case: &Case) -> Vec<Sighting> {
        let causes = self.causes.iter();
        causes.map(|cause| sighting(case, cause)).collect()
    }

    /// Where those are seen that show most: what merely would fail is not counted with what does.
    pub(super) fn gravest_sightings(&self, case: &Case) -> Vec<Sighting> {
        let causes = self.causes.iter();
        let gravest = causes.filter(|cause| cause.standing == self.standing);
        gravest.map(|cause| sighting(case, cause)).collect()
    }
}

/// The chain of a cause.
pub(super) fn presented<'c>(case: &'c Case, cause: &Cause) -> Option<&'c Presented> {
    let (cell, number) = cause.presented?;
    case.cells.get(cell)?.presented.get(number)
}

/// The trust store that a chain was judged against.
pub(super) fn store<'c>(case: &'c Case, presented: &Presented) -> Option<&'c TrustStore> {
    let stores = &case.peers.get(presented.peer)?.stores;
    Some(&stores.get(presented.store?)?.store)
}

fn sighting(case: &Case, cause: &Cause) -> Sighting {
    let mut sighting = Sighting {
        cell: cause.cell,
        failures: cause.failures.clone(),
        handshakes: Vec::new(),
        requests_of_cell: false,
    };
    // The chain may have been presented at another cell than the one that failed.
    let cell = cause.presented.and_then(|(cell, _)| case.cells.get(cell));
    let (Some(cell), Some(presented)) = (cell, presented(case, cause)) else {
        return sighting;
    };
    let mut passed = false;
    for (attempt, handshake) in handshakes(case, cell, presented) {
        if cause.standing == Standing::Failed && handshake.outcome == Outcome::Established {
            passed = true;
        } else {
            sighting.handshakes.extend(attempt.handshake);
        }
    }
    sighting.requests_of_cell =
        cause.standing == Standing::Failed && !passed && is_only_chain(cell, presented);
    sighting
}

/// Whether failed requests of a cell can only have met this chain.
fn is_only_chain(cell: &CellCase, presented: &Presented) -> bool {
    let [only] = cell.presented.as_slice() else {
        return false;
    };
    only.peer == presented.peer && cell.failures.is_empty()
}
