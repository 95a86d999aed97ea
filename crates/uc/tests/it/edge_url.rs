//! Edge URLs: the documented samples, other spellings of them, and each refusal.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use tollgate_uc::{
    EdgeUrl, EdgeUrlError, Excerpt, Field, Host, HostError, MAX_REQUEST_TARGET, PathError,
    PortError, Protocol, UnknownProtocol, UrlError,
};

const CUCM_8443: &str = "c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw";
const CUCM_6972: &str = "c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvNjk3Mg";
const ADDRESS_8443: &str = "c3RldmVuLmxhYi9odHRwcy8xMC40OC4zNi4yMTUvODQ0Mw";

fn shown(text: &str) -> Excerpt {
    Excerpt::new(text)
}

fn encoded(text: &str) -> String {
    STANDARD_NO_PAD.encode(text)
}

fn decode(request_target: &str) -> EdgeUrl {
    EdgeUrl::decode(request_target).unwrap()
}

#[test]
fn the_documented_requests_are_decoded() {
    for (request_target, url, path_and_query) in [
        (
            format!("http://vcs_control.steven.lab:8443/{CUCM_8443}/cucm-uds/user/emusk/devices"),
            "https://cucm.steven.lab:8443/cucm-uds/user/emusk/devices",
            "/cucm-uds/user/emusk/devices",
        ),
        (
            format!("http://vcs_control.steven.lab:8443/{CUCM_6972}/CSFemusk.cnf.xml"),
            "https://cucm.steven.lab:6972/CSFemusk.cnf.xml",
            "/CSFemusk.cnf.xml",
        ),
        (
            format!("/{ADDRESS_8443}/cucm-uds/user/emusk/devices?max=100"),
            "https://10.48.36.215:8443/cucm-uds/user/emusk/devices",
            "/cucm-uds/user/emusk/devices?max=100",
        ),
    ] {
        let decoded = decode(&request_target);
        assert_eq!(decoded.domain, "steven.lab");
        assert_eq!(decoded.target.protocol, Protocol::Https);
        assert_eq!(decoded.target.url(), url);
        assert_eq!(decoded.target.path_and_query, path_and_query);
        assert!(
            request_target.ends_with(&decoded.encode()),
            "{request_target}"
        );
    }
}

#[test]
fn padding_and_the_scheme_and_host_of_the_absolute_form_decide_nothing() {
    let expected = decode(&format!("/{CUCM_8443}/a?b"));
    for request_target in [
        format!("/{CUCM_8443}==/a?b"),
        format!("/{CUCM_8443}%3D%3d/a?b"),
        format!("/%63{}/a?b", CUCM_8443.strip_prefix('c').unwrap()),
        format!("http://vcs_control.steven.lab:8443/{CUCM_8443}/a?b"),
        format!("HTTP://vcs_control.steven.lab/{CUCM_8443}/a?b"),
        format!("https://10.48.36.46:8443/{CUCM_8443}==/a?b"),
        format!("https://[2001:db8::46]/{CUCM_8443}/a?b"),
        format!(
            "/{}/a?b",
            STANDARD.encode("steven.lab/HTTPS/cucm.steven.lab/8443")
        ),
    ] {
        assert_eq!(decode(&request_target), expected, "{request_target}");
    }
}

#[test]
fn a_request_without_path_is_one_for_the_root() {
    for (request_target, path_and_query) in [
        (format!("/{CUCM_8443}"), "/"),
        (format!("/{CUCM_8443}/"), "/"),
        (format!("/{CUCM_8443}?a=/b"), "/?a=/b"),
        (format!("/{CUCM_8443}/?"), "/?"),
    ] {
        let target = decode(&request_target).target;
        assert_eq!(target.path_and_query, path_and_query, "{request_target}");
    }
}

#[test]
fn path_and_query_reach_the_node_as_the_client_wrote_them() {
    let written = "/%63ucm-uds/user/a%20b?email=a%40b&back=https://x/../y%0d\\?";
    let target = decode(&format!("/{CUCM_8443}{written}")).target;
    assert_eq!(target.path_and_query, written);
    assert_eq!(target.path(), "/%63ucm-uds/user/a%20b");
    assert_eq!(
        target.query(),
        Some("email=a%40b&back=https://x/../y%0d\\?")
    );
}

#[test]
fn hosts_may_be_ipv6_addresses_with_or_without_brackets() {
    let host = Host::parse("2001:db8::215").unwrap();
    for text in [
        "steven.lab/https/2001:db8::215/8443",
        "steven.lab/https/[2001:DB8:0::215]/8443",
    ] {
        let decoded = decode(&format!("/{}/a", encoded(text)));
        assert_eq!(decoded.target.host, host);
        assert_eq!(decoded.target.url(), "https://[2001:db8::215]:8443/a");
        assert_eq!(decode(&decoded.encode()), decoded);
    }
}

#[test]
fn the_plain_protocol_is_decoded_for_the_allow_list_to_judge() {
    let decoded = decode(&format!("/{}/a", encoded("steven.lab/http/cucm/6970")));
    assert_eq!(decoded.target.protocol, Protocol::Http);
}

#[test]
fn a_domain_alone_is_a_question_to_the_edge() {
    let reason = EdgeUrlError::NotProxied(shown("tent-pa.com"));
    for request_target in [
        "/dGVudC1wYS5jb20/get_edge_config?service_name=_cisco-uds&service_name=_cuplogin",
        "/dGVudC1wYS5jb20/get_edge_config/",
        "/dGVudC1wYS5jb20=/get_edge_sso?email=a",
    ] {
        assert_eq!(EdgeUrl::decode(request_target), Err(reason.clone()));
    }
}

#[test]
fn each_malformed_request_target_has_its_reason() {
    let valid = format!("/{CUCM_8443}/a");
    let absolute = |authority: &str| format!("http://{authority}{valid}");
    let cases = [
        (String::new(), EdgeUrlError::Empty),
        ("*".into(), EdgeUrlError::Form(shown("*"))),
        ("cucm:8443".into(), EdgeUrlError::Form(shown("cucm:8443"))),
        ("a/b".into(), EdgeUrlError::Form(shown("a/b"))),
        ("ftp://a/b".into(), EdgeUrlError::Form(shown("ftp://a/b"))),
        (
            absolute("emusk:secret@vcs_control.steven.lab:8443"),
            EdgeUrlError::Userinfo(shown(&absolute("emusk:secret@vcs_control.steven.lab:8443"))),
        ),
        (
            absolute(""),
            EdgeUrlError::Authority {
                found: shown(&absolute("")),
                source: HostError::Empty.into(),
            },
        ),
        (
            absolute("vcs:08443"),
            EdgeUrlError::Authority {
                found: shown(&absolute("vcs:08443")),
                source: PortError::LeadingZero(shown("08443")).into(),
            },
        ),
        (
            absolute("a:b:c"),
            EdgeUrlError::Authority {
                found: shown(&absolute("a:b:c")),
                source: UrlError::Authority(shown("a:b:c")),
            },
        ),
        (
            format!("{valid}#x"),
            EdgeUrlError::Fragment(shown(&format!("{valid}#x"))),
        ),
        (
            format!("{valid}?x#y"),
            EdgeUrlError::Fragment(shown(&format!("{valid}?x#y"))),
        ),
        (
            format!("{valid}\r\nX: y"),
            EdgeUrlError::Control(shown(&format!("{valid}\r\nX: y"))),
        ),
        (
            format!("{valid}?\0"),
            EdgeUrlError::Control(shown(&format!("{valid}?\0"))),
        ),
        ("/".into(), EdgeUrlError::NoSegment(shown("/"))),
        ("/?a".into(), EdgeUrlError::NoSegment(shown("/?a"))),
        (
            format!("/{valid}"),
            EdgeUrlError::NoSegment(shown(&format!("/{valid}"))),
        ),
        (
            "http://vcs:8443".into(),
            EdgeUrlError::NoSegment(shown("http://vcs:8443")),
        ),
        (
            "http://vcs/".into(),
            EdgeUrlError::NoSegment(shown("http://vcs/")),
        ),
        (
            format!("{valid}?a b"),
            EdgeUrlError::QueryCharacter {
                found: shown("a b"),
                character: shown(" "),
            },
        ),
        (
            format!("{valid}?a=\"b\""),
            EdgeUrlError::QueryCharacter {
                found: shown("a=\"b\""),
                character: shown("\""),
            },
        ),
        (
            format!("{valid}?\u{e9}"),
            EdgeUrlError::QueryCharacter {
                found: shown("\u{e9}"),
                character: shown("\u{e9}"),
            },
        ),
    ];
    for (request_target, reason) in cases {
        assert_eq!(
            EdgeUrl::decode(&request_target),
            Err(reason),
            "{request_target:?}"
        );
    }
}

#[test]
fn each_malformed_first_segment_has_its_reason() {
    let base64 = |segment: &str| (segment.to_owned(), EdgeUrlError::Base64(shown(segment)));
    let text = |text: &str, reason: EdgeUrlError| (encoded(text), reason);
    let count = |text: &str, count: usize| {
        let found = shown(text);
        (encoded(text), EdgeUrlError::FieldCount { found, count })
    };
    let empty = |text: &str, field: Field| {
        let found = shown(text);
        (encoded(text), EdgeUrlError::EmptyField { found, field })
    };
    let domain = |domain: &str, source: Option<HostError>| {
        let found = shown(domain);
        let reason = EdgeUrlError::Domain { found, source };
        (encoded(&format!("{domain}/https/cucm/8443")), reason)
    };
    let host = |host: &str, reason: HostError| {
        (
            encoded(&format!("steven.lab/https/{host}/8443")),
            reason.into(),
        )
    };
    let port = |port: &str, reason: PortError| {
        (
            encoded(&format!("steven.lab/https/cucm/{port}")),
            reason.into(),
        )
    };
    let protocol = |protocol: &str| {
        let reason = UnknownProtocol(shown(protocol));
        (
            encoded(&format!("steven.lab/{protocol}/cucm/8443")),
            reason.into(),
        )
    };
    let control = |host: &str| {
        let text = format!("steven.lab/https/{host}/8443");
        (encoded(&text), EdgeUrlError::DecodedControl(shown(&text)))
    };
    let cases = [
        base64("cucm-uds.xml"),
        base64("c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0M"),
        base64("c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw="),
        base64("c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw==="),
        base64("c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mx"),
        base64("c3Rl dmVu"),
        base64("%"),
        base64("c3Rl%00"),
        base64("c3RldmVu%2541"),
        base64("\u{e9}"),
        (
            "_-8".into(),
            EdgeUrlError::NotUtf8(Excerpt::of_bytes(b"\xff\xef")),
        ),
        (
            "+w".into(),
            EdgeUrlError::NotUtf8(Excerpt::of_bytes(b"\xfb")),
        ),
        (
            STANDARD_NO_PAD.encode(b"steven.lab/https/cucm\xc0\xae/8443"),
            EdgeUrlError::NotUtf8(Excerpt::of_bytes(b"steven.lab/https/cucm\xc0\xae/8443")),
        ),
        (
            "A".repeat(721),
            EdgeUrlError::SegmentTooLong { length: 721 },
        ),
        control("cucm\r\nHost: x"),
        control("cucm\0.evil.lab"),
        control("cucm\u{7f}"),
        control("cucm\u{85}"),
        count("not a domain", 1),
        count("10.48.36.215", 1),
        count("steven.lab/https/cucm", 3),
        count("steven.lab/https/cucm/8443/", 5),
        count("steven.lab/https/cucm/8443/cucm-uds", 5),
        count("https://cucm:8443/a/b/c", 6),
        empty("/https/cucm/8443", Field::Domain),
        empty("steven.lab//cucm/8443", Field::Protocol),
        empty("steven.lab/https//8443", Field::Host),
        empty("steven.lab/https/cucm/", Field::Port),
        empty("///", Field::Domain),
        domain("10.48.36.215", None),
        domain("2001:db8::1", None),
        domain("..", Some(HostError::EmptyLabel(shown("..")))),
        domain(
            "steven lab",
            Some(HostError::Character {
                found: shown("steven lab"),
                character: shown(" "),
            }),
        ),
        protocol("ftp"),
        protocol("https:"),
        protocol(" https"),
        host("emusk@cucm", HostError::Userinfo(shown("emusk@cucm"))),
        host("cucm:8443", HostError::Colon(shown("cucm:8443"))),
        host("..", HostError::EmptyLabel(shown(".."))),
        host("10.48.36", HostError::Ambiguous(shown("10.48.36"))),
        host("0x7f.1", HostError::Ambiguous(shown("0x7f.1"))),
        host("cucm%2f", HostError::PercentSign(shown("cucm%2f"))),
        host(
            "cucm?x",
            HostError::Character {
                found: shown("cucm?x"),
                character: shown("?"),
            },
        ),
        host(
            "cucm\\x",
            HostError::Character {
                found: shown("cucm\\x"),
                character: shown("\\"),
            },
        ),
        port("0", PortError::Zero),
        port("65536", PortError::TooLarge(shown("65536"))),
        port("+8443", PortError::NotNumeric(shown("+8443"))),
        port("08443", PortError::LeadingZero(shown("08443"))),
        port("https", PortError::NotNumeric(shown("https"))),
        text("steven.lab", EdgeUrlError::NotProxied(shown("steven.lab"))),
    ];
    for (segment, reason) in cases {
        let request_target = format!("/{segment}/a");
        assert_eq!(EdgeUrl::decode(&request_target), Err(reason), "{segment:?}");
    }
}

#[test]
fn dangerous_paths_are_refused_before_any_rule_sees_them() {
    type Reason = fn(Excerpt) -> PathError;
    let cases: [(&str, Reason); 8] = [
        ("//cucm-uds/", PathError::EmptyFirstSegment),
        ("/cucm-uds/../axl/", PathError::DotSegment),
        ("/cucm-uds/%2e%2e/axl/", PathError::DotSegment),
        ("/cucm-uds/..%2faxl/", PathError::DotSegment),
        ("/cucm-uds%2faxl/", PathError::EncodedSeparator),
        ("/cucm-uds%255caxl/", PathError::EncodedSeparator),
        ("/cucm-uds\\axl/", PathError::Backslash),
        ("/cucm-uds/%0d%0a", PathError::EncodedControl),
    ];
    for (path, reason) in cases {
        assert_eq!(
            EdgeUrl::decode(&format!("/{CUCM_8443}{path}")),
            Err(reason(shown(path)).into()),
            "{path}"
        );
    }
    let length = 8193;
    let longer = format!("/{CUCM_8443}/{}", "a".repeat(length - 1));
    assert_eq!(
        EdgeUrl::decode(&longer),
        Err(PathError::TooLong { length }.into())
    );
    let length = MAX_REQUEST_TARGET + 1;
    assert_eq!(
        EdgeUrl::decode(&"/".repeat(length)),
        Err(EdgeUrlError::TooLong { length })
    );
}

#[test]
fn edge_urls_within_edge_urls_are_refused() {
    for inner in [
        format!("/{CUCM_6972}/CSFemusk.cnf.xml"),
        format!("/{CUCM_6972}"),
        format!("/{CUCM_6972}==/a"),
        format!("/%63{}/a", CUCM_6972.strip_prefix('c').unwrap()),
        format!("/{}/a", CUCM_6972.replace('M', "%4d")),
        format!("/{}", encoded("a/http/b/1")),
    ] {
        assert_eq!(
            EdgeUrl::decode(&format!("/{CUCM_8443}{inner}")),
            Err(EdgeUrlError::Nested(shown(&inner))),
            "{inner}"
        );
    }
}

#[test]
fn messages_say_what_to_do_and_never_carry_a_line_break() {
    let segment = encoded("steven.lab/https/cucm\r\nERROR: forged/8443");
    let error = EdgeUrl::decode(&format!("/{segment}/a")).unwrap_err();
    assert_eq!(
        error.to_string(),
        r"first segment decodes to 'steven.lab/https/cucm\r\nERROR: forged/8443', which contains a control character; remove it"
    );
    let segment = encoded("steven.lab/https/10.48.36/8443");
    let error = EdgeUrl::decode(&format!("/{segment}/a")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "host '10.48.36' is ambiguous: its last label is a number but it is not an IPv4 address; \
         write all four numbers in decimal without leading zeros, or the full name"
    );
}
