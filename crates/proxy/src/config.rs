//! The configuration file: read completely and judged before anything is bound or opened.
//!
//! One TOML file. Paths in it are relative to its directory. Everything that is wrong is reported
//! at once; nothing wrong is ever replaced by a default. Files that it names (trust store, keys,
//! rules) are read here; the clock comes from the caller.

mod effective;
mod limits;
mod listeners;
mod log;
mod nodes;
mod problem;
mod table;
mod trust;

use std::path::{Path, PathBuf};

use tollgate_pki::TrustStore;
use tollgate_uc::{AllowList, Node};
use toml::de::DeTable;

pub use self::problem::{LoadError, Problem};

pub(crate) use self::listeners::{Listener, Management, Protection};
pub(crate) use self::log::{Level, LogSettings, Offset};
pub(crate) use self::nodes::ConfiguredNode;
use self::problem::Problems;
use self::table::Section;
pub(crate) use self::trust::Verification;
use crate::limits::Limits;
use crate::upstream;

/// The clock of the process; only the binary reads the real one.
pub type Clock = fn() -> jiff::Timestamp;

/// A configuration that was found right.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(crate) source: PathBuf,
    pub(crate) clock: Clock,
    pub(crate) listeners: Vec<Listener>,
    pub(crate) workers: usize,
    pub(crate) management: Management,
    pub(crate) verification: Verification,
    pub(crate) nodes: Vec<ConfiguredNode>,
    pub(crate) allow: AllowList,
    pub(crate) log: LogSettings,
    pub(crate) limits: Limits,
    pub(crate) upstream_limits: upstream::Limits,
}

impl Settings {
    /// Reads a configuration file and every file that it names.
    pub fn load(path: &Path, clock: Clock) -> Result<Self, LoadError> {
        let unreadable = |source| LoadError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let bytes = read_limited(path, LARGEST_CONFIGURATION).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes);
        Self::parse(&text, path, clock)
    }

    /// Judges the text of a configuration file that stands, or would stand, at `path`.
    pub fn parse(text: &str, path: &Path, clock: Clock) -> Result<Self, LoadError> {
        let problems = Problems::new(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            problems.syntax(error);
        }
        let settings = read(table.get_ref(), &problems, path, clock);
        let problems = problems.into_sorted();
        if problems.is_empty() {
            return Ok(settings);
        }
        Err(LoadError::Invalid {
            path: path.to_owned(),
            problems,
        })
    }

    /// The rules in force, automatic ones first. The command line tests and exports them.
    pub fn allow_list(&self) -> &AllowList {
        &self.allow
    }

    /// The nodes, in the order of the file. The preflight asks them.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().map(|configured| &configured.node)
    }

    /// What a node of this address is offered, and how its certificate is judged. `None` if OpenSSL
    /// cannot be set up.
    pub fn origin_offer(&self, address: &str) -> Option<upstream::OriginOffer> {
        let is_it = |own: &&ConfiguredNode| {
            let text = own.node.address.to_string();
            text.eq_ignore_ascii_case(address)
        };
        let node = self.nodes.iter().find(is_it);
        let engine = node.map(|own| own.engine).unwrap_or_default();
        let verification = &self.verification;
        upstream::OriginOffer::of(
            (&verification.ciphers, verification.minimum),
            (verification.policy, verification.mode),
            engine,
        )
    }

    /// The trust store that nodes are verified against.
    pub fn trust_store(&self) -> &TrustStore {
        &self.verification.store
    }

    /// The file of the client certificate that nodes are shown, if there is one.
    pub fn client_certificate_file(&self) -> Option<&Path> {
        let files = self.verification.client_files.as_ref();
        files.map(|(certificate, _)| certificate.as_path())
    }

    /// Files and directories of the trust store.
    pub fn trust_files(&self) -> &[PathBuf] {
        &self.verification.sources
    }

    /// How chains and names are judged.
    pub fn policy(&self) -> tollgate_pki::Policy {
        self.verification.policy
    }

    /// Where metrics, health and status are answered.
    pub fn management_address(&self) -> std::net::SocketAddr {
        self.management.address
    }

    /// The file that log lines go to; `None` for standard output.
    pub fn log_file(&self) -> Option<&Path> {
        self.log.lines.file()
    }

    /// The file that structured records go to; `None` where there is none.
    pub fn record_file(&self) -> Option<&Path> {
        self.log.records.file()
    }

    /// The file that the settings were read from.
    pub fn source(&self) -> &Path {
        &self.source
    }
}

/// Reads every section, so that the problems of all of them are known.
fn read(table: &DeTable<'_>, problems: &Problems<'_>, path: &Path, clock: Clock) -> Settings {
    let root = Section::root(table, problems);
    let base = Base::of(path);
    let listeners = listeners::read(&root, &base);
    let management = listeners::read_management(&root, &listeners);
    let workers = root.number("workers", 1..=MOST_WORKERS);
    let (limits, upstream_limits) = limits::read(&root);
    let verification = trust::read(&root, &base, clock);
    let nodes = nodes::read_nodes(&root);
    let rules = nodes::read_rules(&root, &base);
    let methods = nodes::read_default_methods(&root);
    let log = log::read(&root, &base);
    nodes::check_loops(&root, &nodes, &listeners);
    root.finish();
    let mut all_rules = nodes::automatic_rules(&nodes);
    all_rules.extend(rules);
    let settings = Settings {
        source: path.to_owned(),
        clock,
        listeners: listeners.listeners,
        workers: workers.map_or_else(cores, |workers| usize::try_from(workers).unwrap_or(1)),
        management,
        verification,
        nodes,
        allow: AllowList::with_default_methods(all_rules, methods),
        log,
        limits,
        upstream_limits,
    };
    // Only the upstream side knows which cipher strings and client keys it can serve.
    let probe = settings.upstream(Vec::new(), upstream::Counters::default());
    if let Err(error) = upstream::Upstream::new(probe) {
        trust::report(problems, &error);
    }
    settings
}

impl Settings {
    /// What the upstream side needs of these settings.
    pub(crate) fn upstream(
        &self,
        own_listeners: Vec<std::net::SocketAddr>,
        counters: upstream::Counters,
    ) -> upstream::Settings {
        let verification = &self.verification;
        upstream::Settings {
            trust: verification.store.clone(),
            policy: verification.policy,
            mode: verification.mode,
            remember: verification.remember,
            minimum: verification.minimum,
            ciphers: verification.ciphers.clone(),
            client: verification.client.clone(),
            limits: self.upstream_limits,
            clock: self.clock,
            own_listeners,
            counters,
        }
    }
}

/// The directory that relative paths start from.
#[derive(Debug)]
pub(crate) struct Base(PathBuf);

impl Base {
    fn of(file: &Path) -> Self {
        Self(file.parent().map(Path::to_owned).unwrap_or_default())
    }

    pub(crate) fn path(&self, text: &str) -> PathBuf {
        self.0.join(text)
    }
}

/// Reads a file that must not be larger than `most` bytes.
pub(crate) fn read_limited(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let text = format!("the file is larger than {most} bytes");
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, text));
    }
    Ok(bytes)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A configuration of thousands of nodes is below 1 MB.
const LARGEST_CONFIGURATION: u64 = 16 * 1024 * 1024;
/// More workers than cores only cost memory.
const MOST_WORKERS: u64 = 1024;
