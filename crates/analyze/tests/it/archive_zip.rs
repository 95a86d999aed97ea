use tollgate_analyze::archive::Outcome;
use tollgate_analyze::{DeviceKind, EntryName, Fault, Layer, Limits, LinkKind, ProblemKind};

use crate::support::*;

#[test]
fn encrypted_entries_and_foreign_methods_are_told() {
    let files = [
        ZipFile {
            flags: 1,
            ..ZipFile::stored(b"secret", b"cipher text")
        },
        ZipFile {
            method: 12,
            ..ZipFile::stored(b"bzip2", b"packed")
        },
        ZipFile {
            method: 99,
            ..ZipFile::stored(b"aes", b"packed")
        },
        ZipFile::stored(b"plain", b"text"),
    ];
    let walk = walked("x.zip", &zip_of(&files, 1));
    assert_eq!(
        walk.problems(),
        [
            ("x.zip > secret", &ProblemKind::Encrypted),
            ("x.zip > bzip2", &ProblemKind::Compression { method: 12 }),
            ("x.zip > aes", &ProblemKind::Compression { method: 99 }),
        ]
    );
    assert_eq!(walk.complete(), ["x.zip > plain"]);
}

#[test]
fn links_and_devices_are_told() {
    let files = [
        ZipFile {
            mode: 0o120_777,
            ..ZipFile::stored(b"link", b"/etc/shadow")
        },
        ZipFile {
            mode: 0o010_644,
            ..ZipFile::stored(b"pipe", b"")
        },
        ZipFile::stored(b"directory/", b""),
        ZipFile::stored(b"plain", b"text"),
    ];
    let walk = walked("x.zip", &zip_of(&files, 1));
    let link = ProblemKind::Link {
        kind: LinkKind::Symbolic,
        target: EntryName::new(b"/etc/shadow"),
    };
    let pipe = ProblemKind::Device {
        kind: DeviceKind::Pipe,
    };
    assert_eq!(
        walk.problems(),
        [("x.zip > link", &link), ("x.zip > pipe", &pipe)]
    );
    assert_eq!(walk.complete(), ["x.zip > plain"]);
}

#[test]
fn entries_that_share_their_data_end_the_archive() {
    let content = noise(1000);
    let files = [ZipFile::stored(b"kernel", &content)];
    let walk = walked("bomb.zip", &zip_of(&files, 1000));
    assert!(walk.seen.len() < 80, "{}", walk.seen.len());
    assert_eq!(
        walk.problems().last(),
        Some(&("bomb.zip", &ProblemKind::Overlap))
    );
}

#[test]
fn wrong_sums_and_sizes_are_told_after_the_content() {
    let layer = Layer::Zip;
    let files = [
        ZipFile {
            crc: 1,
            ..ZipFile::stored(b"sum", b"content")
        },
        ZipFile {
            size: 3,
            ..ZipFile::stored(b"longer", b"content")
        },
        ZipFile {
            size: 30,
            ..ZipFile::stored(b"shorter", b"content")
        },
        ZipFile::stored(b"plain", b"text"),
    ];
    let walk = walked("x.zip", &zip_of(&files, 1));
    let problem = |fault| ProblemKind::Incomplete { fault, read: 7 };
    assert_eq!(
        walk.problems(),
        [
            ("x.zip > sum", &problem(Fault::Checksum { layer })),
            ("x.zip > longer", &problem(Fault::Checksum { layer })),
            ("x.zip > shorter", &problem(Fault::Truncated { layer })),
        ]
    );
    let contents: Vec<_> = walk.seen.iter().map(|seen| &seen.content[..]).collect();
    assert_eq!(contents, [&b"content"[..], b"content", b"content", b"text"]);
}

#[test]
fn damaged_data_of_one_entry_leaves_the_others() {
    let files = [
        ZipFile {
            method: 8,
            ..ZipFile::stored(b"bad", b"\xff\xff\xff\xff")
        },
        ZipFile::stored(b"good", b"text"),
    ];
    let walk = walked("x.zip", &zip_of(&files, 1));
    let layer = Layer::Zip;
    let fault = Fault::Damaged { layer };
    let problem = ProblemKind::Incomplete { fault, read: 0 };
    assert_eq!(walk.problems(), [("x.zip > bad", &problem)]);
    assert_eq!(walk.complete(), ["x.zip > good"]);
}

#[test]
fn an_entry_that_is_not_where_the_directory_says_is_told() {
    let files = [ZipFile::stored(b"a", b"1"), ZipFile::stored(b"b", b"2")];
    let mut octets = zip_of(&files, 1);
    octets[..4].copy_from_slice(b"XXXX");
    // The first octets no longer say that it is a zip archive; inside one they need not.
    let outer = tar(&[("in.zip", &[&b"PK\x03\x04"[..], &octets].concat())]);
    let walk = walked("x.tar", &outer);
    assert_eq!(
        walk.problems(),
        [("x.tar > in.zip > a", &ProblemKind::ZipEntry)]
    );
    assert_eq!(walk.complete(), ["x.tar > in.zip > b"]);
}

#[test]
fn a_zip_archive_cut_anywhere_yields_the_entries_before_the_cut() {
    for (octets, name) in [
        (
            zip(&[("a", &noise(300)), ("b", &noise(300))]),
            "descriptors",
        ),
        (
            zip_of(
                &[
                    ZipFile::stored(b"a", &noise(300)),
                    ZipFile::stored(b"b", &noise(300)),
                ],
                1,
            ),
            "sizes in front",
        ),
    ] {
        for length in 30..octets.len() {
            let walk = walked("x.zip", &octets[..length]);
            let rescued = walk.entries;
            assert_eq!(
                walk.problems().last(),
                Some(&("x.zip", &ProblemKind::ZipDirectory { rescued })),
                "{name}, {length}"
            );
            // Each entry takes less than 400 octets.
            let expected: &[&str] = match length {
                0..330 => &[],
                400..660 => &["x.zip > a"],
                800.. => &["x.zip > a", "x.zip > b"],
                _ => continue,
            };
            assert_eq!(walk.complete(), expected, "{name}, {length}");
        }
    }
}

#[test]
fn rescue_tells_what_it_cannot_read_and_goes_on() {
    let files = [
        ZipFile {
            flags: 1,
            ..ZipFile::stored(b"secret", b"cipher text")
        },
        ZipFile {
            crc: 1,
            ..ZipFile::stored(b"sum", b"content")
        },
        ZipFile::stored(b"plain", b"text"),
    ];
    let octets = zip_of(&files, 1);
    let walk = walked("x.zip", &octets[..octets.len() - 100]);
    let layer = Layer::Zip;
    let fault = Fault::Checksum { layer };
    assert_eq!(
        walk.problems()[..2],
        [
            ("x.zip > secret", &ProblemKind::Encrypted),
            ("x.zip > sum", &ProblemKind::Incomplete { fault, read: 7 }),
        ]
    );
}

#[test]
fn a_directory_that_stops_early_is_told() {
    let files = [ZipFile::stored(b"a", b"1"), ZipFile::stored(b"b", b"2")];
    let mut octets = zip_of(&files, 1);
    let second = octets
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02");
    octets[second.unwrap()] = b'X';
    let walk = walked("x.zip", &octets);
    assert_eq!(walk.complete(), ["x.zip > a"]);
    let (expected, found) = (2, 1);
    assert_eq!(
        walk.problems(),
        [("x.zip", &ProblemKind::ZipCount { expected, found })]
    );
}

#[test]
fn zip64_records_are_read() {
    let content = b"zip64 content";
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let length = u64::try_from(content.len()).unwrap();
    let local_zip64 = [
        &[1, 0, 16, 0][..],
        &length.to_le_bytes(),
        &length.to_le_bytes(),
    ]
    .concat();
    let mut octets = Vec::new();
    let fields = |extra: usize| {
        let mut fields = vec![45, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        fields.extend(crc.sum().to_le_bytes());
        fields.extend([0xff; 8]);
        fields.extend([1, 0]);
        fields.extend(u16::try_from(extra).unwrap().to_le_bytes());
        fields
    };
    octets.extend(b"PK\x03\x04");
    octets.extend(fields(local_zip64.len()));
    octets.extend(b"x");
    octets.extend(&local_zip64);
    octets.extend(content);
    let cut = octets.len();
    let directory = octets.len() as u64;
    let central_zip64 = [
        &[1, 0, 24, 0][..],
        &length.to_le_bytes(),
        &length.to_le_bytes(),
        &0_u64.to_le_bytes(),
    ]
    .concat();
    octets.extend(b"PK\x01\x02\x2d\x03");
    octets.extend(fields(central_zip64.len()));
    octets.extend([0; 6]);
    octets.extend((0o100_644_u32 << 16).to_le_bytes());
    octets.extend([0xff; 4]);
    octets.extend(b"x");
    octets.extend(&central_zip64);
    let directory_size = octets.len() as u64 - directory;
    let end = octets.len() as u64;
    octets.extend(b"PK\x06\x06");
    octets.extend(44_u64.to_le_bytes());
    octets.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    octets.extend(1_u64.to_le_bytes());
    octets.extend(1_u64.to_le_bytes());
    octets.extend(directory_size.to_le_bytes());
    octets.extend(directory.to_le_bytes());
    octets.extend(b"PK\x06\x07\0\0\0\0");
    octets.extend(end.to_le_bytes());
    octets.extend([1, 0, 0, 0]);
    octets.extend(b"PK\x05\x06\0\0\0\0");
    octets.extend([0xff; 12]);
    octets.extend([0, 0]);

    let walk = walked("x.zip", &octets);
    assert_eq!(walk.problems, []);
    assert_eq!(walk.seen[0].content, content);
    // Without its directory, sizes come from the extra field in front of the data.
    let walk = walked("x.zip", &octets[..cut]);
    assert_eq!(walk.seen[0].content, content);
    assert_eq!(
        walk.problems(),
        [("x.zip", &ProblemKind::ZipDirectory { rescued: 1 })]
    );
}

#[test]
fn many_entries_end_at_the_limit() {
    let files: Vec<_> = (0..60_000_u32).map(u32::to_le_bytes).collect();
    let files: Vec<_> = files
        .iter()
        .map(|name| ZipFile::stored(name, b""))
        .collect();
    let limits = Limits {
        entries: 1000,
        ..Limits::default()
    };
    let walk = walked_within(&limits, "x.zip", &zip_of(&files, 1));
    assert_eq!((walk.entries, walk.outcome), (1000, Outcome::Limited));
    assert_eq!(walk.seen.len(), 1000);
}

#[test]
fn a_zip_inside_another_archive_is_held_up_to_its_limit() {
    let limits = Limits {
        nested_zip_octets: 500,
        ..Limits::default()
    };
    let small = zip(&[("a", b"1")]);
    let large = zip(&[("b", &noise(1000))]);
    let octets = gzip(&tar(&[("large.zip", &large), ("small.zip", &small)]));
    let walk = walked_within(&limits, "x.tgz", &octets);
    assert_eq!(walk.complete(), ["x.tgz > small.zip > a"]);
    let problem = ProblemKind::NestedZip { limit: 500 };
    assert_eq!(walk.problems(), [("x.tgz > large.zip", &problem)]);
}

#[test]
fn octets_in_front_of_an_archive_do_not_hide_it_inside_another() {
    let empty = walked("x.zip", &zip(&[]));
    assert_eq!((empty.seen.len(), empty.problems.len()), (0, 0));
}
