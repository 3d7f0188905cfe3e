//! The opening of a WebSocket, as bytes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::rest::Stream;

/// What is asked for.
pub(super) struct Opening<'o> {
    pub(super) authority: &'o str,
    pub(super) target: &'o str,
    pub(super) headers: Vec<(String, String)>,
}

/// Opens a WebSocket; returns what was read after the opening, or the status of the refusal.
pub(super) async fn open(
    stream: &mut dyn Stream,
    opening: &Opening<'_>,
) -> Result<Vec<u8>, NotOpened> {
    let mut head = format!(
        "GET {} HTTP/1.1\r\nhost: {}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: {KEY}\r\n",
        opening.target, opening.authority,
    );
    for (name, value) in &opening.headers {
        head = format!("{head}{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    if stream.write_all(head.as_bytes()).await.is_err() || stream.flush().await.is_err() {
        return Err(NotOpened::Closed);
    }
    let mut read = Vec::with_capacity(1024);
    loop {
        let count = stream.read_buf(&mut read).await.unwrap_or(0);
        if count == 0 {
            return Err(NotOpened::Closed);
        }
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        match response.parse(&read) {
            Ok(httparse::Status::Complete(length)) => {
                let status = response.code.unwrap_or_default();
                if status != 101 {
                    return Err(NotOpened::Status(status));
                }
                read.drain(..length);
                return Ok(read);
            }
            Ok(httparse::Status::Partial) if read.len() < LONGEST => {}
            Ok(httparse::Status::Partial) | Err(_) => return Err(NotOpened::Garbled),
        }
    }
}

/// Why a WebSocket is not open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NotOpened {
    /// Nobody listens.
    NoConnection,
    /// The connection has ended.
    Closed,
    /// The time was over.
    TimedOut,
    /// What came is no HTTP.
    Garbled,
    /// It was refused.
    Status(u16),
    /// There is no token to open it with.
    NoTicket,
}

impl NotOpened {
    pub(super) fn said(self) -> String {
        match self {
            Self::NoConnection => "nobody listens".to_owned(),
            Self::Closed => "the connection was closed before the WebSocket was open".to_owned(),
            Self::TimedOut => "the WebSocket was not opened in time".to_owned(),
            Self::Garbled => "what came back is no HTTP".to_owned(),
            Self::Status(status) => format!("the WebSocket was refused with status {status}"),
            Self::NoTicket => "there was no token to open it with".to_owned(),
        }
    }
}

/// Sixteen bytes, as good as any others.
const KEY: &str = "ZnJvbnRkZXNrLWZ1enotMQ==";
const LONGEST: usize = 64 * 1024;
