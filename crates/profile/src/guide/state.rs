use std::collections::{BTreeSet, HashMap};

use frontdesk_schema::outline::{Body, Outline, PlaceId};

use super::choice::{Choice, closure};
use super::leaves::Told;
use super::{Guide, Key, Leaves};

/// Names a state of a [`Guide`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct StateId(pub(super) usize);

/// The places that speak of a value together.
#[derive(Debug)]
pub(crate) struct State {
    pub(super) places: BTreeSet<PlaceId>,
    pub(super) choices: Vec<Choice>,
    /// The leaves that every value exercises here.
    pub(super) leaves: Vec<usize>,
    /// The leaves that a value exercises by what it is.
    pub(super) telling: Vec<Told>,
    /// How many items are described one by one.
    prefix: usize,
    /// Whether a pattern may speak of a member by its name.
    has_patterns: bool,
    /// Where members lead that are not declared, if that is the same for all.
    others: Option<(Declared, StateId)>,
    /// Where members that have been asked for lead.
    members: HashMap<String, (Declared, StateId)>,
    /// Where items lead that stand behind all that are described one by one.
    items: Option<StateId>,
}

/// How a schema knows a member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Declared {
    /// By its name.
    Named,
    /// As one of many: by a pattern, or as any member at all.
    Described,
    /// Not at all.
    Undeclared,
}

impl State {
    pub(super) fn of(outline: &Outline, leaves: &Leaves, (holds, may, settled): &Key) -> Self {
        let (places, mut choices) = closure(outline, holds.iter().copied());
        choices.extend(may.iter().map(|place| Choice::Perhaps(*place)));
        if *settled {
            choices.clear();
        }
        let telling = places.iter().copied();
        let keywords: Vec<_> = places
            .iter()
            .filter_map(|place| outline.keywords(*place))
            .collect();
        Self {
            leaves: places
                .iter()
                .filter_map(|place| leaves.of_place(*place))
                .collect(),
            telling: telling
                .flat_map(|place| leaves.told_by(outline, place))
                .collect(),
            prefix: keywords
                .iter()
                .map(|keywords| keywords.prefix_items.len())
                .max()
                .unwrap_or_default(),
            has_patterns: keywords
                .iter()
                .any(|keywords| !keywords.pattern_properties.is_empty()),
            others: None,
            places,
            choices,
            members: HashMap::new(),
            items: None,
        }
    }
}

impl Guide<'_> {
    /// Tells how a member is known, and the state that it leads to.
    pub(crate) fn member(&mut self, state: StateId, name: &str) -> (Declared, StateId) {
        if let Some(known) = self.states[state.0].members.get(name) {
            return *known;
        }
        let others = self.states[state.0].others;
        if let Some(others) = others.filter(|_| !self.is_declared(state, name)) {
            return others;
        }
        let (declared, holds) = self.speak_of_member(state, name);
        let found = (declared, self.state((holds, BTreeSet::new(), false)));
        // Names that are not declared are without number.
        if declared == Declared::Named {
            self.states[state.0].members.insert(name.to_owned(), found);
        } else if !self.states[state.0].has_patterns {
            self.states[state.0].others = Some(found);
        }
        found
    }

    /// Returns the state that an item leads to.
    pub(crate) fn item(&mut self, state: StateId, index: usize) -> StateId {
        let behind = index >= self.states[state.0].prefix;
        if let Some(items) = self.states[state.0].items.filter(|_| behind) {
            return items;
        }
        let (mut holds, mut may) = (BTreeSet::new(), BTreeSet::new());
        for place in &self.states[state.0].places {
            let Some(keywords) = self.outline.keywords(*place) else {
                continue;
            };
            holds.extend(keywords.prefix_items.get(index).copied().or(keywords.items));
            may.extend(keywords.contains);
        }
        if holds.is_empty() {
            let places = self.states[state.0].places.iter();
            let keywords = places.filter_map(|place| self.outline.keywords(*place));
            holds.extend(keywords.filter_map(|keywords| keywords.unevaluated_items));
        }
        let found = self.state((holds, may, false));
        if behind {
            self.states[state.0].items = Some(found);
        }
        found
    }

    fn is_declared(&self, state: StateId, name: &str) -> bool {
        let places = self.states[state.0].places.iter();
        let mut keywords = places.filter_map(|place| self.outline.keywords(*place));
        keywords.any(|keywords| keywords.properties.contains_key(name))
    }

    fn speak_of_member(&mut self, state: StateId, name: &str) -> (Declared, BTreeSet<PlaceId>) {
        let outline = std::sync::Arc::clone(&self.outline);
        let places: Vec<PlaceId> = self.states[state.0].places.iter().copied().collect();
        let keywords = || places.iter().filter_map(|place| outline.keywords(*place));
        let mut holds = BTreeSet::new();
        let (mut named, mut described) = (false, false);
        for keywords in keywords() {
            let declared = keywords.properties.get(name).copied();
            let patterns = keywords.pattern_properties.iter();
            let matching: Vec<PlaceId> = patterns
                .filter(|(pattern, _)| self.matches(pattern, name))
                .map(|(_, place)| *place)
                .collect();
            named |= declared.is_some();
            described |= !matching.is_empty();
            if declared.is_none() && matching.is_empty() {
                holds.extend(keywords.additional_properties);
            }
            holds.extend(declared);
            holds.extend(matching);
        }
        if holds.is_empty() {
            holds.extend(keywords().filter_map(|keywords| keywords.unevaluated_properties));
        }
        // `true` and `false` describe no member, they let it be or not.
        described |= holds
            .iter()
            .any(|place| matches!(outline.place(*place).body, Body::Keywords(_)));
        let declared = match (named, described) {
            (true, _) => Declared::Named,
            (false, true) => Declared::Described,
            (false, false) => Declared::Undeclared,
        };
        (declared, holds)
    }
}
