//! Formats that look their expression up, since the engine takes no closure as a format.

use std::cell::RefCell;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use boon::{Compiler, Format};
use fancy_regex::Regex;
use serde_json::Value;

/// The expressions of one document, by the number of their format.
pub(super) type Expressions = Arc<[Regex]>;

thread_local! {
    /// What the formats look up while a value is judged on this thread.
    static JUDGING: RefCell<Option<Judging>> = const { RefCell::new(None) };
}

struct Judging {
    expressions: Expressions,
    /// Whether an expression gave up on a text.
    stuck: bool,
}

/// Judges a value by a document that asks for these expressions, `None` where one gave up.
pub(super) fn during(expressions: &Expressions, judge: impl FnOnce() -> bool) -> Option<bool> {
    if expressions.is_empty() {
        return Some(judge());
    }
    let judging = Judging {
        expressions: Arc::clone(expressions),
        stuck: false,
    };
    JUDGING.with(|slot| slot.replace(Some(judging)));
    let verdict = judge();
    let stuck = JUDGING
        .with(RefCell::take)
        .is_none_or(|judging| judging.stuck);
    (!stuck).then_some(verdict)
}

/// Returns the name of the format that stands for an expression, `None` beyond the last.
pub(super) fn name(number: usize) -> Option<&'static str> {
    SLOTS.get(number).map(|format| format.name)
}

/// Makes the formats of these expressions known.
pub(super) fn register(compiler: &mut Compiler, expressions: &Expressions) {
    for format in SLOTS.iter().take(expressions.len()) {
        compiler.register_format(*format);
    }
}

/// Lets the engine's own formats refuse nothing; `regex` cannot be overridden.
pub(super) fn silence(compiler: &mut Compiler) {
    for name in OWN {
        compiler.register_format(Format {
            name,
            func: |_| Ok(()),
        });
    }
}

fn slot<const NUMBER: usize>(value: &Value) -> Result<(), Box<dyn Error>> {
    let Value::String(text) = value else {
        return Ok(());
    };
    JUDGING.with(|slot| {
        let mut slot = slot.borrow_mut();
        let judging = slot.as_mut().ok_or("nothing is judged")?;
        let expression = &judging.expressions[NUMBER];
        // The engine below panics on some expressions, which the first judge survives as well.
        let found = catch_unwind(AssertUnwindSafe(|| expression.is_match(text)));
        match found {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the expression is not found".into()),
            Ok(Err(_)) | Err(_) => {
                judging.stuck = true;
                Err("the expression gave up".into())
            }
        }
    })
}

macro_rules! slots {
    ($($number:literal)*) => {
        [$(Format {
            name: concat!("frontdesk-pattern-", $number),
            func: slot::<$number>,
        }),*]
    };
}

const SLOTS: [Format; 64] = slots!(
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
    33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62
    63
);

/// The formats that the engine knows.
const OWN: [&str; 19] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "period",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];
