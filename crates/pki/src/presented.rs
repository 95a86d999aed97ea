//! Who showed which certificates.

use crate::certificate::{Certificate, UnreadableCertificate};

/// The certificates that a peer presented, leaf first, in the order it sent them.
#[derive(Debug, Clone, Default)]
pub struct PresentedChain {
    /// Leaf first; empty when nothing was presented, which is never trusted.
    pub certificates: Vec<Certificate>,
}

impl PresentedChain {
    /// Reads the DER certificates of a TLS handshake, leaf first.
    ///
    /// # Errors
    ///
    /// The position of the first certificate that cannot be read; the chain is then not judged.
    pub fn from_der<'a>(
        chain: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, UnreadableCertificate> {
        let certificates = chain
            .into_iter()
            .enumerate()
            .map(|(depth, der)| {
                Certificate::from_der(der).map_err(|_| UnreadableCertificate { depth })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { certificates })
    }

    /// The certificate of the peer itself.
    pub fn leaf(&self) -> Option<&Certificate> {
        self.certificates.first()
    }
}
