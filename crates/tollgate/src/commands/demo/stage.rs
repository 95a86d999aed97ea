//! The lab and the traffic server in front of it, and what one says about the other.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{Lab, LabConfig, LabError, SignInReport, Step};
use tollgate_pki::{
    Address, Policy, PresentedChain, TrustStore, Verdict, certificates_from, verify,
};

use crate::clock;
use crate::lab_desk::{Desk, ServeSettings};
use crate::output::Output;
use crate::traffic_server::TrafficServer;

/// The document's remedy against self-signed ECDSA certificates, in front of the default string.
const PREFER_RSA: &str = "ECDHE-RSA-AES256-GCM-SHA384:\
    EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";

/// Which of a node's certificates the traffic server asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Preference {
    /// ECDSA before RSA, as a fresh installation has it.
    Default,
    Rsa,
}

/// A running lab and a running traffic server.
pub(super) struct Stage {
    pub(super) lab: Lab,
    server: TrafficServer,
    desk: Desk,
    /// Keeps the desk.
    _directory: TempDir,
    /// Certificates in the trust store beside the lab's own authority.
    uploaded: Vec<String>,
    preference: Preference,
}

impl Stage {
    pub(super) async fn set() -> Result<Self> {
        let config = LabConfig::new(clock::now().as_second());
        let lab = match Lab::start(config.clone()).await {
            // The real port numbers are taken, or loopback is 127.0.0.1 alone.
            Err(LabError::NoAddress { .. }) => Lab::start(config.on_free_ports()).await?,
            started => started?,
        };
        let directory = tempfile::tempdir().context("cannot make a directory")?;
        let desk = Desk::create(directory.path())?;
        desk.lay_out(&lab, &settings(Preference::Default))?;
        let server = TrafficServer::start(&desk.configuration())?;
        Ok(Self {
            lab,
            server,
            desk,
            _directory: directory,
            uploaded: Vec::new(),
            preference: Preference::Default,
        })
    }

    /// Who is on the stage.
    pub(super) fn introduce(&self, output: &mut Output) {
        output.line("");
        for node in self.lab.nodes() {
            let ports: Vec<String> = node
                .ports()
                .filter_map(|number| node.port(number))
                .map(|p| p.to_string())
                .collect();
            let ports = ports.join(" ");
            output.line(&format!(
                "  {:<20} {:<14} {ports}",
                node.name(),
                node.address()
            ));
        }
        let address = [("address", self.server.address().to_string())];
        output.line("");
        output.paragraph(0, &output.text("demo-traffic-server", &address));
        for remark in self.lab.remarks() {
            output.note(remark);
        }
    }

    /// Signs in with the scripted client.
    pub(super) async fn sign_in(&self) -> SignInReport {
        self.lab.sign_in(self.server.address()).run().await
    }

    /// Puts a certificate of the lab into the trust store, by the lab's name for it.
    pub(super) async fn upload(&mut self, name: &str) -> Result<()> {
        let certificate = self.lab.certificate(name);
        let certificate = certificate.with_context(|| format!("the lab has no {name}"))?;
        self.uploaded
            .push(certificate.pem(tollgate_lab::Presented::LeafOnly));
        self.refresh().await
    }

    /// Takes every uploaded certificate out of the trust store again.
    pub(super) async fn forget_uploads(&mut self) -> Result<()> {
        self.uploaded.clear();
        self.refresh().await
    }

    pub(super) async fn prefer(&mut self, preference: Preference) -> Result<()> {
        self.preference = preference;
        self.refresh().await
    }

    /// Writes the configuration as the lab is now, and has the traffic server read it again.
    pub(super) async fn refresh(&self) -> Result<()> {
        self.desk.lay_out(&self.lab, &settings(self.preference))?;
        let store = self.desk.trust_store();
        let mut pem = fs::read_to_string(&store).context("cannot read the trust store")?;
        pem.extend(self.uploaded.iter().map(String::as_str));
        fs::write(&store, pem).context("cannot write the trust store")?;
        self.server.reload().await
    }

    /// The log lines about one request: from its Receive Request up to the next one's.
    pub(super) async fn lines_of(&self, step: &Step) -> Result<Vec<String>> {
        self.server.flush().await?;
        let log = fs::read_to_string(self.desk.log()).context("cannot read the log")?;
        let received = "Detail=\"Receive Request\"";
        let asked = format!("{} {} HTTP/1.1", step.method, step.request_target);
        let lines: Vec<&str> = log.lines().collect();
        let is_start = |line: &&str| line.contains(received) && line.contains(&asked);
        let start = lines.iter().rposition(is_start);
        let start = start.with_context(|| format!("no log line about {asked}"))?;
        let about = lines.iter().skip(start);
        let mut found = Vec::new();
        for (position, line) in about.enumerate() {
            if position > 0 && line.contains(received) {
                break;
            }
            found.push((*line).to_owned());
        }
        Ok(found)
    }

    /// The traffic server's verdict about the node that refused one request, out of its record.
    /// The record holds the presented chain, and the same chain gives the same verdict.
    pub(super) async fn verdict_of(&self, step: &Step) -> Result<Option<Verdict>> {
        self.server.flush().await?;
        let records = fs::read_to_string(self.desk.records()).context("cannot read the records")?;
        let wanted = step.target.split('?').next().unwrap_or_default();
        let mut found = None;
        for line in records.lines() {
            let record: Value = serde_json::from_str(line).context("a record is not JSON")?;
            if record["request"] == wanted {
                found = Some(record);
            }
        }
        found.map(|record| self.judge_again(&record)).transpose()
    }

    fn judge_again(&self, record: &Value) -> Result<Verdict> {
        let at = clock::now().as_second();
        let mut presented = PresentedChain::default();
        for certificate in record["presented"].as_array().into_iter().flatten() {
            let pem = certificate["pem"].as_str().unwrap_or_default();
            let entries = certificates_from(pem.as_bytes()).into_iter();
            presented
                .certificates
                .extend(entries.filter_map(|entry| entry.certificate.ok()));
        }
        let store = fs::read(self.desk.trust_store()).context("cannot read the trust store")?;
        let store = TrustStore::builder().file("ca.pem", &store, at).build();
        let address = record["cell"]["address"].as_str().map(Address::parse);
        Ok(verify(
            &presented,
            address.as_ref(),
            &store,
            at,
            Policy::default(),
        ))
    }

    /// Ends both.
    pub(super) async fn strike(self) -> Result<()> {
        self.server.stop().await?;
        self.lab.stop().await;
        Ok(())
    }
}

const fn settings(preference: Preference) -> ServeSettings {
    ServeSettings {
        listen: "127.0.0.1:0",
        management: "127.0.0.1:0",
        ciphers: match preference {
            Preference::Default => None,
            Preference::Rsa => Some(PREFER_RSA),
        },
    }
}
