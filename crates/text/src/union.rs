//! The texts that satisfy several expressions, look-around included.

use super::automaton::Effort;
use super::conjunction::Conjunction;
use super::formula::Formula;
use super::program::Unfit;
use super::split::{Lean, split};
use crate::source::Source;

/// The texts that satisfy several expressions together.
///
/// An expression with look-around is split into cases, each a list of expressions without; the
/// language is the union of the cases. What cannot be split exactly is approximated, so that a
/// drawn text has to be tested where an expression has look-around.
#[derive(Debug)]
pub struct Language {
    near: Union,
    /// A language that certainly has all the texts, where `near` may lack some.
    loose: Option<Union>,
}

/// What a [`Language`] answers when a text is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Drawn {
    /// A text of the language.
    Text(String),
    /// Proved: no text of such a length satisfies the expressions.
    Nothing,
    /// Whether there is one takes too long to tell.
    TooHard,
}

impl Language {
    /// Reads expressions in the syntax of the `regex` crates, each searched anywhere in a text.
    ///
    /// Look-around is read as well. Nothing where an expression cannot be read, or has a
    /// back-reference.
    #[must_use]
    pub fn new(required: &[&str], refused: &[&str]) -> Option<Self> {
        let near = Union::new(required, refused, Lean::Near)?;
        let loose = if near.exact {
            None
        } else {
            Some(Union::new(required, refused, Lean::Covering)?)
        };
        Some(Self { near, loose })
    }

    /// Draws a text of `min` to `max` characters, the simplest where `source` answers 0.
    ///
    /// What is drawn depends on the bounds and the source alone, not on earlier draws.
    pub fn draw(&mut self, source: &mut dyn Source, min: u64, max: Option<u64>) -> Drawn {
        match (self.near.draw(source, min, max), &mut self.loose) {
            (Drawn::Nothing | Drawn::TooHard, Some(loose)) => loose.draw(source, min, max),
            (drawn, _) => drawn,
        }
    }
}

/// The texts of several cases.
#[derive(Debug)]
struct Union {
    /// The cases; nothing for one that grows too large.
    cases: Vec<Option<Conjunction>>,
    /// Whether every text that was meant is in one of the cases.
    exact: bool,
}

impl Union {
    fn new(required: &[&str], refused: &[&str], lean: Lean) -> Option<Self> {
        let mut whole = Formula::always();
        for expression in required {
            whole = whole.and(&split(expression, lean)?);
        }
        for expression in refused {
            whole = whole.and(&split(expression, lean.opposite())?.negated());
        }
        let count = whole.cases.len().max(1) as u64;
        let mut cases = Vec::with_capacity(whole.cases.len());
        for case in &whole.cases {
            let literals = case
                .iter()
                .map(|literal| (literal.expression.as_str(), literal.wanted));
            match Conjunction::new(literals, Effort::new(EFFORT / count)) {
                Ok(conjunction) => cases.push(Some(conjunction)),
                Err(Unfit::Overgrown) => cases.push(None),
                Err(Unfit::Unreadable) => return None,
            }
        }
        Some(Self {
            cases,
            exact: whole.covers,
        })
    }

    /// Draws from one case; where that is too hard or too short of texts, from the next.
    fn draw(&mut self, source: &mut dyn Source, min: u64, max: Option<u64>) -> Drawn {
        let count = self.cases.len();
        let first = if count > 1 {
            usize::try_from(source.below(count as u64)).unwrap_or_default()
        } else {
            0
        };
        let mut nothing = self.exact;
        for turn in 0..count {
            match &mut self.cases[(first + turn) % count] {
                Some(conjunction) => match conjunction.draw(source, min, max) {
                    Drawn::Text(text) => return Drawn::Text(text),
                    Drawn::Nothing => {}
                    Drawn::TooHard => nothing = false,
                },
                None => nothing = false,
            }
        }
        if nothing {
            Drawn::Nothing
        } else {
            Drawn::TooHard
        }
    }
}

/// How many instructions are followed at most, over all cases.
const EFFORT: u64 = 20_000_000;
