//! From paths to an outcome: read in order, judged side by side, gathered in order.

mod gather;
mod run;
mod turns;
mod verdict;
mod worker;

pub use run::{Running, validate, validate_with};
