//! Texts that satisfy several regular expressions at once.
//!
//! An expression with look-around is first split into expressions without (`split`, on the
//! `pieces` that it reads). Each of those becomes a nondeterministic `program` over a shared
//! `alphabet` of character classes and is determinised lazily (`automaton`); the automata run side
//! by side (`product`), and the texts of a length are drawn from the states that can still accept
//! (`reach`, `walk`). A `conjunction` does this for one set of expressions; a [`Language`] is the
//! union of a few of them.
//!
//! Nothing here knows ECMA-262 or tests a text with an engine: the caller does both.

mod alphabet;
mod automaton;
mod beside;
#[cfg(test)]
mod brute;
mod characters;
mod conjunction;
mod formula;
mod pieces;
mod product;
mod program;
mod reach;
mod source;
mod split;
#[cfg(test)]
mod tests;
mod union;
mod walk;

pub use source::{Bytes, Draw, Exhaustive, Seeded, Source};
pub use union::{Drawn, Language};
