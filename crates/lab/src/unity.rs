//! Visual voicemail of Unity Connection: the messaging interface (CUMI) below `/vmrest`.
//!
//! Shapes follow the public CUMI reference; every resource needs credentials. Each user has one message.

use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::config::User;
use crate::service::{Body, Site, method_not_allowed, not_found, plain, reads, unauthorized};
use crate::uds::identifier;
use crate::xml::Element;

const CHALLENGE: &str = "Basic realm=\"Cisco Unity Connection\"";

/// When the message arrived, in milliseconds: a moment before the document's first scenario.
const ARRIVAL: i64 = (crate::document::MOMENT - 3600) * 1000;

pub(crate) fn answer(site: &Site, resource: &str, request: &Request<Incoming>) -> Response<Body> {
    let Some(user) = site.cluster.signed_in(request.headers()) else {
        return unauthorized(CHALLENGE);
    };
    let segments: Vec<&str> = resource.trim_end_matches('/').split('/').collect();
    if !reads(request) {
        return match segments.as_slice() {
            ["messages"] if request.method() == Method::POST => plain(
                StatusCode::CREATED,
                "text/plain",
                format!("/vmrest/messages/{}", message_id(user)),
            ),
            _ => method_not_allowed("GET, HEAD"),
        };
    }
    let own = message_id(user);
    match segments.as_slice() {
        ["version"] => xml(&Element::new("Version")
            .with(Element::text("name", "vmrest"))
            .with(Element::text("version", "12.5.1"))),
        ["mailbox"] => xml(&mailbox(user)),
        ["mailbox", "folders"] => xml(&Element::new("Folders")
            .attribute("total", "3")
            .with_all(FOLDERS.map(folder))),
        ["mailbox", "folders", name] => match FOLDERS.iter().find(|(path, _, _)| path == name) {
            Some(found) => xml(&folder(*found)),
            None => not_found(),
        },
        ["mailbox", "folders", "inbox", "messages"] | ["messages"] => {
            xml(&Element::new("Messages")
                .attribute("total", "1")
                .with(message(user)))
        }
        ["mailbox", "folders", "sent" | "deleted", "messages"] => {
            xml(&Element::new("Messages").attribute("total", "0"))
        }
        ["messages", id] if *id == own => xml(&message(user)),
        ["messages", id, "attachments", "0"] if *id == own => {
            plain(StatusCode::OK, "audio/wav", silence())
        }
        _ => not_found(),
    }
}

fn xml(element: &Element) -> Response<Body> {
    plain(StatusCode::OK, "application/xml", element.document())
}

/// Path name, display name and number of messages of each folder.
const FOLDERS: [(&str, &str, &str); 3] = [
    ("inbox", "Inbox", "1"),
    ("sent", "Sent Items", "0"),
    ("deleted", "Deleted Items", "0"),
];

fn folder((_, display_name, count): (&str, &str, &str)) -> Element {
    Element::new("Folder")
        .with(Element::text("DisplayName", display_name))
        .with(Element::text("MessageCount", count))
}

fn mailbox(user: &User) -> Element {
    Element::new("Mailbox")
        .with(Element::text(
            "DisplayName",
            format!("{} {}", user.first_name, user.last_name),
        ))
        .with(Element::text(
            "CurrentSizeInBytes",
            silence().len().to_string(),
        ))
        .with(Element::text("IsPrimary", "true"))
        .with(Element::text("IsStoreMounted", "true"))
        .with(Element::text("IsStoreOverFlowed", "false"))
        .with(Element::text("IsMailboxMounted", "true"))
        .with(Element::text("IsWarningQuotaExceeded", "false"))
        .with(Element::text("IsReceiveQuotaExceeded", "false"))
        .with(Element::text("IsSendQuotaExceeded", "false"))
        .with(Element::text("WarningQuota", "12582912"))
        .with(Element::text("ReceiveQuota", "15728640"))
        .with(Element::text("SendQuota", "14155776"))
        .with(Element::text("IsDeletedFolderEnabled", "true"))
        .with(Element::text("FoldersURI", "/vmrest/mailbox/folders"))
}

fn message_id(user: &User) -> String {
    format!("0:{}", identifier("message", &user.name))
}

fn message(user: &User) -> Element {
    let id = message_id(user);
    let uri = format!("/vmrest/messages/{id}");
    Element::new("Message")
        .with(Element::text("Subject", "Message from Operator (1000)"))
        .with(Element::text("Read", "false"))
        .with(Element::text("Dispatch", "false"))
        .with(Element::text("Secure", "false"))
        .with(Element::text("Priority", "Normal"))
        .with(Element::text("Sensitivity", "Normal"))
        .with(
            Element::new("Attachments").with(
                Element::new("Attachment")
                    .with(Element::text("URI", format!("{uri}/attachments/0")))
                    .with(Element::text(
                        "contentType",
                        "audio/wav; name=voicemessage.wav",
                    )),
            ),
        )
        .with(Element::text("URI", uri))
        .with(Element::text("MsgId", id))
        .with(
            Element::new("From")
                .with(Element::text("DisplayName", "Operator"))
                .with(Element::text("DtmfAccessId", "1000")),
        )
        .with(Element::text("ArrivalTime", ARRIVAL.to_string()))
        .with(Element::text("Size", silence().len().to_string()))
        .with(Element::text("Duration", "1000"))
        .with(Element::text("FromSub", "true"))
        .with(Element::text("MsgType", "Voice"))
}

/// One second of silence as a WAV file: mono, 8 kHz, G.711 mu-law, which is what Unity Connection records.
fn silence() -> Vec<u8> {
    const SAMPLES: u32 = 8000;
    const SILENCE: u8 = 0xff;
    let mut file = Vec::new();
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + SAMPLES).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    for field in [7_u16, 1] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    for field in [SAMPLES, SAMPLES] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    for field in [1_u16, 8] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&SAMPLES.to_le_bytes());
    file.extend(std::iter::repeat_n(SILENCE, 8000));
    file
}
