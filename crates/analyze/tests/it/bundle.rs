use std::io::Cursor;
use std::ops::ControlFlow;

use tollgate_analyze::archive::{Outcome, walk};
use tollgate_analyze::bundle::{
    Collector, Content, Evidence, NameLabel, Part, Role, RoleEvidence, RoleSource,
};
use tollgate_analyze::dump::Switch;
use tollgate_analyze::{
    CaptureForm, CertificateRole, Fault, Kind, Layer, Limits, ProblemKind, SoftwareVersion,
};

use crate::support::{gzip, tar, zip};

const SAMPLES: [(&str, &[u8]); 3] = [
    (
        "diagnostic_log_vcsc_2022-07-11_17_33_18.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_33_18.tar.gz"),
    ),
    (
        "diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz"),
    ),
    (
        "diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz",
        include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz"),
    ),
];
const CA: &[u8] = include_bytes!("../fixtures/bundles/steven-DC-CA.pem");
const LIST: &str = include_str!("../fixtures/certificate-list/documented.tsv");
const XCONF_C: &[u8] = include_bytes!("../fixtures/dumps/xconf_expressway_c.txt");
const XSTAT_E: &[u8] = include_bytes!("../fixtures/dumps/xstat_expressway_e.txt");
const XSTAT_E_XML: &[u8] = include_bytes!("../fixtures/dumps/xstat_expressway_e.xml");

/// What was handed on: place and content.
type Streams = Vec<(String, Vec<u8>)>;

fn collect(files: &[(&str, &[u8])]) -> (Evidence, Streams) {
    let mut collector = Collector::default();
    let mut streams = Vec::new();
    for (name, octets) in files {
        let limits = Limits::default();
        let walked = walk(name, Cursor::new(octets), &limits, &mut |entry, content| {
            collector.add(entry, content, &mut |part: &Part, stream| {
                let mut octets = Vec::new();
                // What can be read of it, as a reader of logs would.
                drop(stream.read_to_end(&mut octets));
                streams.push((part.place.to_string(), octets));
                ControlFlow::Continue(())
            })
        });
        assert_eq!(walked.outcome, Outcome::Complete);
        collector.note(walked);
    }
    (collector.finish(), streams)
}

fn problems(evidence: &Evidence) -> Vec<(String, &ProblemKind)> {
    let kept = evidence.problems.kept().iter();
    kept.map(|problem| (problem.place.to_string(), &problem.kind))
        .collect()
}

#[test]
fn the_samples_are_three_bundles_of_one_appliance() {
    let (evidence, streams) = collect(&SAMPLES);
    assert_eq!(problems(&evidence), []);
    let [peer] = &evidence.peers[..] else {
        panic!("{:#?}", evidence.peers);
    };
    assert_eq!(peer.identity.host.as_deref(), Some("vcsc"));
    assert_eq!(peer.identity.full_name.as_deref(), Some("vcsc.steven.lab"));
    assert_eq!(peer.identity.role, Some(Role::Inner));
    assert_eq!(peer.identity.version, SoftwareVersion::parse("X14.2"));
    // The oldest first, whatever the order in which they were given.
    let taken: Vec<_> = peer
        .bundles
        .iter()
        .map(|bundle| bundle.identity.taken)
        .collect();
    assert_eq!(
        taken,
        [
            Some(1_657_558_544),
            Some(1_657_560_798),
            Some(1_657_561_751)
        ]
    );
    let archives: Vec<_> = peer
        .bundles
        .iter()
        .map(|bundle| bundle.archive.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(archives, [SAMPLES[1].0, SAMPLES[0].0, SAMPLES[2].0]);
    // A log and a capture each.
    assert_eq!(streams.len(), 6);
    assert!(streams.iter().all(|(_, octets)| octets.len() > 4_000));
}

#[test]
fn every_file_of_a_sample_is_known() {
    let (evidence, _) = collect(&SAMPLES[1..2]);
    let bundle = &evidence.peers[0].bundles[0];
    let parts: Vec<_> = bundle
        .parts
        .iter()
        .map(|part| (part.name.label.unwrap(), part.kind))
        .collect();
    assert_eq!(
        parts,
        [
            (NameLabel::Log, Kind::Log),
            (NameLabel::ConfigurationDump, Kind::Dump),
            (NameLabel::StatusDump, Kind::Dump),
            (NameLabel::Capture, Kind::Capture(CaptureForm::Pcap)),
            (NameLabel::ConfigurationDump, Kind::Dump),
            (NameLabel::StatusDump, Kind::Dump),
            (NameLabel::ServerCertificate, Kind::Certificates),
            (NameLabel::TrustStore, Kind::Certificates),
        ]
    );
    assert!(
        bundle
            .parts
            .iter()
            .all(|part| part.name.host.as_deref() == Some("vcsc"))
    );
    let configuration = bundle.configuration.as_ref().unwrap();
    assert_eq!(configuration.verify_origin_server(), Switch::On);
    assert_eq!(configuration.search_rules().len(), 2);
    assert_eq!(bundle.contradictions, 0);
    let status = bundle.status.as_ref().unwrap();
    assert_eq!(status.alarms().len(), 1);
    assert_eq!(status.product(), Some("Cisco Expressway"));
    let names = |role| -> Vec<String> {
        let files = bundle.certificate_files(role);
        let certificates = files.flat_map(|(_, file)| file.certificates());
        certificates
            .map(|certificate| certificate.name().to_owned())
            .collect()
    };
    assert_eq!(names(CertificateRole::TrustStore), ["steven-DC-CA"]);
    assert_eq!(names(CertificateRole::Server), ["vcsc.steven.lab"]);
    let log = bundle.logs().next().unwrap();
    let facts = log.log_facts().unwrap();
    assert_eq!(facts.host.as_deref(), Some("vcsc"));
    assert_eq!(facts.first.unwrap().offset_seconds, 7_200);
    assert_eq!(log.octets, 5_136);
    assert_eq!(
        bundle.identity.role_evidence,
        [
            RoleEvidence {
                role: Role::Inner,
                source: RoleSource::DiscoveredNodes
            },
            RoleEvidence {
                role: Role::Inner,
                source: RoleSource::Log
            },
        ]
    );
    let id = log.id;
    assert_eq!(evidence.bundle_of(id).unwrap().archive, bundle.archive);
}

#[test]
fn peers_of_a_cluster_and_the_outer_appliance_are_kept_apart() {
    let inner = |host: &str| {
        gzip(&tar(&[(
            &format!("xconf_dump_{host}_2022-07-11_16_55_44.txt"),
            XCONF_C,
        )]))
    };
    let outer = gzip(&tar(&[
        ("xstat_dump_expe01_2022-07-11_16_55_50.txt", XSTAT_E),
        ("xstat_dump_expe01_2022-07-11_16_55_50.xml", XSTAT_E_XML),
    ]));
    let (one, two) = (inner("expc01"), inner("expc02"));
    let case = zip(&[
        (
            "peer1/diagnostic_log_expc01_2022-07-11_16_55_44.tar.gz",
            &one,
        ),
        (
            "peer2/diagnostic_log_expc02_2022-07-11_16_55_44.tar.gz",
            &two,
        ),
        ("edge/renamed.tar.gz", &outer),
    ]);
    let (evidence, _) = collect(&[("case.zip", &case)]);
    let peers: Vec<_> = evidence
        .peers
        .iter()
        .map(|peer| {
            let identity = &peer.identity;
            (identity.host.as_deref().unwrap(), identity.role.unwrap())
        })
        .collect();
    assert_eq!(
        peers,
        [
            ("expc01", Role::Inner),
            ("expc02", Role::Inner),
            ("expe01", Role::Outer)
        ]
    );
    let outer = &evidence.peers[2].identity;
    assert_eq!(outer.version, SoftwareVersion::parse("X14.0.7"));
    assert_eq!(outer.serial_number.as_deref(), Some("0A1B2C3D"));
    assert_eq!(outer.role_evidence[0].source, RoleSource::Option);
    let archive = evidence.peers[0].bundles[0].archive.as_ref().unwrap();
    assert_eq!(
        archive.to_string(),
        "case.zip > peer1/diagnostic_log_expc01_2022-07-11_16_55_44.tar.gz"
    );
}

#[test]
fn one_host_name_in_two_roles_is_two_appliances() {
    let inner = gzip(&tar(&[(
        "xconf_dump_edge_2022-07-11_16_55_44.txt",
        XCONF_C,
    )]));
    let outer = gzip(&tar(&[(
        "xstat_dump_edge_2022-07-11_16_55_44.txt",
        XSTAT_E,
    )]));
    let (evidence, _) = collect(&[("a.tar.gz", &inner), ("b.tar.gz", &outer)]);
    assert_eq!(evidence.peers.len(), 2);
}

#[test]
fn the_files_of_several_bundles_unpacked_together_are_sorted_by_name() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (_, octets) in SAMPLES {
        let walked = walk(
            "x",
            Cursor::new(octets),
            &Limits::default(),
            &mut |entry, content| {
                let mut octets = Vec::new();
                content.read_to_end(&mut octets).unwrap();
                files.push((format!("unpacked/{}", entry.place.name()), octets));
                ControlFlow::Continue(())
            },
        );
        assert_eq!(walked.entries, 8);
    }
    files.sort();
    let files: Vec<_> = files
        .iter()
        .map(|(name, octets)| (&**name, &**octets))
        .collect();
    let (evidence, _) = collect(&files);
    assert_eq!(evidence.peers.len(), 1);
    let bundles = &evidence.peers[0].bundles;
    assert_eq!(bundles.len(), 3);
    assert!(
        bundles
            .iter()
            .all(|bundle| bundle.parts.len() == 8 && bundle.archive.is_none())
    );
}

#[test]
fn loose_and_renamed_files_are_one_bundle() {
    let log = b"2022-07-11T18:55:26.000+02:00 vcsc tvcs: UTCTime=\"2022-07-11 16:55:26,000\" Module=\"network.tcp\" Level=\"DEBUG\": Detail=\"x\"\n";
    let (evidence, streams) = collect(&[
        ("log.txt", log),
        ("ca.pem", CA),
        ("trace.pcap", b"\xd4\xc3\xb2\xa1\x02\0\x04\0"),
        ("list.txt", LIST.as_bytes()),
    ]);
    assert_eq!(problems(&evidence), []);
    let [peer] = &evidence.peers[..] else {
        panic!("{evidence:#?}");
    };
    assert_eq!(peer.identity.host.as_deref(), Some("vcsc"));
    assert_eq!(peer.identity.taken, Some(1_657_558_526));
    let bundle = &peer.bundles[0];
    assert_eq!(bundle.parts.len(), 4);
    assert_eq!(bundle.captures().count(), 1);
    assert_eq!(
        bundle.certificate_lists().next().unwrap().1.entries.len(),
        41
    );
    assert_eq!(streams[0], ("log.txt".to_owned(), log.to_vec()));

    // Beside the files of one bundle a renamed one belongs to it.
    let (evidence, _) = collect(&[
        ("xconf_dump_vcsc_2022-07-11_16_55_44.txt", XCONF_C),
        ("mine.pem", CA),
    ]);
    assert_eq!(evidence.peers[0].bundles.len(), 1);
}

#[test]
fn what_was_given_twice_is_told() {
    let (name, octets) = SAMPLES[1];
    let (evidence, _) = collect(&[(name, octets), ("copy.tar.gz", octets), ("ca.pem", CA)]);
    let [peer] = &evidence.peers[..] else {
        panic!("{:?}", evidence.peers);
    };
    let mut parts: Vec<_> = peer
        .bundles
        .iter()
        .flat_map(|bundle| &bundle.parts)
        .collect();
    parts.sort_by_key(|part| part.id);
    let same: Vec<_> = parts
        .iter()
        .map(|part| part.same_as.map(|id| id.0))
        .collect();
    let mut expected = vec![None; 8];
    expected.extend((0..8).map(Some));
    // The trust store of the bundle is the very file that was given beside it.
    expected.push(Some(7));
    assert_eq!(same, expected);
}

#[test]
fn a_bundle_cut_anywhere_is_collected() {
    let octets = gzip(&tar(&[
        ("xstat_dump_expe01_2022-07-11_16_55_50.txt", XSTAT_E),
        ("ca.pem", CA),
    ]));
    for length in 0..octets.len() {
        let (evidence, _) = collect(&[("x.tgz", &octets[..length])]);
        let parts = evidence
            .bundles()
            .map(|bundle| bundle.parts.len())
            .sum::<usize>();
        assert!(parts <= 2, "{length}");
        assert!(length < 12 || !evidence.problems.is_empty(), "{length}");
    }
}

#[test]
fn loose_logs_of_several_hosts_are_several_appliances() {
    let line = |host: &str| {
        format!(
            "2022-07-11T18:55:26.000+02:00 {host} tvcs: Event=\"x\" Level=\"1\" UTCTime=\"2022-07-11 16:55:26,000\"\n"
        )
    };
    let (one, two) = (line("expc01"), line("EXPC02"));
    let (evidence, _) = collect(&[
        ("a.txt", one.as_bytes()),
        ("b.txt", two.as_bytes()),
        ("c.txt", one.as_bytes()),
        ("ca.pem", CA),
    ]);
    let peers: Vec<_> = evidence
        .peers
        .iter()
        .map(|peer| (peer.identity.host.as_deref(), peer.bundles[0].parts.len()))
        .collect();
    // Whose trust store it is nobody can tell.
    assert_eq!(peers, [(Some("expc01"), 2), (Some("EXPC02"), 1), (None, 1)]);
}

#[test]
fn thousands_of_bundles_are_sorted_in_reasonable_time() {
    let name = |number: usize| {
        let (minute, second) = (number / 60 % 60, number % 60);
        format!("ca_host{number}_2022-07-11_16_{minute:02}_{second:02}.pem")
    };
    let names: Vec<_> = (0..3_000).map(name).collect();
    let files: Vec<_> = names.iter().map(|name| (&**name, &b"x"[..])).collect();
    let octets = tar(&files);
    let (evidence, _) = collect(&[("x.tar", &octets)]);
    assert_eq!(evidence.bundles().count(), 1_001);
    let parts = evidence.bundles().map(|bundle| bundle.parts.len());
    assert_eq!(parts.sum::<usize>(), 3_000);
}

#[test]
fn text_and_xml_of_one_bundle_are_merged_and_contradictions_counted() {
    let text = b"*c xConfiguration A B: 1\n*c xConfiguration C: 2\n";
    let xml = b"<Configuration><A><B>3</B></A><D>4</D></Configuration>";
    let (evidence, _) = collect(&[("a.xml", xml), ("b.txt", text)]);
    let bundle = &evidence.peers[0].bundles[0];
    let tree = &bundle.configuration.as_ref().unwrap().tree;
    assert_eq!(tree.value("A B"), Some("1"));
    assert_eq!(tree.value("D"), Some("4"));
    assert_eq!(bundle.contradictions, 1);
}

#[test]
fn an_article_gives_its_log_lines_its_certificates_and_its_list() {
    let line = "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab(10.48.36.215) depth=0";
    let ca = str::from_utf8(CA).unwrap();
    let text = format!(
        "Symptom\n\nNobody can sign in.\n\n{line}\n\nxConfiguration EdgeConfigServer VerifyOriginServer: Off\n\n{LIST}\n\n{ca}\n"
    );
    let (evidence, streams) = collect(&[("article.txt", text.as_bytes())]);
    let bundle = &evidence.peers[0].bundles[0];
    let Content::Pasted(pasted) = &bundle.parts[0].content else {
        panic!("{:?}", bundle.parts[0].kind);
    };
    assert_eq!(pasted.list.entries.len(), 41);
    assert_eq!(pasted.certificates.certificates().count(), 1);
    assert_eq!(pasted.log.roles[0].role, Role::Inner);
    assert_eq!(streams[0].1, text.as_bytes());
    // What an article advises is not what an appliance is set to.
    assert_eq!(bundle.configuration, None);
}

#[test]
fn secrets_are_kept_from_sight_and_keys_are_not_read() {
    let secret = "b".repeat(96);
    let keys = format!("CLIENT_RANDOM {} {secret}\n", "a".repeat(64));
    let key = "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n";
    let (evidence, streams) = collect(&[
        ("keys.log", keys.as_bytes()),
        ("server.key", key.as_bytes()),
        ("all.p12", b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82\x09\xf0"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ]);
    assert_eq!(
        problems(&evidence),
        [
            ("server.key".to_owned(), &ProblemKind::PrivateKey),
            ("all.p12".to_owned(), &ProblemKind::KeyStore),
            ("photo.jpg".to_owned(), &ProblemKind::UnknownKind),
        ]
    );
    let bundle = &evidence.peers[0].bundles[0];
    assert_eq!(bundle.key_logs().next().unwrap().1.0, keys.as_bytes());
    let shown = format!("{evidence:?}");
    assert!(!shown.contains(&secret) && !shown.contains("c2VjcmV0"));
    assert!(matches!(bundle.parts[1].content, Content::Nothing));
    assert_eq!(streams, []);
}

#[test]
fn a_log_in_utf_16_is_handed_on_in_utf_8() {
    let line = "2022-07-11T18:55:26.000+02:00 vcsc tvcs: Event=\"x\" Detail=\"\u{e9}\"\r\n";
    let mut octets = vec![0xff, 0xfe];
    octets.extend(line.encode_utf16().flat_map(u16::to_le_bytes));
    let (_, streams) = collect(&[("log.txt", &octets)]);
    assert_eq!(streams, [("log.txt".to_owned(), line.as_bytes().to_vec())]);
}

#[test]
fn a_bundle_cut_in_its_log_still_tells_what_stands_before() {
    let (name, octets) = SAMPLES[1];
    let (evidence, streams) = collect(&[(name, &octets[..1_000])]);
    let bundle = &evidence.peers[0].bundles[0];
    assert_eq!(evidence.peers[0].identity.host.as_deref(), Some("vcsc"));
    assert_eq!(bundle.parts[0].kind, Kind::Log);
    let [(place, ProblemKind::Incomplete { fault, .. })] = &problems(&evidence)[..] else {
        panic!("{:?}", problems(&evidence));
    };
    let last = bundle.parts.last().unwrap();
    assert_eq!(*place, last.place.to_string());
    let layer = Layer::Gzip;
    assert_eq!(*fault, Fault::Truncated { layer });
    assert!(!streams[0].1.is_empty());
}

#[test]
fn damaged_dumps_and_certificates_are_told() {
    let (evidence, _) = collect(&[
        ("a.xml", b"<Status><A>1</A><B></Status>"),
        (
            "b.txt",
            b"*c xConfiguration A: 1\n*c xConfiguration B: 2\nwhat is this\n",
        ),
        (
            "c.pem",
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ),
    ]);
    let kinds: Vec<_> = problems(&evidence)
        .into_iter()
        .map(|(_, kind)| kind)
        .collect();
    assert!(matches!(kinds[0], ProblemKind::Xml { .. }));
    assert_eq!(kinds[1], &ProblemKind::Lines { count: 1, first: 3 });
    assert_eq!(kinds[2], &ProblemKind::Certificates { count: 1, first: 1 });
}

#[test]
fn the_corpus_of_the_fuzz_target_is_read() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/bundle");
    let mut kinds = Vec::new();
    for entry in std::fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        // What the fuzzer adds is named by its SHA-1, stays local and grows.
        if path.file_name().unwrap().len() == 40 {
            continue;
        }
        let octets = std::fs::read(&path).unwrap();
        let (evidence, _) = collect(&[("x", &octets)]);
        kinds.extend(
            evidence
                .bundles()
                .flat_map(|bundle| bundle.parts.iter().map(|part| part.kind)),
        );
    }
    for kind in [
        Kind::Dump,
        Kind::Certificates,
        Kind::CertificateList,
        Kind::Text,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}
