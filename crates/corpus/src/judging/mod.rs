//! What the judges say of one document: pure, so that documents can be judged in any order.

mod bench;
mod branch;
mod claims;
mod exchange;
mod unreadable;
mod violations;

pub(crate) use bench::{Bench, Judged, judge};
