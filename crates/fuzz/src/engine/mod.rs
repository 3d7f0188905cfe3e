//! The engine: draws cases, tells failures apart by cause, shrinks.

mod beyond;
mod certainty;
mod derive;
mod detective;
mod elsewhere;
mod equals;
mod everywhere;
mod explain;
mod feature;
mod filing;
mod flaky;
mod fold;
mod freshen;
mod generalise;
mod generate;
mod known;
mod memory;
mod of_text;
mod pace;
mod presence;
mod probe;
mod recast;
mod relate;
mod run;
mod search;
mod shared;
mod shrink;
mod triage;
mod twisted;
mod words;
mod work;

pub(crate) use self::feature::type_name;
pub use self::feature::{Feature, Trait};
pub use self::run::{Outcome, Stop, run};
