//! `tollgate serve`: the traffic server, until it is told to end.

use std::pin::pin;
use std::time::Duration;

use anyhow::Result;
use tokio::task::JoinSet;
use tollgate_proxy::{Handle, Proxy, Settings};

use crate::cli::{Format, ServeArguments};
use crate::clock;
use crate::exit::Exit;
use crate::output::Output;
use crate::runtime::{Request, Signals, block_on};

pub(crate) fn run(arguments: &ServeArguments, output: &mut Output) -> Result<Exit> {
    let settings = Settings::load(&arguments.config, clock::now)?;
    if arguments.check {
        match arguments.output {
            Format::Json => output.json(&settings.effective_json())?,
            Format::Text => output.verbatim(&settings.effective_text()),
        }
        return Ok(Exit::Good);
    }
    block_on(serve(settings, output))
}

async fn serve(settings: Settings, output: &mut Output) -> Result<Exit> {
    // Heeded before anything is bound, so that no signal is lost once the addresses are told.
    let mut signals = Signals::heed()?;
    let proxy = Proxy::bind(settings)?;
    let handle = proxy.handle();
    for address in &proxy.addresses().requests {
        let address = [("address", address.to_string())];
        output.note(&output.text("serve-listening", &address));
    }
    let address = [("address", proxy.addresses().management.to_string())];
    output.note(&output.text("serve-management", &address));

    let mut reloads = JoinSet::new();
    let mut running = pin!(proxy.run());
    loop {
        tokio::select! {
            ended = &mut running => {
                ended?;
                return Ok(Exit::Good);
            }
            Some(reloaded) = reloads.join_next() => tell_reload(reloaded?, output),
            request = signals.next() => match request {
                Request::Reload => {
                    let handle = handle.clone();
                    reloads.spawn_blocking(move || handle.reload());
                }
                Request::End => end(&handle, output),
            }
        }
    }
}

fn tell_reload(
    reloaded: Result<tollgate_proxy::Reloaded, tollgate_proxy::ReloadError>,
    output: &Output,
) {
    match reloaded {
        Ok(reloaded) => {
            let generation = [("generation", reloaded.generation.to_string())];
            output.note(&output.text("serve-reloaded", &generation));
            if !reloaded.needs_restart.is_empty() {
                let keys = [("keys", reloaded.needs_restart.join(", "))];
                output.note(&output.text("serve-needs-restart", &keys));
            }
        }
        Err(error) => {
            output.note(&output.text("serve-reload-failed", &[]));
            output.failure(&error.into());
        }
    }
}

/// Drains at the first signal, cuts at the second.
fn end(handle: &Handle, output: &Output) {
    if handle.is_ready() {
        output.note(&output.text("serve-draining", &[]));
        handle.drain();
    } else {
        handle.drain_within(Duration::ZERO);
    }
}
