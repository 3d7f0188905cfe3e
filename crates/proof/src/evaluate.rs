//! Whether a class accepts one value, worked out apart from the judges.
//!
//! Nothing where that cannot be told: a reference that leads nowhere, an expression that cannot be read.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use frontdesk_json::equal;
use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId, Type};
use serde_json::{Map, Number, Value};

use crate::class::Class;
use crate::facts::together;
use crate::literal::Literal;
use crate::rational::Rational;
use crate::universe::Universe;

/// What is certain about a claim.
type Truth = Option<bool>;

/// Tells whether a claim is true of a value.
pub(crate) fn is_true(universe: &Universe<'_>, literal: Literal, value: &Value) -> Truth {
    let walk = Walk {
        universe,
        depth: DEPTH,
    };
    match literal {
        Literal::Holds(class) => walk.holds(class, value),
        Literal::Fails(class) => walk.holds(class, value).map(|holds| !holds),
        Literal::HoldsApart(class) => match universe.keywords(class) {
            Some(keywords) => walk.apart(keywords, value),
            None => Some(true),
        },
        Literal::Matches(expression) => match value.as_str() {
            Some(text) => universe.matches(expression, text),
            None => Some(false),
        },
        Literal::Misses(expression) => match value.as_str() {
            Some(text) => universe.matches(expression, text).map(|found| !found),
            None => Some(false),
        },
    }
}

/// Tells what places accept, one value at a time, apart from the judges.
///
/// It answers for every place of an outline, where a compiled schema answers for its root; what it
/// cannot tell it leaves open.
#[derive(Debug)]
pub struct Evaluator<'o> {
    universe: Universe<'o>,
}

impl<'o> Evaluator<'o> {
    /// Reads an outline.
    #[must_use]
    pub fn new(outline: &'o Outline) -> Self {
        Self {
            universe: Universe::new(outline),
        }
    }

    /// Tells whether a place accepts a value, `None` where that is uncertain.
    #[must_use]
    pub fn holds(&self, place: PlaceId, value: &Value) -> Option<bool> {
        let class = self.universe.class(place);
        is_true(&self.universe, Literal::Holds(class), value)
    }

    /// Tells whether a member is left over by everything that evaluates members at a place, as
    /// `unevaluatedProperties` sees it; `None` where that is uncertain.
    #[must_use]
    pub fn is_left_over(&self, place: PlaceId, value: &Value, name: &str) -> Option<bool> {
        let keywords = self.universe.keywords(self.universe.class(place))?;
        let walk = Walk {
            universe: &self.universe,
            depth: DEPTH,
        };
        let mut seen = BTreeSet::new();
        walk.see_members(keywords, value.as_object()?, &mut seen, true)?;
        Some(!seen.contains(name))
    }

    /// Tells whether an expression is found in a text, `None` where it cannot be read.
    #[must_use]
    pub fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        self.universe
            .matches(self.universe.expression(pattern), text)
    }
}

/// How many subschemas are followed into each other.
const DEPTH: u32 = 128;

#[derive(Clone, Copy)]
struct Walk<'u, 'o> {
    universe: &'u Universe<'o>,
    depth: u32,
}

impl Walk<'_, '_> {
    fn holds(self, class: Class, value: &Value) -> Truth {
        let deeper = self.shallower()?;
        match self.universe.body(class) {
            Body::Always => Some(true),
            Body::Never => Some(false),
            Body::Keywords(keywords) => all([
                deeper.apart(keywords, value),
                deeper.unevaluated(keywords, value),
            ]),
        }
    }

    fn at(self, place: PlaceId, value: &Value) -> Truth {
        self.holds(self.universe.class(place), value)
    }

    /// Tells whether all keywords hold but those about unevaluated parts.
    fn apart(self, keywords: &Keywords, value: &Value) -> Truth {
        let opaque = if keywords.opaque { None } else { Some(true) };
        let own = Some(values(keywords, value));
        if own == Some(false) {
            return own;
        }
        let by_type = match value {
            Value::Number(number) => number_holds(keywords, number),
            Value::String(text) => self.text(keywords, text),
            Value::Array(items) => self.array(keywords, items),
            Value::Object(members) => self.object(keywords, members),
            Value::Null | Value::Bool(_) => Some(true),
        };
        if by_type == Some(false) {
            return by_type;
        }
        all([opaque, by_type, self.applicators(keywords, value)])
    }

    fn applicators(self, keywords: &Keywords, value: &Value) -> Truth {
        let together = all(together(keywords).map(|part| self.at(part, value)));
        let any = if keywords.any_of.is_empty() {
            Some(true)
        } else {
            any(keywords.any_of.iter().map(|part| self.at(*part, value)))
        };
        let one = if keywords.one_of.is_empty() {
            Some(true)
        } else {
            self.exactly_one(&keywords.one_of, value)
        };
        let not = match keywords.not {
            Some(place) => self.at(place, value).map(|holds| !holds),
            None => Some(true),
        };
        let condition = match keywords.condition {
            Some(place) => {
                let then = keywords
                    .then
                    .map_or(Some(true), |then| self.at(then, value));
                let otherwise = keywords.otherwise;
                let otherwise = otherwise.map_or(Some(true), |place| self.at(place, value));
                match self.at(place, value) {
                    Some(true) => then,
                    Some(false) => otherwise,
                    None if then == otherwise => then,
                    None => None,
                }
            }
            None => Some(true),
        };
        all([together, any, one, not, condition])
    }

    fn exactly_one(self, branches: &[PlaceId], value: &Value) -> Truth {
        let truths: Vec<Truth> = branches.iter().map(|part| self.at(*part, value)).collect();
        let sure = truths.iter().filter(|truth| **truth == Some(true)).count();
        let unsure = truths.iter().filter(|truth| truth.is_none()).count();
        match (sure, unsure) {
            (2.., _) | (0, 0) => Some(false),
            (1, 0) => Some(true),
            _ => None,
        }
    }

    fn text(self, keywords: &Keywords, text: &str) -> Truth {
        let length = text.chars().count() as u64;
        let sized = keywords.min_length.is_none_or(|min| length >= min)
            && keywords.max_length.is_none_or(|max| length <= max);
        let matched = keywords.pattern.as_ref().map_or(Some(true), |pattern| {
            let expression = self.universe.expression(pattern);
            self.universe.matches(expression, text)
        });
        let format = keywords
            .format
            .as_ref()
            .filter(|_| !keywords.annotates_format);
        let formed = format.map_or(Some(true), |name| {
            let format = self.universe.format(name);
            format.as_ref().as_ref().map(|format| format.matches(text))
        });
        all([Some(sized), matched, formed])
    }

    fn array(self, keywords: &Keywords, items: &[Value]) -> Truth {
        let count = items.len() as u64;
        let sized = keywords.min_items.is_none_or(|min| count >= min)
            && keywords.max_items.is_none_or(|max| count <= max)
            && !(keywords.unique_items && repeats(items));
        if !sized {
            return Some(false);
        }
        let prefix = keywords.prefix_items.iter().zip(items);
        let rest = items.iter().skip(keywords.prefix_items.len());
        let each = prefix
            .map(|(place, item)| self.at(*place, item))
            .chain(rest.filter_map(|item| Some(self.at(keywords.items?, item))));
        let counted = keywords.contains.map_or(Some(true), |place| {
            let truths: Vec<Truth> = items.iter().map(|item| self.at(place, item)).collect();
            let sure = truths.iter().filter(|truth| **truth == Some(true)).count() as u64;
            let unsure = truths.iter().filter(|truth| truth.is_none()).count() as u64;
            let min = keywords.min_contains.unwrap_or(1);
            let max = keywords.max_contains.unwrap_or(u64::MAX);
            if sure + unsure < min || sure > max {
                Some(false)
            } else if sure >= min && sure + unsure <= max {
                Some(true)
            } else {
                None
            }
        });
        all(each.chain([counted]))
    }

    fn object(self, keywords: &Keywords, members: &Map<String, Value>) -> Truth {
        let count = members.len() as u64;
        let has = |name: &String| members.contains_key(name);
        let sized = keywords.min_properties.is_none_or(|min| count >= min)
            && keywords.max_properties.is_none_or(|max| count <= max)
            && keywords.required.iter().all(has)
            && keywords
                .dependent_required
                .iter()
                .all(|(name, needed)| !has(name) || needed.iter().all(has));
        if !sized {
            return Some(false);
        }
        let mut truths = Vec::new();
        for (name, place) in &keywords.dependent_schemas {
            if has(name) {
                truths.push(self.at(*place, &Value::Object(members.clone())));
            }
        }
        for (name, member) in members {
            truths.push(self.member(keywords, name, member));
            if let Some(place) = keywords.property_names {
                truths.push(self.at(place, &Value::String(name.clone())));
            }
        }
        all(truths)
    }

    fn member(self, keywords: &Keywords, name: &str, member: &Value) -> Truth {
        let mut truths = Vec::new();
        let mut declared = Some(false);
        if let Some(place) = keywords.properties.get(name) {
            declared = Some(true);
            truths.push(self.at(*place, member));
        }
        for (pattern, place) in &keywords.pattern_properties {
            let found = self
                .universe
                .matches(self.universe.expression(pattern), name);
            declared = any([declared, found]);
            match found {
                Some(true) => truths.push(self.at(*place, member)),
                Some(false) => {}
                None => truths.push(self.at(*place, member).filter(|holds| *holds)),
            }
        }
        if let Some(place) = keywords.additional_properties {
            match declared {
                Some(true) => {}
                Some(false) => truths.push(self.at(place, member)),
                None => truths.push(self.at(place, member).filter(|holds| *holds)),
            }
        }
        all(truths)
    }

    fn unevaluated(self, keywords: &Keywords, value: &Value) -> Truth {
        match (
            value,
            keywords.unevaluated_properties,
            keywords.unevaluated_items,
        ) {
            (Value::Object(members), Some(place), _) => {
                let mut seen = BTreeSet::new();
                self.see_members(keywords, members, &mut seen, true)?;
                let left = members.iter().filter(|(name, _)| !seen.contains(*name));
                all(left.map(|(_, member)| self.at(place, member)))
            }
            (Value::Array(items), _, Some(place)) => {
                let mut seen = BTreeSet::new();
                self.see_items(keywords, items, &mut seen, true)?;
                let left = items.iter().enumerate();
                let left = left.filter(|(index, _)| !seen.contains(index));
                all(left.map(|(_, item)| self.at(place, item)))
            }
            _ => Some(true),
        }
    }

    /// Adds the members that are evaluated beside a keyword about unevaluated ones.
    fn see_members(
        self,
        keywords: &Keywords,
        members: &Map<String, Value>,
        seen: &mut BTreeSet<String>,
        outermost: bool,
    ) -> Option<()> {
        let whole = keywords.additional_properties.is_some()
            || !outermost && keywords.unevaluated_properties.is_some();
        for name in members.keys() {
            let mut found = whole || keywords.properties.contains_key(name);
            for pattern in keywords.pattern_properties.keys() {
                let expression = self.universe.expression(pattern);
                found = found || self.universe.matches(expression, name)?;
            }
            if found {
                seen.insert(name.clone());
            }
        }
        let value = Value::Object(members.clone());
        for place in self.beside(keywords, &value)? {
            if let Some(part) = self.universe.keywords(self.universe.class(place)) {
                self.shallower()?.see_members(part, members, seen, false)?;
            }
        }
        Some(())
    }

    fn see_items(
        self,
        keywords: &Keywords,
        items: &[Value],
        seen: &mut BTreeSet<usize>,
        outermost: bool,
    ) -> Option<()> {
        let whole = keywords.items.is_some() || !outermost && keywords.unevaluated_items.is_some();
        for (index, item) in items.iter().enumerate() {
            let contained = match keywords.contains {
                Some(place) => self.at(place, item)?,
                None => false,
            };
            if whole || contained || index < keywords.prefix_items.len() {
                seen.insert(index);
            }
        }
        let value = Value::Array(items.to_vec());
        for place in self.beside(keywords, &value)? {
            if let Some(part) = self.universe.keywords(self.universe.class(place)) {
                self.shallower()?.see_items(part, items, seen, false)?;
            }
        }
        Some(())
    }

    /// Lists the subschemas of the same value that hold.
    fn beside(self, keywords: &Keywords, value: &Value) -> Option<Vec<PlaceId>> {
        let mut found = Vec::new();
        let unions = keywords.any_of.iter().chain(&keywords.one_of).copied();
        for place in together(keywords).chain(unions) {
            if self.shallower()?.at(place, value)? {
                found.push(place);
            }
        }
        if let Some(place) = keywords.condition {
            if self.shallower()?.at(place, value)? {
                found.push(place);
                found.extend(keywords.then);
            } else {
                found.extend(keywords.otherwise);
            }
        }
        for (name, place) in &keywords.dependent_schemas {
            if value.get(name).is_some() {
                found.push(*place);
            }
        }
        Some(found)
    }

    fn shallower(self) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        Some(Self { depth, ..self })
    }
}

fn number_holds(keywords: &Keywords, number: &Number) -> Truth {
    let asked =
        !keywords.lower.is_empty() || !keywords.upper.is_empty() || keywords.multiple_of.is_some();
    if !asked {
        return Some(true);
    }
    let mut number = Counted {
        number,
        exact: None,
    };
    let mut truths = Vec::new();
    for (bounds, above) in [(&keywords.lower, true), (&keywords.upper, false)] {
        for bound in bounds {
            let order = number.compare(&bound.value);
            let inside = if above { order.is_gt() } else { order.is_lt() };
            truths.push(Some(inside || order.is_eq() && !bound.exclusive));
        }
    }
    if let Some(multiple) = &keywords.multiple_of {
        let quotient = number.exact().over(&Rational::of(multiple));
        truths.push(quotient.map(|quotient| quotient.is_whole()));
    }
    all(truths)
}

/// A number that is worked out exactly once that is needed.
struct Counted<'n> {
    number: &'n Number,
    exact: Option<Rational>,
}

impl Counted<'_> {
    fn compare(&mut self, other: &Number) -> Ordering {
        match (self.number.as_i64(), other.as_i64()) {
            (Some(number), Some(other)) => number.cmp(&other),
            _ => self.exact().compare(&Rational::of(other)),
        }
    }

    fn exact(&mut self) -> &Rational {
        self.exact.get_or_insert_with(|| Rational::of(self.number))
    }
}

fn values(keywords: &Keywords, value: &Value) -> bool {
    keywords
        .types
        .is_none_or(|types| types.has(Type::of(value)))
        && keywords
            .constant
            .as_ref()
            .is_none_or(|constant| equal(constant, value))
        && keywords
            .enumeration
            .as_ref()
            .is_none_or(|values| values.iter().any(|allowed| equal(allowed, value)))
}

fn repeats(items: &[Value]) -> bool {
    items
        .iter()
        .enumerate()
        .any(|(index, item)| items[..index].iter().any(|earlier| equal(earlier, item)))
}

fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
    let mut whole = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            Some(true) => {}
            None => whole = None,
        }
    }
    whole
}

fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    all(truths.into_iter().map(|truth| truth.map(|truth| !truth))).map(|none| !none)
}
