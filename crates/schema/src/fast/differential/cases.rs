//! What is known to be difficult, one by one.

use serde_json::{Value, json};

use super::Tally;
use crate::{Draft, FastJudge, Options, Quick, Schema};

fn compiled(document: Value) -> Schema {
    Schema::compile(document, &Options::default()).unwrap()
}

#[track_caller]
fn judged(schema: &Schema, judge: &mut FastJudge, document: &[u8], quick: Quick) {
    let mut tally = Tally::default();
    tally.judge(schema, judge, document);
    let shown = String::from_utf8_lossy(document).into_owned();
    assert_eq!(judge.accepts_bytes(document), quick, "{shown}");
}

/// Judges documents, valid ones and others.
#[track_caller]
fn all(document: Value, valid: &[&str], others: &[&str]) {
    let schema = compiled(document);
    let mut judge = schema.fast();
    assert!(judge.has_plan());
    for text in valid {
        judged(&schema, &mut judge, text.as_bytes(), Quick::Valid);
    }
    for text in others {
        judged(&schema, &mut judge, text.as_bytes(), Quick::Look);
    }
}

#[test]
fn integers() {
    all(
        json!({"type": "integer", "minimum": -5, "maximum": 10_000_000_000_000_000_000_u64}),
        &["0", "-5", "10000000000000000000", "1.0", "1e2", " 7\n"],
        &[
            "-6",
            "10000000000000000001",
            "1.5",
            "-0",
            "-0.0",
            "01",
            "+1",
            "0x1",
            "1e400",
            "1e-400",
            "18446744073709551616",
            "\"1\"",
            "1 2",
            "",
        ],
    );
}

#[test]
fn integers_of_draft_4_have_no_fraction() {
    let options = Options {
        draft: Draft::Draft4,
        ..Options::default()
    };
    let schema = Schema::compile(json!({"type": "integer"}), &options).unwrap();
    let mut judge = schema.fast();
    judged(&schema, &mut judge, b"1", Quick::Valid);
    judged(&schema, &mut judge, b"1.0", Quick::Look);
}

#[test]
fn numbers() {
    all(
        json!({"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5}),
        &["1", "1.5", "1.0", "2e3", "9007199254740993"],
        &[
            "0",
            "-1",
            "0.3",
            "1e400",
            "-1e400",
            "0.0",
            "1.50000000000000000001",
            "null",
        ],
    );
    all(
        json!({"enum": [1, 2.5]}),
        &["1", "1.0", "2.5", "10e-1"],
        &["2", "\"1\"", "1.1"],
    );
    let large = json!({"const": 9_007_199_254_740_993_u64});
    all(
        large,
        &["9007199254740993"],
        &["9007199254740992", "9007199254740994"],
    );
    all(
        json!({}),
        &["18446744073709551615", "-9223372036854775808"],
        &["-9223372036854775809"],
    );
}

#[test]
fn names_that_come_twice() {
    let nested = json!({"properties": {"a": {}, "b": {"properties": {"c": true}}}});
    all(
        nested,
        &[r#"{"a":{"a":1},"b":{"a":1,"c":2}}"#, r#"{"A":1,"a":1}"#],
        &[
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":1}"#,
            r#"{"x":1,"x":1}"#,
            r#"{"x":1,"y":2,"\u0078":1}"#,
            r#"{"b":{"c":1,"c":1}}"#,
            r#"{"b":{"q":[{"r":1,"r":2}]}}"#,
            r#"[{"r":1,"r":2}]"#,
        ],
    );
    // Beyond a few names they are sorted, not compared as they come.
    let many = |last: &str| {
        let names: Vec<String> = (0..60).map(|n| format!("\"name {n:02}\":{n}")).collect();
        format!("{{{},\"{last}\":0}}", names.join(","))
    };
    all(
        json!({}),
        &[&many("other")],
        &[&many("name 07"), &many("name 59")],
    );
}

#[test]
fn names_that_are_escaped() {
    let document = json!({
        "type": "object",
        "required": ["é", "quo\"te"],
        "properties": {"é": {"type": "null"}, "quo\"te": {"type": "null"}, "a\":{\"b": {}},
        "additionalProperties": false
    });
    all(
        document,
        &[
            r#"{"é":null,"quo\"te":null}"#,
            r#"{"\u00e9":null,"quo\u0022te":null}"#,
            r#"{"é":null,"quo\"te":null,"a\":{\"b":1}"#,
        ],
        &[
            r#"{"\u00e9":1,"quo\"te":null}"#,
            r#"{"é":null,"quo"te":null}"#,
            r#"{"é":null,"quo\"te":null,"a":{"b":1}}"#,
            "{\"é\":null,\"quo\\\"te\":null,\"a\n\":1}",
        ],
    );
}

#[test]
fn strings() {
    all(
        json!({"type": "string", "minLength": 2, "maxLength": 3}),
        &[
            "\"ab\"",
            "\"éé\"",
            "\"😀😀😀\"",
            r#""\ud83d\ude00a""#,
            r#""\u0000\n""#,
            "\"a\u{7f}\"",
        ],
        &[
            "\"a\"",
            "\"abcd\"",
            "\"😀\"",
            r#""\ud83d\ude00""#,
            r#""\ud800a""#,
            r#""\udc00\ud800""#,
            r#""\x41b""#,
            "\"a\nb\"",
            "\"ab",
            "ab",
            "\"\\u00\"",
        ],
    );
    let schema = compiled(json!({"type": "string"}));
    let mut judge = schema.fast();
    for bytes in [
        b"\"\xff\"".as_slice(),
        b"\"\xed\xa0\x80\"",
        b"\"\xc0\xaf\"",
        b"\xef\xbb\xbf\"a\"",
    ] {
        judged(&schema, &mut judge, bytes, Quick::Look);
    }
    all(
        json!({"pattern": "^a+$"}),
        &["\"aa\"", r#""\u0061""#, "1"],
        &["\"b\"", "\"a\\n\""],
    );
    all(
        json!({"format": "date-time"}),
        &[
            "\"2024-02-29T23:59:59Z\"",
            "\"2024-01-15T10:30:00.123+02:00\"",
            "{}",
        ],
        &["\"2023-02-29T00:00:00Z\"", "\"yesterday\"", "\"\""],
    );
    all(
        json!({"enum": ["a", "b\n", null]}),
        &["\"a\"", r#""b\n""#, "null"],
        &["\"c\"", "1", "[]"],
    );
}

#[test]
fn depth() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let recursive = json!({"items": {"$ref": "#"}, "type": "array"});
    for document in [
        recursive,
        json!({}),
        json!({"items": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}),
    ] {
        all(document, &[&nested(127)], &[&nested(128), &nested(100_000)]);
    }
}

#[test]
fn torn_lines() {
    let document = json!({"type": "object", "properties": {"a": {"items": {"type": "integer"}}}});
    let schema = compiled(document);
    let mut judge = schema.fast();
    let whole = r#"{"a":[1,22,-3],"b":{"c":"\u00e9 \"x\""},"d":true}"#;
    judged(&schema, &mut judge, whole.as_bytes(), Quick::Valid);
    for end in 0..whole.len() {
        judged(&schema, &mut judge, &whole.as_bytes()[..end], Quick::Look);
    }
    judged(
        &schema,
        &mut judge,
        format!("{whole}\r\n").as_bytes(),
        Quick::Valid,
    );
    judged(
        &schema,
        &mut judge,
        format!("{whole}{whole}").as_bytes(),
        Quick::Look,
    );
    judged(
        &schema,
        &mut judge,
        format!("{whole}\0").as_bytes(),
        Quick::Look,
    );
}

#[test]
fn unions() {
    let tagged = json!({"oneOf": [
        {"type": "object", "required": ["kind", "n"], "properties": {"kind": {"const": "a"}, "n": {"type": "integer"}}, "additionalProperties": false},
        {"$ref": "#/$defs/b"}
    ], "$defs": {"b": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["b", "c"]}}}}});
    all(
        tagged,
        &[
            r#"{"kind":"a","n":1}"#,
            r#"{"n":1,"kind":"a"}"#,
            r#"{"x":{"kind":"a"},"kind":"c"}"#,
        ],
        &[
            r#"{"kind":"a"}"#,
            r#"{"kind":"d"}"#,
            r#"{"n":1}"#,
            "{}",
            "1",
            r#"{"kind":"b","kind":"b"}"#,
            r#"{"kind":"#,
        ],
    );
    all(
        json!({"anyOf": [{"type": "string", "maxLength": 1}, {"type": "null"}, {"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]}),
        &[
            "null",
            "\"x\"",
            r#"{"a":1}"#,
            r#"{"b":1}"#,
            r#"{"a":1,"b":1}"#,
        ],
        &["\"xy\"", "{}", "[]", r#"{"c":1}"#],
    );
    all(
        json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object"}),
        &[r#"{"a":1}"#, r#"{"b":1}"#],
        &[r#"{"a":1,"b":1}"#, "{}", r#"{"a":1,"x":{"y":1,"y":1}}"#],
    );
    all(
        json!({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}, "else": {"not": {"required": ["b"]}}}),
        &[r#"{"a":1,"b":1}"#, r#"{"a":2}"#, "{}"],
        &[r#"{"a":1}"#, r#"{"b":1}"#, r#"{"a":2,"b":1}"#],
    );
}

#[test]
fn conjunctions_are_one_walk() {
    let document = json!({
        "allOf": [{"properties": {"a": {"minimum": 1}}, "required": ["a"]}, {"$ref": "#/$defs/more"}],
        "properties": {"a": {"maximum": 3}},
        "$defs": {"more": {"patternProperties": {"^x": {"type": "null"}}, "additionalProperties": {"type": "integer"}}}
    });
    all(
        document,
        &[r#"{"a":2}"#, r#"{"a":3,"x1":null,"y":7}"#],
        &[
            r#"{"a":0}"#,
            r#"{"a":4}"#,
            r#"{"a":2,"x1":1}"#,
            r#"{"a":2,"y":"z"}"#,
            "{}",
        ],
    );
}

#[test]
fn arrays() {
    let document = json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "contains": {"type": "integer", "minimum": 5}, "maxContains": 2, "uniqueItems": true, "maxItems": 5});
    all(
        document,
        &["[\"a\",5]", "[\"a\",5,6,1]"],
        &[
            "[5]",
            "[\"a\",1]",
            "[\"a\",5,6,7]",
            "[\"a\",5,5]",
            "[\"a\",5,1,2,3,4]",
            "[\"a\",5,]",
        ],
    );
    all(
        json!({"uniqueItems": true}),
        &["[1,\"1\",true,null]", "[1.5,2.5]", "[{},[]]"],
        &["[1,1.0]", "[\"a\",\"\\u0061\"]", "[[],[]]"],
    );
}

#[test]
fn references_without_an_end_are_left_alone() {
    for document in [
        json!({"$ref": "#"}),
        json!({"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
        json!({"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}),
    ] {
        let Ok(schema) = Schema::compile(document, &Options::default()) else {
            continue;
        };
        let mut judge = schema.fast();
        for text in ["1", "null", "{}", "[[1]]"] {
            Tally::default().judge(&schema, &mut judge, text.as_bytes());
        }
    }
}

#[test]
fn unions_within_unions_come_to_an_end() {
    let document = json!({
        "$defs": {"node": {"anyOf": [
            {"properties": {"next": {"$ref": "#/$defs/node"}, "a": false}},
            {"properties": {"next": {"$ref": "#/$defs/node"}, "b": false}},
            {"properties": {"next": {"$ref": "#/$defs/node"}, "c": false}}
        ]}},
        "$ref": "#/$defs/node"
    });
    let schema = compiled(document);
    let mut judge = schema.fast();
    let nested = |depth: usize| {
        let last = r#"{"a":1,"b":1,"c":1}"#;
        format!("{}{last}{}", "{\"next\":".repeat(depth), "}".repeat(depth))
    };
    judged(&schema, &mut judge, nested(6).as_bytes(), Quick::Look);
    let start = std::time::Instant::now();
    let _ = judge
        .compiled
        .plan
        .as_ref()
        .map(|plan| judge.walker.walk(plan, nested(100).as_bytes()));
    assert!(start.elapsed().as_secs() < 2);
}
