//! Copies of events that live longer than the text they were read from.

use std::borrow::Cow;

use super::{
    Access, ChainRefused, ConnectionFailed, Detail, Event, HttpMessage, MatchedRule, Message,
    NameRefused, Native, Notice, Peer, Prefix, Record, Rejected, Server, Transaction,
};

fn own<T: ToOwned + ?Sized>(value: Cow<'_, T>) -> Cow<'static, T> {
    Cow::Owned(value.into_owned())
}

impl Prefix<'_> {
    /// A copy that borrows nothing.
    pub fn into_owned(self) -> Prefix<'static> {
        let Prefix {
            at,
            host,
            process,
            pid,
        } = self;
        Prefix {
            at,
            host: own(host),
            process: own(process),
            pid,
        }
    }
}

impl Event<'_> {
    /// A copy that borrows nothing.
    pub fn into_owned(self) -> Event<'static> {
        match self {
            Event::Transaction(event) => Event::Transaction(event.into_owned()),
            Event::Access(event) => Event::Access(event.into_owned()),
            Event::Rejected(event) => Event::Rejected(event.into_owned()),
            Event::ChainRefused(event) => Event::ChainRefused(event.into_owned()),
            Event::NameRefused(event) => Event::NameRefused(event.into_owned()),
            Event::ConnectionFailed(event) => Event::ConnectionFailed(event.into_owned()),
            Event::Native(event) => Event::Native(event.into_owned()),
            Event::Notice(event) => Event::Notice(event.into_owned()),
            Event::Record(event) => Event::Record(event.into_owned()),
        }
    }
}

impl Transaction<'_> {
    fn into_owned(self) -> Transaction<'static> {
        let Transaction {
            utc_time,
            detail,
            txn_id,
            tracking_id,
            peer,
            message,
        } = self;
        let detail = match detail {
            Detail::ReceiveRequest { last_via_addr } => Detail::ReceiveRequest {
                last_via_addr: own(last_via_addr),
            },
            Detail::SendingRequest => Detail::SendingRequest,
            Detail::ReceiveResponse => Detail::ReceiveResponse,
            Detail::SendingResponse => Detail::SendingResponse,
        };
        let message = match message {
            Message::StartLine(text) => Message::StartLine(own(text)),
            Message::Head(HttpMessage {
                start_line,
                headers,
            }) => Message::Head(HttpMessage {
                start_line: own(start_line),
                headers: headers.into_owned(),
            }),
            Message::Missing => Message::Missing,
        };
        let (tracking_id, peer) = (own(tracking_id), peer.into_owned());
        Transaction {
            utc_time,
            detail,
            txn_id,
            tracking_id,
            peer,
            message,
        }
    }
}

impl Peer<'_> {
    fn into_owned(self) -> Peer<'static> {
        Peer {
            ip: self.ip.into_owned(),
            port: self.port,
        }
    }
}

impl Access<'_> {
    fn into_owned(self) -> Access<'static> {
        let Access {
            outcome,
            reason,
            username,
            deployment,
            method,
            request,
            rule,
            utc_time,
        } = self;
        Access {
            outcome,
            reason: own(reason),
            username: own(username),
            deployment: own(deployment),
            method: own(method),
            request: own(request),
            rule: rule.map(
                |MatchedRule {
                     rule,
                     matching,
                     kind,
                 }| MatchedRule {
                    rule: own(rule),
                    matching: own(matching),
                    kind: own(kind),
                },
            ),
            utc_time,
        }
    }
}

impl Rejected<'_> {
    fn into_owned(self) -> Rejected<'static> {
        let Rejected {
            status,
            reason,
            peer,
            request,
            utc_time,
        } = self;
        let (reason, peer, request) = (own(reason), peer.into_owned(), own(request));
        Rejected {
            status,
            reason,
            peer,
            request,
            utc_time,
        }
    }
}

impl ChainRefused<'_> {
    fn into_owned(self) -> ChainRefused<'static> {
        let ChainRefused {
            thread,
            name,
            action,
            error,
            server,
            depth,
        } = self;
        let (name, error, server) = (own(name), own(error), server.into_owned());
        ChainRefused {
            thread,
            name,
            action,
            error,
            server,
            depth,
        }
    }
}

impl NameRefused<'_> {
    fn into_owned(self) -> NameRefused<'static> {
        let NameRefused {
            thread,
            form,
            name,
            action,
            server,
        } = self;
        NameRefused {
            thread,
            form,
            name: own(name),
            action,
            server: server.into_owned(),
        }
    }
}

impl Server<'_> {
    fn into_owned(self) -> Server<'static> {
        Server {
            name: own(self.name),
            ip: self.ip.into_owned(),
        }
    }
}

impl ConnectionFailed<'_> {
    fn into_owned(self) -> ConnectionFailed<'static> {
        let ConnectionFailed {
            thread,
            name,
            error,
        } = self;
        ConnectionFailed {
            thread,
            name: own(name),
            error: own(error),
        }
    }
}

impl Native<'_> {
    fn into_owned(self) -> Native<'static> {
        let Native {
            thread,
            severity,
            text,
        } = self;
        Native {
            thread,
            severity,
            text: own(text),
        }
    }
}

impl Notice<'_> {
    fn into_owned(self) -> Notice<'static> {
        let Notice {
            event,
            fields,
            utc_time,
        } = self;
        Notice {
            event: own(event),
            fields: fields.into_owned(),
            utc_time,
        }
    }
}

impl Record<'_> {
    fn into_owned(self) -> Record<'static> {
        let Record {
            utc_time,
            module,
            level,
            fields,
        } = self;
        let (module, level) = (module.map(own), level.map(own));
        Record {
            utc_time,
            module,
            level,
            fields: fields.into_owned(),
        }
    }
}
