//! What an OpenSSL cipher string means: the suites that it leaves, in order of preference.
//!
//! The string is expanded by OpenSSL itself: a client is set up with it and its `ClientHello` read
//! back, so that no rule of `ciphers(1)` is interpreted a second time. The suites of TLS 1.3 are not
//! governed by cipher strings and come first where they are on offer.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

use openssl::error::ErrorStack;
use openssl::ssl::{HandshakeError, Ssl, SslContext, SslMethod, SslVersion};

use super::cipher::CipherSuite;
use super::version::Version;
use crate::conversation::Role;
use crate::observer::{ObservedEnd, Observer};

/// Longest cipher string that is read; the longest useful one names each suite once.
const LONGEST: usize = 16 * 1024;
/// Values of a `ClientHello` that are no suites (RFC 5746, RFC 7507).
const SIGNALLING: [u16; 2] = [0x00ff, 0x5600];

/// A cipher string that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CipherStringError {
    /// Control characters, or too long.
    #[error("the cipher string is not printable text of at most {LONGEST} characters")]
    NotText,
    /// OpenSSL finds no suite in it.
    #[error("OpenSSL finds no cipher suite in it; write names as `openssl ciphers` lists them")]
    NoSuite,
    /// OpenSSL failed for another reason, such as lack of memory.
    #[error("OpenSSL cannot be set up")]
    OpenSsl(#[from] ErrorStack),
}

/// The suites of a cipher string for connections up to `maximum`, as a client offers them.
///
/// ```
/// use tollgate_capture::{Version, cipher_suites};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let suites = cipher_suites("ECDHE-RSA-AES256-GCM-SHA384:EECDH", Version::TLS_1_2)?;
/// let first = suites.first().and_then(|suite| suite.openssl_name());
/// assert_eq!(first, Some("ECDHE-RSA-AES256-GCM-SHA384"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// The string is no text, OpenSSL knows nothing in it, or OpenSSL fails.
pub fn cipher_suites(
    string: &str,
    maximum: Version,
) -> Result<Vec<CipherSuite>, CipherStringError> {
    if string.len() > LONGEST || string.chars().any(char::is_control) {
        return Err(CipherStringError::NotText);
    }
    let mut context = SslContext::builder(SslMethod::tls_client())?;
    // The string may still raise the level with @SECLEVEL; level 0 leaves it what it names.
    context.set_security_level(0);
    context.set_min_proto_version(Some(SslVersion::TLS1))?;
    context.set_max_proto_version(Some(if maximum >= Version::TLS_1_3 {
        SslVersion::TLS1_3
    } else {
        SslVersion::TLS1_2
    }))?;
    context
        .set_cipher_list(string)
        .map_err(|_| CipherStringError::NoSuite)?;
    let hello = client_hello(Ssl::new(&context.build())?);
    let mut observer = Observer::default();
    observer.read(Role::Client, &hello);
    let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let seen = observer.finish(any, any, ObservedEnd::Open);
    let offered = seen
        .and_then(|seen| seen.hello)
        .map(|hello| hello.cipher_suites);
    let mut suites = offered.unwrap_or_default();
    suites.retain(|suite| !SIGNALLING.contains(&suite.0));
    if suites.iter().all(|suite| suite.0 >> 8 == 0x13) {
        return Err(CipherStringError::NoSuite);
    }
    Ok(suites)
}

/// What the client says first.
fn client_hello(ssl: Ssl) -> Vec<u8> {
    match ssl.connect(Said(Vec::new())) {
        Ok(stream) => stream.get_ref().0.clone(),
        Err(HandshakeError::WouldBlock(stream) | HandshakeError::Failure(stream)) => {
            stream.get_ref().0.clone()
        }
        Err(HandshakeError::SetupFailure(_)) => Vec::new(),
    }
}

/// A connection on which nobody answers.
#[derive(Debug)]
struct Said(Vec<u8>);

impl Read for Said {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::WouldBlock.into())
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: &str =
        "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";

    fn names(string: &str, maximum: Version) -> Vec<&'static str> {
        let suites = cipher_suites(string, maximum).unwrap();
        let names = suites.iter().map(|suite| suite.openssl_name().unwrap());
        names.collect()
    }

    #[test]
    fn the_default_string_prefers_ecdsa_and_the_prefix_rsa() {
        let default = names(DEFAULT, Version::TLS_1_2);
        assert_eq!(default.first(), Some(&"ECDHE-ECDSA-AES256-GCM-SHA384"));
        let prefixed = format!("ECDHE-RSA-AES256-GCM-SHA384:{DEFAULT}");
        let prefixed = names(&prefixed, Version::TLS_1_2);
        assert_eq!(prefixed.first(), Some(&"ECDHE-RSA-AES256-GCM-SHA384"));
        assert_eq!(prefixed.len(), default.len());
    }

    #[test]
    fn suites_of_tls_1_3_come_first_where_they_are_on_offer() {
        let all = names(DEFAULT, Version::TLS_1_3);
        assert_eq!(all.first(), Some(&"TLS_AES_256_GCM_SHA384"));
    }

    #[test]
    fn a_string_that_leaves_nothing_is_an_error() {
        let of = |string| cipher_suites(string, Version::TLS_1_3);
        assert!(matches!(
            of("NO-SUCH-SUITE"),
            Err(CipherStringError::NoSuite)
        ));
        assert!(matches!(of("HIGH\n"), Err(CipherStringError::NotText)));
        assert!(matches!(of(""), Err(CipherStringError::NoSuite)));
    }
}
