//! Which certificates a list is about, by its extensions (RFC 5280 section 5.2), which the `openssl`
//! crate does not show.

use super::{NotKnown, crl_addresses};
use crate::certificate::Certificate;

const SEQUENCE: u8 = 0x30;
const BOOLEAN: u8 = 0x01;
const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
/// `[0] EXPLICIT`, the extensions of a list.
const EXTENSIONS: u8 = 0xa0;
/// `id-ce` (2.5.29) as it is encoded.
const CERTIFICATE_EXTENSION: [u8; 2] = [0x55, 0x1d];
const DELTA: u8 = 27;
const ISSUING_POINT: u8 = 28;
/// Extensions that may be critical and change nothing here: alternative name of the issuer, number,
/// key identifier, newest delta.
const HARMLESS: [u8; 4] = [18, 20, 35, 46];

/// Which certificates a list is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, as they stand in the extension"
)]
pub(super) struct Scope {
    /// Certificates that are no CA's.
    users_only: bool,
    /// CA certificates.
    authorities_only: bool,
    /// Attribute certificates, which nobody here has.
    attributes_only: bool,
    /// Not every reason.
    some_reasons: bool,
    /// Certificates of other issuers.
    pub(super) is_indirect: bool,
    /// Those that name one of these addresses; `None` for all.
    addresses: Option<Vec<Vec<u8>>>,
}

/// Why a list tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeError {
    Unreadable,
    Delta,
    UnknownExtension,
}

impl ScopeError {
    pub(super) const fn why(self) -> NotKnown {
        match self {
            Self::Unreadable => NotKnown::Unreadable,
            Self::Delta => NotKnown::Delta,
            Self::UnknownExtension => NotKnown::UnknownExtension,
        }
    }
}

impl Scope {
    pub(super) fn of_list(der: &[u8]) -> Result<Self, ScopeError> {
        let mut scope = Self::default();
        let unreadable = || ScopeError::Unreadable;
        let list = Elements(der).one(SEQUENCE).ok_or_else(unreadable)?;
        let signed = Elements(list).one(SEQUENCE).ok_or_else(unreadable)?;
        let mut last = None;
        let mut fields = Elements(signed);
        for field in fields.by_ref() {
            last = Some(field);
        }
        if !fields.0.is_empty() {
            return Err(ScopeError::Unreadable);
        }
        let Some((EXTENSIONS, extensions)) = last else {
            return Ok(scope);
        };
        let extensions = Elements(extensions).one(SEQUENCE).ok_or_else(unreadable)?;
        let mut extensions = Elements(extensions);
        for (_, extension) in extensions.by_ref() {
            scope.add(extension)?;
        }
        extensions
            .0
            .is_empty()
            .then_some(scope)
            .ok_or_else(unreadable)
    }

    fn add(&mut self, extension: &[u8]) -> Result<(), ScopeError> {
        let mut fields = Elements(extension);
        let object = fields.one(OBJECT).ok_or(ScopeError::Unreadable)?;
        let mut is_critical = false;
        let mut value = None;
        for (tag, content) in fields {
            match tag {
                BOOLEAN => is_critical = content != [0],
                OCTETS => value = Some(content),
                _ => return Err(ScopeError::Unreadable),
            }
        }
        let value = value.ok_or(ScopeError::Unreadable)?;
        let number = match object {
            [first, second, number] if [*first, *second] == CERTIFICATE_EXTENSION => Some(*number),
            _ => None,
        };
        match number {
            Some(DELTA) => Err(ScopeError::Delta),
            Some(ISSUING_POINT) => self.narrow(value),
            Some(number) if HARMLESS.contains(&number) => Ok(()),
            _ if is_critical => Err(ScopeError::UnknownExtension),
            _ => Ok(()),
        }
    }

    /// `IssuingDistributionPoint` (RFC 5280 section 5.2.5).
    fn narrow(&mut self, value: &[u8]) -> Result<(), ScopeError> {
        let fields = Elements(value).one(SEQUENCE);
        for (tag, content) in Elements(fields.ok_or(ScopeError::Unreadable)?) {
            let is_set = content != [0];
            match tag {
                0xa0 => self.addresses = Some(addresses(content)),
                0x81 => self.users_only = is_set,
                0x82 => self.authorities_only = is_set,
                0x83 => self.some_reasons = true,
                0x84 => self.is_indirect = is_set,
                0x85 => self.attributes_only = is_set,
                _ => return Err(ScopeError::Unreadable),
            }
        }
        Ok(())
    }

    /// Whether it would be in the list, were it revoked.
    pub(super) fn covers(&self, certificate: &Certificate) -> bool {
        let is_authority = certificate.facts().is_ca;
        let is_other = (self.users_only && is_authority)
            || (self.authorities_only && !is_authority)
            || self.attributes_only
            || self.some_reasons
            || self.is_indirect;
        let names = |addresses: &Vec<Vec<u8>>| {
            let named = crl_addresses(certificate);
            let mut named = named.iter();
            named.any(|own| addresses.iter().any(|point| point == own.as_bytes()))
        };
        !is_other && self.addresses.as_ref().is_none_or(names)
    }
}

/// The URIs of a `DistributionPointName`; a name below the issuer's gives none.
fn addresses(point: &[u8]) -> Vec<Vec<u8>> {
    let names = Elements(point).filter(|(tag, _)| *tag == 0xa0);
    names
        .flat_map(|(_, names)| Elements(names))
        .filter(|(tag, _)| *tag == 0x86)
        .map(|(_, uri)| uri.to_vec())
        .collect()
}

/// The elements of DER (X.690 section 8.1) in a row, with tags of one octet; what is left is not
/// such an element.
struct Elements<'d>(&'d [u8]);

impl<'d> Elements<'d> {
    /// The content of the next element, if it has this tag.
    fn one(&mut self, wanted: u8) -> Option<&'d [u8]> {
        let (tag, content) = self.next()?;
        (tag == wanted).then_some(content)
    }
}

impl<'d> Iterator for Elements<'d> {
    type Item = (u8, &'d [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&[tag, first], rest) = self.0.split_first_chunk::<2>()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let (octets, rest) = rest.split_at_checked(count)?;
            let add = |sum: usize, octet: &u8| (sum << 8) | usize::from(*octet);
            (octets.iter().fold(0, add), rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }
}
