//! Laws of reading and writing, over arbitrary documents.

use frontdesk_json::{Pointer, ReadErrorKind, pretty, read, to_canonical_string, to_canonical_vec};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// A string's spelling between its quotes: raw characters and every kind of escape.
fn string_content() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-c]{0,12}",
        2 => any::<char>()
            .prop_filter("needs an escape", |c| !matches!(c, '"' | '\\' | '\0'..='\x1f'))
            .prop_map(String::from),
        2 => prop::sample::select(vec![
            r#"\""#, r"\\", r"\/", r"\b", r"\f", r"\n", r"\r", r"\t", r"\u0000", r"\u0061",
            r"\u00E9", r"\uD83D\uDE00", r"\udbff\udfff", r"\uffff",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,2})",
        "-?(0|[1-9][0-9]{0,24})",
        r"-?(0|[1-9][0-9]{0,20})\.[0-9]{1,25}",
        r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?[eE][+-]?[0-9]{1,3}",
        any::<u64>().prop_map(|n| n.to_string()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>()
            .prop_filter("JSON has no such number", |n| n.is_finite())
            .prop_map(|n| format!("{n:e}")),
    ]
}

fn space() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just(String::new()), 1 => "[ \t\r\n]{1,3}"]
}

/// Any JSON text, with all its freedom of spelling and the occasional repeated name.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false"]).prop_map(str::to_owned),
        number(),
        string_content().prop_map(|content| format!("\"{content}\"")),
    ];
    let spaced = |inner: BoxedStrategy<String>| {
        (space(), inner, space())
            .prop_map(|(before, inner, after)| before + &inner + &after)
            .boxed()
    };
    let any = leaf.prop_recursive(5, 48, 5, move |inner| {
        let item = spaced(inner.boxed());
        let name = spaced(
            string_content()
                .prop_map(|name| format!("\"{name}\""))
                .boxed(),
        );
        let member = (name, item.clone()).prop_map(|(name, item)| name + ":" + &item);
        prop_oneof![
            (space(), prop::collection::vec(item, 0..5)).prop_map(|(space, items)| {
                if items.is_empty() {
                    format!("[{space}]")
                } else {
                    format!("[{}]", items.join(","))
                }
            }),
            (space(), prop::collection::vec(member, 0..5)).prop_map(|(space, members)| {
                if members.is_empty() {
                    format!("{{{space}}}")
                } else {
                    format!("{{{}}}", members.join(","))
                }
            }),
        ]
    });
    spaced(any.boxed())
}

/// A document with a few bytes put in, changed or taken away.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => prop::sample::select(br#"{}[]",:\u0e+-. tfn"#.to_vec()),
        1 => any::<u8>(),
    ];
    let damage = (any::<prop::sample::Index>(), 0..3u8, byte);
    (document(), prop::collection::vec(damage, 1..4)).prop_map(|(text, damages)| {
        let mut bytes = text.into_bytes();
        for (index, how, byte) in damages {
            let at = index.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => bytes[at] = byte,
                _ => bytes.truncate(bytes.len().saturating_sub(1)),
            }
        }
        bytes
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        // Zero without its sign: -0.0 equals 0.0 and yet is another document.
        any::<f64>().prop_map(|n| Value::from(if n == 0.0 { 0.0 } else { n })),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// The same value with every object filled in the opposite order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(reversed).collect(),
        Value::Object(members) => {
            let members = members.iter().rev();
            members
                .map(|(name, value)| (name.clone(), reversed(value)))
                .collect()
        }
        scalar => scalar.clone(),
    }
}

/// Holds our reading against `serde_json`'s.
fn agrees(bytes: &[u8]) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_slice::<Value>(bytes);
    match read(bytes) {
        // The debug form tells -0.0 from 0.0 and 1 from 1.0.
        Ok(ours) => prop_assert_eq!(format!("{ours:?}"), format!("{:?}", theirs?)),
        Err(error) => {
            let repeated = matches!(error.kind(), ReadErrorKind::DuplicateMember { .. });
            prop_assert!(repeated || theirs.is_err(), "{}", error);
            prop_assert!(error.offset() <= bytes.len());
            prop_assert!(!error.to_string().contains(char::is_control));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn reading_agrees_with_serde_json(text in document()) {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn reading_damaged_documents_agrees_with_serde_json(bytes in damaged()) {
        agrees(&bytes)?;
    }

    #[test]
    fn reading_any_bytes_agrees_with_serde_json(bytes in prop::collection::vec(any::<u8>(), 0..24)) {
        agrees(&bytes)?;
    }

    #[test]
    fn reading_any_number_gives_the_nearest_double(text in number()) {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn the_pointer_of_a_repeated_member_names_it(text in document()) {
        if let Err(error) = read(text.as_bytes())
            && let ReadErrorKind::DuplicateMember { name } = error.kind()
        {
            prop_assert_eq!(error.pointer().last(), Some(name.as_str()));
            let parsed: Result<Pointer, _> = error.pointer().to_string().parse();
            prop_assert_eq!(parsed.as_ref(), Ok(error.pointer()));
        }
    }

    #[test]
    fn canonical_bytes_read_back_equal(value in value()) {
        let bytes = to_canonical_vec(&value)?;
        prop_assert_eq!(&read(&bytes)?, &value);
        prop_assert_eq!(&serde_json::from_slice::<Value>(&bytes)?, &value);
    }

    #[test]
    fn canonical_is_idempotent_whatever_the_spelling(text in document()) {
        if let Ok(value) = read(text.as_bytes()) {
            let once = to_canonical_vec(&value)?;
            prop_assert_eq!(to_canonical_vec(&read(&once)?)?, once);
        }
    }

    #[test]
    fn equal_values_have_equal_bytes(value in value()) {
        let other = reversed(&value);
        prop_assert_eq!(&other, &value);
        prop_assert_eq!(to_canonical_string(&other)?, to_canonical_string(&value)?);
        let spelled = pretty(&value);
        prop_assert_eq!(to_canonical_string(&read(spelled.as_bytes())?)?, to_canonical_string(&value)?);
    }
}
