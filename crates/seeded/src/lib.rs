//! A small service with planted bugs, for measuring what fuzzing finds.
//!
//! It books rooms, over REST and over WebSocket, by a contract of its own ([`openapi`],
//! [`asyncapi`], [`schema`]), and with no bug switched on it keeps to it in everything. Each of
//! [`bugs`] is a mistake that teams make, with a switch of its own; a log says which one fired, so
//! that what a search has found and told apart is measured and not guessed.
//!
//! ```
//! use frontdesk_seeded::{Server, Switches};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start(Switches::only("seats-one-too-many")?).await?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert!(server.fired().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! It serves tests and `cargo xtask bench fuzz` alone: it keeps nothing, and its key is public.

mod bug;
mod bugs;
mod case;
mod desk;
mod documents;
mod http;
mod log;
mod moment;
mod request;
mod server;
mod socket;
mod stream;
mod switches;
mod token;

pub use bug::{Bug, Operation, Trigger};
pub use bugs::all as bugs;
pub use documents::{MESSAGES, asyncapi, openapi, schema};
pub use log::Fired;
pub use request::{Answer, Reply, Request};
pub use server::{ServeError, Server};
pub use stream::Frame;
pub use switches::{Switches, UnknownBug};
