//! What every expansion looks things up in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId};
use frontdesk_schema::{Format, Pattern};

use crate::class::{Class, Classes};
use crate::facts::Facts;
use crate::literal::Expression;

/// An outline, its classes, and what has been worked out about them.
#[derive(Debug)]
pub(crate) struct Universe<'o> {
    pub(crate) outline: &'o Outline,
    pub(crate) classes: Classes,
    facts: RefCell<HashMap<Class, Rc<Facts>>>,
    expressions: RefCell<Expressions>,
    formats: RefCell<HashMap<String, Rc<Option<Format>>>>,
    /// Whether the texts of a demand are proved to be none.
    pub(crate) texts: RefCell<HashMap<crate::text::Asked, bool>>,
}

#[derive(Debug, Default)]
struct Expressions {
    numbers: HashMap<String, Expression>,
    sources: Vec<(Rc<str>, Rc<Option<Pattern>>)>,
}

impl<'o> Universe<'o> {
    pub(crate) fn new(outline: &'o Outline) -> Self {
        Self {
            outline,
            classes: Classes::new(outline),
            facts: RefCell::default(),
            expressions: RefCell::default(),
            formats: RefCell::default(),
            texts: RefCell::default(),
        }
    }

    pub(crate) fn class(&self, place: PlaceId) -> Class {
        self.classes.of(place)
    }

    pub(crate) fn body(&self, class: Class) -> &'o Body {
        &self.outline.place(self.classes.example(class)).body
    }

    pub(crate) fn keywords(&self, class: Class) -> Option<&'o Keywords> {
        self.outline.keywords(self.classes.example(class))
    }

    pub(crate) fn is_never(&self, class: Class) -> bool {
        matches!(self.body(class), Body::Never)
    }

    pub(crate) fn is_always(&self, class: Class) -> bool {
        matches!(self.body(class), Body::Always)
    }

    /// Returns what is known of every value that a class accepts.
    pub(crate) fn facts(&self, class: Class) -> Rc<Facts> {
        if let Some(known) = self.facts.borrow().get(&class) {
            return Rc::clone(known);
        }
        let facts = Rc::new(Facts::of(self, class));
        self.facts.borrow_mut().insert(class, Rc::clone(&facts));
        facts
    }

    pub(crate) fn expression(&self, source: &str) -> Expression {
        let mut known = self.expressions.borrow_mut();
        if let Some(number) = known.numbers.get(source) {
            return *number;
        }
        let number = Expression(u32::try_from(known.sources.len()).unwrap_or(u32::MAX));
        let pattern = Rc::new(Pattern::new(source));
        known.sources.push((Rc::from(source), pattern));
        known.numbers.insert(source.to_owned(), number);
        number
    }

    /// Returns an expression compiled, `None` within where it cannot be read.
    pub(crate) fn pattern(&self, expression: Expression) -> Rc<Option<Pattern>> {
        Rc::clone(&self.expressions.borrow().sources[expression.0 as usize].1)
    }

    /// Tells whether an expression is found in a text, where it can be read.
    pub(crate) fn matches(&self, expression: Expression, text: &str) -> Option<bool> {
        let pattern = self.pattern(expression);
        pattern
            .as_ref()
            .as_ref()
            .map(|pattern| pattern.matches(text))
    }

    pub(crate) fn format(&self, name: &str) -> Rc<Option<Format>> {
        if let Some(known) = self.formats.borrow().get(name) {
            return Rc::clone(known);
        }
        let format = Rc::new(Format::new(name));
        self.formats
            .borrow_mut()
            .insert(name.to_owned(), Rc::clone(&format));
        format
    }
}
