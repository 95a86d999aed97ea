//! The page, read by a parser that follows the HTML standard.

mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use openssl::sha::sha256;
use tollgate_report::html::{Options, render};
use tollgate_report::{Cell, Finding, Message, Report, State};
use tollgate_text::Language;

use crate::{sample, snapshot};
use tree::{Element, parse};

fn english(report: &Report) -> String {
    render(report, &Options::default())
}

fn page() -> Element {
    parse(&english(&sample::report()))
}

/// Pages for the checks in a browser: `tests/browser/check.mjs`.
#[test]
fn pages_for_browsers() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        let html = render(&sample::report(), &Options { language });
        fs::write(folder.join(format!("{language}.html")), html).unwrap();
    }
    let empty = english(&Report::default());
    fs::write(folder.join("empty.html"), empty).unwrap();
}

#[test]
fn the_page_is_as_it_was_reviewed() {
    let html = english(&sample::report());
    let without_assets = html
        .replace(include_str!("../../src/html/page.css"), "/* page.css */")
        .replace(include_str!("../../src/html/page.js"), "// page.js");
    // Digests change with the style sheet and the script, which have tests of their own.
    let lines = without_assets.lines();
    let lines = lines.filter(|line| !line.contains("Content-Security-Policy"));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    snapshot::compare("report.html", &text);
}

#[test]
fn the_policy_allows_our_own_style_and_script_and_nothing_else() {
    let page = page();
    let policy = page
        .all("meta")
        .into_iter()
        .find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"))
        .and_then(|meta| meta.attribute("content").map(str::to_owned))
        .unwrap();
    let digest = |text: &str| {
        format!(
            "'sha256-{}'",
            openssl::base64::encode_block(&sha256(text.as_bytes()))
        )
    };
    let style = digest(&page.all("style").first().unwrap().text());
    let scripts = page.all("script");
    let script = scripts
        .iter()
        .find(|script| script.attribute("type").is_none())
        .unwrap();
    let script = digest(&script.text());
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src {style}; script-src {script}; img-src data:; \
             base-uri 'none'; form-action 'none'"
        )
    );
}

#[test]
fn nothing_on_the_page_is_fetched_or_run() {
    for language in Language::ALL {
        let page = parse(&render(&sample::report(), &Options { language }));
        for element in page.every() {
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on"), "{}: {name}", element.name);
                assert!(
                    !["src", "srcset", "style", "action", "srcdoc", "background"]
                        .contains(&name.as_str()),
                    "{}: {name}",
                    element.name
                );
                if name == "href" {
                    let is_known = ["#", "https://", "data:application/x-pem-file,"]
                        .iter()
                        .any(|begin| value.starts_with(begin));
                    assert!(is_known, "{value}");
                }
            }
            let is_known = ![
                "iframe", "object", "embed", "link", "base", "img", "template",
            ]
            .contains(&element.name.as_str());
            assert!(is_known, "{}", element.name);
        }
        assert_eq!(page.all("script").len(), 2, "ours and the data");
    }
}

#[test]
fn hostile_text_stays_text_without_hidden_characters() {
    let html = english(&sample::report());
    let hidden = html.chars().find(|&character| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(hidden, None);
    let text = parse(&html).text();
    assert!(
        text.contains("\"<script>alert(1)</script>"),
        "shown as it is"
    );
    assert!(text.contains("\\u{202e}"), "spelled out");
}

#[test]
fn arguments_from_right_to_left_are_isolated() {
    let name = "שרת <b>\u{202e}";
    let mut report = Report::default();
    let sentence = Message::new("chain-unused", [("subject", name.to_owned())]);
    report.summary.push(sentence);
    let page = parse(&english(&report));
    let verdict = page.first_with_class("verdict");
    let isolated: Vec<String> = verdict.all("bdi").iter().map(Element::text).collect();
    assert_eq!(isolated, ["שרת <b>\\u{202e}"]);
}

#[test]
fn the_embedded_data_are_the_json_report() {
    let report = sample::report();
    let page = parse(&english(&report));
    let data = page.with_id("report-json").unwrap().text();
    let embedded: serde_json::Value = serde_json::from_str(&data).unwrap();
    let json = tollgate_report::json::render(&report, Language::En);
    let expected: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(embedded, expected);
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    let page = page();
    let mut ids = BTreeSet::new();
    for element in page.every() {
        if let Some(id) = element.attribute("id") {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
    }
    for element in page.every() {
        for name in ["href", "for", "aria-labelledby"] {
            let Some(value) = element.attribute(name) else {
                continue;
            };
            let wanted: Vec<&str> = match (name, value.strip_prefix('#')) {
                ("href", Some(id)) => vec![id],
                ("href", None) => Vec::new(),
                _ => value.split(' ').collect(),
            };
            for id in wanted {
                assert!(ids.contains(id), "{name}={value}");
            }
        }
    }
}

#[test]
fn every_part_is_there_in_order() {
    let page = page();
    let titles: Vec<String> = page.all("h2").iter().map(Element::text).collect();
    assert_eq!(
        titles,
        [
            "Verdict",
            "What to do",
            "Appliances",
            "Nodes, ports and keys",
            "Findings",
            "Timeline",
            "Notes",
            "Keyboard"
        ]
    );
    let mut last = 0;
    for element in page.every() {
        let name = element.name.strip_prefix('h');
        let Some(level) = name.and_then(|level| level.parse::<u8>().ok()) else {
            continue;
        };
        assert!(
            level <= last + 1,
            "h{level} after h{last}: {}",
            element.text()
        );
        last = level;
    }
    for landmark in ["header", "nav", "main", "footer", "h1"] {
        assert_eq!(page.all(landmark).len(), 1, "{landmark}");
    }
}

#[test]
fn the_matrix_is_a_table_whose_cells_lead_to_their_findings() {
    let page = page();
    let table = page.first_with_class("matrix");
    assert_eq!(table.all("caption").len(), 1);
    let heads: Vec<String> = table
        .all("th")
        .iter()
        .filter(|head| head.attribute("scope") != Some("row"))
        .map(Element::text)
        .collect();
    assert_eq!(
        heads,
        [
            "Node",
            "Port 6972",
            "Port 8443",
            "Port unknown",
            "ECDSA",
            "RSA",
            "Key not visible"
        ]
    );
    let link = table
        .all("a")
        .into_iter()
        .find(|link| link.text().contains("TG1001"))
        .unwrap();
    assert!(link.text().contains("Fails"), "{}", link.text());
    assert!(link.text().contains("14 failed"), "{}", link.text());
    assert_eq!(
        link.attribute("href"),
        Some("#TG1001-cucm.steven.lab-6972-ecdsa")
    );
    let target = page.with_id("TG1001-cucm.steven.lab-6972-ecdsa").unwrap();
    assert!(
        target.text().contains("On port 6972"),
        "the body of the finding"
    );
}

#[test]
fn states_and_categories_are_counted() {
    let report = sample::report();
    let page = parse(&english(&report));
    for state in State::ALL {
        let section = page.with_id(&format!("state-{state}")).unwrap();
        let findings = section.with_class("finding");
        assert_eq!(findings.len(), report.in_state(state).count(), "{state}");
    }
    let counts: Vec<String> = page
        .with_class("tab")
        .iter()
        .map(|tab| tab.first_with_class("count").text())
        .collect();
    assert_eq!(counts, ["2", "1", "2", "2", "1"]);
    let categories: Vec<String> = page.with_class("check").iter().map(Element::text).collect();
    assert_eq!(
        categories,
        [
            "Call2",
            "MRA3",
            "Configuration3",
            "Defects only2",
            "Single keys are commands"
        ]
    );
}

#[test]
fn a_workaround_is_the_last_action_and_names_its_risk() {
    let mut report = sample::report();
    for finding in &mut report.findings {
        finding.actions.reverse();
    }
    let page = parse(&english(&report));
    let actions = page.first_with_class("actions").all("li");
    let last = actions.last().unwrap().text();
    assert!(last.starts_with("Workaround"), "{last}");
    assert!(
        last.contains("Risk: Nobody checks who the node is."),
        "{last}"
    );
    assert_eq!(actions.len(), 2);
}

#[test]
fn certificates_are_saved_from_the_page_itself() {
    let page = page();
    let links: Vec<Element> = page
        .all("a")
        .into_iter()
        .filter(|link| link.attribute("download").is_some())
        .collect();
    let first = links.first().unwrap();
    assert_eq!(
        first.attribute("download"),
        Some("cucm-EC.steven.lab-a81b233a.pem")
    );
    let address = first.attribute("href").unwrap();
    let encoded = address
        .strip_prefix("data:application/x-pem-file,")
        .unwrap();
    let pem = encoded
        .replace("%20", " ")
        .replace("%0A", "\n")
        .replace("%2B", "+")
        .replace("%3D", "=");
    assert_eq!(pem, sample::upload().pem);
    let identity = page.first_with_class("fingerprint").text();
    assert!(
        identity.starts_with("SHA-256 A8:1B:23:3A:F4:"),
        "{identity}"
    );
}

#[test]
fn pictures_have_a_title_a_description_and_an_equal_in_text() {
    let page = page();
    let pictures: Vec<Element> = page
        .all("svg")
        .into_iter()
        .filter(|svg| svg.attribute("role") == Some("img"))
        .collect();
    assert_eq!(pictures.len(), 3, "two chains and the timeline");
    for picture in &pictures {
        assert_ne!(picture.all("title").first().unwrap().text(), "");
        assert_ne!(picture.all("desc").first().unwrap().text(), "");
    }
    let chains = page.with_class("chain");
    let chain = &chains[1];
    let names: Vec<String> = chain
        .all("li")
        .iter()
        .map(|certificate| certificate.all("b").first().unwrap().text())
        .collect();
    assert_eq!(
        names.first().unwrap(),
        "vngtp-ACTIVE-DIR-CA",
        "the root is outermost"
    );
    assert_eq!(names.len(), 3);
    let timeline = page.with_id("timeline").unwrap();
    assert_eq!(timeline.all("tbody").first().unwrap().all("tr").len(), 6);
    assert!(
        timeline
            .all("desc")
            .first()
            .unwrap()
            .text()
            .contains("cucm.steven.lab:6972 ECDSA: 14 failed, 0 passed, 1 unknown."),
        "{}",
        timeline.all("desc").first().unwrap().text()
    );
}

#[test]
fn findings_that_wait_for_one_input_stand_together() {
    let page = page();
    let section = page.with_id("state-missing-information").unwrap();
    let groups = section.with_class("group");
    assert_eq!(
        groups.len(),
        2,
        "one waits for a capture, one names nothing"
    );
    let collect: Vec<String> = groups
        .iter()
        .flat_map(|group| group.with_class("collect"))
        .map(|collect| collect.text())
        .collect();
    assert_eq!(collect.len(), 1);
    assert!(
        collect.concat().contains("1 check waits for it."),
        "{collect:?}"
    );
}

#[test]
fn an_empty_report_is_a_page_that_says_so() {
    let page = parse(&english(&Report::default()));
    assert!(page.text().contains("No finding is in this state."));
    assert_eq!(page.all("h1").first().unwrap().text(), "Tollgate report");
}

#[test]
fn a_large_report_without_evidence_stays_small() {
    let mut report = sample::report();
    let finding = report.findings.first().unwrap().clone();
    for port in 0..24_u16 {
        let cell = Cell {
            port: Some(port),
            ..sample::cell("cucm.steven.lab", 0, tollgate_report::KeyFamily::Rsa)
        };
        report.findings.push(Finding {
            cells: vec![cell],
            evidence: Vec::new(),
            state: State::PotentialProblem,
            ..finding.clone()
        });
    }
    let size = english(&report).len();
    assert!(size < 1_000_000, "{size}");
    assert!(english(&Report::default()).len() < 60_000);
}

#[test]
fn every_language_names_itself_and_its_states() {
    for (language, words) in [
        (Language::En, "Issues found"),
        (Language::Nl, "Problemen gevonden"),
        (Language::PtBr, "Problemas encontrados"),
        (Language::ZhTw, "發現問題"),
        (Language::Ja, "検出された問題"),
    ] {
        let page = parse(&render(&sample::report(), &Options { language }));
        let html = page.all("html");
        assert_eq!(
            html.first().unwrap().attribute("lang"),
            Some(language.tag())
        );
        let state = page.with_id("state-issue-found-title").unwrap().text();
        assert!(state.starts_with(words), "{state}");
    }
}

#[test]
fn crowds_of_cells_are_cut_and_counted() {
    let mut report = sample::report();
    let crowd = |port| Cell {
        port: Some(port),
        ..sample::cell("cucm.steven.lab", 0, tollgate_report::KeyFamily::Rsa)
    };
    report.findings[0].cells = (1..=300).map(crowd).collect();
    report.matrix[1].cell = crowd(250);
    report.plan[0].cells = (1..=300).map(crowd).collect();
    let page = parse(&english(&report));
    let cells = page.first_with_class("cells");
    assert_eq!(cells.all("li").len(), 200);
    assert!(page.text().contains("and 100 more"), "of the finding");
    assert!(
        page.first_with_class("plan")
            .text()
            .contains("and 276 more")
    );
    let table = page.first_with_class("matrix");
    let hrefs: Vec<Element> = table.all("a");
    let leads = hrefs
        .iter()
        .any(|link| link.attribute("href") == Some("#TG1001-cucm.steven.lab-1-rsa"));
    assert!(leads, "a cell that is not listed leads to its finding");
}

#[test]
fn every_label_exists_in_every_language() {
    for language in Language::ALL {
        let page = parse(&render(&sample::report(), &Options { language }));
        // A message that is missing shows its id.
        let text = page.all("body").first().unwrap().text();
        for prefix in [
            "page-",
            "report-heading-",
            "report-label-",
            "report-state-",
            "label-",
        ] {
            let shown = text
                .split_whitespace()
                .find(|word| word.starts_with(prefix));
            assert_eq!(shown, None, "{language}");
        }
    }
}
