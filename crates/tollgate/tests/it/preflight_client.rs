//! The reverse direction: certificates of ours against what nodes of the lab and `openssl s_server`
//! ask for.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{
    Authority, CertificateSpec, DOCUMENT_MOMENT, Identity, Lab, LabConfig, Presented,
};

use crate::support::{Ran, tollgate};

/// The moment of the lab, which is that of its certificates.
const AT: &str = "2022-07-11T16:55:25Z";
const NODE: &str = "cucm.steven.lab";

struct Bench {
    lab: Lab,
    directory: TempDir,
}

impl Bench {
    fn new() -> (tokio::runtime::Runtime, Self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let config = LabConfig::new(DOCUMENT_MOMENT).on_free_ports();
        let lab = runtime.block_on(Lab::start(config)).unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), lab.trust_store_pem()).unwrap();
        (runtime, Self { lab, directory })
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn identity(&self, name: &str) -> Identity {
        self.lab.certificate(name).unwrap()
    }

    fn preflight(&self, more: &[&str]) -> Ran {
        let ip = self.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
        let lines =
            [8443, 6972].map(|port| format!("{NODE},cucm,{NODE},{},{ip}\n", self.port(port)));
        let rows = format!("node,role,address,port,resolve\n{}", lines.concat());
        let inventory = self.file("nodes.csv", &rows);
        let trust = self.directory.path().join("ca.pem");
        let mut arguments = vec![
            "preflight",
            "--at",
            AT,
            "-o",
            "json",
            "--depth",
            "certificate",
            "--inventory",
            &inventory,
            "--trust",
            trust.to_str().unwrap(),
        ];
        arguments.extend(more);
        tollgate(arguments)
    }

    /// `client_certificate` of the RSA cell of a port.
    fn check(&self, answer: &Value, port: u16) -> Value {
        let port = self.port(port);
        let cells = answer["cells"].as_array().unwrap();
        let own = cells
            .iter()
            .find(|c| c["port"] == port && c["key_type"] == "rsa");
        own.unwrap()["client_certificate"].clone()
    }
}

/// Findings of a code: state, signature and cells.
fn found<'a>(answer: &'a Value, code: &str) -> Vec<&'a Value> {
    let findings = answer["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|own| own["code"] == code)
        .filter(|own| own["state"] != "no-issue" && own["state"] != "not-applicable")
        .collect()
}

#[test]
fn the_certificate_of_a_known_ca_is_accepted_where_it_is_asked_for() {
    let (_runtime, bench) = Bench::new();
    let edge = bench.identity("vcsc.steven.lab");
    let own = bench.file("edge.pem", &edge.pem(Presented::WithRoot));
    let ran = bench.preflight(&["--client-certificate", &own]);
    let answer = ran.json();
    let asked = bench.check(&answer, 6972);
    assert_eq!(asked["requested"], true, "{}", ran.stderr);
    assert_eq!(asked["accepted"], true, "{asked}");
    assert_eq!(asked["reason"], "issuer-listed");
    assert!(asked["authorities"].as_u64().unwrap() > 0);
    let not_asked = bench.check(&answer, 8443);
    assert_eq!(
        (
            &not_asked["requested"],
            &not_asked["accepted"],
            &not_asked["reason"]
        ),
        (
            &Value::Bool(false),
            &Value::Null,
            &Value::from("not-requested")
        )
    );
    for code in ["TG4001", "TG4002", "TG4003", "TG4005"] {
        assert!(found(&answer, code).is_empty(), "{code}: {answer:#}");
    }
    // The leaf alone will do where the trust store knows its issuer.
    let own = bench.file("leaf.pem", &edge.pem(Presented::LeafOnly));
    let answer = bench.preflight(&["--client-certificate", &own]).json();
    assert_eq!(bench.check(&answer, 6972)["reason"], "issuer-listed");
}

#[test]
fn a_ca_that_the_node_does_not_name_is_told_with_what_to_upload_where() {
    let (_runtime, bench) = Bench::new();
    let authority = Authority::new(DOCUMENT_MOMENT);
    let root = authority
        .self_signed(&CertificateSpec::authority("edge-root"))
        .unwrap();
    let spec = CertificateSpec::server("vcsc.steven.lab");
    let edge = authority.issue(&root, &spec).unwrap();
    let pem = format!(
        "{}{}",
        edge.pem(Presented::LeafOnly),
        root.pem(Presented::LeafOnly)
    );
    let own = bench.file("edge.pem", &pem);
    let ran = bench.preflight(&["--client-certificate", &own]);
    assert_eq!(ran.code, 3);
    let answer = ran.json();
    let check = bench.check(&answer, 6972);
    assert_eq!(
        (&check["accepted"], &check["reason"]),
        (&Value::Bool(false), &Value::from("issuer-not-listed"))
    );
    let issues = found(&answer, "TG4002");
    assert_eq!(issues.len(), 1, "{answer:#}");
    assert_eq!(issues[0]["state"], "issue-found");
    assert_eq!(issues[0]["cells"][0]["port"], bench.port(6972));
    let actions = issues[0]["actions"].to_string();
    for word in ["tomcat-trust", "CallManager-trust", "restart"] {
        assert!(actions.contains(word), "{actions}");
    }
    assert!(issues[0].to_string().contains("CSCvz45074"));
    let plan = answer["plan"].as_array().unwrap();
    let step = plan
        .iter()
        .find(|own| own["action"].as_str().unwrap().contains("tomcat-trust"));
    let step = step.unwrap();
    assert_eq!(step["upload"][0]["name"], "edge-root");
    assert_eq!(step["fixes"][0]["port"], bench.port(6972));
    // Without the root it cannot be told: a CA further up may be named.
    let own = bench.file("leaf.pem", &edge.pem(Presented::LeafOnly));
    let answer = bench.preflight(&["--client-certificate", &own]).json();
    let check = bench.check(&answer, 6972);
    assert_eq!(
        (&check["accepted"], &check["reason"]),
        (&Value::Null, &Value::from("chain-incomplete"))
    );
    assert_eq!(found(&answer, "TG4002")[0]["state"], "missing-information");
}

#[test]
fn nothing_of_a_private_key_in_the_file_is_needed_or_shown() {
    let (_runtime, bench) = Bench::new();
    let edge = bench.identity("vcsc.steven.lab");
    let secret = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LXNlY3JldA==\n-----END PRIVATE KEY-----\n";
    let own = bench.file(
        "edge.pem",
        &format!("{secret}{}", edge.pem(Presented::LeafOnly)),
    );
    let ran = bench.preflight(&["--client-certificate", &own]);
    assert_eq!(bench.check(&ran.json(), 6972)["reason"], "issuer-listed");
    assert!(!ran.stdout.contains("c2VjcmV0") && !ran.stderr.contains("c2VjcmV0"));
    let own = bench.file("key.pem", secret);
    let ran = bench.preflight(&["--client-certificate", &own]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("key.pem"), "{}", ran.stderr);
}

#[test]
fn without_a_certificate_the_ports_that_ask_for_one_are_named_once() {
    let (_runtime, bench) = Bench::new();
    let answer = bench.preflight(&[]).json();
    assert_eq!(bench.check(&answer, 6972)["reason"], "not-given");
    let notes = answer["notes"].to_string();
    assert_eq!(notes.matches("--client-certificate").count(), 1, "{notes}");
    let port = format!("{NODE}:{}", bench.port(6972));
    assert_eq!(notes.matches(&port).count(), 1, "{notes}");
    assert_eq!(notes.matches("--revocation").count(), 1, "{notes}");
    assert_eq!(answer["revocation"], "not-checked");
}

#[test]
fn dates_of_our_own_certificate_count_at_the_time_that_is_judged() {
    let (_runtime, bench) = Bench::new();
    let old = CertificateSpec {
        valid_from: -400 * 86_400,
        valid_until: -86_400,
        ..CertificateSpec::server("vcsc.steven.lab")
    };
    let authority = Authority::new(DOCUMENT_MOMENT);
    let old = authority
        .issue(&bench.identity("steven-DC-CA"), &old)
        .unwrap();
    let own = bench.file("old.pem", &old.pem(Presented::LeafOnly));
    let answer = bench.preflight(&["--client-certificate", &own]).json();
    let check = bench.check(&answer, 6972);
    assert_eq!(
        (&check["accepted"], &check["reason"]),
        (&Value::Bool(false), &Value::from("expired"))
    );
    let issues = found(&answer, "TG4005");
    assert_eq!(issues[0]["state"], "issue-found");
    assert_eq!(issues[0]["signature"], "own-certificate-outside-dates");
}

// Certificates and servers of `openssl`.

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped(test: &str) {
    eprintln!("SKIPPED: {test}: the program openssl is not there");
}

struct Shop {
    directory: TempDir,
}

impl Shop {
    /// `None` where the program is not there, which is said.
    fn open(test: &str) -> Option<Self> {
        let has = Command::new("openssl").arg("version").output();
        if !has.is_ok_and(|ran| ran.status.success()) {
            skipped(test);
            return None;
        }
        let directory = tempfile::tempdir().unwrap();
        let shop = Self { directory };
        shop.root("ca", "/O=Lab/CN=node-ca");
        shop.issue("node", "ca", "subjectAltName=DNS:node.lab", "rsa:2048");
        Some(shop)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn openssl(&self, arguments: &[&str]) {
        let ran = Command::new("openssl")
            .args(arguments)
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "openssl {arguments:?}: {said}");
    }

    fn root(&self, name: &str, subject: &str) {
        let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
        self.openssl(&[
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-days", "3000",
            "-keyout", &key, "-out", &pem,
        ]);
    }

    fn issue(&self, name: &str, authority: &str, extension: &str, key_type: &str) {
        let subject = format!("/CN={name}.lab");
        let (key, pem, csr) = (
            format!("{name}.key"),
            format!("{name}.pem"),
            format!("{name}.csr"),
        );
        let mut request = vec![
            "req", "-new", "-newkey", key_type, "-nodes", "-subj", &subject,
        ];
        if key_type == "ec" {
            request.extend(["-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        }
        request.extend(["-keyout", &key, "-out", &csr]);
        self.openssl(&request);
        std::fs::write(self.path("extensions"), extension).unwrap();
        let (ca, ca_key) = (format!("{authority}.pem"), format!("{authority}.key"));
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            &csr,
            "-CA",
            &ca,
            "-CAkey",
            &ca_key,
            "-CAcreateserial",
            "-days",
            "300",
            "-extfile",
            "extensions",
            "-out",
            &pem,
        ]);
    }

    /// `openssl s_server` on a free loopback port; ends with what is returned.
    fn serve(&self, more: &[&str]) -> (Server, u16) {
        let mut child = Command::new("openssl")
            .args([
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                "node.pem",
                "-key",
                "node.key",
            ])
            .args(["-naccept", "50"])
            .args(more)
            .current_dir(self.directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // `ACCEPT 127.0.0.1:40123`
        let accepting = lines.find_map(|line| {
            let line = line.ok()?;
            line.strip_prefix("ACCEPT ").map(str::to_owned)
        });
        let server = Server(child);
        let port = accepting
            .unwrap()
            .rsplit(':')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        // What the server says later must find a reader.
        std::thread::spawn(move || lines.for_each(drop));
        (server, port)
    }

    fn preflight(&self, port: u16, own: &str, more: &[&str]) -> Ran {
        let rows =
            format!("node,role,address,port,resolve\nnode.lab,cucm,node.lab,{port},127.0.0.1\n");
        std::fs::write(self.path("nodes.csv"), rows).unwrap();
        let (inventory, trust, own) = (self.text("nodes.csv"), self.text("ca.pem"), self.text(own));
        let mut arguments = vec![
            "preflight",
            "-o",
            "json",
            "--inventory",
            &inventory,
            "--trust",
        ];
        arguments.extend([trust.as_str(), "--client-certificate", &own]);
        arguments.extend(more);
        tollgate(arguments)
    }
}

fn check(answer: &Value) -> Value {
    let cells = answer["cells"].as_array().unwrap();
    let own = cells.iter().find(|cell| cell["key_type"] == "rsa");
    own.unwrap()["client_certificate"].clone()
}

#[test]
fn openssl_servers_are_asked_which_certificates_they_take() {
    let Some(shop) = Shop::open("s_server") else {
        return;
    };
    let clients = "extendedKeyUsage=serverAuth,clientAuth";
    shop.issue("good", "ca", clients, "rsa:2048");
    shop.issue(
        "server-only",
        "ca",
        "extendedKeyUsage=serverAuth",
        "rsa:2048",
    );
    shop.issue("encipher", "ca", "keyUsage=keyEncipherment", "rsa:2048");
    shop.root("foreign-ca", "/CN=foreign-ca");
    shop.issue("foreign", "foreign-ca", clients, "rsa:2048");
    let chain = |leaf: &str| {
        let text =
            [leaf, "foreign-ca.pem"].map(|own| std::fs::read_to_string(shop.path(own)).unwrap());
        std::fs::write(shop.path("chain.pem"), text.concat()).unwrap();
        "chain.pem"
    };
    for version in ["-tls1_2", "-tls1_3"] {
        let (_server, port) = shop.serve(&["-Verify", "3", "-CAfile", "ca.pem", version]);
        let told = |own: &str| {
            let ran = shop.preflight(port, own, &[]);
            let answer = ran.json();
            let check = check(&answer);
            assert_eq!(check["requested"], true, "{version} {own}: {answer:#}");
            assert_eq!(check["authorities"], 1, "{version} {own}");
            (
                check["reason"].as_str().unwrap().to_owned(),
                answer,
                ran.code,
            )
        };
        let (reason, answer, code) = told("good.pem");
        assert_eq!(reason, "issuer-listed", "{version}: {answer:#}");
        assert_ne!(code, 3, "{version}: {answer:#}");
        let (reason, answer, code) = told("server-only.pem");
        assert_eq!((reason.as_str(), code), ("no-client-usage", 3), "{version}");
        let usage = found(&answer, "TG4001");
        assert_eq!(usage[0]["signature"], "own-certificate-not-for-clients");
        assert_eq!(usage[0]["state"], "issue-found");
        let (reason, answer, _) = told("encipher.pem");
        assert_eq!(reason, "key-usage", "{version}");
        let usage = found(&answer, "TG4001");
        assert_eq!(usage[0]["signature"], "own-key-not-accepted");
        assert_eq!(usage[0]["state"], "issue-found");
        let (reason, answer, code) = told(chain("foreign.pem"));
        assert_eq!(
            (reason.as_str(), code),
            ("issuer-not-listed", 3),
            "{version}"
        );
        assert_eq!(found(&answer, "TG4002").len(), 1);
    }
}

#[test]
fn a_server_that_names_no_ca_or_takes_no_such_key_is_told() {
    let Some(shop) = Shop::open("s_server without a list") else {
        return;
    };
    shop.issue("good", "ca", "extendedKeyUsage=clientAuth", "rsa:2048");
    shop.issue("curve", "ca", "extendedKeyUsage=clientAuth", "ec");
    let (server, port) = shop.serve(&["-verify", "3", "-verifyCAfile", "ca.pem", "-tls1_2"]);
    let ran = shop.preflight(port, "good.pem", &[]);
    let answer = ran.json();
    assert_eq!(check(&answer)["authorities"], 0, "{answer:#}");
    assert_eq!(check(&answer)["accepted"], Value::Null);
    assert_eq!(check(&answer)["reason"], "any-authority");
    assert_eq!(found(&answer, "TG4002")[0]["state"], "missing-information");
    assert_eq!(ran.code, 5, "{answer:#}");
    drop(server);
    let taken = [
        "-Verify",
        "3",
        "-CAfile",
        "ca.pem",
        "-tls1_2",
        "-client_sigalgs",
        "RSA+SHA256",
    ];
    let (_server, port) = shop.serve(&taken);
    let answer = shop.preflight(port, "curve.pem", &[]).json();
    assert_eq!(check(&answer)["reason"], "key-not-accepted", "{answer:#}");
    let issue = found(&answer, "TG4001")[0].to_string();
    assert!(issue.contains("rsa_pkcs1_sha256"), "{issue}");
    let answer = shop.preflight(port, "good.pem", &[]).json();
    assert_eq!(check(&answer)["reason"], "issuer-listed");
}

#[test]
fn a_public_ca_that_stops_before_the_certificate_ends_is_told_with_its_sources() {
    let Some(shop) = Shop::open("sunset") else {
        return;
    };
    shop.root("ca", "/O=DigiCert Inc/CN=Some Public CA");
    shop.issue("node", "ca", "subjectAltName=DNS:node.lab", "rsa:2048");
    shop.issue(
        "public",
        "ca",
        "extendedKeyUsage=serverAuth,clientAuth",
        "rsa:2048",
    );
    let (_server, port) = shop.serve(&["-Verify", "3", "-CAfile", "ca.pem"]);
    // The statement says 2027-03-01; the certificate has 300 days from now on.
    let answer = shop.preflight(port, "public.pem", &[]).json();
    let sunset = found(&answer, "TG4003");
    let ends = answer["made_at"].as_str().unwrap() > "2026-05-06";
    assert_eq!(sunset.len(), usize::from(ends), "{answer:#}");
    if let Some(sunset) = sunset.first() {
        assert_eq!(sunset["state"], "potential-problem");
        let text = sunset.to_string();
        for said in [
            "DigiCert",
            "2027-03-01",
            "2026-05-01",
            "ALERT53",
            "2026-03-03",
            "FN74362",
            "CSCwr73373",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    // It changes nothing of whether it is accepted today.
    assert_eq!(check(&answer)["accepted"], true);
}

#[test]
fn the_certificate_of_a_configuration_and_of_a_bundle_are_looked_at_by_themselves() {
    let (_runtime, bench) = Bench::new();
    let edge = bench.identity("vcsc.steven.lab");
    bench.file("edge.pem", &edge.pem(Presented::WithRoot));
    let key = bench.file("edge.key", &edge.key().to_pem());
    restrict(Path::new(&key));
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let text = format!(
        "listen = \"127.0.0.1:0\"\n[trust]\nstore = \"ca.pem\"\n[log]\npath = \"t.log\"\n\
         [client]\ncertificate = \"edge.pem\"\nkey = \"edge.key\"\n\
         [[node]]\naddress = \"{NODE}\"\nrole = \"cucm\"\nresolve = \"{ip}\"\nports = [{}]\n",
        bench.port(6972)
    );
    let config = bench.file("tollgate.toml", &text);
    let ran = tollgate(["preflight", "--config", &config, "--at", AT, "-o", "json"]);
    assert_eq!(
        bench.check(&ran.json(), 6972)["reason"],
        "issuer-listed",
        "{}",
        ran.stderr
    );
    let bundles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyze/tests/fixtures/bundles");
    let mut bundles: Vec<PathBuf> = std::fs::read_dir(bundles)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(".tar.gz"))
        .collect();
    bundles.sort();
    let bundle = bundles[0].to_str().unwrap();
    let answer = tollgate(["preflight", "--bundle", bundle, "-o", "json"]).json();
    let cells = answer["cells"].as_array().unwrap();
    let asked = cells.iter().find(|cell| cell["port"] == 6972).unwrap();
    // The capture of the sample shows a request that names no CA.
    assert_eq!(asked["client_certificate"]["requested"], true);
    assert_eq!(asked["client_certificate"]["reason"], "any-authority");
    assert_eq!(found(&answer, "TG4002")[0]["state"], "missing-information");
    // A bundle as the trust store brings the certificate as well: another key of the same name.
    let ran = bench.preflight(&["--trust", bundle]);
    assert_eq!(
        bench.check(&ran.json(), 6972)["accepted"],
        true,
        "{}",
        ran.stderr
    );
}

fn restrict(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
