//! The allow list: automatic rules, matching, and the reasons of denials.

use std::num::NonZeroU16;

use tollgate_uc::{
    AllowList, DEFAULT_DEPLOYMENT, Decision, DenyReason, EdgeUrl, Excerpt, Host, MatchType,
    Methods, Node, PathError, Product, Protocol, Rule, RuleMethods, RulePath, Target, rules_for,
};

fn port(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

fn node(address: &str, product: Product, ports: &[u16]) -> Node {
    Node {
        address: Host::parse(address).unwrap(),
        product,
        ports: ports.iter().copied().map(port).collect(),
        resolve: None,
        deployment: DEFAULT_DEPLOYMENT.to_owned(),
    }
}

fn target(url: &str) -> Target {
    Target::parse(url).unwrap()
}

fn rule(url: &str) -> Rule {
    Rule::parse(url).unwrap()
}

fn exact(url: &str) -> Rule {
    Rule {
        matching: MatchType::Exact,
        ..rule(url)
    }
}

fn with_methods(url: &str, methods: &str) -> Rule {
    let methods = RuleMethods::Chosen(methods.parse().unwrap());
    Rule {
        methods,
        ..rule(url)
    }
}

fn allowed_by(list: &AllowList, method: &str, url: &str) -> Option<String> {
    match list.decide(method, &target(url)) {
        Decision::Allowed { rule } => Some(rule.url()),
        Decision::Denied { .. } => None,
    }
}

fn denied(list: &AllowList, method: &str, url: &str) -> DenyReason {
    match list.decide(method, &target(url)) {
        Decision::Denied { reason } => reason,
        Decision::Allowed { rule } => panic!("{method} {url} is allowed by {}", rule.url()),
    }
}

#[test]
fn nodes_bring_the_rules_of_their_product_on_each_port() {
    let rules = rules_for(&[
        node("cucm.steven.lab", Product::Cucm, &[8443, 6972, 8443]),
        node("imp.steven.lab", Product::Imp, &[8443]),
        node("unity.steven.lab", Product::Unity, &[443, 8443]),
        node("2001:db8::69", Product::Tftp, &[6972]),
    ]);
    let listed: Vec<_> = rules.iter().map(|rule| (rule.url(), rule.kind())).collect();
    let cucm = "Automatically generated rule for CUCM server";
    let unity = "Automatically generated rule for Unity server";
    let expected = [
        ("https://cucm.steven.lab:8443/cucm-uds/", cucm),
        ("https://cucm.steven.lab:6972/cucm-uds/", cucm),
        ("https://cucm.steven.lab:6972/", cucm),
        (
            "https://imp.steven.lab:8443/EPASSoap/",
            "Automatically generated rule for IM&P server",
        ),
        ("https://unity.steven.lab:443/vmrest/", unity),
        ("https://unity.steven.lab:8443/vmrest/", unity),
        (
            "https://[2001:db8::69]:6972/",
            "Automatically generated rule for TFTP server",
        ),
    ]
    .map(|(url, kind)| (url.to_owned(), kind));
    assert_eq!(listed, expected);
    for rule in &rules {
        assert_eq!(rule.matching, MatchType::Prefix);
        assert_eq!(rule.methods, RuleMethods::Default);
        assert_eq!(rule.deployment, "1");
    }
}

#[test]
fn files_are_served_on_6970_to_6972_only() {
    let ports = [6969, 6970, 6971, 6972, 6973];
    let list = AllowList::new(rules_for(&[node("cucm", Product::Cucm, &ports)]));
    let open: Vec<u16> = ports
        .into_iter()
        .filter(|port| {
            allowed_by(
                &list,
                "GET",
                &format!("https://cucm:{port}/CSFemusk.cnf.xml"),
            )
            .is_some()
        })
        .collect();
    assert_eq!(open, [6970, 6971, 6972]);
}

#[test]
fn the_documented_rule_allows_the_documented_request() {
    let list = AllowList::new(vec![rule("https://cucm.steven.lab:8443/cucm-uds/user/")]);
    let decoded = EdgeUrl::decode(
        "/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/user/emusk/devices?max=1",
    )
    .unwrap();
    let Decision::Allowed { rule } = list.decide("GET", &decoded.target) else {
        panic!("denied");
    };
    assert_eq!(rule.url(), "https://cucm.steven.lab:8443/cucm-uds/user/");
    assert_eq!(rule.kind(), "Editable rule");
}

#[test]
fn hosts_are_compared_without_case_and_one_trailing_dot() {
    let list = AllowList::new(vec![
        rule("https://Cucm.Steven.lab.:8443/a"),
        rule("https://[2001:db8::1]/a"),
    ]);
    for url in [
        "https://cucm.steven.LAB:8443/a",
        "https://CUCM.steven.lab.:8443/a",
        "https://[2001:DB8:0::1]/a",
    ] {
        assert!(allowed_by(&list, "GET", url).is_some(), "{url}");
    }
    for url in [
        "https://cucm.steven.lab.evil.lab:8443/a",
        "https://xcucm.steven.lab:8443/a",
        "https://cucm:8443/a",
        "https://[::ffff:10.48.36.215]/a",
    ] {
        let host = target(url).host;
        assert_eq!(
            denied(&list, "GET", url),
            DenyReason::Host { host },
            "{url}"
        );
    }
}

#[test]
fn a_mapped_address_is_not_the_address_that_it_maps() {
    let list = AllowList::new(vec![rule("https://10.48.36.215/a")]);
    assert_eq!(
        allowed_by(&list, "GET", "https://[::ffff:10.48.36.215]/a"),
        None
    );
}

#[test]
fn a_prefix_is_text_wherever_it_ends() {
    let list = AllowList::new(vec![
        rule("https://cucm/abc"),
        rule("https://cucm/cucm-uds/"),
        exact("https://cucm/one"),
    ]);
    for path in [
        "/abc",
        "/abcd",
        "/abc/d",
        "/cucm-uds/",
        "/cucm-uds/x",
        "/one",
        "/one?two",
    ] {
        assert!(
            allowed_by(&list, "GET", &format!("https://cucm{path}")).is_some(),
            "{path}"
        );
    }
    for path in [
        "/ab",
        "/ABC",
        "/cucm-uds",
        "/one/",
        "/one/two",
        "/?/abc",
        "/",
    ] {
        assert_eq!(
            denied(&list, "GET", &format!("https://cucm{path}")),
            DenyReason::Path {
                path: Excerpt::new(path.split('?').next().unwrap())
            },
            "{path}"
        );
    }
}

#[test]
fn paths_are_compared_in_normal_form_on_both_sides() {
    let list = AllowList::new(vec![rule("https://cucm/%63ucm%2Duds/%3a")]);
    assert_eq!(
        allowed_by(&list, "GET", "https://cucm/cu%63m-uds/%3Ax").as_deref(),
        Some("https://cucm:443/cucm-uds/%3A")
    );
    assert_eq!(allowed_by(&list, "GET", "https://cucm/cucm-uds/:x"), None);
}

#[test]
fn a_target_made_without_decoding_cannot_leave_the_prefix() {
    let list = AllowList::new(vec![
        rule("https://cucm/cucm-uds/"),
        rule("https://cucm/abc"),
    ]);
    for path in [
        "/cucm-uds/../axl",
        "/cucm-uds/%2e%2e/axl",
        "/cucm-uds/..;/axl",
        "/cucm-uds/%252e%252e/axl",
        "/abc/..",
    ] {
        let reason = DenyReason::UnsafePath(PathError::DotSegment(Excerpt::new(path)));
        assert_eq!(
            denied(&list, "GET", &format!("https://cucm{path}")),
            reason,
            "{path}"
        );
    }
    let by_hand = Target {
        path_and_query: "cucm-uds/".to_owned(),
        ..target("https://cucm/")
    };
    let reason = DenyReason::UnsafePath(PathError::NotAbsolute(Excerpt::new("cucm-uds/")));
    assert_eq!(list.decide("GET", &by_hand), Decision::Denied { reason });
}

#[test]
fn denials_say_how_far_the_request_came() {
    let list = AllowList::new(vec![
        rule("https://cucm:8443/cucm-uds/"),
        rule("https://cucm:6972/"),
        with_methods("https://cucm:8443/cucm-uds/user/", "DELETE"),
    ]);
    let host = Host::parse("cucm").unwrap();
    let cases = [
        (
            "GET",
            "https://cucm9:8443/cucm-uds/",
            DenyReason::Host {
                host: Host::parse("cucm9").unwrap(),
            },
            "no rule for host cucm9; add a rule for it or add it as a node",
        ),
        (
            "GET",
            "https://cucm:443/cucm-uds/",
            DenyReason::Port {
                host,
                port: port(443),
                listed: vec![port(6972), port(8443)],
            },
            "no rule for port 443 of host cucm, only for 6972, 8443; add a rule for the port",
        ),
        (
            "PATCH",
            "http://cucm:8443/axl/?/cucm-uds/",
            DenyReason::Path {
                path: Excerpt::new("/axl/"),
            },
            "no rule for path '/axl/'; add a rule for it",
        ),
        (
            "PATCH",
            "http://cucm:8443/cucm-uds/user/emusk",
            DenyReason::Method {
                method: Excerpt::new("PATCH"),
                listed: "GET,POST,PUT,DELETE".parse().unwrap(),
            },
            "method 'PATCH' is not allowed, only GET,POST,PUT,DELETE; add it to the rule if it is needed",
        ),
        (
            "get",
            "https://cucm:6972/a",
            DenyReason::Method {
                method: Excerpt::new("get"),
                listed: Methods::DEFAULT,
            },
            "method 'get' is not allowed, only GET,POST,PUT; add it to the rule if it is needed",
        ),
        (
            "GET",
            "http://cucm:6972/a",
            DenyReason::Protocol {
                protocol: Protocol::Http,
            },
            "no rule for protocol http; use the other one or add an editable rule",
        ),
    ];
    for (method, url, reason, message) in cases {
        let found = denied(&list, method, url);
        assert_eq!(found.to_string(), message);
        assert_eq!(found, reason);
    }
}

#[test]
fn plain_http_needs_an_editable_rule_that_says_so() {
    let mut automatic = rules_for(&[node("cucm", Product::Cucm, &[6970])]);
    for rule in &mut automatic {
        rule.protocol = Protocol::Http;
    }
    let reason = DenyReason::Protocol {
        protocol: Protocol::Http,
    };
    let list = AllowList::new(automatic);
    assert_eq!(denied(&list, "GET", "http://cucm:6970/a"), reason);

    let list = AllowList::new(vec![rule("http://cucm:6970/a")]);
    assert_eq!(
        allowed_by(&list, "GET", "http://cucm:6970/a").as_deref(),
        Some("http://cucm:6970/a")
    );
    let reason = DenyReason::Protocol {
        protocol: Protocol::Https,
    };
    assert_eq!(denied(&list, "GET", "https://cucm:6970/a"), reason);
}

#[test]
fn the_first_rule_is_named_and_automatic_rules_come_first() {
    let mut rules = vec![
        with_methods("https://cucm:8443/cucm-uds/", "DELETE"),
        rule("https://cucm:8443/"),
        rule("https://cucm:8443/cucm-uds/user/"),
    ];
    rules.extend(rules_for(&[node("cucm", Product::Cucm, &[8443])]));
    let list = AllowList::new(rules);
    let kinds: Vec<_> = list.rules().iter().map(Rule::kind).collect();
    assert_eq!(
        kinds.first(),
        Some(&"Automatically generated rule for CUCM server")
    );
    for (method, path, named) in [
        ("GET", "/cucm-uds/user/emusk", "https://cucm:8443/cucm-uds/"),
        ("GET", "/axl/", "https://cucm:8443/"),
        (
            "DELETE",
            "/cucm-uds/user/emusk",
            "https://cucm:8443/cucm-uds/",
        ),
    ] {
        let found = allowed_by(&list, method, &format!("https://cucm:8443{path}"));
        assert_eq!(found.as_deref(), Some(named), "{method} {path}");
    }
}

#[test]
fn default_methods_are_those_of_the_list_and_chosen_ones_those_of_the_rule() {
    let rules = vec![
        rule("https://cucm/a"),
        with_methods("https://cucm/b", "HEAD"),
    ];
    let narrow = AllowList::with_default_methods(rules.clone(), "GET".parse().unwrap());
    let usual = AllowList::new(rules);
    for (method, path, in_usual, in_narrow) in [
        ("GET", "/a", true, true),
        ("PUT", "/a", true, false),
        ("HEAD", "/a", false, false),
        ("HEAD", "/b", true, true),
        ("GET", "/b", false, false),
    ] {
        let target = target(&format!("https://cucm{path}"));
        assert_eq!(
            usual.decide(method, &target).is_allowed(),
            in_usual,
            "{method} {path}"
        );
        assert_eq!(
            narrow.decide(method, &target).is_allowed(),
            in_narrow,
            "{method} {path}"
        );
    }
}

#[test]
fn rules_of_other_deployments_count_only_where_none_is_asked_for() {
    let east = Rule {
        deployment: "east".to_owned(),
        ..rule("https://cucm/a")
    };
    let list = AllowList::new(vec![east]);
    let target = target("https://cucm/a");
    assert!(list.decide("GET", &target).is_allowed());
    assert!(list.decide_in("east", "GET", &target).is_allowed());
    let reason = DenyReason::Host {
        host: target.host.clone(),
    };
    assert_eq!(
        list.decide_in(DEFAULT_DEPLOYMENT, "GET", &target),
        Decision::Denied { reason }
    );
}

#[test]
fn an_empty_list_allows_nothing() {
    let list = AllowList::new(Vec::new());
    assert_eq!(allowed_by(&list, "GET", "https://cucm/"), None);
}

#[test]
fn paths_of_rules_are_held_to_the_same_checks() {
    for (path, error) in [
        ("/a/../b", PathError::DotSegment(Excerpt::new("/a/../b"))),
        ("/a?b", PathError::Query(Excerpt::new("/a?b"))),
        (
            "/a%2fb",
            PathError::EncodedSeparator(Excerpt::new("/a%2fb")),
        ),
    ] {
        assert_eq!(RulePath::parse(path), Err(error.clone()));
        assert_eq!(
            Rule::parse(&format!("https://cucm{path}")),
            Err(error.into())
        );
    }
}
