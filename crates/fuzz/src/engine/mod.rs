//! The engine: draws cases, tells failures apart by cause, shrinks.

mod derive;
mod detective;
mod feature;
mod flaky;
mod fold;
mod freshen;
mod generalise;
mod generate;
mod known;
mod pace;
mod probe;
mod recast;
mod run;
mod search;
mod shared;
mod shrink;
mod words;
mod work;

pub use self::feature::{Feature, Trait};
pub use self::run::{Outcome, Stop, run};
