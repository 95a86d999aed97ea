//! What a lab leaves on disk: the trust store, the edge's own certificate, and a configuration
//! with which `tollgate serve` is the traffic server of the lab.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write as _;
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tollgate_lab::{Lab, Node, Presented, Role, ServerSetting};

/// The edge of the document's deployment, whose client certificate the nodes know.
const EDGE: &str = "vcsc.steven.lab";

/// A directory that belongs to one lab.
#[derive(Clone, Debug)]
pub(crate) struct Desk(PathBuf);

impl Desk {
    /// Makes the directory, readable by its owner alone; it holds a private key.
    pub(crate) fn create(directory: &Path) -> Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .with_context(|| format!("cannot create {}", directory.display()))?;
        Ok(Self(directory.to_owned()))
    }

    pub(crate) fn at(directory: &Path) -> Self {
        Self(directory.to_owned())
    }

    pub(crate) fn configuration(&self) -> PathBuf {
        self.0.join("tollgate.toml")
    }

    pub(crate) fn trust_store(&self) -> PathBuf {
        self.0.join("ca.pem")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("traffic_server.log")
    }

    pub(crate) fn records(&self) -> PathBuf {
        self.0.join("records.jsonl")
    }

    /// Where a running lab takes orders.
    pub(crate) fn control(&self) -> PathBuf {
        self.0.join("control")
    }

    /// Writes the trust store, the client certificate and the configuration.
    pub(crate) fn lay_out(&self, lab: &Lab, settings: &ServeSettings) -> Result<()> {
        self.write("ca.pem", &lab.trust_store_pem())?;
        let edge = lab.certificate(EDGE);
        if let Some(edge) = &edge {
            self.write("client.pem", &edge.pem(Presented::WithoutRoot))?;
            self.write("client.key", &edge.key().to_pem())?;
        }
        let mut text = settings.text(lab);
        if edge.is_some() {
            text.push_str("\n[client]\ncertificate = \"client.pem\"\nkey = \"client.key\"\n");
        }
        self.write("tollgate.toml", &text)
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.0.join(name);
        let write = || {
            // An older file may have other permissions.
            if path.exists() {
                fs::remove_file(&path)?;
            }
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)?;
            file.write_all(text.as_bytes())
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }
}

/// What differs between the uses of a lab's configuration.
#[derive(Debug)]
pub(crate) struct ServeSettings {
    pub(crate) listen: &'static str,
    pub(crate) management: &'static str,
    /// An OpenSSL cipher string in place of the default.
    pub(crate) ciphers: Option<&'static str>,
}

impl ServeSettings {
    fn text(&self, lab: &Lab) -> String {
        let Self {
            listen,
            management,
            ciphers,
        } = self;
        let mut text = format!(
            "listen = \"{listen}\"\n\n\
             [management]\nlisten = \"{management}\"\n\n\
             [trust]\nstore = \"ca.pem\"\n\n\
             [log]\npath = \"traffic_server.log\"\njson = \"records.jsonl\"\n"
        );
        if let Some(ciphers) = ciphers {
            // Writing to a String cannot fail.
            _ = write!(text, "\n[ciphers]\nstring = \"{ciphers}\"\n");
        }
        for node in lab.nodes() {
            write_node(&mut text, node, node.name());
            if node.server_setting() == ServerSetting::Address {
                write_node(&mut text, node, &node.address().to_string());
            }
        }
        text
    }
}

fn write_node(text: &mut String, node: &Node, address: &str) {
    let role = match node.role() {
        Role::Publisher | Role::Subscriber => "cucm",
        Role::ImPresence => "imp",
        Role::Unity => "unity",
    };
    let mut ports: Vec<u16> = node
        .ports()
        .filter_map(|number| node.port(number))
        .collect();
    ports.dedup();
    // Writing to a String cannot fail.
    _ = write!(
        text,
        "\n[[node]]\naddress = \"{address}\"\nrole = \"{role}\"\nports = {ports:?}\n"
    );
    if address.parse::<IpAddr>().is_err() {
        _ = writeln!(text, "resolve = \"{}\"", node.address());
    }
}
