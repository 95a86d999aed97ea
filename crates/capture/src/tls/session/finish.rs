//! The end of a session: roles are settled and everything is put into a conversation.

use std::net::SocketAddr;

use super::{Context, HiddenLengths, Reading, Session};
use crate::conversation::{Alert, Conversation, End, Role, SeenCertificate, Visibility};
use crate::pair::{Endpoint, Pair, Side};
use crate::tls::AlertLevel;
use crate::tls::outcome::{Evidence, Outcome, Verdict};

/// What TCP knows of the stream.
#[derive(Debug)]
pub(crate) struct StreamFacts {
    pub(crate) number: u64,
    pub(crate) first_frame: u64,
    pub(crate) ends: Pair<Endpoint>,
    /// Who opened it, if that was seen.
    pub(crate) opener: Option<Side>,
    pub(crate) end: StreamEnd,
}

/// How the stream ended, by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamEnd {
    Open,
    Closed(Side),
    Reset(Side),
    Evicted,
}

impl Session {
    /// The progress of both sides, with a guess of who is the client where nothing tells.
    fn evidence<'v>(&self, client: Side, alerts: &'v [Verdict], end: End) -> Evidence<'v> {
        let server = self.speakers.of(client.other()).progress();
        Evidence {
            client: self.speakers.of(client).progress(),
            server,
            hides: self.hides(),
            is_mid_stream: self.hello.is_none() && self.answer.is_none(),
            is_abbreviated: self.course.is_abbreviated,
            alerts,
            end,
        }
    }

    pub(super) fn is_established(&self) -> bool {
        let client = self.client.unwrap_or(Side::First);
        self.evidence(client, &[], End::Open).is_established()
    }

    /// What is known, if it is TLS.
    pub(crate) fn finish(
        mut self,
        facts: &StreamFacts,
        context: &mut Context<'_>,
    ) -> Option<Conversation> {
        for side in [Side::First, Side::Second] {
            self.save_cut_certificates(side, context);
        }
        let (first_frame, start) = self.began?;
        if !self.course.is_certain && self.records < 2 {
            return None;
        }
        let client = self.client.unwrap_or_else(|| Self::guess_client(facts));
        let role = |side| {
            if side == client {
                Role::Client
            } else {
                Role::Server
            }
        };
        let end = match facts.end {
            StreamEnd::Open => End::Open,
            StreamEnd::Closed(side) => End::Closed(role(side)),
            StreamEnd::Reset(side) => End::Reset(role(side)),
            StreamEnd::Evicted => End::Evicted,
        };
        let verdicts: Vec<Verdict> = self
            .alerts
            .iter()
            .map(|alert| Verdict {
                from: role(alert.side),
                description: alert.description,
                is_fatal: !alert.description.is_remark()
                    && (self.hides() || alert.level == AlertLevel::Fatal),
                was_established: alert.was_established,
                sender_had_sent_data: alert.sender_had_sent_data,
            })
            .collect();
        self.judge_hidden_refusal(client, end);
        let outcome = self.evidence(client, &verdicts, end).outcome();
        let resumed = self.is_resumed();
        let certificates: Vec<SeenCertificate> = self
            .certificates
            .drain(..)
            .map(|shown| SeenCertificate {
                role: role(shown.side),
                certificate: shown.certificate,
                frame: shown.frame,
                clear: shown.reading == Reading::Clear,
            })
            .collect();
        let visibility = self.visibility(client, &certificates, outcome);
        Some(Conversation {
            stream: facts.number,
            client: address(*facts.ends.of(client)),
            server: address(*facts.ends.of(client.other())),
            roles_guessed: self.client.is_none(),
            first_frame,
            start,
            stream_first_frame: facts.first_frame,
            is_mid_stream: self.hello.is_none(),
            version: self.version,
            cipher_suite: self.suite,
            dh_bits: self.dh_bits,
            outcome,
            resumed,
            certificate_request: self.request.map(|request| *request),
            certificates,
            server_certificate: visibility,
            alerts: self
                .alerts
                .iter()
                .map(|alert| Alert {
                    from: role(alert.side),
                    level: alert.level,
                    description: alert.description,
                    frame: alert.frame,
                })
                .collect(),
            gaps: self.gaps,
            lost_bytes: self.lost_bytes,
            end,
            hello: self.hello.map(|hello| *hello),
        })
    }

    /// TLS 1.3 without secrets, and the connection is over: a client that sent one record too
    /// short for a Finished message has refused; so has a server that answered a client's
    /// certificate with one record as long as an alert.
    fn judge_hidden_refusal(&mut self, client: Side, end: End) {
        let (client, server) = self.speakers.both_mut(client);
        if matches!(end, End::Open | End::Evicted) || client.hidden.records == 0 {
            return;
        }
        let lengths = HiddenLengths::of(self.suite);
        let showed_certificate = client.hidden.first_length != lengths.finished;
        client.hidden_refusal = !client.finished;
        server.hidden_refusal = client.finished
            && showed_certificate
            && server.hidden.records == 1
            && lengths.alerts.contains(&server.hidden.first_length);
    }

    fn is_resumed(&self) -> bool {
        let Some(answer) = &self.answer else {
            return false;
        };
        if self.hides() {
            return answer.pre_shared_key;
        }
        let echoed = self.hello.as_ref().is_some_and(|hello| {
            !hello.session_id.is_empty() && hello.session_id == answer.session_id
        });
        self.course.is_abbreviated || (echoed && !self.course.hello_done)
    }

    fn visibility(
        &self,
        client: Side,
        certificates: &[SeenCertificate],
        outcome: Outcome,
    ) -> Visibility {
        let mut shown = certificates.iter().filter(|seen| seen.role == Role::Server);
        if let Some(first) = shown.next() {
            return if first.clear {
                Visibility::Clear
            } else {
                Visibility::Decrypted
            };
        }
        let server = self.speakers.of(client.other());
        if self.is_resumed() {
            Visibility::Resumed
        } else if self.course.certificate_cut || self.course.certificate_unreadable {
            Visibility::Lost
        } else if self.hides() && self.answer.is_some() {
            if server.opener.is_some() || (server.finished && self.decrypted_bytes > 0) {
                Visibility::NotSent
            } else {
                Visibility::Encrypted
            }
        } else if server.has_lost || (self.answer.is_none() && outcome == Outcome::Established) {
            Visibility::Lost
        } else {
            Visibility::NotSent
        }
    }

    /// The opener of the stream, or the end with the higher port, is taken for the client.
    fn guess_client(facts: &StreamFacts) -> Side {
        facts.opener.unwrap_or({
            if facts.ends.first.1 >= facts.ends.second.1 {
                Side::First
            } else {
                Side::Second
            }
        })
    }
}

fn address((ip, port): Endpoint) -> SocketAddr {
    SocketAddr::new(ip, port)
}
