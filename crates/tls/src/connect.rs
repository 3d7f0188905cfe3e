use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::config::trusting_nobody;
use crate::fault::Fault;

/// Begins TLS on a connection to a host, by its name or address.
///
/// # Errors
///
/// When the host cannot be trusted, speaks no TLS, or comes to no end with it in time.
pub async fn connect<S>(
    config: &Arc<ClientConfig>,
    host: &str,
    stream: S,
    patience: Duration,
) -> Result<TlsStream<S>, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Fault::NoName)?;
    let handshake = TlsConnector::from(Arc::clone(config)).connect(name, stream);
    match timeout(patience, handshake).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(Fault::find_in(&error).unwrap_or(Fault::Broken(error.to_string()))),
        Err(_) => Err(Fault::Endless(patience)),
    }
}

/// Tells whether whoever listens there speaks TLS, trusted or not.
pub async fn speaks_tls(host: &str, port: u16, patience: Duration) -> bool {
    let Ok(config) = trusting_nobody() else {
        return false;
    };
    let Ok(Ok(stream)) = timeout(patience, TcpStream::connect((host, port))).await else {
        return false;
    };
    match connect(&Arc::new(config), host, stream, patience).await {
        Ok(_) => true,
        Err(fault) => fault.is_of_tls(),
    }
}
