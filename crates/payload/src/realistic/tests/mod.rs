//! Laws of scenes over many draws.

mod formats;
mod related;
mod texts;

use serde_json::Value;

use super::Scene;
use frontdesk_text::{Seeded, Source};

/// A source whose every choice is the first, as one that ran out of bytes.
struct Exhausted;

impl Source for Exhausted {
    fn below(&mut self, _bound: u64) -> u64 {
        0
    }
}

fn scene(seed: u64) -> (Scene, Seeded) {
    let mut source = Seeded::new(seed);
    let scene = Scene::new(&mut source);
    (scene, source)
}

#[test]
fn equal_sources_give_equal_values() {
    let draw = |seed| {
        let (mut scene, mut source) = scene(seed);
        let texts: Vec<Option<String>> = PATHS
            .iter()
            .map(|path| scene.text(path, None, 0, None, &mut source))
            .collect();
        let numbers: Vec<_> = PATHS
            .iter()
            .map(|path| scene.number(path, false, None, None, &mut source))
            .collect();
        (texts, numbers)
    };
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
}

#[test]
fn an_exhausted_source_ends() {
    let mut scene = Scene::new(&mut Exhausted);
    for path in PATHS {
        for (min, max) in [(0, None), (3, Some(3)), (500, Some(501))] {
            scene.text(path, None, min, max, &mut Exhausted);
            scene.text(path, Some("uri"), min, max, &mut Exhausted);
        }
        scene.number(path, true, None, None, &mut Exhausted);
        Scene::count(path, &mut Exhausted);
    }
    let mut payload = serde_json::json!({"users": [{"id": "a1"}, {"id": "a1"}], "userId": "x"});
    Scene::relate(&mut payload, &mut Exhausted);
    assert_ne!(payload["users"][0]["id"], payload["users"][1]["id"]);
    assert_ne!(payload["userId"], Value::from("x"));
}

#[test]
fn lengths_are_respected() {
    for seed in 0..60 {
        let (mut scene, mut source) = scene(seed);
        for path in PATHS {
            for (min, max) in [
                (0, Some(0)),
                (1, Some(5)),
                (0, Some(12)),
                (10, Some(40)),
                (90, None),
                (300, Some(310)),
            ] {
                for format in [None, Some("date-time"), Some("uri"), Some("email")] {
                    if let Some(text) = scene.text(path, format, min, max, &mut source) {
                        let length = text.chars().count() as u64;
                        assert!(length >= min, "{path:?} {format:?} {text:?}");
                        assert!(
                            max.is_none_or(|max| length <= max),
                            "{path:?} {format:?} {text:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn sentences_fill_any_room() {
    let (mut scene, mut source) = scene(9);
    for (min, max) in [(0, Some(20)), (200, Some(220)), (1000, None)] {
        for path in [
            ["message", "text"],
            ["ticket", "note"],
            ["order", "comment"],
        ] {
            assert!(
                scene.text(&path, None, min, max, &mut source).is_some(),
                "{path:?}"
            );
        }
    }
}

#[test]
fn numbers_keep_to_their_names_and_bounds() {
    for seed in 0..60 {
        let (mut scene, mut source) = scene(seed);
        let mut number = |path: &[&str], integer, min, max| {
            let drawn = scene.number(path, integer, min, max, &mut source);
            drawn.and_then(|number| number.as_f64())
        };
        for (path, integer, low, high) in [
            (["customer", "age"].as_slice(), true, 18.0, 84.0),
            (&["confidence"], false, 0.0, 1.0),
            (&["intent", "confidenceScore"], false, 0.0, 1.0),
            (&["address", "latitude"], false, -90.0, 90.0),
            (&["geo", "lng"], false, -180.0, 180.0),
            (&["order", "items", "quantity"], true, 1.0, 6.0),
            (&["items", "unitPrice"], false, 1.0, 25_000.0),
            (&["http_status"], true, 200.0, 503.0),
            (&["server", "port"], true, 80.0, 8443.0),
            (&["durationMs"], true, 3.0, 2500.0),
            (&["createdAt"], true, 1.5e9, 1.8e9),
        ] {
            let drawn = number(path, integer, None, None).unwrap();
            assert!((low..=high).contains(&drawn), "{path:?} {drawn}");
        }
        assert!(number(&["score"], true, Some(0.0), Some(100.0)).unwrap() <= 100.0);
        assert!(number(&["createdAt"], true, Some(1e12), None).unwrap() > 1e12);
        assert_eq!(number(&["age"], true, Some(200.0), None), None);
        assert_eq!(number(&["nonsense"], true, None, None), None);
        assert!(
            (0.1..=0.2).contains(&number(&["confidence"], false, Some(0.1), Some(0.2)).unwrap())
        );
    }
}

#[test]
fn counts_follow_names() {
    let (_, mut source) = scene(1);
    for _ in 0..100 {
        assert!((2..=6).contains(&Scene::count(&["conversation", "messages"], &mut source)));
        assert!((1..=4).contains(&Scene::count(&["tags"], &mut source)));
        assert!((1..=3).contains(&Scene::count(&["whatever"], &mut source)));
        assert!((1..=3).contains(&Scene::count(&[], &mut source)));
    }
}

/// Members of many kinds.
const PATHS: &[&[&str]] = &[
    &[],
    &[""],
    &["名前"],
    &["name"],
    &["customer", "name"],
    &["customer", "email"],
    &["messages", "text"],
    &["messages", "id"],
    &["order", "createdAt"],
    &["order", "items", "price"],
    &["ticket", "subject"],
    &["company", "website"],
    &["file", "path"],
    &["address", "country"],
    &["status"],
    &["traceId"],
    &["nothing known"],
];
