//! `tollgate probe`: one node, by its name, by every address that the name leads to, and by each bare
//! address.

mod shown;

use std::net::IpAddr;

use anyhow::{Context, Result};
use tollgate_analyze::SoftwareVersion;
use tollgate_analyze::case::{AsOf, Question};
use tollgate_analyze::preflight::{
    AddressOrigin, AddressSource, PortAnswer, PortOffer, Preflight, ProbedPort, UpgradePath,
    Wanted, judge,
};
use tollgate_pki::{Address, Policy};
use tollgate_report::{Cell, KeyFamily, Message, State};
use tollgate_uc::{Endpoint, Host, KnownPorts, NodeRole, Product};

use self::shown::Page;
use super::analyze;
use super::preflight::{self, Effort, Target};
use super::rules::Rules;
use crate::cli::{KeyName, ProbeArguments, ReportForm};
use crate::exit::Exit;
use crate::fetch::{self, MAX_ADDRESSES, Server};
use crate::output::Output;
use crate::{clock, runtime};

/// The release that is judged as unless another is named.
const TO: &str = "X14.2";

pub(crate) fn run(arguments: &ProbeArguments, output: &mut Output) -> Result<Exit> {
    let inputs = arguments.trust.iter().chain(&arguments.showing.suppress);
    let inputs: Vec<_> = inputs.chain(&arguments.policy).cloned().collect();
    let files = arguments.destinations.0.iter();
    for file in files.filter_map(|one| one.file.as_deref()) {
        analyze::refuse_input(file, &inputs)?;
    }
    let rules = Rules::read(&arguments.showing.suppress, &[])?;
    let rules = rules.with_policy(arguments.policy.as_deref())?;
    let wanted = wanted(arguments);
    let lists = wanted.path.expand().context("--ciphers cannot be used")?;
    let mut stores = Vec::new();
    for path in &arguments.trust {
        stores.extend(preflight::stores_of(path, output)?);
    }
    let endpoint = endpoint(arguments)?;
    let node = Node::resolved(&endpoint, arguments.resolve, output)?;
    let known = KnownPorts::built_in().context("the table of ports cannot be read")?;
    let ports = preflight::ports_of(&endpoint, &known)?;
    let targets = node.targets(&ports, &endpoint.role);
    let effort = Effort {
        depth: arguments.depth,
        timeout: arguments.timeout,
    };
    let mut asked =
        runtime::block_on(async { Ok(preflight::ask_ports(targets, &lists, effort).await) })?;
    let key = arguments.key.map(family);
    if let Some(key) = key {
        leave_only(key, &mut asked);
    }
    let mut preflight = judge(&asked, &stores, &wanted);
    if let Some(key) = key {
        forget_others(key, &mut preflight);
    }
    node.soften(&mut preflight);
    let at = wanted_at(&wanted);
    rules.judge(&mut preflight, at);
    let page = Page::of(&node, &asked, &stores, (wanted.question.policy, at), key);
    for destination in &arguments.destinations.0 {
        if destination.form == ReportForm::Text && destination.file.is_none() {
            page.write(&preflight, output);
            continue;
        }
        let own = preflight::in_form(&preflight, destination.form, output.language())?;
        analyze::show(
            &preflight.report,
            own,
            (destination, &arguments.showing),
            output,
        )?;
    }
    let mut exit = analyze::exit_of(&preflight.report, arguments.showing.fail_on);
    if stores.is_empty() {
        exit = exit.and(page.exit_without_trust(arguments.showing.fail_on));
    }
    Ok(exit)
}

fn wanted(arguments: &ProbeArguments) -> Wanted {
    let now = clock::now();
    let to = arguments.to.clone();
    let path = UpgradePath {
        from: arguments.from.clone(),
        to: to.or_else(|| SoftwareVersion::parse(TO)),
        is_fresh: arguments.fresh,
        ciphers: arguments.ciphers.clone(),
    };
    Wanted {
        question: Question {
            policy: Policy {
                name: arguments.name_policy,
                level: arguments.security_level,
            },
            as_of: AsOf::At(arguments.at.unwrap_or(now).as_second()),
            now: now.as_second(),
            what_if: path.to.clone(),
        },
        path,
    }
}

fn wanted_at(wanted: &Wanted) -> i64 {
    match wanted.question.as_of {
        AsOf::At(at) => at,
        AsOf::Capture => wanted.question.now,
    }
}

fn endpoint(arguments: &ProbeArguments) -> Result<Endpoint> {
    let mut endpoint = preflight::typed(&arguments.address)?;
    if let Some(role) = &arguments.role {
        endpoint.role = role.clone();
    } else if endpoint.port.is_none() {
        endpoint.role.product = Some(Product::Cucm);
    }
    Ok(endpoint)
}

const fn family(name: KeyName) -> KeyFamily {
    match name {
        KeyName::Rsa => KeyFamily::Rsa,
        KeyName::Ecdsa => KeyFamily::Ecdsa,
    }
}

/// A node and the addresses that lead to it.
struct Node {
    /// As it was typed.
    host: Host,
    /// Where it was found; the address itself where that was typed.
    addresses: Vec<IpAddr>,
}

impl Node {
    fn resolved(endpoint: &Endpoint, resolve: Option<IpAddr>, output: &Output) -> Result<Self> {
        let server = Server {
            address: Address::parse(&endpoint.address.to_string()),
            port: endpoint.port.map_or(443, u16::from),
        };
        let mut addresses = fetch::addresses(&server, resolve)?;
        if addresses.is_empty() {
            let name = server.address.to_string();
            return Err(fetch::FetchError::NoAddress(name).into());
        }
        if addresses.len() > MAX_ADDRESSES {
            let count = addresses.len() - MAX_ADDRESSES;
            let count = [("count", count.to_string())];
            output.note(&output.text("probe-more-addresses", &count));
            addresses.truncate(MAX_ADDRESSES);
        }
        Ok(Self {
            host: endpoint.address.clone(),
            addresses,
        })
    }

    /// Whether an address of a cell is only what clients might use instead of the name.
    fn is_bare(&self, address: &str) -> bool {
        address != self.host.to_string()
    }

    /// What a cell is called by: with several addresses each is a node of its own, so that they are
    /// told apart.
    fn name_at(&self, ip: IpAddr) -> String {
        if self.addresses.len() > 1 {
            ip.to_string()
        } else {
            self.host.to_string()
        }
    }

    fn targets(&self, ports: &[u16], role: &NodeRole) -> Vec<Target> {
        let host = self.host.to_string();
        let mut targets = Vec::new();
        for port in ports {
            for ip in &self.addresses {
                let mut ways = vec![host.clone()];
                if ip.to_string() != host {
                    ways.push(ip.to_string());
                }
                targets.extend(ways.into_iter().map(|address| Target {
                    node: self.name_at(*ip),
                    role: role.clone(),
                    address,
                    port: *port,
                    resolve: Some(*ip),
                    origin: AddressOrigin {
                        source: Some(AddressSource::Typed),
                        is_advertised: None,
                    },
                }));
            }
        }
        targets
    }

    /// What fails for bare addresses alone has not failed for anybody who uses the name.
    fn soften(&self, preflight: &mut Preflight) {
        let is_bare = |cell: &Cell| self.is_bare(&cell.address);
        let report = &mut preflight.report;
        for finding in &mut report.findings {
            let is_hypothetical = !finding.cells.is_empty() && finding.cells.iter().all(is_bare);
            if finding.state == State::IssueFound && is_hypothetical {
                finding.state = State::PotentialProblem;
                let said = Message::new("probe-bare-only", []);
                finding.further_information.insert(0, said);
            }
        }
        report.findings.sort_by_key(|finding| finding.state);
    }
}

/// Forgets what other offers brought than those of one key type.
fn leave_only(key: KeyFamily, ports: &mut [ProbedPort]) {
    let wanted = match key {
        KeyFamily::Rsa => [PortOffer::Rsa, PortOffer::RsaTls13],
        KeyFamily::Ecdsa => [PortOffer::Ecdsa, PortOffer::EcdsaTls13],
    };
    for port in ports {
        port.answers.retain(|(offer, answer)| {
            let is_lost = matches!(answer, PortAnswer::Failed(_));
            wanted.contains(offer) || is_lost
        });
    }
}

/// Forgets the cells of the other key type, of which nothing was wanted.
fn forget_others(key: KeyFamily, preflight: &mut Preflight) {
    let is_wanted = |cell: &Cell| cell.key_type.is_none_or(|own| own == key);
    preflight.cells.retain(|own| is_wanted(&own.cell));
    let report = &mut preflight.report;
    report.matrix.retain(|own| is_wanted(&own.cell));
    report.findings.retain_mut(|finding| {
        let had_cells = !finding.cells.is_empty();
        finding.cells.retain(is_wanted);
        !had_cells || !finding.cells.is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(host: &str, addresses: &[&str]) -> Node {
        Node {
            host: Host::parse(host).unwrap(),
            addresses: addresses.iter().map(|ip| ip.parse().unwrap()).collect(),
        }
    }

    /// Node, address and where it is dialled.
    fn targets(node: &Node) -> Vec<(String, String, String)> {
        let targets = node.targets(&[8443], &NodeRole::default()).into_iter();
        targets
            .map(|own| (own.node, own.address, own.resolve.unwrap().to_string()))
            .collect()
    }

    fn target(node: &str, address: &str, ip: &str) -> (String, String, String) {
        (node.to_owned(), address.to_owned(), ip.to_owned())
    }

    #[test]
    fn each_address_of_a_name_is_asked_by_the_name_and_bare() {
        let two = node("cucm.lab", &["10.0.0.1", "2001:db8::1"]);
        let wanted = [
            target("10.0.0.1", "cucm.lab", "10.0.0.1"),
            target("10.0.0.1", "10.0.0.1", "10.0.0.1"),
            target("2001:db8::1", "cucm.lab", "2001:db8::1"),
            target("2001:db8::1", "2001:db8::1", "2001:db8::1"),
        ];
        assert_eq!(targets(&two), wanted);
        let one = node("cucm.lab", &["10.0.0.1"]);
        let wanted = [
            target("cucm.lab", "cucm.lab", "10.0.0.1"),
            target("cucm.lab", "10.0.0.1", "10.0.0.1"),
        ];
        assert_eq!(targets(&one), wanted);
    }

    #[test]
    fn an_address_that_was_typed_is_asked_once() {
        let typed = node("10.0.0.1", &["10.0.0.1"]);
        let wanted = [target("10.0.0.1", "10.0.0.1", "10.0.0.1")];
        assert_eq!(targets(&typed), wanted);
        assert!(!typed.is_bare("10.0.0.1"));
    }
}
