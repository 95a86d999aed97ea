//! `tollgate version`: which Tollgate, and which OpenSSL judges.

use anyhow::Result;
use serde::Serialize;

use crate::cli::{Format, VersionArguments};
use crate::exit::Exit;
use crate::output::Output;

#[derive(Serialize)]
struct Version {
    #[serde(rename = "version")]
    tollgate: &'static str,
    openssl: OpenSsl,
    target: String,
}

#[derive(Serialize)]
struct OpenSsl {
    /// `vendored` (built with Tollgate, static) or `system` (the distribution's).
    origin: &'static str,
    version: &'static str,
}

pub(crate) fn run(arguments: &VersionArguments, output: &mut Output) -> Result<Exit> {
    let version = Version {
        tollgate: env!("CARGO_PKG_VERSION"),
        openssl: OpenSsl {
            origin: env!("TOLLGATE_OPENSSL"),
            version: openssl::version::version(),
        },
        target: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
    };
    match arguments.output {
        Format::Json => output.json(&version)?,
        Format::Text => {
            output.line(&format!(
                "tollgate {} ({})",
                version.tollgate, version.target
            ));
            output.line(&format!(
                "{} ({})",
                version.openssl.version, version.openssl.origin
            ));
        }
    }
    Ok(Exit::Good)
}
