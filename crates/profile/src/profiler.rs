use std::collections::{BTreeMap, BTreeSet, HashMap};

use frontdesk_json::{Pointer, is_secret};
use frontdesk_schema::Schema;
use serde_json::Value;

use crate::address::{Addresses, address, leaf_address};
use crate::field::{Around, add_bounded};
use crate::formats::Formats;
use crate::guide::{Bits, Declared, Guide, StateId};
use crate::moment::Moment;
use crate::part::{MessagePart, Part};
use crate::reading::Sheet;
use crate::tree::{NodeId, Step};

/// Takes documents in, one after the other.
pub(crate) struct Profiler<'s> {
    subjects: BTreeMap<String, Subject<'s>>,
    formats: Formats,
}

/// A message and what its documents have shown so far.
struct Subject<'s> {
    guide: Guide<'s>,
    part: MessagePart,
    /// How many accepted documents exercised each leaf.
    hits: Vec<u64>,
    /// The states that each field was seen in.
    states: HashMap<NodeId, BTreeSet<StateId>>,
    /// The states of the objects that had each undeclared field.
    undeclared_by: HashMap<NodeId, BTreeSet<StateId>>,
    /// Whether each field's values are secrets.
    secrets: Vec<bool>,
}

/// A part of a document on its way into the tree.
#[derive(Clone, Copy)]
struct Visit {
    node: NodeId,
    state: StateId,
    secret: bool,
}

impl<'s> Profiler<'s> {
    pub(crate) fn new() -> Self {
        Self {
            subjects: BTreeMap::new(),
            formats: Formats::new(),
        }
    }

    /// Takes a document in.
    pub(crate) fn observe(&mut self, sheet: &Sheet<'_, 's>) {
        if !self.subjects.contains_key(sheet.message) {
            let subject = Subject::new(sheet.schema);
            self.subjects.insert(sheet.message.to_owned(), subject);
        }
        let Some(subject) = self.subjects.get_mut(sheet.message) else {
            return;
        };
        if sheet.is_meant_to_fail() {
            subject.part.meant_to_fail += 1;
            return;
        }
        let recording = sheet.recording;
        let around = Around {
            at: recording.map(|recording| Moment::of(&recording.at)),
            version: recording.map(|recording| recording.contract.version.as_str()),
            formats: &self.formats,
        };
        subject.observe(sheet.value, &around);
    }

    pub(crate) fn finish(self, unreadable: u64) -> Part {
        let subjects = self.subjects.into_iter();
        Part {
            unreadable,
            messages: subjects
                .map(|(name, subject)| (name, subject.finish()))
                .collect(),
        }
    }
}

impl<'s> Subject<'s> {
    fn new(schema: &'s Schema) -> Self {
        let guide = Guide::new(schema);
        Self {
            hits: vec![0; guide.leaves().len()],
            guide,
            part: MessagePart::new(),
            states: HashMap::new(),
            undeclared_by: HashMap::new(),
            secrets: vec![false],
        }
    }

    fn observe(&mut self, value: &Value, around: &Around<'_>) {
        self.part.documents += 1;
        self.part.seen.at(around.at);
        if let Some(version) = around.version {
            let one = BTreeMap::from([(version.to_owned(), 1)]);
            add_bounded(&mut self.part.versions, &one);
        }
        let mut touched = self.guide.leaves().none();
        let whole = Visit {
            node: 0,
            state: Guide::root(),
            secret: false,
        };
        self.visit(whole, value, around, &mut touched);
        if self.guide.schema().accepts(value) {
            for leaf in touched.iter() {
                self.hits[leaf] += 1;
            }
        } else {
            self.part.refused += 1;
            let addresses = Addresses::of(self.guide.outline());
            let broken = &mut self.part.broken;
            broken.observe(self.guide.schema(), &addresses, value);
        }
    }

    fn visit(&mut self, visit: Visit, value: &Value, around: &Around<'_>, touched: &mut Bits) {
        let Visit { node, secret, .. } = visit;
        let state = self.guide.settle(visit.state, value);
        self.guide.touch(state, value, touched);
        self.states.entry(node).or_default().insert(state);
        self.part
            .fields
            .field_mut(node)
            .observe(value, secret, around);
        match value {
            Value::Array(items) => {
                let Some(child) = self.part.fields.child(node, &Step::Item, true) else {
                    return;
                };
                self.note_secret(child, secret);
                for (index, item) in items.iter().enumerate() {
                    let state = self.guide.item(state, index);
                    let visit = Visit {
                        node: child,
                        state,
                        secret,
                    };
                    self.visit(visit, item, around, touched);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.member(Visit { state, ..visit }, name, member, around, touched);
                }
            }
            _ => {}
        }
    }

    fn member(
        &mut self,
        object: Visit,
        name: &str,
        value: &Value,
        around: &Around<'_>,
        touched: &mut Bits,
    ) {
        let (declared, state) = self.guide.member(object.state, name);
        let step = match declared {
            Declared::Described => Step::Key,
            Declared::Named | Declared::Undeclared => Step::Member(name.into()),
        };
        let named = declared != Declared::Undeclared;
        let Some(node) = self.part.fields.child(object.node, &step, named) else {
            self.part.fields.pass_over(object.node, name, 1);
            return;
        };
        if self.secrets.len() <= node {
            let secret = object.secret || is_secret(&Pointer::from_tokens([name]));
            self.note_secret(node, secret);
        }
        let secret = match step {
            Step::Key => object.secret || is_secret(&Pointer::from_tokens([name])),
            _ => self.secrets[node],
        };
        if !named {
            self.part.fields.field_mut(node).undeclared += 1;
            let states = self.undeclared_by.entry(node).or_default();
            states.insert(object.state);
        }
        let visit = Visit {
            node,
            state,
            secret,
        };
        self.visit(visit, value, around, touched);
    }

    fn note_secret(&mut self, node: NodeId, secret: bool) {
        if self.secrets.len() <= node {
            // Fields are numbered as they are found.
            self.secrets.resize(node, false);
            self.secrets.push(secret);
        }
    }

    fn finish(mut self) -> MessagePart {
        let outline = self.guide.outline();
        let places = |states: &BTreeSet<StateId>| -> BTreeSet<String> {
            let places = states.iter().flat_map(|state| self.guide.places(*state));
            places.map(|place| address(outline, *place)).collect()
        };
        for (node, states) in &self.states {
            self.part.fields.field_mut(*node).places = places(states);
        }
        for (node, states) in &self.undeclared_by {
            self.part.fields.field_mut(*node).undeclared_by = places(states);
        }
        let hits = self.guide.leaves().iter().zip(&self.hits);
        self.part.leaves = hits
            .filter(|(_, hits)| **hits > 0)
            .map(|(leaf, hits)| (leaf_address(outline, leaf), *hits))
            .collect();
        self.part
    }
}
