//! HTTP/1.1 on bytes, towards clients and towards nodes: heads and bodies. No sockets, no tasks.
//!
//! Follows RFC 9112 (message syntax) and RFC 9110 (fields), strictly where leniency is what request
//! smuggling feeds on.
//!
//! An engine of our own. Towards clients, because hyper answers a malformed head itself, with an
//! empty body and without telling us, and drops `Content-Length` beside `Transfer-Encoding` before a
//! service could see it, so an attack would leave no line in the log; a guard before it would have
//! to know heads, lengths and chunks as well as this module does, a second parser that must never
//! disagree with the first; and its connection keeps some 16 kB for an idle client. Towards nodes,
//! because a task and channels for each connection cost more than reading the answer where the
//! request waits for it.

mod body;
mod encode;
mod head;
#[cfg(test)]
mod properties;
mod response;

pub(crate) use body::{BodyDecoder, BodyError, Decoded};
pub(crate) use encode::{
    Fields, ResponseFraming, ResponseHead, chunk_head, encode_chunk, encode_last_chunk, field,
};
pub(crate) use head::{
    Framing, HeadError, HeadScanner, Persistence, Refused, RequestHead, Scan, skip_empty_lines,
};
pub(crate) use response::{Coding, NodeBody, NodeHead, ResponseError, Unchunked};
