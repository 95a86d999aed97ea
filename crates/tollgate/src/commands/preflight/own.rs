//! Our own certificates, for the reverse direction: given, of a bundle, or of a configuration.

use std::path::Path;

use anyhow::Result;
use tollgate_analyze::preflight::OwnCertificate;
use tollgate_analyze::{CertificateFile, CertificateRole};
use tollgate_pki::Certificate;
use tollgate_proxy::Settings;

use crate::evidence::Gathered;
use crate::input::{self, InputError};

/// The certificate of a file, with its chain. A private key in the file is passed over before
/// anything reads it.
pub(super) fn of_file(path: &Path) -> Result<OwnCertificate, InputError> {
    let name = path.display().to_string();
    let file = CertificateFile::read(&name, &input::read(path)?);
    let unreadable = |(position, source): (usize, &tollgate_pki::EntryError)| {
        let source = source.clone();
        let path = path.to_owned();
        match source {
            tollgate_pki::EntryError::Nothing => InputError::NoCertificate {
                path,
                source: Some(source),
            },
            source => InputError::BadEntry {
                path,
                position,
                source,
            },
        }
    };
    // Other blocks, such as parameters of a key exchange, are nobody's certificate.
    let mut wrong = file
        .unreadable()
        .filter(|(_, source)| !matches!(source, tollgate_pki::EntryError::NotACertificate { .. }));
    if let Some(first) = wrong.next() {
        return Err(unreadable(first));
    }
    let chain: Vec<Certificate> = file.certificates().cloned().collect();
    if chain.is_empty() {
        return Err(InputError::NoCertificate {
            path: path.to_owned(),
            source: None,
        });
    }
    Ok(OwnCertificate { name, chain })
}

/// The certificate that a configuration of `serve` shows to nodes, if there is one.
pub(super) fn of_settings(settings: &Settings) -> Result<Option<OwnCertificate>, InputError> {
    settings.client_certificate_file().map(of_file).transpose()
}

/// The certificates of the appliances that a bundle is of.
pub(super) fn of_bundle(gathered: &Gathered) -> Vec<OwnCertificate> {
    let peers = gathered.materials.evidence.peers.iter();
    let own = peers.filter_map(|peer| {
        let mut bundles = peer.bundles.iter().rev();
        let chain = bundles.find_map(|bundle| {
            let mut files = bundle.certificate_files(CertificateRole::Server);
            let chain = files.next()?.1.certificates().cloned();
            Some(chain.collect::<Vec<_>>()).filter(|chain| !chain.is_empty())
        })?;
        Some(OwnCertificate {
            name: peer.identity.host.clone().unwrap_or_default(),
            chain,
        })
    });
    own.collect()
}

/// When the newest of some bundles was taken, in Unix seconds.
pub(super) fn taken(gathered: &Gathered) -> Option<i64> {
    let bundles = gathered.materials.evidence.bundles();
    bundles.filter_map(|bundle| bundle.identity.taken).max()
}
