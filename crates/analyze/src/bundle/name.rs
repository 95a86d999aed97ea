//! What the names of files tell: `<what>_<host>_<YYYY-MM-DD>_<HH_MM_SS>`, the time in UTC.

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// What diagnostic logging calls a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameLabel {
    /// The archive itself.
    Archive,
    /// The log.
    Log,
    /// The configuration.
    ConfigurationDump,
    /// The status.
    StatusDump,
    /// A capture on one interface.
    Capture,
    /// The trust store.
    TrustStore,
    /// The server certificate.
    ServerCertificate,
}

/// What a name tells. It is a hint: people rename files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameFacts {
    /// What the file should be.
    pub label: Option<NameLabel>,
    /// The host that it is from.
    pub host: Option<String>,
    /// When logging was stopped, in Unix seconds.
    pub taken: Option<i64>,
}

const LABELS: &[(&str, NameLabel)] = &[
    ("diagnostic_log_", NameLabel::Archive),
    ("loggingsnapshot_", NameLabel::Log),
    ("xconf_dump_", NameLabel::ConfigurationDump),
    ("xstat_dump_", NameLabel::StatusDump),
    ("ca_", NameLabel::TrustStore),
    ("server_", NameLabel::ServerCertificate),
];

/// `2022-07-11_16_55_44`.
const STAMP: usize = 19;

impl NameFacts {
    /// Reads the last component of a name.
    pub fn of(name: &str) -> Self {
        let stamp = last_stamp(name);
        let before = match stamp {
            Some((start, _)) => name.get(..start).map(|before| before.trim_end_matches('_')),
            None => name.split('.').next(),
        };
        let (label, host) = split_label(before.unwrap_or_default());
        let taken = stamp.map(|(_, taken)| taken);
        Self {
            label,
            // Without a time the name may be about anything.
            host: host
                .filter(|host| taken.is_some() && label.is_some() && !host.is_empty())
                .map(str::to_owned),
            taken,
        }
    }
}

fn split_label(text: &str) -> (Option<NameLabel>, Option<&str>) {
    let known = LABELS.iter().find_map(|(label, kind)| {
        let start = text.get(..label.len())?;
        let is_it = start.eq_ignore_ascii_case(label);
        is_it.then(|| (Some(*kind), text.get(label.len()..)))
    });
    known.or_else(|| split_capture(text)).unwrap_or_else(|| {
        let labels = LABELS.iter();
        let mut named = labels.filter(|(label, _)| label.trim_end_matches('_') == text);
        (named.next().map(|(_, kind)| *kind), None)
    })
}

/// `eth0_diagnostic_logging_tcpdump00_<host>`.
fn split_capture(text: &str) -> Option<(Option<NameLabel>, Option<&str>)> {
    const MARK: &str = "_diagnostic_logging_tcpdump";
    let at = text.find(MARK)?;
    let rest = text.get(at + MARK.len()..)?;
    let rest = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    Some((Some(NameLabel::Capture), Some(rest.trim_start_matches('_'))))
}

/// Where the last time in a name begins, and the time.
fn last_stamp(name: &str) -> Option<(usize, i64)> {
    let starts = name.rmatch_indices('_').map(|(at, _)| at + 1);
    starts
        .chain([0])
        .find_map(|start| Some((start, stamp(name.get(start..)?)?)))
}

fn stamp(text: &str) -> Option<i64> {
    let text = text.get(..STAMP)?;
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix('_')?.replace('_', ":");
    let civil: DateTime = format!("{date}T{time}").parse().ok()?;
    let timestamp = Offset::UTC.to_timestamp(civil).ok()?;
    Some(timestamp.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(label: Option<NameLabel>, host: Option<&str>, taken: Option<i64>) -> NameFacts {
        let host = host.map(str::to_owned);
        NameFacts { label, host, taken }
    }

    #[test]
    fn names_of_diagnostic_logging_are_read() {
        let taken = Some(1_657_558_544);
        for (name, expected) in [
            (
                "diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz",
                facts(Some(NameLabel::Archive), Some("vcsc"), taken),
            ),
            (
                "diagnostic_log_vcsc_2022-07-11_16_55_44 (1).tar.gz",
                facts(Some(NameLabel::Archive), Some("vcsc"), taken),
            ),
            (
                "loggingsnapshot_exp_c_01_2022-07-11_16_55_44.txt",
                facts(Some(NameLabel::Log), Some("exp_c_01"), taken),
            ),
            (
                "xconf_dump_vcsc_2022-07-11_16_55_44.xml",
                facts(Some(NameLabel::ConfigurationDump), Some("vcsc"), taken),
            ),
            (
                "XSTAT_DUMP_VCSC_2022-07-11_16_55_44.TXT",
                facts(Some(NameLabel::StatusDump), Some("VCSC"), taken),
            ),
            (
                "eth0_diagnostic_logging_tcpdump00_vcsc_2022-07-11_16_55_44.pcap",
                facts(Some(NameLabel::Capture), Some("vcsc"), taken),
            ),
            (
                "ca_vcsc_2022-07-11_16_55_44.pem",
                facts(Some(NameLabel::TrustStore), Some("vcsc"), taken),
            ),
            (
                "server_vcsc_2022-07-11_16_55_44.pem",
                facts(Some(NameLabel::ServerCertificate), Some("vcsc"), taken),
            ),
            ("ca.pem", facts(Some(NameLabel::TrustStore), None, None)),
            ("2022-07-11_16_55_44", facts(None, None, taken)),
            ("case_2022-07-11_16_55_44.zip", facts(None, None, taken)),
            ("loggingsnapshot_vcsc_2022-13-11_16_55_44.txt", {
                facts(Some(NameLabel::Log), None, None)
            }),
            ("note.txt", NameFacts::default()),
            ("", NameFacts::default()),
            ("____", NameFacts::default()),
        ] {
            assert_eq!(NameFacts::of(name), expected, "{name}");
        }
    }
}
