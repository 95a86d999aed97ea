//! Properties that hold for any input.

use std::net::IpAddr;
use std::num::NonZeroU16;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use proptest::prelude::*;
use tollgate_uc::{
    AllowList, EdgeUrl, Host, MatchType, Protocol, Rule, RulePath, Target, export_rules,
    export_tests, import_rules, import_tests,
};

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,12}[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]{1,8}){0,3}\\.?"
        .prop_filter("an ambiguous number", |name| {
            Host::parse(name).is_ok_and(|h| h.as_ip().is_none())
        })
}

fn host() -> impl Strategy<Value = Host> {
    prop_oneof![
        name().prop_map(|name| Host::parse(&name).unwrap()),
        any::<IpAddr>().prop_map(Host::from),
    ]
}

fn protocol() -> impl Strategy<Value = Protocol> {
    prop_oneof![Just(Protocol::Https), Just(Protocol::Http)]
}

/// Pieces of which paths are made, some of them dangerous, alone or together.
fn piece() -> impl Strategy<Value = String> {
    let dangerous = vec![
        "..",
        ".",
        "%2e",
        "%2E.",
        ";",
        "%3b",
        "%",
        "%2",
        "\\",
        "%2f",
        "%5C",
        "%c0%ae",
        "%25",
        "5c",
        "2e",
        "\u{e9}",
        "\0",
        "?",
        "/../",
        "/./",
        "/..;/",
        "%252e%252e",
        "%25252f",
    ];
    prop_oneof![
        8 => "[a-zA-Z0-9_~:;=@,+.-]{1,4}",
        6 => Just("/".to_owned()),
        3 => "%(25){0,4}[2-7][0-9a-fA-F]",
        1 => "%(25){0,3}[0-9a-fA-F]{2}",
        2 => prop::sample::select(dangerous).prop_map(str::to_owned),
    ]
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..10).prop_map(|pieces| format!("/{}", pieces.concat()))
}

fn accepted_path() -> impl Strategy<Value = String> {
    path().prop_filter("a refused path", |path| RulePath::parse(path).is_ok())
}

fn segments_of(text: &str) -> Vec<String> {
    text.replace('\\', "/")
        .split('/')
        .map(|segment| segment.split(';').next().unwrap().to_owned())
        .collect()
}

/// An independent reading of percent-encoding, until nothing is left to decode.
fn decoded_to_the_end(path: &str) -> Vec<u8> {
    let mut octets = path.as_bytes().to_vec();
    loop {
        let mut decoded = Vec::new();
        let mut rest = octets.as_slice();
        while let Some((first, tail)) = rest.split_first() {
            let pair = tail
                .get(..2)
                .and_then(|pair| std::str::from_utf8(pair).ok());
            let value = pair
                .filter(|pair| pair.bytes().all(|octet| octet.is_ascii_hexdigit()))
                .and_then(|pair| u8::from_str_radix(pair, 16).ok());
            match value {
                Some(value) if *first == b'%' => {
                    decoded.push(value);
                    rest = tail.split_at(2).1;
                }
                _ => {
                    decoded.push(*first);
                    rest = tail;
                }
            }
        }
        if decoded == octets {
            return decoded;
        }
        octets = decoded;
    }
}

/// Where a server ends up that drops path parameters and resolves dot segments.
fn resolved(path: &str) -> Vec<String> {
    let mut place = Vec::new();
    for segment in segments_of(path) {
        match segment.as_str() {
            "" | "." => {}
            ".." => {
                place.pop();
            }
            _ => place.push(segment),
        }
    }
    place
}

proptest! {
    #[test]
    fn decoding_an_encoded_edge_url_gives_it_back(
        domain in name(),
        protocol in protocol(),
        host in host(),
        port in any::<NonZeroU16>(),
        path in accepted_path(),
        query in prop::option::of("[a-zA-Z0-9%&=/?.\\\\;+_~-]{0,20}"),
        edge in prop::option::of("https?://[a-z_]{1,8}(:[1-9][0-9]{0,3})?"),
    ) {
        let path_and_query = match query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        };
        let url = EdgeUrl { domain, target: Target { protocol, host, port, path_and_query } };
        let encoded = url.encode();
        prop_assert!(encoded.is_ascii());
        let request_target = format!("{}{encoded}", edge.unwrap_or_default());
        prop_assert_eq!(EdgeUrl::decode(&request_target), Ok(url));
    }

    #[test]
    fn any_text_is_decoded_or_refused_in_printable_ascii(
        request_target in prop_oneof![
            any::<String>(),
            path(),
            "https?://.{0,20}/.{0,20}",
            (any::<Vec<u8>>(), path())
                .prop_map(|(octets, path)| format!("/{}{path}", STANDARD_NO_PAD.encode(octets))),
            ("[a-z./:@0-9\\[\\]%\r\n\0\u{e9}]{0,40}", path())
                .prop_map(|(text, path)| format!("/{}{path}", STANDARD_NO_PAD.encode(text))),
            (".{0,6}", ".{0,6}", ".{0,12}", ".{0,6}", path()).prop_map(|(d, s, h, p, path)| {
                format!("/{}{path}", STANDARD_NO_PAD.encode(format!("{d}/{s}/{h}/{p}")))
            }),
        ],
    ) {
        match EdgeUrl::decode(&request_target) {
            Ok(url) => prop_assert_eq!(EdgeUrl::decode(&url.encode()), Ok(url)),
            Err(error) => {
                let message = error.to_string();
                prop_assert!(message.bytes().all(|octet| matches!(octet, b' '..=b'~')), "{}", message);
                prop_assert!(message.len() < 400, "{}", message);
            }
        }
    }

    #[test]
    fn hosts_read_back_what_they_show(text in prop_oneof![any::<String>(), name(), "[0-9a-fx.:\\[\\]]{0,20}"]) {
        if let Ok(host) = Host::parse(&text) {
            prop_assert_eq!(&Host::parse(&host.to_string()), &Ok(host.clone()));
            prop_assert_eq!(&Host::parse(&host.authority()), &Ok(host.clone()));
            let shown = host.to_string();
            prop_assert!(shown.len() <= 254);
            let harmless = |octet: u8| octet.is_ascii_alphanumeric() || b"-_.:".contains(&octet);
            prop_assert!(shown.bytes().all(harmless));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(path in accepted_path()) {
        let normal = RulePath::parse(&path).unwrap();
        prop_assert_eq!(RulePath::parse(normal.as_str()), Ok(normal));
    }

    #[test]
    fn the_normal_form_means_the_same(path in accepted_path()) {
        let normal = RulePath::parse(&path).unwrap();
        prop_assert_eq!(decoded_to_the_end(normal.as_str()), decoded_to_the_end(&path));
    }

    #[test]
    fn no_accepted_path_decodes_to_a_dot_segment_or_control_character(path in accepted_path()) {
        let decoded = decoded_to_the_end(&path);
        let text = String::from_utf8(decoded);
        prop_assert!(text.is_ok());
        let text = text.unwrap();
        prop_assert!(!text.chars().any(char::is_control));
        prop_assert!(!segments_of(&text).iter().any(|segment| matches!(segment.as_str(), "." | "..")));
        prop_assert_eq!(text.matches('/').count(), path.matches('/').count());
    }

    #[test]
    fn no_allowed_path_leaves_the_prefix_of_its_rule(tail in path(), spelled in any::<bool>()) {
        let prefix = if spelled { "/%63ucm-uds/user" } else { "/cucm-uds/user" };
        let list = AllowList::new(vec![Rule::parse("https://cucm/cucm-uds/user/").unwrap()]);
        let path_and_query = format!("{prefix}{tail}");
        let target = Target { path_and_query, ..Target::parse("https://cucm").unwrap() };
        if list.decide("GET", &target).is_allowed() {
            let decoded = String::from_utf8(decoded_to_the_end(target.path()));
            prop_assert!(decoded.is_ok());
            let place = resolved(&decoded.unwrap());
            prop_assert_eq!(place.first().map(String::as_str), Some("cucm-uds"));
            prop_assert_eq!(place.get(1).map(String::as_str), Some("user"));
        }
    }

    #[test]
    fn an_accepted_path_is_allowed_by_a_rule_with_itself(path in accepted_path(), host in host()) {
        let url = format!("https://{}{path}", host.authority());
        let exact = Rule { matching: MatchType::Exact, ..Rule::parse(&url).unwrap() };
        let list = AllowList::new(vec![exact]);
        prop_assert!(list.decide("GET", &Target::parse(&url).unwrap()).is_allowed());
    }

    #[test]
    fn any_octets_are_imported_or_reported_and_export_reads_back(
        header in prop::sample::select(vec![
            "Url,Deployment,HttpMethods,MatchType,Description\n",
            "Url,ExpectedResult,Deployment,Description,HttpMethod\n",
            "",
        ]),
        lines in prop::collection::vec(prop_oneof![
            any::<Vec<u8>>(),
            "https://[a-z.]{1,8}/[a-z%/.]{0,6},[a-z\", =]{0,8},(GET|\"GET,PUT\")?,(exact)?,[ -~\t\u{e9}]{0,12}"
                .prop_map(String::into_bytes),
            "https://[a-z]{1,8}/[a-z%/.]{0,6},(allow|block),[a-z ]{0,4},[ -~\t]{0,12},(PUT)?"
                .prop_map(String::into_bytes),
        ], 0..6),
    ) {
        let mut file = header.as_bytes().to_vec();
        for line in lines {
            file.extend(line);
            file.push(b'\n');
        }
        let rules = import_rules(&file);
        let again = import_rules(export_rules(&rules.entries).as_bytes());
        prop_assert_eq!(again.problems, []);
        prop_assert_eq!(again.entries, rules.entries);
        let tests = import_tests(&file);
        let again = import_tests(export_tests(&tests.entries).as_bytes());
        prop_assert_eq!(again.problems, []);
        prop_assert_eq!(again.entries.len(), tests.entries.len());
        for (one, two) in again.entries.iter().zip(&tests.entries) {
            prop_assert_eq!((&one.target, &one.description), (&two.target, &two.description));
        }
    }
}
