//! Reading fields off the front of bytes that strangers wrote.

/// The rest of a slice. Every read answers `None` when the bytes run out and then changes nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(front)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (front, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*front)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u24(&mut self) -> Option<u32> {
        self.array()
            .map(|[high, middle, low]| u32::from_be_bytes([0, high, middle, low]))
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// A vector with one byte of length, as TLS writes it.
    pub(crate) fn vector8(&mut self) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let length = ahead.u8()?;
        let body = ahead.take(usize::from(length))?;
        *self = ahead;
        Some(body)
    }

    /// A vector with two bytes of length.
    pub(crate) fn vector16(&mut self) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let length = ahead.u16()?;
        let body = ahead.take(usize::from(length))?;
        *self = ahead;
        Some(body)
    }

    /// A vector with three bytes of length.
    pub(crate) fn vector24(&mut self) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let length = ahead.u24()?;
        let body = ahead.take(size(length))?;
        *self = ahead;
        Some(body)
    }
}

/// A length from a file as a size in memory; no address space is smaller than what it can say.
pub(crate) fn size(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// A size in memory as a counter of bytes.
pub(crate) fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_that_is_cut_consumes_nothing() {
        let mut cursor = Cursor::new(&[0, 3, 1, 2]);
        assert_eq!(cursor.vector16(), None);
        assert_eq!(cursor.rest(), [0, 3, 1, 2]);
        assert_eq!(cursor.vector8(), Some(&[][..]));
        assert_eq!(cursor.vector8(), None);
        assert_eq!(cursor.u24(), Some(0x03_0102));
        assert!(cursor.is_empty());
    }
}
