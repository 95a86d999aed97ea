//! Any bytes are a peer's answer to an offer: the probe ends, within its limits, and what it says was
//! shown are certificates that were among the bytes.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tollgate_capture::{Role, Version};
use tollgate_probe::{Offer, OfferKeys, Times, exchange_over};

/// The first byte says which offer is answered, and in which pieces.
pub(crate) fn run(bytes: &[u8]) {
    let Some((first, answer)) = bytes.split_first() else {
        return;
    };
    let offer = match first % 4 {
        0 => Offer::up_to_1_2(OfferKeys::Rsa),
        1 => Offer::up_to_1_2(OfferKeys::Ecdsa),
        2 => Offer::only_1_3(OfferKeys::Both),
        _ => Offer::of_suites(
            &[0x1302, 0xc030, 0xc02c],
            Version::TLS_1_2,
            Version::TLS_1_3,
        ),
    };
    let pieces = usize::from(first / 4) + 1;
    let (ahead, behind) = answer.split_at(answer.len().min(pieces));
    let stream = tokio::io::join(
        tokio::io::AsyncReadExt::chain(ahead, behind),
        tokio::io::sink(),
    );
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let times = Times {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(5),
    };
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().unwrap();
    let exchange = exchange_over(stream, (any, any), "cucm.steven.lab", &offer, times);
    let exchange = runtime.block_on(exchange);
    let Some(seen) = exchange.conversation else {
        assert!(exchange.failure.is_some(), "nothing was seen for no reason");
        return;
    };
    for seen in seen.certificates_of(Role::Server) {
        assert!(seen.certificate.der().len() <= answer.len());
    }
}
