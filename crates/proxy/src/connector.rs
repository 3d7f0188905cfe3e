use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use frontdesk_tls::ClientConfig;
use hyper::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tower_service::Service;

use crate::upstream::Upstream;

/// Opens connections to the service, with TLS where its address says so.
#[derive(Clone)]
pub(crate) struct Connector {
    upstream: Upstream,
    tls: Option<Arc<ClientConfig>>,
}

/// One connection to the service.
pub(crate) struct Line(Box<dyn Stream>);

/// Bytes in both directions.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

type Failed = Box<dyn Error + Send + Sync>;

impl Connector {
    pub(crate) fn new(upstream: Upstream, tls: Option<ClientConfig>) -> Self {
        Self {
            upstream,
            tls: tls.map(Arc::new),
        }
    }

    /// Opens a connection; both steps have an end.
    pub(crate) async fn open(&self) -> Result<Line, Failed> {
        let (host, port) = (self.upstream.host(), self.upstream.port());
        let stream = timeout(PATIENCE, TcpStream::connect((host, port))).await;
        let stream = stream.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        // Small pieces must not wait for each other.
        stream.set_nodelay(true)?;
        Ok(Line(match &self.tls {
            None => Box::new(stream),
            Some(tls) => {
                let connected = frontdesk_tls::connect(tls, host, stream, PATIENCE).await;
                Box::new(connected?)
            }
        }))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Line>;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Failed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { Ok(TokioIo::new(connector.open().await?)) })
    }
}

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }
}

/// How long the network may take to connect, and the service to begin TLS.
const PATIENCE: Duration = Duration::from_secs(10);
