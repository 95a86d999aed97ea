//! What a preflight looks at beside the verdicts: our own certificate, and revocation.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Clone, Debug)]
pub(crate) struct BesideArguments {
    /// Certificate of the appliance with its CA chain, leaf first, as PEM or DER: is it accepted
    /// where nodes ask for one? By default that of a bundle or of the configuration; may be
    /// repeated for each peer
    #[arg(long, value_name = "FILE")]
    pub(crate) client_certificate: Vec<PathBuf>,
    /// Ask the CRL addresses and OCSP responders that certificates name, over plain http, whether
    /// they are revoked
    #[arg(long)]
    pub(crate) revocation: bool,
    /// CRL to judge by, as PEM or DER, without asking anybody; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) crl: Vec<PathBuf>,
}
