//! The laws of payloads, over every schema under `tests/schemas`.
//!
//! Adding a case is adding a schema file; `INSTA_UPDATE=always` writes the snapshot of what can be
//! broken in it and where its edges lie, to be read before it is committed.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use frontdesk_payload::{Kind, Payload, Payloads};
use frontdesk_schema::{Options, Schema, Verdict};
use libtest_mimic::{Arguments, Trial};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

type Law = fn(&Path);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let laws: [(&str, Law); 4] = [
        ("labels_are_true", labels_are_true),
        ("a_seed_repeats_itself", a_seed_repeats_itself),
        ("shrinking_keeps_the_label", shrinking_keeps_the_label),
        ("systematic", systematic),
    ];
    let mut trials = Vec::new();
    for path in schemas() {
        for (law, check) in laws {
            let path = path.clone();
            trials.push(Trial::test(format!("{}__{law}", name(&path)), move || {
                check(&path);
                Ok(())
            }));
        }
    }
    assert!(!trials.is_empty(), "no schema under tests/schemas");
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn labels_are_true(path: &Path) {
    let schema = schema(path);
    for kind in Kind::ALL {
        let mut payloads = Payloads::new(Arc::clone(&schema), 1);
        for _ in 0..150 {
            let payload = payloads.draw(kind).unwrap();
            assert_label(&schema, &payload);
        }
    }
}

fn a_seed_repeats_itself(path: &Path) {
    let schema = schema(path);
    let drawn = |seed| -> Vec<Payload> {
        let mut payloads = Payloads::new(Arc::clone(&schema), seed);
        let kinds = Kind::ALL.into_iter().cycle().take(60);
        kinds.map(|kind| payloads.draw(kind).unwrap()).collect()
    };
    assert_eq!(drawn(7), drawn(7));
    assert_ne!(drawn(7), drawn(8));
}

fn shrinking_keeps_the_label(path: &Path) {
    let schema = schema(path);
    let mut runner = TestRunner::deterministic();
    for strategy in [
        frontdesk_payload::valid(&schema),
        frontdesk_payload::boundary(&schema),
        frontdesk_payload::invalid(&schema),
    ] {
        for _ in 0..6 {
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            let mut before = tree.current();
            while tree.simplify() {
                let now = tree.current();
                assert_label(&schema, &now);
                assert!(
                    weight(&now) < weight(&before),
                    "{} is no simpler than {}",
                    now.payload,
                    before.payload
                );
                before = now;
            }
            // A failing test stops here: no single step that keeps the label is left.
            assert!(!tree.simplify());
        }
    }
}

fn systematic(path: &Path) {
    let schema = schema(path);
    let mut text = String::new();
    for kind in [Kind::Boundary, Kind::Invalid] {
        let mut payloads = Payloads::new(Arc::clone(&schema), 1);
        let found = payloads.systematic(kind).unwrap();
        let coverage = payloads.coverage(kind);
        writeln!(text, "{kind}: {} of {}", coverage.hit, coverage.leaves).unwrap();
        for payload in found {
            assert_label(&schema, &payload);
            writeln!(text, "  {}", described(&payload)).unwrap();
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name(path), text));
}

/// Asks both judges, on the bytes.
#[track_caller]
fn assert_label(schema: &Schema, payload: &Payload) {
    let bytes = payload.payload.to_string();
    let value = frontdesk_json::read(bytes.as_bytes()).unwrap();
    let verdict = match payload.kind {
        Kind::Valid | Kind::Boundary => Verdict::Accepted,
        Kind::Invalid => Verdict::Refused,
    };
    assert_eq!(schema.judge(&value), verdict, "{payload:?}");
    let Some(target) = payload
        .target
        .as_ref()
        .filter(|_| payload.kind == Kind::Invalid)
    else {
        return;
    };
    let violations = schema.violations(&value);
    for violation in &violations {
        let (schema, keyword, instance) = match &violation.condition {
            Some(condition) => (&condition.schema, "if", &condition.instance),
            None => (
                &violation.schema,
                violation.keyword.as_str(),
                &violation.instance,
            ),
        };
        let named = (schema, keyword, instance)
            == (&target.schema, target.keyword.as_str(), &target.instance);
        let also = target
            .also
            .iter()
            .any(|leaf| (schema, keyword) == (&leaf.schema, leaf.keyword.as_str()));
        assert!(named || also, "{violation:?} is not what {target:?} says");
    }
    assert!(!violations.is_empty());
}

fn described(payload: &Payload) -> String {
    let target = payload.target.as_ref().unwrap();
    let mut text = format!("{} at {:?}", target.keyword, target.schema.to_string());
    if let Some(leaf) = &target.leaf {
        write!(
            text,
            ", by {} at {:?}",
            leaf.keyword,
            leaf.schema.to_string()
        )
        .unwrap();
    }
    if !target.also.is_empty() {
        write!(text, ", and {} more", target.also.len()).unwrap();
    }
    text
}

/// Orders values by how simple they are: their parts, then their spelling.
fn weight(payload: &Payload) -> (usize, usize, String) {
    fn parts(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Array(items) => 1 + items.iter().map(parts).sum::<usize>(),
            serde_json::Value::Object(members) => 1 + members.values().map(parts).sum::<usize>(),
            _ => 1,
        }
    }
    let text = payload.payload.to_string().replace("false", "no");
    // `a` is the simplest letter and 0 the simplest digit, so that a smaller rank is simpler.
    let rank: String = text
        .chars()
        .map(|character| if character == 'a' { '\u{1}' } else { character })
        .collect();
    (parts(&payload.payload), text.chars().count(), rank)
}

fn schema(path: &Path) -> Arc<Schema> {
    let document = frontdesk_json::read(&std::fs::read(path).unwrap()).unwrap();
    Arc::new(Schema::compile(document, &Options::default()).unwrap())
}

fn schemas() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir("tests/schemas")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
