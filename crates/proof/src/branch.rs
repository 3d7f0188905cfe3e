//! One way through the choices of a demand, for values of one type.

use std::collections::BTreeSet;
use std::rc::Rc;

use frontdesk_schema::outline::{Body, Keywords, Type};
use serde_json::Value;

use crate::Effort;
use crate::choice::{Choice, Ways};
use crate::class::Class;
use crate::evaluate::is_true;
use crate::facts::{Facts, together};
use crate::leaf::Alternative;
use crate::literal::{Demand, Literal};
use crate::rational::Rational;
use crate::shape::{Checked, Contradiction, Shape};
use crate::step::Step;
use crate::universe::Universe;

/// A value of one type as far as it is decided.
#[derive(Clone, Debug)]
pub(crate) struct Branch<'u, 'o> {
    pub(crate) universe: &'u Universe<'o>,
    pub(crate) kind: Type,
    pub(crate) claims: BTreeSet<Literal>,
    pub(crate) todo: Vec<Literal>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) shape: Shape<'o>,
    /// What is known of each class that holds.
    pub(crate) facts: Vec<Rc<Facts>>,
    /// Classes that say something of unevaluated parts, and whether that holds.
    pub(crate) unevaluated: Vec<(Class, bool)>,
}

/// The choice to make next: by what it is preferred, where it stands, and its ways.
type Narrow = ((bool, usize), usize, Vec<Vec<Step>>);

/// Expands a demand for one type into alternatives.
///
/// Nothing where more than `effort` branches would be needed; each is counted down.
pub(crate) fn expand(
    universe: &Universe<'_>,
    demand: &Demand,
    kind: Type,
    effort: &mut Effort,
) -> Option<Vec<Alternative>> {
    let mut branch = Branch {
        universe,
        kind,
        claims: BTreeSet::new(),
        todo: demand.clone(),
        choices: Vec::new(),
        shape: Shape::default(),
        facts: Vec::new(),
        unevaluated: Vec::new(),
    };
    // What holds goes first: it decides what of the rest can fail.
    branch
        .todo
        .sort_unstable_by_key(|literal| std::cmp::Reverse(*literal));
    let mut alternatives = Vec::new();
    explore(branch, effort, &mut alternatives)?;
    Some(alternatives)
}

fn explore(
    mut branch: Branch<'_, '_>,
    effort: &mut Effort,
    alternatives: &mut Vec<Alternative>,
) -> Option<()> {
    effort.spend()?;
    loop {
        if branch.settle().is_err() {
            return Some(());
        }
        let narrowest = branch.narrowest();
        // Where the values are listed, nothing is left to be chosen.
        if narrowest.is_ok()
            && let Some(listed) = branch.listed()
        {
            alternatives.extend(listed);
            return Some(());
        }
        match narrowest {
            Err(Contradiction) => return Some(()),
            Ok(Some(ways)) => {
                for way in ways {
                    let mut next = branch.clone();
                    if way.into_iter().try_for_each(|step| next.take(step)).is_ok() {
                        explore(next, effort, alternatives)?;
                    }
                }
                return Some(());
            }
            // Everything is decided but, perhaps, what the unevaluated parts depend on.
            Ok(None) => match branch.leaf() {
                Err(Contradiction) => return Some(()),
                Ok(Ok(alternative)) => {
                    alternatives.push(alternative);
                    return Some(());
                }
                Ok(Err(choice)) => branch.choices.push(choice),
            },
        }
    }
}

impl<'o> Branch<'_, 'o> {
    /// Looks at each value of a class that holds and lists its values; `None` where none does.
    fn listed(&self) -> Option<Result<Alternative, Contradiction>> {
        let lists = self.facts.iter().filter_map(|facts| facts.values.as_ref());
        let fewest = lists.min_by_key(|values| values.len())?;
        let may_be = |value: &&Value| {
            let mut claims = self.claims.iter();
            Type::of(value) == self.kind
                && claims.all(|claim| is_true(self.universe, *claim, value) != Some(false))
        };
        let values: Vec<Value> = fewest.iter().filter(may_be).cloned().collect();
        let some = (!values.is_empty()).then(|| Alternative::of_values(values));
        Some(some.ok_or(Contradiction))
    }

    /// Takes in all claims, and every choice that has one way left.
    fn settle(&mut self) -> Checked {
        while let Some(literal) = self.todo.pop() {
            self.claim(literal)?;
        }
        Ok(())
    }

    fn claim(&mut self, literal: Literal) -> Checked {
        if self.claims.contains(&literal) {
            return Ok(());
        }
        if self.refuses(literal) {
            return Err(Contradiction);
        }
        self.claims.insert(literal);
        match literal {
            Literal::Holds(class) => match self.universe.body(class) {
                Body::Always => Ok(()),
                Body::Never => Err(Contradiction),
                Body::Keywords(keywords) => self.hold(class, keywords, true),
            },
            Literal::HoldsApart(class) => match self.universe.body(class) {
                Body::Keywords(keywords) => self.hold(class, keywords, false),
                Body::Always | Body::Never => Ok(()),
            },
            Literal::Fails(class) => {
                self.choices.push(Choice::Fails(class));
                Ok(())
            }
            Literal::Matches(expression) => {
                self.shape.text.matches.insert(expression);
                Ok(())
            }
            Literal::Misses(expression) => {
                self.shape.text.misses.insert(expression);
                Ok(())
            }
        }
    }

    fn hold(&mut self, class: Class, keywords: &'o Keywords, whole: bool) -> Checked {
        let universe = self.universe;
        if keywords.types.is_some_and(|types| !types.has(self.kind)) {
            return Err(Contradiction);
        }
        if whole {
            self.facts.push(universe.facts(class));
        }
        let place = |place| universe.class(place);
        let parts = together(keywords).map(|part| Literal::Holds(place(part)));
        self.todo.extend(parts);
        self.todo
            .extend(keywords.not.map(|part| Literal::Fails(place(part))));
        if !keywords.any_of.is_empty() {
            let classes = keywords.any_of.iter().copied().map(place).collect();
            self.choices.push(Choice::Any(classes));
        }
        if !keywords.one_of.is_empty() {
            let classes = keywords.one_of.iter().copied().map(place).collect();
            self.choices.push(Choice::One(classes));
        }
        if let Some(condition) = keywords.condition
            && (keywords.then.is_some() || keywords.otherwise.is_some())
        {
            self.choices.push(Choice::Condition(
                place(condition),
                keywords.then.map(place),
                keywords.otherwise.map(place),
            ));
        }
        match self.kind {
            Type::Integer | Type::Fraction => self.hold_number(keywords),
            Type::String => self.hold_text(keywords)?,
            Type::Array => self.hold_array(class, keywords, whole)?,
            Type::Object => self.hold_object(class, keywords, whole)?,
            Type::Null | Type::Boolean => {}
        }
        Ok(())
    }

    fn hold_number(&mut self, keywords: &Keywords) {
        let number = &mut self.shape.number;
        for (bounds, kept) in [
            (&keywords.lower, &mut number.lower),
            (&keywords.upper, &mut number.upper),
        ] {
            kept.extend(
                bounds
                    .iter()
                    .map(|bound| (Rational::of(&bound.value), bound.exclusive)),
            );
        }
        let multiple = keywords.multiple_of.as_ref().map(Rational::of);
        number.multiples.extend(multiple);
    }

    fn hold_text(&mut self, keywords: &Keywords) -> Checked {
        let text = &mut self.shape.text;
        if let Some(min) = keywords.min_length {
            text.length.at_least(min)?;
        }
        if let Some(max) = keywords.max_length {
            text.length.at_most(max)?;
        }
        if let Some(format) = &keywords.format
            && !keywords.annotates_format
        {
            text.formats.insert(format.clone());
        }
        if let Some(pattern) = &keywords.pattern {
            let expression = self.universe.expression(pattern);
            self.todo.push(Literal::Matches(expression));
        }
        Ok(())
    }

    fn hold_array(&mut self, class: Class, keywords: &'o Keywords, whole: bool) -> Checked {
        let array = &mut self.shape.array;
        if let Some(min) = keywords.min_items {
            array.length.at_least(min)?;
        }
        if let Some(max) = keywords.max_items {
            array.length.at_most(max)?;
        }
        array.unique |= keywords.unique_items;
        if !keywords.prefix_items.is_empty() || keywords.items.is_some() {
            array.rules.push(keywords);
        }
        if let Some(place) = keywords.contains {
            let counted = self.universe.class(place);
            let min = keywords.min_contains.unwrap_or(1);
            self.take(Step::Contains(counted, min, keywords.max_contains))?;
        }
        if whole && keywords.unevaluated_items.is_some() {
            self.unevaluated.push((class, true));
        }
        Ok(())
    }

    fn hold_object(&mut self, class: Class, keywords: &'o Keywords, whole: bool) -> Checked {
        let object = &mut self.shape.object;
        if let Some(min) = keywords.min_properties {
            object.count.at_least(min)?;
        }
        if let Some(max) = keywords.max_properties {
            object.count.at_most(max)?;
        }
        let speaks = !keywords.properties.is_empty()
            || !keywords.pattern_properties.is_empty()
            || keywords.additional_properties.is_some();
        if speaks {
            object.rules.push(keywords);
        }
        let names = keywords.property_names;
        object
            .names
            .extend(names.map(|place| self.universe.class(place)));
        for name in &keywords.required {
            self.take(Step::Require(name.clone()))?;
        }
        for (name, needed) in &keywords.dependent_required {
            let needed = needed.iter().cloned().collect();
            self.choices.push(Choice::Needs(name.clone(), needed));
        }
        for (name, place) in &keywords.dependent_schemas {
            let needed = self.universe.class(*place);
            self.choices.push(Choice::NeedsClass(name.clone(), needed));
        }
        if whole && keywords.unevaluated_properties.is_some() {
            self.unevaluated.push((class, true));
        }
        Ok(())
    }

    /// Takes what has one way left, and returns the ways of the choice that has the fewest.
    ///
    /// # Errors
    ///
    /// Where a choice has no way left.
    fn narrowest(&mut self) -> Result<Option<Vec<Vec<Step>>>, Contradiction> {
        loop {
            let choices = std::mem::take(&mut self.choices);
            // What holds is chosen first: it decides what of the rest can fail.
            let mut least: Option<Narrow> = None;
            let mut taken = None;
            for choice in choices {
                if taken.is_some() {
                    self.choices.push(choice);
                    continue;
                }
                match self.ways(&choice) {
                    Ways::Satisfied => {}
                    Ways::Open(mut ways) => match ways.len() {
                        0 => return Err(Contradiction),
                        1 => taken = ways.pop(),
                        count => {
                            let order = (matches!(choice, Choice::Fails(_)), count);
                            if least.as_ref().is_none_or(|(known, ..)| order < *known) {
                                least = Some((order, self.choices.len(), ways));
                            }
                            self.choices.push(choice);
                        }
                    },
                }
            }
            if let Some(way) = taken {
                way.into_iter().try_for_each(|step| self.take(step))?;
                self.settle()?;
                continue;
            }
            let Some((_, index, ways)) = least else {
                return Ok(None);
            };
            self.choices.swap_remove(index);
            return Ok(Some(ways));
        }
    }
}
