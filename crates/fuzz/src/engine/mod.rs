//! The engine: draws cases, tells failures apart by cause, shrinks.

mod feature;

pub use self::feature::{Feature, Trait};
