//! An expression as a nondeterministic program over sets of characters.

use std::collections::HashMap;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind, Look, LookSet, Repetition};

use super::alphabet::{Sets, ranges_of};

/// Why an expression has no program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unfit {
    /// It grows beyond the limit once its repetitions are written out.
    Overgrown,
    /// It is no expression in the syntax of the `regex` crates.
    Unreadable,
}

/// One instruction.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// The expression is found.
    Found,
    /// Goes on at each of these.
    Fork(Box<[u32]>),
    /// Goes on where the assertion holds.
    Look(Look, u32),
    /// Takes a character of the set, then goes on.
    Take(u32, u32),
}

/// The instructions of an expression.
#[derive(Debug)]
pub(super) struct Program {
    nodes: Vec<Node>,
    /// Where a search begins, at every position of a text.
    pub(super) start: u32,
    /// The assertions in the expression.
    pub(super) looks: LookSet,
}

impl Program {
    /// Reads an expression and writes its repetitions out.
    ///
    /// # Errors
    ///
    /// Where the expression cannot be read, or grows too large.
    pub(super) fn new(expression: &str, sets: &mut Sets) -> Result<Self, Unfit> {
        let read = read(expression).ok_or(Unfit::Unreadable)?;
        let mut writer = Writer {
            nodes: vec![Node::Found],
            sets,
            numbered: HashMap::new(),
        };
        let start = writer.write(&read, 0)?;
        Ok(Self {
            nodes: writer.nodes,
            start,
            looks: read.properties().look_set(),
        })
    }

    /// The instruction of a number.
    pub(super) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    /// Counts the instructions.
    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }
}

/// Reads an expression in the syntax of the `regex` crates.
pub(super) fn read(expression: &str) -> Option<Hir> {
    ParserBuilder::new()
        .nest_limit(200)
        .build()
        .parse(expression)
        .ok()
}

/// Writes a program backwards: each part is told where to go on.
struct Writer<'s> {
    nodes: Vec<Node>,
    sets: &'s mut Sets,
    /// The sets of the classes already seen, by where the class lies: a repetition writes the same
    /// class many times.
    numbered: HashMap<*const Hir, u32>,
}

impl Writer<'_> {
    fn write(&mut self, part: &Hir, next: u32) -> Result<u32, Unfit> {
        match part.kind() {
            HirKind::Empty => Ok(next),
            HirKind::Literal(literal) => {
                let literal = std::str::from_utf8(&literal.0).map_err(|_| Unfit::Unreadable)?;
                literal.chars().rev().try_fold(next, |next, character| {
                    let set = self.sets.number(vec![(character as u32, character as u32)]);
                    self.add(Node::Take(set, next))
                })
            }
            HirKind::Class(class) => {
                let place = std::ptr::from_ref(part);
                let set = match self.numbered.get(&place) {
                    Some(set) => *set,
                    None => self.sets.number(ranges_of(class).ok_or(Unfit::Unreadable)?),
                };
                self.numbered.insert(place, set);
                self.add(Node::Take(set, next))
            }
            HirKind::Look(look) => self.add(Node::Look(*look, next)),
            HirKind::Repetition(repetition) => self.repeat(repetition, next),
            HirKind::Capture(capture) => self.write(&capture.sub, next),
            HirKind::Concat(parts) => parts
                .iter()
                .rev()
                .try_fold(next, |next, part| self.write(part, next)),
            HirKind::Alternation(branches) => {
                let branches: Result<Box<[u32]>, Unfit> = branches
                    .iter()
                    .map(|branch| self.write(branch, next))
                    .collect();
                self.add(Node::Fork(branches?))
            }
        }
    }

    fn repeat(&mut self, repetition: &Repetition, next: u32) -> Result<u32, Unfit> {
        let mut copies = repetition.min;
        let mut entry = next;
        if let Some(max) = repetition.max {
            for _ in repetition.min..max {
                let copy = self.write(&repetition.sub, entry)?;
                entry = self.add(Node::Fork([copy, next].into()))?;
            }
        } else {
            let turn = self.add(Node::Fork([].into()))?;
            let copy = self.write(&repetition.sub, turn)?;
            self.nodes[turn as usize] = Node::Fork([copy, next].into());
            // The looping copy is the last of the copies that must be.
            entry = if copies == 0 { turn } else { copy };
            copies = copies.saturating_sub(1);
        }
        for _ in 0..copies {
            entry = self.write(&repetition.sub, entry)?;
        }
        Ok(entry)
    }

    fn add(&mut self, node: Node) -> Result<u32, Unfit> {
        let place = self.nodes.len();
        if place >= NODE_LIMIT || self.sets.count() > SET_LIMIT {
            return Err(Unfit::Overgrown);
        }
        self.nodes.push(node);
        u32::try_from(place).map_err(|_| Unfit::Overgrown)
    }
}

/// How many instructions a program has at most.
const NODE_LIMIT: usize = 25_000;

/// How many distinct sets of characters a language has at most.
const SET_LIMIT: usize = 2000;
