//! The port as text: one spelling for each number.

use std::num::NonZeroU16;

use crate::excerpt::Excerpt;

/// Why a text is not the port of a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Nothing between the separators.
    #[error("the port is empty; write a number from 1 to 65535")]
    Empty,
    /// A sign, a blank or any other character that is not a digit.
    #[error("port {0} is not a number; write digits only, from 1 to 65535")]
    NotNumeric(Excerpt),
    /// `08443` is read as octal by some programs.
    #[error("port {0} starts with a zero; write it without leading zeros")]
    LeadingZero(Excerpt),
    /// No connection can be made to port 0.
    #[error("port 0 cannot be connected to; use a port from 1 to 65535")]
    Zero,
    /// More than 16 bits.
    #[error("port {0} is over 65535; use a port from 1 to 65535")]
    TooLarge(Excerpt),
}

pub(crate) fn parse_port(text: &str) -> Result<NonZeroU16, PortError> {
    if text.is_empty() {
        return Err(PortError::Empty);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PortError::NotNumeric(Excerpt::new(text)));
    }
    if text == "0" {
        return Err(PortError::Zero);
    }
    if text.starts_with('0') {
        return Err(PortError::LeadingZero(Excerpt::new(text)));
    }
    text.parse()
        .map_err(|_| PortError::TooLarge(Excerpt::new(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_have_one_spelling() {
        let text = |found: &str| Excerpt::new(found);
        let huge = "9".repeat(400);
        let refused = [
            ("", PortError::Empty),
            ("0", PortError::Zero),
            ("00", PortError::LeadingZero(text("00"))),
            ("08443", PortError::LeadingZero(text("08443"))),
            ("+8443", PortError::NotNumeric(text("+8443"))),
            ("-1", PortError::NotNumeric(text("-1"))),
            ("8443 ", PortError::NotNumeric(text("8443 "))),
            ("0x20fb", PortError::NotNumeric(text("0x20fb"))),
            (
                "\u{0668}\u{0664}",
                PortError::NotNumeric(text("\u{0668}\u{0664}")),
            ),
            ("65536", PortError::TooLarge(text("65536"))),
            (huge.as_str(), PortError::TooLarge(text(&huge))),
        ];
        for (found, error) in refused {
            assert_eq!(parse_port(found), Err(error), "{found:?}");
        }
        assert_eq!(parse_port("1").map(NonZeroU16::get), Ok(1));
        assert_eq!(parse_port("65535").map(NonZeroU16::get), Ok(65535));
    }
}
