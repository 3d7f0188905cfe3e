//! Messages over WebSocket: many requests at once on one connection.
//!
//! [`conversation`] decides and knows neither sockets nor clocks; [`driver`] gives it both.

mod collect;
mod conversation;
mod delivery;
mod dialer;
mod driver;
mod event;
mod events;
mod handshake;
mod incoming;
mod losses;
mod settings;
mod socket;
mod streaming;
mod uncorrelated;
mod until;

pub use event::{Event, Unknown};
pub use events::Events;
pub use settings::{BareReplies, TokenPlace, WebSocket};
pub use uncorrelated::{Uncorrelated, UncorrelatedReplies};
pub use until::{End, First, Until};

pub(crate) use collect::collect;
pub(crate) use dialer::Dialer;
pub(crate) use streaming::{Shared, Streaming};
