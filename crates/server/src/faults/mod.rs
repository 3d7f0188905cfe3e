//! Misbehaviour on demand, each kind by its name.

mod change;
mod fault;
mod frames;
mod mishap;
mod schedule;

pub(crate) use change::{Changer, change};
pub use fault::{Fault, Reach, UnknownFault};
pub(crate) use frames::{Act, Step, Written, tamper};
pub use mishap::TokenMishap;
pub(crate) use schedule::Schedule;
