//! WebSocket: cases as conversations, on a wire of our own.
//!
//! The value of a case is a list of steps. Each sends something, or waits, or opens a new
//! connection; replies come in all the while. What the contract says beside its schemas are
//! [`Rules`]; the checks hold each connection against them.

mod channel;
mod checks;
mod conversations;
mod frame;
mod from_asyncapi;
mod handshake;
mod kept;
mod label;
mod ledger;
mod line;
mod pace;
mod replay;
mod rules;
mod step;
mod talker;
mod target;

pub use self::channel::{Channel, channels_from_contract};
pub use self::checks::{SOCKET_CHECKS, SocketCheck};
pub use self::from_asyncapi::channels_from_asyncapi;
pub use self::kept::KeptChannel;
pub use self::replay::replay_conversation;
pub use self::rules::{Mark, Rules};
pub use self::target::{Socket, SocketOptions};
