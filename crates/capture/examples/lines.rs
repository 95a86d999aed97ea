//! Prints the TLS conversations of a capture, one JSON object a line:
//! `cargo run --example lines -- CAPTURE [KEYLOG]`
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};

use tollgate_capture::{Capture, CertificateNames, Options, Secrets};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("give the path of a capture")?;
    let mut options = Options::default();
    if let Some(key_log) = arguments.next() {
        options.secrets = Secrets::from_key_log(&fs::read(key_log)?);
    }
    let mut capture = Capture::open(fs::File::open(&path)?, options)?;
    let mut out = std::io::BufWriter::new(stdout().lock());
    for conversation in &mut capture {
        let conversation = conversation?;
        let line = conversation.line(&path, |_| CertificateNames::default());
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    drop(out);
    println!("{:?}", capture.facts());
    Ok(())
}
