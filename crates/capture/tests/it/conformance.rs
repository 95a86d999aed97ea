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
                            if alert.level.as_str() == "fatal" { 2 } else { 1 },
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
                let certificate = (text("from").unwrap(), text("sha256").unwrap(), number("frame"));
                seen.certificates.push(certificate);
            }
            "alert" => {
                let seen = streams.entry(number("tcp_stream")).or_default();
                let alert = (text("from").unwrap(), number("level"), number("desc"), number("frame"));
                seen.alerts.push(alert);
            }
            _ => {}
        }
    }
    streams
}

/// Server endpoint and fingerprint, the measure of the reference.
fn server_certificates(streams: &BTreeMap<u64, Seen>) -> BTreeSet<(String, String)> {
    streams
        .values()
        .flat_map(|seen| {
            seen.certificates
                .iter()
                .filter(|(from, ..)| seen.client.as_ref() != Some(from))
                .map(|(from, sha256, _)| (from.clone(), sha256.clone()))
        })
        .collect()
}

#[test]
fn captures_of_other_projects_are_read_as_tshark_reads_them() {
    let Some(root) = beside_the_workspace("captures") else {
        println!("captures: not there, nothing compared");
        return;
    };
    let manifest = fs::read_to_string(root.join("manifest.csv")).unwrap();
    let mut totals: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let corpus = fields[0].split('+').next().unwrap();
        let (file, tier) = (fields[1], fields[15]);
        let truth = format!("truth/{corpus}/{}.jsonl", file.replace('/', "__"));
        let theirs = theirs(&root.join(truth));
        let (conversations, facts) = read(&root.join(corpus).join(file));
        let ours = ours(&conversations);
        let mut notes = Vec::new();
        if facts.frames != fields[5].parse::<u64>().unwrap() {
            notes.push(format!("frames {}", facts.frames));
        }
        for number in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
            match (ours.get(number), theirs.get(number)) {
                (Some(ours), Some(theirs)) if ours != theirs => {
                    notes.push(format!("stream {number}:\n  ours   {ours:?}\n  theirs {theirs:?}"));
                }
                (Some(_), Some(_)) => {}
                (ours, theirs) => {
                    notes.push(format!("stream {number}:\n  ours   {ours:?}\n  theirs {theirs:?}"));
                }
            }
        }
        if server_certificates(&ours) != server_certificates(&theirs) {
            notes.push("server certificates differ".to_owned());
        }
        let total = totals.entry(tier).or_default();
        total[0] += usize::from(notes.is_empty());
        total[1] += 1;
        if !notes.is_empty() {
            wrong.push(format!("{tier} {file}\n{}", notes.join("\n")));
        }
    }
    println!("{}\n{totals:?}", wrong.join("\n"));
}
