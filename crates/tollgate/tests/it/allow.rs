//! `tollgate allow` and `tollgate decode`.

use serde_json::json;

use crate::arguments;
use crate::support::{Desk, fed, tollgate};

const RULES: &str = "\
Url,Deployment,HttpMethods,MatchType,Description
https://cucm.steven.lab:8443/cucm-uds/,,\"GET,PUT\",prefix,\"UDS, all of it\"
https://unity.steven.lab/vmrest,,,exact,
";

#[test]
fn tests_of_an_allow_list_pass_or_fail() {
    let desk = Desk::new();
    let rules = desk.file("rules.csv", RULES);
    let good = desk.file(
        "good.csv",
        "Url,ExpectedResult,Deployment,Description,HttpMethod\n\
         https://CUCM.steven.lab:8443/cucm-uds/version,allow,,,\n\
         https://cucm.steven.lab:8443/cucm-uds/version,block,,,DELETE\n\
         https://unity.steven.lab/vmrest/x,block,,,GET\n",
    );
    let test = |tests| {
        tollgate(arguments![
            "allow", "test", "--rules", &rules, "--tests", tests, "-o", "json"
        ])
    };
    let ran = test(&good);
    assert_eq!(
        (ran.code, &ran.json()["passed"], &ran.json()["failed"]),
        (0, &json!(3), &json!(0))
    );

    let bad = desk.file(
        "bad.csv",
        "Url,ExpectedResult\nhttps://unity.steven.lab/vmrest,block\n",
    );
    let ran = test(&bad);
    assert_eq!(
        (ran.code, &ran.json()["tests"][0]["result"]),
        (3, &json!("allow"))
    );
    let text = tollgate(arguments![
        "allow", "test", "--rules", &rules, "--tests", &bad
    ]);
    assert_eq!(text.code, 3);
    assert!(
        text.stdout
            .starts_with("FAILED  #2 GET https://unity.steven.lab/vmrest\n"),
        "{text:?}"
    );

    let broken = desk.file("broken.csv", "Url,ExpectedResult\nftp://x/,allow\n");
    let ran = test(&broken);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("line 2, column Url"), "{ran:?}");
}

#[test]
fn an_imported_list_comes_out_in_its_normal_form() {
    let ran = fed(RULES, ["allow", "import", "-"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.stdout.lines().count(), 3);
    assert_eq!(
        fed(&ran.stdout, ["allow", "import", "-"]).stdout,
        ran.stdout
    );

    let ran = fed("Url\nnonsense\nhttps://a.b/\n", ["allow", "import", "-"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stdout.lines().count(),
        2,
        "the good line is written: {ran:?}"
    );
    assert!(ran.stderr.contains("line 2"), "{ran:?}");
}

#[test]
fn an_edge_url_is_decoded() {
    let edge_url = "/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/user/emusk?max=1";
    let ran = tollgate(["decode", edge_url, "-o", "json"]);
    let expected = json!({
        "domain": "steven.lab", "protocol": "https", "host": "cucm.steven.lab", "port": 8443,
        "path": "/cucm-uds/user/emusk?max=1",
        "url": "https://cucm.steven.lab:8443/cucm-uds/user/emusk"
    });
    assert_eq!((ran.code, ran.json()), (0, expected));
    let ran = tollgate(["decode", "/!!!/x"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
}
