use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Fetches what opens one connection: a token, which may be good for one time only.
pub type Tickets = Arc<dyn Fn() -> Fetching + Send + Sync>;

/// A token that is being fetched; `None` where none is granted.
pub type Fetching = Pin<Box<dyn Future<Output = Option<String>> + Send>>;

/// A stream of bytes in both directions.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Opens connections to a host and port, for instance with TLS.
pub type Dialer = Arc<dyn Fn(String, u16) -> Dialing + Send + Sync>;

/// A connection that is being opened.
pub type Dialing = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Opens connections without TLS.
#[must_use]
pub fn plain_dialer() -> Dialer {
    Arc::new(|host, port| {
        Box::pin(async move {
            let stream = TcpStream::connect((host, port)).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream) as Box<dyn Stream>)
        })
    })
}
