//! Logs as tests need them.

use std::fmt::Write as _;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use tollgate_analyze::Limits;
use tollgate_analyze::archive::walk;
use tollgate_analyze::log::{
    Cell, CellEvidence, Failure, FailureAction, FailureKind, LogEvidence, LogReader,
};

/// The archives of the document's three scenarios.
const BUNDLES: [&[u8]; 3] = [
    include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz"),
    include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_33_18.tar.gz"),
    include_bytes!("../fixtures/bundles/diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz"),
];

/// The log of one of the document's scenarios, from 1.
pub(crate) fn sample(scenario: usize) -> Vec<u8> {
    let mut log = Vec::new();
    let archive = Cursor::new(BUNDLES[scenario - 1]);
    walk(
        "bundle",
        archive,
        &Limits::default(),
        &mut |entry, content| {
            if entry.place.to_string().contains("loggingsnapshot") {
                content.read_to_end(&mut log).unwrap();
            }
            ControlFlow::Continue(())
        },
    );
    assert!(!log.is_empty());
    log
}

pub(crate) fn read(log: impl AsRef<[u8]>) -> LogEvidence {
    let mut reader = LogReader::default();
    reader.read("log", log.as_ref());
    reader.finish()
}

pub(crate) fn read_in(log: &[u8], threads: usize, piece: usize) -> LogEvidence {
    let mut reader = LogReader::new(NonZeroUsize::new(threads).unwrap(), None)
        .with_pieces_of(NonZeroUsize::new(piece).unwrap());
    reader.read("log", log);
    reader.finish()
}

pub(crate) fn cell(address: &str, ip: &str, port: u16) -> Cell {
    Cell {
        address: Some(address.to_owned()),
        port: Some(port),
        ip: Some(ip.parse().unwrap()),
    }
}

#[track_caller]
pub(crate) fn only<T>(items: &[T]) -> &T {
    assert_eq!(items.len(), 1);
    &items[0]
}

#[track_caller]
pub(crate) fn at<'a>(evidence: &'a LogEvidence, cell: &Cell) -> &'a CellEvidence {
    let found = evidence.cells.iter().find(|found| found.cell == *cell);
    assert!(found.is_some(), "{cell:?} is not in {:#?}", evidence.cells);
    found.unwrap()
}

/// All failures with their cells.
pub(crate) fn failures(evidence: &LogEvidence) -> Vec<(&Cell, &Failure)> {
    let cells = evidence.cells.iter();
    cells
        .flat_map(|cell| cell.failures.iter().map(|failure| (&cell.cell, failure)))
        .collect()
}

pub(crate) fn chain(openssl: i32, text: &str, depth: u32) -> FailureKind {
    FailureKind::Chain {
        openssl: Some(openssl),
        text: text.to_owned(),
        depth,
        action: FailureAction::Terminate,
    }
}

/// A process of the traffic server that writes.
pub(crate) struct Writer {
    pub(crate) pid: u32,
    /// Milliseconds after 2022-07-11 16:55:00 UTC.
    pub(crate) now: u64,
    pub(crate) log: String,
}

/// `steven.lab/https/cucm.steven.lab/6972` and `/8443`.
pub(crate) const TFTP: &str = "c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvNjk3Mg";
pub(crate) const UDS: &str = "c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw";
pub(crate) const IP: &str = "10.48.36.215";

impl Writer {
    pub(crate) fn new(pid: u32) -> Self {
        Self {
            pid,
            now: 0,
            log: String::new(),
        }
    }

    pub(crate) fn line(&mut self, text: &str) -> &mut Self {
        let (minute, second) = (55 + self.now / 60_000, self.now / 1000 % 60);
        let (hour, minute, ms) = (18 + minute / 60, minute % 60, self.now % 1000);
        writeln!(self.log,
            "2022-07-11T{hour:02}:{minute:02}:{second:02}.{ms:03}+02:00 vcsc traffic_server[{}]: {text}",
            self.pid
        ).unwrap();
        self
    }

    pub(crate) fn after(&mut self, ms: u64) -> &mut Self {
        self.now += ms;
        self
    }

    fn step(&mut self, detail: &str, id: u32, rest: &str) -> &mut Self {
        self.line(&format!(
            r#"Module="network.http.trafficserver" Level="INFO": Detail="{detail}" Txn-id="{id}" {rest}"#
        ))
    }

    pub(crate) fn receive(&mut self, id: u32, segment: &str, path: &str) -> &mut Self {
        self.step(
            "Receive Request",
            id,
            &format!(
                r#"TrackingID="t{id}" Src-ip="127.0.0.1" Src-port="35766" Last-via-addr="" Msg="GET http://vcs_control.steven.lab:8443/{segment}/{path} HTTP/1.1""#
            ),
        )
    }

    pub(crate) fn send(&mut self, id: u32, port: u16) -> &mut Self {
        self.step(
            "Sending Request",
            id,
            &format!(r#"TrackingID="t{id}" Dst-ip="{IP}" Dst-port="{port}" Msg="GET /x HTTP/1.1""#),
        )
    }

    pub(crate) fn response(&mut self, id: u32, port: u16, status: &str) -> &mut Self {
        self.step(
            "Receive Response",
            id,
            &format!(r#"TrackingID="" Src-ip="{IP}" Src-port="{port}" Msg="HTTP/1.1 {status}""#),
        )
    }

    pub(crate) fn answer(&mut self, id: u32, status: &str) -> &mut Self {
        self.step(
            "Sending Response",
            id,
            &format!(
                r#"TrackingID="" Dst-ip="127.0.0.1" Dst-port="35766" Msg="HTTP/1.1 {status}""#
            ),
        )
    }

    pub(crate) fn self_signed(&mut self, thread: u32) -> &mut Self {
        self.line(&format!("[ET_NET {thread}] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab({IP}) depth=0"))
            .verify_failed(thread)
    }

    pub(crate) fn verify_failed(&mut self, thread: u32) -> &mut Self {
        self.line(&format!("[ET_NET {thread}] ERROR: SSL connection failed for 'cucm.steven.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed"))
    }

    pub(crate) fn read(&self) -> LogEvidence {
        read(&self.log)
    }
}
