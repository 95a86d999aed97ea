//! Orders to a running lab, over a socket in its directory: a JSON object a line each way.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tollgate_lab::{Fault, Lab, Role, ServerSetting, Switch};

/// The longest order; answers may be longer.
const MAX_ORDER: u64 = 64 * 1024;
/// The longest answer: the certificate lists of hundreds of nodes.
const MAX_ANSWER: u64 = 16 * 1024 * 1024;
/// Time for one order, which may have certificates made.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a running lab can be asked.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Order {
    /// Switch a fault.
    Fault {
        node: String,
        port: Option<u16>,
        fault: Fault,
        switch: Switch,
    },
    /// Describe the lab.
    List,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Done(Description),
    Failed(String),
}

/// A lab as it is now.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Description {
    pub(crate) nodes: Vec<NodeDescription>,
}

/// A node as it is now.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct NodeDescription {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) address: String,
    pub(crate) server: ServerSetting,
    pub(crate) ports: Vec<PortDescription>,
    /// Rows of the certificate list, by column.
    pub(crate) certificates: Vec<Vec<String>>,
}

/// A port as it is now.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct PortDescription {
    pub(crate) number: u16,
    /// What is really listened on.
    pub(crate) bound: u16,
    pub(crate) faults: Vec<Fault>,
}

impl Description {
    pub(crate) fn of(lab: &Lab) -> Result<Self> {
        let mut nodes = Vec::new();
        for node in lab.nodes() {
            let ports = node.ports().map(|number| PortDescription {
                number,
                bound: node.port(number).unwrap_or(number),
                faults: node.faults(number).into_iter().collect(),
            });
            let rows = node.certificate_list()?;
            let cells = |row: &tollgate_lab::CertificateRow| {
                row.cells().iter().map(|&cell| cell.to_owned()).collect()
            };
            nodes.push(NodeDescription {
                name: node.name().to_owned(),
                role: node.role(),
                address: node.address().to_string(),
                server: node.server_setting(),
                ports: ports.collect(),
                certificates: rows.iter().map(cells).collect(),
            });
        }
        Ok(Self { nodes })
    }
}

/// Gives an order to the lab that listens at `socket`. `None` where no lab does.
pub(crate) fn give(socket: &Path, order: &Order) -> Result<Option<Description>> {
    let Ok(mut stream) = UnixStream::connect(socket) else {
        return Ok(None);
    };
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    let ask = || -> std::io::Result<String> {
        stream.write_all(&line)?;
        let mut answer = String::new();
        BufReader::new(stream.take(MAX_ANSWER)).read_line(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().context("the lab does not answer")?;
    match serde_json::from_str(&answer).context("the lab answered something else")? {
        Answer::Done(description) => Ok(Some(description)),
        Answer::Failed(reason) => bail!(reason),
    }
}

/// Obeys one order after another until the caller stops waiting.
pub(crate) async fn obey(lab: &Lab, listener: &UnixListener) -> std::io::Error {
    loop {
        match listener.accept().await {
            Err(error) => return error,
            // Who gives an order and does not wait for the answer has no need of it.
            Ok((stream, _)) => drop(tokio::time::timeout(PATIENCE, one(lab, stream)).await),
        }
    }
}

async fn one(lab: &Lab, mut stream: tokio::net::UnixStream) -> Result<()> {
    let (reader, mut writer) = stream.split();
    let mut line = Vec::new();
    tokio::io::BufReader::new(reader.take(MAX_ORDER))
        .read_until(b'\n', &mut line)
        .await?;
    let answer = match carry_out(lab, &line).await {
        Ok(description) => Answer::Done(description),
        Err(error) => Answer::Failed(format!("{error:#}")),
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    writer.write_all(&line).await?;
    Ok(())
}

async fn carry_out(lab: &Lab, line: &[u8]) -> Result<Description> {
    match serde_json::from_slice(line).context("not an order")? {
        Order::Fault {
            node,
            port,
            fault,
            switch,
        } => {
            lab.set_fault(&node, port, fault, switch).await?;
        }
        Order::List => {}
    }
    Description::of(lab)
}
