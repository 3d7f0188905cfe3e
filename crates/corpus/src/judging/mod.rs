//! What the judges say of one document: pure, so that documents can be judged in any order.

mod bench;
mod branch;
mod candidates;
mod claims;
mod envelope;
mod exchange;
mod quick;
mod shapes;
mod teller;
mod told;
mod unreadable;
mod violations;

pub(crate) use bench::{Bench, Judged, judge};
pub(crate) use quick::{Plain, QuickBench};
pub(crate) use shapes::Shapes;
pub use teller::{Teller, Told};
pub(crate) use told::Because;
