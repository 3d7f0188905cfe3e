//! Changes as findings: the same for programs and for people.

use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_report::{Exit, Finding, RuleId};
use serde_json::{Map, Value, json};

use crate::changes::{Change, Location};
use crate::fold::{fold, shown};
use crate::says::says;
use crate::verdict::Reason;

/// What is compared, as reports name it.
pub struct Part<'p> {
    /// The message, or the file.
    pub name: &'p str,
    /// Who writes it.
    pub direction: Direction,
    /// Says where a place of the old schema stands.
    pub old: &'p dyn Fn(&Location) -> Option<Spot>,
    /// Says where a place of the new schema stands.
    pub new: &'p dyn Fn(&Location) -> Option<Spot>,
}

/// Where a subschema stands in a file, and what it says.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The file, as a path from where the command ran.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u64>,
    /// Where it stands in the file.
    pub pointer: Pointer,
    /// The subschema itself.
    pub subschema: Value,
}

/// Reports a break, with the payload that shows it.
#[must_use]
pub fn broken(change: &Change, part: &Part<'_>) -> Finding {
    let rule = RuleId::composed(&change.stem.rule(change.direction));
    let old = change.old.as_ref();
    let old = old.and_then(|old| spot(part.old, old, change));
    let new = change.new.as_ref();
    let new = new.and_then(|new| spot(part.new, new, change));
    let refusing = match change.direction {
        Direction::Request => &change.new,
        Direction::Response => &change.old,
    };
    let mut finding = Finding::new(rule, message(change));
    finding = placed(finding, new.as_ref().or(old.as_ref()), &change.instance);
    if let Some(refusing) = refusing {
        let keyword = if change.keyword == "false" {
            ""
        } else {
            change.keyword.as_str()
        };
        finding = finding
            .by_keyword(&refusing.pointer, keyword)
            .with("pointer", refusing.pointer.to_string());
    }
    finding = finding
        .with("part", part.name)
        .with("direction", change.direction.as_str())
        .with("verdict", "breaking")
        .with("witness", change.witness.payload.clone());
    for (name, spot) in [("old", old), ("new", new)] {
        let text = match &spot {
            Some(spot) => says(&spot.subschema, &change.keyword),
            None => "not declared".to_owned(),
        };
        finding = finding.showing(name, text);
        if let Some(spot) = spot {
            finding = finding.with(name, side(&spot, &change.keyword));
        }
    }
    finding
        .showing("witness", fold(&change.witness.payload, &change.instance))
        .showing("what to do", way_out(change, &rule))
}

/// Says the first thing that may be done instead, and where the rest is said.
fn way_out(change: &Change, rule: &RuleId) -> String {
    let text = change.stem.rule_text().instead;
    let other = match change.direction {
        Direction::Request => "In responses,",
        Direction::Response => "In requests,",
    };
    let sentences = text.split_inclusive(". ").map(str::trim_end);
    let first = sentences
        .clone()
        .find(|sentence| !sentence.starts_with(other));
    let first = first.or(sentences.clone().next()).unwrap_or_default();
    format!("{first} More: frontdesk explain {rule}")
}

/// Reports that a comparison came to no end, and why.
#[must_use]
pub fn undecided(reason: &Reason, part: &Part<'_>) -> Finding {
    let at = Location {
        resource: None,
        pointer: reason.pointer.clone(),
    };
    let spot = match part.direction {
        Direction::Request => (part.new)(&at),
        Direction::Response => (part.old)(&at),
    };
    let finding = Finding::new(UNDECIDED, reason.text.clone());
    placed(finding, spot.as_ref(), &Pointer::root())
        .with("part", part.name)
        .with("direction", part.direction.as_str())
        .with("verdict", "undecided")
        .with("pointer", reason.pointer.to_string())
        .showing("direction", part.direction.as_str())
        .showing("pointer", pointer(&reason.pointer))
        .showing(
            "what to do",
            if reason.late {
                "give it more time with --budget, or split the schema up"
            } else {
                "look at both schemas: more time would not help, a plainer schema would"
            },
        )
        .exits(Exit::Undecided)
}

fn placed(finding: Finding, spot: Option<&Spot>, instance: &Pointer) -> Finding {
    let finding = finding.at_instance(instance);
    match spot {
        Some(spot) => finding.in_file(&spot.file, spot.line),
        None => finding,
    }
}

/// Finds a subschema, and the line of the keyword where it has it.
fn spot(
    find: &dyn Fn(&Location) -> Option<Spot>,
    location: &Location,
    change: &Change,
) -> Option<Spot> {
    let keyword = change.keyword.as_str();
    let mut spot = find(location)?;
    if let ("required", Some(name)) = (keyword, &change.name) {
        let tokens = ["properties", name.as_str()];
        let below = |pointer: &Pointer| pointer.member(tokens[0]).member(tokens[1]);
        let member = Location {
            resource: location.resource.clone(),
            pointer: below(&location.pointer),
        };
        // Where the object was put together, the member says itself that it is required.
        if let Some(member) = find(&member)
            && member.file == spot.file
            && member.pointer != below(&spot.pointer)
        {
            spot.line = member.line;
            return Some(spot);
        }
    }
    let said = Location {
        resource: location.resource.clone(),
        pointer: location.pointer.member(keyword),
    };
    if spot.subschema.get(keyword).is_some()
        && let Some(Spot {
            line: Some(line), ..
        }) = find(&said)
    {
        spot.line = Some(line);
    }
    Some(spot)
}

fn side(spot: &Spot, keyword: &str) -> Value {
    let mut side = Map::new();
    side.insert("file".to_owned(), json!(spot.file));
    if let Some(line) = spot.line {
        side.insert("line".to_owned(), json!(line));
    }
    side.insert("pointer".to_owned(), json!(spot.pointer));
    side.insert("says".to_owned(), json!(says(&spot.subschema, keyword)));
    if spot.subschema.to_string().len() <= MAX_SCHEMA {
        side.insert("schema".to_owned(), spot.subschema.clone());
    }
    Value::Object(side)
}

/// Says who may send what, and who refuses it.
fn message(change: &Change) -> String {
    let (writer, reader) = match change.direction {
        Direction::Request => ("old clients", "the new schema"),
        Direction::Response => ("new servers", "the old schema"),
    };
    let place = if change.instance.is_root() {
        String::new()
    } else {
        format!(" at `{}`", change.instance)
    };
    let name = change.name.as_deref();
    match (change.keyword.as_str(), name) {
        ("required" | "dependentRequired", Some(name)) => {
            format!("{writer} may leave out `{name}`{place}, which {reader} requires")
        }
        ("additionalProperties" | "unevaluatedProperties" | "properties", Some(name)) => {
            format!("{writer} may send the member `{name}`{place}, which {reader} refuses")
        }
        _ => {
            let part = change.instance.resolve(&change.witness.payload);
            let part = part.map_or_else(String::new, shown);
            format!("{writer} may send {part}{place}, which {reader} refuses")
        }
    }
}

fn pointer(pointer: &Pointer) -> String {
    if pointer.is_root() {
        "(root)".to_owned()
    } else {
        pointer.to_string()
    }
}

/// Longer subschemas are not repeated in reports.
const MAX_SCHEMA: usize = 2000;

const UNDECIDED: RuleId = RuleId::new("compatibility-undecided");
