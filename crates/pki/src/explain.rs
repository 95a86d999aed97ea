//! What an OpenSSL complaint or a failed name check means to an operator: finding code, what was
//! expected and found, what to do and which certificates to upload.

use jiff::Timestamp;

use crate::address::Address;
use crate::certificate::Certificate;
use crate::error_table::texts;
use crate::judge::MAX_INTERMEDIATES;
use crate::openssl_ffi::Complaint;
use crate::presented::PresentedChain;
use crate::reason::{
    CertificateSummary, Code, HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH, Phrase, Reason,
};
use crate::remedy::{Remedy, RemedyAction};
use crate::trust_store::TrustStore;

/// Names of a certificate listed in a reason; the rest is counted.
const NAMES_SHOWN: usize = 20;

/// What a reason is explained from.
pub(crate) struct Case<'a> {
    pub(crate) chain: &'a PresentedChain,
    pub(crate) address: Option<&'a Address>,
    pub(crate) store: &'a TrustStore,
    /// Unix seconds.
    pub(crate) at: i64,
    /// Leaf first; as far as it could be built.
    pub(crate) path: &'a [Certificate],
}

/// A classified complaint.
struct Explanation {
    code: Code,
    expected: Phrase,
    found: Phrase,
    action: RemedyAction,
    upload: Vec<Certificate>,
}

impl Case<'_> {
    /// Explains one complaint of OpenSSL.
    pub(crate) fn reason(&self, complaint: &Complaint) -> Reason {
        let certificate = self.concerned(complaint);
        let explanation = match &certificate {
            Some(certificate) => self.explain(complaint, certificate),
            None => self.other(complaint),
        };
        let mut arguments = certificate.as_ref().map(arguments_of).unwrap_or_default();
        let address = self.address.map(ToString::to_string).unwrap_or_default();
        arguments.push(("address", address));
        Reason {
            code: explanation.code,
            openssl: complaint.code,
            depth: complaint.depth,
            certificate: certificate
                .as_ref()
                .map(|certificate| CertificateSummary::of(certificate, complaint.depth)),
            expected: explanation.expected,
            found: explanation.found,
            remedy: Remedy {
                action: explanation.action,
                arguments,
                upload: explanation.upload,
            },
        }
    }

    /// The certificate a complaint is about, as we parsed it.
    fn concerned(&self, complaint: &Complaint) -> Option<Certificate> {
        let by_position = self.path.get(complaint.depth);
        let Some(x509) = complaint.certificate.as_deref() else {
            return by_position.cloned();
        };
        let known = self.chain.certificates.iter().chain(self.path);
        let same = |candidate: &&Certificate| std::ptr::eq(candidate.x509(), x509);
        known.into_iter().find(same).cloned().or_else(|| {
            x509.to_der()
                .ok()
                .and_then(|der| Certificate::from_der(&der).ok())
        })
    }

    fn explain(&self, complaint: &Complaint, certificate: &Certificate) -> Explanation {
        let subject = || ("subject", certificate.facts().subject.clone());
        let issuer = || ("issuer", certificate.facts().issuer.clone());
        let explained = |code, expected, found, action| Explanation {
            code,
            expected,
            found,
            action,
            upload: Vec::new(),
        };
        match complaint.code {
            18 if self.store.contains(certificate) => Explanation {
                upload: vec![certificate.clone()],
                ..explained(
                    Code::Shadowed,
                    Phrase::new("expected-same-certificate", [subject()]),
                    Phrase::new("found-twin", [subject()]),
                    RemedyAction::UploadTwin,
                )
            },
            18 => Explanation {
                upload: vec![certificate.clone()],
                ..explained(
                    Code::SelfSigned,
                    Phrase::plain("expected-trusted-certificate"),
                    Phrase::new("found-self-signed", [subject()]),
                    RemedyAction::UploadSelfSigned,
                )
            },
            19 => Explanation {
                upload: self.presented_cas(),
                ..explained(
                    Code::IssuerUnknown,
                    Phrase::plain("expected-trusted-root"),
                    Phrase::new("found-root", [subject()]),
                    RemedyAction::UploadCaChain,
                )
            },
            20 | 21 | 27 => self.issuer_missing(certificate),
            2 => explained(
                Code::IssuerUnknown,
                Phrase::new("expected-issuer-stored", [issuer()]),
                Phrase::new("found-not-issuer", [subject()]),
                RemedyAction::UploadRoot,
            ),
            9 | 10 | 13 | 14 => self.dates(complaint, certificate),
            4 | 6 | 7 | 76..=78 => self.signature(complaint, certificate),
            66..=68 => {
                let facts = certificate.facts();
                let key = ("key", facts.key.to_string());
                let signature = ("signature", facts.signature_algorithm.clone());
                explained(
                    Code::Weak,
                    Phrase::plain("expected-strength"),
                    Phrase::new("found-key-and-signature", [key, signature]),
                    RemedyAction::ReissueStronger,
                )
            }
            22 => explained(
                Code::TooLong,
                Phrase::new(
                    "expected-short-chain",
                    [("limit", MAX_INTERMEDIATES.to_string())],
                ),
                Phrase::plain("found-longer-chain"),
                RemedyAction::ShortenChain,
            ),
            47..=53 => explained(
                Code::Usage,
                Phrase::plain("expected-inside-constraints"),
                names_phrase(certificate),
                RemedyAction::ReissueInsideConstraints,
            ),
            24..=26 | 32 | 34 | 37 | 38 | 40 | 41 | 79 | 94 => explained(
                Code::Usage,
                Phrase::plain(if complaint.depth == 0 {
                    "expected-server-certificate"
                } else {
                    "expected-ca-certificate"
                }),
                openssl_phrase(complaint),
                RemedyAction::ReissueUsage,
            ),
            _ => self.other(complaint),
        }
    }

    fn other(&self, complaint: &Complaint) -> Explanation {
        Explanation {
            code: Code::Other,
            expected: Phrase::plain("expected-verifying-chain"),
            found: openssl_phrase(complaint),
            action: RemedyAction::InspectChain,
            upload: self.presented_cas(),
        }
    }

    /// The CA certificates that the peer sent: what an operator would upload.
    fn presented_cas(&self) -> Vec<Certificate> {
        let sent = self.chain.certificates.iter().skip(1);
        sent.filter(|sent| sent.facts().is_ca && !self.store.contains(sent))
            .cloned()
            .collect()
    }

    /// Nobody has the issuer of `certificate`. It is called a missing intermediate where there is
    /// evidence of it: certificates were sent that do not connect, or the store holds a root of the
    /// issuer's own domain or organisation.
    fn issuer_missing(&self, certificate: &Certificate) -> Explanation {
        let facts = certificate.facts();
        let unconnected = self
            .chain
            .certificates
            .iter()
            .any(|sent| !self.path.contains(sent));
        let family = organisation(&facts.issuer);
        let related = !family.is_empty()
            && self.store.certificates().iter().any(|stored| {
                let stored = stored.certificate.facts();
                stored.is_ca
                    && stored.subject != facts.issuer
                    && organisation(&stored.subject) == family
            });
        let (code, action) = if unconnected || related {
            (Code::IntermediateMissing, RemedyAction::InstallIntermediate)
        } else {
            (Code::IssuerUnknown, RemedyAction::UploadIssuer)
        };
        let found = match self.chain.certificates.len() {
            1 => Phrase::plain("found-alone"),
            count => Phrase::new("found-without-issuer", [("count", count.to_string())]),
        };
        Explanation {
            code,
            expected: Phrase::new("expected-issuer", [("issuer", facts.issuer.clone())]),
            found,
            action,
            upload: self.presented_cas(),
        }
    }

    fn dates(&self, complaint: &Complaint, certificate: &Certificate) -> Explanation {
        let facts = certificate.facts();
        let at = || ("at", moment(Some(self.at)));
        let expired = matches!(complaint.code, 10 | 14);
        let found = if expired {
            Phrase::new("found-expired", [("end", moment(facts.not_after)), at()])
        } else {
            Phrase::new(
                "found-not-yet-valid",
                [("start", moment(facts.not_before)), at()],
            )
        };
        let action = match (expired, complaint.depth) {
            (true, 0) => RemedyAction::RenewCertificate,
            (true, _) => RemedyAction::ReplaceCa,
            (false, _) => RemedyAction::CheckClock,
        };
        let expected = Phrase::new("expected-valid", [at()]);
        Explanation {
            code: Code::Dates,
            expected,
            found,
            action,
            upload: Vec::new(),
        }
    }

    /// A signature that does not verify: by a stored CA of the same subject and another key, or
    /// because the certificate is damaged.
    fn signature(&self, complaint: &Complaint, certificate: &Certificate) -> Explanation {
        let issuer = || ("issuer", certificate.facts().issuer.clone());
        let next = self.path.get(complaint.depth.saturating_add(1));
        let (code, found, action) = if next.is_some_and(|issuer| self.store.contains(issuer)) {
            let found = Phrase::new("found-other-key", [issuer()]);
            (Code::Shadowed, found, RemedyAction::UploadTwin)
        } else {
            let found = Phrase::plain("found-bad-signature");
            (Code::Signature, found, RemedyAction::ReissueDamaged)
        };
        let expected = Phrase::new("expected-signature", [issuer()]);
        Explanation {
            code,
            expected,
            found,
            action,
            upload: Vec::new(),
        }
    }
}

/// Nothing was presented, which is never trusted.
pub(crate) fn nothing_presented(address: Option<&Address>) -> Reason {
    let arguments = vec![(
        "address",
        address.map(ToString::to_string).unwrap_or_default(),
    )];
    Reason {
        code: Code::Other,
        openssl: 1,
        depth: 0,
        certificate: None,
        expected: Phrase::plain("expected-certificate"),
        found: Phrase::plain("found-nothing"),
        remedy: Remedy {
            action: RemedyAction::PresentCertificate,
            arguments,
            upload: Vec::new(),
        },
    }
}

/// The address is not in the leaf.
pub(crate) fn name_reason(leaf: &Certificate, address: &Address) -> Reason {
    let (code, openssl, action) = match address {
        Address::Ip(_) => (
            Code::IpAbsent,
            IP_ADDRESS_MISMATCH,
            RemedyAction::AddIpAddress,
        ),
        Address::Name(name) if !name.trim_end_matches('.').contains('.') => (
            Code::ShortName,
            HOSTNAME_MISMATCH,
            RemedyAction::UseFullName,
        ),
        Address::Name(_) => (Code::NameAbsent, HOSTNAME_MISMATCH, RemedyAction::AddName),
    };
    let mut arguments = arguments_of(leaf);
    arguments.push(("address", address.to_string()));
    Reason {
        code,
        openssl,
        depth: 0,
        certificate: Some(CertificateSummary::of(leaf, 0)),
        expected: Phrase::new("expected-address", [("address", address.to_string())]),
        found: names_phrase(leaf),
        remedy: Remedy {
            action,
            arguments,
            upload: Vec::new(),
        },
    }
}

fn openssl_phrase(complaint: &Complaint) -> Phrase {
    Phrase::new(
        "found-openssl",
        [("text", texts(complaint.code).text.to_owned())],
    )
}

fn arguments_of(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let facts = certificate.facts();
    vec![
        ("subject", facts.subject.clone()),
        ("issuer", facts.issuer.clone()),
        ("cn", certificate.name().to_owned()),
    ]
}

fn names_phrase(certificate: &Certificate) -> Phrase {
    match names_of(certificate) {
        names if names.is_empty() => Phrase::plain("found-no-name"),
        names => Phrase::new("found-names", [("names", names)]),
    }
}

/// Every name of a certificate, in OpenSSL's notation; a long list is cut, with the number left out.
pub(crate) fn names_of(certificate: &Certificate) -> String {
    let facts = certificate.facts();
    let mut names: Vec<String> = Vec::new();
    names.extend(facts.dns_names.iter().map(|name| format!("DNS:{name}")));
    names.extend(facts.ip_addresses.iter().map(|ip| format!("IP:{ip}")));
    names.extend(facts.common_names.first().map(|cn| format!("CN={cn}")));
    let left_out = names.len().saturating_sub(NAMES_SHOWN);
    if left_out > 0 {
        names.truncate(NAMES_SHOWN);
        names.push(format!("... (+{left_out})"));
    }
    names.join(", ")
}

/// The domain components, or else the organisation, of a distinguished name.
fn organisation(name: &str) -> Vec<&str> {
    let parts = |kind: &str| {
        name.split(", ")
            .filter(|part| part.starts_with(kind))
            .collect()
    };
    let domain: Vec<&str> = parts("DC=");
    if domain.is_empty() {
        parts("O=")
    } else {
        domain
    }
}

/// RFC 3339, or a question mark for a time that cannot be read.
pub(crate) fn moment(seconds: Option<i64>) -> String {
    seconds
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map_or_else(|| "?".to_owned(), |time| time.to_string())
}
