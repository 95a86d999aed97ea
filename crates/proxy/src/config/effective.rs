//! The settings as they are in force, defaults included, for `serve --check`. Secrets are not among
//! them.

use std::time::Duration;

use tollgate_uc::{Origin, RuleMethods};
use toml::{Table, Value};

use super::{Listener, Protection, Settings};
use crate::log::Destination;
use crate::upstream::EngineChoice;

impl Settings {
    /// The effective values as TOML, in the form of a configuration file, rules spelled out.
    pub fn effective_text(&self) -> String {
        self.effective().to_string()
    }

    /// The same as JSON.
    pub fn effective_json(&self) -> serde_json::Value {
        serde_json::to_value(self.effective()).unwrap_or_default()
    }

    fn effective(&self) -> Table {
        let mut table = Table::new();
        let plain = self.addresses(|protection| matches!(protection, Protection::Plain));
        let tls = self.addresses(|protection| matches!(protection, Protection::Tls(_)));
        put(&mut table, "listen", plain);
        if let Value::Array(addresses) = &tls
            && !addresses.is_empty()
        {
            put(&mut table, "listen_tls", section([("listen", tls)]));
        }
        put(&mut table, "workers", integer(self.workers));
        put(
            &mut table,
            "default_methods",
            text(self.allow.default_methods()),
        );
        put(&mut table, "trust", self.trust());
        put(
            &mut table,
            "verify",
            section([
                ("origin", text(self.verification.mode)),
                ("remember_verdicts", seconds(self.verification.remember)),
            ]),
        );
        put(
            &mut table,
            "ciphers",
            section([
                ("string", text(&self.verification.ciphers)),
                ("minimum", text(self.verification.minimum)),
            ]),
        );
        if let Some((certificate, key)) = &self.verification.client_files {
            let files = [
                ("certificate", text(certificate.display())),
                ("key", text(key.display())),
            ];
            put(&mut table, "client", section(files));
        }
        put(
            &mut table,
            "node",
            self.nodes.iter().map(node).collect::<Vec<_>>().into(),
        );
        put(&mut table, "allow", self.rules());
        put(&mut table, "log", self.log());
        put(
            &mut table,
            "management",
            section([("listen", text(self.management.address))]),
        );
        put(&mut table, "limits", self.limits());
        table
    }

    fn addresses(&self, choose: impl Fn(&Protection) -> bool) -> Value {
        let chosen = self
            .listeners
            .iter()
            .filter(|listener| choose(&listener.protection));
        chosen
            .map(|Listener { address, .. }| text(address))
            .collect::<Vec<_>>()
            .into()
    }

    fn trust(&self) -> Value {
        let verification = &self.verification;
        let sources: Vec<_> = verification
            .sources
            .iter()
            .map(|path| text(path.display()))
            .collect();
        section([
            ("store", sources.into()),
            (
                "certificates",
                integer(verification.store.certificates().len()),
            ),
            ("problems", integer(verification.store.problems().len())),
            ("name_policy", text(verification.policy.name)),
            ("security_level", text(verification.policy.level)),
            ("predict_only_policy", verification.predict_only.into()),
        ])
    }

    fn rules(&self) -> Value {
        let rules = self.allow.rules().iter().map(|rule| {
            let methods = match rule.methods {
                RuleMethods::Default => self.allow.default_methods(),
                RuleMethods::Chosen(methods) => methods,
            };
            let automatic = matches!(rule.origin, Origin::Automatic(_));
            section([
                ("url", text(rule.url())),
                ("match", text(rule.matching)),
                ("methods", text(methods)),
                ("deployment", text(&rule.deployment)),
                ("description", text(&rule.description)),
                ("type", text(rule.kind())),
                ("automatic", automatic.into()),
            ])
        });
        rules.collect::<Vec<_>>().into()
    }

    fn log(&self) -> Value {
        section([
            ("path", destination(&self.log.lines)),
            ("json", destination(&self.log.records)),
            ("level", text(self.log.level.as_str())),
            ("host", text(&self.log.host)),
            ("utc_offset", text(self.log.offset)),
        ])
    }

    fn limits(&self) -> Value {
        let (limits, upstream) = (&self.limits, &self.upstream_limits);
        section([
            ("request_line_bytes", integer(limits.request_line_bytes)),
            ("head_bytes", integer(limits.head_bytes)),
            ("fields", integer(limits.fields)),
            ("body_bytes", integer(limits.body_bytes)),
            ("trailer_bytes", integer(limits.trailer_bytes)),
            ("head_seconds", seconds(limits.head_time)),
            ("idle_seconds", seconds(limits.idle_time)),
            ("stall_seconds", seconds(limits.stall_time)),
            ("node_stall_seconds", seconds(limits.node_stall_time)),
            ("total_seconds", seconds(limits.total_time)),
            ("connections", integer(limits.connections)),
            ("log_queue_bytes", integer(limits.log_queue_bytes)),
            ("drain_seconds", seconds(limits.drain_time)),
            ("connect_seconds", seconds(upstream.connect)),
            ("handshake_seconds", seconds(upstream.handshake)),
            ("response_seconds", seconds(upstream.response)),
            ("node_connections", integer(upstream.connections_per_origin)),
            ("all_node_connections", integer(upstream.connections)),
            ("node_idle_connections", integer(upstream.idle_per_origin)),
            ("node_idle_seconds", seconds(upstream.idle)),
        ])
    }
}

fn node(configured: &super::ConfiguredNode) -> Value {
    let node = &configured.node;
    let ports: Vec<Value> = node
        .ports
        .iter()
        .map(|port| i64::from(port.get()).into())
        .collect();
    let engine = match configured.engine {
        EngineChoice::Automatic => "automatic",
        EngineChoice::OpenSsl => "openssl",
    };
    let mut entries = vec![
        ("address", text(&node.address)),
        ("role", text(node.product)),
        ("ports", ports.into()),
        ("deployment", text(&node.deployment)),
        ("tls_engine", text(engine)),
    ];
    entries.extend(node.resolve.map(|ip| ("resolve", text(ip))));
    section(entries)
}

fn put(table: &mut Table, key: &str, value: Value) {
    table.insert(key.to_owned(), value);
}

fn section<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Table(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn text(value: impl std::fmt::Display) -> Value {
    Value::String(value.to_string())
}

fn integer(value: impl TryInto<i64>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i64::MAX))
}

fn seconds(value: Duration) -> Value {
    if value.subsec_nanos() == 0 {
        integer(value.as_secs())
    } else {
        Value::Float(value.as_secs_f64())
    }
}

fn destination(value: &Destination) -> Value {
    match value {
        Destination::Nowhere => text(""),
        Destination::Stdout => text("-"),
        Destination::File(path) => text(path.display()),
    }
}
