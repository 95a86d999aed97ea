//! A substitute for every key: of the same type, size and encoded length, derived from the seed and
//! the key that it stands for, so that it is the same in every bundle and need not be kept.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::RsaPrivateKeyBuilder;

use crate::der::{self, Element};
use crate::random::{Seed, Stream};

/// Sizes of RSA keys that are made anew. Smaller and greater ones have an arbitrary modulus.
const RSA_BITS: std::ops::RangeInclusive<i32> = 512..=8192;

/// What a substitute has to be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Sign: there are certificates that it issued.
    Sign,
    /// Be looked at.
    Show,
}

/// Changes the key in a certificate's `SubjectPublicKeyInfo` in place. Gives the private key where
/// there is one.
pub(crate) fn substitute(
    seed: &Seed,
    der: &mut [u8],
    key: &Element,
    need: Need,
) -> Option<PKey<Private>> {
    let original = der.get(key.whole.clone())?.to_vec();
    let public = PKey::public_key_from_der(&original).ok()?;
    let bits = key
        .children(der)
        .into_iter()
        .find(|part| part.tag == der::BIT_STRING)?;
    // The first octet counts unused bits.
    let value = bits.content.start + 1..bits.content.end;
    let mut stream = seed.stream("key", &original);
    match public.id() {
        Id::RSA | Id::RSA_PSS => rsa(&mut stream, der, value, &public, need),
        Id::EC => elliptic(&mut stream, der, value, &public).ok().flatten(),
        id @ (Id::ED25519 | Id::ED448) => {
            let length = value.len();
            let private = PKey::private_key_from_raw_bytes(&stream.octets(length), id).ok()?;
            let raw = private.raw_public_key().ok()?;
            write(der, value, &raw).then_some(private)
        }
        _ => None,
    }
}

fn write(der: &mut [u8], range: std::ops::Range<usize>, octets: &[u8]) -> bool {
    match der.get_mut(range) {
        Some(place) if place.len() == octets.len() => {
            place.copy_from_slice(octets);
            true
        }
        _ => false,
    }
}

fn rsa(
    stream: &mut Stream,
    der: &mut [u8],
    value: std::ops::Range<usize>,
    public: &PKey<Public>,
    need: Need,
) -> Option<PKey<Private>> {
    let list = Element::read(der, value)?;
    let modulus = list
        .children(der)
        .into_iter()
        .next()
        .filter(|part| part.tag == der::INTEGER)?;
    let rsa = public.rsa().ok();
    let bits = rsa.as_ref().map_or(0, |rsa| rsa.n().num_bits());
    if need == Need::Sign
        && RSA_BITS.contains(&bits)
        && bits % 2 == 0
        && let Some(rsa) = rsa
        && let Ok((n, private)) = rsa_pair(stream, bits, rsa.e())
    {
        let mut octets = vec![0; modulus.content.len().checked_sub(n.len())?];
        octets.extend(n);
        return write(der, modulus.content, &octets).then_some(private);
    }
    // Nobody can tell that it is no product of two primes without factoring it.
    let place = der.get_mut(modulus.content)?;
    let length = place.len();
    for (at, octet) in place.iter_mut().enumerate() {
        let keeps = at < 2 || at + 1 == length;
        if !keeps {
            *octet = stream.octet();
        }
    }
    None
}

fn rsa_pair(
    stream: &mut Stream,
    bits: i32,
    exponent: &openssl::bn::BigNumRef,
) -> Result<(Vec<u8>, PKey<Private>), ErrorStack> {
    let mut context = BigNumContext::new()?;
    let one = BigNum::from_u32(1)?;
    loop {
        let p = prime(stream, bits / 2, exponent, &mut context)?;
        let q = prime(stream, bits / 2, exponent, &mut context)?;
        if p == q {
            continue;
        }
        let (mut modulus, mut phi, mut private) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        let (mut p1, mut q1) = (BigNum::new()?, BigNum::new()?);
        modulus.checked_mul(&p, &q, &mut context)?;
        p1.checked_sub(&p, &one)?;
        q1.checked_sub(&q, &one)?;
        phi.checked_mul(&p1, &q1, &mut context)?;
        private.mod_inverse(exponent, &phi, &mut context)?;
        let (mut dp, mut dq, mut inverse) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        dp.nnmod(&private, &p1, &mut context)?;
        dq.nnmod(&private, &q1, &mut context)?;
        inverse.mod_inverse(&q, &p, &mut context)?;
        let octets = modulus.to_vec();
        let rsa = RsaPrivateKeyBuilder::new(modulus, exponent.to_owned()?, private)?
            .set_factors(p, q)?
            .set_crt_params(dp, dq, inverse)?
            .build();
        return Ok((octets, PKey::from_rsa(rsa)?));
    }
}

/// A prime with its two highest bits set, so that the product of two has twice the bits.
fn prime(
    stream: &mut Stream,
    bits: i32,
    exponent: &openssl::bn::BigNumRef,
    context: &mut BigNumContext,
) -> Result<BigNum, ErrorStack> {
    /// Odd numbers tried from one start on; a prime of 4,096 bits is met every 1,420.
    const STEPS: usize = 20_000;
    let one = BigNum::from_u32(1)?;
    let length = usize::try_from(bits).unwrap_or_default().div_ceil(8);
    loop {
        let mut candidate = BigNum::from_slice(&stream.octets(length))?;
        candidate.mask_bits(bits).ok();
        candidate.set_bit(bits - 1)?;
        candidate.set_bit(bits - 2)?;
        candidate.set_bit(0)?;
        for _ in 0..STEPS {
            let (mut before, mut common) = (BigNum::new()?, BigNum::new()?);
            before.checked_sub(&candidate, &one)?;
            common.gcd(&before, exponent, context)?;
            if common == one && candidate.is_prime_fasttest(0, context, true)? {
                if candidate.num_bits() == bits {
                    return Ok(candidate);
                }
                break;
            }
            candidate.add_word(2)?;
        }
    }
}

fn elliptic(
    stream: &mut Stream,
    der: &mut [u8],
    value: std::ops::Range<usize>,
    public: &PKey<Public>,
) -> Result<Option<PKey<Private>>, ErrorStack> {
    let original = public.ec_key()?;
    let group: &openssl::ec::EcGroupRef = original.group();
    let mut context = BigNumContext::new()?;
    let (mut order, mut scalar) = (BigNum::new()?, BigNum::new()?);
    group.order(&mut order, &mut context)?;
    let length = usize::try_from(order.num_bytes()).unwrap_or_default();
    let drawn = BigNum::from_slice(&stream.octets(length + 8))?;
    scalar.nnmod(&drawn, &order, &mut context)?;
    let mut point = EcPoint::new(group)?;
    point.mul_generator2(group, &scalar, &mut context)?;
    let form = match der.get(value.start) {
        Some(2 | 3) => PointConversionForm::COMPRESSED,
        Some(6 | 7) => PointConversionForm::HYBRID,
        _ => PointConversionForm::UNCOMPRESSED,
    };
    let octets = point.to_bytes(group, form, &mut context)?;
    if !write(der, value, &octets) {
        return Ok(None);
    }
    let group = match group.curve_name() {
        Some(name) => EcGroup::from_curve_name(name)?,
        None => return Ok(None),
    };
    let key = EcKey::from_private_components(&group, &scalar, &point)?;
    Ok(Some(PKey::from_ec_key(key)?))
}
