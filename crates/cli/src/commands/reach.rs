//! The way to an endpoint: with TLS where its URL says so, and with a clear end where there is none.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_fuzz::{Dialer, Outcome, Silence, Stream, greet, plain_dialer};
use frontdesk_tls::{ClientConfig, Fault, client_config, connect, speaks_tls};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use crate::failure::Failure;

/// Prepares connections to an endpoint, and refuses one that another protocol, or nobody who is
/// trusted, stands at.
///
/// That nobody is there at all is left to whoever connects in earnest.
pub(crate) async fn reach(
    url: &Url,
    authorities: &[PathBuf],
    patience: Duration,
) -> Result<Dialer, Failure> {
    if is_secure(url) {
        let config = Arc::new(client_config(authorities)?);
        let dialer = tls_dialer(config, patience);
        let first = timeout(patience * 2, dialer(host(url), port(url))).await;
        return match first.map(|opened| opened.err().and_then(|error| Fault::find_in(&error))) {
            Ok(Some(fault)) => Err(Failure::Usage(format!("{url}: {fault}"))),
            Ok(None) | Err(_) => Ok(dialer),
        };
    }
    let short = patience.min(SHORT);
    let has_sense = match greet(url, plain_dialer(), short).await {
        Outcome::Replied(reply) => reply.status != 400,
        Outcome::Silent(silence) => silence == Silence::NoConnection,
        Outcome::Frames(_) => true,
    };
    if !has_sense && is_of_tls(url).await {
        let scheme = url.scheme();
        return Err(Failure::Usage(format!(
            "{url}: it speaks TLS there: write {scheme}s:// in place of {scheme}://"
        )));
    }
    Ok(plain_dialer())
}

/// Tells whether the scheme of a URL asks for TLS.
pub(crate) fn is_secure(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "wss")
}

/// Tells whether whoever listens there speaks TLS.
pub(crate) async fn is_of_tls(url: &Url) -> bool {
    speaks_tls(&host(url), port(url), SHORT).await
}

fn tls_dialer(config: Arc<ClientConfig>, patience: Duration) -> Dialer {
    Arc::new(move |host, port| {
        let config = Arc::clone(&config);
        Box::pin(async move {
            let stream = TcpStream::connect((host.as_str(), port)).await?;
            stream.set_nodelay(true)?;
            let stream = connect(&config, &host, stream, patience).await;
            Ok(Box::new(stream.map_err(io::Error::other)?) as Box<dyn Stream>)
        })
    })
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned()
}

fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or_default()
}

/// How long it is looked whether there is any sense in a URL.
const SHORT: Duration = Duration::from_secs(2);
