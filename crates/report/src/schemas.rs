//! JSON Schemas (draft 2020-12) of what the commands print as JSON.

/// Every schema by its name, sorted. A document that has a field `schema` names its schema there.
pub const SCHEMAS: [(&str, &str); 7] = [
    (
        "tollgate-analysis-1",
        include_str!("../schemas/analysis.schema.json"),
    ),
    (
        "tollgate-capture-line-1",
        include_str!("../schemas/capture-line.schema.json"),
    ),
    (
        "tollgate-doctor-1",
        include_str!("../schemas/doctor.schema.json"),
    ),
    (
        "tollgate-preflight-1",
        include_str!("../schemas/preflight.schema.json"),
    ),
    (
        "tollgate-preflight-diff-1",
        include_str!("../schemas/preflight-diff.schema.json"),
    ),
    (
        "tollgate-preflight-request-1",
        include_str!("../schemas/preflight-request.schema.json"),
    ),
    (
        "tollgate-verdict-1",
        include_str!("../schemas/verdict.schema.json"),
    ),
];

/// The schema of a name, such as `tollgate-analysis-1`. The number and its dash, and the word
/// `tollgate-`, may be left out: `analysis`.
pub fn schema(name: &str) -> Option<&'static str> {
    let full = SCHEMAS.iter().find(|(known, _)| *known == name);
    let short = || SCHEMAS.iter().find(|(known, _)| short_name(known) == name);
    full.or_else(short).map(|(_, schema)| *schema)
}

/// The name of a schema without what is the same in all of them.
fn short_name(name: &str) -> &str {
    let name = name.strip_prefix("tollgate-").unwrap_or(name);
    name.strip_suffix("-1").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_found_by_full_and_short_name() {
        for (name, text) in SCHEMAS {
            assert_eq!(schema(name), Some(text));
            assert_eq!(schema(short_name(name)), Some(text));
        }
        assert_eq!(schema("capture-line"), schema("tollgate-capture-line-1"));
        assert_eq!(schema(""), None);
    }

    #[test]
    fn what_schemas_share_is_the_same_in_all() {
        let definitions = |name| {
            let schema: serde_json::Value = serde_json::from_str(schema(name).unwrap()).unwrap();
            schema["$defs"].as_object().unwrap().clone()
        };
        let of_analysis = definitions("analysis");
        for (name, shared) in [
            (
                "preflight",
                &["cell", "finding", "upload", "chain", "place"][..],
            ),
            ("preflight-diff", &["cell"]),
            ("preflight-request", &["cell"]),
        ] {
            let own = definitions(name);
            for definition in shared {
                assert_eq!(
                    own[*definition], of_analysis[*definition],
                    "{name}: {definition}"
                );
            }
        }
    }

    #[test]
    fn schemas_carry_their_name_as_id() {
        for (name, text) in SCHEMAS {
            let schema: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(schema["$id"], format!("urn:{}", name.replacen('-', ":", 1)));
            assert_eq!(
                schema["$schema"],
                "https://json-schema.org/draft/2020-12/schema"
            );
        }
    }
}
