//! A tagged union of many variants behind references, recursive, with one edit.

use frontdesk_compat::{Assumptions, Undeclared, Verdict};
use frontdesk_contract::Direction;
use serde_json::{Map, Value, json};

use super::super::Options;
use super::super::table::{Said, Table};
use super::{compared, compile};

/// Compares the union with each edit, once for each assumption.
pub(super) fn tables(options: &Options) -> Result<Vec<Table>, String> {
    let old = compile(union())?;
    let mut tables = Vec::new();
    for undeclared in [Undeclared::Never, Undeclared::Maybe] {
        let title = format!("{VARIANTS} variants, undeclared {undeclared}");
        let mut table = Table::new(&title);
        let assumptions = Assumptions {
            undeclared,
            ..Assumptions::default()
        };
        for edit in &EDITS {
            let mut document = union();
            (edit.make)(&mut document);
            let new = compile(document)?;
            for direction in [Direction::Request, Direction::Response] {
                let (verdict, figures) =
                    compared([&old, &new], direction, &assumptions, options.runs);
                let right = match verdict {
                    Verdict::Compatible(_) => !edit.breaks(direction, undeclared),
                    Verdict::Breaking(_) => edit.breaks(direction, undeclared),
                    Verdict::Undecided(_) => false,
                };
                let said = Said {
                    verdict: verdict.as_str(),
                    right,
                };
                let name = format!("{}, {direction}", edit.name);
                table.verdict(&name, &figures, EDIT_MILLISECONDS, &said);
            }
        }
        tables.push(table);
    }
    Ok(tables)
}

/// One change of the union.
struct Edit {
    name: &'static str,
    make: fn(&mut Value),
    breaks: Breaks,
}

/// Whom a change breaks.
#[derive(Clone, Copy)]
enum Breaks {
    /// Readers of requests, by what old writers leave out or still say.
    Requests,
    /// Readers of requests, by members that no schema declares.
    UndeclaredInRequests,
    /// Readers of responses, by what new writers say.
    Responses,
}

impl Edit {
    fn breaks(&self, direction: Direction, undeclared: Undeclared) -> bool {
        match self.breaks {
            Breaks::Requests => direction == Direction::Request,
            Breaks::UndeclaredInRequests => {
                direction == Direction::Request && undeclared == Undeclared::Maybe
            }
            Breaks::Responses => direction == Direction::Response,
        }
    }
}

const EDITS: [Edit; 6] = [
    Edit {
        name: "member required",
        make: |document| {
            document["$defs"]["Event30"]["required"] = json!(["kind", "user", "count"]);
        },
        breaks: Breaks::Requests,
    },
    Edit {
        name: "enum value added",
        make: |document| {
            document["$defs"]["Event30"]["properties"]["state"]["enum"] =
                json!(["new", "done", "late"]);
        },
        breaks: Breaks::Responses,
    },
    Edit {
        name: "variant added",
        make: |document| offer(document, VARIANTS + 1),
        breaks: Breaks::Responses,
    },
    Edit {
        name: "variant removed",
        make: |document| offer(document, VARIANTS - 1),
        breaks: Breaks::Requests,
    },
    Edit {
        name: "variant closed",
        make: |document| {
            document["$defs"]["Event30"]["additionalProperties"] = json!(false);
        },
        breaks: Breaks::UndeclaredInRequests,
    },
    Edit {
        name: "shared member required",
        make: |document| {
            document["$defs"]["User"]["required"] = json!(["name", "mail"]);
        },
        breaks: Breaks::Requests,
    },
];

fn union() -> Value {
    let mut definitions = Map::new();
    for number in 0..=VARIANTS {
        definitions.insert(name(number), variant(number));
    }
    let user = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1},
            "mail": {"type": "string", "format": "email"},
            "manager": reference("User"),
        },
        "required": ["name"],
    });
    definitions.insert("User".to_owned(), user);
    let mut document = reference("Event");
    document["$defs"] = Value::Object(definitions);
    offer(&mut document, VARIANTS);
    document
}

/// Lets the union have so many variants.
fn offer(document: &mut Value, variants: usize) {
    let variants: Vec<Value> = (0..variants)
        .map(|number| reference(&name(number)))
        .collect();
    document["$defs"]["Event"] = json!({ "oneOf": variants });
}

fn variant(number: usize) -> Value {
    json!({
        "type": "object",
        "properties": {
            "kind": {"const": format!("event-{number:02}")},
            "user": reference("User"),
            "count": {"type": "integer", "minimum": 0},
            "state": {"enum": ["new", "done"]},
            "cause": reference("Event"),
        },
        "required": ["kind", "user"],
    })
}

fn name(number: usize) -> String {
    format!("Event{number:02}")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

const VARIANTS: usize = 60;
const EDIT_MILLISECONDS: f64 = 100.0;
