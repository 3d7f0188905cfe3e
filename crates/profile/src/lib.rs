//! What recorded traffic shows about a contract.
//!
//! [`profile()`] reads documents one at a time and keeps, for each message and field, what they show:
//! how often it is there, as which types, with which values, ranges, lengths and formats. A [`Profile`]
//! is bounded whatever the traffic: what is too much to keep is sketched, with stated errors
//! ([`KEPT_VALUES`], [`DISTINCT_ERROR`], [`QUANTILE_ERROR`]). Profiles of partitions merge in any
//! order, and a partition that was read twice counts once. A [`View`] adds them up, holds them
//! against the schemas, and suggests what the contract could say instead. [`distil()`] finds the fewest
//! documents that show as much, [`drift::drift`] what changed from one corpus to another.
//!
//! The crate knows no particular contract, prints nothing and writes nothing.

mod address;
mod broken;
mod distil;
pub mod drift;
mod error;
mod field;
mod formats;
mod guide;
mod look;
mod moment;
mod part;
mod profile;
mod profiler;
mod reading;
mod roads;
mod sketch;
mod suggest;
mod tree;
mod view;

pub use distil::{Distilled, Kept, distil};
pub use error::ProfileError;
pub use profile::{Profile, profile};
pub use reading::{ReadOutcome, Reading};
pub use sketch::{DISTINCT_ERROR, KEPT_VALUES, QUANTILE_ERROR};
pub use suggest::TRIED;
pub use view::{View, profile_schema};
