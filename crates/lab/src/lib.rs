//! Simulated CUCM, IM&P and Unity nodes on loopback addresses, a test CA that also issues broken chains, and a
//! scripted client that signs in as an MRA client does.

mod authority;

pub use authority::{
    AlternativeName, Authority, AuthorityError, CertificateSpec, Constraints, DAY, Digest,
    Identity, Key, KeyKind, KeySource, KeyUsage, Padding, Presented, Purpose, Signature, Version,
};
