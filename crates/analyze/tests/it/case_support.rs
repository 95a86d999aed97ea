//! Cases as tests need them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use tollgate_analyze::Limits;
use tollgate_analyze::archive::walk;
use tollgate_analyze::bundle::{Collector, Content, PartId};
use tollgate_analyze::case::{
    AsOf, AttemptJoin, CaptureMaterial, Case, CellCase, Handshake, Interner, LogMaterial,
    Materials, Question,
};
use tollgate_analyze::log::LogReader;
use tollgate_capture::{Capture, Options};
use tollgate_pki::{Policy, Verdict};

const BUNDLES: [(&str, &[u8]); 3] = [
    (
        "diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz"),
    ),
    (
        "diagnostic_log_vcsc_2022-07-11_17_33_18.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_33_18.tar.gz"),
    ),
    (
        "diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz"),
    ),
];

/// 2022-07-12T00:00:00Z, the day after the samples.
pub(crate) const NOW: i64 = 1_657_584_000;

/// Name and content of each file.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// The files of one of the document's scenarios, from 1, under the name of its archive.
pub(crate) fn files(scenario: usize) -> Files {
    let (name, archive) = BUNDLES[scenario - 1];
    let mut files = Files::new();
    let archive = Cursor::new(archive);
    walk(name, archive, &Limits::default(), &mut |entry, content| {
        let mut octets = Vec::new();
        content.read_to_end(&mut octets).unwrap();
        files.push((entry.place.name().base().to_owned(), octets));
        ControlFlow::Continue(())
    });
    files
}

/// The one file of that kind.
pub(crate) fn file<'f>(files: &'f mut Files, start: &str) -> &'f mut Vec<u8> {
    let mut found = files.iter_mut().filter(|(name, _)| name.contains(start));
    &mut found.next().unwrap().1
}

pub(crate) fn without(mut files: Files, start: &str) -> Files {
    files.retain(|(name, _)| !name.contains(start));
    files
}

/// An archive of these files; each bundle has its own.
pub(crate) fn archive(files: &Files) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    super::support::tar(&parts)
}

pub(crate) fn question() -> Question {
    Question {
        policy: Policy::default(),
        as_of: AsOf::Capture,
        now: NOW,
        what_if: None,
    }
}

/// Reads archives as the program does and gathers them.
pub(crate) fn gather(archives: &[(&str, Vec<u8>)]) -> Case {
    Case::gather(materials(archives), question())
}

/// The cases of scenarios of the document together.
pub(crate) fn samples(scenarios: &[usize]) -> Case {
    let archives: Vec<(&str, Vec<u8>)> = scenarios
        .iter()
        .map(|scenario| (BUNDLES[scenario - 1].0, archive(&files(*scenario))))
        .collect();
    gather(&archives)
}

pub(crate) fn materials(archives: &[(&str, Vec<u8>)]) -> Materials {
    let mut collector = Collector::default();
    let mut interner = Interner::default();
    let mut logs: BTreeMap<usize, (Vec<PartId>, LogReader)> = BTreeMap::new();
    let mut captures = Vec::new();
    for (index, (name, octets)) in archives.iter().enumerate() {
        let walked = walk(
            name,
            Cursor::new(octets),
            &Limits::default(),
            &mut |entry, content| {
                collector.add(entry, content, &mut |part, stream| {
                    if matches!(part.content, Content::Capture) {
                        captures.push(capture(part.id, stream, &mut interner));
                    } else {
                        let mut log = Vec::new();
                        stream.read_to_end(&mut log).unwrap();
                        let (parts, reader) = logs.entry(index).or_default();
                        parts.push(part.id);
                        reader.read(part.place.name().base(), &log);
                    }
                    ControlFlow::Continue(())
                })
            },
        );
        collector.note(walked);
    }
    Materials {
        evidence: collector.finish(),
        logs: logs
            .into_values()
            .map(|(parts, reader)| LogMaterial {
                parts,
                evidence: reader.finish(),
            })
            .collect(),
        captures,
    }
}

fn capture(part: PartId, stream: &mut dyn Read, interner: &mut Interner) -> CaptureMaterial {
    let mut capture = Capture::open(stream, Options::default()).unwrap();
    let conversations: Vec<_> = (&mut capture).map(Result::unwrap).collect();
    let mut material = CaptureMaterial {
        part,
        facts: capture.facts(),
        handshakes: Vec::new(),
        more_handshakes: 0,
        broken_off: None,
    };
    for conversation in &conversations {
        material.push(Handshake::of(part, conversation, interner));
    }
    material
}

#[track_caller]
pub(crate) fn cell<'c>(case: &'c Case, name: &str) -> &'c CellCase {
    let found = case.cells.iter().find(|cell| cell.cell.to_string() == name);
    assert!(found.is_some(), "{name} is not in {:?}", names(case));
    found.unwrap()
}

pub(crate) fn names(case: &Case) -> Vec<String> {
    let cells = case.cells.iter();
    cells
        .map(|cell| format!("{} of {}", cell.cell, cell.cell.node))
        .collect()
}

/// Codes of the reasons of a verdict.
pub(crate) fn codes(verdict: Option<&Verdict>) -> Vec<&'static str> {
    let reasons = verdict.unwrap().reasons.iter();
    reasons.map(|reason| reason.code.as_str()).collect()
}

/// Line in the log, stream and first frame in the capture, and how sure that is.
pub(crate) type Met = (Option<u64>, Option<(u64, u64)>, AttemptJoin);

pub(crate) fn met(case: &Case, cell: &CellCase) -> Vec<Met> {
    let attempts = cell.attempts.iter();
    attempts
        .map(|attempt| {
            let handshake = attempt
                .handshake
                .map(|(capture, at)| &case.captures[capture].handshakes[at]);
            (
                attempt.logged.map(|(_, position)| position.line),
                handshake.map(|handshake| (handshake.stream, handshake.first_frame)),
                attempt.join,
            )
        })
        .collect()
}
