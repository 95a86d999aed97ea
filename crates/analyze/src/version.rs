//! Versions of the appliance's software, such as `X14.0.7`.

use std::fmt;

/// A software version; compared by its numbers, so that `X14.2` equals `14.2.0`.
#[derive(Debug, Clone)]
pub struct SoftwareVersion {
    text: String,
    numbers: [u32; 4],
}

impl SoftwareVersion {
    /// Finds a version in text such as `X14.2.5`, `14.0.8` or `X14.3.0-preview-2`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let start = text.find(|character: char| character.is_ascii_digit())?;
        let (mark, digits) = text.split_at_checked(start)?;
        if !matches!(mark, "" | "X" | "x" | "V" | "v") {
            return None;
        }
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (version, _) = digits.split_at_checked(end.unwrap_or(digits.len()))?;
        let mut numbers = [0; 4];
        let mut parts = version.trim_end_matches('.').split('.');
        for (number, part) in numbers.iter_mut().zip(parts.by_ref()) {
            *number = part.parse().ok()?;
        }
        let text = text.to_owned();
        parts.next().is_none().then_some(Self { text, numbers })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Major, minor, maintenance and one more; absent ones are 0.
    pub fn numbers(&self) -> [u32; 4] {
        self.numbers
    }
}

impl fmt::Display for SoftwareVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl PartialEq for SoftwareVersion {
    fn eq(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }
}

impl Eq for SoftwareVersion {}

impl PartialOrd for SoftwareVersion {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SoftwareVersion {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.numbers.cmp(&other.numbers)
    }
}

impl std::hash::Hash for SoftwareVersion {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.numbers.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_and_compared_by_number() {
        let version = |text| SoftwareVersion::parse(text).unwrap();
        let sorted = [
            "X8.11.4", "X12.7", "X14.0.7", "14.0.8", "X14.2", "x14.2.5", "X15.0.0",
        ];
        assert!(sorted.map(version).is_sorted_by(|a, b| a < b));
        assert_eq!(version("X14.2"), version("14.2.0"));
        assert_eq!(version("X14.3.0-preview-2").numbers(), [14, 3, 0, 0]);
        assert_eq!(version(" X14.2 ").to_string(), "X14.2");
    }

    #[test]
    fn other_text_is_no_version() {
        for text in [
            "",
            "X",
            "Cisco Expressway",
            "s42700",
            "X1.2.3.4.5",
            "X..1",
            "X99999999999",
        ] {
            assert_eq!(SoftwareVersion::parse(text), None, "{text}");
        }
    }
}
