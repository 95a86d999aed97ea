//! Decides whether a presented chain is acceptable, why not, and what to do about it.
//!
//! One noun joins the proxy, the preflight and the analyser: the [`PresentedChain`], that is who
//! showed which certificates. [`verify()`] alone judges it, for an [`Address`], against a
//! [`TrustStore`], at a time, under a [`Policy`]; the answer is a [`Verdict`].
//!
//! OpenSSL builds and checks the chain; the name check, the search over other candidate issuers and
//! the explanation are ours. Time and certificates are arguments: this crate has no clock, no
//! socket and no file. It knows nothing of a TLS engine.
//!
//! ```
//! use tollgate_pki::{verify, Address, Policy, PresentedChain, TrustStore};
//!
//! let store = TrustStore::builder().build();
//! let verdict = verify(
//!     &PresentedChain::default(),
//!     Some(&Address::parse("cucm.steven.lab")),
//!     &store,
//!     1_657_558_800,
//!     Policy::default(),
//! );
//! assert!(!verdict.is_trusted());
//! ```
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod address;
mod certificate;
mod client;
mod encoding;
mod error_table;
mod explain;
mod judge;
mod name;
mod openssl_ffi;
mod policy;
mod presented;
mod reason;
mod remedy;
mod revocation;
mod trust_store;
mod verdict;
mod verify;

pub use address::Address;
pub use certificate::{
    Certificate, Facts, Fingerprint, KeyFamily, KeyType, UnreadableCertificate, name_text,
};
pub use client::ClientProof;
pub use encoding::{Entry, EntryError, certificates_from};
pub use error_table::{error_number, error_text};
pub use policy::{NamePolicy, Policy, SecurityLevel, UnknownPolicy};
pub use presented::PresentedChain;
pub use reason::{CertificateSummary, Code, Phrase, Reason, Warning};
pub use remedy::{Remedy, RemedyAction};
pub use revocation::{
    NotKnown, Revocation, RevocationList, RevocationState, crl_addresses, is_issuer, judge_ocsp,
    ocsp_addresses, ocsp_request,
};
pub use trust_store::{
    StoreProblem, StoreProblemKind, StoredCertificate, TrustStore, TrustStoreBuilder,
};
pub use verdict::{Alert, Described, Outcome, Verdict};
pub use verify::verify;
