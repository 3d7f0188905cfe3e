//! Which places of a schema speak of which part of a value.

mod choice;
mod leaves;
mod state;
mod walk;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use frontdesk_schema::outline::{Body, Outline, PlaceId};
use frontdesk_schema::{Pattern, Schema};

use crate::look::{Kind, Look};

pub(crate) use leaves::{Bits, Leaf, LeafKind, Leaves};
pub(crate) use state::{Declared, StateId};

use state::State;

/// Leads through a schema along a value.
///
/// The places that speak of a value are a state; states are made when they are first needed and kept,
/// so that a schema without unions is an automaton that is only looked up. Which branches of a union
/// speak of a value is asked of the validator.
pub(crate) struct Guide<'s> {
    schema: &'s Schema,
    outline: Arc<Outline>,
    leaves: Leaves,
    states: Vec<State>,
    known: HashMap<Key, StateId>,
    parts: HashMap<PlaceId, Option<Schema>>,
    patterns: HashMap<String, Option<Pattern>>,
}

/// What makes a state: the places that hold, those that may, and whether its choices were made.
type Key = (BTreeSet<PlaceId>, BTreeSet<PlaceId>, bool);

impl<'s> Guide<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        let outline = Arc::clone(schema.outline());
        let mut guide = Self {
            schema,
            leaves: Leaves::of(&outline),
            outline,
            states: Vec::new(),
            known: HashMap::new(),
            parts: HashMap::new(),
            patterns: HashMap::new(),
        };
        let root = BTreeSet::from([guide.outline.root()]);
        guide.state((root, BTreeSet::new(), false));
        guide
    }

    /// Returns the state of whole documents.
    pub(crate) fn root() -> StateId {
        StateId(0)
    }

    pub(crate) fn leaves(&self) -> &Leaves {
        &self.leaves
    }

    pub(crate) fn outline(&self) -> &Outline {
        &self.outline
    }

    pub(crate) fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// Returns the places of a state.
    pub(crate) fn places(&self, state: StateId) -> &BTreeSet<PlaceId> {
        &self.states[state.0].places
    }

    /// Makes the choices that a value asks for.
    ///
    /// Where no branch of a union accepts, the one that refuses least speaks of the value.
    pub(crate) fn settle<'v>(&mut self, state: StateId, value: impl Look<'v>) -> StateId {
        if self.states[state.0].choices.is_empty() {
            return state;
        }
        let mut holds = self.states[state.0].places.clone();
        let mut open = self.states[state.0].choices.clone();
        while let Some(choice) = open.pop() {
            for place in self.chosen(&choice, value) {
                let (places, choices) = choice::closure(&self.outline, [place]);
                if !places.is_subset(&holds) {
                    open.extend(choices);
                    holds.extend(places);
                }
            }
        }
        self.state((holds, BTreeSet::new(), true))
    }

    /// Tells whether all values are alike in a state: none asks for a choice or tells a leaf.
    pub(crate) fn is_plain(&self, state: StateId) -> bool {
        let state = &self.states[state.0];
        state.choices.is_empty() && state.telling.is_empty()
    }

    /// Marks the leaves that every value of a settled state exercises.
    pub(crate) fn touch(&self, state: StateId, touched: &mut Bits) {
        touched.mark_all(&self.states[state.0].leaves);
    }

    /// Marks the leaves that a value of a settled state exercises by what it is.
    pub(crate) fn tell<'v>(
        &self,
        state: StateId,
        value: impl Look<'v>,
        kind: &Kind<'v>,
        touched: &mut Bits,
    ) {
        for told in &self.states[state.0].telling {
            if !touched.has(told.leaf) && told.is(value, kind) {
                touched.mark(Some(told.leaf));
            }
        }
    }

    /// Tells whether a place accepts a value by itself.
    fn accepts<'v>(&mut self, place: PlaceId, value: impl Look<'v>) -> bool {
        match &self.outline.place(place).body {
            Body::Always => true,
            Body::Never => false,
            Body::Keywords(_) => {
                let schema = self.schema;
                let part = self.parts.entry(place);
                let part = part.or_insert_with(|| schema.part(place).ok());
                part.as_ref().is_some_and(|part| value.is_accepted_by(part))
            }
        }
    }

    /// Counts what a place refuses of a value.
    fn refusals<'v>(&mut self, place: PlaceId, value: impl Look<'v>) -> usize {
        let part = self.parts.get(&place).and_then(Option::as_ref);
        part.map_or(usize::MAX, |part| part.violations(&value.to_value()).len())
    }

    fn state(&mut self, key: Key) -> StateId {
        if let Some(state) = self.known.get(&key) {
            return *state;
        }
        let state = State::of(&self.outline, &self.leaves, &key);
        let id = StateId(self.states.len());
        self.states.push(state);
        self.known.insert(key, id);
        id
    }

    /// Tells whether a pattern of the schema is found in a name.
    fn matches(&mut self, pattern: &str, name: &str) -> bool {
        if !self.patterns.contains_key(pattern) {
            let compiled = Pattern::new(pattern);
            self.patterns.insert(pattern.to_owned(), compiled);
        }
        let compiled = self.patterns.get(pattern).and_then(Option::as_ref);
        compiled.is_some_and(|compiled| compiled.matches(name))
    }
}

#[cfg(test)]
mod tests;
