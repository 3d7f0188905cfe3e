//! The law that no schema is too odd: nothing panics, nothing hangs, and no label is wrong.
//!
//! Every schema of the official suite is drawn from, every one under `tests/hostile`, which were
//! made to be too much, and schemas of the suite that were broken at random: members taken away,
//! parts exchanged or joined, values put where they make no sense. Whether such a schema compiles
//! is its own affair; where it does, each kind is drawn, the systematic payloads come up to a
//! number, and every label is asked of both judges again, on the bytes.
//!
//! The suite is read from `FRONTDESK_TEST_DATA`. `FRONTDESK_NO_PANIC_CASES` says how many broken
//! schemas each file of the suite gives, and `FRONTDESK_NO_PANIC_SEED` which. The case under way is
//! in a file of cargo's folder for temporary files, to be read after a stack has run out.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod suite;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use frontdesk_json::{Pointer, excerpt};
use frontdesk_payload::{Kind, Payload, Payloads, Seeded, Source};
use frontdesk_schema::{Options, Schema, Verdict};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

/// How many broken schemas a file of the suite gives where nobody says.
const CASES: u64 = 10;

/// How many systematic payloads of a kind are looked at.
const SYSTEMATIC: usize = 20;

/// How many parts are changed at the most.
const CHANGES: u64 = 4;

/// How often another value is picked at the most where one is of another type.
const ALIKE: u64 = 12;

/// What even a slow machine has not spent on one schema.
const HANGS: Duration = Duration::from_secs(60);

/// How many of the slowest are named.
const SLOWEST: usize = 10;

/// How much of a slow schema is shown.
const EXCERPT: usize = 300;

const STACK: usize = 8 << 20;

/// How many of the schemas said something, so that the law is about more than refusals.
static COMPILED: AtomicUsize = AtomicUsize::new(0);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let slow = Arc::new(Mutex::new(Vec::new()));
    let conclusion = libtest_mimic::run(&arguments, trials(&slow));
    let mut slow = std::mem::take(&mut *slow.lock().unwrap());
    slow.sort();
    // Without standard output nobody reads it.
    let _ = writeln!(
        std::io::stdout(),
        "{} of {} schemas compiled; the slowest:",
        COMPILED.load(Ordering::Relaxed),
        slow.len()
    );
    for (took, name, document) in slow.iter().rev().take(SLOWEST) {
        let _ = writeln!(
            std::io::stdout(),
            "{took:>10.1?}  {name}  {}",
            excerpt(document, EXCERPT)
        );
    }
    conclusion.exit_code()
}

/// How long cases took, each with its name and its schema.
type Slow = Mutex<Vec<(Duration, String, String)>>;

fn trials(slow: &Arc<Slow>) -> Vec<Trial> {
    let mut trials = hostile(slow);
    let Some(files) = suite::files() else {
        let missing = || Err(suite::NO_DATA.into());
        trials.push(Trial::test("no_panic_over_the_official_suite", missing));
        return trials;
    };
    let mut parts = Vec::new();
    for file in &files {
        for group in &file.groups {
            pointers(group, &mut Pointer::root(), &mut |_, value| {
                parts.push(value.clone());
            });
        }
    }
    let parts = Arc::new(parts);
    trials.extend(files.into_iter().map(|file| {
        let (parts, slow) = (Arc::clone(&parts), Arc::clone(slow));
        Trial::test(format!("no_panic_over__{}", file.name), move || {
            over(&file, &parts, CASES, &slow)
        })
    }));
    trials
}

/// Makes a trial of each schema that was made to be too much.
fn hostile(slow: &Arc<Slow>) -> Vec<Trial> {
    let files = suite::json_files(Path::new("tests/hostile"));
    assert!(!files.is_empty(), "no schema under tests/hostile");
    let trials = files.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let file = suite::File {
            name: format!("hostile/{name}"),
            options: Options::default(),
            groups: vec![json!({"schema": suite::read(&path)})],
        };
        let slow = Arc::clone(slow);
        Trial::test(format!("no_panic_over__{}", file.name), move || {
            over(&file, &[json!({})], 0, &slow)
        })
    });
    trials.collect()
}

/// Draws from every schema of a file, and from as many broken ones as are wanted.
fn over(file: &suite::File, parts: &[Value], cases: u64, slow: &Slow) -> Result<(), Failed> {
    let wanted = number("FRONTDESK_NO_PANIC_CASES").unwrap_or(cases);
    // Each file has its own mutations of its own schemas.
    let name = file.name.bytes().fold(0, |seed: u64, byte| {
        seed.wrapping_mul(31).wrapping_add(byte.into())
    });
    let seed = name ^ number("FRONTDESK_NO_PANIC_SEED").unwrap_or(1);
    let mut source = Seeded::new(seed);
    let whole = file.groups.iter().map(|group| group["schema"].clone());
    let mut documents: Vec<Value> = whole.collect();
    let groups = documents.len();
    for _ in 0..wanted {
        let mut document = documents[pick(&mut source, groups)].clone();
        for _ in 0..=source.below(CHANGES) {
            change(&mut document, parts, &mut source);
        }
        documents.push(document);
    }
    let mut failures = String::new();
    for (number, document) in documents.iter().enumerate() {
        let name = format!("{} {number}", file.name);
        let start = Instant::now();
        if let Err(failure) = case(&name, document, &file.options) {
            writeln!(failures, "{name}: {failure}: {document}").unwrap();
        }
        let took = start.elapsed();
        if took > HANGS {
            writeln!(failures, "{name}: took {took:?}: {document}").unwrap();
        }
        slow.lock()
            .unwrap()
            .push((took, name, document.to_string()));
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.into())
    }
}

/// Draws from one schema, on a stack of its own.
fn case(name: &str, document: &Value, options: &Options) -> Result<(), String> {
    let file = name.split(' ').next().unwrap().replace('/', "-");
    // Two runs at the same time do not take each other's marks away.
    let mark = format!("no-panic-{}-{file}.json", std::process::id());
    let mark = Path::new(env!("CARGO_TARGET_TMPDIR")).join(mark);
    std::fs::write(&mark, document.to_string()).unwrap();
    let (document, options) = (document.clone(), options.clone());
    let thread = thread::Builder::new()
        .name(name.to_owned())
        .stack_size(STACK)
        .spawn(move || draw(document, &options))
        .unwrap();
    let drawn = thread.join();
    std::fs::remove_file(&mark).unwrap();
    drawn.map_err(|_| "panicked".to_owned())?
}

fn draw(document: Value, options: &Options) -> Result<(), String> {
    let Ok(schema) = Schema::compile(document, options) else {
        return Ok(());
    };
    COMPILED.fetch_add(1, Ordering::Relaxed);
    let schema = Arc::new(schema);
    for kind in Kind::ALL {
        let mut payloads = Payloads::new(Arc::clone(&schema), 1);
        // First the systematic ones, one after the other, as far as there are any.
        for _ in 0..SYSTEMATIC {
            match payloads.draw(kind) {
                Ok(payload) => is_true(&schema, &payload)?,
                Err(_) => break,
            }
            let coverage = payloads.coverage(kind);
            if kind == Kind::Valid || coverage.tried == coverage.leaves {
                break;
            }
        }
        if let Ok(payload) = payloads.draw_any(kind) {
            is_true(&schema, &payload)?;
        }
    }
    Ok(())
}

/// Asks both judges, on the bytes, and for what an invalid payload says that it breaks.
fn is_true(schema: &Schema, payload: &Payload) -> Result<(), String> {
    let bytes = payload.payload.to_string();
    let value = frontdesk_json::read(bytes.as_bytes())
        .map_err(|error| format!("{payload:?} cannot be read: {error}"))?;
    let expected = match payload.kind {
        Kind::Valid | Kind::Boundary => Verdict::Accepted,
        Kind::Invalid => Verdict::Refused,
    };
    let verdict = schema.judge(&value);
    if verdict != expected {
        return Err(format!("{verdict:?} is {payload:?}"));
    }
    let Some(target) = &payload.target else {
        return Ok(());
    };
    if payload.kind == Kind::Boundary {
        let there = target.instance.resolve(&value).is_some();
        return there
            .then_some(())
            .ok_or_else(|| format!("the edge of {payload:?} is not there"));
    }
    let named = schema.violations(&value).iter().any(|violation| {
        let (place, keyword, instance) = match &violation.condition {
            Some(condition) => (&condition.schema, "if", &condition.instance),
            None => (
                &violation.schema,
                violation.keyword.as_str(),
                &violation.instance,
            ),
        };
        (place, keyword, instance) == (&target.schema, target.keyword.as_str(), &target.instance)
    });
    named
        .then_some(())
        .ok_or_else(|| format!("the target of {payload:?} does not refuse"))
}

/// Changes a document in one place, in a way that no author would think of.
fn change(document: &mut Value, parts: &[Value], source: &mut Seeded) {
    let mut places = Vec::new();
    pointers(document, &mut Pointer::root(), &mut |pointer, _| {
        places.push(pointer.clone());
    });
    let place = &places[pick(source, places.len())];
    match source.below(5) {
        0 => delete(document, place),
        1 => {
            let other = &places[pick(source, places.len())];
            swap(document, place, other);
        }
        2 => {
            if let Some(value) = place.resolve_mut(document) {
                *value = replacement(value, parts, source);
            }
        }
        3 => {
            if let Some(value) = place.resolve_mut(document) {
                *value = joined(value, parts, source);
            }
        }
        _ => duplicate(document, place),
    }
}

/// Picks what takes the place of a value: most often a value of the same type, which more often
/// leaves a schema that compiles.
fn replacement(value: &Value, parts: &[Value], source: &mut Seeded) -> Value {
    let alike = |part: &Value| std::mem::discriminant(part) == std::mem::discriminant(value);
    let mut part = &parts[pick(source, parts.len())];
    for _ in 0..source.below(ALIKE) {
        if alike(part) {
            break;
        }
        part = &parts[pick(source, parts.len())];
    }
    part.clone()
}

/// Puts a subschema, with another one, under a keyword that applies them.
fn joined(value: &Value, parts: &[Value], source: &mut Seeded) -> Value {
    let value = value.clone();
    let other = replacement(&value, parts, source);
    match source.below(8) {
        0 => json!({"anyOf": [value, other]}),
        1 => json!({"oneOf": [other, value]}),
        2 => json!({"not": value}),
        3 => json!({"if": other, "then": value, "else": {"not": other}}),
        4 => json!({"contains": value, "items": other}),
        5 => json!({"additionalProperties": other, "properties": {"a": value}}),
        6 => json!({"$ref": "#", "dependentSchemas": {"a": value}}),
        _ => json!({"allOf": [value, other]}),
    }
}

fn delete(document: &mut Value, place: &Pointer) {
    let (Some(parent), Some(last)) = (place.parent(), place.last()) else {
        return;
    };
    match parent.resolve_mut(document) {
        Some(Value::Object(members)) => {
            members.remove(last);
        }
        Some(Value::Array(items)) => {
            items.remove(last.parse().unwrap());
        }
        _ => {}
    }
}

/// Exchanges two parts; of two that contain one another the inner takes the outer's place.
fn swap(document: &mut Value, one: &Pointer, other: &Pointer) {
    let (Some(left), Some(right)) = (one.resolve(document), other.resolve(document)) else {
        return;
    };
    let (left, right) = (left.clone(), right.clone());
    for (place, value) in [(one, right), (other, left)] {
        if let Some(there) = place.resolve_mut(document) {
            *there = value;
        }
    }
}

/// Doubles an array's items, or puts what is no array into one twice.
fn duplicate(document: &mut Value, place: &Pointer) {
    let Some(value) = place.resolve_mut(document) else {
        return;
    };
    match value {
        Value::Array(items) => items.extend(items.clone()),
        _ => *value = Value::Array(vec![value.clone(), value.clone()]),
    }
}

fn pointers(value: &Value, at: &mut Pointer, visit: &mut impl FnMut(&Pointer, &Value)) {
    visit(at, value);
    let members: Vec<(String, &Value)> = match value {
        Value::Array(items) => (0..)
            .zip(items)
            .map(|(index, item): (usize, _)| (index.to_string(), item))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), member))
            .collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        at.push(name);
        pointers(member, at, visit);
        at.pop();
    }
}

fn pick(source: &mut Seeded, length: usize) -> usize {
    usize::try_from(source.below(length as u64)).unwrap()
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{variable} is no number: {text:?}")))
}
