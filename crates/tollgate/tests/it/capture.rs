//! `tollgate capture`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::arguments;
use crate::support::{Desk, command, run, tollgate};

/// A capture that the reader's own tests hold against tshark.
fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../capture/tests/fixtures")
        .join(name)
}

#[test]
fn a_line_for_each_stream_names_the_certificates_and_the_alert() {
    let capture = fixture("sample-16_55_44.pcap");
    let ran = tollgate(arguments!["capture", &capture, "-o", "jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let lines = ran.json_lines();
    let line = lines.iter().find(|line| line["stream"] == 1).unwrap();
    assert_eq!(line["file"], capture.to_str().unwrap());
    assert_eq!(line["client"], "10.48.36.46:38874");
    assert_eq!(line["server"], "10.48.36.215:6972");
    assert_eq!(line["first_frame"], 21);
    assert_eq!(line["start"], "2022-07-11T16:55:26.007370000Z");
    assert_eq!(line["sni"], "cucm.steven.lab");
    assert_eq!(line["outcome"], "refused-by-client");
    assert_eq!(line["resumed"], false);
    assert_eq!(line["certificate_request"], json!({ "authorities": 0 }));
    let certificate = &line["certificates"][0];
    assert_eq!(certificate["role"], "server");
    assert_eq!(
        certificate["sha256"],
        "c5f440e5b3446436b424605f870bc0e8a9c5d4371841a97a1c2478f35a6a7e02"
    );
    assert_eq!(certificate["subject_cn"], "cucm-EC.steven.lab");
    assert_eq!(certificate["issuer_cn"], "cucm-EC.steven.lab");
    assert_eq!(certificate["clear"], true);
    assert_eq!(line["alerts"][0]["from"], "client");
    assert_eq!(line["alerts"][0]["level"], "fatal");
    assert_eq!(line["alerts"][0]["description"], "unknown_ca");
    assert_eq!(line["gaps"], 0);
}

#[test]
fn people_read_the_same() {
    let capture = fixture("sample-16_55_44.pcap");
    let ran = run(
        command()
            .current_dir(capture.parent().unwrap())
            .args(["capture", "sample-16_55_44.pcap"]),
        "",
    );
    assert_eq!(ran.code, 0);
    for wanted in [
        "sample-16_55_44.pcap, stream 1, frame 21",
        "  outcome             refused by the client",
        "10.48.36.46:38874 -> 10.48.36.215:6972",
        "issued by cucm-EC.steven.lab",
        "from the client: fatal unknown_ca, frame 25",
        "TLS conversations: 3",
    ] {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
}

#[test]
fn one_document_tells_what_each_capture_is_made_of() {
    let capture = fixture("sample-16_55_44.pcap");
    let ran = tollgate(arguments!["capture", &capture, "-o", "json"]);
    let document = ran.json();
    let file = &document["files"][0];
    assert_eq!(file["format"], "pcap");
    assert_eq!(file["error"], Value::Null);
    assert_eq!(file["link_types"], json!({ "1": file["frames"] }));
    let lines = tollgate(arguments!["capture", &capture, "-o", "jsonl"]).json_lines();
    assert_eq!(file["conversations"], Value::Array(lines));
}

#[test]
fn an_unreadable_capture_does_not_keep_the_others_from_being_read() {
    let desk = Desk::new();
    let text = desk.file("notes.txt", "no capture");
    let good = fixture("tls12.pcap");
    let ran = tollgate(arguments![
        "capture",
        "/absent.pcap",
        &text,
        &good,
        "-o",
        "jsonl"
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json_lines().len(), 1);
    let mut told = ran.stderr.lines();
    let absent = told.next().unwrap();
    assert!(
        absent.starts_with("tollgate: cannot read /absent.pcap"),
        "{absent}"
    );
    let not_a_capture = told.next().unwrap();
    assert!(not_a_capture.contains("editcap"), "{not_a_capture}");
    assert_eq!(told.next(), None);
}

#[test]
fn a_capture_cut_within_a_packet_is_read_up_to_there() {
    let desk = Desk::new();
    let whole = fs::read(fixture("sample-16_55_44.pcap")).unwrap();
    let cut = desk.file("cut.pcap", &whole[..whole.len() - 7]);
    let ran = tollgate(arguments!["capture", &cut, "-o", "jsonl"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.json_lines().len(), 3);
    assert!(
        ran.stderr.contains("the capture ends inside a record"),
        "{}",
        ran.stderr
    );
}

/// Splits a little-endian pcapng capture into one without secrets, and the secrets.
pub(crate) fn apart(capture: &[u8]) -> (Vec<u8>, Vec<u8>) {
    const SECRETS: u32 = 10;
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes[..4].try_into().unwrap());
    let (mut rest, mut secrets) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < capture.len() {
        let block = &capture[at..];
        let length = usize::try_from(word(&block[4..])).unwrap();
        if word(block) == SECRETS {
            let own = usize::try_from(word(&block[12..])).unwrap();
            secrets.extend(&block[16..16 + own]);
        } else {
            rest.extend(&block[..length]);
        }
        at += length;
    }
    (rest, secrets)
}

#[test]
fn a_key_log_opens_what_is_encrypted() {
    let desk = Desk::new();
    let (capture, secrets) = apart(&fs::read(fixture("secrets-tls13-gcm.pcapng")).unwrap());
    assert!(!secrets.is_empty());
    let capture = desk.file("hidden.pcapng", capture);
    let keys = desk.file("keys.txt", secrets);
    let hidden = tollgate(arguments!["capture", &capture, "-o", "jsonl"]).json_lines();
    assert_eq!(hidden[0]["certificates"], json!([]));
    assert_eq!(hidden[0]["server_certificate"], "encrypted");
    let shown = tollgate(arguments![
        "capture", &capture, "--keylog", &keys, "-o", "jsonl"
    ]);
    let shown = shown.json_lines();
    assert_eq!(shown[0]["certificates"][0]["clear"], false);
    assert_eq!(shown[0]["server_certificate"], "decrypted");
}

#[test]
fn standard_input_is_a_capture_too() {
    let file = fs::File::open(fixture("tls12.pcap")).unwrap();
    let output = command()
        .args(["capture", "-", "-o", "jsonl"])
        .stdin(Stdio::from(file))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["file"], "-");
}

#[test]
fn nobody_hears_of_a_reader_that_left() {
    let mut cat: Command = command();
    let mut child = cat
        .args(arguments!["capture", fixture("sample-16_55_44.pcap")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn hostile_names_command_no_terminal() {
    let desk = Desk::new();
    let file = desk.file("a\u{1b}[2J.pcap", fs::read(fixture("tls12.pcap")).unwrap());
    let ran = run(command().args(arguments!["capture", &file]), "");
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("a\\u{1b}[2J.pcap"), "{}", ran.stdout);
}
