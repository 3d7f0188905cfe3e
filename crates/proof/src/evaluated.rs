//! Which parts of a value a class evaluates, once its choices are made.

use std::collections::BTreeSet;

use frontdesk_schema::outline::Keywords;

use crate::branch::Branch;
use crate::choice::Choice;
use crate::class::Class;
use crate::facts::together;
use crate::literal::{Expression, Literal};

/// The parts that a class evaluates.
#[derive(Debug, Default)]
pub(crate) struct Evaluated {
    /// Whether these are all members, or all items.
    pub(crate) all: bool,
    pub(crate) names: BTreeSet<String>,
    pub(crate) expressions: BTreeSet<Expression>,
    /// How many items from the first on.
    pub(crate) prefix: usize,
    /// Items of these classes.
    pub(crate) contained: BTreeSet<Class>,
}

impl Branch<'_, '_> {
    /// Gathers what a class evaluates beside its keyword about unevaluated parts.
    ///
    /// # Errors
    ///
    /// Returns a choice that must be made first.
    pub(crate) fn evaluated(&self, class: Class) -> Result<Evaluated, Choice> {
        let mut evaluated = Evaluated::default();
        let mut seen = BTreeSet::new();
        if let Some(keywords) = self.universe.keywords(class) {
            seen.insert(class);
            self.gather(keywords, true, &mut evaluated, &mut seen)?;
        }
        Ok(evaluated)
    }

    fn gather(
        &self,
        keywords: &Keywords,
        outermost: bool,
        evaluated: &mut Evaluated,
        seen: &mut BTreeSet<Class>,
    ) -> Result<(), Choice> {
        let universe = self.universe;
        evaluated.names.extend(keywords.properties.keys().cloned());
        let patterns = keywords.pattern_properties.keys();
        evaluated
            .expressions
            .extend(patterns.map(|pattern| universe.expression(pattern)));
        evaluated.prefix = evaluated.prefix.max(keywords.prefix_items.len());
        let contained = keywords.contains.map(|place| universe.class(place));
        evaluated.contained.extend(contained);
        evaluated.all |= if self.kind == frontdesk_schema::outline::Type::Object {
            keywords.additional_properties.is_some()
                || !outermost && keywords.unevaluated_properties.is_some()
        } else {
            keywords.items.is_some() || !outermost && keywords.unevaluated_items.is_some()
        };
        for place in together(keywords) {
            self.gather_class(universe.class(place), evaluated, seen)?;
        }
        for place in keywords.any_of.iter().chain(&keywords.one_of) {
            let class = universe.class(*place);
            if self.is_decided(class)? {
                self.gather_class(class, evaluated, seen)?;
            }
        }
        if let Some(place) = keywords.condition {
            let class = universe.class(place);
            let applied = if self.is_decided(class)? {
                self.gather_class(class, evaluated, seen)?;
                keywords.then
            } else {
                keywords.otherwise
            };
            if let Some(place) = applied {
                self.gather_class(universe.class(place), evaluated, seen)?;
            }
        }
        for (name, place) in &keywords.dependent_schemas {
            let object = &self.shape.object;
            if object.required.contains(name) {
                self.gather_class(universe.class(*place), evaluated, seen)?;
            } else if !object.absent.contains(name) {
                return Err(Choice::DecideMember(name.clone()));
            }
        }
        Ok(())
    }

    fn gather_class(
        &self,
        class: Class,
        evaluated: &mut Evaluated,
        seen: &mut BTreeSet<Class>,
    ) -> Result<(), Choice> {
        match self.universe.keywords(class) {
            Some(keywords) if seen.insert(class) => self.gather(keywords, false, evaluated, seen),
            _ => Ok(()),
        }
    }

    /// Tells whether a class holds.
    fn is_decided(&self, class: Class) -> Result<bool, Choice> {
        if self.holds(class) {
            Ok(true)
        } else if self.refuses(Literal::Holds(class)) {
            Ok(false)
        } else {
            Err(Choice::Decide(class))
        }
    }
}
