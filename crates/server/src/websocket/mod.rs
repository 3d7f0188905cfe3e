//! Messages over WebSocket.

mod conversation;
mod frame;
mod request;

pub(crate) use conversation::converse;
