//! The client's side of HTTP/1.1 on bytes: request heads, bodies, response heads. No sockets, no
//! tasks.
//!
//! Follows RFC 9112 (message syntax) and RFC 9110 (fields), strictly where leniency is what request
//! smuggling feeds on.
//!
//! An engine of our own, and not hyper's server, for three reasons: hyper answers a malformed head
//! itself, with an empty body and without telling us, and it drops `Content-Length` beside
//! `Transfer-Encoding` before a service could see it, so an attack would leave no line in the log;
//! a guard before it would have to know heads, lengths and chunks as well as this module does, a
//! second parser that must never disagree with the first; and its connection keeps some 16 kB for
//! an idle client. Tokens, names and values are still checked by the `http` crate. Towards the
//! nodes hyper's client is used.

mod body;
mod encode;
mod head;
#[cfg(test)]
mod properties;

pub(crate) use body::{BodyDecoder, BodyError, Decoded};
pub(crate) use encode::{
    ResponseFraming, ResponseHead, chunk_head, encode_chunk, encode_last_chunk,
};
pub(crate) use head::{
    Framing, HeadError, HeadScanner, Persistence, Refused, RequestHead, Scan, skip_empty_lines,
};
