//! Certificates and verdicts as people read them.

use std::net::IpAddr;

use jiff::Timestamp;
use tollgate_pki::{Address, Certificate, Code, Phrase, Reason, Verdict, Warning};
use tollgate_report::columns::width;

use crate::output::{Layout, Output};

/// Seconds of a day, for what is left of a certificate's life.
const DAY: i64 = 86_400;

/// A list of labelled values, their labels as wide as the widest.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn add(&mut self, label: String, value: impl Into<String>) -> &mut Self {
        self.0.push((label, value.into()));
        self
    }

    pub(crate) fn write(&self, indent: usize, output: &mut Output) {
        let label_columns = self
            .0
            .iter()
            .map(|(label, _)| width(label))
            .max()
            .unwrap_or_default();
        for (label, value) in &self.0 {
            output.field(
                Layout {
                    indent,
                    label_columns,
                },
                label,
                value,
            );
        }
    }
}

/// Everything that operators compare about a certificate.
pub(crate) fn certificate(certificate: &Certificate, at: Timestamp, output: &mut Output) {
    let facts = certificate.facts();
    let mut fields = Fields::default();
    let label = |id| output.text(id, &[]);
    fields.add(label("label-issued-to"), &facts.subject);
    fields.add(label("label-issued-by"), &facts.issuer);
    let names = facts.dns_names.iter().cloned();
    let names = names.chain(facts.ip_addresses.iter().map(IpAddr::to_string));
    let names: Vec<String> = names.chain(facts.other_names.iter().cloned()).collect();
    let none = label("value-none");
    let or_none = |value: Option<&String>| value.cloned().unwrap_or_else(|| none.clone());
    let all_names = if names.is_empty() {
        none.clone()
    } else {
        names.join(", ")
    };
    fields.add(label("label-alternative-names"), all_names);
    fields.add(label("label-serial"), &facts.serial);
    fields.add(label("label-valid"), validity(certificate, at, output));
    fields.add(label("label-key"), facts.key.to_string());
    fields.add(label("label-signature"), &facts.signature_algorithm);
    fields.add(label("label-authority-key"), or_none(facts.aki.as_ref()));
    fields.add(label("label-subject-key"), or_none(facts.ski.as_ref()));
    fields.add("SHA-256".to_owned(), certificate.fingerprint().to_string());
    fields.write(2, output);
}

/// From when to when, and what that means at `at`.
pub(crate) fn validity(certificate: &Certificate, at: Timestamp, output: &Output) -> String {
    let facts = certificate.facts();
    let unreadable = || output.text("value-unreadable", &[]);
    let start = facts.not_before.and_then(moment).unwrap_or_else(unreadable);
    let end = facts.not_after.and_then(moment).unwrap_or_else(unreadable);
    let at = at.as_second();
    let days = |seconds: i64| [("count", (seconds / DAY).to_string())];
    let state = match (facts.not_before, facts.not_after) {
        (Some(start), _) if at < start => output.text("validity-future", &days(start - at)),
        (_, Some(end)) if at > end => output.text("validity-expired", &days(at - end)),
        (_, Some(end)) => output.text("validity-left", &days(end - at)),
        (_, None) => unreadable(),
    };
    format!("{start} - {end} ({state})")
}

/// A moment in Unix seconds as RFC 3339, in UTC.
pub(crate) fn moment(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds)
        .ok()
        .map(|moment| moment.to_string())
}

/// The verdict with every reason, remedy and warning.
pub(crate) fn verdict(verdict: &Verdict, address: Option<&Address>, output: &mut Output) {
    let id = if verdict.is_trusted() {
        "verdict-trusted"
    } else {
        "verdict-refused"
    };
    let word = output.text(id, &[]);
    match address {
        Some(address) => output.line(&format!("{word}: {address}")),
        None => output.line(&word),
    }
    for reason in &verdict.reasons {
        output.line("");
        self::reason(reason, output);
    }
    for warning in &verdict.warnings {
        output.line("");
        self::warning(warning, output);
    }
}

fn phrase(phrase: &Phrase, output: &Output) -> String {
    output.text(phrase.message_id, &phrase.arguments)
}

/// One reason of a refusal.
pub(crate) fn reason(reason: &Reason, output: &mut Output) {
    let title = output.text(title_of(reason.code), &[]);
    output.paragraph(0, &format!("{}  {title}", reason.code));
    let label = |id| output.text(id, &[]);
    let mut fields = Fields::default();
    let depth = format!("depth {}", reason.depth);
    fields.add(
        "OpenSSL".to_owned(),
        format!("{} ({}), {depth}", reason.text(), reason.openssl),
    );
    if let Some(certificate) = &reason.certificate {
        fields.add(label("label-issued-to"), &certificate.subject);
        fields.add(label("label-issued-by"), &certificate.issuer);
        fields.add(label("label-serial"), &certificate.serial);
        fields.add("SHA-256".to_owned(), certificate.sha256.to_string());
    }
    fields.add(label("label-expected"), phrase(&reason.expected, output));
    fields.add(label("label-found"), phrase(&reason.found, output));
    let remedy = &reason.remedy;
    fields.add(
        label("label-remedy"),
        output.text(remedy.message_id(), remedy.arguments()),
    );
    for certificate in &remedy.upload {
        let subject = &certificate.facts().subject;
        let value = format!("{subject}, SHA-256 {}", certificate.fingerprint());
        fields.add(label("label-upload"), value);
    }
    fields.write(2, output);
}

fn warning(warning: &Warning, output: &mut Output) {
    let text = output.text(warning.message_id, &warning.arguments());
    let word = output.text("label-warning", &[]);
    output.paragraph(0, &format!("{}  {word}: {text}", warning.code));
    let mut fields = Fields::default();
    fields.add(
        output.text("label-issued-to", &[]),
        &warning.certificate.subject,
    );
    fields.add("SHA-256".to_owned(), warning.certificate.sha256.to_string());
    fields.write(2, output);
}

/// Id of the one-line explanation of a code.
pub(crate) const fn title_of(code: Code) -> &'static str {
    match code {
        Code::SelfSigned => "code-self-signed",
        Code::IssuerUnknown => "code-issuer-unknown",
        Code::IntermediateMissing => "code-intermediate-missing",
        Code::Dates => "code-dates",
        Code::Shadowed => "code-shadowed",
        Code::Weak => "code-weak",
        Code::Usage => "code-usage",
        Code::Signature => "code-signature",
        Code::TooLong => "code-too-long",
        Code::Other => "code-other",
        Code::NameAbsent => "code-name-absent",
        Code::IpAbsent => "code-ip-absent",
        Code::ShortName => "code-short-name",
        Code::CommonNameOnly => "code-common-name-only",
        Code::PartialWildcard => "code-partial-wildcard",
        Code::IpAsName => "code-ip-as-name",
    }
}

#[cfg(test)]
mod tests {
    use tollgate_pki::RemedyAction;
    use tollgate_text::{Language, text};

    use super::*;

    #[test]
    fn every_code_and_every_remedy_has_a_text() {
        let titles = Code::ALL.map(title_of).into_iter();
        let remedies = RemedyAction::ALL.map(RemedyAction::message_id).into_iter();
        for id in titles.chain(remedies) {
            assert_ne!(text(Language::En, id, &[]), id);
        }
    }
}
