//! A peer that answers each request with a thousand frames, and does nothing else.

use std::net::SocketAddr;
use std::thread;

use futures_util::StreamExt as _;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::text;

/// A peer on a thread of its own, which ends with the process.
pub(super) struct Flood {
    pub(super) addr: SocketAddr,
}

impl Flood {
    /// Starts it; the frames lack the correlation id, which is that of each request.
    pub(super) fn start(frames: &[String]) -> Result<Self, String> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(text)?;
        listener.set_nonblocking(true).map_err(text)?;
        let addr = listener.local_addr().map_err(text)?;
        // One after the other, as they are asked for.
        let parts: Vec<(String, String)> = frames
            .iter()
            .filter_map(|frame| frame.split_once(HEADERS))
            .map(|(before, after)| (before.to_owned(), after.to_owned()))
            .collect();
        if parts.len() != FRAMES {
            return Err(format!("{} of {FRAMES} frames have headers", parts.len()));
        }
        // Without a runtime or a listener nobody is answered, and the bench says so.
        thread::spawn(move || -> Result<(), String> {
            super::runtime()?.block_on(async {
                let listener = TcpListener::from_std(listener).map_err(text)?;
                loop {
                    let (stream, _) = listener.accept().await.map_err(text)?;
                    // A client that hangs up is the end of its conversation.
                    let _ = answer(stream, &parts).await;
                }
            })
        });
        Ok(Self { addr })
    }
}

async fn answer(stream: TcpStream, parts: &[(String, String)]) -> Result<(), String> {
    stream.set_nodelay(true).map_err(text)?;
    let mut socket = accept_hdr_async(stream, spoken).await.map_err(text)?;
    while let Some(Ok(frame)) = socket.next().await {
        let Ok(request) = serde_json::from_slice::<Value>(&frame.into_data()) else {
            continue;
        };
        let id = request["headers"]["correlationId"].to_string();
        let mut bytes = Vec::new();
        for (before, after) in parts {
            let frame = format!("{before}{HEADERS}\"correlationId\":{id},{after}");
            // A text frame of medium length, in one piece and not masked.
            let length = u16::try_from(frame.len()).map_err(text)?;
            bytes.extend([0x81, 126]);
            bytes.extend(length.to_be_bytes());
            bytes.extend_from_slice(frame.as_bytes());
        }
        socket.get_mut().write_all(&bytes).await.map_err(text)?;
    }
    Ok(())
}

#[expect(
    clippy::result_large_err,
    clippy::unnecessary_wraps,
    reason = "the library wants it so"
)]
fn spoken(_: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    let headers = response.headers_mut();
    headers.insert(
        "Sec-WebSocket-Protocol",
        HeaderValue::from_static("optave-v1"),
    );
    Ok(response)
}

/// How many frames answer a request.
pub(super) const FRAMES: usize = 1_000;
const HEADERS: &str = "\"headers\":{";
