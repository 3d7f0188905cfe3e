//! Misbehaviour on demand, each kind by its name.

mod change;
mod fault;
mod frames;
mod schedule;

pub(crate) use change::{Changer, change};
pub use fault::{Fault, Reach, UnknownFault};
pub(crate) use frames::{Act, Step, tamper};
pub(crate) use schedule::Schedule;
