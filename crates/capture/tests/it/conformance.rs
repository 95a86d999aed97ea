//! Captures of other projects, read before by tshark, where they lie beside the workspace. They
//! may not be copied here, so without them this says that it did nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tollgate_capture::{Capture, Conversation, Facts, Options, Role};

fn beside_the_workspace(name: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = workspace.join("../shared/conformance").join(name);
    path.exists().then_some(path)
}

fn read(path: &Path) -> (Vec<Conversation>, Facts) {
    let mut capture = Capture::open(File::open(path).unwrap(), Options::default()).unwrap();
    let conversations = (&mut capture).map(Result::unwrap).collect();
    (conversations, capture.facts())
}

/// What both readers can be compared in, for one stream.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Seen {
    ends: BTreeSet<String>,
    client: Option<String>,
    first_frame: u64,
    /// Role, fingerprint, frame; in order.
    certificates: Vec<(String, String, u64)>,
    /// Sender, level, description, frame.
    alerts: Vec<(String, u64, u64, u64)>,
    cipher: Option<String>,
    server_name: Option<String>,
}

fn ours(conversations: &[Conversation]) -> BTreeMap<u64, Seen> {
    let text = |address: std::net::SocketAddr| format!("{}:{}", address.ip(), address.port());
    let of = |conversation: &Conversation, role| {
        text(match role {
            Role::Client => conversation.client,
            Role::Server => conversation.server,
        })
    };
    conversations
        .iter()
        .map(|conversation| {
            let seen = Seen {
                ends: [text(conversation.client), text(conversation.server)].into(),
                client: (!conversation.roles_guessed).then(|| text(conversation.client)),
                first_frame: conversation.first_frame,
                certificates: conversation
                    .certificates
                    .iter()
                    .map(|seen| {
                        (
                            of(conversation, seen.role),
                            seen.certificate.sha256_hex(),
                            seen.frame,
                        )
                    })
                    .collect(),
                alerts: conversation
                    .alerts
                    .iter()
                    .map(|alert| {
                        (
                            of(conversation, alert.from),
                            if alert.level.as_str() == "fatal" {
                                2
                            } else {
                                1
                            },
                            u64::from(alert.description.0),
                            alert.frame,
                        )
                    })
                    .collect(),
                cipher: conversation
                    .cipher_suite
                    .map(|suite| format!("{:#06x}", suite.0)),
                server_name: conversation.server_name().map(str::to_owned),
            };
            (conversation.stream, seen)
        })
        .collect()
}

fn theirs(path: &Path) -> BTreeMap<u64, Seen> {
    let mut streams: BTreeMap<u64, Seen> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let number = |key: &str| value[key].as_u64().unwrap();
        match value["type"].as_str().unwrap() {
            "stream" => {
                let seen = streams.entry(number("tcp_stream")).or_default();
                seen.ends = [text("a").unwrap(), text("b").unwrap()].into();
                seen.client = text("client");
                seen.first_frame = number("first_frame");
                seen.cipher = text("cipher");
                seen.server_name = value["sni"][0].as_str().map(str::to_owned);
            }
            "cert" => {
                let seen = streams.entry(number("tcp_stream")).or_default();
                let certificate = (
                    text("from").unwrap(),
                    text("sha256").unwrap(),
                    number("frame"),
                );
                seen.certificates.push(certificate);
            }
            "alert" => {
                let seen = streams.entry(number("tcp_stream")).or_default();
                let alert = (
                    text("from").unwrap(),
                    number("level"),
                    number("desc"),
                    number("frame"),
                );
                seen.alerts.push(alert);
            }
            _ => {}
        }
    }
    streams
}

/// Streams in which the two readers differ for a known reason (tests/README.md).
const EXPLAINED: &[(&str, u64, Difference)] = &[
    // Secure shell on port 443: tshark goes by the port.
    ("ssl-and-ssh-using-sslh.pcap", 0, Difference::NotTls),
    // The database's request for TLS counts as the first frame in tshark, on this port only.
    ("psql-aws-ssl-require-15432.pcap", 0, Difference::FirstFrame),
    // Segments are lost before the first record: tshark names a frame that holds none.
    ("socks4-https.pcap", 0, Difference::FirstFrame),
];

#[derive(Clone, Copy, PartialEq)]
enum Difference {
    NotTls,
    FirstFrame,
}

fn explain(file: &str, theirs: &mut BTreeMap<u64, Seen>, ours: &BTreeMap<u64, Seen>) {
    for (_, stream, difference) in EXPLAINED.iter().filter(|(name, ..)| file.ends_with(name)) {
        match difference {
            Difference::NotTls => {
                let seen = theirs.remove(stream).unwrap();
                assert_eq!((seen.client, seen.cipher), (None, None), "{file}");
            }
            Difference::FirstFrame => {
                let theirs = theirs.get_mut(stream).unwrap();
                assert_ne!(theirs.first_frame, ours[stream].first_frame, "{file}");
                theirs.first_frame = ours[stream].first_frame;
            }
        }
    }
}

#[test]
fn captures_of_other_projects_are_read_as_tshark_reads_them() {
    let Some(root) = beside_the_workspace("captures") else {
        println!("captures: not there, nothing compared");
        return;
    };
    let manifest = fs::read_to_string(root.join("manifest.csv")).unwrap();
    let mut totals: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut streams, mut certificates, mut alerts) = (0, 0, 0);
    let mut wrong = Vec::new();
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let corpus = fields[0].split('+').next().unwrap();
        let (file, tier) = (fields[1], fields[15]);
        let truth = format!("truth/{corpus}/{}.jsonl", file.replace('/', "__"));
        let mut theirs = theirs(&root.join(truth));
        let (conversations, facts) = read(&root.join(corpus).join(file));
        let ours = ours(&conversations);
        explain(file, &mut theirs, &ours);
        assert_eq!(facts.frames, fields[5].parse::<u64>().unwrap(), "{file}");
        let total = totals.entry(tier).or_default();
        total[1] += 1;
        if ours == theirs {
            total[0] += 1;
            streams += ours.len();
            certificates += ours
                .values()
                .map(|seen| seen.certificates.len())
                .sum::<usize>();
            alerts += ours.values().map(|seen| seen.alerts.len()).sum::<usize>();
        } else {
            wrong.push(format!(
                "{tier} {file}\n ours   {ours:?}\n theirs {theirs:?}"
            ));
        }
        if tier == "N" {
            let shown = conversations
                .iter()
                .flat_map(|conversation| conversation.certificates_of(Role::Server));
            assert_eq!(
                shown.count(),
                0,
                "{file} shows no server certificate in clear"
            );
        }
    }
    println!(
        "captures: equal {totals:?} by tier, {streams} streams, {certificates} certificates, \
         {alerts} alerts; {} streams excepted",
        EXPLAINED.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_pcapng_container_has_as_many_frames_as_in_tshark() {
    let Some(root) = beside_the_workspace("containers") else {
        println!("containers: not there, nothing compared");
        return;
    };
    let truth = fs::read_to_string(root.join("truth.jsonl")).unwrap();
    let mut total = 0;
    for line in truth.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let file = value["file"].as_str().unwrap();
        let (_, facts) = read(&root.join(file));
        assert_eq!(Some(facts.frames), value["packets"].as_u64(), "{file}");
        assert_eq!(facts.problems, [], "{file}");
        total += 1;
    }
    println!("containers: {total} of {total} equal");
    assert_ne!(total, 0);
}
