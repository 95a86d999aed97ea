//! What each handshake message adds to what is known.

use super::{Context, Reading, Session, Shown};
use crate::cursor::Cursor;
use crate::pair::Side;
use crate::tls::certificate::CertificateList;
use crate::tls::cipher::CipherSuite;
use crate::tls::decrypt::{Agreed, Opener, Sender};
use crate::tls::handshake::{Joined, Message, message};
use crate::tls::hello::{ClientHello, ServerHello};
use crate::tls::request::CertificateRequest;
use crate::tls::version::Version;

/// Compression of certificates (RFC 8879) that can be undone here.
const ZLIB: u16 = 1;

/// Bits of the prime at the beginning of a `ServerKeyExchange` (RFC 5246 7.4.3).
fn prime_bits(body: &[u8]) -> Option<u32> {
    let prime = Cursor::new(body).vector16()?;
    let leading = prime.iter().take_while(|octet| **octet == 0).count();
    let significant = prime.get(leading..)?;
    let first = significant.first()?;
    let octets = u32::try_from(significant.len()).ok()?;
    octets.checked_mul(8)?.checked_sub(first.leading_zeros())
}

impl Session {
    pub(super) fn handshake(
        &mut self,
        side: Side,
        mut bytes: &[u8],
        reading: Reading,
        context: &mut Context<'_>,
    ) {
        let mut joiner = std::mem::take(&mut self.speakers.of_mut(side).joiner);
        while let Some(joined) = joiner.next(&mut bytes, context.limits.handshake_bytes) {
            match joined {
                Joined::Message(message) => self.message(side, message, reading, context),
                Joined::Oversized(kind) => {
                    self.course.certificate_unreadable |= kind == message::CERTIFICATE;
                }
                Joined::Unreadable => {
                    // Encrypted although no change of keys was seen: that one is lost.
                    if self.speakers.of(side).has_lost {
                        self.speakers.of_mut(side).finished = true;
                    }
                }
            }
        }
        self.speakers.of_mut(side).joiner = joiner;
    }

    fn message(
        &mut self,
        side: Side,
        message: Message<'_>,
        reading: Reading,
        context: &mut Context<'_>,
    ) {
        let body = message.body;
        match message.kind {
            message::CLIENT_HELLO => {
                if let Some(hello) = ClientHello::read(body) {
                    self.client_hello(side, hello);
                }
            }
            message::SERVER_HELLO => {
                if let Some(hello) = ServerHello::read(body) {
                    self.server_hello(side, hello, context);
                }
            }
            message::HELLO_RETRY_REQUEST => {
                self.client.get_or_insert_with(|| side.other());
                self.version = Cursor::new(body).u16().map(Version);
            }
            message::CERTIFICATE => {
                let list = if self.hides() {
                    CertificateList::read_1_3(body)
                } else {
                    CertificateList::read(body)
                };
                self.certificates(side, list, reading, context);
            }
            message::COMPRESSED_CERTIFICATE => self.compressed(side, body, reading, context),
            message::CERTIFICATE_REQUEST => {
                self.client.get_or_insert_with(|| side.other());
                let limit = context.limits.authorities;
                if let Some(request) = CertificateRequest::read(body, self.version, limit) {
                    self.request = Some(Box::new(request));
                }
            }
            message::SERVER_KEY_EXCHANGE => {
                let is_finite = self.suite.is_some_and(CipherSuite::is_ephemeral_finite);
                if is_finite && !self.hides() {
                    self.dh_bits = prime_bits(body);
                }
            }
            message::SERVER_HELLO_DONE => {
                self.client.get_or_insert_with(|| side.other());
                self.course.hello_done = true;
            }
            message::CLIENT_KEY_EXCHANGE => {
                self.client.get_or_insert(side);
            }
            message::FINISHED => self.finished(side, context),
            message::KEY_UPDATE => {
                let suite = self.suite;
                let speaker = self.speakers.of_mut(side);
                speaker.opener = match (&speaker.opener, suite) {
                    (Some(opener), Some(suite)) => opener.updated(suite).map(Box::new),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    pub(super) fn client_hello(&mut self, side: Side, hello: ClientHello) {
        self.course.is_certain = true;
        self.client = Some(side);
        // A second hello repeats the first one, or renegotiates.
        if self.hello.is_none() {
            self.hello = Some(Box::new(hello));
        }
    }

    fn server_hello(&mut self, side: Side, hello: ServerHello, context: &Context<'_>) {
        self.course.is_certain = true;
        self.client = Some(side.other());
        self.version = Some(hello.version);
        self.suite = Some(hello.cipher_suite);
        if hello.version.hides_certificates() {
            // A ChangeCipherSpec for the sake of middleboxes may have come before.
            self.speakers.first.is_ciphered = false;
            self.speakers.second.is_ciphered = false;
        }
        if hello.is_retry() {
            return;
        }
        self.answer = Some(Box::new(hello));
        self.open_1_3(context);
    }

    fn certificates<'b>(
        &mut self,
        side: Side,
        list: Option<impl Iterator<Item = &'b [u8]>>,
        reading: Reading,
        context: &mut Context<'_>,
    ) {
        let Some(list) = list else {
            self.course.certificate_unreadable = true;
            return;
        };
        for der in list.filter(|der| !der.is_empty()) {
            if self.certificates.len() >= context.limits.certificates {
                self.course.certificate_cut = true;
                return;
            }
            self.course.is_certain = true;
            self.certificates.push(Shown {
                side,
                certificate: context.certificates.certificate(der),
                frame: context.frame,
                reading,
            });
        }
    }

    fn compressed(&mut self, side: Side, body: &[u8], reading: Reading, context: &mut Context<'_>) {
        let limit = context.limits.handshake_bytes;
        match decompress(body, limit) {
            Some(body) => {
                self.certificates(side, CertificateList::read_1_3(&body), reading, context);
            }
            None => self.course.certificate_unreadable |= self.client != Some(side),
        }
    }

    /// A certificate message that will not be completed: what is whole of it is kept.
    pub(super) fn save_cut_certificates(&mut self, side: Side, context: &mut Context<'_>) {
        let speaker = self.speakers.of(side);
        if speaker.is_ciphered || self.hides() {
            return;
        }
        let more = speaker.reader.cut_handshake().unwrap_or_default();
        let Some((message::CERTIFICATE, body)) = speaker.joiner.cut_message(more) else {
            return;
        };
        self.course.certificate_cut = true;
        self.certificates(side, CertificateList::read(&body), Reading::Clear, context);
    }

    fn finished(&mut self, side: Side, context: &Context<'_>) {
        let hides = self.hides();
        let speaker = self.speakers.of_mut(side);
        let is_first = !speaker.finished;
        speaker.finished = true;
        if is_first {
            speaker.finished_frame = context.frame;
        }
        if !hides || !is_first || speaker.opener.is_none() {
            return;
        }
        // The keys of the handshake end here; a later Finished answers a later request.
        let secrets = self
            .hello
            .as_ref()
            .and_then(|hello| context.secrets.of(&hello.random));
        let secret = secrets.and_then(|secrets| match self.sender(side) {
            Sender::Client => secrets.client_traffic.as_deref(),
            Sender::Server => secrets.server_traffic.as_deref(),
        });
        let opener = secret
            .zip(self.suite)
            .and_then(|(secret, suite)| Opener::from_traffic_secret(suite, secret));
        self.speakers.of_mut(side).opener = opener.map(Box::new);
    }

    /// TLS 1.3: from the `ServerHello` on both parties encrypt.
    fn open_1_3(&mut self, context: &Context<'_>) {
        let (Some(client), Some(version), Some(suite), Some(hello)) =
            (self.client, self.version, self.suite, &self.hello)
        else {
            return;
        };
        if !version.has_final_key_schedule() {
            return;
        }
        let Some(secrets) = context.secrets.of(&hello.random) else {
            return;
        };
        let opener = |secret: &Option<Box<[u8]>>| {
            let opener = Opener::from_traffic_secret(suite, secret.as_deref()?)?;
            Some(Box::new(opener))
        };
        self.speakers.of_mut(client).opener = opener(&secrets.client_handshake);
        self.speakers.of_mut(client.other()).opener = opener(&secrets.server_handshake);
    }

    /// Up to TLS 1.2: from its `ChangeCipherSpec` on a party encrypts.
    pub(super) fn opener_before_1_3(
        &self,
        side: Side,
        context: &Context<'_>,
    ) -> Option<Box<Opener>> {
        let suite: CipherSuite = self.suite?;
        if suite.is_clear() {
            return Opener::without_encryption(suite).map(Box::new);
        }
        let (hello, answer) = (self.hello.as_ref()?, self.answer.as_ref()?);
        let master = context.secrets.of(&hello.random)?.master.as_deref()?;
        let agreed = Agreed {
            version: answer.version,
            suite,
            client_random: &hello.random,
            server_random: &answer.random,
            encrypt_then_mac: answer.encrypt_then_mac,
        };
        Opener::from_master_secret(agreed, master, self.sender(side)).map(Box::new)
    }
}

/// The Certificate message in a `CompressedCertificate` message, of at most `limit` bytes.
fn decompress(body: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut fields = Cursor::new(body);
    let algorithm = fields.u16()?;
    let length = crate::cursor::size(fields.u24()?);
    let compressed = fields.vector24()?;
    if algorithm != ZLIB || length > limit {
        return None;
    }
    let mut plain = Vec::with_capacity(length);
    flate2::Decompress::new(true)
        .decompress_vec(compressed, &mut plain, flate2::FlushDecompress::Finish)
        .ok()?;
    (plain.len() == length).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prime_is_measured_without_leading_zeros() {
        assert_eq!(prime_bits(&[0, 3, 0, 0b101, 7, 0, 1, 2]), Some(11));
        assert_eq!(prime_bits(&[0, 2, 0, 0]), None);
        assert_eq!(prime_bits(&[0, 3, 1]), None);
    }
}
