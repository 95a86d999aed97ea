//! What could not be read, in sentences.

use std::io;

use tollgate_analyze::archive::ForeignFormat;
use tollgate_analyze::log::LogReader;
use tollgate_analyze::{
    DeviceKind, EntryName, Fault, Layer, LinkKind, NameFlaw, Place, Problem, ProblemKind, Problems,
    capture_notes, log_notes,
};
use tollgate_capture::{Capture, Options};
use tollgate_report::Message;
use tollgate_text::Language;

/// Every kind, with values that are met nowhere else in its text.
fn kinds() -> Vec<ProblemKind> {
    use ProblemKind as K;
    let flaws = [
        NameFlaw::Empty,
        NameFlaw::Traversal,
        NameFlaw::Absolute,
        NameFlaw::Backslash,
        NameFlaw::Control,
        NameFlaw::NotUtf8,
        NameFlaw::TooLong,
    ];
    let devices = [
        DeviceKind::Character,
        DeviceKind::Block,
        DeviceKind::Pipe,
        DeviceKind::Socket,
    ];
    let limit = 777;
    let layer = Layer::Gzip;
    let faults = [
        Fault::Truncated { layer },
        Fault::Damaged { layer: Layer::Tar },
        Fault::Checksum { layer: Layer::Zip },
        Fault::EntryOctets { limit },
        Fault::TotalOctets { limit },
        Fault::Ratio { limit },
        Fault::Unreadable {
            kind: io::ErrorKind::PermissionDenied,
        },
    ];
    let link = |kind| K::Link {
        kind,
        target: EntryName::new(b"../else"),
    };
    let mut kinds = vec![
        K::DuplicateName,
        link(LinkKind::Hard),
        link(LinkKind::Symbolic),
        K::Sparse,
        K::MultiVolume,
        K::Encrypted,
        K::Compression { method: 777 },
        K::Format {
            format: ForeignFormat::Xz,
        },
        K::TooDeep { limit: 77 },
        K::NestedZip { limit },
        K::TooManyEntries { limit },
        K::Overlap,
        K::TarHeader {
            offset: 777,
            skipped: 512,
        },
        K::TarExtension { size: 777 },
        K::TarEnd,
        K::TrailingOctets,
        K::ZipDirectory { rescued: 777 },
        K::ZipCount {
            expected: 777,
            found: 776,
        },
        K::ZipEntry,
        K::PrivateKey,
        K::KeyStore,
        K::TooLarge { limit },
        K::Xml { offset: 777 },
        K::Lines {
            count: 2,
            first: 777,
        },
        K::Lines {
            count: 1,
            first: 777,
        },
        K::Certificates {
            count: 777,
            first: 5,
        },
        K::UnknownKind,
    ];
    kinds.extend(flaws.map(|flaw| K::UnsafeName { flaw }));
    kinds.extend(devices.map(|kind| K::Device { kind }));
    kinds.extend(faults.map(|fault| K::Incomplete { fault, read: 555 }));
    kinds
}

fn place() -> Place {
    Place::file(EntryName::new(b"peer.tar.gz")).entry(EntryName::new(b"log.txt"))
}

/// The sentence, if all its values are filled in and no other language says the same.
fn assert_said(message: &Message) {
    let english = message.say(Language::En);
    for language in Language::ALL {
        let said = message.say(language);
        assert!(!said.starts_with("problem-"), "{said}");
        assert!(!said.contains("{$") && !said.contains("{ $"), "{said}");
        assert!(language == Language::En || said != english, "{said}");
    }
    let arguments = match message {
        Message::Text { arguments, .. } => arguments.as_slice(),
        Message::Plain(_) | Message::Own(_) => &[],
    };
    assert!(!arguments.is_empty(), "{english}");
    for (name, value) in arguments {
        // These are chosen by; `count` is left out where it is one.
        let is_key = matches!(*name, "flaw" | "kind") || (*name == "count" && value == "1");
        assert!(
            is_key || english.contains(value.as_str()),
            "{english}: {name} {value}"
        );
    }
}

#[test]
fn every_problem_is_told_in_every_language_with_its_place_and_values() {
    let mut said = Vec::new();
    for kind in kinds() {
        let problem = Problem {
            place: place(),
            kind,
        };
        let message = Message::from(&problem);
        assert_said(&message);
        said.push(message.say(Language::En));
    }
    let all = said.len();
    said.sort();
    said.dedup();
    assert_eq!(said.len(), all, "two problems read alike");
    assert_some_read_well(&said);
}

/// A few of them as a person reads them.
fn assert_some_read_well(said: &[String]) {
    for expected in [
        "peer.tar.gz > log.txt: its name leaves its directory (\"..\"). It was read, as names are \
         never used as paths; do not unpack this archive with a tool that does.",
        "peer.tar.gz > log.txt: a hard link to '../else', which is not followed. If the file that \
         it stands for matters, give that file.",
        "peer.tar.gz > log.txt: the gzip data is cut short after 555 octets, and what follows is \
         missing. Get the file again.",
        "peer.tar.gz > log.txt: line 777 was not understood and was passed over. Look whether it \
         is the whole file.",
    ] {
        assert!(
            said.iter().any(|said| said == expected),
            "{expected}\n{said:#?}"
        );
    }
}

#[test]
fn what_was_not_kept_is_said() {
    let mut problems = Problems::default();
    for _ in 0..tollgate_analyze::PROBLEMS + 3 {
        problems.push(&place(), ProblemKind::TarEnd);
    }
    let messages = problems.messages();
    assert_eq!(messages.len(), tollgate_analyze::PROBLEMS + 1);
    assert_eq!(
        messages.last().unwrap().say(Language::En),
        "3 further problems of the same input are not listed. Unpack it and give the files that \
         matter."
    );
    assert!(Problems::default().messages().is_empty());
}

#[test]
fn problems_of_a_capture_are_told_with_octet_and_frame() {
    use tollgate_capture::ProblemKind as K;
    let header = [
        0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0, 1, 2,
    ];
    let mut capture = Capture::open(&header[..], Options::default()).unwrap();
    assert!(capture.next().is_none());
    let mut facts = capture.facts();
    let cut = capture_notes(&place(), &facts, None);
    assert_eq!(
        cut.iter()
            .map(|note| note.say(Language::En))
            .collect::<Vec<_>>(),
        [
            "peer.tar.gz > log.txt: the capture ends inside a record (2 of 16 octets), after frame 0, \
          at octet 24. What stands before was read; get the whole capture if later packets matter."
        ]
    );
    let (block, length) = (0x0a0d_0d0a, 777);
    facts.problems = [
        K::CutRecord {
            expected: 777,
            available: 33,
        },
        K::DamagedGzip,
        K::TooMuchExpanded,
        K::OversizedPacket { length },
        K::BadBlockLength { block, length },
        K::BlockLengthsDiffer {
            block,
            first: 88,
            second: 89,
        },
        K::OversizedBlock { block, length },
        K::MalformedBlock { block },
        K::UnknownInterface { interface: 777 },
        K::TooManyInterfaces,
        K::UnreadLinkType { link_type: 777 },
        K::StreamsEvicted,
        K::HeldBytesEvicted,
        K::FragmentsEvicted,
        K::TooManySecrets,
    ]
    .map(|kind| tollgate_capture::Problem {
        position: 1_234,
        frames: 56,
        kind,
    })
    .into();
    facts.further_problems = 5;
    facts.dropped = Some(6);
    facts.cut_packets = 7;
    let notes = capture_notes(&place(), &facts, Some("disk on fire"));
    assert_eq!(notes.len(), 15 + 4);
    for note in &notes {
        assert_said(note);
    }
}

#[test]
fn what_logs_lack_is_told() {
    let mut reader = LogReader::default();
    reader.read(
        "cut.log",
        b"without a time\nnor this\n2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: \xff\n\
          2022-07-11T18:55:25.917+02:00 vcsc traffic_server[1]: UTCTime=\"2022-07-11 16:55:2",
    );
    let notes = log_notes(&reader.finish());
    for note in &notes {
        assert_said(note);
    }
    let said: Vec<String> = notes.iter().map(|note| note.say(Language::En)).collect();
    assert!(
        said[0].starts_with("cut.log: its first 2 lines have no time"),
        "{said:#?}"
    );
    assert!(
        said[1].starts_with("cut.log: its last line is not whole"),
        "{said:#?}"
    );
    assert!(said[2].contains("(cut.log, line 1)"), "{said:#?}");
    assert!(
        said[3].starts_with("One entry of the logs is not UTF-8"),
        "{said:#?}"
    );
    let mut reader = LogReader::default();
    reader.read(
        "sound.log",
        b"2022-07-11T18:55:25.910+02:00 vcsc syslog-ng: -- MARK --\n",
    );
    assert!(log_notes(&reader.finish()).is_empty());
}
