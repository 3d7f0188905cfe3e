//! A schema as something to walk along with the bytes of a document.
//!
//! A node of the plan is a set of subschemas that hold together for one value: what stands in one
//! place of a document is looked at once, however many subschemas have a say in it. Unions are told
//! apart by type or by a tag before anything is walked; what cannot be told apart is tried one by
//! one from the same place. What a plan does not know makes it say [`Said::Odd`], where a value
//! asks for it.

mod array;
mod build;
mod kind;
mod names;
mod object;
mod parts;
mod scalar;
mod tag;
mod tester;
mod walk;

use std::collections::HashSet;

use frontdesk_json::ScannerPlace;
use serde_json::Value;

pub(crate) use walk::Walker;

use crate::Schema;
use crate::options::{Draft, Options};
use crate::outline::Outline;
use array::ArrayRule;
use kind::KINDS;
use object::ObjectRule;
use scalar::{NumberRule, TextRule};
use tag::TagRule;

/// What a plan says of a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Said {
    Valid,
    /// The schema refuses it, or it is no document.
    Refused,
    /// The plan does not know.
    Odd,
}

/// A schema that was compiled to be walked.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    nodes: Vec<Node>,
    root: NodeId,
    texts: Vec<TextRule>,
    numbers: Vec<NumberRule>,
    arrays: Vec<ArrayRule>,
    objects: Vec<ObjectRule>,
    tags: Vec<TagRule>,
    trials: Vec<Trials>,
    /// How many names all objects declare together.
    slots: usize,
}

type NodeId = u32;

/// What is asked of a value, by its kind.
type Node = [Rule; KINDS];

/// What is asked of a value of one kind; the numbers lead to the lists of the plan.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Rule {
    /// No such value.
    Never,
    /// The plan does not know.
    Odd,
    Null,
    Boolean {
        accepts_true: bool,
        accepts_false: bool,
    },
    AnyNumber,
    Number(u32),
    AnyText,
    Text(u32),
    Array(u32),
    Object(u32),
    /// A union that a member of the object tells apart.
    Tagged(u32),
    /// More than one look at the same value.
    Tried(u32),
}

/// A rule, and what else is to be tried from the same place.
#[derive(Debug)]
struct Trials {
    rule: Rule,
    trials: Vec<Trial>,
}

#[derive(Debug)]
enum Trial {
    Any(Vec<NodeId>),
    One(Vec<NodeId>),
    Not(NodeId),
    If {
        condition: NodeId,
        then: NodeId,
        otherwise: NodeId,
    },
}

/// Where a value starts, and where the names stand that are known there.
#[derive(Clone, Copy, Debug)]
struct Start {
    at: usize,
    place: ScannerPlace,
    names: frontdesk_json::NamesOfOne,
}

impl Plan {
    /// Makes a plan of a schema, nothing where it would be none or too large.
    pub(crate) fn new(schema: &Schema) -> Option<Self> {
        let (document, options) = schema.prepared();
        let outline = schema.outline();
        if !is_read_alike(outline, document, options) {
            return None;
        }
        build::build(outline, schema.draft(), options.formats)
    }
}

/// Tells whether every document that is reached is one that the outline reads as the first judge does.
fn is_read_alike(outline: &Outline, document: &Value, options: &Options) -> bool {
    let reached: HashSet<&str> = outline
        .places()
        .filter_map(|(_, place)| place.resource.as_deref())
        .collect();
    let resources = options.resources.iter();
    let resources = resources.filter(|(uri, _)| reached.contains(uri.as_str()));
    let documents = resources.map(|(_, resource)| resource).chain([document]);
    let mut old = options.draft <= Draft::Draft7;
    let mut encoded = false;
    for document in documents {
        let mut todo = vec![document];
        while let Some(value) = todo.pop() {
            match value {
                Value::Object(members) => {
                    for (name, member) in members {
                        match (name.as_str(), member) {
                            // Its own vocabularies may switch keywords off.
                            ("$schema", Value::String(uri)) => match Draft::of_uri(uri) {
                                None => return false,
                                Some(draft) => old |= draft <= Draft::Draft7,
                            },
                            // Drafts 6 and 7 assert these, and an outline does not hold them.
                            ("contentEncoding" | "contentMediaType", _) => encoded = true,
                            _ => {}
                        }
                        todo.push(member);
                    }
                }
                Value::Array(items) => todo.extend(items),
                _ => {}
            }
        }
    }
    !(old && encoded)
}
