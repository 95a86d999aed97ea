//! What a server asks of the client's certificate.

use std::fmt;
use std::fmt::Write as _;

use openssl::nid::Nid;
use openssl::x509::X509Name;

use super::version::Version;
use crate::cursor::Cursor;

const EXTENSION_SIGNATURE_SCHEMES: u16 = 13;
const EXTENSION_AUTHORITIES: u16 = 47;

/// A `CertificateRequest` (RFC 5246 7.4.4, RFC 8446 4.3.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateRequest {
    /// The authorities whose certificates the server accepts; empty means any.
    pub authorities: Vec<DistinguishedName>,
    /// How many authorities the server named; more than are kept beyond
    /// [`crate::Limits::authorities`].
    pub authority_count: usize,
    /// Signature schemes by number; empty before TLS 1.2.
    pub signature_schemes: Vec<u16>,
    /// Certificate types by number, such as 1 for RSA; empty in TLS 1.3.
    pub certificate_types: Vec<u8>,
}

impl CertificateRequest {
    pub(super) fn read(body: &[u8], version: Option<Version>, limit: usize) -> Option<Self> {
        match version {
            Some(version) if version.hides_certificates() => Self::read_1_3(body, limit),
            Some(version) if version >= Version::TLS_1_2 => Self::read_1_2(body, limit),
            Some(_) => Self::read_old(body, limit),
            None => Self::read_1_2(body, limit).or_else(|| Self::read_old(body, limit)),
        }
    }

    fn read_1_3(body: &[u8], limit: usize) -> Option<Self> {
        let mut fields = Cursor::new(body);
        fields.vector8()?;
        let mut extensions = Cursor::new(fields.vector16()?);
        let mut request = Self::default();
        while let (Some(kind), Some(extension)) = (extensions.u16(), extensions.vector16()) {
            let list = Cursor::new(extension).vector16().unwrap_or_default();
            match kind {
                EXTENSION_SIGNATURE_SCHEMES => request.schemes(list),
                EXTENSION_AUTHORITIES => request.names(list, limit)?,
                _ => {}
            }
        }
        Some(request)
    }

    fn read_1_2(body: &[u8], limit: usize) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let mut request = Self {
            certificate_types: fields.vector8()?.to_vec(),
            ..Self::default()
        };
        request.schemes(fields.vector16()?);
        request.names(fields.vector16()?, limit)?;
        Some(request)
    }

    fn read_old(body: &[u8], limit: usize) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let mut request = Self {
            certificate_types: fields.vector8()?.to_vec(),
            ..Self::default()
        };
        request.names(fields.vector16()?, limit)?;
        Some(request)
    }

    fn schemes(&mut self, list: &[u8]) {
        let pairs = list.as_chunks::<2>().0;
        self.signature_schemes = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    }

    fn names(&mut self, list: &[u8], limit: usize) -> Option<()> {
        let mut names = Cursor::new(list);
        while !names.is_empty() {
            let der = names.vector16()?;
            self.authority_count = self.authority_count.saturating_add(1);
            if self.authorities.len() < limit {
                self.authorities.push(DistinguishedName(der.into()));
            }
        }
        Some(())
    }
}

/// A name of X.501 in DER.
///
/// Displays as `C=BE, O=Cisco, CN=issuer`: attributes in their own order, special characters
/// escaped as in RFC 4514; as hex where the bytes are no name.
#[derive(Clone, PartialEq, Eq)]
pub struct DistinguishedName(Box<[u8]>);

impl DistinguishedName {
    /// The name as it was sent.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(name) = X509Name::from_der(&self.0) else {
            return self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"));
        };
        for (index, entry) in name.entries().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            let object = entry.object();
            match object.nid() {
                Nid::UNDEF => write!(f, "{object}=")?,
                nid => write!(f, "{}=", nid.short_name().unwrap_or("?"))?,
            }
            let value = entry.data().to_string().unwrap_or_default();
            escape(f, &value)?;
        }
        Ok(())
    }
}

impl fmt::Debug for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DistinguishedName({self})")
    }
}

fn escape(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => write!(f, "\\{c}")?,
            '#' if index == 0 => write!(f, "\\{c}")?,
            ' ' if index == 0 || index == last => write!(f, "\\{c}")?,
            c if c.is_control() => write!(f, "\\{:02X}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &[u8] = &[
        0x30, 0x1f, 0x31, 0x0b, 0x30, 9, 6, 3, 0x55, 4, 6, 0x13, 2, b'B', b'E', 0x31, 0x10, 0x30,
        0x0e, 6, 3, 0x55, 4, 3, 0x0c, 7, b'a', b',', b' ', b'C', b'A', b'\n', b' ',
    ];

    #[test]
    fn a_name_is_written_as_operators_read_it_and_cannot_forge_lines() {
        let name = DistinguishedName(NAME.into());
        assert_eq!(name.to_string(), "C=BE, CN=a\\, CA\\0A\\ ");
        assert_eq!(DistinguishedName([1, 2, 255].into()).to_string(), "0102ff");
    }

    #[test]
    fn each_version_has_its_own_request() {
        let length = u8::try_from(NAME.len()).unwrap();
        let names = [&[0, length + 2, 0, length][..], NAME].concat();
        let name = DistinguishedName(NAME.into());
        let expect = |body: &[u8], version| {
            let request = CertificateRequest::read(body, version, 9).unwrap();
            assert_eq!(request.authorities, std::slice::from_ref(&name));
            assert_eq!(request.authority_count, 1);
            request
        };
        let old = [&[2, 1, 64][..], &names].concat();
        assert_eq!(
            expect(&old, Some(Version::TLS_1_0)).certificate_types,
            [1, 64]
        );
        let newer = [&[1, 1, 0, 2, 4, 3][..], &names].concat();
        assert_eq!(expect(&newer, None).signature_schemes, [0x0403]);
        let extension = [&[0, 47, 0, length + 4][..], &names].concat();
        let newest = [&[0, 0, length + 8][..], &extension].concat();
        expect(&newest, Some(Version::TLS_1_3));
        let few = CertificateRequest::read(&newer, Some(Version::TLS_1_2), 0).unwrap();
        assert_eq!((few.authorities.len(), few.authority_count), (0, 1));
    }
}
