//! What can be satisfied in several ways.

use frontdesk_schema::outline::{Body, Keywords, PlaceId, Type};
use serde_json::Value;

use crate::branch::Branch;
use crate::class::Class;
use crate::facts::together;
use crate::literal::Literal;
use crate::rational::Rational;
use crate::shape::Names;
use crate::step::Step;

/// A claim that several ways satisfy.
#[derive(Clone, Debug)]
pub(crate) enum Choice {
    /// At least one of them holds.
    Any(Vec<Class>),
    /// Exactly one of them holds; a class may stand in it twice.
    One(Vec<Class>),
    /// Some keyword of it fails.
    Fails(Class),
    /// The first holds, then the second does; otherwise the third.
    Condition(Class, Option<Class>, Option<Class>),
    /// Where the member is there, so are these.
    Needs(String, Vec<String>),
    /// Where the member is there, this holds.
    NeedsClass(String, Class),
    /// It holds or not, which is asked for since other things depend on it.
    Decide(Class),
    /// The member is there or not.
    DecideMember(String),
}

/// How a choice stands.
pub(crate) enum Ways {
    /// It is satisfied already.
    Satisfied,
    /// One of these satisfies it.
    Open(Vec<Vec<Step>>),
}

/// Of so many branches that may hold, each two are looked at together.
const MAX_PAIRED: usize = 12;

fn holds(class: Class) -> Step {
    Step::Claim(Literal::Holds(class))
}

fn fails(class: Class) -> Step {
    Step::Claim(Literal::Fails(class))
}

impl Branch<'_, '_> {
    /// Lists the ways of a choice that nothing known contradicts.
    pub(crate) fn ways(&self, choice: &Choice) -> Ways {
        let ways = match choice {
            Choice::Any(classes) => {
                let is_sure = |class: &Class| self.holds(*class);
                if classes.iter().any(is_sure) {
                    return Ways::Satisfied;
                }
                let mut classes = classes.clone();
                classes.sort_unstable();
                classes.dedup();
                classes
                    .into_iter()
                    .map(|class| vec![holds(class)])
                    .collect()
            }
            Choice::One(classes) => self.one_of(classes),
            Choice::Fails(class) if self.rules_out(*class) => return Ways::Satisfied,
            Choice::Fails(class) => match self.universe.body(*class) {
                Body::Always => Vec::new(),
                Body::Never => return Ways::Satisfied,
                Body::Keywords(keywords) => match self.failing(*class, keywords) {
                    Some(ways) => ways,
                    None => return Ways::Satisfied,
                },
            },
            Choice::Condition(condition, then, otherwise) => vec![
                [holds(*condition)]
                    .into_iter()
                    .chain(then.map(holds))
                    .collect(),
                [fails(*condition)]
                    .into_iter()
                    .chain(otherwise.map(holds))
                    .collect(),
            ],
            Choice::Needs(name, needed) => {
                let required = &self.shape.object.required;
                if self.shape.object.absent.contains(name)
                    || needed.iter().all(|name| required.contains(name))
                {
                    return Ways::Satisfied;
                }
                let all = [name].into_iter().chain(needed);
                vec![
                    vec![Step::Forbid(name.clone())],
                    all.map(|name| Step::Require(name.clone())).collect(),
                ]
            }
            Choice::NeedsClass(name, class) => {
                if self.shape.object.absent.contains(name) || self.holds(*class) {
                    return Ways::Satisfied;
                }
                vec![
                    vec![Step::Forbid(name.clone())],
                    vec![Step::Require(name.clone()), holds(*class)],
                ]
            }
            Choice::Decide(class) => vec![vec![holds(*class)], vec![fails(*class)]],
            Choice::DecideMember(name) => vec![
                vec![Step::Forbid(name.clone())],
                vec![Step::Require(name.clone())],
            ],
        };
        let is_open = |way: &Vec<Step>| !way.iter().any(|step| self.contradicts(step));
        Ways::Open(ways.into_iter().filter(is_open).collect())
    }

    /// Tells whether a class certainly holds.
    pub(crate) fn holds(&self, class: Class) -> bool {
        self.universe.is_always(class) || self.claims.contains(&Literal::Holds(class))
    }

    fn can_hold(&self, class: Class) -> bool {
        !self.refuses(Literal::Holds(class))
    }

    fn one_of(&self, classes: &[Class]) -> Vec<Vec<Step>> {
        let universe = self.universe;
        let mut ways = Vec::new();
        for (index, class) in classes.iter().enumerate() {
            if !self.can_hold(*class) {
                continue;
            }
            let facts = universe.facts(*class);
            let mut way = vec![holds(*class)];
            for (other_index, other) in classes.iter().enumerate() {
                if other_index == index || !self.can_hold(*other) {
                    continue;
                }
                // What the tags keep apart needs no claim of its own.
                let apart = self.kind == Type::Object && facts.parts_from(&universe.facts(*other));
                if !apart {
                    way.push(fails(*other));
                }
            }
            // A class that stands twice is never the only one.
            if !way.contains(&fails(*class)) {
                ways.push(way);
            }
        }
        ways
    }

    /// Lists the ways in which a class fails, `None` where it fails already or may for all we know.
    fn failing(&self, class: Class, keywords: &Keywords) -> Option<Vec<Vec<Step>>> {
        if keywords.opaque {
            return None;
        }
        let mut ways = Vec::new();
        let constant = keywords.constant.as_ref().map(std::slice::from_ref);
        for values in constant.into_iter().chain(keywords.enumeration.as_deref()) {
            let own = |value: &&Value| Type::of(value) == self.kind && !self.excludes(value);
            let values: Vec<Value> = values.iter().filter(own).cloned().collect();
            if values.is_empty() {
                return None;
            }
            ways.push(vec![Step::Not(values)]);
        }
        let one = |class: PlaceId| vec![fails(self.universe.class(class))];
        ways.extend(together(keywords).map(one));
        if !keywords.any_of.is_empty() {
            ways.push(self.all_fail(&keywords.any_of));
        }
        ways.extend(self.not_one_of(&keywords.one_of));
        ways.extend(
            keywords
                .not
                .map(|place| vec![holds(self.universe.class(place))]),
        );
        if let Some(condition) = keywords.condition {
            let condition = self.universe.class(condition);
            let then = keywords.then.map(|place| self.universe.class(place));
            let otherwise = keywords.otherwise.map(|place| self.universe.class(place));
            ways.extend(then.map(|then| vec![holds(condition), fails(then)]));
            ways.extend(otherwise.map(|class| vec![fails(condition), fails(class)]));
        }
        match self.kind {
            Type::Integer | Type::Fraction => failing_number(keywords, &mut ways),
            Type::String => self.failing_text(keywords, &mut ways),
            Type::Array => self.failing_array(class, keywords, &mut ways),
            Type::Object => self.failing_object(class, keywords, &mut ways),
            Type::Null | Type::Boolean => {}
        }
        Some(ways)
    }

    fn all_fail(&self, places: &[PlaceId]) -> Vec<Step> {
        let mut classes: Vec<Class> = places
            .iter()
            .map(|place| self.universe.class(*place))
            .filter(|class| self.can_hold(*class))
            .collect();
        classes.sort_unstable();
        classes.dedup();
        classes.into_iter().map(fails).collect()
    }

    fn not_one_of(&self, places: &[PlaceId]) -> Vec<Vec<Step>> {
        if places.is_empty() {
            return Vec::new();
        }
        let open: Vec<Class> = places
            .iter()
            .map(|place| self.universe.class(*place))
            .filter(|class| self.can_hold(*class))
            .collect();
        let mut ways = vec![self.all_fail(places)];
        if open.len() > MAX_PAIRED {
            // That one holds is less than that two do: nothing is overlooked.
            ways.extend(open.into_iter().map(|class| vec![holds(class)]));
            return ways;
        }
        for (index, left) in open.iter().enumerate() {
            let facts = self.universe.facts(*left);
            for right in &open[index + 1..] {
                let apart =
                    self.kind == Type::Object && facts.parts_from(&self.universe.facts(*right));
                if !apart {
                    ways.push(vec![holds(*left), holds(*right)]);
                }
            }
        }
        ways
    }

    fn failing_text(&self, keywords: &Keywords, ways: &mut Vec<Vec<Step>>) {
        if let Some(min) = keywords.min_length.and_then(|min| min.checked_sub(1)) {
            ways.push(vec![Step::Length(0, Some(min))]);
        }
        if let Some(above) = keywords.max_length.and_then(|max| max.checked_add(1)) {
            ways.push(vec![Step::Length(above, None)]);
        }
        if let Some(pattern) = &keywords.pattern {
            let expression = self.universe.expression(pattern);
            ways.push(vec![Step::Claim(Literal::Misses(expression))]);
        }
        if let Some(format) = &keywords.format
            && !keywords.annotates_format
        {
            ways.push(vec![Step::NotFormat(format.clone())]);
        }
    }

    fn failing_array(&self, class: Class, keywords: &Keywords, ways: &mut Vec<Vec<Step>>) {
        let universe = self.universe;
        if let Some(min) = keywords.min_items.and_then(|min| min.checked_sub(1)) {
            ways.push(vec![Step::Items(0, Some(min))]);
        }
        if let Some(above) = keywords.max_items.and_then(|max| max.checked_add(1)) {
            ways.push(vec![Step::Items(above, None)]);
        }
        if keywords.unique_items {
            ways.push(vec![Step::Repeats]);
        }
        for (index, place) in keywords.prefix_items.iter().enumerate() {
            let literal = Literal::Fails(universe.class(*place));
            ways.push(vec![Step::ItemAt(index, literal)]);
        }
        if let Some(place) = keywords.items {
            let literal = Literal::Fails(universe.class(place));
            let from = keywords.prefix_items.len();
            ways.push(vec![Step::ItemFrom(from, vec![literal])]);
        }
        if let Some(place) = keywords.contains {
            let counted = universe.class(place);
            let min = keywords.min_contains.unwrap_or(1);
            if let Some(fewer) = min.checked_sub(1) {
                ways.push(vec![Step::Contains(counted, 0, Some(fewer))]);
            }
            if let Some(more) = keywords.max_contains.and_then(|max| max.checked_add(1)) {
                ways.push(vec![Step::Contains(counted, more, None)]);
            }
        }
        if keywords.unevaluated_items.is_some() {
            ways.push(unevaluated(class));
        }
    }

    fn failing_object(&self, class: Class, keywords: &Keywords, ways: &mut Vec<Vec<Step>>) {
        let universe = self.universe;
        if let Some(min) = keywords.min_properties.and_then(|min| min.checked_sub(1)) {
            ways.push(vec![Step::Members(0, Some(min))]);
        }
        if let Some(above) = keywords.max_properties.and_then(|max| max.checked_add(1)) {
            ways.push(vec![Step::Members(above, None)]);
        }
        let required = keywords.required.iter();
        ways.extend(required.map(|name| vec![Step::Forbid(name.clone())]));
        for (name, place) in &keywords.properties {
            let literal = Literal::Fails(universe.class(*place));
            ways.push(vec![Step::Named(name.clone(), literal)]);
        }
        for (pattern, place) in &keywords.pattern_properties {
            let names = Names {
                matching: [universe.expression(pattern)].into(),
                ..Names::default()
            };
            let literal = Literal::Fails(universe.class(*place));
            ways.push(vec![Step::Some(names, vec![literal])]);
        }
        if let Some(place) = keywords.additional_properties {
            let patterns = keywords.pattern_properties.keys();
            let names = Names {
                missing: patterns
                    .map(|pattern| universe.expression(pattern))
                    .collect(),
                outside: keywords.properties.keys().cloned().collect(),
                ..Names::default()
            };
            let literal = Literal::Fails(universe.class(place));
            ways.push(vec![Step::Some(names, vec![literal])]);
        }
        if let Some(place) = keywords.property_names {
            let names = Names {
                claims: vec![Literal::Fails(universe.class(place))],
                ..Names::default()
            };
            ways.push(vec![Step::Some(names, Vec::new())]);
        }
        for (name, needed) in &keywords.dependent_required {
            ways.extend(
                needed
                    .iter()
                    .map(|other| vec![Step::Require(name.clone()), Step::Forbid(other.clone())]),
            );
        }
        for (name, place) in &keywords.dependent_schemas {
            ways.push(vec![
                Step::Require(name.clone()),
                fails(universe.class(*place)),
            ]);
        }
        if keywords.unevaluated_properties.is_some() {
            ways.push(unevaluated(class));
        }
    }
}

/// Everything else holds; where it does not, another way is taken.
fn unevaluated(class: Class) -> Vec<Step> {
    vec![
        Step::Claim(Literal::HoldsApart(class)),
        Step::Unevaluated(class),
    ]
}

fn failing_number(keywords: &Keywords, ways: &mut Vec<Vec<Step>>) {
    for bound in &keywords.lower {
        let value = Rational::of(&bound.value);
        ways.push(vec![Step::Below(value, !bound.exclusive)]);
    }
    for bound in &keywords.upper {
        let value = Rational::of(&bound.value);
        ways.push(vec![Step::Above(value, !bound.exclusive)]);
    }
    if let Some(multiple) = &keywords.multiple_of {
        ways.push(vec![Step::NoMultiple(Rational::of(multiple))]);
    }
}
