//! From what was seen of a handshake to how it came out.

use super::alert::AlertDescription;
use crate::conversation::{End, Role};

/// How a handshake came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Both parties finished it. However the connection ended later, that is no failure.
    Established,
    /// A party gave up with an alert.
    Refused {
        /// Who sent the alert.
        by: Role,
        /// What it says; absent where it is encrypted and only its length tells.
        alert: Option<AlertDescription>,
    },
    /// The connection was reset before both had finished, without an alert.
    Reset {
        /// Who reset it.
        by: Role,
    },
    /// Closed, or not seen any more, before both had finished.
    Incomplete,
}

impl Outcome {
    /// One word for reports and the JSON line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::Refused {
                by: Role::Client, ..
            } => "refused-by-client",
            Self::Refused {
                by: Role::Server, ..
            } => "refused-by-server",
            Self::Reset { .. } => "reset",
            Self::Incomplete => "incomplete",
        }
    }
}

/// What one party was seen to do.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one speaker, each set once"
)]
pub(super) struct Progress {
    /// Anything of TLS.
    pub(super) spoke: bool,
    /// A Finished message, or what stands where it has to.
    pub(super) finished: bool,
    pub(super) application_data: bool,
    /// An encrypted alert stands where the Finished message has to.
    pub(super) hidden_refusal: bool,
}

/// An alert, and whether its sender had sent application data before.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each set once"
)]
pub(super) struct Verdict {
    pub(super) from: Role,
    pub(super) description: AlertDescription,
    /// From TLS 1.3 on every alert that is no remark ends the connection, whatever its level.
    pub(super) is_fatal: bool,
    pub(super) was_established: bool,
    pub(super) sender_had_sent_data: bool,
}

/// Everything the outcome follows from.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each set once"
)]
pub(super) struct Evidence<'a> {
    pub(super) client: Progress,
    pub(super) server: Progress,
    /// TLS 1.3 or later.
    pub(super) hides: bool,
    /// Neither hello is in the capture.
    pub(super) is_mid_stream: bool,
    /// The server finishes first: a session was resumed.
    pub(super) is_abbreviated: bool,
    pub(super) alerts: &'a [Verdict],
    pub(super) end: End,
}

impl Evidence<'_> {
    /// Both parties have finished.
    pub(super) fn is_established(&self) -> bool {
        let (client, server) = (self.client, self.server);
        if self.is_mid_stream {
            return client.application_data || server.application_data;
        }
        if self.hides {
            return client.finished;
        }
        let (last, first) = if self.is_abbreviated {
            (client, server)
        } else {
            (server, client)
        };
        last.finished
            || server.application_data
            || (client.application_data && !server.spoke && first.finished)
    }

    pub(super) fn outcome(&self) -> Outcome {
        let refusal = |alert: &&Verdict| {
            alert.is_fatal && !(alert.was_established && alert.sender_had_sent_data)
        };
        let refused = |by, alert| Outcome::Refused { by, alert };
        if let Some(alert) = self.alerts.iter().find(refusal) {
            return refused(alert.from, Some(alert.description));
        }
        if self.client.hidden_refusal {
            return refused(Role::Client, None);
        }
        if self.server.hidden_refusal {
            return refused(Role::Server, None);
        }
        if self.is_established() {
            return Outcome::Established;
        }
        // Some libraries refuse with a warning and close.
        let last = self
            .alerts
            .iter()
            .rfind(|alert| !alert.description.is_remark());
        if let Some(alert) = last
            && self.end != End::Open
        {
            return refused(alert.from, Some(alert.description));
        }
        match self.end {
            End::Reset(by) => Outcome::Reset { by },
            End::Open | End::Closed(_) | End::Evicted => Outcome::Incomplete,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Evidence<'_> = Evidence {
        client: PROGRESS,
        server: PROGRESS,
        hides: false,
        is_mid_stream: false,
        is_abbreviated: false,
        alerts: &[],
        end: End::Open,
    };
    const PROGRESS: Progress = Progress {
        spoke: true,
        finished: false,
        application_data: false,
        hidden_refusal: false,
    };
    const FINISHED: Progress = Progress {
        finished: true,
        ..PROGRESS
    };

    fn alert(from: Role, description: u8) -> Verdict {
        Verdict {
            from,
            description: AlertDescription(description),
            is_fatal: true,
            was_established: false,
            sender_had_sent_data: false,
        }
    }

    #[test]
    fn who_finishes_last_decides() {
        let client_finished = Evidence {
            client: FINISHED,
            ..NOTHING
        };
        assert_eq!(client_finished.outcome(), Outcome::Incomplete);
        let resumed = Evidence {
            is_abbreviated: true,
            ..client_finished
        };
        assert_eq!(resumed.outcome(), Outcome::Established);
        let hidden = Evidence {
            hides: true,
            client: FINISHED,
            end: End::Reset(Role::Client),
            ..NOTHING
        };
        assert_eq!(hidden.outcome(), Outcome::Established);
    }

    #[test]
    fn a_reset_after_an_alert_is_a_refusal_and_a_reset_alone_is_one() {
        let end = End::Reset(Role::Client);
        let reset = Evidence { end, ..NOTHING };
        assert_eq!(reset.outcome(), Outcome::Reset { by: Role::Client });
        let alerts = [alert(Role::Client, 48)];
        let refused = Evidence {
            alerts: &alerts,
            ..reset
        };
        let expected = Outcome::Refused {
            by: Role::Client,
            alert: Some(AlertDescription(48)),
        };
        assert_eq!(refused.outcome(), expected);
    }

    #[test]
    fn a_warning_that_ends_the_connection_is_a_refusal_but_a_remark_is_not() {
        let warn = |description| {
            [Verdict {
                is_fatal: false,
                ..alert(Role::Client, description)
            }]
        };
        let end = End::Closed(Role::Client);
        let evidence = |alerts| Evidence {
            alerts,
            end,
            ..NOTHING
        };
        let (bad, name) = (warn(42), warn(112));
        assert_eq!(evidence(&bad).outcome().as_str(), "refused-by-client");
        assert_eq!(evidence(&name).outcome(), Outcome::Incomplete);
        let close = warn(0);
        assert_eq!(evidence(&close).outcome(), Outcome::Incomplete);
    }

    #[test]
    fn a_fatal_alert_after_data_of_its_sender_does_not_undo_the_handshake() {
        let late = |sender_had_sent_data| {
            [Verdict {
                was_established: true,
                sender_had_sent_data,
                ..alert(Role::Server, 116)
            }]
        };
        let (before_data, after_data) = (late(false), late(true));
        let evidence = |alerts| Evidence {
            client: FINISHED,
            hides: true,
            alerts,
            ..NOTHING
        };
        assert_eq!(
            evidence(&before_data).outcome().as_str(),
            "refused-by-server"
        );
        assert_eq!(evidence(&after_data).outcome(), Outcome::Established);
    }
}
