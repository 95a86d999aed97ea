//! What is written down about a node that could not be used, and what the client is told.

use std::borrow::Cow;
use std::error::Error;
use std::net::SocketAddr;

use tollgate_diaglog::{
    Action as LoggedAction, ChainRefused, ConnectionFailed, Event, Ip, NameForm, NameRefused,
    Native, Server, Severity, VERIFY_FAILED,
};

use super::Transaction;
use crate::log::{Cell, Record, RecordKind, TransactionFacts};
use crate::metrics::Labels;
use crate::refusal::Refusal;
use crate::snapshot::Route;
use crate::upstream::{Action, Failure, FailureKind, Judged, Source};

/// A failure in the words of log and record.
struct Account<'a> {
    kind: RecordKind,
    /// The word in the metrics.
    word: &'static str,
    code: Option<&'static str>,
    error: Cow<'a, str>,
    remedy: Option<&'a str>,
    refusal: Refusal,
}

impl Transaction<'_> {
    /// Writes the lines and the record of a request that got no answer, counts it, and says what
    /// the client gets.
    pub(super) fn fail(&self, failure: &Failure, route: &Route, url: &str) -> Refusal {
        let account = Account::of(&failure.kind);
        let name = route.endpoint.host.to_string();
        match &failure.kind {
            FailureKind::Refused(judged) => {
                let mut events =
                    refusal_lines(judged, &name, self.thread(), LoggedAction::Terminate);
                events.push(self.connection_failed(&name, VERIFY_FAILED));
                self.write(&events);
            }
            FailureKind::ClientCertificateRefused(_) | FailureKind::Handshake(_) => {
                self.write(&[self.connection_failed(&name, &account.error)]);
            }
            FailureKind::Loop(_)
            | FailureKind::Unresolved(_)
            | FailureKind::Unreachable(_)
            | FailureKind::TimedOut(_)
            | FailureKind::LimitReached(_)
            | FailureKind::Exchange(_) => {
                let server = last_server(failure)
                    .map(|server| format!("({})", server.ip()))
                    .unwrap_or_default();
                let text = format!(
                    "connection to {name}{server} port {} failed: {}",
                    route.endpoint.port, account.error
                );
                let native = Native {
                    thread: self.thread(),
                    severity: Severity::Error,
                    text: Cow::Owned(text),
                };
                self.write(&[Event::Native(native)]);
            }
        }
        self.count_failure(route, account.word);
        self.record(failure, &account, route, url);
        account.refusal
    }

    /// A connection that is used although its certificate was refused.
    pub(super) fn report_refusal(&self, judged: &Judged, route: &Route, url: &str) {
        let name = route.endpoint.host.to_string();
        self.write(&refusal_lines(
            judged,
            &name,
            self.thread(),
            LoggedAction::Continue,
        ));
        if !self.lines.journal.wants_records() {
            return;
        }
        self.lines.journal.record(&Record {
            kind: RecordKind::Verification,
            time: judged.at,
            transaction: self.facts(url),
            cell: cell(route, Some(judged)),
            server: Some(judged.server),
            mode: self.mode(),
            action: action_word(judged.action),
            fresh: judged.source == Source::Fresh,
            attempts: 1,
            code: code_of(judged),
            error: "",
            remedy: None,
            judged: Some((&judged.presented, &judged.verdict)),
        });
    }

    fn record(&self, failure: &Failure, account: &Account<'_>, route: &Route, url: &str) {
        if !self.lines.journal.wants_records() {
            return;
        }
        let judged = match &failure.kind {
            FailureKind::Refused(judged) => Some(&**judged),
            _ => failure
                .attempts
                .last()
                .and_then(|attempt| attempt.judged.as_deref()),
        };
        self.lines.journal.record(&Record {
            kind: account.kind,
            time: self.lines.journal.now(),
            transaction: self.facts(url),
            cell: cell(route, judged),
            server: last_server(failure),
            mode: self.mode(),
            action: "terminate",
            fresh: !failure.remembered
                && judged.is_none_or(|judged| judged.source == Source::Fresh),
            attempts: failure.attempts.len(),
            code: account.code,
            error: &account.error,
            remedy: account.remedy,
            judged: judged.map(|judged| (&*judged.presented, &*judged.verdict)),
        });
    }

    fn facts<'b>(&'b self, url: &'b str) -> TransactionFacts<'b> {
        TransactionFacts {
            txn_id: self.lines.id,
            tracking_id: self.lines.tracking(),
            client: self.lines.client,
            method: self.head.method.as_str(),
            request: url,
        }
    }

    fn count_failure(&self, route: &Route, word: &'static str) {
        let labels = [
            ("node", route.node.clone()),
            ("port", route.endpoint.port.to_string().into()),
            ("kind", word.into()),
        ];
        self.client
            .worker
            .shared
            .metrics
            .origin_failures
            .get_or_create(&Labels(labels))
            .inc();
    }

    fn mode(&self) -> &'static str {
        self.generation.snapshot.settings.verification.mode.as_str()
    }

    fn thread(&self) -> Option<u32> {
        self.lines.journal.thread()
    }

    fn connection_failed<'b>(&self, name: &'b str, error: &'b str) -> Event<'b> {
        let (name, error) = (Cow::Borrowed(name), Cow::Borrowed(error));
        Event::ConnectionFailed(ConnectionFailed {
            thread: self.thread(),
            name,
            error,
        })
    }

    fn write(&self, events: &[Event<'_>]) {
        self.lines
            .journal
            .write_all(self.lines.journal.stamp(), events);
    }
}

impl<'a> Account<'a> {
    fn of(kind: &'a FailureKind) -> Self {
        let connection = |word, refusal| Self {
            kind: RecordKind::Connection,
            word,
            code: None,
            error: with_sources(kind).into(),
            remedy: None,
            refusal,
        };
        match kind {
            FailureKind::Refused(judged) => Self {
                kind: RecordKind::Verification,
                word: "refused_certificate",
                code: code_of(judged),
                error: VERIFY_FAILED.into(),
                remedy: None,
                refusal: Refusal::Origin,
            },
            FailureKind::ClientCertificateRefused(refused) => Self {
                kind: RecordKind::ClientCertificate,
                word: "client_certificate",
                code: Some(refused.code),
                error: Cow::Borrowed(&refused.error),
                remedy: Some(&refused.remedy),
                refusal: Refusal::Origin,
            },
            FailureKind::Handshake(handshake) => Self {
                kind: RecordKind::Handshake,
                word: "handshake",
                code: handshake.code,
                error: Cow::Borrowed(&handshake.error),
                remedy: handshake.remedy.as_deref(),
                refusal: Refusal::Origin,
            },
            FailureKind::Loop(_) => connection("loop", Refusal::Loop),
            FailureKind::Unresolved(_) => connection("unresolved", Refusal::Origin),
            FailureKind::Unreachable(_) => connection("unreachable", Refusal::Origin),
            FailureKind::TimedOut(_) => connection("timed_out", Refusal::OriginTooSlow),
            FailureKind::LimitReached(_) => connection("limit", Refusal::OriginCrowded),
            FailureKind::Exchange(_) => connection("broken", Refusal::Origin),
        }
    }
}

/// The WARNING line of a refused certificate, in the form of its first reason.
fn refusal_lines<'a>(
    judged: &Judged,
    name: &'a str,
    thread: Option<u32>,
    action: LoggedAction,
) -> Vec<Event<'a>> {
    let Some(reason) = judged.verdict.first() else {
        return Vec::new();
    };
    let server = Server {
        name: Cow::Borrowed(name),
        ip: Ip::from(judged.server.ip().to_canonical()),
    };
    let name = Cow::Borrowed(name);
    vec![if reason.is_name() {
        Event::NameRefused(NameRefused {
            thread,
            form: NameForm::Sni,
            name,
            action,
            server,
        })
    } else {
        let error = Cow::Borrowed(reason.text_1_1_1());
        let depth = u32::try_from(reason.depth).unwrap_or(u32::MAX);
        Event::ChainRefused(ChainRefused {
            thread,
            name,
            action,
            error,
            server,
            depth,
        })
    }]
}

fn cell<'a>(route: &'a Route, judged: Option<&Judged>) -> Cell<'a> {
    let leaf = judged.and_then(|judged| judged.presented.leaf());
    Cell {
        node: &route.node,
        address: route.endpoint.host.to_string(),
        port: route.endpoint.port.get(),
        key_type: leaf.map(|leaf| leaf.facts().key.family.as_str()),
    }
}

fn code_of(judged: &Judged) -> Option<&'static str> {
    judged.verdict.first().map(|reason| reason.code.as_str())
}

fn action_word(action: Action) -> &'static str {
    match action {
        Action::Admit => "admit",
        Action::Terminate => "terminate",
        Action::Continue => "continue",
    }
}

fn last_server(failure: &Failure) -> Option<SocketAddr> {
    failure
        .attempts
        .iter()
        .rev()
        .find_map(|attempt| attempt.server)
}

/// An error with everything that led to it.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
