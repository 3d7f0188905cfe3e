use std::collections::{BTreeMap, BTreeSet, HashMap};

use frontdesk_json::{Pointer, is_secret};
use frontdesk_schema::{FastJudge, Schema};
use serde_json::Value;

use crate::address::{Addresses, address, leaf_address};
use crate::field::{Around, add_bounded};
use crate::formats::Formats;
use crate::guide::{Bits, Declared, Guide, StateId};
use crate::look::{Kind, Look};
use crate::moment::Moment;
use crate::part::{MessagePart, Part};
use crate::reading::{Sheet, Take};
use crate::roads::{Follow, Roads, Visit};
use crate::tree::{NodeId, Step};

/// Takes documents in, one after the other.
pub(crate) struct Profiler<'s> {
    subjects: BTreeMap<String, (FastJudge, Subject<'s>)>,
    formats: Formats,
}

/// A message and what its documents have shown so far.
struct Subject<'s> {
    guide: Guide<'s>,
    part: MessagePart,
    /// How many accepted documents exercised each leaf.
    hits: Vec<u64>,
    /// Made when the first document is refused.
    addresses: Option<Addresses<'s>>,
    roads: Roads,
    /// The states of the objects that had each undeclared field.
    undeclared_by: HashMap<NodeId, BTreeSet<StateId>>,
    /// Whether each field's values are secrets.
    secrets: Vec<bool>,
}

impl Profiler<'_> {
    pub(crate) fn new() -> Self {
        Self {
            subjects: BTreeMap::new(),
            formats: Formats::new(),
        }
    }

    pub(crate) fn finish(self, unreadable: u64) -> Part {
        let subjects = self.subjects.into_iter();
        Part {
            unreadable,
            messages: subjects
                .map(|(name, (_, subject))| (name, subject.finish()))
                .collect(),
        }
    }
}

impl<'s> Take<'s> for Profiler<'s> {
    fn take(&mut self, sheet: &Sheet<'_, 's>) {
        let recording = sheet.recording;
        let (_, subject) = subject(&mut self.subjects, sheet.message, sheet.schema);
        if sheet.is_meant_to_fail() {
            subject.part.meant_to_fail += 1;
            return;
        }
        let around = Around {
            at: recording.map(|recording| Moment::of(&recording.at)),
            version: recording.map(|recording| recording.contract.version.as_str()),
            formats: &self.formats,
        };
        let accepted = sheet.schema.accepts(sheet.value);
        subject.observe(sheet.value, accepted, &around);
        if !accepted {
            subject.refuse(sheet.value);
        }
    }

    fn take_bytes(&mut self, message: &str, schema: &'s Schema, bytes: &[u8]) -> bool {
        let (judge, subject) = subject(&mut self.subjects, message, schema);
        let Some(document) = judge.accepted(bytes) else {
            return false;
        };
        let around = Around {
            at: None,
            version: None,
            formats: &self.formats,
        };
        subject.observe(document.root(), true, &around);
        true
    }
}

/// Finds what is known of a message.
fn subject<'p, 's>(
    subjects: &'p mut BTreeMap<String, (FastJudge, Subject<'s>)>,
    message: &str,
    schema: &'s Schema,
) -> &'p mut (FastJudge, Subject<'s>) {
    let subject = subjects.entry(message.to_owned());
    subject.or_insert_with(|| (schema.fast(), Subject::new(schema)))
}

impl<'s> Subject<'s> {
    fn new(schema: &'s Schema) -> Self {
        let guide = Guide::new(schema);
        Self {
            hits: vec![0; guide.leaves().len()],
            guide,
            part: MessagePart::new(),
            addresses: None,
            roads: Roads::default(),
            undeclared_by: HashMap::new(),
            secrets: vec![false],
        }
    }

    fn observe<'v>(&mut self, value: impl Look<'v>, accepted: bool, around: &Around<'_>) {
        self.part.documents += 1;
        self.part.seen.at(around.at);
        if let Some(version) = around.version {
            let one = BTreeMap::from([(version.to_owned(), 1)]);
            add_bounded(&mut self.part.versions, &one);
        }
        let mut touched = self.guide.leaves().none();
        let whole = self.to(0, Guide::root(), false);
        self.visit(whole, value, around, &mut touched);
        if accepted {
            for leaf in touched.iter() {
                self.hits[leaf] += 1;
            }
        }
    }

    /// Takes in what the schema refuses of a document.
    fn refuse(&mut self, value: &Value) {
        self.part.refused += 1;
        let schema = self.guide.schema();
        let addresses = self
            .addresses
            .get_or_insert_with(|| Addresses::of(schema.outline()));
        self.part.broken.observe(schema, addresses, value);
    }

    fn to(&mut self, node: NodeId, state: StateId, secret: bool) -> Visit {
        Visit {
            node,
            state,
            road: self.roads.of(node, state),
            secret,
            is_plain: self.guide.is_plain(state),
        }
    }

    // Most values have no parts, and are not worth a call each.
    #[inline]
    fn visit<'v>(
        &mut self,
        visit: Visit,
        value: impl Look<'v>,
        around: &Around<'_>,
        touched: &mut Bits,
    ) {
        let visit = self.settle(visit, value);
        let kind = value.kind();
        if self.roads.take(visit.road, self.part.documents) {
            self.guide.touch(visit.state, touched);
        }
        if !visit.is_plain {
            self.guide.tell(visit.state, value, &kind, touched);
        }
        let field = self.part.fields.field_mut(visit.node);
        field.observe(&kind, visit.secret, around);
        match kind {
            Kind::Array(_) => self.items(visit, value, around, touched),
            Kind::Object(_) => self.members(visit, value, around, touched),
            Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) => {}
        }
    }

    /// Makes the choices that a value asks for.
    fn settle<'v>(&mut self, visit: Visit, value: impl Look<'v>) -> Visit {
        if visit.is_plain {
            return visit;
        }
        let state = self.guide.settle(visit.state, value);
        if state == visit.state {
            visit
        } else {
            self.to(visit.node, state, visit.secret)
        }
    }

    #[inline(never)]
    fn items<'v>(
        &mut self,
        array: Visit,
        value: impl Look<'v>,
        around: &Around<'_>,
        touched: &mut Bits,
    ) {
        if self.roads.item(array.road).is_none() && self.child_of_items(array).is_none() {
            return;
        }
        for (index, item) in value.items().enumerate() {
            let state = self.guide.item(array.state, index);
            let known = self.roads.item(array.road);
            let known = known.filter(|visit| visit.state == state);
            let Some(visit) = known.or_else(|| self.visit_of_item(array, state)) else {
                return;
            };
            self.visit(visit, item, around, touched);
        }
    }

    fn visit_of_item(&mut self, array: Visit, state: StateId) -> Option<Visit> {
        let child = self.child_of_items(array)?;
        let visit = self.to(child, state, array.secret);
        self.roads.learn_item(array.road, visit);
        Some(visit)
    }

    /// Finds the field of an array's items, which is there even where no array has any.
    fn child_of_items(&mut self, array: Visit) -> Option<NodeId> {
        let child = self.part.fields.child(array.node, &Step::Item, true)?;
        self.note_secret(child, array.secret);
        Some(child)
    }

    #[inline(never)]
    fn members<'v>(
        &mut self,
        object: Visit,
        value: impl Look<'v>,
        around: &Around<'_>,
        touched: &mut Bits,
    ) {
        let mut follow = Follow::default();
        let mut others = Vec::new();
        for (name, member) in value.members() {
            if let Some(visit) = self.roads.member(object.road, &mut follow, name) {
                self.visit(visit, member, around, touched);
                continue;
            }
            let (declared, state) = self.guide.member(object.state, name);
            if declared != Declared::Named {
                others.push((name, member));
                continue;
            }
            let step = Step::Member(name.into());
            let Some(node) = self.part.fields.child(object.node, &step, true) else {
                self.part.fields.pass_over(object.node, name, 1);
                continue;
            };
            if self.secrets.len() <= node {
                let secret = object.secret || is_secret(&Pointer::from_tokens([name]));
                self.note_secret(node, secret);
            }
            let visit = self.to(node, state, self.secrets[node]);
            self.roads.learn(object.road, name, visit);
            self.visit(visit, member, around, touched);
        }
        // Several of them may be one field, and then their order matters to what is kept of it.
        others.sort_unstable_by_key(|(name, _)| *name);
        for (name, member) in others {
            self.other_member(object, name, member, around, touched);
        }
    }

    /// Visits a member that the schema does not name.
    fn other_member<'v>(
        &mut self,
        object: Visit,
        name: &str,
        value: impl Look<'v>,
        around: &Around<'_>,
        touched: &mut Bits,
    ) {
        let (declared, state) = self.guide.member(object.state, name);
        let described = declared == Declared::Described;
        let step = if described {
            Step::Key
        } else {
            Step::Member(name.into())
        };
        let Some(node) = self.part.fields.child(object.node, &step, described) else {
            self.part.fields.pass_over(object.node, name, 1);
            return;
        };
        let is_secret = || object.secret || is_secret(&Pointer::from_tokens([name]));
        if self.secrets.len() <= node {
            self.note_secret(node, is_secret());
        }
        let secret = if described {
            is_secret()
        } else {
            self.secrets[node]
        };
        if !described {
            self.part.fields.field_mut(node).undeclared += 1;
            let states = self.undeclared_by.entry(node).or_default();
            states.insert(object.state);
        }
        let visit = self.to(node, state, secret);
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
        let mut states: HashMap<NodeId, BTreeSet<StateId>> = HashMap::new();
        for (node, state) in self.roads.taken() {
            states.entry(node).or_default().insert(state);
        }
        for (node, states) in &states {
            self.part.fields.field_mut(*node).places = places(states);
        }
        for (node, states) in &self.undeclared_by {
            self.part.fields.field_mut(*node).undeclared_by = places(states);
        }
        self.part.fields.finish();
        let hits = self.guide.leaves().iter().zip(&self.hits);
        self.part.leaves = hits
            .filter(|(_, hits)| **hits > 0)
            .map(|(leaf, hits)| (leaf_address(outline, leaf), *hits))
            .collect();
        self.part
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_corpus::Place;
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    use super::Profiler;
    use crate::reading::{Sheet, Take as _};

    /// Profiles documents as trees and as bytes, and expects the same.
    #[track_caller]
    fn are_profiled_alike(schema: &Value, documents: &[String]) {
        let schema = Schema::compile(schema.clone(), &Options::default()).unwrap();
        let (mut with_care, mut by_bytes) = (Profiler::new(), Profiler::new());
        let place = Place {
            file: "-".into(),
            line: None,
            entry: 0,
            offset: 0,
            within: None,
        };
        for document in documents {
            let value = frontdesk_json::read(document.as_bytes()).unwrap();
            let sheet = Sheet {
                place: &place,
                message: "m",
                schema: &schema,
                value: &value,
                recording: None,
            };
            with_care.take(&sheet);
            if !by_bytes.take_bytes("m", &schema, document.as_bytes()) {
                assert!(!schema.accepts(&value), "{document}");
                by_bytes.take(&sheet);
            }
        }
        let [with_care, by_bytes] =
            [with_care, by_bytes].map(|profiler| serde_json::to_value(profiler.finish(0)).unwrap());
        assert_eq!(with_care, by_bytes);
    }

    #[test]
    fn trees_and_bytes_show_the_same() {
        let schema = json!({
            "properties": {
                "kind": {"enum": ["a", "b", 1, null, [1]]},
                "list": {"prefixItems": [{"type": "string"}], "items": {"$ref": "#"}},
                "map": {"additionalProperties": {"type": ["integer", "string"]}},
                "x": {"patternProperties": {"^p": {"type": "integer"}}},
                "token": {"type": "string"},
                "one": {"oneOf": [
                    {"properties": {"t": {"const": 1}, "v": {"type": "string"}}, "required": ["t"]},
                    {"properties": {"t": {"const": 2}, "v": {"type": "number"}}, "required": ["t"]}
                ]}
            },
            "if": {"required": ["map"]},
            "then": {"properties": {"extra": {"type": "boolean"}}},
            "else": {"properties": {"other": true}}
        });
        let mut documents = Vec::new();
        for number in 0..400 {
            let [a, b, c] = [number % 7, number % 5, number % 3];
            documents.push(format!(
                r#"{{"zz": {number}, "one": {{"v": "é{a}", "t": 1}}, "kind": "a", "list": ["x\n{a}",
                    {{"kind": 1, "one": {{"t": 2, "v": {b}.5}}}}], "map": {{"z{number}": {a}, "k{number}": "{b}", "b": {c}}}}}"#
            ));
            documents.push(format!(
                r#"{{"x": {{"q{a}": [{b}], "p{b}": {number}, "p": 1}}, "list": [], "token": "secret {a}",
                    "kind": [1], "other": {{"u": "2026-03-14T0{c}:00:00Z"}}, "a{number}": {{"deep": null}}}}"#
            ));
            documents.push(format!(
                r#"{{"kind": "c{a}", "one": {{"t": 3}}, "list": [{number}]}}"#
            ));
            documents.push(format!(r#"[{number}, "{}", true]"#, "long ".repeat(a * 10)));
        }
        are_profiled_alike(&schema, &documents);
    }
}
