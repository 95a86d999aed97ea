//! Captures of other projects, as tshark 4.0 reads them, and pcapng containers by their packets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::score::Score;
use crate::output::say;

/// What the sets are called. Tier A has certificates of TLS 1.2 and older in clear, B what is
/// unusual (lost segments, odd protocols in front), N no server certificate in clear.
const TIERS: [(&str, &str); 3] = [
    ("A", "captures-A"),
    ("B", "captures-B"),
    ("N", "captures-N"),
];

/// Streams in which the two readers differ for a reason that `crates/capture/tests/README.md`
/// explains.
const EXPLAINED: &[(&str, u64, Explained)] = &[
    ("ssl-and-ssh-using-sslh.pcap", 0, Explained::NotTls),
    (
        "psql-aws-ssl-require-15432.pcap",
        0,
        Explained::FirstFrame { ours: 8 },
    ),
    ("socks4-https.pcap", 0, Explained::FirstFrame { ours: 16 }),
];

#[derive(Clone, Copy)]
enum Explained {
    /// tshark goes by the port.
    NotTls,
    /// tshark names a frame without a TLS record.
    FirstFrame { ours: u64 },
}

/// What both readers can be compared in, for one stream.
#[derive(Debug, Default, PartialEq, Eq)]
struct Stream {
    ends: BTreeSet<String>,
    /// Absent where nothing in the stream tells who is who.
    client: Option<String>,
    first_frame: u64,
    server_name: Option<String>,
    /// Sender, fingerprint, frame; in order.
    certificates: Vec<(String, String, u64)>,
    /// Sender, level, number, frame.
    alerts: Vec<(String, String, u64, u64)>,
}

type Streams = BTreeMap<u64, Stream>;

/// A score for each tier, where the set is present.
pub(crate) fn play(directory: &Path, tollgate: &Path) -> Result<Vec<Score>> {
    let path = directory.join("manifest.csv");
    if !path.exists() {
        say("captures: skipped, no data");
        return Ok(Vec::new());
    }
    let manifest =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let compared = "streams, parties, certificates, alerts, frames";
    let mut scores = TIERS.map(|(_, set)| Score::new(set, compared));
    let mut totals = [0; 3];
    for row in manifest.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let field = |column: usize| fields.get(column).copied().context("a short row");
        let corpus = field(0)?.split('+').next().unwrap_or_default();
        let (file, packets, tier) = (field(1)?, field(5)?, field(15)?);
        let truth = format!("truth/{corpus}/{}.jsonl", file.replace('/', "__"));
        let mut theirs = theirs(&directory.join(truth))?;
        let read = captured(tollgate, &directory.join(corpus).join(file))?;
        let mut ours = BTreeMap::new();
        for conversation in read["conversations"].as_array().context("no streams")? {
            let (number, stream) = our_stream(conversation)?;
            ours.insert(number, stream);
        }
        let mut differences = explain(file, &mut theirs, &ours);
        differences.extend(differences_of(&mut ours, &theirs));
        if read["frames"].as_u64() != packets.parse().ok() {
            differences.push(format!("{packets} packets, found {}", read["frames"]));
        }
        let has_server_certificate = read["conversations"].as_array().is_some_and(|all| {
            let mut shown = all.iter().filter_map(|one| one["certificates"].as_array());
            shown.any(|shown| shown.iter().any(|one| one["role"] == "server"))
        });
        if tier == "N" && has_server_certificate {
            differences.push("a server certificate that is not there".to_owned());
        }
        for stream in ours.values() {
            totals[0] += 1;
            totals[1] += stream.certificates.len();
            totals[2] += stream.alerts.len();
        }
        let set = TIERS.iter().position(|(name, _)| *name == tier);
        let score = set.and_then(|set| scores.get_mut(set));
        let difference = (!differences.is_empty()).then(|| differences.join("; "));
        score
            .with_context(|| format!("unknown tier {tier}"))?
            .count(file, difference);
    }
    let [streams, certificates, alerts] = totals;
    say(&format!(
        "captures: {streams} streams, {certificates} certificates, {alerts} alerts; {} streams \
         differ for a known reason",
        EXPLAINED.len()
    ));
    Ok(scores.into())
}

/// The packet counts of pcapng containers, where the set is present.
pub(crate) fn play_containers(directory: &Path, tollgate: &Path) -> Result<Option<Score>> {
    let path = directory.join("truth.jsonl");
    if !path.exists() {
        say("containers: skipped, no data");
        return Ok(None);
    }
    let truth =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut score = Score::new("containers", "packets, no problem");
    for line in truth.lines() {
        let expected: Value = serde_json::from_str(line)?;
        let file = expected["file"]
            .as_str()
            .context("a container without a name")?;
        let read = captured(tollgate, &directory.join(file))?;
        let is_equal = read["frames"] == expected["packets"]
            && read["problems"].as_array().is_some_and(Vec::is_empty);
        let difference = (!is_equal).then(|| {
            format!(
                "{} packets, found {} and {}",
                expected["packets"], read["frames"], read["problems"]
            )
        });
        score.count(file, difference);
    }
    Ok(Some(score))
}

/// What `tollgate capture` says about a file.
fn captured(tollgate: &Path, capture: &PathBuf) -> Result<Value> {
    let output = Command::new(tollgate)
        .args(["capture", "-o", "json"])
        .arg(capture)
        .output()
        .with_context(|| format!("cannot run {}", tollgate.display()))?;
    let name = capture.display();
    ensure!(output.status.success(), "{name}: {}", output.status);
    let mut document: Value =
        serde_json::from_slice(&output.stdout).with_context(|| format!("{name}: no JSON"))?;
    Ok(document["files"][0].take())
}

fn our_stream(conversation: &Value) -> Result<(u64, Stream)> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
    let number = |value: &Value| value.as_u64().context("no number");
    let of = |role: &Value| text(&conversation[role.as_str().unwrap_or_default()]);
    let mut stream = Stream {
        ends: [
            text(&conversation["client"])?,
            text(&conversation["server"])?,
        ]
        .into(),
        client: Some(text(&conversation["client"])?),
        first_frame: number(&conversation["first_frame"])?,
        server_name: conversation["sni"].as_str().map(str::to_owned),
        ..Stream::default()
    };
    for shown in conversation["certificates"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let certificate = (
            of(&shown["role"])?,
            text(&shown["sha256"])?,
            number(&shown["frame"])?,
        );
        stream.certificates.push(certificate);
    }
    for alert in conversation["alerts"].as_array().into_iter().flatten() {
        stream.alerts.push((
            of(&alert["from"])?,
            text(&alert["level"])?,
            number(&alert["code"])?,
            number(&alert["frame"])?,
        ));
    }
    Ok((number(&conversation["stream"])?, stream))
}

fn theirs(path: &Path) -> Result<Streams> {
    let lines =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut streams = Streams::new();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line)?;
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let number = |key: &str| {
            value[key]
                .as_u64()
                .with_context(|| format!("no {key}: {line}"))
        };
        let kind = value["type"].as_str().unwrap_or_default();
        if !matches!(kind, "stream" | "cert" | "alert") {
            continue;
        }
        let stream = streams.entry(number("tcp_stream")?).or_default();
        match kind {
            "stream" => {
                stream.ends = [text("a"), text("b")].into_iter().flatten().collect();
                stream.client = text("client");
                stream.first_frame = number("first_frame")?;
                stream.server_name = value["sni"][0].as_str().map(str::to_owned);
            }
            "cert" => stream.certificates.push((
                text("from").unwrap_or_default(),
                text("sha256").unwrap_or_default(),
                number("frame")?,
            )),
            _ => {
                let level = if number("level")? == 2 {
                    "fatal"
                } else {
                    "warning"
                };
                stream.alerts.push((
                    text("from").unwrap_or_default(),
                    level.to_owned(),
                    number("desc")?,
                    number("frame")?,
                ));
            }
        }
    }
    Ok(streams)
}

/// Takes the explained differences out of `theirs`; one that is gone is a difference.
fn explain(file: &str, theirs: &mut Streams, ours: &Streams) -> Vec<String> {
    let mut gone = Vec::new();
    for (_, number, explained) in EXPLAINED.iter().filter(|(name, ..)| file.ends_with(name)) {
        let is_as_explained = match explained {
            Explained::NotTls => theirs.remove(number).is_some() && !ours.contains_key(number),
            Explained::FirstFrame { ours: frame } => theirs.get_mut(number).is_some_and(|stream| {
                let differs = stream.first_frame != *frame;
                stream.first_frame = *frame;
                differs
            }),
        };
        if !is_as_explained {
            gone.push(format!("stream {number} does not differ as explained"));
        }
    }
    gone
}

fn differences_of(ours: &mut Streams, theirs: &Streams) -> Vec<String> {
    let numbers: BTreeSet<u64> = ours.keys().chain(theirs.keys()).copied().collect();
    let mut differences = Vec::new();
    for number in numbers {
        let expected = theirs.get(&number);
        if let (Some(found), Some(expected)) = (ours.get_mut(&number), expected)
            && expected.client.is_none()
        {
            found.client = None;
        }
        let found = ours.get(&number);
        if found != expected {
            differences.push(format!("stream {number}: {expected:?}, found {found:?}"));
        }
    }
    differences
}
