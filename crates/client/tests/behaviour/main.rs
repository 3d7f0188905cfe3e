//! What the client sends, and what it makes of everything that may come back.

mod faults;
mod law;
mod outcomes;
mod refusals;
mod requests;
mod secrets;
mod settings;
mod testkit;
mod tokens;
mod websocket;
