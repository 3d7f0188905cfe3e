//! Automata side by side: what is left of several expressions after some characters.

use std::collections::HashMap;
use std::sync::Arc;

use super::alphabet::{Alphabet, Sets};
use super::automaton::{Automaton, Effort, FOUND, HOPELESS};
use super::beside::Beside;
use super::program::{Program, Unfit};

/// The states that texts can lead to, numbered by the shortest text first.
///
/// The numbers do not depend on how far was explored before, so what is drawn does not either.
#[derive(Debug)]
pub(super) struct Product {
    alphabet: Alphabet,
    parts: Vec<Part>,
    /// The state of each part, for each state.
    states: Vec<Arc<[u32]>>,
    known: HashMap<Arc<[u32]>, u32>,
    /// Whether a text may end, for each state.
    accepting: Vec<bool>,
    edges: Vec<Edge>,
    /// Where the edges of each explored state start, and where the last end.
    edge_starts: Vec<usize>,
    /// The first state of each level: those reached by texts of that length and none shorter.
    level_starts: Vec<usize>,
    /// Where the states of the level being explored end.
    level_end: usize,
    effort: Effort,
}

/// One expression of several.
#[derive(Debug)]
struct Part {
    automaton: Automaton,
    /// Whether it must be found, rather than must not.
    wanted: bool,
}

/// Where a class of characters leads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The class of the alphabet.
    pub(super) class: u32,
    /// The state after it.
    pub(super) target: u32,
}

/// How much of a product is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct View {
    /// How many states have their edges.
    pub(super) explored: usize,
    /// Up to which length every text is known to be accepted or not.
    pub(super) horizon: u64,
    /// Whether every state has its edges.
    pub(super) complete: bool,
    /// Whether no more can be explored, for want of effort or of states.
    pub(super) closed: bool,
}

impl Product {
    /// Puts expressions side by side, each with whether it is wanted, to explore with an effort.
    ///
    /// # Errors
    ///
    /// Where an expression cannot be read, or grows too large.
    pub(super) fn new<'e>(
        expressions: impl IntoIterator<Item = (&'e str, bool)>,
        effort: Effort,
    ) -> Result<Self, Unfit> {
        let mut sets = Sets::new();
        let mut asked = Beside::NOTHING;
        let mut parts = Vec::new();
        for (expression, wanted) in expressions {
            let program = Program::new(expression, &mut sets)?;
            asked = asked.with(Beside::asked(program.looks));
            let automaton = Automaton::new(program);
            parts.push(Part { automaton, wanted });
        }
        let mut product = Self {
            alphabet: Alphabet::new(sets, asked),
            parts,
            states: Vec::new(),
            known: HashMap::new(),
            accepting: Vec::new(),
            edges: Vec::new(),
            edge_starts: vec![0],
            level_starts: vec![0],
            level_end: 1,
            effort,
        };
        product.begin();
        Ok(product)
    }

    /// The classes of characters.
    pub(super) fn alphabet(&self) -> &Alphabet {
        &self.alphabet
    }

    /// Tells whether a text may end in a state.
    pub(super) fn accepts(&self, state: usize) -> bool {
        self.accepting.get(state).is_some_and(|accepts| *accepts)
    }

    /// The edges of a state, that of the simplest character first.
    pub(super) fn edges(&self, state: usize) -> &[Edge] {
        match self.edge_starts.get(state..state + 2) {
            Some([start, end]) => &self.edges[*start..*end],
            _ => &[],
        }
    }

    /// Explores what texts of a length can lead to, and some more.
    pub(super) fn explore(&mut self, length: u64) -> View {
        let levels = usize::try_from(length).unwrap_or(usize::MAX);
        while (self.explored() < EXPLORED_AT_LEAST || self.level_starts.get(levels).is_none())
            && !self.is_closed()
        {
            self.explore_next();
        }
        let whole = self.explored();
        let enough = self.level_starts.get(levels).copied().unwrap_or(whole);
        let explored = enough.max(EXPLORED_AT_LEAST).min(whole);
        let complete = explored == self.states.len();
        View {
            explored,
            horizon: match self
                .level_starts
                .partition_point(|start| *start <= explored)
            {
                _ if complete => u64::MAX,
                begun => begun.saturating_sub(1) as u64,
            },
            complete,
            closed: explored == whole && self.is_closed(),
        }
    }

    fn explored(&self) -> usize {
        self.edge_starts.len() - 1
    }

    fn is_closed(&self) -> bool {
        self.explored() == self.states.len()
            || self.states.len() > STATE_LIMIT
            || self.edges.len() > EDGE_LIMIT
            || self.effort.is_spent()
    }

    fn begin(&mut self) {
        let mut initial = Vec::new();
        for part in &mut self.parts {
            let state = part.automaton.initial(&mut self.effort);
            if part.is_lost(state) {
                return;
            }
            initial.push(state);
        }
        self.number(&initial);
    }

    fn explore_next(&mut self) {
        let from = self.explored();
        let state = Arc::clone(&self.states[from]);
        let mut next = Vec::with_capacity(self.parts.len());
        for class in 0..self.alphabet.classes().len() {
            next.clear();
            for (part, state) in self.parts.iter_mut().zip(state.iter()) {
                let automaton = &mut part.automaton;
                let target = automaton.step(*state, class, &self.alphabet, &mut self.effort);
                if part.is_lost(target) {
                    break;
                }
                next.push(target);
            }
            self.effort.spend(1);
            if next.len() == self.parts.len() {
                let target = self.number(&next);
                let class = u32::try_from(class).unwrap_or(u32::MAX);
                self.edges.push(Edge { class, target });
            }
        }
        self.edge_starts.push(self.edges.len());
        // The last state of the last level is explored, so the next level is known.
        if self.explored() == self.level_end {
            self.level_starts.push(self.level_end);
            self.level_end = self.states.len();
        }
    }

    /// Numbers a state, the same number for the same states of the parts.
    fn number(&mut self, parts: &[u32]) -> u32 {
        if let Some(state) = self.known.get(parts) {
            return *state;
        }
        let state = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let accepting = self
            .parts
            .iter_mut()
            .zip(parts)
            .all(|(part, state)| part.automaton.ends(*state, &mut self.effort) == part.wanted);
        let parts: Arc<[u32]> = parts.into();
        self.states.push(Arc::clone(&parts));
        self.known.insert(parts, state);
        self.accepting.push(accepting);
        state
    }
}

impl Part {
    /// Tells whether nothing that follows can make the part hold.
    fn is_lost(&self, state: u32) -> bool {
        state == if self.wanted { HOPELESS } else { FOUND }
    }
}

/// How many states are explored before the length is looked at.
///
/// Small products are then known as a whole, and with them which lengths are possible at all.
const EXPLORED_AT_LEAST: usize = 512;

/// From how many states on nothing more is explored.
const STATE_LIMIT: usize = 20_000;

/// From how many edges on nothing more is explored.
const EDGE_LIMIT: usize = 4_000_000;

#[cfg(test)]
mod tests {
    use super::{EXPLORED_AT_LEAST, Effort, Product};

    fn product(expression: &str, effort: u64) -> Product {
        Product::new([(expression, true)], Effort::new(effort)).unwrap()
    }

    #[test]
    fn small_products_are_explored_as_a_whole() {
        let view = product("^[a-z]{3,8}$", 100_000).explore(0);
        assert!(view.complete && view.closed);
        assert_eq!((view.explored, view.horizon), (9, u64::MAX));
    }

    #[test]
    fn large_products_are_explored_as_far_as_asked() {
        let mut product = product("^[a-z]{0,3000}$", 10_000_000);
        let near = product.explore(10);
        assert_eq!((near.explored, near.closed), (EXPLORED_AT_LEAST, false));
        let far = product.explore(1000);
        assert_eq!((far.explored, far.horizon), (1000, 1000));
        assert_eq!(product.explore(10), near);
        assert!(product.explore(5000).complete);
    }

    #[test]
    fn effort_ends_the_exploration() {
        let view = product("^[a-z]{0,3000}$", 2000).explore(3000);
        assert!(view.closed && !view.complete);
        assert!(view.horizon < 3000);
    }
}
