use proptest::prelude::*;
use tollgate_analyze::SoftwareVersion;
use tollgate_analyze::dump::{
    Alarm, AllowListRule, CipherString, Configuration, Deployment, Domain, Dump, SearchRule,
    Status, Switch, UcNode, Unread, Zone,
};

const XCONF_TEXT: &[u8] = include_bytes!("../fixtures/dumps/xconf_sample.txt");
const XCONF_XML: &[u8] = include_bytes!("../fixtures/dumps/xconf_sample.xml");
const XSTAT_TEXT: &[u8] = include_bytes!("../fixtures/dumps/xstat_sample.txt");
const XSTAT_XML: &[u8] = include_bytes!("../fixtures/dumps/xstat_sample.xml");
const EXPRESSWAY_C: &[u8] = include_bytes!("../fixtures/dumps/xconf_expressway_c.txt");
const EXPRESSWAY_E_TEXT: &[u8] = include_bytes!("../fixtures/dumps/xstat_expressway_e.txt");
const EXPRESSWAY_E_XML: &[u8] = include_bytes!("../fixtures/dumps/xstat_expressway_e.xml");

fn configuration(octets: &[u8]) -> Configuration {
    let tree = Dump::read(octets).configuration;
    Configuration { tree }
}

fn status(octets: &[u8]) -> Status {
    let Dump {
        status, attributes, ..
    } = Dump::read(octets);
    Status {
        tree: status,
        attributes,
    }
}

#[test]
fn samples_are_read_completely_and_both_spellings_agree() {
    let text = Dump::read(XCONF_TEXT);
    assert_eq!(text.unread, Unread::default());
    assert_eq!(text.configuration.values().count(), 21);
    assert!(text.status.is_empty());
    let xml = Dump::read(XCONF_XML);
    assert_eq!((xml.unread.count, xml.damaged_at), (0, None));
    assert_eq!(text.configuration, xml.configuration);

    let text = Dump::read(XSTAT_TEXT);
    assert_eq!(text.unread, Unread::default());
    let values: Vec<_> = text.status.values().collect();
    let expected = [
        ("SystemUnit Product", "Cisco Expressway"),
        ("SystemUnit Uptime", "86400"),
        ("SystemUnit SystemTime", "2022-07-11 16:55:44"),
        ("SystemUnit TimeZone", "Europe/Brussels"),
        ("SystemUnit Software Version", "X14.2"),
        ("SystemUnit Software Name", "s42700"),
        ("Alarm 1 ID", "25019"),
        ("Alarm 1 Title", "Verbose log levels configured"),
        ("Alarm 1 Severity", "Warning"),
        ("Alarm 1 State", "Raised"),
    ];
    assert_eq!(
        values,
        expected.map(|(path, value)| (path.to_owned(), value))
    );
    let version = SoftwareVersion::parse("X14.2");
    for octets in [XSTAT_TEXT, XSTAT_XML] {
        assert_eq!(status(octets).software_version(), version);
        assert_eq!(status(octets).product(), Some("Cisco Expressway"));
    }
}

#[test]
fn nested_text_and_nested_xml_give_the_same_tree() {
    let text = Dump::read(EXPRESSWAY_E_TEXT);
    let xml = Dump::read(EXPRESSWAY_E_XML);
    assert_eq!(text.unread, Unread::default());
    assert_eq!((xml.unread.count, xml.damaged_at), (0, None));
    assert_eq!(text.status, xml.status);
    assert_eq!(
        text.status
            .value("Zones Zone 1 TraversalServer SIP Peer 2 Status"),
        Some("Inactive")
    );
    assert_eq!(text.status.value("Conference type"), Some("Idle"));

    for octets in [EXPRESSWAY_E_TEXT, EXPRESSWAY_E_XML] {
        let status = status(octets);
        assert_eq!(status.is_outer(), Switch::On);
        assert_eq!(status.serial_number(), Some("0A1B2C3D"));
        assert_eq!(status.uptime(), Some(12_023_815));
        assert_eq!(status.software_version(), SoftwareVersion::parse("14.0.7"));
        let alarms = status.alarms();
        let expired = Alarm {
            id: "40068",
            title: "Server certificate expired",
            severity: "Critical",
            state: "Raised",
        };
        assert_eq!(alarms[0], expired);
        assert_eq!(alarms.len(), 2);
        assert!(alarms[0].is_raised() && !alarms[1].is_raised());
    }
}

#[test]
fn the_sample_answers_what_findings_ask() {
    let configuration = configuration(XCONF_TEXT);
    assert_eq!(configuration.system_name(), Some("vcsc"));
    assert_eq!(configuration.verify_origin_server(), Switch::On);
    let value = "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";
    let ciphers: Vec<_> = configuration.cipher_strings().collect();
    let string = |name| CipherString { name, value };
    assert_eq!(
        ciphers,
        [
            string("ReverseProxyTLSCiphers"),
            string("UcClientTLSCiphers")
        ]
    );
    assert_eq!(
        configuration.search_rules()[1],
        SearchRule {
            number: 2,
            name: "CEtcp-cucm.steven.lab",
            priority: Some(45),
            protocol: "SIP",
            traffic: "",
            source: "",
            source_name: "",
            mode: "AliasPatternMatch",
            pattern_type: "",
            pattern: "(?i).*@cucm.steven.lab",
            target: "CEtcp-cucm.steven.lab",
            state: Switch::On,
        }
    );
    let (address, zone) = ("cucm.steven.lab", "CEtcp");
    assert_eq!(configuration.uc_nodes(), [UcNode { address, zone }]);
    let allow_list = configuration.allow_list();
    assert_eq!(allow_list.default_methods, ["PUT", "GET", "POST"]);
    assert_eq!(allow_list.rules, []);
    assert_eq!(configuration.deployments(), []);
}

#[test]
fn a_full_dump_answers_what_findings_ask() {
    let dump = Dump::read(EXPRESSWAY_C);
    let first: Vec<_> = dump
        .unread
        .first
        .iter()
        .map(|(n, text)| (*n, &**text))
        .collect();
    assert_eq!(first, [(1, "Welcome to"), (2, "xconfiguration")]);
    let tree = dump.configuration;
    assert_eq!(
        tree.value("Login Banner"),
        Some("Authorised users only.\nNote: all access is logged.\n")
    );
    assert_eq!(tree.value("NTP Server 1 Address"), Some("10.0.0.1"));
    let configuration = Configuration { tree };
    assert_eq!(configuration.system_name(), Some("Expressway-C 1"));
    assert_eq!(configuration.host_name(), Some("expc01"));
    assert_eq!(configuration.domain_name(), Some("example.lab"));
    assert_eq!(configuration.cluster_name(), Some("edge.example.lab"));
    let peers = configuration.cluster_peers();
    let peers: Vec<_> = peers
        .iter()
        .map(|peer| (peer.number, peer.address))
        .collect();
    assert_eq!(peers, [(1, "10.0.0.11"), (2, "10.0.0.12")]);
    assert_eq!(configuration.verify_origin_server(), Switch::Off);
    assert_eq!(configuration.collaboration_edge(), Switch::On);
    let minimums: Vec<_> = configuration.tls_minimums().collect();
    let (name, value) = ("UcClientTLSProtocol", "minTLSv1.2");
    assert_eq!(minimums, [CipherString { name, value }]);
    assert_eq!(configuration.cipher_strings().count(), 2);
    let deployment = |number, name| Deployment { number, name };
    assert_eq!(
        configuration.deployments(),
        [deployment(1, "Default deployment"), deployment(2, "Branch")]
    );
    let domain = |name, edge| Domain { name, edge };
    assert_eq!(
        configuration.domains(),
        [
            domain("example.lab", Switch::On),
            domain("video.example.lab", Switch::Off)
        ]
    );
    assert_eq!(
        configuration.allow_list().rules,
        [AllowListRule {
            number: 1,
            url: "https://photos.example.lab:443/users/",
            methods: "GET",
            matching: "exact",
            deployment: "Branch",
        }]
    );
    let rule = configuration.search_rules()[0];
    assert_eq!(rule.name, "To \\\"B2B\\\": calls");
    assert_eq!((rule.protocol, rule.traffic), ("SIP", "Any"));
    assert_eq!((rule.source, rule.source_name), ("Named", "Hybrid DNS"));
    assert_eq!(rule.pattern, "(?i).*@example\\.lab(:.*)?");
    assert_eq!(rule.state, Switch::Off);
    let zones = configuration.zones();
    assert_eq!(
        zones[0],
        Zone {
            number: 1,
            name: "Traversal",
            kind: "TraversalClient",
            peers: vec!["expe01.example.lab"],
            collaboration_edge: Switch::On,
        }
    );
    assert_eq!(zones.len(), 3);
    let node = |address, zone| UcNode { address, zone };
    assert_eq!(
        configuration.uc_nodes(),
        [
            node("10.0.0.21", "CEtcp"),
            node("cucm.example.lab", "CEOAuth"),
            node("imp.example.lab", "CEtls"),
        ]
    );
}

#[test]
fn variants_of_text_are_tolerated() {
    for (text, path, value) in [
        ("xConfiguration A B: On", "A B", "On"),
        ("XCONFIGURATION a b: On", "A B", "On"),
        ("*c xconfiguration A B: \"x\"\r\n", "A B", "x"),
        ("\u{feff}*c xConfiguration A B: x", "A B", "x"),
        ("Expressway-E *c xConfiguration A B: x", "A B", "x"),
        ("*c xConfiguration A B:\"x: y\"", "A B", "x: y"),
        ("*c xConfiguration A B: 2001:db8::1", "A B", "2001:db8::1"),
        (
            "*c xConfiguration A B: \"unclosed\n*c xConfiguration C: d",
            "C",
            "d",
        ),
        (
            "*c xConfiguration A B: first\n*c xConfiguration a b: last",
            "A B",
            "last",
        ),
    ] {
        let dump = Dump::read(text.as_bytes());
        assert_eq!(dump.configuration.value(path), Some(value), "{text}");
    }
    for (text, path, value) in [
        (
            "*s SystemUnit Software Version: \"X14.2\"\n** end",
            "SystemUnit Software Version",
            "X14.2",
        ),
        ("*s A: /\n  B: x\n*s/end", "A B", "x"),
        ("*s A:\nB: x\nC:\nD: y\n*s/end", "A C D", "y"),
        ("*s A:\n\tB:\n\t\tC: x\n\tD: y\n*s/end", "A D", "y"),
        (
            "*s A:\n  Peer:\n    X: 1\n  Peer:\n    X: 2\n",
            "A Peer 2 X",
            "2",
        ),
    ] {
        let dump = Dump::read(text.as_bytes());
        assert_eq!(dump.unread.count, 0, "{text}");
        assert_eq!(dump.status.value(path), Some(value), "{text}");
    }
}

#[test]
fn lines_that_say_nothing_are_counted_and_the_first_kept() {
    let dump =
        Dump::read(b"free text\nmore: text\n*c xConfiguration A: 1\n  loose: x\n*c broken\n");
    assert_eq!(dump.configuration.value("A"), Some("1"));
    let first = [
        (1, "free text".to_owned()),
        (2, "more: text".to_owned()),
        (4, "loose: x".to_owned()),
        (5, "*c broken".to_owned()),
    ];
    assert_eq!(dump.unread.count, 4);
    assert_eq!(dump.unread.first, first);

    let many = "x\n".repeat(1000);
    let dump = Dump::read(many.as_bytes());
    assert_eq!((dump.unread.count, dump.unread.first.len()), (1000, 20));
}

#[test]
fn damaged_xml_keeps_what_stands_before() {
    let xml = Dump::read(b"<Configuration><A><B>1</B></A><C></D></Configuration>");
    assert_eq!(xml.configuration.value("A B"), Some("1"));
    assert!(xml.damaged_at.is_some());
    let bomb = b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Status><A>&a;</A><B>&amp;&#233;</B></Status>";
    let xml = Dump::read(bomb);
    assert_eq!(xml.status.value("B"), Some("&\u{e9}"));
    assert_eq!(xml.status.value("A"), None);
    assert_eq!(xml.unread.count, 1);
    let deep = format!(
        "<Status>{}x{}</Status>",
        "<A>".repeat(500),
        "</A>".repeat(500)
    );
    let xml = Dump::read(deep.as_bytes());
    assert_eq!(xml.damaged_at, None);
    assert!(xml.unread.count > 400);
}

#[test]
fn a_wide_dump_is_read_in_reasonable_time() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for number in 1..20_000 {
        writeln!(
            text,
            "*c xConfiguration Zones Zone {number} Name: \"{number}\""
        )
        .unwrap();
    }
    let mut dump = Dump::read(text.as_bytes());
    assert_eq!(dump.configuration.values().count(), 19_999);
    let other = dump.configuration.clone();
    assert_eq!(dump.configuration.merge(&other), 0);
    assert_eq!(dump.configuration, other);
}

#[test]
fn hostile_dumps_are_read_in_reasonable_time() {
    // Each of these once took time with the square of its length.
    let marks = "*c xC".repeat(200_000);
    let settings = format!("{}\n", "*c xC".repeat(10_000)).repeat(20);
    let quotes = "*c xConfiguration A: \"x\n".repeat(20_000);
    let deep = "<Status>".to_owned() + &"<A>".repeat(100_000) + &"</A>".repeat(100_000);
    for text in [marks, settings, quotes, deep] {
        let dump = Dump::read(text.as_bytes());
        assert!(dump.unread.first.len() <= 20);
    }
}

#[test]
fn dumps_cut_anywhere_are_read() {
    for octets in [EXPRESSWAY_C, EXPRESSWAY_E_TEXT, EXPRESSWAY_E_XML, XCONF_XML] {
        let whole = Dump::read(octets);
        let most = whole.configuration.values().count() + whole.status.values().count();
        for length in 0..octets.len() {
            let cut = Dump::read(&octets[..length]);
            let values = cut.configuration.values().count() + cut.status.values().count();
            assert!(values <= most + 1, "{length}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\*[cs] |xConfiguration |  |\t|\"|:|/|[A-Za-z0-9 ]{0,6}|\n|\\(a=b\\)|<|>|Status|&amp;|é){0,60}") {
        Dump::read(text.as_bytes());
    }

    #[test]
    fn no_octets_make_it_panic(octets in proptest::collection::vec(any::<u8>(), 0..400), is_xml in any::<bool>()) {
        let start: &[u8] = if is_xml { b"<Status>" } else { b"*s A:\n" };
        Dump::read(&[start, &octets].concat());
    }

    #[test]
    fn settings_are_read_back(values in proptest::collection::vec(("[A-Za-z]{1,8}( [1-9][0-9]{0,2})?( [A-Za-z]{1,8}){0,3}", "[ -~&&[^\"]]{0,30}"), 1..20)) {
        use std::fmt::Write as _;
        let mut text = String::new();
        for (path, value) in &values {
            writeln!(text, "*c xConfiguration {path}: \"{value}\"").unwrap();
        }
        let tree = Dump::read(text.as_bytes()).configuration;
        let read: Vec<_> = tree.values().collect();
        for (path, _) in &values {
            let same = |other: &str| other.eq_ignore_ascii_case(path);
            let last = values.iter().rfind(|(other, _)| same(other));
            let last = last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty());
            let found = read.iter().find(|(other, _)| same(other));
            prop_assert_eq!(found.map(|(_, value)| *value), last);
        }
    }
}
