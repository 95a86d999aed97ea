//! Many peers at once, and a machine that lets a process open few files.
#![expect(clippy::panic, reason = "a helper that fails fails its test")]

use std::fmt::Write as _;
use std::net::{IpAddr, TcpListener};

use crate::preflight_samples::{samples, serve, shown};
use crate::support::{command, run};

/// Nodes that are asked; more than there are descriptors.
const NODES: u8 = 90;

/// A loopback address for each node, all with the same port free.
fn listeners() -> (u16, Vec<(IpAddr, TcpListener)>) {
    let own = std::process::id().to_be_bytes();
    let ip = |node: u8| IpAddr::from([127, 90, own[3], node + 1]);
    for _ in 0..100 {
        let first = TcpListener::bind((ip(0), 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let rest: Result<Vec<_>, _> = (1..NODES)
            .map(|node| Ok((ip(node), TcpListener::bind((ip(node), port))?)))
            .collect::<std::io::Result<_>>();
        if let Ok(mut all) = rest {
            all.push((ip(0), first));
            return (port, all);
        }
    }
    panic!("no port is free on {NODES} loopback addresses");
}

#[test]
fn a_low_limit_of_open_files_fails_no_endpoint() {
    let sample = &samples()[0];
    let tomcat = shown(sample)[&8443].clone();
    let (port, listeners) = listeners();
    let mut rows = String::from("node,role,address,port,resolve\n");
    for (ip, listener) in listeners {
        writeln!(rows, "{ip},cucm,cucm.steven.lab,{port},{ip}").unwrap();
        let tomcat = tomcat.clone();
        std::thread::spawn(move || serve(&listener, &tomcat));
    }
    let directory = tempfile::tempdir().unwrap();
    let inventory = directory.path().join("nodes.csv");
    std::fs::write(&inventory, rows).unwrap();
    let program = command().get_program().to_owned();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -n 48 && exec \"$@\"", "sh"]);
    limited.arg(program).args(["preflight", "--trust"]);
    limited.arg(sample).arg("--inventory").arg(&inventory);
    limited.args([
        "--timeout",
        "30",
        "--at",
        "2022-07-11T17:00:00Z",
        "-o",
        "json",
        "--lang",
        "en",
    ]);
    let ran = run(&mut limited, "");
    let answer = ran.json();
    let cells = answer["cells"].as_array().unwrap();
    let rsa: Vec<_> = cells
        .iter()
        .filter(|cell| cell["key_type"] == "rsa")
        .collect();
    let failed: Vec<_> = cells
        .iter()
        .filter(|cell| cell["key_type"].is_null())
        .map(|cell| cell["observations"][0]["failure"].to_string())
        .collect();
    assert_eq!(failed, Vec::<String>::new(), "{}", ran.stderr);
    assert_eq!(rsa.len(), usize::from(NODES));
    for cell in rsa {
        assert_eq!(cell["verdict"], "trusted", "{cell:#}");
    }
}
