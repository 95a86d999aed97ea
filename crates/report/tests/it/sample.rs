//! A report with everything in it, strangers' texts of the worst kind included.

use tollgate_report::{
    Action, Attached, Category, Cell, ChainBox, ChainPicture, Documentation, Evidence, Finding,
    FoundAt, Input, KeyFamily, Lane, Link, Mark, MatrixCell, Message, MissingInput, Origin,
    Outcome, Peer, PlanAlternative, PlanEffect, PlanStep, Report, SnippetLine, State, Timeline,
    TimelineEvent, Upload, UploadTo, Users,
};

/// What a stranger may write into a certificate, a log line or a file name: it commands a terminal,
/// hides itself, is a formula, and is markup of every form of report.
pub(crate) const HOSTILE: &str = "=cmd|'/C calc'!A0\u{1b}[2J\u{202e}\"<script>alert(1)</script>\r\n\
    # heading\n- item\n```\n<!-- [x](javascript:alert(1)) ![y](http://evil.example/z) ]]> &amp; \
    **bold** _it_ `code` | cell | https://evil.example www.evil.example a@evil.example $x$ ~~s~~";

/// The archive that most of it is in.
pub(crate) const ARCHIVE: &str = "diagnostic_log_vcsc_2022-07-11_16:57:46.tar.gz";

const LOG: &str = "loggingsnapshot_vcsc_2022-07-11_16:57:46.txt";
const CAPTURE: &str = "eth0_diagnostic_logging_tcpdump00_vcsc_2022-07-11_16_55_44.pcap";

/// 2022-07-11T16:55:26.016Z.
const START: i64 = 1_657_558_526_016;

pub(crate) fn cell(address: &str, port: u16, key_type: KeyFamily) -> Cell {
    Cell {
        node: "cucm.steven.lab".to_owned(),
        address: address.to_owned(),
        port: Some(port),
        key_type: Some(key_type),
    }
}

pub(crate) fn report() -> Report {
    Report {
        inputs: inputs(),
        peers: peers(),
        summary: vec![
            Message::plain("1 of 4 cells fails: cucm.steven.lab:6972 ECDSA."),
            Message::plain("One certificate to upload repairs it."),
        ],
        plan: plan(),
        matrix: matrix(),
        findings: vec![
            self_signed(),
            hostile(),
            weak(),
            client_certificate(),
            certificate_list(),
            clear("duplicate-search-rule", "TG5010", Category::Call),
            clear("certificates-expired", "TG1004", Category::Configuration),
            not_applicable(),
        ],
        timeline: timeline(),
        notes: vec![
            Message::plain("eth1.pcap: broken off after 12 frames."),
            Message::plain(HOSTILE),
        ],
        judged_at: Some(1_657_558_800),
        program: "0.1.0".to_owned(),
        is_redacted: true,
        suppressed: Vec::new(),
        prospects: Vec::new(),
    }
}

fn inputs() -> Vec<Input> {
    vec![
        Input {
            name: LOG.to_owned(),
            archive: Some(ARCHIVE.to_owned()),
            kind: "log".to_owned(),
            octets: 1_234_567,
            facts: Some(Message::plain("8412 lines")),
        },
        Input {
            name: CAPTURE.to_owned(),
            archive: Some(ARCHIVE.to_owned()),
            kind: "capture".to_owned(),
            octets: 4_000_000,
            facts: None,
        },
        Input {
            name: HOSTILE.to_owned(),
            archive: None,
            kind: "unknown".to_owned(),
            octets: 0,
            facts: None,
        },
    ]
}

fn peers() -> Vec<Peer> {
    vec![
        Peer {
            name: "vcsc".to_owned(),
            role: Some("Expressway-C".to_owned()),
            version: Some("X14.2".to_owned()),
            archives: vec![ARCHIVE.to_owned()],
            trusted: Some(3),
            issues: 2,
        },
        Peer {
            name: HOSTILE.to_owned(),
            role: None,
            version: None,
            archives: Vec::new(),
            trusted: None,
            issues: 0,
        },
    ]
}

fn plan() -> Vec<PlanStep> {
    vec![
        PlanStep {
            text: Message::plain(
                "Upload cucm-EC.steven.lab to the trust store of every server in the cluster.",
            ),
            cells: vec![cell("cucm.steven.lab", 6972, KeyFamily::Ecdsa)],
            effect: Some(PlanEffect {
                kind: "upload",
                restarts: Vec::new(),
                risk: Message::plain("Low."),
            }),
            alternatives: vec![
                PlanAlternative {
                    texts: vec![Message::plain(
                        "Have CallManager-ECDSA signed by steven-DC-CA.",
                    )],
                    restarts: vec![Message::plain("Cisco TFTP"), Message::plain(HOSTILE)],
                    upload: Vec::new(),
                },
                PlanAlternative {
                    texts: vec![
                        Message::plain("Prefer RSA."),
                        Message::plain("Upload steven-DC-CA."),
                    ],
                    restarts: Vec::new(),
                    upload: vec![ca()],
                },
            ],
            upload: vec![upload()],
            request: None,
        },
        PlanStep {
            text: Message::plain(HOSTILE),
            cells: Vec::new(),
            effect: Some(PlanEffect {
                kind: "upload",
                restarts: vec![Message::plain("Cisco Tomcat"), Message::plain(HOSTILE)],
                risk: Message::plain(HOSTILE),
            }),
            alternatives: vec![PlanAlternative {
                texts: vec![Message::plain(HOSTILE)],
                restarts: Vec::new(),
                upload: Vec::new(),
            }],
            upload: vec![ca(), upload()],
            request: None,
        },
    ]
}

fn matrix() -> Vec<MatrixCell> {
    let row = |cell: Cell, state, code: &str, counts: (u64, u64)| MatrixCell {
        cell,
        state,
        code: code.to_owned(),
        text: Message::plain("The certificate is as the code says."),
        passed: counts.0,
        failed: counts.1,
    };
    vec![
        row(
            cell("10.48.36.215", 8443, KeyFamily::Rsa),
            State::PotentialProblem,
            "TG2002",
            (0, 0),
        ),
        row(
            cell("cucm.steven.lab", 6972, KeyFamily::Ecdsa),
            State::IssueFound,
            "TG1001",
            (0, 14),
        ),
        row(
            cell("cucm.steven.lab", 8443, KeyFamily::Rsa),
            State::NoIssue,
            "",
            (11, 0),
        ),
        row(
            Cell {
                node: HOSTILE.to_owned(),
                address: HOSTILE.to_owned(),
                port: None,
                key_type: None,
            },
            State::MissingInformation,
            "TG9002",
            (0, 0),
        ),
    ]
}

fn finding(code: &str, signature: &str, state: State) -> Finding {
    Finding {
        code: code.to_owned(),
        signature: signature.to_owned(),
        version: 1,
        state,
        category: Category::Mra,
        defects: Vec::new(),
        title: Message::plain(format!("Title of {signature}")),
        archive: Some(ARCHIVE.to_owned()),
        peers: vec!["vcsc".to_owned()],
        cells: Vec::new(),
        documentation: Vec::new(),
        snippet: Vec::new(),
        description: Message::plain("What happened."),
        condition: Message::plain("When it happens."),
        further_information: Vec::new(),
        actions: Vec::new(),
        reason: None,
        missing: None,
        first_seen: None,
        last_seen: None,
        occurrences: 0,
        requests: 0,
        users: Users::default(),
        evidence: Vec::new(),
        more_evidence: 0,
        upload: Vec::new(),
        chains: Vec::new(),
        attached: Vec::new(),
    }
}

fn self_signed() -> Finding {
    let code = Message::new("code-self-signed", []);
    let error = "2022-07-11T16:55:26.016+02:00 vcsc traffic_server[14242]: [ET_NET 1] WARNING: \
        Core server certificate verification failed for (cucm.steven.lab). Action=Terminate \
        Error=self signed certificate server=cucm.steven.lab(10.48.36.215) depth=0";
    Finding {
        defects: vec!["CSCwc69661".to_owned(), "CSCwa25108".to_owned()],
        title: code.clone(),
        cells: vec![cell("cucm.steven.lab", 6972, KeyFamily::Ecdsa)],
        documentation: vec![
            Documentation {
                title: "Traffic server certificate verification".to_owned(),
                url: "https://www.example.com/doc?id=1&part=2".to_owned(),
            },
            Documentation {
                title: HOSTILE.to_owned(),
                url: "javascript:alert(1)".to_owned(),
            },
        ],
        snippet: vec![
            SnippetLine {
                text: error.to_owned(),
                at: Some(FoundAt::Line {
                    source: LOG.to_owned(),
                    line: 3_128,
                }),
            },
            SnippetLine {
                text: HOSTILE.to_owned(),
                at: None,
            },
        ],
        description: Message::plain(
            "On port 6972 the node cucm.steven.lab showed a self-signed ECDSA certificate. No equal \
             certificate is in the trust store of vcsc, so every request to it was answered with 502.",
        ),
        condition: Message::plain("Release X14.0.8 or later, VerifyOriginServer On."),
        further_information: vec![
            Message::plain("The cipher string prefers ECDSA."),
            Message::plain("An RSA certificate on the same port would be trusted."),
        ],
        actions: vec![
            Action {
                text: Message::new("remedy-upload-self-signed", []),
                workaround_risk: None,
            },
            Action {
                text: Message::plain("xConfiguration EdgeConfigServer VerifyOriginServer: Off"),
                workaround_risk: Some(Message::plain("Nobody checks who the node is.")),
            },
        ],
        first_seen: Some(START),
        last_seen: Some(START + 96_000),
        occurrences: 14,
        requests: 7,
        users: Users {
            count: 2,
            are_more: true,
            names: vec!["emusk".to_owned(), HOSTILE.to_owned()],
        },
        evidence: vec![
            Evidence {
                at: FoundAt::Line {
                    source: LOG.to_owned(),
                    line: 3_128,
                },
                text: Message::plain(error),
            },
            Evidence {
                at: FoundAt::Frames {
                    source: CAPTURE.to_owned(),
                    stream: 17,
                    first: 4_730,
                    last: 4_738,
                },
                text: Message::plain("Certificate, Alert (unknown CA)"),
            },
            Evidence {
                at: FoundAt::File {
                    source: HOSTILE.to_owned(),
                    item: HOSTILE.to_owned(),
                },
                text: Message::plain(HOSTILE),
            },
        ],
        more_evidence: 12,
        upload: vec![upload()],
        chains: vec![self_signed_chain(), ca_chain()],
        attached: vec![Attached {
            code: "TG5020".to_owned(),
            signature: "traffic-server-enforces-verification".to_owned(),
            title: Message::plain("The traffic server enforces certificate verification"),
            text: Message::plain("Since X14.0.8 every connection is verified."),
            defects: vec!["CSCwc69661".to_owned()],
        }],
        ..finding("TG1001", "self-signed-not-stored", State::IssueFound)
    }
}

fn hostile() -> Finding {
    let text = || Message::plain(HOSTILE);
    Finding {
        category: Category::Configuration,
        defects: vec![HOSTILE.to_owned()],
        title: text(),
        archive: Some(HOSTILE.to_owned()),
        peers: vec![HOSTILE.to_owned()],
        cells: vec![Cell {
            node: HOSTILE.to_owned(),
            address: HOSTILE.to_owned(),
            port: Some(1),
            key_type: None,
        }],
        description: text(),
        condition: text(),
        further_information: vec![text()],
        actions: vec![Action {
            text: text(),
            workaround_risk: Some(text()),
        }],
        occurrences: 1,
        upload: vec![Upload {
            to: UploadTo::TrustStore,
            name: HOSTILE.to_owned(),
            subject: format!("CN={HOSTILE}"),
            ..ca()
        }],
        attached: vec![Attached {
            code: HOSTILE.to_owned(),
            signature: HOSTILE.to_owned(),
            title: text(),
            text: text(),
            defects: vec![HOSTILE.to_owned()],
        }],
        ..finding("TG9999", "own-signature", State::IssueFound)
    }
}

fn weak() -> Finding {
    Finding {
        title: Message::new("code-weak", []),
        cells: vec![cell("cucm.steven.lab", 8443, KeyFamily::Rsa)],
        actions: vec![Action {
            text: Message::plain("Have the certificate issued again with SHA-256."),
            workaround_risk: None,
        }],
        first_seen: Some(START - 3_000),
        last_seen: Some(START - 3_000),
        occurrences: 1,
        ..finding("TG1006", "weak-signature", State::PotentialProblem)
    }
}

fn client_certificate() -> Finding {
    Finding {
        missing: Some(MissingInput {
            id: "capture".to_owned(),
            how: "inspect-addresses".to_owned(),
        }),
        reason: Some(Message::plain("No capture holds a handshake.")),
        ..finding(
            "TG4001",
            "client-certificate-refused",
            State::MissingInformation,
        )
    }
}

fn certificate_list() -> Finding {
    Finding {
        category: Category::Configuration,
        missing: None,
        reason: Some(Message::plain(HOSTILE)),
        ..finding("TG1005", "store-differs", State::MissingInformation)
    }
}

fn clear(signature: &str, code: &str, category: Category) -> Finding {
    Finding {
        category,
        ..finding(code, signature, State::NoIssue)
    }
}

fn not_applicable() -> Finding {
    Finding {
        category: Category::Call,
        reason: Some(Message::plain("Only an Expressway-C talks to nodes.")),
        ..finding("TG3001", "ecdsa-preferred", State::NotApplicable)
    }
}

fn timeline() -> Timeline {
    let mark = |after: i64, outcome, count, code: &str| Mark {
        at: START + after,
        outcome,
        count,
        code: code.to_owned(),
    };
    Timeline {
        lanes: vec![
            Lane {
                cell: cell("cucm.steven.lab", 6972, KeyFamily::Ecdsa),
                marks: vec![
                    mark(0, Outcome::Failed, 2, "TG1001"),
                    mark(30_000, Outcome::Failed, 8, "TG1001"),
                    mark(60_000, Outcome::Unknown, 1, ""),
                    mark(96_000, Outcome::Failed, 4, "TG1001"),
                ],
            },
            Lane {
                cell: cell("cucm.steven.lab", 8443, KeyFamily::Rsa),
                marks: vec![
                    mark(-3_000, Outcome::Passed, 1, ""),
                    mark(50_000, Outcome::Passed, 10, ""),
                ],
            },
        ],
        events: vec![
            TimelineEvent {
                at: START - 1_000,
                text: Message::plain("DEBUG_MARKER start"),
            },
            TimelineEvent {
                at: START + 1_000,
                text: Message::plain(HOSTILE),
            },
        ],
    }
}

/// The certificate that a node serves; a real one, so that PEM and fingerprint belong together.
pub(crate) fn upload() -> Upload {
    Upload {
        to: UploadTo::TrustStore,
        sha256: "a81b233af4a4eb75613e6d284121f960c8c36e7387983766e7f685c730f9b402".to_owned(),
        name: "cucm-EC.steven.lab".to_owned(),
        subject: "C=BE, O=Example, CN=cucm-EC.steven.lab".to_owned(),
        pem: include_str!("../fixtures/cucm-EC.steven.lab.pem").to_owned(),
    }
}

/// A CA certificate.
pub(crate) fn ca() -> Upload {
    Upload {
        to: UploadTo::TrustStore,
        sha256: "afef03ba2cf6604f3cccacf92df8d745fc0357948f1ffdbe9c6fba48d826384e".to_owned(),
        name: "steven-DC-CA".to_owned(),
        subject: "C=BE, O=Example, CN=steven-DC-CA".to_owned(),
        pem: include_str!("../fixtures/steven-DC-CA.pem").to_owned(),
    }
}

fn self_signed_chain() -> ChainPicture {
    let upload = upload();
    ChainPicture {
        title: Message::plain("cucm.steven.lab:6972 ECDSA"),
        boxes: vec![ChainBox {
            subject: upload.subject.clone(),
            name: upload.name,
            issuer: upload.subject,
            serial: "1C949DFFAFFD085E4FB2D29CB381F8537066265".to_owned(),
            sha256: upload.sha256,
            ski: Some("256C13BFFA4E92FA8EDFAB9654F3F101F1763FDB".to_owned()),
            aki: None,
            not_before: Some(1_657_000_000),
            not_after: Some(1_814_000_000),
            key: "EC P-384".to_owned(),
            signature: "ecdsa-with-SHA384".to_owned(),
            names: vec!["cucm.steven.lab".to_owned()],
            origin: Origin::Sent,
            problems: vec![("TG1001".to_owned(), Message::new("code-self-signed", []))],
            above: None,
            twins: vec!["#2 (cucm-EC.steven.lab)".to_owned()],
        }],
        name: Some(Message::plain("dNSName cucm.steven.lab")),
        name_fails: false,
        at: 1_657_558_526,
    }
}

fn ca_chain() -> ChainPicture {
    let leaf = ChainBox {
        subject: format!("CN={HOSTILE}"),
        name: HOSTILE.to_owned(),
        issuer: "CN=vngtp-intermediate-CA-1".to_owned(),
        serial: "02".to_owned(),
        sha256: "00".repeat(32),
        ski: None,
        aki: Some("9F3A".to_owned()),
        not_before: None,
        not_after: None,
        key: "RSA 2048".to_owned(),
        signature: "sha256WithRSAEncryption".to_owned(),
        names: vec![HOSTILE.to_owned()],
        origin: Origin::Sent,
        problems: Vec::new(),
        above: Some(Link::Verified),
        twins: Vec::new(),
    };
    let intermediate = ChainBox {
        subject: "CN=vngtp-intermediate-CA-1".to_owned(),
        name: "vngtp-intermediate-CA-1".to_owned(),
        issuer: "CN=vngtp-ACTIVE-DIR-CA".to_owned(),
        serial: "03".to_owned(),
        origin: Origin::SentAndStored { number: 7 },
        above: Some(Link::Broken(Message::plain(HOSTILE))),
        ..leaf.clone()
    };
    let absent = ChainBox {
        subject: "CN=vngtp-ACTIVE-DIR-CA".to_owned(),
        name: "vngtp-ACTIVE-DIR-CA".to_owned(),
        issuer: String::new(),
        serial: String::new(),
        sha256: String::new(),
        ski: Some("9F3A".to_owned()),
        aki: None,
        key: String::new(),
        signature: String::new(),
        names: Vec::new(),
        origin: Origin::Absent,
        problems: vec![("TG1002".to_owned(), Message::new("code-issuer-unknown", []))],
        above: None,
        ..leaf.clone()
    };
    ChainPicture {
        title: Message::plain(HOSTILE),
        boxes: vec![leaf, intermediate, absent],
        name: Some(Message::plain(HOSTILE)),
        name_fails: true,
        at: 1_657_558_526,
    }
}
