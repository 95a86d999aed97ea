//! Starting, stopping, addresses.

use std::net::{IpAddr, TcpStream};

use tollgate_lab::{
    DOCUMENT_MOMENT, Lab, LabConfig, LabError, NodeConfig, PortConfig, Role, TlsError,
};

use crate::support::{curl, lab};

#[tokio::test(flavor = "multi_thread")]
async fn nodes_have_addresses_of_their_own_and_real_ports() {
    let lab = lab().await;
    let mut addresses: Vec<IpAddr> = lab
        .nodes()
        .iter()
        .map(tollgate_lab::Node::address)
        .collect();
    for node in lab.nodes() {
        let address = node.address().to_string();
        let mut octets = address.split('.').map(|octet| octet.parse::<u8>().unwrap());
        assert_eq!(octets.next(), Some(127));
        assert!((64..128).contains(&octets.next().unwrap()));
        for port in node.ports().filter(|port| *port != 443) {
            assert_eq!(node.port(port), Some(port));
        }
    }
    addresses.dedup();
    assert_eq!(addresses.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn port_443_is_served_by_8443_and_said_so_without_the_privilege() {
    let lab = lab().await;
    let node = lab.node("cuc.steven.lab").unwrap();
    let expected = match node.port(443) {
        Some(443) => vec![],
        _ => vec![
            "Port 443 of cuc.steven.lab needs privileges to listen on; 8443 answers in its place.",
        ],
    };
    assert_eq!(lab.remarks(), expected);
    assert_eq!(curl(node, 443, "/vmrest/mailbox", &[]).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn labs_run_side_by_side() {
    let (one, other) = tokio::join!(lab(), lab());
    for lab in [&one, &other] {
        let node = lab.node("cucm.steven.lab").unwrap();
        assert_eq!(curl(node, 8443, "/cucm-uds/version", &[]).await.status, 200);
    }
    assert_ne!(one.nodes()[0].address(), other.nodes()[0].address());
}

#[tokio::test(flavor = "multi_thread")]
async fn free_ports_are_on_one_address() {
    let config = LabConfig::new(DOCUMENT_MOMENT).on_free_ports();
    let lab = Lab::start(config).await.unwrap();
    let node = lab.node("cucm.steven.lab").unwrap();
    assert_eq!(node.address().to_string(), "127.0.0.1");
    assert_ne!(node.port(8443), node.port(6972));
    assert_eq!(
        curl(node, 6972, "/SPDefault.cnf.xml", &[]).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fixed_addresses_and_ports_are_taken_as_given() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let config = LabConfig {
        nodes: vec![NodeConfig {
            address: Some("127.0.0.1".parse().unwrap()),
            ports: vec![PortConfig {
                bind: Some(port),
                ..PortConfig::new(8443, &["tomcat"])
            }],
            ..NodeConfig::new("cucm.steven.lab", Role::Publisher)
        }],
        ..LabConfig::new(DOCUMENT_MOMENT)
    };
    let lab = Lab::start(config.clone()).await.unwrap();
    assert_eq!(lab.nodes()[0].port(8443), Some(port));
    let taken = Lab::start(config).await.unwrap_err();
    assert!(matches!(taken, LabError::Bind { socket, .. } if socket.port() == port));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_ends_connections_and_frees_the_ports() {
    let lab = lab().await;
    let at = lab.nodes()[0].socket(8443).unwrap();
    let mut open = TcpStream::connect(at).unwrap();
    lab.nodes()[0]
        .counted(8443, |counters| counters.connections == 1)
        .await;
    lab.stop().await;
    assert_eq!(std::io::Read::read(&mut open, &mut [0]).unwrap_or(0), 0);
    assert!(TcpStream::connect(at).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn impossible_configurations_say_what_to_change() {
    let node = |name: &str| NodeConfig::new(name, Role::Publisher);
    let with = |nodes: Vec<NodeConfig>| LabConfig {
        nodes,
        ..LabConfig::new(DOCUMENT_MOMENT)
    };
    let ports = |ports: Vec<PortConfig>| {
        with(vec![NodeConfig {
            ports,
            ..node("cucm.steven.lab")
        }])
    };
    let twice = Lab::start(with(vec![node("a.lab"), node("A.lab")])).await;
    assert!(matches!(twice, Err(LabError::DuplicateNode { name }) if name == "A.lab"));
    let port = || PortConfig::new(8443, &["tomcat"]);
    let twice = Lab::start(ports(vec![port(), port()])).await;
    assert!(matches!(
        twice,
        Err(LabError::DuplicatePort { port: 8443, .. })
    ));
    let missing = Lab::start(ports(vec![PortConfig::new(8443, &["cup"])])).await;
    assert!(matches!(
        missing,
        Err(LabError::Tls { source: TlsError::NoSuchCertificate { name, .. }, .. }) if name == "cup"
    ));
    let same = Lab::start(ports(vec![PortConfig::new(8443, &["tomcat", "TVS"])])).await;
    assert!(matches!(
        same,
        Err(LabError::Tls {
            source: TlsError::SameKeyType {
                key_type: "RSA",
                ..
            },
            ..
        })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_nodes_and_ports_are_named() {
    let lab = lab().await;
    let switch = |node, port| {
        lab.set_fault(
            node,
            port,
            tollgate_lab::Fault::Slow,
            tollgate_lab::Switch::On,
        )
    };
    let unknown = switch("nobody.steven.lab", None).await;
    assert!(matches!(unknown, Err(LabError::UnknownNode { known, .. }) if known.len() == 4));
    let unknown = switch("cuc.steven.lab", Some(6972)).await;
    assert!(
        matches!(unknown, Err(LabError::UnknownPort { port: 6972, known, .. }) if known == [443, 8443])
    );
}
