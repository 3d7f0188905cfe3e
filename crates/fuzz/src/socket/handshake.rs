//! The opening of a WebSocket, as bytes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::rest::Stream;

/// What is asked for.
pub(super) struct Opening<'o> {
    pub(super) authority: &'o str,
    pub(super) target: &'o str,
    pub(super) headers: Vec<(String, String)>,
    /// The subprotocols, beside which a token may stand.
    pub(super) offered: Vec<String>,
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
    if !opening.offered.is_empty() {
        let offered = opening.offered.join(", ");
        head = format!("{head}sec-websocket-protocol: {offered}\r\n");
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
                if let Some(what) = broken(response.headers, &opening.offered) {
                    return Err(NotOpened::Handshake(what));
                }
                read.drain(..length);
                return Ok(read);
            }
            Ok(httparse::Status::Partial) if read.len() < LONGEST => {}
            Ok(httparse::Status::Partial) | Err(_) => return Err(NotOpened::Garbled),
        }
    }
}

/// Finds what no client may take in the answer that opens a WebSocket (RFC 6455, section 4.1).
fn broken(headers: &[httparse::Header<'_>], offered: &[String]) -> Option<&'static str> {
    let values = |name: &str| {
        let named = headers
            .iter()
            .filter(move |header| header.name.eq_ignore_ascii_case(name));
        let values: Vec<_> = named
            .filter_map(|header| std::str::from_utf8(header.value).ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        values
    };
    let says = |name, wanted: &str| {
        let values = values(name);
        values
            .iter()
            .any(|value| value.eq_ignore_ascii_case(wanted))
    };
    if !says("upgrade", "websocket") {
        return Some("without `Upgrade: websocket`");
    }
    if !says("connection", "upgrade") {
        return Some("without `Connection: Upgrade`");
    }
    if values("sec-websocket-accept") != [ACCEPT] {
        return Some("with a `Sec-WebSocket-Accept` that is not of the key");
    }
    let chosen = values("sec-websocket-protocol");
    let is_offered = |chosen: &&str| offered.iter().any(|offered| offered == chosen);
    if chosen.len() > 1 || !chosen.iter().all(is_offered) {
        return Some("with a subprotocol that nobody has offered");
    }
    // Nothing was offered that could be agreed upon.
    let extended = !values("sec-websocket-extensions").is_empty();
    extended.then_some("with an extension that nobody has offered")
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
    /// It was opened in a way that no client may take.
    Handshake(&'static str),
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
            Self::Handshake(what) => format!("the WebSocket was opened {what}"),
            Self::Status(status) => format!("the WebSocket was refused with status {status}"),
            Self::NoTicket => "there was no token to open it with".to_owned(),
        }
    }
}

/// Sixteen bytes, as good as any others.
const KEY: &str = "ZnJvbnRkZXNrLWZ1enotMQ==";
/// What a service makes of them: their SHA-1 with the text that RFC 6455 adds, in base64.
const ACCEPT: &str = "HoYLrsu3NRg5PETcESa54MemD3w=";
const LONGEST: usize = 64 * 1024;
