//! Commands that read evidence: captures, logs, bundles.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub(super) const CAPTURE_EXAMPLE: &str = "\
Examples:
  tollgate capture eth0_diagnostic_logging_tcpdump00_vcsc.pcap
  tollgate capture --keylog keys.txt -o jsonl *.pcapng

Exit codes: 0 every capture was read, 1 one is no capture or cannot be read; the
others are read all the same.";

#[derive(Args, Debug)]
pub(crate) struct CaptureArguments {
    /// Captures, pcap or pcapng, gzipped or not; - reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Secrets of TLS sessions (SSLKEYLOGFILE) to open encrypted handshakes with; may be
    /// repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) keylog: Vec<PathBuf>,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: CaptureFormat,
}

/// Form of what captures hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CaptureFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line for each TLS stream, written as soon as it is over.
    Jsonl,
    /// One JSON document: what each capture is made of, and its TLS streams.
    Json,
}
