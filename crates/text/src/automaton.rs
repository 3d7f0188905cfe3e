//! An expression as a deterministic automaton that grows as it is used.

use std::collections::HashMap;
use std::sync::Arc;

use regex_syntax::hir::Look;

use super::alphabet::Alphabet;
use super::beside::{Beside, holds};
use super::program::{Node, Program};

/// The state in which the expression is found, whatever follows.
pub(super) const FOUND: u32 = 0;

/// The state in which the expression can no longer be found.
pub(super) const HOPELESS: u32 = 1;

/// How much work may still be done.
#[derive(Debug)]
pub(super) struct Effort(u64);

impl Effort {
    /// Allows so many steps.
    pub(super) fn new(steps: u64) -> Self {
        Self(steps)
    }

    /// Takes some steps off.
    pub(super) fn spend(&mut self, steps: usize) {
        self.0 = self.0.saturating_sub(steps as u64);
    }

    /// Tells whether nothing may be done any more.
    pub(super) fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// Searches a text for one expression.
#[derive(Debug)]
pub(super) struct Automaton {
    program: Program,
    /// What the assertions of the expression ask about the character before.
    asked: Beside,
    states: Vec<State>,
    known: HashMap<Arc<Kernel>, u32>,
    closure: Closure,
}

/// What has been read, as far as it matters for what follows.
#[derive(Debug, Default, Eq, Hash, PartialEq)]
struct Kernel {
    /// The instructions to go on with that take a character or ask about one.
    nodes: Vec<u32>,
    /// What the character before was, where one of the instructions asks about it.
    before: Beside,
}

#[derive(Debug)]
struct State {
    kernel: Arc<Kernel>,
    /// Where each class leads; empty until the first is asked for.
    moves: Vec<u32>,
    /// Whether the expression is found where the text ends here.
    ends: Option<bool>,
}

impl Automaton {
    /// Starts with the two states that are left no more.
    pub(super) fn new(program: Program) -> Self {
        let closed = |ends| State {
            kernel: Arc::default(),
            moves: Vec::new(),
            ends: Some(ends),
        };
        Self {
            asked: Beside::asked_before(program.looks),
            states: vec![closed(true), closed(false)],
            known: HashMap::new(),
            closure: Closure::new(program.size()),
            program,
        }
    }

    /// The state before the first character.
    pub(super) fn initial(&mut self, effort: &mut Effort) -> u32 {
        self.settle(Vec::new(), Beside::EDGE, effort)
    }

    /// The state after one more character, of the class.
    pub(super) fn step(
        &mut self,
        state: u32,
        class: usize,
        alphabet: &Alphabet,
        effort: &mut Effort,
    ) -> u32 {
        if state == FOUND || state == HOPELESS {
            return state;
        }
        let place = state as usize;
        let count = alphabet.classes().len();
        let moves = &mut self.states[place].moves;
        if moves.is_empty() {
            effort.spend(count / 8);
            moves.resize(count, UNKNOWN);
        }
        if moves[class] != UNKNOWN {
            return moves[class];
        }
        let after = alphabet.classes()[class].beside;
        let kernel = Arc::clone(&self.states[place].kernel);
        let passed = self.closure.pass(&self.program, &kernel, after, effort);
        let target = if passed.found {
            FOUND
        } else {
            let taken = passed
                .takes
                .into_iter()
                .filter(|(set, _)| alphabet.contains(*set, class))
                .map(|(_, next)| next)
                .collect();
            self.settle(taken, after, effort)
        };
        self.states[place].moves[class] = target;
        target
    }

    /// Tells whether the expression is found where the text ends in the state.
    pub(super) fn ends(&mut self, state: u32, effort: &mut Effort) -> bool {
        let state = &mut self.states[state as usize];
        *state.ends.get_or_insert_with(|| {
            self.closure
                .pass(&self.program, &state.kernel, Beside::EDGE, effort)
                .found
        })
    }

    /// Names the state of some instructions, with the search begun anew beside them.
    fn settle(&mut self, mut nodes: Vec<u32>, before: Beside, effort: &mut Effort) -> u32 {
        nodes.push(self.program.start);
        let Some(kernel) =
            self.closure
                .settle(&self.program, nodes, before.only(self.asked), effort)
        else {
            return FOUND;
        };
        if kernel.nodes.is_empty() {
            return HOPELESS;
        }
        if let Some(state) = self.known.get(&kernel) {
            return *state;
        }
        effort.spend(kernel.nodes.len());
        let state = u32::try_from(self.states.len()).unwrap_or(UNKNOWN);
        let kernel = Arc::new(kernel);
        self.known.insert(Arc::clone(&kernel), state);
        self.states.push(State {
            kernel,
            moves: Vec::new(),
            ends: None,
        });
        state
    }
}

/// What can be done with a character once it is known.
#[derive(Default)]
struct Passed {
    /// Whether the expression is found before the character.
    found: bool,
    /// Sets that may hold the character, and how to go on then.
    takes: Vec<(u32, u32)>,
}

/// Follows instructions that take no character.
#[derive(Debug)]
struct Closure {
    /// The last pass that saw each instruction.
    seen: Vec<u64>,
    pass: u64,
}

impl Closure {
    fn new(size: usize) -> Self {
        Self {
            seen: vec![0; size],
            pass: 0,
        }
    }

    /// Follows the forks, and leaves out what can only hold at the start of a text.
    ///
    /// Nothing where the expression is found on the way.
    fn settle(
        &mut self,
        program: &Program,
        mut open: Vec<u32>,
        before: Beside,
        effort: &mut Effort,
    ) -> Option<Kernel> {
        self.pass += 1;
        let mut kernel = Kernel::default();
        while let Some(place) = open.pop() {
            if !self.is_new(place) {
                continue;
            }
            effort.spend(1);
            match program.node(place) {
                Node::Found => return None,
                Node::Fork(branches) => open.extend(branches.iter()),
                Node::Look(Look::Start, _) if !before.has(Beside::EDGE) => {}
                Node::Look(..) => {
                    kernel.before = before;
                    kernel.nodes.push(place);
                }
                Node::Take(..) => kernel.nodes.push(place),
            }
        }
        kernel.nodes.sort_unstable();
        Some(kernel)
    }

    /// Follows forks and those assertions that hold before the character.
    fn pass(
        &mut self,
        program: &Program,
        kernel: &Kernel,
        after: Beside,
        effort: &mut Effort,
    ) -> Passed {
        self.pass += 1;
        let mut passed = Passed::default();
        let mut open = kernel.nodes.clone();
        while let Some(place) = open.pop() {
            if !self.is_new(place) {
                continue;
            }
            effort.spend(1);
            match program.node(place) {
                Node::Found => passed.found = true,
                Node::Fork(branches) => open.extend(branches.iter()),
                Node::Look(look, next) => {
                    if holds(*look, kernel.before, after) {
                        open.push(*next);
                    }
                }
                Node::Take(set, next) => passed.takes.push((*set, *next)),
            }
        }
        passed
    }

    fn is_new(&mut self, place: u32) -> bool {
        let seen = &mut self.seen[place as usize];
        let new = *seen != self.pass;
        *seen = self.pass;
        new
    }
}

/// A move that has not been worked out.
const UNKNOWN: u32 = u32::MAX;
