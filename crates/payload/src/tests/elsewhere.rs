//! What validators in other languages are to judge the same way.

use std::sync::Arc;

use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

use super::{payloads, systematic};
use crate::{Kind, Payloads};

#[test]
fn no_pattern_is_broken_by_the_ends_of_lines_alone() {
    for pattern in ["^.*$", "^.{0,3}$", "^(a|.+)?$", "^[^\\n]+$"] {
        let document = json!({"type": "string", "pattern": pattern});
        let schema = Schema::compile(document.clone(), &Options::default()).unwrap();
        let mut payloads = payloads(document);
        for _ in 0..60 {
            let payload = payloads.draw(Kind::Invalid).unwrap().payload;
            let Some(text) = payload.as_str() else {
                continue;
            };
            let line = text.strip_suffix('\n').unwrap_or(text);
            let line = line.replace(['\r', '\u{2028}', '\u{2029}'], "-");
            assert!(!schema.accepts(&json!(line)), "{pattern}: {text:?}");
        }
    }
    // Where there is no other way, this one is taken.
    let mut payloads = payloads(json!({
        "type": "string",
        "not": {"pattern": "^a$"},
        "pattern": "^a\\n?$"
    }));
    assert_eq!(payloads.draw(Kind::Valid).unwrap().payload, json!("a\n"));
}

#[test]
fn too_few_are_contained_but_one_is() {
    for document in [
        json!({"type": "array", "contains": {"type": "string"}, "minContains": 2}),
        json!({"items": {"contains": {"const": 1}, "minContains": 4, "maxContains": 5}}),
        json!({"contains": {"required": ["a"], "type": "object"}, "minContains": 3, "minItems": 5}),
    ] {
        let schema = Schema::compile(document.clone(), &Options::default()).unwrap();
        let mut payloads = Payloads::new(Arc::new(schema), 1);
        let mut seen = 0;
        for _ in 0..100 {
            let payload = payloads.draw(Kind::Invalid).unwrap();
            let target = payload.target.unwrap();
            if target.keyword == "minContains" {
                seen += 1;
                let counting = target.schema.resolve(&document).unwrap();
                let contained = json!({"contains": counting["contains"]});
                let contained = Schema::compile(contained, &Options::default()).unwrap();
                let array = target.instance.resolve(&payload.payload).unwrap();
                assert!(contained.accepts(array), "{document}: {array}");
            }
        }
        assert!(seen > 0, "{document}");
    }
}

#[test]
fn none_is_contained_where_none_can_be() {
    for contained in [
        json!(false),
        json!({"allOf": [{"type": "string"}, {"type": "null"}]}),
    ] {
        let document = json!({"contains": contained, "minContains": 2});
        let flaws = systematic(document, Kind::Invalid);
        let mut targets = flaws.into_iter().filter_map(|flaw| flaw.target);
        assert!(targets.any(|target| target.keyword == "minContains"));
    }
}

#[test]
fn formats_that_a_draft_does_not_define_are_not_broken() {
    for (draft, formats) in [
        (
            "http://json-schema.org/draft-04/schema#",
            vec!["date-time", "ipv4"],
        ),
        (
            "http://json-schema.org/draft-06/schema#",
            vec!["date-time", "ipv4", "json-pointer"],
        ),
        (
            "http://json-schema.org/draft-07/schema#",
            vec!["date", "date-time", "ipv4", "json-pointer", "time"],
        ),
        (
            "https://json-schema.org/draft/2019-09/schema",
            vec!["date", "date-time", "ipv4", "json-pointer", "time", "uuid"],
        ),
    ] {
        let all = [
            "date",
            "date-time",
            "ipv4",
            "json-pointer",
            "of-the-house",
            "time",
            "uuid",
        ];
        let properties: Value = all
            .into_iter()
            .map(|name| (name.to_owned(), json!({"format": name})))
            .collect();
        let document = json!({"$schema": draft, "properties": properties});
        let flaws = systematic(document, Kind::Invalid);
        let targets = flaws.into_iter().filter_map(|flaw| flaw.target);
        let broken: Vec<String> = targets
            .filter(|target| target.keyword == "format")
            .filter_map(|target| target.instance.last().map(str::to_owned))
            .collect();
        assert_eq!(broken, formats, "{draft}");
    }
}
