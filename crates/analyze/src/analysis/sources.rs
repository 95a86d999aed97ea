//! Names of files as findings show them.

use crate::bundle::{Bundle, Content, PartId};
use crate::case::Case;
use crate::dump::Form;
use crate::place::Place;

/// The name of a part, as its archive calls it.
pub(crate) fn part_name(case: &Case, part: PartId) -> String {
    let place = part_place(case, part);
    place.map_or_else(String::new, |place| place.name().as_str().to_owned())
}

/// Where a part was found.
pub(crate) fn part_place(case: &Case, part: PartId) -> Option<&Place> {
    let bundle = case.evidence.bundle_of(part)?;
    let own = bundle.parts.iter().find(|own| own.id == part)?;
    Some(&own.place)
}

/// The dump of a bundle that holds settings (`xconf`) or states (`xstat`); that in text first, as
/// people look at it.
pub(crate) fn dump_name(bundle: &Bundle, kind: &str) -> String {
    let dumps = bundle.parts.iter().filter_map(|part| match &part.content {
        Content::Dump(dump) => Some((part, dump)),
        _ => None,
    });
    let holding = dumps.filter(|(_, dump)| match kind {
        "xconf" => !dump.configuration.is_empty(),
        _ => !dump.status.is_empty() || !dump.attributes.is_empty(),
    });
    let name = holding.min_by_key(|(_, dump)| dump.form != Form::Text);
    name.map_or_else(
        || kind.to_owned(),
        |(part, _)| part.place.name().as_str().to_owned(),
    )
}
