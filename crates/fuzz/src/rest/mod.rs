//! REST: cases as HTTP requests, on a wire of our own.

mod access;
mod connection;
mod curl;
mod expect;
mod latency;
mod pool;
mod render;
mod replay;
mod resources;
mod show;
mod target;
mod tickets;
mod wire;

pub use self::access::{Access, NoToken, SecretHeader, TokenSource};
pub use self::connection::Stream;
pub use self::pool::{Dialer, Dialing, fetch, greet, plain_dialer};
pub(crate) use self::render::{PADDED, Shown, render, spelled};
pub use self::replay::{Outcome as ReplayOutcome, Replayer};
pub(crate) use self::target::is_down;
pub use self::target::{Rest, RestError, RestOptions, is_loopback};
pub use self::tickets::{Fetching, Tickets, tickets};
