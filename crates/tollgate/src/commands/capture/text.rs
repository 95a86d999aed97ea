//! TLS conversations as people read them.

use jiff::Timestamp;
use tollgate_capture::{Conversation, Facts, Outcome, Role, SeenCertificate, Visibility};

use super::names::Names;
use crate::labels::Fields;
use crate::output::Output;

/// One conversation: a heading and labelled lines below it.
pub(super) fn conversation(
    conversation: &Conversation,
    file: &str,
    names: &mut Names,
    output: &mut Output,
) {
    let values = [
        ("file", file.to_owned()),
        ("stream", conversation.stream.to_string()),
        ("frame", conversation.first_frame.to_string()),
    ];
    let heading = output.text("capture-stream", &values);
    output.paragraph(0, &heading);
    let label = |id| output.text(id, &[]);
    let mut fields = Fields::default();
    let (client, server) = (conversation.client, conversation.server);
    fields.add(
        label("capture-label-parties"),
        format!("{client} -> {server}"),
    );
    if let Some(start) = conversation.start.and_then(time) {
        fields.add(label("capture-label-start"), start);
    }
    fields.add(
        label("capture-label-outcome"),
        label(outcome(conversation.outcome)),
    );
    let version = conversation.version.as_ref().map(ToString::to_string);
    let suite = conversation.cipher_suite.map(|suite| suite.to_string());
    let negotiated: Vec<String> = version.into_iter().chain(suite).collect();
    if !negotiated.is_empty() {
        fields.add("TLS".to_owned(), negotiated.join(" "));
    }
    if let Some(name) = conversation.server_name() {
        fields.add("SNI".to_owned(), name);
    }
    for seen in &conversation.certificates {
        let (id, name) = match seen.role {
            Role::Server => ("capture-label-server", certificate(seen, names, output)),
            Role::Client => ("capture-label-client", certificate(seen, names, output)),
        };
        fields.add(label(id), name);
        fields.add("SHA-256".to_owned(), seen.certificate.sha256_hex());
    }
    if let Some(id) = unseen(conversation.server_certificate) {
        fields.add(label("capture-label-server"), label(id));
    }
    if let Some(request) = &conversation.certificate_request {
        let count = [("count", request.authority_count.to_string())];
        fields.add(
            label("capture-label-request"),
            output.text("capture-request", &count),
        );
    }
    for alert in &conversation.alerts {
        let values = [
            ("level", alert.level.as_str().to_owned()),
            ("description", alert.description.to_string()),
            ("frame", alert.frame.to_string()),
        ];
        let id = match alert.from {
            Role::Client => "capture-alert-client",
            Role::Server => "capture-alert-server",
        };
        fields.add(label("capture-label-alert"), output.text(id, &values));
    }
    if conversation.gaps > 0 {
        let values = [
            ("count", conversation.gaps.to_string()),
            ("octets", conversation.lost_bytes.to_string()),
        ];
        fields.add(
            label("capture-label-lost"),
            output.text("capture-gaps", &values),
        );
    }
    fields.write(2, output);
    output.line("");
}

/// What the capture is made of.
pub(super) fn facts(file: &str, facts: &Facts, conversations: u64, output: &mut Output) {
    let values = [
        ("file", file.to_owned()),
        ("frames", facts.frames.to_string()),
        ("streams", facts.streams.to_string()),
        ("conversations", conversations.to_string()),
    ];
    let summary = output.text("capture-summary", &values);
    output.paragraph(0, &summary);
}

fn certificate(seen: &SeenCertificate, names: &mut Names, output: &Output) -> String {
    let known = names.of(seen);
    let Some(subject) = known.subject else {
        let frame = seen.frame.to_string();
        return output.text("capture-unreadable-certificate", &[("frame", frame)]);
    };
    let issuer = known.issuer_cn.unwrap_or_default();
    let values = [
        ("subject", subject),
        ("issuer", issuer),
        ("frame", seen.frame.to_string()),
    ];
    let id = if seen.clear {
        "capture-certificate"
    } else {
        "capture-certificate-decrypted"
    };
    output.text(id, &values)
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Established => "capture-established",
        Outcome::Refused {
            by: Role::Client, ..
        } => "capture-refused-by-client",
        Outcome::Refused {
            by: Role::Server, ..
        } => "capture-refused-by-server",
        Outcome::Reset { by: Role::Client } => "capture-reset-by-client",
        Outcome::Reset { by: Role::Server } => "capture-reset-by-server",
        Outcome::Incomplete => "capture-incomplete",
    }
}

/// Why the server's certificate is not among those that were seen.
const fn unseen(visibility: Visibility) -> Option<&'static str> {
    match visibility {
        Visibility::Clear | Visibility::Decrypted => None,
        Visibility::Encrypted => Some("capture-unseen-encrypted"),
        Visibility::Resumed => Some("capture-unseen-resumed"),
        Visibility::Lost => Some("capture-unseen-lost"),
        Visibility::NotSent => Some("capture-unseen-not-sent"),
    }
}

fn time(nanoseconds: i64) -> Option<String> {
    let timestamp = Timestamp::from_nanosecond(i128::from(nanoseconds)).ok()?;
    Some(format!("{timestamp:.3}"))
}
