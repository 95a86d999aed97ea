//! TLS as it is seen from outside: records, handshake messages, and what two speakers agreed on.

mod alert;
mod certificate;
mod cipher;
mod cipher_names;
mod cipher_string;
mod decrypt;
mod detect;
mod handshake;
mod hello;
mod key_schedule;
mod outcome;
mod record;
mod request;
mod secrets;
mod session;
mod version;

pub use alert::{AlertDescription, AlertLevel};
pub use certificate::Certificate;
pub(crate) use certificate::CertificateCache;
pub use cipher::CipherSuite;
pub use cipher_string::{CipherStringError, cipher_suites};
pub use hello::ClientHello;
pub use key_schedule::{server_handshake_secret, transcript_hash};
pub use outcome::Outcome;
pub use request::{CertificateRequest, DistinguishedName};
pub(crate) use secrets::Room;
pub use secrets::Secrets;
pub(crate) use session::{Context, Opening, Session, StreamEnd, StreamFacts};
pub use version::Version;
