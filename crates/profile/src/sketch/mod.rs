//! What is kept of values that are too many to keep: bounded, mergeable, with stated errors.
//!
//! All of them count rather than draw, so that two parts merged in either order give the same.

mod distinct;
mod hash;
mod kept;
mod spread;
mod values;

pub(crate) use distinct::Distinct;
pub(crate) use hash::{hash, hash_boolean, hash_number, hash_text};
pub(crate) use kept::Measure;
pub(crate) use spread::Spread;
pub(crate) use values::Values;

/// How many different values of a place are kept with their counts.
pub const KEPT_VALUES: usize = 64;

/// The standard error of an estimate of how many different values there were.
pub const DISTINCT_ERROR: f64 = 0.023;

/// The largest relative error of a quantile.
pub const QUANTILE_ERROR: f64 = 1.0 / 32.0;
