//! What is counted: the functions that every request, connection, line or packet goes through, each
//! on an input from real life. Times differ from one machine to the next and from run to run;
//! instructions do not, so that a limit on them may fail a build.
#![allow(clippy::unwrap_used, reason = "inputs are files of this repository")]

use std::hint::black_box;
use std::path::Path;

use tollgate_capture::{Capture, Options};
use tollgate_diaglog::{Line, Reader};
use tollgate_pki::{
    Address, Policy, PresentedChain, TrustStore, Verdict, certificates_from, verify,
};
use tollgate_proxy::{Rehearsal, Settings};
use tollgate_uc::{AllowList, EdgeUrl, Rule};

/// The request of the source document.
pub const REQUEST: &str =
    "/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/clusterUser?username=emusk";

/// Decodes an edge URL.
pub fn decode(request: &str) -> EdgeUrl {
    EdgeUrl::decode(request).unwrap()
}

/// The rules of a deployment of 50 nodes with three ports each.
pub fn allow_list() -> AllowList {
    let nodes = (0..50).map(|number| format!("cucm{number}.steven.lab"));
    let hosts: Vec<String> = nodes.chain(["cucm.steven.lab".to_owned()]).collect();
    let rules = hosts.iter().flat_map(|host| {
        [8443, 6971, 6972]
            .map(|port| Rule::parse(&format!("https://{host}:{port}/cucm-uds/")).unwrap())
    });
    AllowList::new(rules.collect())
}

/// Asks an allow list about a request that it allows.
pub fn allow(list: &AllowList, url: &EdgeUrl) -> bool {
    black_box(list.decide("GET", &url.target)).is_allowed()
}

/// The lines of the source document's log.
pub const LOG: &[u8] = include_bytes!("../../../crates/diaglog/tests/fixtures/document.log");

/// Reads a log.
pub fn read_log(log: &[u8]) -> Vec<Line<'_>> {
    Reader::new(log).collect()
}

/// Writes what was read.
pub fn write_log(lines: &[Line<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in lines {
        if let (Some(prefix), Some(event)) = (&line.prefix, &line.event) {
            tollgate_diaglog::write(&mut out, prefix, event);
        }
    }
    out
}

/// A trust store, and a chain of a certificate and its intermediate that it trusts.
pub struct Presented {
    /// The trust store.
    pub store: TrustStore,
    /// DER, the leaf first.
    pub chain: Vec<Vec<u8>>,
    /// The address that is in the certificate.
    pub address: Address,
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Presented").finish_non_exhaustive()
    }
}

/// When the chain is valid, in Unix seconds: 2026-11-20.
pub const AT: i64 = 1_795_132_800;

/// Prepares a judgement.
pub fn presented() -> Presented {
    let trust =
        include_bytes!("../../../crates/pki/tests/fixtures/traffic-server/certs/root-a.pem");
    let leaf =
        include_bytes!("../../../crates/pki/tests/fixtures/traffic-server/certs/leaf-int-a1.pem");
    let issuer =
        include_bytes!("../../../crates/pki/tests/fixtures/traffic-server/certs/int-a1.pem");
    let der = |pem: &[u8]| {
        let mut all = certificates_from(pem).into_iter();
        all.next().unwrap().certificate.unwrap().der().to_vec()
    };
    Presented {
        store: TrustStore::builder().file("root-a.pem", trust, AT).build(),
        chain: vec![der(leaf), der(issuer)],
        address: Address::parse("cucm.branch.lab"),
    }
}

/// Parses and judges a chain, as for a verdict that is not remembered.
pub fn judge(presented: &Presented) -> Verdict {
    let chain = PresentedChain::from_der(presented.chain.iter().map(Vec::as_slice)).unwrap();
    let verdict = verify(
        &chain,
        Some(&presented.address),
        &presented.store,
        AT,
        Policy::default(),
    );
    assert!(verdict.is_trusted(), "{verdict:?}");
    verdict
}

/// The judge of a traffic server that trusts the same store, and remembers what it found.
pub fn remembering() -> Rehearsal {
    let store = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../crates/pki/tests/fixtures/traffic-server/certs/root-a.pem"
    );
    let node = "[[node]]\naddress = \"cucm.branch.lab\"\nrole = \"cucm\"\n";
    let file = format!("listen = \"127.0.0.1:8080\"\n{node}[trust]\nstore = \"{store}\"\n");
    let clock = || jiff::Timestamp::from_second(AT).unwrap();
    let settings = Settings::parse(&file, Path::new("tollgate.toml"), clock).unwrap();
    Rehearsal::new(&settings, "cucm.branch.lab").unwrap()
}

/// Has a chain judged as that of a new connection; `remembered` or `fresh`.
pub fn connect(server: &Rehearsal, presented: &Presented) -> &'static str {
    let chain: Vec<&[u8]> = presented.chain.iter().map(Vec::as_slice).collect();
    server.judge(&chain).unwrap()
}

/// The capture of a sample bundle.
pub const CAPTURE: &[u8] =
    include_bytes!("../../../crates/capture/tests/fixtures/sample-17_33_18.pcap");

/// Reads a capture and returns how many conversations it has.
pub fn read_capture(capture: &[u8]) -> usize {
    Capture::open(capture, Options::default())
        .unwrap()
        .map(Result::unwrap)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_counted_does_its_work() {
        let url = decode(REQUEST);
        assert!(allow(&allow_list(), &url));
        assert_eq!(write_log(&read_log(LOG)).first(), LOG.first());
        assert!(read_capture(CAPTURE) > 0);
        let (server, presented) = (remembering(), presented());
        assert!(judge(&presented).is_trusted());
        assert_eq!(connect(&server, &presented), "fresh");
        assert_eq!(connect(&server, &presented), "remembered");
    }
}
