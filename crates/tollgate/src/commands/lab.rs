//! `tollgate lab`: simulated nodes to try the traffic server on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tokio::net::UnixListener;
use tollgate_lab::{CERTIFICATE_COLUMNS, Lab, LabConfig, Role, ServerSetting, Switch};
use tollgate_report::columns::{padded, width};

use crate::cli::{Format, LabFaultArguments, LabListArguments, LabUpArguments, OnOff};
use crate::exit::Exit;
use crate::lab_control::{self, Description, NodeDescription, Order, PortDescription};
use crate::lab_desk::{Desk, ServeSettings};
use crate::output::Output;
use crate::runtime::{Request, Signals, block_on};
use crate::{clock, input};

/// A lab runs where none may, or none where one must.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunningLabError {
    #[error("a lab is running in this directory; name another with --directory")]
    Runs,
    #[error("no lab is running in {}; start one with `tollgate lab up`", directory.display())]
    RunsNot { directory: PathBuf },
}

/// Where `tollgate serve` listens with the configuration that a lab writes.
const SETTINGS: ServeSettings = ServeSettings {
    listen: "127.0.0.1:8080",
    management: "127.0.0.1:9443",
    ciphers: None,
};

pub(crate) fn up(arguments: &LabUpArguments, output: &mut Output) -> Result<Exit> {
    let config = configuration(arguments.config.as_deref())?;
    let config = if arguments.free_ports {
        config.on_free_ports()
    } else {
        config
    };
    block_on(async {
        let mut signals = Signals::heed()?;
        let desk = Desk::create(&arguments.directory)?;
        let listener = take_orders(&desk)?;
        let lab = Lab::start(config).await?;
        for fault in &arguments.fault {
            lab.set_fault(&fault.node, fault.port, fault.fault, Switch::On)
                .await?;
        }
        desk.lay_out(&lab, &SETTINGS)?;
        write_nodes(&Description::of(&lab)?, output);
        for remark in lab.remarks() {
            output.note(remark);
        }
        let values = [("config", desk.configuration().display().to_string())];
        output.note(&output.text("lab-ready", &values));
        loop {
            tokio::select! {
                request = signals.next() => if request == Request::End { break },
                error = lab_control::obey(&lab, &listener) => {
                    return Err(error).context("the control socket broke");
                }
            }
        }
        lab.stop().await;
        // The next lab in this directory replaces it anyway.
        drop(fs::remove_file(desk.control()));
        Ok(Exit::Good)
    })
}

fn configuration(path: Option<&Path>) -> Result<LabConfig> {
    let mut config = match path {
        None => LabConfig::default(),
        Some(path) => {
            let bytes = input::read(path)?;
            let text = std::str::from_utf8(&bytes);
            let text = text.with_context(|| format!("{} is not UTF-8", path.display()))?;
            toml::from_str(text).with_context(|| format!("{} is no lab", path.display()))?
        }
    };
    config.now = clock::now().as_second();
    Ok(config)
}

/// The socket for orders; one that nobody listens on any more is replaced.
fn take_orders(desk: &Desk) -> Result<UnixListener> {
    let path = desk.control();
    if std::os::unix::net::UnixStream::connect(&path).is_ok() {
        return Err(RunningLabError::Runs.into());
    }
    if path.exists() {
        fs::remove_file(&path).with_context(|| format!("cannot replace {}", path.display()))?;
    }
    UnixListener::bind(&path).with_context(|| format!("cannot listen on {}", path.display()))
}

pub(crate) fn fault(arguments: &LabFaultArguments, output: &mut Output) -> Result<Exit> {
    let switch = match arguments.switch {
        OnOff::On => Switch::On,
        OnOff::Off => Switch::Off,
    };
    let place = &arguments.place;
    let order = Order::Fault {
        node: place.node.clone(),
        port: place.port,
        fault: arguments.fault,
        switch,
    };
    match lab_control::give(&Desk::at(&arguments.directory).control(), &order)? {
        None => {
            let directory = arguments.directory.clone();
            return Err(RunningLabError::RunsNot { directory }.into());
        }
        Some(description) => write_nodes(&description, output),
    }
    Ok(Exit::Good)
}

pub(crate) fn list(arguments: &LabListArguments, output: &mut Output) -> Result<Exit> {
    let running = lab_control::give(&Desk::at(&arguments.directory).control(), &Order::List)?;
    let description = if let Some(description) = running {
        description
    } else {
        output.note(&output.text("lab-not-running", &[]));
        block_on(async {
            let lab = Lab::start(configuration(None)?.on_free_ports()).await?;
            let description = Description::of(&lab)?;
            lab.stop().await;
            Ok(description)
        })?
    };
    match (arguments.output, arguments.certificates) {
        (Format::Json, _) => output.json(&description)?,
        (Format::Text, true) => write_certificates(&description, output),
        (Format::Text, false) => write_nodes(&description, output),
    }
    Ok(Exit::Good)
}

fn write_nodes(description: &Description, output: &mut Output) {
    let cells = description.nodes.iter().map(|node| {
        vec![
            node.name.clone(),
            role_of(node).to_owned(),
            advertised(node),
            node.ports.iter().map(port_of).collect::<Vec<_>>().join(" "),
        ]
    });
    write_table(&cells.collect::<Vec<_>>(), output);
}

/// The number, the port really listened on where that is another, and the faults.
fn port_of(port: &PortDescription) -> String {
    let PortDescription {
        number,
        bound,
        faults,
    } = port;
    let mut text = number.to_string();
    if bound != number {
        text = format!("{number}={bound}");
    }
    for fault in faults {
        text = format!("{text}!{fault}");
    }
    text
}

/// Names of products, which are never translated.
const fn role_of(node: &NodeDescription) -> &'static str {
    match node.role {
        Role::Publisher => "Unified CM publisher",
        Role::Subscriber => "Unified CM subscriber",
        Role::ImPresence => "IM and Presence Service",
        Role::Unity => "Unity Connection",
    }
}

fn advertised(node: &NodeDescription) -> String {
    match node.server {
        ServerSetting::Name => node.address.clone(),
        ServerSetting::Address => format!("{}*", node.address),
    }
}

fn write_certificates(description: &Description, output: &mut Output) {
    for (position, node) in description.nodes.iter().enumerate() {
        if position > 0 {
            output.line("");
        }
        output.line(&format!("{}  {}", node.name, role_of(node)));
        let titles = CERTIFICATE_COLUMNS
            .iter()
            .map(|&title| title.to_owned())
            .collect();
        let rows = std::iter::once(titles).chain(node.certificates.iter().cloned());
        write_table(&rows.collect::<Vec<_>>(), output);
    }
}

/// Rows with their columns aligned; the last column is as long as it is.
fn write_table(rows: &[Vec<String>], output: &mut Output) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, &columns)| padded(cell, columns));
        output.line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
