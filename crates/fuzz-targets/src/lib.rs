//! Targets for coverage-guided fuzzing: each is a function of bytes that panics where a promise of
//! the house is broken.
//!
//! `fuzz_targets/` has a binary for each, `corpus/<target>/` the inputs that are kept: what was found
//! once, and a few to begin with. The workspace runs the same functions over them as ordinary tests.

mod targets;

pub use targets::*;
