//! Every answer that the traffic server gives itself, in one place: status, reason phrase, the text
//! for the client and the word for the metrics. The text for the client never names a node, a rule
//! or the cause of an origin failure.

use std::borrow::Cow;

use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use tollgate_uc::EdgeUrlError;

use crate::clients::Waiting;
use crate::http1::{BodyError, HeadError};

/// Why a request is answered here and not by a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request head is malformed or asks for what we do not do.
    Head(HeadError),
    /// The request body is malformed or too large.
    Body(BodyError),
    /// `Content-Length` announces more than the limit.
    BodyAnnounced { limit: u64 },
    /// The client ended in the middle of its body.
    BodyCut,
    /// The URL is not an edge URL.
    Url(EdgeUrlError),
    /// The URL holds a character that HTTP does not allow.
    UrlCharacter,
    /// No rule allows it.
    Denied,
    /// The request has come through this server before, or would come back to it.
    Loop,
    /// The client took too long with what it had to send.
    ClientTooSlow(Waiting),
    /// Too many client connections.
    Crowded,
    /// No connection to the node, or none that may be used, or it broke.
    Origin,
    /// The node did not answer in time.
    OriginTooSlow,
    /// Too many connections to the node.
    OriginCrowded,
}

impl Refusal {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Head(error) => head_status(*error),
            Self::Body(BodyError::TooLarge { .. }) | Self::BodyAnnounced { .. } => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Body(BodyError::TrailersTooLarge { .. }) => {
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
            }
            Self::Body(_) | Self::BodyCut | Self::UrlCharacter => StatusCode::BAD_REQUEST,
            Self::Url(EdgeUrlError::TooLong { .. }) => StatusCode::URI_TOO_LONG,
            Self::Url(_) => StatusCode::BAD_REQUEST,
            Self::Denied => StatusCode::FORBIDDEN,
            Self::Loop => StatusCode::LOOP_DETECTED,
            Self::ClientTooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Crowded | Self::OriginCrowded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Origin => StatusCode::BAD_GATEWAY,
            Self::OriginTooSlow => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// `connect failed` for origin failures, as clients and log readers of this product family
    /// expect; else the usual one.
    pub(crate) fn reason(&self) -> &'static str {
        match self {
            Self::Origin => "connect failed",
            _ => self.status().canonical_reason().unwrap_or_default(),
        }
    }

    /// The word in the metrics.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Head(_) => "malformed_head",
            Self::Body(_) | Self::BodyCut => "malformed_body",
            Self::BodyAnnounced { .. } => "body_too_large",
            Self::Url(_) | Self::UrlCharacter => "malformed_url",
            Self::Denied => "not_allowed",
            Self::Loop => "loop",
            Self::ClientTooSlow(_) => "client_too_slow",
            Self::Crowded => "too_many_clients",
            Self::Origin => "origin_failed",
            Self::OriginTooSlow => "origin_too_slow",
            Self::OriginCrowded => "too_many_origin_connections",
        }
    }

    /// One sentence for the log.
    pub(crate) fn explanation(&self) -> Cow<'static, str> {
        match self {
            Self::Head(error) => error.to_string().into(),
            Self::Body(error) => error.to_string().into(),
            Self::BodyAnnounced { limit } => {
                BodyError::TooLarge { limit: *limit }.to_string().into()
            }
            Self::BodyCut => "the connection ended in the middle of the body".into(),
            Self::Url(error) => error.to_string().into(),
            Self::UrlCharacter => {
                "the request target contains characters that are not allowed in a URL".into()
            }
            Self::Denied => "the request is not in the allow list".into(),
            Self::Loop => "the request leads back to this server".into(),
            Self::ClientTooSlow(Waiting::Body) => "the body did not come in time".into(),
            Self::ClientTooSlow(_) => "the request head did not come in time".into(),
            Self::Crowded => "there are too many connections; try again later".into(),
            Self::Origin => "the server could not be connected to".into(),
            Self::OriginTooSlow => "the server did not answer in time".into(),
            Self::OriginCrowded => "the server is busy; try again later".into(),
        }
    }

    /// Header fields and body for the client.
    pub(crate) fn response(&self) -> (HeaderMap, String) {
        let status = self.status();
        let mut fields = HeaderMap::with_capacity(4);
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        fields.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("en"));
        let body = if status.is_server_error() {
            fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            let (title, text) = (
                status.canonical_reason().unwrap_or_default(),
                self.explanation(),
            );
            format!(
                "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Sorry, {text}.</p></body></html>\n"
            )
        } else {
            fields.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/plain; charset=utf-8"),
            );
            format!(
                "{} {}: {}\n",
                status.as_str(),
                self.reason(),
                self.explanation()
            )
        };
        if status == StatusCode::METHOD_NOT_ALLOWED {
            fields.insert(
                header::ALLOW,
                HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS"),
            );
        }
        (fields, body)
    }
}

fn head_status(error: HeadError) -> StatusCode {
    match error {
        HeadError::LineTooLong { .. } => StatusCode::URI_TOO_LONG,
        HeadError::TooLarge { .. } | HeadError::TooManyFields { .. } => {
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
        }
        HeadError::MethodNotSupported => StatusCode::METHOD_NOT_ALLOWED,
        HeadError::Http2PriorKnowledge | HeadError::Upgrade => StatusCode::NOT_IMPLEMENTED,
        HeadError::UnsupportedVersion => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
        HeadError::UnknownExpectation => StatusCode::EXPECTATION_FAILED,
        HeadError::BareLineFeed
        | HeadError::BareCarriageReturn
        | HeadError::Nul
        | HeadError::FoldedLine
        | HeadError::TlsOnPlainPort
        | HeadError::BadMethod
        | HeadError::BadRequestLine
        | HeadError::BadTarget
        | HeadError::BadFieldName
        | HeadError::BadFieldValue
        | HeadError::BadConnectionToken
        | HeadError::MissingHost
        | HeadError::DuplicateHost
        | HeadError::BadHost
        | HeadError::BadLength
        | HeadError::SeveralLengths
        | HeadError::LengthAndCoding
        | HeadError::UnsupportedCoding
        | HeadError::CodingInHttp10 => StatusCode::BAD_REQUEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_failure_tells_the_client_neither_host_nor_cause() {
        assert_eq!(Refusal::Origin.status(), 502);
        assert_eq!(Refusal::Origin.reason(), "connect failed");
        let (fields, body) = Refusal::Origin.response();
        assert_eq!(fields["cache-control"], "no-store");
        assert_eq!(
            body,
            "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1>\
             <p>Sorry, the server could not be connected to.</p></body></html>\n"
        );
    }

    #[test]
    fn a_malformed_request_is_told_what_is_wrong() {
        let refusal = Refusal::Head(HeadError::LengthAndCoding);
        let (_, body) = refusal.response();
        assert_eq!(
            body,
            "400 Bad Request: Content-Length and Transfer-Encoding exclude each other\n"
        );
    }
}
