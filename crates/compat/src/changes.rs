//! Every cause of a break by its place and rule, each with a witness of its own.

use std::time::Instant;

use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_proof::Evaluator;
use frontdesk_schema::Schema;
use frontdesk_schema::outline::{Outline, PlaceId, Type};
use serde_json::Value;

use crate::assumptions::Assumptions;
use crate::blame::{Failure, failures};
use crate::compare::{Question, at_a_glance, written};
use crate::loosen::{Variants, Written, loosen};
use crate::rule::{self, Circumstances, Refused, Stem};
use crate::shape;
use crate::verdict::{Reason, Verdict, Witness};

/// What a comparison found in one direction.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The verdict on going ahead.
    pub verdict: Verdict,
    /// What breaks whoever stays behind, the first as in the verdict.
    pub breaking: Vec<Change>,
    /// What would break only on the way back: safe to go ahead with.
    pub safe: Vec<Change>,
    /// What could not be decided after all that was found.
    pub undecided: Option<Reason>,
}

/// One cause.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of change it is.
    pub stem: Stem,
    /// Who is concerned.
    pub direction: Direction,
    /// The keyword of the refusing side, empty where none can be named.
    pub keyword: String,
    /// The subschema of the old schema, and of the new.
    pub old: Option<Location>,
    /// The subschema of the new schema.
    pub new: Option<Location>,
    /// The part of the witness that is refused.
    pub instance: Pointer,
    /// The member that is spoken of.
    pub name: Option<String>,
    /// The value that is spoken of, where the writer lists its values.
    pub value: Option<Value>,
    /// The part that is refused, in every payload: `*` stands for any item and any undeclared name.
    pub shape: Pointer,
    /// The tags that tell the variants on the way apart, as in `/message/kind="a"`.
    pub tags: Vec<String>,
    /// The payload that shows it.
    pub witness: Witness,
    /// Whether the refusing side is the new one.
    pub reader_is_new: bool,
}

impl Change {
    /// Makes a change of a witness for whose cause there was no time.
    #[must_use]
    pub fn unnamed(witness: Witness, direction: Direction, reader_is_new: bool) -> Self {
        let circumstances = Circumstances {
            reader_is_new,
            writer_declares: false,
            refused: Refused::Other,
        };
        Self {
            stem: rule::stem(None, circumstances),
            direction,
            keyword: String::new(),
            old: None,
            new: None,
            instance: Pointer::root(),
            name: None,
            value: None,
            shape: Pointer::root(),
            tags: Vec::new(),
            witness,
            reader_is_new,
        }
    }

    /// Returns the subschema that refuses.
    #[must_use]
    pub fn refusing(&self) -> Option<&Location> {
        if self.reader_is_new {
            self.new.as_ref()
        } else {
            self.old.as_ref()
        }
    }

    /// Returns the subschema of the writer that allows what is refused.
    #[must_use]
    pub fn writing(&self) -> Option<&Location> {
        if self.reader_is_new {
            self.old.as_ref()
        } else {
            self.new.as_ref()
        }
    }
}

/// A subschema, and the document that holds it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Location {
    /// The URI of a document that was handed in, `None` for the schema's own.
    pub resource: Option<String>,
    /// Where it stands in that document.
    pub pointer: Pointer,
}

/// Lists every change between two versions of a schema in one direction.
///
/// Each break is found by its witness; then the keyword that refuses it is loosened, and the search
/// goes on until what is left is proved compatible. So the list is complete unless `undecided` says
/// otherwise.
#[must_use]
pub fn changes(
    old: &Schema,
    new: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
) -> Changes {
    changes_telling(old, new, direction, assumptions, &mut |_| {})
}

/// What is told while the search for changes goes on.
#[derive(Debug)]
pub enum News<'n> {
    /// The verdict on going ahead, before its causes are named.
    Verdict(&'n Verdict),
    /// A break.
    Break(&'n Change),
}

/// Lists every change as [`changes`], and tells what is found as soon as it is.
///
/// So whoever stops waiting loses nothing of what was known by then.
#[must_use]
pub fn changes_telling(
    old: &Schema,
    new: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
    told: &mut dyn FnMut(News<'_>),
) -> Changes {
    let until = Instant::now() + assumptions.budget;
    let (writer, reader) = match direction {
        Direction::Request => (old, new),
        Direction::Response => (new, old),
    };
    let reader_is_new = direction == Direction::Request;
    let ahead = causes(writer, reader, direction, reader_is_new, assumptions, told);
    // The way back decides nothing, so it has the time that is left, and at least a part.
    let left = until.saturating_duration_since(Instant::now());
    let assumptions = Assumptions {
        budget: left.max(assumptions.budget / 4),
        ..assumptions.clone()
    };
    let back = causes(
        reader,
        writer,
        direction,
        !reader_is_new,
        &assumptions,
        &mut |_| {},
    );
    Changes {
        verdict: ahead.verdict,
        breaking: ahead.changes,
        safe: back.changes,
        undecided: ahead.undecided,
    }
}

/// Lists what breaks whoever stays behind, and leaves open what is safe.
///
/// It is for contracts with both sides, where the way back is a question about other schemas.
#[must_use]
pub fn breaks(
    old: &Schema,
    new: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
) -> Changes {
    breaks_telling(old, new, direction, assumptions, &mut |_| {})
}

/// Lists what breaks as [`breaks`], and tells what is found as soon as it is.
#[must_use]
pub fn breaks_telling(
    old: &Schema,
    new: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
    told: &mut dyn FnMut(News<'_>),
) -> Changes {
    let (writer, reader) = match direction {
        Direction::Request => (old, new),
        Direction::Response => (new, old),
    };
    let reader_is_new = direction == Direction::Request;
    let ahead = causes(writer, reader, direction, reader_is_new, assumptions, told);
    Changes {
        verdict: ahead.verdict,
        breaking: ahead.changes,
        safe: Vec::new(),
        undecided: ahead.undecided,
    }
}

/// What breaks one way.
#[derive(Clone, Debug)]
pub(crate) struct Causes {
    pub(crate) verdict: Verdict,
    /// Every cause, the first as in the verdict.
    pub(crate) changes: Vec<Change>,
    pub(crate) undecided: Option<Reason>,
}

/// More causes than these are not told apart.
const MAX_CAUSES: usize = 60;

/// Lists every cause why a writer is not read.
pub(crate) fn causes(
    writer: &Schema,
    reader: &Schema,
    direction: Direction,
    reader_is_new: bool,
    assumptions: &Assumptions,
    told: &mut dyn FnMut(News<'_>),
) -> Causes {
    let until = Instant::now() + assumptions.budget;
    let mut causes = Causes {
        verdict: Verdict::Undecided(Reason::late()),
        changes: Vec::new(),
        undecided: None,
    };
    if let Some(verdict) = at_a_glance(writer, reader) {
        told(News::Verdict(&verdict));
        causes.verdict = verdict;
        return causes;
    }
    let written = written(writer, assumptions.undeclared);
    let question = Question::new(writer, reader, &written, assumptions, until);
    // What is left of the reader without the refusals that are known, once there is one.
    let mut loosened: Option<Outline> = None;
    let mut variants = Variants::of(writer.outline());
    loop {
        if causes.changes.len() == MAX_CAUSES {
            causes.undecided = Some(reason("there may be more breaks: no more are told apart"));
            return causes;
        }
        let read = loosened.as_ref().unwrap_or_else(|| reader.outline());
        let verdict = question.decide(read);
        if causes.changes.is_empty() {
            told(News::Verdict(&verdict));
            causes.verdict = verdict.clone();
        }
        let witness = match verdict {
            Verdict::Compatible(_) => return causes,
            Verdict::Undecided(reason) => {
                causes.undecided = (!causes.changes.is_empty()).then_some(reason);
                return causes;
            }
            Verdict::Breaking(witness) => *witness,
        };
        // To name a cause takes its time in large schemas; a break without a name is one, too.
        let failure = if question.is_late() {
            None
        } else {
            failures(read, writer.outline(), &witness.payload)
                .into_iter()
                .next()
        };
        let change = match &failure {
            _ if question.is_late() => Change::unnamed(witness, direction, reader_is_new),
            failure => named(
                writer,
                reader,
                read,
                failure.as_ref(),
                witness,
                direction,
                reader_is_new,
            ),
        };
        told(News::Break(&change));
        let payload = change.witness.payload.clone();
        causes.changes.push(change);
        if question.is_late() {
            causes.undecided = Some(Reason::late());
            return causes;
        }
        let Some(failure) = failure else {
            causes.undecided = Some(reason(
                "no keyword can be named for the last break, so others may hide",
            ));
            return causes;
        };
        let says = says(writer.outline(), &payload, &failure.instance);
        let read = loosened.get_or_insert_with(|| Outline::clone(reader.outline()));
        loosen(read, &failure, &payload, &says, &mut variants);
    }
}

fn reason(text: &str) -> Reason {
    Reason {
        pointer: Pointer::root(),
        text: text.to_owned(),
        late: false,
    }
}

fn named(
    writer: &Schema,
    reader: &Schema,
    read: &Outline,
    failure: Option<&Failure>,
    witness: Witness,
    direction: Direction,
    reader_is_new: bool,
) -> Change {
    let instance = failure.map_or_else(Pointer::root, |failure| failure.instance.clone());
    let part = instance.resolve(&witness.payload);
    let evaluator = Evaluator::new(writer.outline());
    let places = places_at(writer.outline(), &evaluator, &witness.payload, &instance);
    let said = said(writer.outline(), &places);
    let name = failure.and_then(|failure| failure.name.clone());
    let declaring = name.as_ref().and_then(|name| {
        places.iter().copied().find(|place| {
            let keywords = writer.outline().keywords(*place);
            keywords.is_some_and(|keywords| {
                keywords.properties.contains_key(name) || keywords.required.contains(name)
            })
        })
    });
    let stem = rule::stem(
        failure,
        Circumstances {
            reader_is_new,
            writer_declares: declaring.is_some(),
            refused: match failure {
                _ if said.nullable && part.is_some_and(Value::is_null) => Refused::Null,
                Some(failure) if failure.several => Refused::Several,
                Some(failure) if is_list(read, failure.place) => Refused::Unlisted,
                _ => Refused::Other,
            },
        },
    );
    let speaking = declaring.or_else(|| {
        let says = |place: &&PlaceId| writer.outline().keywords(**place).is_some();
        places.iter().rfind(says).copied()
    });
    let written = speaking.map(|place| location(writer.outline(), place));
    let refusing = failure.map(|failure| location(read, failure.place));
    let (old, new) = if reader_is_new {
        (written, refusing)
    } else {
        (refusing, written)
    };
    let (shape, tags) = shape::of(writer.outline(), &witness.payload, &instance);
    Change {
        stem,
        direction,
        keyword: failure
            .map_or("", |failure| keyword(reader, failure))
            .to_owned(),
        old,
        new,
        value: part.filter(|_| said.listed).cloned(),
        shape,
        tags,
        instance,
        name,
        witness,
        reader_is_new,
    }
}

/// Returns the keyword by which the reader refuses, as its document has it.
fn keyword(reader: &Schema, failure: &Failure) -> &'static str {
    let place = reader.outline().id(failure.place.index());
    let keywords = place.and_then(|place| reader.outline().keywords(place));
    // A `oneOf` that took variants in goes on as an `anyOf`.
    let was_one = keywords.is_some_and(|keywords| keywords.any_of.is_empty());
    match failure.keyword {
        "anyOf" if was_one => "oneOf",
        keyword => keyword,
    }
}

fn location(outline: &Outline, place: PlaceId) -> Location {
    let place = outline.place(place);
    Location {
        resource: place.resource.clone(),
        pointer: place.pointer.clone(),
    }
}

/// Looks up what a writer says of a part.
fn says(outline: &Outline, payload: &Value, instance: &Pointer) -> Written {
    let evaluator = Evaluator::new(outline);
    said(outline, &places_at(outline, &evaluator, payload, instance))
}

/// Gathers what places say of the value that they apply to.
fn said(outline: &Outline, places: &[PlaceId]) -> Written {
    let mut says = Written::default();
    for keywords in places.iter().filter_map(|place| outline.keywords(*place)) {
        let values = keywords.constant.iter();
        let mut values = values.chain(keywords.enumeration.iter().flatten());
        says.listed |= keywords.constant.is_some() || keywords.enumeration.is_some();
        says.nullable |=
            values.any(Value::is_null) || keywords.types.is_some_and(|types| types.has(Type::Null));
        let names = keywords.properties.keys().chain(&keywords.required);
        says.declared.extend(names.cloned());
    }
    says
}

/// Tells whether the branches of a union are values, as of an enum whose variants are described.
pub(crate) fn is_list(outline: &Outline, union: PlaceId) -> bool {
    outline.keywords(union).is_some_and(|keywords| {
        let mut branches = keywords.any_of.iter().chain(&keywords.one_of);
        branches.all(|branch| {
            outline
                .keywords(*branch)
                .is_some_and(|branch| branch.constant.is_some() || branch.enumeration.is_some())
        })
    })
}

/// Lists the places that apply to a part of a value.
pub(crate) fn places_at(
    outline: &Outline,
    evaluator: &Evaluator<'_>,
    value: &Value,
    instance: &Pointer,
) -> Vec<PlaceId> {
    let mut places = beside(outline, evaluator, vec![outline.root()], value);
    let mut at = value;
    for token in instance.tokens() {
        let mut parts = Vec::new();
        for keywords in places.iter().filter_map(|place| outline.keywords(*place)) {
            if at.is_array() {
                let index: usize = token.parse().unwrap_or_default();
                parts.extend(keywords.prefix_items.get(index).copied().or(keywords.items));
                continue;
            }
            let own = keywords.properties.get(token).copied();
            let patterns = keywords
                .pattern_properties
                .iter()
                .filter(|(pattern, _)| evaluator.matches(pattern, token) == Some(true))
                .map(|(_, place)| *place);
            let before = parts.len();
            parts.extend(own.into_iter().chain(patterns));
            if parts.len() == before {
                parts.extend(keywords.additional_properties);
            }
        }
        let next = match at {
            Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
            Value::Object(members) => members.get(token),
            _ => None,
        };
        let Some(next) = next else {
            return places;
        };
        at = next;
        places = beside(outline, evaluator, parts, at);
    }
    places
}

/// Adds the places that apply to the same value.
pub(crate) fn beside(
    outline: &Outline,
    evaluator: &Evaluator<'_>,
    mut places: Vec<PlaceId>,
    value: &Value,
) -> Vec<PlaceId> {
    let mut next = 0;
    while let Some(place) = places.get(next).copied() {
        next += 1;
        let Some(keywords) = outline.keywords(place) else {
            continue;
        };
        let together = keywords
            .reference
            .iter()
            .chain(&keywords.dynamic_reference)
            .chain(&keywords.all_of);
        let either = keywords
            .any_of
            .iter()
            .chain(&keywords.one_of)
            .chain(&keywords.then)
            .chain(&keywords.otherwise)
            .filter(|branch| evaluator.holds(**branch, value) != Some(false));
        let more: Vec<PlaceId> = together.chain(either).copied().collect();
        for place in more {
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}
