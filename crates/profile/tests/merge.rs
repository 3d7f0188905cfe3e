//! Profiles of partitions merge in any order and any number of times to the same.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use frontdesk_corpus::{Judges, MessageJudges, Target};
use frontdesk_profile::{Profile, Reading, profile};
use frontdesk_schema::{Options, Schema};
use proptest::prelude::*;
use serde_json::{Value, json};

fn judges() -> Judges {
    let document = json!({
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b", null]}, "n": {"type": "number", "maximum": 50},
            "list": {"items": {"type": ["string", "null"], "maxLength": 4}},
            "map": {"additionalProperties": {"type": "integer"}}},
        "required": ["kind"]
    });
    let reader = Schema::compile(document, &Options::default()).unwrap();
    Judges::from_iter([("m", MessageJudges::of_reader(reader))])
}

fn of(partition: &str, documents: &[Value], judges: &Judges) -> Profile {
    let lines: String = documents
        .iter()
        .flat_map(|one| [one.to_string(), "\n".to_owned()])
        .collect();
    let paths = ["-".into()];
    let reading = Reading {
        paths: &paths,
        judges,
        target: Target::message("m"),
        max_document_bytes: 1 << 20,
        max_findings: 10,
    };
    profile(partition, &reading, lines.as_bytes()).unwrap().0
}

fn document() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        Just(json!("a")),
        Just(json!("b")),
        Just(json!(null)),
        Just(json!(3))
    ];
    let scalar = prop_oneof![
        any::<i16>().prop_map(|n| json!(n)),
        ".{0,6}".prop_map(|t| json!(t)),
        Just(json!(null))
    ];
    let list = prop::collection::vec(scalar.clone(), 0..4);
    let extra = prop::collection::btree_map("[a-e]{1,2}", scalar, 0..3);
    (kind, any::<f32>(), list, extra).prop_map(|(kind, n, list, extra)| {
        let mut document = json!({"kind": kind, "list": list, "map": extra});
        if n.is_finite() {
            document["n"] = json!(n);
            document[format!("x{}", n % 7.0)] = json!(true);
        }
        document
    })
}

fn merged<'p>(profiles: impl IntoIterator<Item = &'p Profile>) -> Profile {
    let mut all = Profile::default();
    for profile in profiles {
        all.merge(profile.clone());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        documents in prop::collection::vec(document(), 0..60), cuts in (0_usize..60, 0_usize..60),
    ) {
        let judges = judges();
        let (first, second) = (cuts.0.min(documents.len()), cuts.1.min(documents.len()));
        let (first, second) = (first.min(second), first.max(second));
        let parts = [
            of("1", &documents[..first], &judges),
            of("2", &documents[first..second], &judges),
            of("3", &documents[second..], &judges),
            // An attempt that was cut off, of a partition that was read again.
            of("3", &documents[second..][..(documents.len() - second) / 2], &judges),
        ];
        let all = merged(&parts);
        let bytes = all.to_partial();
        prop_assert_eq!(&merged(parts.iter().rev()).to_partial(), &bytes);
        prop_assert_eq!(&merged(parts.iter().chain(&parts)).to_partial(), &bytes);
        let mut right = parts[1].clone();
        right.merge(merged(&parts[2..]));
        let mut left = parts[0].clone();
        left.merge(right);
        prop_assert_eq!(&left.to_partial(), &bytes);
        prop_assert_eq!(&Profile::from_partial(bytes.as_bytes()).unwrap(), &all);

        let mut together = all.view(&judges).to_json();
        let mut whole = of("all", &documents, &judges).view(&judges).to_json();
        together["partitions"] = json!(null);
        whole["partitions"] = json!(null);
        prop_assert_eq!(together, whole);
    }
}
