//! The scenarios of the source document, against nodes that look and fail like its own: status, log
//! lines as whole text, structured records, and the repairs.

use serde_json::Value;
use tollgate_lab::{ClientCertificate, Fault, LabConfig, NodeConfig, PortConfig, Role};

use crate::support::{Server, Site, clock, get, plain};

const DEVICES: &str = "/cucm-uds/user/emusk/devices";
const FILE: &str = "/CSFemusk.cnf.xml";
const PREFIX: &str = "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[PID]: ";
const HEAD: &str =
    "UTCTime=\"2022-07-11 16:55:25,910\" Module=\"network.http.trafficserver\" Level=\"INFO\": ";
const VERIFY_FAILED: &str =
    "error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed";

/// The lines of requests, with the document's address of the node.
fn request_lines(server: &Server, site: &Site) -> Vec<String> {
    let log = server
        .request_log()
        .replace(&site.address("cucm.steven.lab"), "10.48.36.215");
    log.lines().map(str::to_owned).collect()
}

fn records(server: &Server) -> Vec<Value> {
    server.handle.flush_log();
    let text = std::fs::read_to_string(server.file("records")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const LOG: &str =
    "[log]\npath = \"log\"\njson = \"records\"\nhost = \"vcsc\"\nutc_offset = \"+02:00\"\n";

/// What a refused request writes; `warning` is the document's line.
fn refused(txn: u64, host: &str, port: u16, warning: &str) -> Vec<String> {
    let edge = crate::support::edge("https", host, port);
    let rule = if port == 6972 { "/" } else { "/cucm-uds/" };
    let path = if port == 6972 { FILE } else { DEVICES };
    let ids = format!("Txn-id=\"{txn}\" TrackingID=\"UUID\"");
    let sending = format!(
        "{HEAD}Detail=\"Sending Request\" {ids} Dst-ip=\"10.48.36.215\" Dst-port=\"{port}\" Msg=\"GET {path} HTTP/1.1\""
    );
    [
        format!("{HEAD}Detail=\"Receive Request\" {ids} Src-ip=\"127.0.0.1\" Src-port=\"PORT\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.steven.lab:8443{edge}{path} HTTP/1.1\""),
        format!(
            "Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list\" Username=\"emusk\" Deployment=\"1\" Method=\"GET\" \
             Request=\"https://{host}:{port}{path}\" Rule=\"https://{host}:{port}{rule}\" Match=\"prefix\" \
             Type=\"Automatically generated rule for CUCM server\" UTCTime=\"2022-07-11 16:55:25,910\""
        ),
        sending.clone(),
        sending,
        format!("[ET_NET 0] WARNING: {warning}"),
        format!("[ET_NET 0] ERROR: SSL connection failed for '{host}': {VERIFY_FAILED}"),
        format!("{HEAD}Detail=\"Sending Response\" Txn-id=\"{txn}\" TrackingID=\"\" Dst-ip=\"127.0.0.1\" Dst-port=\"PORT\" Msg=\"HTTP/1.1 502 connect failed\""),
    ]
    .map(|line| format!("{PREFIX}{line}"))
    .to_vec()
}

#[test]
fn first_scenario_8443_answers_and_6972_shows_a_self_signed_certificate() {
    let site = Site::of_the_document();
    let server = site.traffic_server(LOG);
    let mut client = server.connect();
    client.send(get("cucm.steven.lab", 8443, DEVICES));
    let answer = client.response();
    // The node's own reason phrase, which a real one leaves empty.
    assert_eq!(answer.status(), 200);
    let status_line = answer.status_line();
    assert!(answer.text().contains("<devices"), "{}", answer.text());
    client.send(get("cucm.steven.lab", 6972, FILE));
    let refusal = client.response();
    assert_eq!(refusal.status_line(), "HTTP/1.1 502 connect failed");
    assert_eq!(
        refusal.field("Connection"),
        None,
        "the client's connection stays"
    );
    assert!(
        !refusal.text().contains("cucm") && !refusal.text().contains("certificate"),
        "{}",
        refusal.text()
    );

    let lines = request_lines(&server, &site);
    let edge = crate::support::edge("https", "cucm.steven.lab", 8443);
    let ids = "Txn-id=\"1\" TrackingID=\"UUID\"";
    let success = [
        format!("{HEAD}Detail=\"Receive Request\" {ids} Src-ip=\"127.0.0.1\" Src-port=\"PORT\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.steven.lab:8443{edge}{DEVICES} HTTP/1.1\""),
        format!(
            "Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list\" Username=\"emusk\" Deployment=\"1\" Method=\"GET\" \
             Request=\"https://cucm.steven.lab:8443{DEVICES}\" Rule=\"https://cucm.steven.lab:8443/cucm-uds/\" Match=\"prefix\" \
             Type=\"Automatically generated rule for CUCM server\" UTCTime=\"2022-07-11 16:55:25,910\""
        ),
        format!("{HEAD}Detail=\"Sending Request\" {ids} Dst-ip=\"10.48.36.215\" Dst-port=\"8443\" Msg=\"GET {DEVICES} HTTP/1.1\""),
        format!("{HEAD}Detail=\"Receive Response\" Txn-id=\"1\" TrackingID=\"\" Src-ip=\"10.48.36.215\" Src-port=\"8443\" Msg=\"{status_line}\""),
        format!("{HEAD}Detail=\"Sending Response\" Txn-id=\"1\" TrackingID=\"\" Dst-ip=\"127.0.0.1\" Dst-port=\"PORT\" Msg=\"{status_line}\""),
    ]
    .map(|line| format!("{PREFIX}{line}"));
    let warning = "Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate \
                   server=cucm.steven.lab(10.48.36.215) depth=0";
    let expected: Vec<String> = success
        .into_iter()
        .chain(refused(2, "cucm.steven.lab", 6972, warning))
        .collect();
    assert_eq!(lines, expected);
    assert_eq!(site.connections("cucm.steven.lab", 6972), 2);

    let [record] = records(&server).try_into().unwrap();
    assert_eq!(record["kind"], "verification");
    assert_eq!(record["code"], "TG1001");
    assert_eq!(
        (&record["mode"], &record["action"], &record["fresh"]),
        (&"On".into(), &"terminate".into(), &true.into())
    );
    assert_eq!(
        (&record["txn_id"], &record["attempts"]),
        (&2.into(), &2.into())
    );
    assert_eq!(
        record["tracking_id"],
        "6af9a674-9ebc-41ea-868e-90e7309a758c"
    );
    assert_eq!(
        record["request"],
        format!("https://cucm.steven.lab:6972{FILE}")
    );
    let cell = serde_json::json!({"node": "cucm.steven.lab", "address": "cucm.steven.lab", "port": 6972, "key_type": "ecdsa"});
    assert_eq!(record["cell"], cell);
    assert_eq!(record["verdict"]["verdict"], "refused");
    assert_eq!(record["verdict"]["first"]["openssl"], 18);
    let remedy = &record["verdict"]["reasons"][0]["remedy"];
    assert_eq!(remedy["action"], "upload-self-signed");
    let shown = site
        .lab
        .certificate("cucm.steven.lab/tomcat-ECDSA")
        .unwrap()
        .pem(tollgate_lab::Presented::LeafOnly);
    assert_eq!(remedy["upload"][0]["pem"], shown);
    assert_eq!(record["presented"][0]["pem"], shown);
    assert_eq!(
        record["presented"][0]["common_names"][0],
        "cucm-EC.steven.lab"
    );
}

#[test]
fn the_self_signed_certificate_in_the_trust_store_repairs_the_first_scenario_at_once() {
    let site = Site::of_the_document();
    let server = site.traffic_server(LOG);
    assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 502);
    let shown = site
        .lab
        .certificate("cucm.steven.lab/tomcat-ECDSA")
        .unwrap()
        .pem(tollgate_lab::Presented::LeafOnly);
    server.write_trust(&(site.lab.trust_store_pem() + &shown));
    server.handle.reload().unwrap();
    // The refusal is not remembered over a change of trust.
    let answer = server.ask(get("cucm.steven.lab", 6972, FILE));
    assert_eq!(answer.status(), 200);
    let status = server.handle.status().verdicts;
    assert_eq!((status.remember_seconds, status.remembered), (60, 1));
    server.write_trust(&site.lab.trust_store_pem());
    server.handle.reload().unwrap();
    assert_eq!(server.handle.status().verdicts.remembered, 0);
    // Neither the connection nor the verdict of the larger store is used again.
    assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 502);
}

#[test]
fn preferring_rsa_repairs_the_first_scenario_too() {
    let site = Site::of_the_document();
    let server = site.traffic_server("[ciphers]\nstring = \"ECDHE-RSA-AES256-GCM-SHA384:EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH\"\n");
    assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 200);
}

#[test]
fn another_ca_is_a_self_signed_certificate_in_the_chain() {
    let site = Site::of_the_document();
    site.fault("cucm.steven.lab", 8443, Fault::OtherCa);
    let server = site.traffic_server(LOG);
    assert_eq!(
        server
            .ask(get("cucm.steven.lab", 8443, DEVICES))
            .status_line(),
        "HTTP/1.1 502 connect failed"
    );
    let warning = "Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate in \
                   certificate chain server=cucm.steven.lab(10.48.36.215) depth=1";
    assert_eq!(
        request_lines(&server, &site),
        refused(1, "cucm.steven.lab", 8443, warning)
    );
    assert_eq!(records(&server)[0]["code"], "TG1002");
    let other = site
        .lab
        .certificate("vngtp-ACTIVE-DIR-CA")
        .unwrap()
        .pem(tollgate_lab::Presented::LeafOnly);
    server.write_trust(&(site.lab.trust_store_pem() + &other));
    server.handle.reload().unwrap();
    assert_eq!(
        server.ask(get("cucm.steven.lab", 8443, DEVICES)).status(),
        200
    );
}

#[test]
fn a_node_advertised_by_address_is_not_in_its_certificate() {
    let site = Site::of_the_document();
    let server = site.traffic_server(LOG);
    let address = site.address("cucm.steven.lab");
    assert_eq!(
        server.ask(get(&address, 8443, DEVICES)).status_line(),
        "HTTP/1.1 502 connect failed"
    );
    let warning =
        "SNI (10.48.36.215) not in certificate. Action=Terminate server=10.48.36.215(10.48.36.215)";
    let edge = crate::support::edge("https", &address, 8443);
    let shown = crate::support::edge("https", "10.48.36.215", 8443);
    let lines: Vec<String> = request_lines(&server, &site)
        .iter()
        .map(|line| line.replace(&edge, &shown))
        .collect();
    assert_eq!(lines, refused(1, "10.48.36.215", 8443, warning));
    let record = &records(&server)[0];
    assert_eq!(record["code"], "TG2002");
    assert_eq!(record["cell"]["address"], address);
    assert_eq!(record["cell"]["key_type"], "rsa");
    // Repaired by the address in the certificate.
    site.run(
        site.lab
            .repair("cucm.steven.lab", tollgate_lab::Repair::NameAddress),
    )
    .unwrap();
    server.handle.reload().unwrap();
    assert_eq!(server.ask(get(&address, 8443, DEVICES)).status(), 200);
}

#[test]
fn a_debug_log_shows_each_step_twice_as_in_the_second_scenario() {
    let site = Site::of_the_document();
    let server = site.traffic_server(
        "[log]\npath = \"log\"\nlevel = \"debug\"\nhost = \"vcsc\"\nutc_offset = \"+02:00\"\n",
    );
    let address = site.address("cucm.steven.lab");
    assert_eq!(
        server
            .ask(get(&address, 8443, "/cucm-uds/user/emusk/devices?max=100"))
            .status(),
        502
    );
    let log = plain(&server.log()).replace(&address, "10.48.36.215");
    let heads: Vec<&str> = log
        .lines()
        .filter_map(|line| {
            line.split_once("]: ")?
                .1
                .split_once(" Module=")
                .map(|(_, rest)| rest)
        })
        .collect();
    let step = |level, detail| {
        format!(
            "\"network.http.trafficserver\" Level=\"{level}\": Detail=\"{detail}\" Txn-id=\"1\""
        )
    };
    let expected = [
        step("INFO", "Receive Request"),
        step("DEBUG", "Receive Request"),
        step("INFO", "Sending Request"),
        step("DEBUG", "Sending Request"),
        step("INFO", "Sending Request"),
        step("DEBUG", "Sending Request"),
        step("INFO", "Sending Response"),
        step("DEBUG", "Sending Response"),
    ];
    assert_eq!(heads.len(), expected.len(), "{log}");
    for (found, expected) in heads.iter().zip(&expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert!(
        log.contains("HTTPMSG:\n|GET /cucm-uds/user/emusk/devices?max=100 HTTP/1.1\n"),
        "{log}"
    );
    assert!(!log.contains("ZW11c2s6bGFiLXBhc3N3b3Jk"), "{log}");
}

#[test]
fn the_publisher_is_right_and_the_subscriber_is_wrong() {
    let site = Site::of_the_document();
    site.fault("cucm-sub.steven.lab", 8443, Fault::SanMissing);
    let server = site.traffic_server("");
    assert_eq!(
        server.ask(get("cucm.steven.lab", 8443, DEVICES)).status(),
        200
    );
    assert_eq!(
        server
            .ask(get("cucm-sub.steven.lab", 8443, DEVICES))
            .status(),
        502
    );
    let warnings =
        server.lines("WARNING: SNI (cucm-sub.steven.lab) not in certificate. Action=Terminate");
    assert_eq!(warnings.len(), 1);
}

#[test]
fn report_writes_one_line_a_connection_and_forwards() {
    let site = Site::of_the_document();
    let server = site.traffic_server(&format!("{LOG}[verify]\norigin = \"Report\"\n"));
    for _ in 0..3 {
        assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 200);
    }
    let warnings = server.lines("WARNING: ");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("Action=Continue Error=self signed certificate"),
        "{}",
        warnings[0]
    );
    assert_eq!(server.lines("ERROR: "), Vec::<String>::new());
    assert_eq!(site.connections("cucm.steven.lab", 6972), 1);
    let [record] = records(&server).try_into().unwrap();
    assert_eq!(
        (&record["mode"], &record["action"], &record["code"]),
        (&"Report".into(), &"continue".into(), &"TG1001".into())
    );
    // The line stands between the request that made the connection and its answer.
    let log = server.log();
    let at = |text: &str| log.find(text).unwrap();
    assert!(
        at("Detail=\"Sending Request\"") < at("WARNING: ")
            && at("WARNING: ") < at("Detail=\"Receive Response\"")
    );
    let metrics = server.handle.metrics();
    let failures = metrics
        .lines()
        .find(|line| line.starts_with("tollgate_node_verification_failures_total{"))
        .unwrap();
    assert!(
        failures.contains("port=\"6972\"")
            && failures.contains("key_type=\"ecdsa\"")
            && failures.contains("reason=\"TG1001\""),
        "{failures}"
    );
    assert!(failures.ends_with(" 1"), "{failures}");
}

#[test]
fn off_forwards_without_a_warning_and_says_so_elsewhere() {
    let site = Site::of_the_document();
    let server = site.traffic_server("[verify]\norigin = \"Off\"\n");
    assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 200);
    assert_eq!(server.lines("WARNING: "), Vec::<String>::new());
    assert_eq!(server.lines("Event=\"Origin Verification Off\"").len(), 1);
    assert_eq!(server.handle.status().verify_origin_server, "Off");
}

#[test]
fn a_remembered_refusal_writes_the_same_lines_without_a_connection() {
    let site = Site::of_the_document();
    let server = site.traffic_server(LOG);
    for _ in 0..2 {
        assert_eq!(server.ask(get("cucm.steven.lab", 6972, FILE)).status(), 502);
    }
    let warning = "Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate \
                   server=cucm.steven.lab(10.48.36.215) depth=0";
    let expected: Vec<String> = [1, 2]
        .into_iter()
        .flat_map(|txn| refused(txn, "cucm.steven.lab", 6972, warning))
        .collect();
    assert_eq!(request_lines(&server, &site), expected);
    assert_eq!(
        site.connections("cucm.steven.lab", 6972),
        2,
        "both by the first request"
    );
    let fresh: Vec<bool> = records(&server)
        .iter()
        .map(|record| record["fresh"].as_bool().unwrap())
        .collect();
    assert_eq!(fresh, [true, false]);
}

#[test]
fn a_node_that_demands_a_client_certificate_is_a_finding_of_its_own() {
    let port = PortConfig {
        client_certificate: ClientCertificate::Required,
        ..PortConfig::new(8443, &["tomcat"])
    };
    let node = NodeConfig {
        ports: vec![port],
        ..NodeConfig::new("cucm.steven.lab", Role::Publisher)
    };
    let site = Site::start(LabConfig {
        nodes: vec![node],
        ..LabConfig::new(clock().as_second())
    });
    let server = site.traffic_server(LOG);
    assert_eq!(
        server
            .ask(get("cucm.steven.lab", 8443, DEVICES))
            .status_line(),
        "HTTP/1.1 502 connect failed"
    );
    assert_eq!(server.lines("WARNING: "), Vec::<String>::new());
    let errors = server.lines("ERROR: SSL connection failed for 'cucm.steven.lab': error:");
    assert_eq!(errors.len(), 1, "{}", server.log());
    let record = &records(&server)[0];
    assert_eq!(record["kind"], "client-certificate");
    assert!(
        record["code"].as_str().unwrap().starts_with("TG4"),
        "{record}"
    );
    assert!(record["remedy"].is_string(), "{record}");
}

#[test]
fn a_slow_node_gives_504_and_a_resetting_one_502() {
    let site = Site::of_the_document();
    site.fault("cucm.steven.lab", 8443, Fault::Slow);
    site.fault("cucm.steven.lab", 6972, Fault::Resets);
    let server = site.traffic_server("[limits]\nresponse_seconds = 0.3\n");
    assert_eq!(
        server
            .ask(get("cucm.steven.lab", 8443, DEVICES))
            .status_line(),
        "HTTP/1.1 504 Gateway Timeout"
    );
    assert_eq!(
        server.ask(get("cucm.steven.lab", 6972, FILE)).status_line(),
        "HTTP/1.1 502 connect failed"
    );
    assert_eq!(server.lines("WARNING: "), Vec::<String>::new());
    assert_eq!(server.lines("ERROR: ").len(), 2, "{}", server.log());
}

#[test]
fn a_whole_sign_in_works_through_the_traffic_server() {
    let site = Site::of_the_document();
    let report = |server: &Server| site.run(site.lab.sign_in(server.address()).run());
    let server = site.traffic_server("workers = 2");
    let refused = report(&server);
    assert!(!refused.signed_in, "6972 shows its self-signed certificate");
    assert_eq!(refused.steps.last().unwrap().status, Some(502));
    drop(server);
    let rsa = "[ciphers]\nstring = \"ECDHE-RSA-AES256-GCM-SHA384:EECDH:EDH:HIGH:!aNULL\"\n";
    let server = site.traffic_server(rsa);
    let signed_in = report(&server);
    assert!(
        signed_in.steps.iter().all(tollgate_lab::Step::is_ok),
        "{signed_in:?}\n{}",
        server.log()
    );
}
