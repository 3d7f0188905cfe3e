//! Secures connections: one configuration for all that connect, and faults that name the way out.
//!
//! A server has to show a certificate that an authority of the system has signed, or one of the
//! authorities in files that a person names ([`client_config`]). There is no way around that: a service
//! with a certificate of its own is trusted by the file of whoever signed it.
//!
//! What goes wrong is a [`Fault`], which [`Fault::find_in`] also finds in the errors of libraries that
//! connect by themselves.
//!
//! A provider of cryptography that the process has installed is used, *ring* otherwise.

mod config;
mod connect;
mod error;
mod fault;

pub use config::{client_config, trusting_nobody};
pub use connect::{connect, speaks_tls};
pub use error::TlsError;
pub use fault::Fault;
pub use rustls::ClientConfig;
pub use tokio_rustls::client::TlsStream;
