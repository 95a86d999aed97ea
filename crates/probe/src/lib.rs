//! Goes out on the network and returns what nodes present: which certificate for which offer, in
//! which version, and whether they ask for ours. It judges nothing.
//!
//! The `ClientHello` is written here, byte by byte, so that a probe can offer exactly what an
//! appliance would, or one key type alone, or protocols so old that no library speaks them any more.
//! Of TLS 1.3 the key exchange is done, too, as far as it is needed to read the server's
//! certificate. No handshake is completed: once the server has shown its certificate and said whether
//! it wants one, the probe says goodbye.
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod exchange;
mod key_exchange;
mod offer;
mod run;
mod survey;

pub use exchange::{End, Exchange, ExchangeFailure, Times, exchange_over};
pub use offer::{Offer, OfferKeys};
pub use run::{Politeness, Probe};
pub use survey::{Depth, Endpoint, Prediction, Served, Survey};
