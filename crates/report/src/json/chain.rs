//! The picture of a chain of trust in JSON.

use serde::Serialize;
use tollgate_text::Language;

use super::document::{each, filled};
use crate::chain::{ChainBox, ChainPicture, Link, Origin};
use crate::message::Message;
use crate::moment;

#[derive(Serialize)]
pub(super) struct ChainJson<'a> {
    title: String,
    at: String,
    name: Option<String>,
    name_fails: bool,
    certificates: Vec<BoxJson<'a>>,
}

#[derive(Serialize)]
struct BoxJson<'a> {
    origin: &'static str,
    /// Its place in the trust store, from 1.
    store_number: Option<usize>,
    name: &'a str,
    subject: &'a str,
    issuer: &'a str,
    serial: Option<&'a str>,
    sha256: Option<&'a str>,
    subject_key: Option<&'a str>,
    authority_key: Option<&'a str>,
    not_before: Option<String>,
    not_after: Option<String>,
    key: Option<&'a str>,
    signature: Option<&'a str>,
    names: &'a [String],
    problems: Vec<ProblemJson<'a>>,
    /// How it is linked to the certificate after it in the list.
    link: Option<&'static str>,
    /// Why the chain ends here.
    broken: Option<String>,
    twins: &'a [String],
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    code: &'a str,
    text: String,
}

impl<'a> ChainJson<'a> {
    pub(super) fn of(chain: &'a ChainPicture, language: Language) -> Self {
        Self {
            title: chain.title.say(language),
            at: moment::seconds(chain.at),
            name: chain.name.as_ref().map(|name| name.say(language)),
            name_fails: chain.name_fails,
            certificates: each(&chain.boxes, |certificate| {
                BoxJson::of(certificate, language)
            }),
        }
    }
}

impl<'a> BoxJson<'a> {
    fn of(certificate: &'a ChainBox, language: Language) -> Self {
        let (origin, store_number) = match certificate.origin {
            Origin::Sent => ("sent", None),
            Origin::Stored { number } => ("stored", Some(number)),
            Origin::SentAndStored { number } => ("sent-and-stored", Some(number)),
            Origin::Absent => ("absent", None),
        };
        let (link, broken) = match &certificate.above {
            None => (None, None),
            Some(Link::Verified) => (Some("verified"), None),
            Some(Link::NameOnly) => (Some("name-only"), None),
            Some(Link::Broken(why)) => (Some("broken"), Some(why.say(language))),
        };
        let problem = |(code, text): &'a (String, Message)| ProblemJson {
            code,
            text: text.say(language),
        };
        Self {
            origin,
            store_number,
            name: &certificate.name,
            subject: &certificate.subject,
            issuer: &certificate.issuer,
            serial: filled(&certificate.serial),
            sha256: filled(&certificate.sha256),
            subject_key: certificate.ski.as_deref(),
            authority_key: certificate.aki.as_deref(),
            not_before: certificate.not_before.map(moment::seconds),
            not_after: certificate.not_after.map(moment::seconds),
            key: filled(&certificate.key),
            signature: filled(&certificate.signature),
            names: &certificate.names,
            problems: each(&certificate.problems, problem),
            link,
            broken,
            twins: &certificate.twins,
        }
    }
}
