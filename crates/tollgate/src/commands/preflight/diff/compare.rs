//! What is different between two runs, and whether it is worse.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tollgate_report::State;

use crate::commands::preflight::runs::{Place, Run, RunCell, RunSelection, Standing};
use crate::exit::Exit;

/// Two runs, compared.
#[derive(Debug)]
pub(in crate::commands::preflight) struct Difference {
    pub(in crate::commands::preflight) before: Side,
    pub(in crate::commands::preflight) after: Side,
    /// By weight, then by place.
    pub(in crate::commands::preflight) changes: Vec<Change>,
}

/// One of the runs.
#[derive(Debug)]
pub(in crate::commands::preflight) struct Side {
    pub(in crate::commands::preflight) name: String,
    pub(in crate::commands::preflight) made_at: Option<Timestamp>,
    pub(in crate::commands::preflight) trusted: usize,
    pub(in crate::commands::preflight) refused: usize,
    pub(in crate::commands::preflight) silent: usize,
}

/// Something that is different.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands::preflight) struct Change {
    pub(in crate::commands::preflight) weight: Weight,
    pub(in crate::commands::preflight) place: Option<Place>,
    pub(in crate::commands::preflight) kind: Kind,
    /// What it was: a standing, a state, a fingerprint, or whether it was selected.
    pub(in crate::commands::preflight) from: Option<String>,
    /// What it is.
    pub(in crate::commands::preflight) to: Option<String>,
    /// The code of the finding, or the first reason of the cell that is refused now.
    pub(in crate::commands::preflight) code: Option<String>,
    /// The title of the finding, in the language of its run.
    pub(in crate::commands::preflight) title: Option<String>,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands::preflight) enum Weight {
    /// What was trusted, or was not there, is refused; a finding is new or graver.
    Worse,
    /// It answered, and nothing is known of it any more.
    Lost,
    /// A potential problem that was not there.
    Doubtful,
    Better,
    /// Neither.
    Neutral,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands::preflight) enum Kind {
    /// How the cell stands.
    Standing,
    /// Why it is refused.
    Reason,
    /// Which certificate is presented.
    Certificate,
    /// Whether the appliance gets it before the upgrade.
    SelectedBefore,
    /// Whether the appliance gets it after the upgrade.
    SelectedAfter,
    /// What is found.
    Finding,
}

impl Weight {
    pub(in crate::commands::preflight) const ALL: [Self; 5] = [
        Self::Worse,
        Self::Lost,
        Self::Doubtful,
        Self::Better,
        Self::Neutral,
    ];

    pub(in crate::commands::preflight) const fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Lost => "lost",
            Self::Doubtful => "doubtful",
            Self::Better => "better",
            Self::Neutral => "neutral",
        }
    }
}

impl Kind {
    pub(in crate::commands::preflight) const fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Reason => "reason",
            Self::Certificate => "certificate",
            Self::SelectedBefore => "selected-before",
            Self::SelectedAfter => "selected-after",
            Self::Finding => "finding",
        }
    }
}

impl Difference {
    /// Compares two runs; the names are those of their files.
    pub(in crate::commands::preflight) fn between(
        before: &Run,
        after: &Run,
        [before_name, after_name]: [String; 2],
    ) -> Self {
        let (old, new) = (Cells::of(before), Cells::of(after));
        let mut changes = Vec::new();
        for (key, cell) in &new.by_place {
            cell_changes(key, (old.get(key), old.standing(key)), cell, &mut changes);
        }
        for (key, (cell, standing)) in &old.by_place {
            if !new.by_place.contains_key(key) {
                let to = new.standing(key);
                // The port stands in the other run with its key types.
                let is_there = *standing == Standing::Silent && new.ports.contains(&key.0.port());
                if !is_there {
                    changes.extend(standing_change(&cell.place, (*standing, to), None));
                }
            }
        }
        finding_changes((before, &old), (after, &new), &mut changes);
        changes.sort();
        Self {
            before: Side::of(before, &old, before_name),
            after: Side::of(after, &new, after_name),
            changes,
        }
    }

    pub(in crate::commands::preflight) fn count(&self, weight: Weight) -> usize {
        let changes = self.changes.iter();
        changes.filter(|change| change.weight == weight).count()
    }

    /// 3 where something is worse, 5 where evidence is lost, 4 for new potential problems alone.
    pub(in crate::commands::preflight) fn exit(&self) -> Exit {
        let exits = self.changes.iter().map(|change| match change.weight {
            Weight::Worse => Exit::Issue,
            Weight::Lost => Exit::Missing,
            Weight::Doubtful => Exit::Potential,
            Weight::Better | Weight::Neutral => Exit::Good,
        });
        exits.fold(Exit::Good, Exit::and)
    }
}

impl Side {
    fn of(run: &Run, cells: &Cells<'_>, name: String) -> Self {
        let count = |wanted| {
            let standings = cells.by_place.values();
            standings.filter(|(_, own)| *own == wanted).count()
        };
        Self {
            name,
            made_at: run.made_at,
            trusted: count(Standing::Trusted),
            refused: count(Standing::Refused),
            silent: count(Standing::Silent),
        }
    }
}

/// A place, and which of the cells that have it: one name may be dialled at several addresses.
type CellKey = (Place, usize);

/// The cells of a run by their places.
struct Cells<'r> {
    by_place: BTreeMap<CellKey, (&'r RunCell, Standing)>,
    /// The ports, which are places without a key type.
    ports: BTreeSet<Place>,
    /// Those of them that did not answer at all.
    silent: BTreeSet<Place>,
}

impl<'r> Cells<'r> {
    fn of(run: &'r Run) -> Self {
        let mut own = Self {
            by_place: BTreeMap::new(),
            ports: BTreeSet::new(),
            silent: BTreeSet::new(),
        };
        let mut met: BTreeMap<&Place, usize> = BTreeMap::new();
        for (cell, standing) in run.cells.iter().zip(run.standings()) {
            let port = cell.place.port();
            if cell.place.key_type.is_none() {
                own.silent.insert(port.clone());
            }
            own.ports.insert(port);
            let times = met.entry(&cell.place).or_default();
            own.by_place
                .insert((cell.place.clone(), *times), (cell, standing));
            *times += 1;
        }
        own
    }

    fn get(&self, key: &CellKey) -> Option<&'r RunCell> {
        self.by_place.get(key).map(|(cell, _)| *cell)
    }

    /// How a cell stands in this run; a port that did not answer has no cells with key types.
    fn standing(&self, key: &CellKey) -> Standing {
        if let Some((_, standing)) = self.by_place.get(key) {
            return *standing;
        }
        let port = key.0.port();
        if self.silent.contains(&port) {
            Standing::Silent
        } else if self.ports.contains(&port) {
            Standing::NotPresented
        } else {
            Standing::NotAsked
        }
    }

    /// Whether nothing is known of a place: it was not asked, or did not answer.
    fn is_unknown(&self, place: &Place) -> bool {
        let standing = self.standing(&(place.clone(), 0));
        matches!(standing, Standing::Silent | Standing::NotAsked)
    }
}

/// What is different about a cell of the second run.
fn cell_changes(
    key: &CellKey,
    (old, from): (Option<&RunCell>, Standing),
    (cell, to): &(&RunCell, Standing),
    changes: &mut Vec<Change>,
) {
    // What answered with key types before is told of by those.
    let is_told = *to == Standing::Silent && key.0.key_type.is_none();
    if is_told && from == Standing::NotPresented {
        return;
    }
    let code = cell.first.as_ref().map(|reason| reason.code.as_str());
    changes.extend(standing_change(&cell.place, (from, *to), code));
    let Some(old) = old else {
        return;
    };
    let change = |kind, weight, from: Option<&str>, to: Option<&str>| Change {
        weight,
        place: Some(cell.place.clone()),
        kind,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        code: None,
        title: None,
    };
    let old_code = old.first.as_ref().map(|reason| reason.code.as_str());
    if (from, *to) == (Standing::Refused, Standing::Refused) && old_code != code {
        changes.push(change(Kind::Reason, Weight::Neutral, old_code, code));
    }
    if !(from.is_known() && to.is_known()) {
        return;
    }
    let [was, is] = [old, cell].map(|own| own.certificate.as_deref());
    if was != is {
        changes.push(change(Kind::Certificate, Weight::Neutral, was, is));
    }
    let selections = [
        (Kind::SelectedBefore, old.before, cell.before),
        (Kind::SelectedAfter, old.after, cell.after),
    ];
    for (kind, was, is) in selections {
        if was != is {
            changes.push(change(kind, Weight::Neutral, word(was), word(is)));
        }
    }
}

fn word(selection: RunSelection) -> Option<&'static str> {
    let selected = selection.selected?;
    Some(if selected { "true" } else { "false" })
}

fn standing_change(
    place: &Place,
    (from, to): (Standing, Standing),
    code: Option<&str>,
) -> Option<Change> {
    let are_both_nothing = |one, other| {
        // That a port fell silent is told by what it presented before, and by its finding.
        (one, other) == (Standing::NotPresented, Standing::Silent)
    };
    if from == to || are_both_nothing(from, to) || are_both_nothing(to, from) {
        return None;
    }
    let weight = match (from, to) {
        (_, Standing::Refused) => Weight::Worse,
        (Standing::Trusted | Standing::Refused, Standing::Silent | Standing::NotAsked) => {
            Weight::Lost
        }
        (Standing::Refused | Standing::Silent, Standing::Trusted) => Weight::Better,
        _ => Weight::Neutral,
    };
    Some(Change {
        weight,
        place: Some(place.clone()),
        kind: Kind::Standing,
        from: Some(from.as_str().to_owned()),
        to: Some(to.as_str().to_owned()),
        code: code.map(str::to_owned),
        title: None,
    })
}

/// A finding at a place, or at none.
type Found<'r> = BTreeMap<(&'r str, Option<&'r Place>), (State, &'r str)>;

/// The findings that count, by code and place; of several the gravest.
fn found(run: &Run) -> Found<'_> {
    let mut found: Found<'_> = BTreeMap::new();
    for finding in run.findings.iter().filter(|own| gravity(own.state) > 0) {
        let mut places: Vec<Option<&Place>> = finding.cells.iter().map(Some).collect();
        if places.is_empty() {
            places.push(None);
        }
        for place in places {
            let own = (finding.state, finding.title.as_str());
            let known = found.entry((&finding.code, place)).or_insert(own);
            if gravity(own.0) > gravity(known.0) {
                *known = own;
            }
        }
    }
    found
}

const fn gravity(state: State) -> u8 {
    match state {
        State::IssueFound => 3,
        State::MissingInformation => 2,
        State::PotentialProblem => 1,
        State::NoIssue | State::NotApplicable => 0,
    }
}

/// Instead of a state: nobody knows whether it is still there.
const UNKNOWN: &str = "unknown";

fn finding_changes(
    (before, old): (&Run, &Cells<'_>),
    (after, new): (&Run, &Cells<'_>),
    changes: &mut Vec<Change>,
) {
    let (was, is) = (found(before), found(after));
    let better = changes.iter().filter(|own| own.weight == Weight::Better);
    let better: BTreeSet<Place> = better.filter_map(|own| own.place.clone()).collect();
    let keys: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    for key in keys {
        let (code, place) = *key;
        let state = |found: &Found<'_>| found.get(key).map(|(state, _)| *state);
        let (from, to) = (state(&was), state(&is));
        if from == to {
            continue;
        }
        let lost = to.is_none() && place.is_some_and(|place| new.is_unknown(place));
        // Of what did not answer before nothing was known.
        let is_first = place.is_some_and(|place| old.is_unknown(place));
        let weight = match (from, to) {
            _ if lost => Weight::Neutral,
            (_, Some(State::IssueFound)) => Weight::Worse,
            (_, Some(State::MissingInformation)) if is_first => Weight::Neutral,
            (_, Some(State::MissingInformation)) => Weight::Lost,
            // Of a chain that was refused the smaller faults were not told.
            (None, Some(State::PotentialProblem))
                if place.is_some_and(|place| better.contains(place)) =>
            {
                Weight::Neutral
            }
            (None, Some(State::PotentialProblem)) => Weight::Doubtful,
            (_, _) => Weight::Better,
        };
        let title = is.get(key).or_else(|| was.get(key));
        changes.push(Change {
            weight,
            place: place.cloned(),
            kind: Kind::Finding,
            from: from.map(|state| state.as_str().to_owned()),
            to: if lost {
                Some(UNKNOWN.to_owned())
            } else {
                to.map(|state| state.as_str().to_owned())
            },
            code: Some(code.to_owned()),
            title: title.map(|(_, title)| (*title).to_owned()),
        });
    }
}
