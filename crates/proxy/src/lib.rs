//! A proxy that passes REST and WebSocket on, and records what it passes.
//!
//! A [`Proxy`] stands between a client and a service, an *upstream*. Bodies and frames stream through
//! as they come; beside that a thread finds out which message of the contract each is, takes out what
//! must not reach a disk, and appends it to a corpus. What cannot be recorded is passed all the same,
//! counted, and told in the [`Outcome`]: nothing is lost silently.
//!
//! [`import`] records what browsers wrote down (HAR) in the same way.
//!
//! The crate knows no particular contract: an [`Interface`](frontdesk_contract::Interface) says which
//! message travels where.

mod config;
mod connector;
mod error;
mod exchange;
mod frames;
mod identify;
mod import;
mod observed;
mod outcome;
mod proxy;
mod recorder;
mod tee;
mod tunnel;
mod upstream;

pub use config::{Config, Listener, RecordingConfig, USUAL_MAX_BODY_BYTES, USUAL_MAX_FILE_BYTES};
pub use error::{ProxyError, ProxyErrorKind};
pub use import::{Imported, import};
pub use outcome::Outcome;
pub use proxy::Proxy;
pub use upstream::Upstream;
