//! Connections as a client opens them that is no client of this house.

use std::net::SocketAddr;

use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::text;

pub(in crate::bench) type Socket = WebSocketStream<TcpStream>;

/// Opens one with a token.
pub(in crate::bench) async fn open(addr: SocketAddr, token: &str) -> Result<Socket, String> {
    let url = format!("ws://{addr}/");
    let mut request = url.into_client_request().map_err(text)?;
    let protocols = HeaderValue::from_str(&format!("optave-v1, {token}")).map_err(text)?;
    let headers = request.headers_mut();
    headers.insert("Sec-WebSocket-Protocol", protocols);
    let stream = TcpStream::connect(addr).await.map_err(text)?;
    stream.set_nodelay(true).map_err(text)?;
    let config = WebSocketConfig::default()
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0);
    let opened = client_async_with_config(request, stream, Some(config)).await;
    opened.map(|(socket, _)| socket).map_err(text)
}
