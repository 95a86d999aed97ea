//! Name and password of the AXL user.

use std::fmt;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

use super::error::PublisherError;
use crate::input;

/// Octets of a password; those of Unified CM have at most 127 characters.
pub(super) const MAX_PASSWORD: usize = 512;
/// Permissions of group and others.
const OTHERS: u32 = 0o077;

/// Name and password of a user. Debug shows no password.
pub(in crate::commands::preflight) struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// Reads the password from a file with that one line, or from standard input as `-`. A file
    /// that others may read or change is refused, as the key files of `serve` are.
    pub(super) fn read(user: &str, file: &Path) -> anyhow::Result<Self> {
        if file != Path::new("-")
            && let Ok(facts) = fs::metadata(file)
        {
            let mode = facts.permissions().mode();
            if facts.is_file() && mode & OTHERS != 0 {
                let mode = mode & 0o777;
                let file = file.to_owned();
                return Err(PublisherError::PasswordOpen { file, mode }.into());
            }
        }
        let bytes = input::read(file)?;
        let password = String::from_utf8(bytes).ok().and_then(|text| {
            let line = text.strip_suffix('\n').unwrap_or(&text);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let is_password = (1..=MAX_PASSWORD).contains(&line.len());
            let is_line = !line.chars().any(char::is_control);
            (is_password && is_line).then(|| line.to_owned())
        });
        let password = password.ok_or_else(|| PublisherError::PasswordForm {
            file: file.to_owned(),
        })?;
        Ok(Self {
            user: user.to_owned(),
            password,
        })
    }

    pub(super) fn user(&self) -> &str {
        &self.user
    }

    /// The value of an Authorization header (RFC 7617, UTF-8).
    pub(super) fn basic(&self) -> Option<HeaderValue> {
        let encoded = STANDARD.encode(format!("{}:{}", self.user, self.password));
        let mut value = HeaderValue::from_str(&format!("Basic {encoded}")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mode: u32) -> anyhow::Result<Credentials> {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("password");
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        Credentials::read("reader", &file)
    }

    #[test]
    fn a_password_is_one_line_and_its_end_is_none_of_it() {
        for text in ["p ss:w", "p ss:w\n", "p ss:w\r\n"] {
            let credentials = read(text, 0o600).unwrap();
            assert_eq!(credentials.basic().unwrap(), "Basic cmVhZGVyOnAgc3M6dw==");
            assert!(!format!("{credentials:?}").contains("p ss"));
        }
        for text in ["", "\n", "a\nb\n", "a\tb", &"x".repeat(MAX_PASSWORD + 1)] {
            let error = read(text, 0o600).unwrap_err();
            let told = error.downcast_ref();
            assert!(
                matches!(told, Some(PublisherError::PasswordForm { .. })),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        for mode in [0o644, 0o640, 0o602] {
            let error = read("secret", mode).unwrap_err();
            match error.downcast_ref() {
                Some(PublisherError::PasswordOpen { mode: told, .. }) => assert_eq!(*told, mode),
                other => panic!("{mode:o}: {other:?}"),
            }
        }
        assert!(read("secret", 0o400).is_ok());
    }
}
