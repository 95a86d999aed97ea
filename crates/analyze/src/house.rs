//! House rules: what an organisation asks of certificates beyond what the appliance verifies.
//!
//! A rule is judged where `verify` accepts; a refused cell needs no rule to be refused, and no rule
//! makes one pass. Each rule that is broken by a certificate is one finding with all cells that
//! show it.

use std::collections::BTreeMap;

use serde::Deserialize;
use tollgate_pki::{Certificate, Code, KeyFamily, Verdict};
use tollgate_report::{Category, Cell, Evidence, Finding, FoundAt, Report, State};
use toml::Spanned;

use crate::analysis::{counted, day, recount};
use crate::case::PROBE;
use crate::preflight::PreflightCell;
use crate::rule_file::{RuleFile, RuleFileError, RuleFileProblem};
use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// The code of a broken house rule.
pub const CODE: &str = "TG5010";

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The rules of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    file: String,
    rules: Vec<Rule>,
}

/// A rule and the line that it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    line: usize,
    kind: RuleKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum RuleKind {
    /// The chain ends in one of these.
    Roots(Vec<Root>),
    /// Bits of RSA keys in the chain, at least.
    RsaBits(u32),
    /// Curves of keys in the chain, by OpenSSL's names.
    Curves(Vec<Curve>),
    /// Hashes that no signature of the chain uses, that of the root left aside.
    RefusedHashes(Vec<Hash>),
    /// The address has to be among the alternative names.
    NoCommonNameOnly,
    /// No name of the leaf has a wildcard.
    NoWildcard,
    /// Days from the leaf's first to its last, at most.
    MaximumDays(u32),
    /// Days that every certificate of the chain has left, at least.
    ExpiryDays(u32),
    /// Per cent of the leaf's life that are left, at least.
    ExpiryPercent(u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Root {
    Sha256(String),
    Subject(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    P256,
    P384,
    P521,
    Ed25519,
    Ed448,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    root: Vec<Spanned<WrittenRoot>>,
    rsa_minimum_bits: Option<Spanned<i64>>,
    ec_curves: Option<Spanned<Vec<Spanned<String>>>>,
    refused_hashes: Option<Spanned<Vec<Spanned<String>>>>,
    refuse_common_name_only: Option<Spanned<bool>>,
    refuse_wildcard: Option<Spanned<bool>>,
    maximum_days: Option<Spanned<i64>>,
    expiry_days: Option<Spanned<i64>>,
    expiry_percent: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRoot {
    sha256: Option<Spanned<String>>,
    subject: Option<String>,
}

impl House {
    /// Reads a file; `name` is what findings call it.
    ///
    /// ```
    /// use tollgate_analyze::house::House;
    ///
    /// let rules = House::parse("rsa_minimum_bits = 2048\nrefuse_wildcard = true\n", "house.toml");
    /// assert!(rules.is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// The first thing in it that is not as it should be: line, key and what to do.
    pub fn parse(text: &str, name: &str) -> Result<Self, RuleFileError> {
        let (file, written) = RuleFile::read::<Written>(text)?;
        let rules = rules(file, &written)?;
        if rules.is_empty() {
            return Err(file.wrong(&(0..0), "rsa_minimum_bits", RuleFileProblem::Nothing));
        }
        Ok(Self {
            file: name.to_owned(),
            rules,
        })
    }

    /// Adds a finding for each rule that a trusted cell breaks. `at` is the time that certificates
    /// are judged at, in Unix seconds.
    pub fn judge(&self, cells: &[PreflightCell], report: &mut Report, at: i64) {
        let mut broken: BTreeMap<(usize, String), Broken> = BTreeMap::new();
        for cell in cells {
            let Some(verdict) = cell.verdict.as_ref().filter(|own| own.is_trusted()) else {
                continue;
            };
            for (number, rule) in self.rules.iter().enumerate() {
                for (certificate, found) in rule.kind.offenders(verdict, at) {
                    let key = (number, certificate.fingerprint().to_string());
                    let own = broken.entry(key).or_insert_with(|| Broken {
                        name: certificate.name().to_owned(),
                        found,
                        cells: Vec::new(),
                    });
                    own.cells.push(cell.cell.clone());
                }
            }
        }
        if broken.is_empty() {
            return;
        }
        let before = counted(&report.findings);
        let signature = signature();
        for ((number, fingerprint), broken) in broken {
            if let Some(rule) = self.rules.get(number) {
                let finding = self.finding(&signature, rule, &fingerprint, broken);
                report.findings.push(finding);
            }
        }
        report.findings.sort_by_key(|finding| finding.state);
        recount(report, &before);
    }

    fn finding(
        &self,
        signature: &Signature,
        rule: &Rule,
        fingerprint: &str,
        broken: Broken,
    ) -> Finding {
        let written = rule.kind.written();
        let place = format!("{}:{}", self.file, rule.line);
        let arguments = vec![
            ("name", broken.name),
            ("sha256", fingerprint.to_owned()),
            ("rule", written),
            ("found", broken.found),
            ("place", place),
        ];
        let mut finding = signature.finding(rule.kind.state(), &arguments);
        let cells: Vec<String> = broken.cells.iter().map(Cell::to_string).collect();
        finding.cells = broken.cells;
        finding.evidence = vec![Evidence {
            at: FoundAt::File {
                source: PROBE.to_owned(),
                item: cells.join(", "),
            },
            text: finding.description.clone(),
        }];
        finding
    }
}

/// A certificate that breaks a rule.
struct Broken {
    name: String,
    found: String,
    cells: Vec<Cell>,
}

/// What a broken house rule is reported as. Without a file of rules there is nothing to look for, so
/// that it is none of the signatures that every case is held against.
pub(crate) fn signature() -> Signature {
    let id = |id: &str| Sentence::Id(id.to_owned());
    Signature {
        id: "house-rule".to_owned(),
        version: 1,
        code: CODE.to_owned(),
        category: Category::Configuration,
        defects: Vec::new(),
        related_defects: Vec::new(),
        look: Look::Check("house-rule".to_owned()),
        applies: Applies::default(),
        needs: Vec::new(),
        texts: Texts {
            title: id("house-rule-title"),
            clear: id("house-rule-clear"),
            topic: id("house-rule-topic"),
            description: id("house-rule-description"),
            condition: id("house-rule-condition"),
            information: vec![id("house-rule-information")],
            actions: vec![id("house-rule-action")],
            workaround: None,
        },
        documentation: Vec::new(),
    }
}

impl RuleKind {
    /// What is near its end still works.
    const fn state(&self) -> State {
        match self {
            Self::ExpiryDays(_) | Self::ExpiryPercent(_) => State::PotentialProblem,
            Self::Roots(_)
            | Self::RsaBits(_)
            | Self::Curves(_)
            | Self::RefusedHashes(_)
            | Self::NoCommonNameOnly
            | Self::NoWildcard
            | Self::MaximumDays(_) => State::IssueFound,
        }
    }

    /// The rule as it is written in the file, which is the same in every language.
    fn written(&self) -> String {
        match self {
            Self::Roots(roots) => {
                let roots = roots.iter().map(|root| match root {
                    Root::Sha256(sha256) => format!("sha256 = \"{sha256}\""),
                    Root::Subject(subject) => format!("subject = \"{subject}\""),
                });
                let roots: Vec<String> = roots.collect();
                format!("root: {}", roots.join(", "))
            }
            Self::RsaBits(bits) => format!("rsa_minimum_bits = {bits}"),
            Self::Curves(curves) => {
                let names: Vec<&str> = curves.iter().map(|curve| curve.name()).collect();
                format!("ec_curves = {}", names.join(", "))
            }
            Self::RefusedHashes(hashes) => {
                let names: Vec<&str> = hashes.iter().map(|hash| hash.name()).collect();
                format!("refused_hashes = {}", names.join(", "))
            }
            Self::NoCommonNameOnly => "refuse_common_name_only = true".to_owned(),
            Self::NoWildcard => "refuse_wildcard = true".to_owned(),
            Self::MaximumDays(days) => format!("maximum_days = {days}"),
            Self::ExpiryDays(days) => format!("expiry_days = {days}"),
            Self::ExpiryPercent(percent) => format!("expiry_percent = {percent}"),
        }
    }

    /// The certificates of a trusted path that break it, and what was found, in words that are the
    /// same in every language.
    fn offenders<'v>(&self, verdict: &'v Verdict, at: i64) -> Vec<(&'v Certificate, String)> {
        let path = verdict.path.as_slice();
        let leaf = path.first().into_iter();
        let all = path.iter();
        let pick = |own: &'v Certificate, found: Option<String>| found.map(|found| (own, found));
        match self {
            Self::Roots(roots) => {
                let root = path.last().into_iter();
                root.filter_map(|own| pick(own, foreign(own, roots)))
                    .collect()
            }
            Self::RsaBits(least) => all
                .filter_map(|own| {
                    let key = &own.facts().key;
                    let is_short = key.family == KeyFamily::Rsa && key.bits < *least;
                    pick(own, is_short.then(|| key.to_string()))
                })
                .collect(),
            Self::Curves(curves) => all
                .filter_map(|own| {
                    let key = &own.facts().key;
                    let is_known = curves.iter().any(|curve| curve.is(key.curve.as_deref()));
                    let is_foreign = key.family == KeyFamily::Ecdsa && !is_known;
                    pick(own, is_foreign.then(|| key.to_string()))
                })
                .collect(),
            Self::RefusedHashes(hashes) => all
                .filter(|own| !own.facts().is_self_signed)
                .filter_map(|own| {
                    let algorithm = &own.facts().signature_algorithm;
                    let is_refused = hashes.iter().any(|hash| hash.is_in(algorithm));
                    pick(own, is_refused.then(|| algorithm.clone()))
                })
                .collect(),
            Self::NoCommonNameOnly => {
                let mut warnings = verdict.warnings.iter();
                let warning = warnings.find(|own| own.code == Code::CommonNameOnly);
                leaf.filter_map(|own| pick(own, warning.map(|warning| warning.found.clone())))
                    .collect()
            }
            Self::NoWildcard => leaf
                .filter_map(|own| {
                    let facts = own.facts();
                    // A CN counts only where there is no alternative name, yet it is in the name.
                    let mut names = facts.dns_names.iter().chain(&facts.common_names);
                    pick(own, names.find(|name| name.contains('*')).cloned())
                })
                .collect(),
            Self::MaximumDays(most) => leaf
                .filter_map(|own| {
                    let facts = own.facts();
                    let life = facts.not_after?.saturating_sub(facts.not_before?);
                    // Both ends belong to it (RFC 5280 4.1.2.5).
                    let days = life.saturating_add(1).div_euclid(DAY);
                    let over = life.saturating_add(1).rem_euclid(DAY) > 1;
                    let days = days.saturating_add(i64::from(over));
                    pick(own, (days > i64::from(*most)).then(|| format!("{days} d")))
                })
                .collect(),
            Self::ExpiryDays(least) => all
                .filter_map(|own| {
                    let end = own.facts().not_after?;
                    let left = end.saturating_sub(at).div_euclid(DAY);
                    pick(
                        own,
                        (left < i64::from(*least)).then(|| format!("{left} d ({})", day(end))),
                    )
                })
                .collect(),
            Self::ExpiryPercent(least) => leaf
                .filter_map(|own| {
                    let facts = own.facts();
                    let (start, end) = (facts.not_before?, facts.not_after?);
                    let life = end.saturating_sub(start).max(1);
                    let left = end.saturating_sub(at).saturating_mul(100).div_euclid(life);
                    let is_short = left < i64::from(*least);
                    pick(own, is_short.then(|| format!("{left} % ({})", day(end))))
                })
                .collect(),
        }
    }
}

/// The subject of a root that is none of these.
fn foreign(root: &Certificate, roots: &[Root]) -> Option<String> {
    let facts = root.facts();
    let fingerprint = root.fingerprint().to_string();
    let is_allowed = roots.iter().any(|allowed| match allowed {
        Root::Sha256(sha256) => *sha256 == fingerprint,
        Root::Subject(subject) => *subject == facts.subject,
    });
    (!is_allowed).then(|| facts.subject.clone())
}

impl Curve {
    const ALL: [Self; 5] = [
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Ed25519,
        Self::Ed448,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
        }
    }

    /// Whether OpenSSL means it by this name.
    fn is(self, curve: Option<&str>) -> bool {
        let own = match self {
            Self::P256 => "prime256v1",
            Self::P384 => "secp384r1",
            Self::P521 => "secp521r1",
            Self::Ed25519 => "ED25519",
            Self::Ed448 => "ED448",
        };
        curve.is_some_and(|curve| curve.eq_ignore_ascii_case(own))
    }
}

impl Hash {
    const ALL: [Self; 4] = [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256];

    const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
        }
    }

    /// Whether a signature algorithm by OpenSSL's name uses it, such as `sha1WithRSAEncryption` or
    /// `ecdsa-with-SHA1`.
    fn is_in(self, algorithm: &str) -> bool {
        algorithm.to_ascii_lowercase().contains(self.name())
    }
}

fn rules(file: RuleFile<'_>, written: &Written) -> Result<Vec<Rule>, RuleFileError> {
    let mut rules = Vec::new();
    let mut add = |line: usize, kind: RuleKind| rules.push(Rule { line, kind });
    if let Some(first) = written.root.first() {
        let roots = written.root.iter().map(|root| root_of(file, root));
        let line = file.line(&first.span());
        add(line, RuleKind::Roots(roots.collect::<Result<_, _>>()?));
    }
    if let Some((line, bits)) = number(
        file,
        "rsa_minimum_bits",
        (512, 16_384),
        written.rsa_minimum_bits.as_ref(),
    )? {
        add(line, RuleKind::RsaBits(bits));
    }
    if let Some(list) = &written.ec_curves {
        let curves = words(
            file,
            "ec_curves",
            list,
            &Curve::ALL.map(|own| (own.name(), own)),
        )?;
        add(file.line(&list.span()), RuleKind::Curves(curves));
    }
    if let Some(list) = &written.refused_hashes {
        let hashes = words(
            file,
            "refused_hashes",
            list,
            &Hash::ALL.map(|own| (own.name(), own)),
        )?;
        add(file.line(&list.span()), RuleKind::RefusedHashes(hashes));
    }
    for (flag, kind) in [
        (&written.refuse_common_name_only, RuleKind::NoCommonNameOnly),
        (&written.refuse_wildcard, RuleKind::NoWildcard),
    ] {
        if let Some(flag) = flag.as_ref().filter(|flag| *flag.get_ref()) {
            add(file.line(&flag.span()), kind);
        }
    }
    if let Some((line, days)) = number(
        file,
        "maximum_days",
        (1, 36_500),
        written.maximum_days.as_ref(),
    )? {
        add(line, RuleKind::MaximumDays(days));
    }
    if let Some((line, days)) = number(
        file,
        "expiry_days",
        (1, 36_500),
        written.expiry_days.as_ref(),
    )? {
        add(line, RuleKind::ExpiryDays(days));
    }
    if let Some((line, part)) = number(
        file,
        "expiry_percent",
        (1, 99),
        written.expiry_percent.as_ref(),
    )? {
        add(line, RuleKind::ExpiryPercent(part));
    }
    Ok(rules)
}

fn root_of(file: RuleFile<'_>, root: &Spanned<WrittenRoot>) -> Result<Root, RuleFileError> {
    let own = root.get_ref();
    match (&own.sha256, &own.subject) {
        (Some(sha256), None) => {
            let text = sha256.get_ref();
            let digits: String = text.chars().filter(|own| *own != ':').collect();
            let is_sound = digits.len() == 64 && digits.bytes().all(|own| own.is_ascii_hexdigit());
            if is_sound {
                Ok(Root::Sha256(digits.to_ascii_lowercase()))
            } else {
                let problem = RuleFileProblem::Fingerprint(text.clone());
                Err(file.wrong(&sha256.span(), "sha256", problem))
            }
        }
        (None, Some(subject)) => Ok(Root::Subject(subject.clone())),
        (Some(_), Some(_)) | (None, None) => {
            Err(file.wrong(&root.span(), "root", RuleFileProblem::Root))
        }
    }
}

fn number(
    file: RuleFile<'_>,
    key: &'static str,
    (least, most): (u32, u32),
    written: Option<&Spanned<i64>>,
) -> Result<Option<(usize, u32)>, RuleFileError> {
    let Some(written) = written else {
        return Ok(None);
    };
    let number = u32::try_from(*written.get_ref()).ok();
    let number = number.filter(|number| (least..=most).contains(number));
    let problem = RuleFileProblem::Number { least, most };
    let number = number.ok_or_else(|| file.wrong(&written.span(), key, problem))?;
    Ok(Some((file.line(&written.span()), number)))
}

/// Words of a list by what they stand for.
fn words<T: Copy>(
    file: RuleFile<'_>,
    key: &'static str,
    list: &Spanned<Vec<Spanned<String>>>,
    known: &[(&'static str, T)],
) -> Result<Vec<T>, RuleFileError> {
    let mut found = Vec::new();
    for word in list.get_ref() {
        let text = word.get_ref();
        let own = known
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(text));
        let (_, own) = own.ok_or_else(|| {
            let problem = RuleFileProblem::Word {
                found: text.clone(),
                known: known.iter().map(|(name, _)| *name).collect(),
            };
            file.wrong(&word.span(), key, problem)
        })?;
        found.push(*own);
    }
    if found.is_empty() {
        return Err(file.wrong(&list.span(), key, RuleFileProblem::Nothing));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_with_their_lines() {
        let hex = "ab".repeat(32);
        let colons: Vec<String> = hex.as_bytes().chunks(2).map(text).collect();
        let text = format!(
            "rsa_minimum_bits = 2048\nrefuse_wildcard = false\nexpiry_percent = 10\n\
             [[root]]\nsha256 = \"{}\"\n[[root]]\nsubject = \"CN=Root\"\n",
            colons.join(":").to_uppercase()
        );
        let house = House::parse(&text, "house.toml").unwrap();
        let rule = |line, kind| Rule { line, kind };
        let roots = vec![Root::Sha256(hex), Root::Subject("CN=Root".to_owned())];
        let wanted = [
            rule(4, RuleKind::Roots(roots)),
            rule(1, RuleKind::RsaBits(2048)),
            rule(3, RuleKind::ExpiryPercent(10)),
        ];
        assert_eq!(house.rules, wanted);
    }

    fn text(octets: &[u8]) -> String {
        String::from_utf8_lossy(octets).into_owned()
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, said) in [
            ("", 1, "no rule"),
            ("refuse_wildcard = false", 1, "no rule"),
            ("\nrsa = 1", 2, "unknown field"),
            ("rsa_minimum_bits = 100", 1, "from 512 to 16384"),
            ("expiry_percent = 100", 1, "from 1 to 99"),
            ("ec_curves = []", 1, "no rule"),
            (
                "ec_curves = [\n\"P-256\",\n\"P-1\"]",
                3,
                "'P-1' is none of P-256, ",
            ),
            ("refused_hashes = [\"sha9\"]", 1, "none of md5, sha1"),
            ("[[root]]\nsha256 = \"ab\"", 2, "no SHA-256"),
            ("[[root]]\n", 1, "one of the two"),
            ("rsa_minimum_bits = \"many\"", 1, "invalid type"),
        ] {
            let error = House::parse(text, "house.toml").unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn hashes_are_found_in_the_names_of_openssl() {
        for (algorithm, hash) in [
            ("sha1WithRSAEncryption", Hash::Sha1),
            ("ecdsa-with-SHA1", Hash::Sha1),
            ("md5WithRSAEncryption", Hash::Md5),
            ("sha256WithRSAEncryption", Hash::Sha256),
        ] {
            let found: Vec<Hash> = Hash::ALL
                .into_iter()
                .filter(|own| own.is_in(algorithm))
                .collect();
            assert_eq!(found, [hash], "{algorithm}");
        }
    }
}
