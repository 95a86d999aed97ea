use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use proptest::prelude::*;
use tollgate_analyze::archive::{ForeignFormat, Outcome, walk, walk_at};
use tollgate_analyze::{
    DeviceKind, Effect, EntryName, Fault, Layer, Limits, LinkKind, NameFlaw, Place, ProblemKind,
};

use crate::support::*;

fn cut(layer: Layer) -> Fault {
    Fault::Truncated { layer }
}

#[test]
fn every_packing_yields_the_same_files() {
    let files: &[(&str, &[u8])] = &[("a/one.txt", b"one"), ("two.txt", b"two"), ("empty", b"")];
    let expected: Vec<(&str, &[u8])> = files.to_vec();
    for (name, octets) in [
        ("x.tar", tar(files)),
        ("x.tar.gz", gzip(&tar(files))),
        ("x.zip", zip(files)),
    ] {
        let walk = walked(name, &octets);
        let inside = format!("{name} > ");
        let seen: Vec<(&str, &[u8])> = walk
            .seen
            .iter()
            .filter_map(|seen| Some((seen.place.strip_prefix(&inside)?, &seen.content[..])))
            .collect();
        assert_eq!(seen, expected, "{name}");
        assert_eq!(walk.problems, [], "{name}");
        assert_eq!((walk.entries, walk.outcome), (3, Outcome::Complete));
    }
}

#[test]
fn a_gzip_file_of_several_members_is_one_file() {
    let mut octets = gzip(b"first ");
    octets.extend(gzip(b""));
    octets.extend(gzip(b"second"));
    // A name, a comment, an extra field and a header checksum.
    let mut named = vec![0x1f, 0x8b, 8, 0b1_1110, 0, 0, 0, 0, 0, 3];
    named.extend([2, 0, b'e', b'x']);
    named.extend(b"name\0comment\0\0\0");
    named.extend(&gzip(b" third")[10..]);
    octets.extend(named);
    octets.extend([0; 512]);
    let walk = walked("rotated.log.gz", &octets);
    assert_eq!(walk.problems, []);
    assert_eq!(walk.seen.len(), 1);
    assert_eq!(walk.seen[0].place, "rotated.log.gz");
    assert_eq!(walk.seen[0].content, b"first second third");
}

#[test]
fn an_archive_in_an_archive_is_opened_and_one_in_that_is_told() {
    let inner = gzip(&tar(&[("log.txt.gz", &gzip(b"line"))]));
    let outer = zip(&[("peer1.tar.gz", &inner), ("note.txt", b"note")]);
    let walk = walked("case.zip", &outer);
    assert_eq!(
        walk.complete(),
        [
            "case.zip > peer1.tar.gz > log.txt.gz",
            "case.zip > note.txt"
        ]
    );
    assert_eq!(walk.seen[0].content, b"line");
    assert_eq!(walk.problems, []);

    for (deepest, innermost) in [
        ("x.zip", zip(&[("x", b"x")])),
        ("x.tar.gz", gzip(&tar(&[("x", b"x")]))),
    ] {
        let inner = tar(&[(deepest, &innermost), ("y", b"y")]);
        let outer = gzip(&tar(&[("b.tar", &inner), ("z", b"z")]));
        let walk = walked("a.tgz", &outer);
        assert_eq!(walk.complete(), ["a.tgz > b.tar > y", "a.tgz > z"]);
        assert_eq!(
            walk.problems(),
            [(
                &*format!("a.tgz > b.tar > {deepest}"),
                &ProblemKind::TooDeep { limit: 2 }
            )]
        );
    }
    let walk = walked("g.gz", &gzip(&gzip(&gzip(b"x"))));
    assert_eq!(walk.seen, []);
    assert_eq!(
        walk.problems(),
        [("g.gz", &ProblemKind::TooDeep { limit: 2 })]
    );
}

#[test]
fn names_are_shown_escaped_and_remarked_and_the_content_is_read() {
    let mut octets = Vec::new();
    let names: &[(&[u8], &str, Option<NameFlaw>)] = &[
        (
            b"../../etc/cron.d/x",
            "../../etc/cron.d/x",
            Some(NameFlaw::Traversal),
        ),
        (b"/etc/passwd", "/etc/passwd", Some(NameFlaw::Absolute)),
        (b"..\\..\\x", "..\\\\..\\\\x", Some(NameFlaw::Traversal)),
        (
            b"a\x1b]0;x\x07",
            "a\\u{1b}]0;x\\u{7}",
            Some(NameFlaw::Control),
        ),
        (b"caf\xe9", "caf\\xe9", Some(NameFlaw::NotUtf8)),
        (b"logs/plain", "logs/plain", None),
    ];
    for (name, _, _) in names {
        octets.extend(tar_entry(name, b'0', b"content"));
    }
    octets.extend([0; 1024]);
    let walk = walked("x.tar", &octets);
    let places: Vec<_> = names
        .iter()
        .map(|(_, shown, _)| format!("x.tar > {shown}"))
        .collect();
    assert_eq!(walk.complete(), places);
    let flaws: Vec<_> = names
        .iter()
        .zip(places)
        .filter_map(|((_, _, flaw), place)| {
            Some((place, ProblemKind::UnsafeName { flaw: (*flaw)? }))
        })
        .collect();
    assert_eq!(walk.problems, flaws);
    assert!(
        flaws
            .iter()
            .all(|(_, kind)| kind.effect() == Effect::Remark)
    );
}

#[test]
fn a_nul_in_a_long_name_ends_it_and_in_a_zip_name_is_shown() {
    let mut octets = tar_entry(b"././@LongLink", b'L', b"long/name\0hidden");
    octets.extend(tar_entry(b"short", b'0', b"x"));
    octets.extend([0; 1024]);
    assert_eq!(walked("x.tar", &octets).complete(), ["x.tar > long/name"]);

    let walk = walked("x.zip", &zip_of(&[ZipFile::stored(b"a\0b", b"x")], 1));
    assert_eq!(walk.complete(), ["x.zip > a\\0b"]);
    assert_eq!(
        walk.problems(),
        [(
            "x.zip > a\\0b",
            &ProblemKind::UnsafeName {
                flaw: NameFlaw::Control
            }
        )]
    );
}

#[test]
fn links_and_devices_are_told_and_never_followed() {
    let mut octets = Vec::new();
    for (name, kind) in [
        ("l", b'2'),
        ("h", b'1'),
        ("c", b'3'),
        ("b", b'4'),
        ("p", b'6'),
    ] {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..1].copy_from_slice(name.as_bytes());
        header.set_entry_type(tar::EntryType::new(kind));
        header.set_link_name_literal(b"/etc/shadow").unwrap();
        header.set_size(0);
        header.set_cksum();
        octets.extend(header.as_bytes());
    }
    octets.extend(tar_entry(b"dir/", b'5', b""));
    octets.extend(tar_entry(b"volume", b'V', b""));
    octets.extend(tar_entry(b"rest", b'M', b"rest"));
    octets.extend(tar_entry(b"sparse", b'S', b"data"));
    octets.extend(tar_entry(b"new", b'Z', b"as a file"));
    octets.extend([0; 1024]);
    let walk = walked("x.tar", &octets);
    let target = EntryName::new(b"/etc/shadow");
    let link = |kind| ProblemKind::Link {
        kind,
        target: target.clone(),
    };
    let device = |kind| ProblemKind::Device { kind };
    assert_eq!(
        walk.problems(),
        [
            ("x.tar > l", &link(LinkKind::Symbolic)),
            ("x.tar > h", &link(LinkKind::Hard)),
            ("x.tar > c", &device(DeviceKind::Character)),
            ("x.tar > b", &device(DeviceKind::Block)),
            ("x.tar > p", &device(DeviceKind::Pipe)),
            ("x.tar > rest", &ProblemKind::MultiVolume),
            ("x.tar > sparse", &ProblemKind::Sparse),
        ]
    );
    assert_eq!(walk.complete(), ["x.tar > new"]);
}

#[test]
fn pax_headers_give_name_and_size_also_with_line_feeds_inside() {
    let long = "d/".repeat(200) + "x.txt";
    let mut pax = pax_record("path", long.as_bytes());
    pax.extend(pax_record("comment", b"two\nlines"));
    pax.extend(pax_record("size", b"5"));
    let mut octets = tar_entry(b"pax", b'x', &pax);
    // The size in the header itself is wrong, as it is for files of more than 8 GiB.
    octets.extend(tar_header(b"short", b'0', 0));
    octets.extend(b"12345");
    octets.extend([0; 507]);
    octets.extend(tar_entry(b"global", b'g', &pax_record("path", b"never")));
    octets.extend(tar_entry(b"next", b'0', b"n"));
    octets.extend([0; 1024]);
    let walk = walked("x.tar", &octets);
    assert_eq!(walk.problems, []);
    let shown = format!("x.tar > {long}");
    assert_eq!(walk.complete(), [&*shown, "x.tar > next"]);
    assert_eq!(walk.seen[0].content, b"12345");
}

#[test]
fn a_sparse_file_of_pax_is_told_by_its_own_name() {
    let mut pax = pax_record("GNU.sparse.major", b"1");
    pax.extend(pax_record("GNU.sparse.name", b"big.log"));
    let mut octets = tar_entry(b"pax", b'x', &pax);
    octets.extend(tar_entry(b"GNUSparseFile.0/big.log", b'0', b"map and data"));
    octets.extend([0; 1024]);
    let walk = walked("x.tar", &octets);
    assert_eq!(walk.problems(), [("x.tar > big.log", &ProblemKind::Sparse)]);
    assert_eq!(walk.seen, []);
}

#[test]
fn an_extended_header_beyond_use_is_passed_over() {
    let size = 2 * 1024 * 1024;
    let mut octets = tar_entry(b"pax", b'x', &noise(size));
    octets.extend(tar_entry(b"first", b'0', b"1"));
    octets.extend(tar_entry(b"second", b'0', b"2"));
    octets.extend([0; 1024]);
    let walk = walked("x.tar", &octets);
    let size = size as u64;
    assert_eq!(
        walk.problems(),
        [("x.tar > first", &ProblemKind::TarExtension { size })]
    );
    assert_eq!(walk.complete(), ["x.tar > second"]);
}

#[test]
fn entries_of_one_name_are_both_read() {
    let files: &[(&str, &[u8])] = &[("a", b"1"), ("b", b"2"), ("a", b"3")];
    for (name, octets) in [("x.tar", tar(files)), ("x.zip", zip(files))] {
        let walk = walked(name, &octets);
        let contents: Vec<_> = walk.seen.iter().map(|seen| &seen.content[..]).collect();
        assert_eq!(contents, [b"1", b"2", b"3"]);
        let second = format!("{name} > a");
        assert_eq!(walk.problems(), [(&*second, &ProblemKind::DuplicateName)]);
    }
}

#[test]
fn a_damaged_header_costs_its_entry_and_no_other() {
    let mut octets = tar(&[("a", b"1"), ("b", b"2"), ("c", b"3")]);
    octets[1024..1034].copy_from_slice(&[0xff; 10]);
    let walk = walked("x.tar", &octets);
    assert_eq!(walk.complete(), ["x.tar > a", "x.tar > c"]);
    let (offset, skipped) = (1024, 1024);
    assert_eq!(
        walk.problems(),
        [("x.tar", &ProblemKind::TarHeader { offset, skipped })]
    );
}

#[test]
fn concatenated_tar_archives_are_read_and_other_octets_behind_the_end_are_not() {
    let mut octets = tar(&[("a", b"1")]);
    octets.extend(noise(2048));
    octets.extend(tar(&[("b", b"2")]));
    let walk = walked("x.tar", &octets);
    assert_eq!(walk.complete(), ["x.tar > a", "x.tar > b"]);
    assert_eq!(walk.problems, []);
}

#[test]
fn what_lies_far_behind_the_end_is_not_searched() {
    let end = Repeated::new(vec![0; 1 << 16], 1 << 20);
    let archive = Joined(Repeated::new(tar(&[("a", b"1")]), 1), end);
    let walked = walk("x.tar", archive, &Limits::default(), &mut |_, content| {
        drain(content);
        ControlFlow::Continue(())
    });
    assert_eq!(walked.entries, 1);
    assert!(walked.problems.is_empty());
}

#[test]
fn a_directory_is_the_archive_of_its_files() {
    let directory = Place::file(EntryName::new(b"unpacked"));
    let place = directory.entry(EntryName::new(b"logs/peer.tar.gz"));
    let octets = gzip(&tar(&[("b.tar", &tar(&[("x", b"x")]))]));
    let mut seen = Vec::new();
    let source = Cursor::new(octets);
    let walked = walk_at(place, source, &Limits::default(), &mut |entry, _| {
        seen.push(entry.place.to_string());
        ControlFlow::Continue(())
    });
    // It does not count among the archives inside one another.
    assert_eq!(seen, ["unpacked > logs/peer.tar.gz > b.tar > x"]);
    assert!(walked.problems.is_empty());
}

#[test]
fn tar_cut_anywhere_keeps_what_stands_before() {
    let whole = tar(&[("a", b"first content"), ("b", b"second content")]);
    for length in 512..whole.len() {
        let walk = walked("x.tar", &whole[..length]);
        let complete = walk.complete();
        let expected: &[&str] = match length {
            0..525 => &[],
            525..1550 => &["x.tar > a"],
            _ => &["x.tar > a", "x.tar > b"],
        };
        assert_eq!(complete, expected, "{length}");
        let kinds: Vec<_> = walk.problems.iter().map(|(_, kind)| kind).collect();
        match length {
            // In the middle of the padding, or between two entries.
            525..=1024 | 1550..=2048 => assert_eq!(kinds, [&ProblemKind::TarEnd], "{length}"),
            2049..2560 => {
                let fault = cut(Layer::Tar);
                let read = 2048;
                let kind = ProblemKind::Incomplete { fault, read };
                assert_eq!(kinds, [&kind], "{length}");
            }
            2560.. => assert!(kinds.is_empty(), "{length}"),
            _ => {
                let [ProblemKind::Incomplete { fault, .. }] = kinds[..] else {
                    panic!("{length}: {kinds:?}");
                };
                assert_eq!(*fault, cut(Layer::Tar), "{length}");
            }
        }
    }
}

#[test]
fn gzip_cut_anywhere_keeps_what_stands_before_and_tells_one_problem() {
    let first = noise(40_000);
    let whole = gzip(&tar(&[("a", &first), ("b", b"second")]));
    for length in (600..whole.len())
        .step_by(997)
        .chain([whole.len() - 9, whole.len() - 1])
    {
        let walk = walked("x.tar.gz", &whole[..length]);
        let [(place, ProblemKind::Incomplete { fault, read })] = &walk.problems[..] else {
            panic!("{length}: {:?}", walk.problems);
        };
        assert_eq!(*fault, cut(Layer::Gzip), "{length}");
        if place == "x.tar.gz > a" {
            assert_eq!(walk.seen.len(), 1);
            assert!(!walk.seen[0].complete);
            assert_eq!(walk.seen[0].content, first[..walk.seen[0].content.len()]);
            assert_eq!(walk.seen[0].content.len() as u64, *read);
        } else {
            // Only the end of the archive or the trailer of gzip is missing.
            assert_eq!(place, "x.tar.gz");
            assert_eq!(walk.complete().first(), Some(&"x.tar.gz > a"));
        }
    }
}

#[test]
fn a_wrong_sum_is_told_after_all_of_the_content() {
    let mut octets = gzip(b"content");
    let crc = octets.len() - 8;
    octets[crc] ^= 1;
    let walk = walked("x.gz", &octets);
    assert_eq!(walk.seen[0].content, b"content");
    let layer = Layer::Gzip;
    let fault = Fault::Checksum { layer };
    assert_eq!(
        walk.problems(),
        [("x.gz", &ProblemKind::Incomplete { fault, read: 7 })]
    );

    let mut archive = gzip(&tar(&[("a", b"1"), ("b", b"2")]));
    let crc = archive.len() - 8;
    archive[crc] ^= 1;
    let walk = walked("x.tgz", &archive);
    assert_eq!(walk.complete(), ["x.tgz > a", "x.tgz > b"]);
    let read = 3072;
    assert_eq!(
        walk.problems(),
        [("x.tgz", &ProblemKind::Incomplete { fault, read })]
    );
}

#[test]
fn damaged_gzip_data_is_told_where_it_stops() {
    let content: Vec<_> = (0..5_000).map(|number: u32| number.to_string()).collect();
    let mut octets = gzip(&tar(&[("a", content.concat().as_bytes())]));
    let middle = octets.len() / 2;
    octets[middle..middle + 1000].copy_from_slice(&noise(1000));
    let walk = walked("x.tgz", &octets);
    let [(place, ProblemKind::Incomplete { fault, read })] = &walk.problems[..] else {
        panic!("{:?}", walk.problems);
    };
    assert_eq!(place, "x.tgz > a");
    let layer = Layer::Gzip;
    assert_eq!(*fault, Fault::Damaged { layer });
    assert_eq!(*read, walk.seen[0].content.len() as u64);
    assert!(*read > 5_000);
}

#[test]
fn what_follows_gzip_data_is_remarked() {
    let mut octets = gzip(b"content");
    octets.extend(b"<html>");
    let walk = walked("x.gz", &octets);
    assert_eq!(walk.complete(), ["x.gz"]);
    assert_eq!(walk.problems(), [("x.gz", &ProblemKind::TrailingOctets)]);
}

/// Small enough for a test, with the proportions of the defaults.
fn bomb_limits() -> Limits {
    Limits {
        ratio: 10,
        ratio_free_octets: 64 * 1024,
        ..Limits::default()
    }
}

#[test]
fn a_bomb_ends_its_entry_and_the_rest_is_read() {
    let zeros = vec![0; 3 << 19];
    let files: &[(&str, &[u8])] = &[("a", b"1"), ("zeros", &zeros), ("b", b"2")];
    for (name, octets) in [("x.tgz", gzip(&tar(files))), ("x.zip", zip(files))] {
        let walk = walked_within(&bomb_limits(), name, &octets);
        let [a, b] = [format!("{name} > a"), format!("{name} > b")];
        assert_eq!(walk.complete(), [&*a, &*b]);
        let [(place, ProblemKind::Incomplete { fault, read })] = &walk.problems[..] else {
            panic!("{:?}", walk.problems);
        };
        assert_eq!(*place, format!("{name} > zeros"));
        assert_eq!(*fault, Fault::Ratio { limit: 10 });
        assert!(*read < 2 << 20, "{read}");
    }
    // The same content under the default limits is a short file of one character.
    assert_eq!(walked("x.tgz", &gzip(&tar(files))).problems, []);
}

#[test]
fn a_bomb_in_a_bomb_is_stopped_by_the_inner_ratio() {
    let inner = gzip(&vec![0; 3 << 19]);
    let octets = gzip(&tar(&[("inner.gz", &inner), ("b", b"2")]));
    assert!(octets.len() < 512);
    let walk = walked_within(&bomb_limits(), "x.tgz", &octets);
    assert_eq!(walk.complete(), ["x.tgz > b"]);
    assert!(walk.seen[0].content.len() < 2 << 20);
}

#[test]
fn an_entry_and_an_input_have_greatest_sizes() {
    let limits = Limits {
        entry_octets: 1000,
        total_octets: 100_000,
        ..Limits::default()
    };
    let exact = noise(1000);
    let more = noise(1001);
    let walk = walked_within(
        &limits,
        "x.tgz",
        &gzip(&tar(&[("exact", &exact), ("more", &more)])),
    );
    assert_eq!(walk.complete(), ["x.tgz > exact"]);
    assert_eq!(walk.seen[1].content, more[..1000]);
    let fault = Fault::EntryOctets { limit: 1000 };
    let problem = ProblemKind::Incomplete { fault, read: 1000 };
    assert_eq!(walk.problems(), [("x.tgz > more", &problem)]);

    let files: Vec<_> = (0..200).map(|number| number.to_string()).collect();
    let files: Vec<_> = files.iter().map(|name| (&**name, &exact[..])).collect();
    for (name, octets) in [("x.tgz", gzip(&tar(&files))), ("x.zip", zip(&files))] {
        let walk = walked_within(&limits, name, &octets);
        assert_eq!(walk.outcome, Outcome::Limited);
        let fault = Fault::TotalOctets { limit: 100_000 };
        let [(_, ProblemKind::Incomplete { fault: found, .. })] = &walk.problems[..] else {
            panic!("{:?}", walk.problems);
        };
        assert_eq!(*found, fault);
    }
    // Nothing is unpacked from a plain tar archive, so that nothing is limited.
    assert_eq!(walked_within(&limits, "x.tar", &tar(&files)).problems, []);
}

#[test]
fn a_million_entries_end_at_the_limit() {
    let file = tar_entry(b"x", b'0', b"");
    let directory = tar_entry(b"y", b'5', b"");
    let mut visited = 0;
    let walked = walk(
        "million.tar",
        Repeated::new([file, directory].concat(), 500_000),
        &Limits::default(),
        &mut |_, _| {
            visited += 1;
            ControlFlow::Continue(())
        },
    );
    assert_eq!(walked.outcome, Outcome::Limited);
    assert_eq!(walked.entries, 100_000);
    assert_eq!(visited, 50_000);
    // Duplicate names and the limit: the first thousand are kept, the others counted.
    assert_eq!(walked.problems.kept().len(), 1_000);
    assert_eq!(walked.problems.more(), 49_999 - 1_000 + 1);

    let extensions = Repeated::new(tar_entry(b"pax", b'x', b""), 1_000_000);
    let limits = Limits {
        entries: 1_000,
        ..Limits::default()
    };
    let walked = walk("x.tar", extensions, &limits, &mut |_, _| {
        ControlFlow::Continue(())
    });
    assert_eq!(walked.outcome, Outcome::Limited);
}

#[test]
fn other_archives_are_named() {
    for (octets, format) in [
        (&b"BZh91AY&SY"[..], ForeignFormat::Bzip2),
        (b"7z\xbc\xaf\x27\x1c\0\x04", ForeignFormat::SevenZip),
        (b"\xfd7zXZ\0\0", ForeignFormat::Xz),
        (b"Rar!\x1a\x07\x01\0", ForeignFormat::Rar),
        (b"\x28\xb5\x2f\xfd\x04", ForeignFormat::Zstandard),
    ] {
        let archive = tar(&[("x", octets), ("y", b"text")]);
        let walk = walked("x.tar", &archive);
        assert_eq!(walk.complete(), ["x.tar > y"]);
        assert_eq!(
            walk.problems(),
            [("x.tar > x", &ProblemKind::Format { format })]
        );
    }
}

#[test]
fn a_large_entry_is_streamed() {
    let size = 1 << 32;
    let header = Repeated::new(tar_header(b"huge.log", b'0', size), 1);
    let archive = Joined(header, Repeated::new(vec![b'x'; 1 << 16], 1 << 16));
    let limits = Limits::default();
    let mut read = 0;
    let walked = walk("huge.tar", archive, &limits, &mut |entry, content| {
        assert_eq!(entry.size, Some(size));
        read = drain(content);
        ControlFlow::Continue(())
    });
    assert_eq!(read, size);
    assert_eq!(walked.entries, 1);
}

/// A source that is larger than what is in memory.
struct Repeated {
    pattern: Vec<u8>,
    length: u64,
    at: u64,
}

impl Repeated {
    fn new(pattern: Vec<u8>, times: u64) -> Self {
        let length = pattern.len() as u64 * times;
        Self {
            pattern,
            length,
            at: 0,
        }
    }
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = usize::try_from(self.at % self.pattern.len() as u64).unwrap();
        let left = usize::try_from(self.length - self.at).unwrap();
        let room = left.min(buffer.len());
        let count = (&self.pattern[start..]).read(&mut buffer[..room])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Repeated {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        assert_eq!(position, SeekFrom::Start(0));
        self.at = 0;
        Ok(0)
    }
}

struct Joined(Repeated, Repeated);

impl Read for Joined {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => self.1.read(buffer),
            count => Ok(count),
        }
    }
}

impl Seek for Joined {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.1.seek(position)?;
        self.0.seek(position)
    }
}

#[test]
fn a_source_that_fails_is_told_as_such() {
    struct Failing(Cursor<Vec<u8>>);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::ErrorKind::PermissionDenied.into()),
                count => Ok(count),
            }
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
            self.0.seek(position)
        }
    }
    let content = noise(2000);
    let mut octets = tar(&[("a", &content)]);
    octets.truncate(1024);
    let source = Failing(Cursor::new(octets));
    let walked = walk("x.tar", source, &Limits::default(), &mut |_, content| {
        drain(content);
        ControlFlow::Continue(())
    });
    let kind = io::ErrorKind::PermissionDenied;
    let fault = Fault::Unreadable { kind };
    let problems: Vec<_> = walked
        .problems
        .kept()
        .iter()
        .map(|p| (p.place.to_string(), &p.kind))
        .collect();
    assert_eq!(
        problems,
        [(
            "x.tar > a".to_owned(),
            &ProblemKind::Incomplete { fault, read: 512 }
        )]
    );
}

#[test]
fn the_visitor_may_stop_and_may_leave_content() {
    let octets = gzip(&tar(&[("a", &noise(5000)), ("b", b"2"), ("c", b"3")]));
    let mut seen = Vec::new();
    let walked = walk(
        "x.tgz",
        Cursor::new(octets),
        &Limits::default(),
        &mut |entry, content| {
            let mut one = [0];
            content.read_exact(&mut one).unwrap();
            seen.push(entry.place.name().to_string());
            if seen.len() == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    );
    assert_eq!(seen, ["a", "b"]);
    assert_eq!(walked.outcome, Outcome::Stopped);
    assert!(walked.problems.is_empty());
}

proptest! {
    #[test]
    fn no_octets_make_it_panic(
        octets in proptest::collection::vec(any::<u8>(), 0..3000),
        start in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08\0", b"PK\x03\x04", b"PK\x05\x06"]),
    ) {
        let octets = [start, &octets].concat();
        walked("x", &octets);
    }

    #[test]
    fn no_damage_makes_it_panic_or_lose_count(
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        packing in 0..4_u8,
    ) {
        let files: &[(&str, &[u8])] = &[("a/b", b"one"), ("c", &[7; 600]), ("d", b"")];
        let mut octets = match packing {
            0 => tar(files),
            1 => gzip(&tar(files)),
            2 => zip(files),
            _ => zip(&[("inner.zip", &zip(files))]),
        };
        for (index, value) in at {
            let index = index.index(octets.len());
            octets[index] = value;
        }
        let walk = walked("x", &octets);
        prop_assert!(walk.entries <= 30);
    }
}
