//! What nodes answer, as curl gets it.

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use tollgate_lab::ServerSetting;

use crate::support::{curl, lab, run, socket};

const NAME: &str = "cucm.steven.lab";
const USER: [&str; 2] = ["--user", "emusk:lab-password"];

/// Element names with their text, in order; fails unless the document is well-formed.
fn elements(document: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().enable_all_checks(true);
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<(String, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(found.len());
                found.push((start.local_name().as_ref().to_owned(), String::new()));
            }
            Event::Empty(empty) => {
                found.push((empty.local_name().as_ref().to_owned(), String::new()));
            }
            Event::Text(text) => {
                if let Some(&index) = open.last() {
                    found[index].1.push_str(&text.xml10_content());
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn values<'a>(elements: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    elements
        .iter()
        .filter(|(element, _)| element == name)
        .map(|(_, text)| text.as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn home_cluster_is_found_by_name_and_by_mail() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    for query in ["username=emusk", "email=emusk%40steven.lab"] {
        let got = curl(node, 8443, &format!("/cucm-uds/clusterUser?{query}"), &[]).await;
        assert_eq!(got.status, 200);
        assert_eq!(got.header("content-type"), Some("application/xml"));
        assert!(got.text().contains(
            "<result found=\"true\" uri=\"https://cucm.steven.lab:8443/cucm-uds/user/emusk\""
        ));
        assert!(got.text().contains(
            "<homeCluster serversUri=\"https://cucm.steven.lab:8443/cucm-uds/servers\">cucm.steven.lab</homeCluster>"
        ));
        elements(got.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_or_hostile_user_is_not_found_and_stays_text() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let path = "/cucm-uds/clusterUser?username=%3C/clusterUser%3E&x='&amp;";
    let got = curl(node, 8443, path, &[]).await;
    assert_eq!(got.status, 200);
    let names: Vec<String> = elements(got.text())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["clusterUser", "result"]);
    assert!(got.text().contains("<result found=\"false\"/>"));
    let without = curl(node, 8443, "/cucm-uds/clusterUser", &[]).await;
    assert_eq!(without.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_are_advertised_as_system_server_says() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let servers = async || {
        let got = curl(node, 8443, "/cucm-uds/servers", &[]).await;
        let elements = elements(got.text());
        values(&elements, "server").join(" ")
    };
    assert_eq!(servers().await, "cucm.steven.lab cucm-sub.steven.lab");
    lab.advertise(NAME, ServerSetting::Address).unwrap();
    assert_eq!(
        servers().await,
        format!("{} cucm-sub.steven.lab", node.address())
    );
    lab.repair(NAME, tollgate_lab::Repair::AdvertiseName)
        .await
        .unwrap();
    assert_eq!(servers().await, "cucm.steven.lab cucm-sub.steven.lab");
}

#[tokio::test(flavor = "multi_thread")]
async fn axl_tells_all_process_nodes_to_a_user_who_may_read() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let ask = async |user: &str, version: &str, request: &str| {
        let body = format!(
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:ns=\"http://www.cisco.com/AXL/API/{version}\"><soapenv:Body><ns:{request}>\
             <searchCriteria><name>%</name></searchCriteria><returnedTags><name/></returnedTags>\
             </ns:{request}></soapenv:Body></soapenv:Envelope>"
        );
        let more = ["--user", user, "--data", &body];
        curl(node, 8443, "/axl/", &more).await
    };
    let reader = "axl-reader:lab-axl-password";
    let got = ask(reader, "12.5", "listProcessNode").await;
    assert_eq!(got.status, 200);
    let elements = elements(got.text());
    let nodes = [
        "EnterpriseWideData",
        NAME,
        "cucm-sub.steven.lab",
        "cups.steven.lab",
    ];
    assert_eq!(values(&elements, "name"), nodes);
    let usages = ["Subscriber", "Publisher", "Subscriber", "Publisher"];
    assert_eq!(values(&elements, "nodeUsage"), usages);
    assert!(
        got.text()
            .contains("xmlns:ns=\"http://www.cisco.com/AXL/API/12.5\"")
    );

    for (user, status) in [
        ("axl-reader:wrong", 401),
        ("emusk:lab-password", 401),
        ("operator:lab-operator-password", 403),
    ] {
        assert_eq!(
            ask(user, "12.5", "listProcessNode").await.status,
            status,
            "{user}"
        );
    }
    for (version, request) in [("99.0", "listProcessNode"), ("12.5", "removeProcessNode")] {
        let got = ask(reader, version, request).await;
        assert_eq!(got.status, 500);
        assert!(got.text().contains("<faultstring>"), "{}", got.text());
    }
    assert_eq!(curl(node, 8443, "/axl/", &[]).await.status, 405);
    let subscriber = lab.node("cucm-sub.steven.lab").unwrap();
    assert_eq!(curl(subscriber, 8443, "/axl/", &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn user_and_devices_need_the_user_s_own_credentials() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    for path in [
        "/cucm-uds/user/emusk",
        "/cucm-uds/user/emusk/devices?max=100",
    ] {
        let refused = curl(node, 8443, path, &[]).await;
        assert_eq!(refused.status, 401);
        assert_eq!(
            refused.header("www-authenticate"),
            Some("Basic realm=\"Cisco Web Services Realm\"")
        );
        assert_eq!(
            curl(node, 8443, path, &["--user", "emusk:wrong"])
                .await
                .status,
            401
        );
        let got = curl(node, 8443, path, &USER).await;
        assert_eq!(got.status, 200);
        assert!(
            got.header("set-cookie")
                .unwrap()
                .starts_with("JSESSIONIDSSO=")
        );
    }
    assert_eq!(
        curl(node, 8443, "/cucm-uds/user/somebody", &USER)
            .await
            .status,
        401
    );
    let devices = curl(node, 8443, "/cucm-uds/user/emusk/devices", &USER).await;
    let devices = elements(devices.text());
    assert_eq!(values(&devices, "name"), ["CSFemusk"]);
    assert_eq!(
        values(&devices, "model"),
        ["Cisco Unified Client Services Framework"]
    );
    let user = curl(node, 8443, "/cucm-uds/user/emusk", &USER).await;
    let user = elements(user.text());
    assert_eq!(values(&user, "userName"), ["emusk"]);
    assert_eq!(
        values(&user, "uri"),
        ["https://cucm.steven.lab:6972/SPDefault.cnf.xml"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn configuration_files_are_on_the_tftp_ports_only() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    for port in [6972, 6971] {
        let got = curl(node, port, "/CSFemusk.cnf.xml", &[]).await;
        assert_eq!(got.status, 200);
        let device = elements(got.text());
        assert_eq!(device[0].0, "device");
        assert_eq!(
            values(&device, "processNodeName"),
            ["cucm.steven.lab", "cucm-sub.steven.lab"]
        );
        let profile = curl(node, port, "/SPDefault.cnf.xml", &[]).await;
        assert_eq!(
            values(&elements(profile.text()), "hostnameOrIPAddress"),
            ["cuc.steven.lab", "cups.steven.lab", "cucm.steven.lab"]
        );
        for missing in [
            "/CSFnobody.cnf.xml",
            "/",
            "/CSFemusk.cnf.xml/",
            "/cucm-uds/version",
        ] {
            assert_eq!(
                curl(node, port, missing, &[]).await.status,
                404,
                "{missing}"
            );
        }
    }
    assert_eq!(curl(node, 8443, "/CSFemusk.cnf.xml", &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_login_gives_a_session_key() {
    let lab = lab().await;
    let node = lab.node("cups.steven.lab").unwrap();
    let login = |password: &str| {
        format!(
            "<E:Envelope xmlns:E=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:n=\"urn:cisco:epas:soap\"><E:Body>\
             <n:login><n:username>emusk</n:username><n:password>{password}</n:password></n:login></E:Body></E:Envelope>"
        )
    };
    let path = "/EPASSoap/service/v105";
    let got = curl(node, 8443, path, &["--data", &login("lab-password")]).await;
    assert_eq!(got.status, 200);
    assert_eq!(values(&elements(got.text()), "session-key")[0].len(), 36);
    let refused = curl(node, 8443, path, &["--data", &login("wrong")]).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("SOAP-ENV:Fault"));
    assert_eq!(curl(node, 8443, path, &[]).await.status, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn mailbox_has_one_message_with_sound() {
    let lab = lab().await;
    let node = lab.node("cuc.steven.lab").unwrap();
    assert_eq!(curl(node, 443, "/vmrest/mailbox", &[]).await.status, 401);
    let mailbox = curl(node, 443, "/vmrest/mailbox", &USER).await;
    assert_eq!(
        values(&elements(mailbox.text()), "FoldersURI"),
        ["/vmrest/mailbox/folders"]
    );
    let messages = curl(node, 443, "/vmrest/mailbox/folders/inbox/messages", &USER).await;
    let messages = elements(messages.text());
    let uris = values(&messages, "URI");
    assert_eq!(uris.len(), 2);
    let sound = curl(node, 443, uris[0], &USER).await;
    assert_eq!(sound.header("content-type"), Some("audio/wav"));
    assert_eq!(sound.body.get(..4), Some(&b"RIFF"[..]));
    assert_eq!(sound.body.len(), 8044);
    let message = curl(node, 443, uris[1], &USER).await;
    assert_eq!(values(&elements(message.text()), "MsgType"), ["Voice"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_have_the_length_and_the_pattern_asked_for() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    for length in [0_usize, 1, 250, 251, 252, 64_256, 64_257, 1_000_000] {
        let got = curl(node, 8443, &format!("/lab/bytes/{length}"), &[]).await;
        assert_eq!(
            got.header("content-length"),
            Some(length.to_string().as_str())
        );
        let expected: Vec<u8> = (0..=250).cycle().take(length).collect();
        assert_eq!(got.body, expected);
    }
    for wrong in ["", "-1", "x", "99999999999999999999"] {
        assert_eq!(
            curl(node, 8443, &format!("/lab/bytes/{wrong}"), &[])
                .await
                .status,
            404
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_pass() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let got = curl(node, 8443, "/lab/bytes/100000000", &[]).await;
    assert_eq!((got.body.len(), got.exit), (100_000_000, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn chunked_ends_with_trailers() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let got = curl(
        node,
        8443,
        "/lab/chunked/1000",
        &["--header", "TE: trailers"],
    )
    .await;
    assert_eq!(got.body.len(), 1000);
    assert_eq!(got.header("transfer-encoding"), Some("chunked"));
    assert_eq!(got.header("x-lab-length"), Some("1000"), "{}", got.head);
    assert_eq!(got.header("x-lab-last"), Some("246"));
}

#[tokio::test(flavor = "multi_thread")]
async fn echo_and_upload_take_any_body() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let body = "x".repeat(200_000);
    let file = crate::support::tempfile(&body);
    let data = format!("@{}", file.as_str());
    let chunked = ["--header", "Transfer-Encoding: chunked"];
    for framing in [&[][..], &chunked[..]] {
        let mut more = vec![
            "--data-binary",
            &data,
            "--header",
            "Content-Type: text/x-lab",
        ];
        more.extend(framing);
        let got = curl(node, 8443, "/lab/echo", &more).await;
        assert_eq!(got.text(), body);
        assert_eq!(got.header("content-type"), Some("text/x-lab"));
        let got = curl(node, 8443, "/lab/upload", &more).await;
        assert_eq!(got.text(), "200000\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_of_the_request_comes_back() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let more = ["--header", "X-Lab: one", "--header", "X-Lab: two"];
    let got = curl(node, 8443, "/lab/head?a=b", &more).await;
    assert!(
        got.text()
            .starts_with("GET /lab/head?a=b\nhost: cucm.steven.lab:8443\n")
    );
    assert!(got.text().contains("x-lab: one\nx-lab: two\n"));
    let counters = node.counters(8443).unwrap();
    let request = counters.latest_requests.back().unwrap();
    assert_eq!(request.target, "/lab/head?a=b");
    assert_eq!(request.header("Host"), Some("cucm.steven.lab:8443"));
    assert_eq!(counters.requests, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn redirect_and_status_are_what_they_say() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let got = curl(node, 6972, "/lab/redirect", &[]).await;
    assert_eq!(got.status, 302);
    assert_eq!(
        got.header("location"),
        Some("https://cucm.steven.lab:6972/lab/bytes/0")
    );
    for status in [204, 304, 404, 503, 599] {
        let got = curl(node, 8443, &format!("/lab/status/{status}"), &[]).await;
        assert_eq!((got.status, got.exit), (status, 0));
    }
    assert_eq!(curl(node, 8443, "/lab/status/20", &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_answers_break_where_they_say() {
    const CURL_PARTIAL: i32 = 18;
    const CURL_NOTHING: i32 = 52;
    const CURL_READ: i32 = 56;
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let got = curl(node, 8443, "/lab/truncated/1000", &[]).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.body.len(), 500);
    assert!(
        [CURL_PARTIAL, CURL_READ].contains(&got.exit),
        "{}",
        got.exit
    );
    let got = curl(node, 8443, "/lab/close", &[]).await;
    assert_eq!(got.status, 0);
    assert!(
        [CURL_NOTHING, CURL_READ].contains(&got.exit),
        "{}",
        got.exit
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_resources_take_their_time() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let started = std::time::Instant::now();
    let got = curl(node, 8443, "/lab/slow/300", &[]).await;
    assert_eq!(got.text(), "slow\n");
    assert!(started.elapsed().as_millis() >= 300);
    let started = std::time::Instant::now();
    let got = curl(node, 8443, "/lab/drip/5/50", &[]).await;
    assert_eq!(got.text(), ".....");
    assert!(started.elapsed().as_millis() >= 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_kept_between_requests() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let at = socket(node, 8443);
    let connect = format!("{NAME}:8443:{}:{}", at.ip(), at.port());
    let url = format!("https://{NAME}:8443/cucm-uds/version");
    let arguments = [
        "-sk",
        "--ciphers",
        "DEFAULT:@SECLEVEL=0",
        "--connect-to",
        &connect,
        "--output",
        "/dev/null",
        "--output",
        "/dev/null",
        &url,
        &url,
    ];
    assert!(
        run("curl", &arguments, String::new())
            .await
            .status
            .success()
    );
    let counters = node.counters(8443).unwrap();
    assert_eq!((counters.connections, counters.requests), (1, 2));
}
