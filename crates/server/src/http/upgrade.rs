//! The opening of a WebSocket.

use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use hyper::{Request, StatusCode};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::incoming::SUBPROTOCOL;
use super::{Answer, Head, Peer, refusal};
use crate::faults::{Fault, Reach};
use crate::held::held;
use crate::journal::{Received, ReceivedKind};
use crate::log::EntryKind;
use crate::overrides::Overrides;
use crate::shared::Shared;
use crate::tokens::TokenFault;

/// A WebSocket that a connection becomes.
pub(crate) struct Upgrade {
    /// The number of the request that opened it.
    pub(crate) number: u64,
    pub(crate) upgrading: OnUpgrade,
    pub(crate) token: String,
    pub(crate) tenant: Option<String>,
    /// The faults that the opening asked for, for every message of the connection.
    pub(crate) faults: Vec<Fault>,
}

/// Opens a WebSocket for a token that has opened none before.
pub(super) fn answer(
    shared: &Shared,
    peer: &Peer,
    number: u64,
    head: &Head,
    request: Request<Incoming>,
) -> Answer {
    let mut received = Received::new(number, ReceivedKind::Upgrade, "/");
    received.headers = head.kept(&shared.redactor);
    received.tenant.clone_from(&head.tenant);
    let answer = match open(shared, peer, number, head, request) {
        Ok((answer, faults)) => {
            received.faults = faults;
            answer
        }
        Err((status, code, text)) => {
            let line = format!("{} {text}", status.as_u16());
            shared.log.say(number, EntryKind::Refused, &line);
            let answer = refusal(status, code, [text]);
            match status {
                // What the request may have as a body is not read.
                StatusCode::UPGRADE_REQUIRED => answer.header("upgrade", "websocket").closing(),
                _ => answer,
            }
        }
    };
    received.status = Some(answer.status.as_u16());
    shared.journal.note(received);
    answer
}

type Refused = (StatusCode, &'static str, String);

fn open(
    shared: &Shared,
    peer: &Peer,
    number: u64,
    head: &Head,
    mut request: Request<Incoming>,
) -> Result<(Answer, Vec<String>), Refused> {
    let key = key(head)?;
    let bad = |text| (StatusCode::BAD_REQUEST, "INVALID_REQUEST", text);
    let asked = Overrides::of(head.overrides(), &shared.analyses).map_err(bad)?;
    let faults = shared.faults.take(Reach::Upgrade, &asked.faults);
    if let Some(fault) = faults.first() {
        let mut answer = Answer::json(StatusCode::OK, Vec::new());
        answer.suffer(*fault, shared);
        let text = format!("{fault} went to the opening of a WebSocket");
        shared.log.say(number, EntryKind::Fault, &text);
        return Ok((answer, vec![fault.to_string()]));
    }
    // Several lines are one list.
    let offered: Vec<&str> = head
        .pairs()
        .filter(|(name, _)| *name == "sec-websocket-protocol")
        .flat_map(|(_, value)| value.split(',').map(str::trim))
        .filter(|name| !name.is_empty())
        .collect();
    if !offered.is_empty() && !offered.contains(&SUBPROTOCOL) {
        return Err(bad(OTHER_PROTOCOL.to_owned()));
    }
    let token = token(&offered, head.query());
    let token = token.ok_or(TokenFault::Missing);
    let opened = token.and_then(|token| shared.tokens.open(&token).map(|()| token));
    let token = opened.map_err(|fault| {
        let text = match fault {
            TokenFault::Missing => NO_TOKEN.to_owned(),
            other => other.to_string(),
        };
        (StatusCode::UNAUTHORIZED, "UNAUTHORIZED", text)
    })?;
    let mut answer = Answer::switching()
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-accept", &derive_accept_key(key.as_bytes()));
    if offered.contains(&SUBPROTOCOL) {
        answer = answer.header("sec-websocket-protocol", SUBPROTOCOL);
    }
    *held(&peer.upgrade) = Some(Upgrade {
        number,
        upgrading: hyper::upgrade::on(&mut request),
        token,
        tenant: head.tenant.clone(),
        faults: asked.faults,
    });
    shared
        .log
        .say(number, EntryKind::Connection, "101 a WebSocket is open");
    Ok((answer, Vec::new()))
}

/// Checks that a request opens a WebSocket, and returns its key.
fn key(head: &Head) -> Result<&str, Refused> {
    let has = |name: &str, word: &str| {
        let value = head.header(name).unwrap_or_default();
        value
            .split(',')
            .any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    if !has("connection", "upgrade") || !has("upgrade", "websocket") {
        let text = "only WebSockets are opened here: messages over REST go to /message/<name>";
        return Err((
            StatusCode::UPGRADE_REQUIRED,
            "UPGRADE_REQUIRED",
            text.to_owned(),
        ));
    }
    let bad = |text: &str| (StatusCode::BAD_REQUEST, "INVALID_REQUEST", text.to_owned());
    if head.method != hyper::Method::GET {
        return Err(bad("a WebSocket is opened by GET"));
    }
    if head.header("sec-websocket-version") != Some("13") {
        return Err(bad("Sec-WebSocket-Version is 13"));
    }
    let key = head.header("sec-websocket-key").unwrap_or_default();
    // Sixteen bytes of base64.
    if key.len() == 24 {
        Ok(key)
    } else {
        Err(bad("Sec-WebSocket-Key is sixteen bytes of base64"))
    }
}

/// Takes the token from beside the subprotocol, or from the query as it was before 3.2.
fn token(offered: &[&str], query: &str) -> Option<String> {
    let beside = offered.iter().find(|name| **name != SUBPROTOCOL);
    if let Some(token) = beside {
        return Some((*token).to_owned());
    }
    let (_, value) =
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "Authorization")?;
    let token = value.strip_prefix("Bearer ").unwrap_or(&value).trim();
    (!token.is_empty()).then(|| token.to_owned())
}

const OTHER_PROTOCOL: &str =
    "the subprotocol `optave-v1` is spoken here: offer `optave-v1, <token>`";
const NO_TOKEN: &str = "there is no token: offer the subprotocols `optave-v1, <token>`, or send the \
    query parameter `Authorization`";
