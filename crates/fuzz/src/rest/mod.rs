//! REST: cases as HTTP requests, on a wire of our own.

mod access;
mod connection;
mod curl;
mod expect;
mod latency;
mod let_in;
mod pool;
mod render;
mod replay;
mod resources;
mod secrets;
mod show;
mod target;
mod tickets;
mod wire;

pub use self::access::{Access, NoToken, SecretHeader, TokenSource};
pub use self::connection::Stream;
pub(crate) use self::let_in::LetIn;
pub use self::pool::{Dialer, Dialing, fetch, greet, plain_dialer};
pub(crate) use self::render::{NESTED, PADDED, Shown, render, spelled};
pub use self::replay::{Outcome as ReplayOutcome, Replayer};
pub(crate) use self::secrets::unsigned;
pub(crate) use self::target::is_down;
pub use self::target::{Rest, RestError, RestOptions, is_loopback};
pub use self::tickets::{Fetching, Tickets, tickets};
