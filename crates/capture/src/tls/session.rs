//! Both directions of a stream that may speak TLS, and what has been learnt from them so far.

mod finish;
mod messages;
mod speaker;

use std::borrow::Cow;

pub(crate) use finish::{StreamEnd, StreamFacts};
use speaker::{Phase, Speaker};

use super::certificate::{Certificate, CertificateCache};
use super::cipher::CipherSuite;
use super::decrypt::Sender;
use super::detect::{Beginning, Circumstances};
use super::hello::{ClientHello, ServerHello};
use super::record::{Event, Header, Loss, Wanted, content, ssl2_length};
use super::request::CertificateRequest;
use super::secrets::Secrets;
use super::version::Version;
use super::{AlertDescription, AlertLevel};
use crate::limits::Limits;
use crate::pair::{Pair, Side};

/// Alerts kept for one stream; nobody sends more in earnest.
const ALERTS: usize = 32;

/// Where and when the segment at hand was captured, and what is shared by all streams.
#[derive(Debug)]
pub(crate) struct Context<'c> {
    pub(crate) frame: u64,
    pub(crate) time: Option<i64>,
    pub(crate) limits: &'c Limits,
    pub(crate) secrets: &'c Secrets,
    pub(crate) certificates: &'c mut CertificateCache,
}

#[derive(Debug)]
struct Shown {
    side: Side,
    certificate: Certificate,
    frame: u64,
    reading: Reading,
}

#[derive(Debug)]
struct Warned {
    side: Side,
    level: AlertLevel,
    description: AlertDescription,
    frame: u64,
    was_established: bool,
    sender_had_sent_data: bool,
}

/// How much of the handshake was there, where it is not the ordinary whole.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each set once"
)]
struct Course {
    /// A hello or a certificate was read, or records followed each other: this is TLS for certain.
    is_certain: bool,
    /// The server ended its first flight.
    hello_done: bool,
    /// The server began to encrypt without having ended a first flight.
    is_abbreviated: bool,
    /// A certificate message arrived in part.
    certificate_cut: bool,
    /// A certificate of the server was sent that could not be read.
    certificate_unreadable: bool,
}

/// Whether the opening of the TCP stream is in the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    Seen,
    Missing,
}

/// How the content of a record came to be readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Clear,
    Decrypted,
}

#[derive(Debug)]
pub(crate) struct Session {
    speakers: Pair<Speaker>,
    client: Option<Side>,
    is_mid_stream: bool,
    /// Frame and time of the first record.
    began: Option<(u64, Option<i64>)>,
    hello: Option<Box<ClientHello>>,
    answer: Option<Box<ServerHello>>,
    version: Option<Version>,
    suite: Option<CipherSuite>,
    dh_bits: Option<u32>,
    course: Course,
    request: Option<Box<CertificateRequest>>,
    certificates: Vec<Shown>,
    alerts: Vec<Warned>,
    records: u32,
    gaps: u64,
    lost_bytes: u64,
    decrypted_bytes: usize,
}

impl Session {
    pub(crate) fn new(opening: Opening) -> Self {
        Self {
            speakers: Pair::default(),
            client: None,
            is_mid_stream: opening == Opening::Missing,
            began: None,
            hello: None,
            answer: None,
            version: None,
            suite: None,
            dh_bits: None,
            course: Course::default(),
            request: None,
            certificates: Vec::new(),
            alerts: Vec::new(),
            records: 0,
            gaps: 0,
            lost_bytes: 0,
            decrypted_bytes: 0,
        }
    }

    /// Memory held.
    pub(crate) fn cost(&self) -> usize {
        [&self.speakers.first, &self.speakers.second]
            .into_iter()
            .map(Speaker::cost)
            .fold(size_of::<Self>(), usize::saturating_add)
            .saturating_add(self.certificates.len().saturating_mul(64))
            .saturating_add(
                self.request
                    .as_ref()
                    .map_or(0, |request| request.authorities.len().saturating_mul(128)),
            )
    }

    /// Nothing that comes can change what is known, except how the stream ends.
    pub(crate) fn is_settled(&self) -> bool {
        let speakers = [&self.speakers.first, &self.speakers.second];
        if speakers.iter().any(|speaker| speaker.opener.is_some()) {
            return false;
        }
        if self.is_mid_stream && self.answer.is_none() {
            return self.course.is_certain && self.is_established();
        }
        // The first record after the handshake may still be a refusal.
        let server = self.client.map(|client| self.speakers.of(client.other()));
        let hides = self.version.is_some_and(Version::hides_certificates);
        self.is_established() && (!hides || server.is_some_and(|server| server.hidden.records > 0))
    }

    /// The server ended its first flight, or, in TLS 1.3, showed its certificate.
    pub(crate) fn has_server_flight(&self) -> bool {
        let is_of_server = |shown: &Shown| Some(shown.side.other()) == self.client;
        self.course.hello_done || (self.hides() && self.certificates.iter().any(is_of_server))
    }

    /// The negotiated version.
    pub(crate) const fn version(&self) -> Option<Version> {
        self.version
    }

    /// This stream does not speak TLS.
    pub(crate) const fn is_given_up(&self) -> bool {
        match (&self.speakers.first.phase, &self.speakers.second.phase) {
            (Phase::Searching(first), Phase::Searching(second)) => {
                first.is_exhausted() || second.is_exhausted()
            }
            _ => false,
        }
    }

    /// Frees what is needed only while reading.
    pub(crate) fn release(&mut self) {
        self.speakers.first.release();
        self.speakers.second.release();
    }

    /// The next bytes of one direction: a segment, or what is new in it.
    pub(crate) fn data(&mut self, side: Side, segment: &[u8], context: &mut Context<'_>) {
        let circumstances = Circumstances {
            peer_speaks: self.speakers.of(side.other()).is_speaking(),
            is_mid_stream: self.is_mid_stream,
        };
        let speaker = self.speakers.of_mut(side);
        let mut bytes = Cow::Borrowed(segment);
        if let Phase::Searching(search) = &mut speaker.phase {
            let Some((beginning, from_there)) = search.look(segment, circumstances) else {
                return;
            };
            bytes = from_there;
            speaker.phase = match beginning {
                Beginning::Ssl2ClientHello => Phase::Ssl2Hello(Vec::new()),
                Beginning::ClientHello | Beginning::ServerHello | Beginning::Record => {
                    Phase::Speaking
                }
            };
        }
        if let Phase::Ssl2Hello(held) = &mut speaker.phase {
            held.extend_from_slice(&bytes);
            let whole = ssl2_length(held).map_or(0, |length| length.saturating_add(2));
            if held.len() >= whole {
                let held = std::mem::take(held);
                speaker.phase = Phase::Speaking;
                self.ssl2_hello(side, held.split_at_checked(whole), context);
            }
            return;
        }
        self.read(side, &bytes, context);
    }

    fn ssl2_hello(
        &mut self,
        side: Side,
        message: Option<(&[u8], &[u8])>,
        context: &mut Context<'_>,
    ) {
        let Some((message, rest)) = message else {
            return;
        };
        self.begin(context);
        if let Some(hello) = message.get(3..).and_then(ClientHello::read_ssl2) {
            self.client_hello(side, hello);
        }
        self.read(side, rest, context);
    }

    /// So many bytes of one direction are missing.
    pub(crate) fn gap(&mut self, side: Side, length: u64, context: &mut Context<'_>) {
        self.gaps = self.gaps.saturating_add(1);
        self.lost_bytes = self.lost_bytes.saturating_add(length);
        if !self.speakers.of(side).reader.passes_over(length) {
            self.save_cut_certificates(side, context);
        }
        let speaker = self.speakers.of_mut(side);
        match &mut speaker.phase {
            Phase::Searching(_) => {
                speaker.phase = Phase::default();
                self.is_mid_stream = true;
                return;
            }
            Phase::Ssl2Hello(_) => {
                speaker.phase = Phase::default();
                return;
            }
            Phase::Speaking => {}
        }
        let loss = speaker.reader.gap(length);
        if loss != Loss::Nothing {
            speaker.joiner.reset();
            // The number of the next record is not known any more.
            speaker.opener = None;
            speaker.has_lost = true;
        }
    }

    fn read(&mut self, side: Side, mut bytes: &[u8], context: &mut Context<'_>) {
        let mut reader = std::mem::take(&mut self.speakers.of_mut(side).reader);
        reader.find_borders(bytes);
        loop {
            let wanted = self.wanted(side);
            match reader.next(&mut bytes, wanted) {
                None => break,
                Some(Event::Record(header, body)) => {
                    self.count_record(context);
                    self.record(side, header, body, context);
                }
                Some(Event::Passed(header)) => {
                    self.count_record(context);
                    self.passed(side, header, context);
                }
                Some(Event::Unreadable) => {
                    let speaker = self.speakers.of_mut(side);
                    speaker.joiner.reset();
                    speaker.has_lost = true;
                }
            }
        }
        self.speakers.of_mut(side).reader = reader;
    }

    fn count_record(&mut self, context: &Context<'_>) {
        self.begin(context);
        self.records = self.records.saturating_add(1);
    }

    const fn begin(&mut self, context: &Context<'_>) {
        if self.began.is_none() {
            self.began = Some((context.frame, context.time));
        }
    }

    fn hides(&self) -> bool {
        self.version.is_some_and(Version::hides_certificates)
    }

    fn wanted(&self, side: Side) -> Wanted {
        let speaker = self.speakers.of(side);
        let opener = speaker.opener.as_deref();
        Wanted {
            handshake: !speaker.is_ciphered || opener.is_some(),
            application_data: match opener {
                Some(opener) => self.hides() || opener.needs_every_body(),
                None => false,
            },
        }
    }

    /// A record whose body nobody can read.
    fn passed(&mut self, side: Side, header: Header, context: &Context<'_>) {
        if let Some(opener) = &mut self.speakers.of_mut(side).opener {
            opener.pass();
        }
        match header.content {
            content::HANDSHAKE => self.speakers.of_mut(side).finished = true,
            content::APPLICATION_DATA if self.hides() => self.hidden(side, header, context),
            content::APPLICATION_DATA => {
                self.speakers.of_mut(side).application_data = true;
                self.course.is_certain |= self.is_mid_stream;
            }
            _ => {}
        }
    }

    /// An encrypted record of TLS 1.3 that cannot be opened: only its length tells.
    fn hidden(&mut self, side: Side, header: Header, context: &Context<'_>) {
        let lengths = HiddenLengths::of(self.suite);
        let is_client = self.client == Some(side);
        let (speaker, peer) = self.speakers.both_mut(side);
        if is_client {
            if self.answer.is_none() {
                // Early data.
                return;
            }
            if speaker.finished {
                speaker.application_data = true;
                return;
            }
            speaker.hidden.note(header.length);
            if header.length >= lengths.finished || speaker.hidden.records > 1 {
                speaker.finished = true;
                speaker.finished_frame = context.frame;
            }
        } else if peer.finished && context.frame > peer.finished_frame {
            speaker.application_data = true;
            speaker.hidden.note(header.length);
        }
    }

    fn record(&mut self, side: Side, header: Header, body: &[u8], context: &mut Context<'_>) {
        let hides = self.hides();
        let speaker = self.speakers.of_mut(side);
        let is_sealed = if hides {
            header.content == content::APPLICATION_DATA
        } else {
            speaker.is_ciphered && header.content != content::CHANGE_CIPHER_SPEC
        };
        if !is_sealed {
            self.plain(side, (header.content, body), Reading::Clear, context);
            return;
        }
        let Some(opener) = &mut speaker.opener else {
            if header.content == content::APPLICATION_DATA {
                self.passed(side, header, context);
            }
            return;
        };
        let reading = if opener.is_clear() {
            Reading::Clear
        } else {
            Reading::Decrypted
        };
        match opener.open(header, body) {
            Some(opened) => {
                speaker.failures = 0;
                self.decrypted_bytes = self.decrypted_bytes.saturating_add(opened.body.len());
                self.plain(side, (opened.content, &opened.body), reading, context);
                if self.decrypted_bytes > context.limits.decrypted_bytes {
                    self.speakers.first.opener = None;
                    self.speakers.second.opener = None;
                }
            }
            None => self.unopened(side, header, context),
        }
    }

    /// The keys do not open a record: early data, or wrong secrets.
    fn unopened(&mut self, side: Side, header: Header, context: &Context<'_>) {
        let early_data = self.client == Some(side)
            && self.hello.as_ref().is_some_and(|hello| hello.early_data)
            && !self.speakers.of(side).finished;
        if early_data {
            return;
        }
        let speaker = self.speakers.of_mut(side);
        speaker.failures = speaker.failures.saturating_add(1);
        if speaker.failures > 2 || !speaker.finished {
            speaker.opener = None;
        }
        self.passed(side, header, context);
    }

    fn plain(
        &mut self,
        side: Side,
        (kind, body): (u8, &[u8]),
        reading: Reading,
        context: &mut Context<'_>,
    ) {
        match kind {
            content::HANDSHAKE => self.handshake(side, body, reading, context),
            content::ALERT => self.alert(side, body, context),
            content::CHANGE_CIPHER_SPEC => self.change_cipher_spec(side, body, context),
            content::APPLICATION_DATA => self.speakers.of_mut(side).application_data = true,
            _ => {}
        }
    }

    fn alert(&mut self, side: Side, body: &[u8], context: &Context<'_>) {
        let &[level, description] = body else {
            return;
        };
        let Some(level) = AlertLevel::parse(level) else {
            return;
        };
        self.course.is_certain |= self.is_mid_stream;
        if self.alerts.len() < ALERTS {
            self.alerts.push(Warned {
                side,
                level,
                description: AlertDescription(description),
                frame: context.frame,
                was_established: self.is_established(),
                sender_had_sent_data: self.speakers.of(side).application_data,
            });
        }
    }

    fn change_cipher_spec(&mut self, side: Side, body: &[u8], context: &Context<'_>) {
        // In TLS 1.3 it means nothing.
        if body != [1] || self.hides() {
            return;
        }
        let is_client = self.client == Some(side);
        if self.client.is_some()
            && !is_client
            && self.answer.is_some()
            && !self.course.hello_done
            && !self.speakers.of(side).has_lost
        {
            self.course.is_abbreviated = true;
        }
        let opener = self.opener_before_1_3(side, context);
        let speaker = self.speakers.of_mut(side);
        speaker.is_ciphered = true;
        speaker.joiner.reset();
        speaker.opener = opener;
    }

    fn sender(&self, side: Side) -> Sender {
        if self.client == Some(side) {
            Sender::Client
        } else {
            Sender::Server
        }
    }
}

/// Lengths of records of TLS 1.3 that tell what is in them.
#[derive(Debug, Clone, Copy)]
struct HiddenLengths {
    /// Nothing but a Finished message.
    finished: usize,
    /// An alert, as most libraries send it, and with the padding that Java adds.
    alerts: [usize; 2],
}

impl HiddenLengths {
    fn of(suite: Option<CipherSuite>) -> Self {
        let (finished, tag) = match suite {
            Some(CipherSuite(0x1302)) => (4 + 48, 16),
            Some(CipherSuite(0x1305)) => (4 + 32, 8),
            _ => (4 + 32, 16),
        };
        let sealed = |length: usize| length.saturating_add(tag).saturating_add(1);
        Self {
            finished: sealed(finished),
            alerts: [sealed(2), sealed(18)],
        }
    }
}
