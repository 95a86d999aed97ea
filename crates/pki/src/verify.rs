//! The one verdict: chain, then name, then everything worth a warning.

use jiff::Timestamp;

use crate::address::Address;
use crate::certificate::{Certificate, KeyFamily};
use crate::error_table::texts;
use crate::judge::{Bench, Judged, MAX_INTERMEDIATES, Search, is_weakly_signed};
use crate::name::{self, Grounds};
use crate::openssl_ffi::Complaint;
use crate::policy::{NamePolicy, Policy};
use crate::presented::PresentedChain;
use crate::reason::{
    CertificateSummary, Code, HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH, Reason, Warning,
};
use crate::remedy::{Remedy, RemedyAction};
use crate::trust_store::TrustStore;
use crate::verdict::{Outcome, Verdict};

/// A warning is due when less than this share of a certificate's life is left, as one in so many.
const EXPIRY_WARNING_SHARE: i64 = 10;
/// RSA keys below this size are worth a warning (NIST SP 800-57 part 1, 112 bits).
const SHORT_RSA_BITS: u32 = 2_048;
/// Names of a certificate listed in a reason; the rest is counted.
const NAMES_SHOWN: usize = 20;

/// Judges a presented chain: chain of trust, dates, purpose (sslserver), strength, and whether the
/// address that the client asked for is in the leaf certificate.
///
/// `at` is in Unix seconds. `address` is `None` where no name is to be checked. The order of the
/// reasons is OpenSSL's, then the name; under [`NamePolicy::TrafficServer`] the name comes before
/// violated name constraints, and other candidate issuers are not tried, because this policy
/// predicts a real appliance.
pub fn verify(
    chain: &PresentedChain,
    address: Option<&Address>,
    store: &TrustStore,
    at: i64,
    policy: Policy,
) -> Verdict {
    let Some(leaf) = chain.leaf() else {
        return nothing_presented(address);
    };
    let search = match policy.name {
        NamePolicy::TrafficServer => Search::FirstMatch,
        NamePolicy::Document | NamePolicy::Strict | NamePolicy::None => Search::Candidates,
    };
    let Judged { complaints, path } = Bench {
        chain,
        store,
        at,
        level: policy.level,
    }
    .judge(leaf, search);
    let case = Case {
        chain,
        address,
        store,
        at,
        path: &path,
    };

    let mut reasons: Vec<Reason> = complaints.iter().map(|c| case.reason(c)).collect();
    let mut warnings = Vec::new();
    if let Some(address) = address {
        if let Some(grounds) = name::check(leaf.facts(), address, policy.name) {
            warnings.extend(name_warning(leaf, grounds));
        } else {
            let constraints = |reason: &Reason| matches!(reason.openssl, 47..=53);
            let position = match policy.name {
                NamePolicy::TrafficServer => reasons.iter().position(constraints),
                NamePolicy::Document | NamePolicy::Strict | NamePolicy::None => None,
            };
            let position = position.unwrap_or(reasons.len());
            reasons.insert(position, name_reason(leaf, address));
        }
    }
    warnings.extend(case.path_warnings(&reasons));
    let outcome = if reasons.is_empty() {
        Outcome::Trusted
    } else {
        Outcome::Refused
    };
    Verdict {
        outcome,
        reasons,
        warnings,
        path,
    }
}

fn nothing_presented(address: Option<&Address>) -> Verdict {
    let arguments = vec![(
        "address",
        address.map(ToString::to_string).unwrap_or_default(),
    )];
    let reason = Reason {
        code: Code::Other,
        openssl: 1,
        depth: 0,
        certificate: None,
        expected: "a certificate".to_owned(),
        found: "no certificate was presented".to_owned(),
        remedy: Remedy {
            action: RemedyAction::PresentCertificate,
            arguments,
            upload: Vec::new(),
        },
    };
    let (outcome, reasons) = (Outcome::Refused, vec![reason]);
    Verdict {
        outcome,
        reasons,
        warnings: Vec::new(),
        path: Vec::new(),
    }
}

/// What a reason is explained from.
struct Case<'a> {
    chain: &'a PresentedChain,
    address: Option<&'a Address>,
    store: &'a TrustStore,
    at: i64,
    path: &'a [Certificate],
}

/// A classified complaint: code, expected, found, what to do, what to upload.
struct Explanation {
    code: Code,
    expected: String,
    found: String,
    action: RemedyAction,
    upload: Vec<Certificate>,
}

impl Case<'_> {
    fn reason(&self, complaint: &Complaint) -> Reason {
        let certificate = self.concerned(complaint);
        let explanation = match &certificate {
            Some(certificate) => self.explain(complaint, certificate),
            None => self.other(complaint),
        };
        let mut arguments = certificate.as_ref().map(arguments_of).unwrap_or_default();
        arguments.push((
            "address",
            self.address.map(ToString::to_string).unwrap_or_default(),
        ));
        arguments.push(("found", explanation.found.clone()));
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
        let facts = certificate.facts();
        match complaint.code {
            18 if self.store.contains(certificate) => Explanation {
                code: Code::Shadowed,
                expected: format!("the certificate {} itself is looked up", facts.subject),
                found: "another certificate of the same subject stands before it".to_owned(),
                action: RemedyAction::UploadTwin,
                upload: vec![certificate.clone()],
            },
            18 => Explanation {
                code: Code::SelfSigned,
                expected: "a certificate that a CA of the trust store signed, or that is in it"
                    .to_owned(),
                found: format!(
                    "self-signed certificate {}, not in the trust store",
                    facts.subject
                ),
                action: RemedyAction::UploadSelfSigned,
                upload: vec![certificate.clone()],
            },
            19 => Explanation {
                code: Code::IssuerUnknown,
                expected: "a root CA certificate that is in the trust store".to_owned(),
                found: format!("root CA {}, not in the trust store", facts.subject),
                action: RemedyAction::UploadCaChain,
                upload: self.presented_cas(),
            },
            20 | 21 | 27 => self.issuer_missing(certificate),
            2 => Explanation {
                code: Code::IssuerUnknown,
                expected: format!("issuer {} in the trust store", facts.issuer),
                found: format!("the trust store holds {} and not its issuer", facts.subject),
                action: RemedyAction::UploadRoot,
                upload: Vec::new(),
            },
            9 | 10 | 13 | 14 => self.dates(complaint, certificate),
            4 | 6 | 7 | 76..=78 => self.signature(complaint, certificate),
            66..=68 => Explanation {
                code: Code::Weak,
                expected: "a key and a signature of the strength that the security level asks for"
                    .to_owned(),
                found: format!("{}, {}", facts.key, facts.signature_algorithm),
                action: RemedyAction::ReissueStronger,
                upload: Vec::new(),
            },
            22 => Explanation {
                code: Code::TooLong,
                expected: format!("at most {MAX_INTERMEDIATES} intermediates"),
                found: "a longer chain".to_owned(),
                action: RemedyAction::ShortenChain,
                upload: Vec::new(),
            },
            47..=53 => Explanation {
                code: Code::Usage,
                expected: "names inside the name constraints of the issuing CA".to_owned(),
                found: format!("{}: {}", texts(complaint.code).text, names_of(certificate)),
                action: RemedyAction::ReissueInsideConstraints,
                upload: Vec::new(),
            },
            24..=26 | 32 | 34 | 37 | 38 | 40 | 41 | 79 | 94 => Explanation {
                code: Code::Usage,
                expected: if complaint.depth == 0 {
                    "a certificate for a TLS server".to_owned()
                } else {
                    "a CA certificate that may issue the one below it".to_owned()
                },
                found: texts(complaint.code).text.to_owned(),
                action: RemedyAction::ReissueUsage,
                upload: Vec::new(),
            },
            _ => self.other(complaint),
        }
    }

    fn other(&self, complaint: &Complaint) -> Explanation {
        Explanation {
            code: Code::Other,
            expected: "a chain that verifies".to_owned(),
            found: texts(complaint.code).text.to_owned(),
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
        Explanation {
            code,
            expected: format!(
                "issuer {}, sent by the node or in the trust store",
                facts.issuer
            ),
            found: match self.chain.certificates.len() {
                1 => "the node sent its own certificate alone".to_owned(),
                n => format!("{n} certificates sent, none of them the issuer"),
            },
            action,
            upload: self.presented_cas(),
        }
    }

    fn dates(&self, complaint: &Complaint, certificate: &Certificate) -> Explanation {
        let facts = certificate.facts();
        let at = moment(Some(self.at));
        let expired = matches!(complaint.code, 10 | 14);
        let found = if expired {
            format!("expired at {}, judged at {at}", moment(facts.not_after))
        } else {
            format!("valid from {}, judged at {at}", moment(facts.not_before))
        };
        let action = match (expired, complaint.depth) {
            (true, 0) => RemedyAction::RenewCertificate,
            (true, _) => RemedyAction::ReplaceCa,
            (false, _) => RemedyAction::CheckClock,
        };
        let expected = format!("a certificate valid at {at}");
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
        let facts = certificate.facts();
        let issuer = self.path.get(complaint.depth.saturating_add(1));
        let shadowed = issuer.is_some_and(|issuer| self.store.contains(issuer));
        let (code, action) = if shadowed {
            (Code::Shadowed, RemedyAction::UploadTwin)
        } else {
            (Code::Signature, RemedyAction::ReissueDamaged)
        };
        let found = if shadowed {
            format!("the trust store's {} has another key", facts.issuer)
        } else {
            "the signature does not verify".to_owned()
        };
        let expected = format!("a signature by the key of {}", facts.issuer);
        Explanation {
            code,
            expected,
            found,
            action,
            upload: Vec::new(),
        }
    }

    /// Weak keys and digests that were let pass, and certificates near their end.
    fn path_warnings(&self, reasons: &[Reason]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let last = self.path.len().saturating_sub(1);
        for (depth, certificate) in self.path.iter().enumerate() {
            let facts = certificate.facts();
            let warn = |code, found, message_id| Warning {
                code,
                depth,
                certificate: CertificateSummary::of(certificate, depth),
                found,
                message_id,
            };
            let refused = |code| reasons.iter().any(|r| r.depth == depth && r.code == code);
            if !refused(Code::Weak) {
                // Nothing rests on the signature of an anchor.
                if depth < last && is_weakly_signed(certificate) {
                    let found = facts.signature_algorithm.clone();
                    warnings.push(warn(Code::Weak, found, "warning-weak-signature"));
                }
                if facts.key.family == KeyFamily::Rsa && facts.key.bits < SHORT_RSA_BITS {
                    warnings.push(warn(Code::Weak, facts.key.to_string(), "warning-short-key"));
                }
            }
            if let (Some(start), Some(end)) = (facts.not_before, facts.not_after) {
                let left = end.saturating_sub(self.at);
                let life = end.saturating_sub(start);
                if left >= 0 && left < life.checked_div(EXPIRY_WARNING_SHARE).unwrap_or(0) {
                    let found = format!("expires at {}", moment(Some(end)));
                    warnings.push(warn(Code::Dates, found, "warning-expires-soon"));
                }
            }
        }
        warnings
    }
}

impl Warning {
    /// Values of the message, by name.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![
            ("subject", self.certificate.subject.clone()),
            ("found", self.found.clone()),
        ]
    }
}

fn name_reason(leaf: &Certificate, address: &Address) -> Reason {
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
    let found = names_of(leaf);
    let mut arguments = arguments_of(leaf);
    arguments.push(("address", address.to_string()));
    arguments.push(("found", found.clone()));
    Reason {
        code,
        openssl,
        depth: 0,
        certificate: Some(CertificateSummary::of(leaf, 0)),
        expected: address.to_string(),
        found,
        remedy: Remedy {
            action,
            arguments,
            upload: Vec::new(),
        },
    }
}

fn name_warning(leaf: &Certificate, grounds: Grounds) -> Option<Warning> {
    let (code, message_id) = match grounds {
        Grounds::AlternativeName => return None,
        Grounds::CommonName => (Code::CommonNameOnly, "warning-common-name-only"),
        Grounds::PartialWildcard => (Code::PartialWildcard, "warning-partial-wildcard"),
        Grounds::IpAsName => (Code::IpAsName, "warning-ip-as-name"),
    };
    let certificate = CertificateSummary::of(leaf, 0);
    Some(Warning {
        code,
        depth: 0,
        certificate,
        found: names_of(leaf),
        message_id,
    })
}

fn arguments_of(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let facts = certificate.facts();
    vec![
        ("subject", facts.subject.clone()),
        ("issuer", facts.issuer.clone()),
        ("cn", certificate.name().to_owned()),
        ("sha256", certificate.fingerprint().to_string()),
    ]
}

/// Every name of a certificate, in OpenSSL's notation.
fn names_of(certificate: &Certificate) -> String {
    let facts = certificate.facts();
    let mut names: Vec<String> = Vec::new();
    names.extend(facts.dns_names.iter().map(|name| format!("DNS:{name}")));
    names.extend(facts.ip_addresses.iter().map(|ip| format!("IP:{ip}")));
    names.extend(facts.common_names.first().map(|cn| format!("CN={cn}")));
    let all = names.len();
    if all > NAMES_SHOWN {
        names.truncate(NAMES_SHOWN);
        names.push(format!("and {} more", all - NAMES_SHOWN));
    }
    if names.is_empty() {
        "no name at all".to_owned()
    } else {
        names.join(", ")
    }
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

fn moment(seconds: Option<i64>) -> String {
    seconds
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map_or_else(|| "an unreadable time".to_owned(), |time| time.to_string())
}
