//! What becomes of each cell: before the upgrade, after it, and after the plan.

use tollgate_report::{CellProspects, MatrixCell, Message, Prospect, Report, State};

use super::PreflightCell;
use super::outlook::Selection;

/// Puts the prospects of all cells into the report. Cells that the plan repairs are in its steps.
pub(super) fn look(cells: &mut [PreflightCell], unrepaired: &[usize], report: &mut Report) {
    for (index, cell) in cells.iter_mut().enumerate() {
        let after = prospect(cell, cell.after);
        let mut steps = report.plan.iter();
        let is_repaired = steps.any(|step| step.cells.contains(&cell.cell));
        cell.after_plan = if is_repaired && !unrepaired.contains(&index) {
            Prospect::Passes
        } else {
            after
        };
    }
    report.prospects = cells
        .iter()
        .filter(|cell| cell.served || cell.cell.key_type.is_none() || cell.is_unknown)
        .map(row)
        .collect();
}

fn row(cell: &PreflightCell) -> CellProspects {
    CellProspects {
        cell: cell.cell.clone(),
        before: prospect(cell, cell.before),
        after: prospect(cell, cell.after),
        after_plan: cell.after_plan,
        serve: prospect(cell, cell.serve),
    }
}

/// What a client with this outlook meets at a cell.
fn prospect(cell: &PreflightCell, own: Selection) -> Prospect {
    if own.is_declined {
        return Prospect::Fails;
    }
    if !cell.served {
        return Prospect::Unknown;
    }
    match (own.selected, own.accepted) {
        (Some(false), _) => Prospect::NotUsed,
        (_, Some(true)) => Prospect::Passes,
        (_, Some(false)) => Prospect::Fails,
        (_, None) => Prospect::Unknown,
    }
}

/// Brings the matrix up to what was found since it was made: cells that nobody knows anything of,
/// findings about cells that the verdict alone has in order, and issues that are none on this path.
pub(super) fn refresh(cells: &[PreflightCell], report: &mut Report) {
    let gravest = |cell: &tollgate_report::Cell| {
        let about = report.findings.iter().filter(|finding| {
            let counts = matches!(
                finding.state,
                State::IssueFound | State::PotentialProblem | State::MissingInformation
            );
            counts && finding.cells.contains(cell)
        });
        about
            .min_by_key(|finding| finding.state)
            .map(|finding| (finding.state, finding.code.clone(), finding.title.clone()))
    };
    let mut matrix = report.matrix.clone();
    for cell in cells {
        if !matrix.iter().any(|known| known.cell == cell.cell)
            && (cell.is_unknown || cell.cell.key_type.is_none())
        {
            matrix.push(MatrixCell {
                cell: cell.cell.clone(),
                state: State::MissingInformation,
                code: "TG9001".to_owned(),
                text: Message::new("preflight-silent-title", []),
                passed: 0,
                failed: 0,
            });
        }
    }
    for entry in &mut matrix {
        if let Some((state, code, text)) = gravest(&entry.cell)
            && (state < entry.state || entry.state == State::IssueFound)
        {
            (entry.state, entry.code, entry.text) = (state, code, text);
        }
    }
    matrix.sort_by(|one, other| one.cell.cmp(&other.cell));
    report.matrix = matrix;
}
