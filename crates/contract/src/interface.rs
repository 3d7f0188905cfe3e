use serde_json::{Value, json};

use crate::contract::Contract;
use crate::error::ContractErrorKind;
use crate::side::Direction;

/// Where and how the messages of a contract travel.
///
/// It is data alone, and adds nothing to the messages: [`export`](crate::export) writes it down as an
/// OpenAPI and an AsyncAPI document.
#[derive(Clone, Debug, Default)]
pub struct Interface {
    /// What people call the API.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Where it is served.
    pub hosts: Vec<Host>,
    /// How clients show who they are.
    pub security: Vec<Security>,
    /// What is asked over HTTP.
    pub operations: Vec<Operation>,
    /// Each WebSocket that is kept open.
    pub channels: Vec<Channel>,
}

/// A host that serves an [`Interface`].
#[derive(Clone, Debug)]
pub struct Host {
    /// A word for it.
    pub name: &'static str,
    /// What is spoken there.
    pub protocol: Protocol,
    /// Its name, with variables in braces.
    pub address: &'static str,
    /// What is there.
    pub description: &'static str,
    /// The variables of the address.
    pub variables: Vec<Variable>,
}

/// What a [`Host`] speaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Protocol {
    /// HTTP over TLS.
    Https,
    /// WebSocket over TLS.
    Wss,
}

/// A variable in the address of a [`Host`].
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name, as in the braces.
    pub name: &'static str,
    /// A value to show; documents must have one.
    pub example: &'static str,
    /// Where the real value comes from.
    pub description: &'static str,
}

/// A way in which clients show who they are.
#[derive(Clone, Debug)]
pub struct Security {
    /// A word for it, by which operations and channels name it.
    pub name: &'static str,
    /// What there is to know.
    pub description: &'static str,
    /// The way.
    pub scheme: Scheme,
}

/// The ways that [`Security`] knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scheme {
    /// A bearer token, granted to client credentials (OAuth 2.0).
    ClientCredentials {
        /// The path that grants tokens.
        token_path: &'static str,
    },
    /// A token as the second subprotocol that a WebSocket asks for.
    Subprotocol {
        /// The first subprotocol, which the server selects.
        subprotocol: &'static str,
    },
}

/// One request over HTTP, and its replies.
#[derive(Clone, Debug)]
pub struct Operation {
    /// A word for it.
    pub name: &'static str,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path, with variables in braces.
    pub path: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What else there is to know.
    pub description: &'static str,
    /// The name of the [`Security`] that it asks for.
    pub security: Option<&'static str>,
    /// What travels beside the body.
    pub parameters: Vec<Parameter>,
    /// The message that is the body.
    pub request: Option<&'static str>,
    /// What comes back.
    pub replies: Vec<Reply>,
}

/// A text that travels in the query or in a header of a request.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// What it is.
    pub description: &'static str,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// The only value that it has, where there is one.
    pub constant: Option<&'static str>,
}

/// Where a [`Parameter`] travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Location {
    /// In a header.
    Header,
    /// In the path, as the variable of its name.
    Path,
    /// In the query.
    Query,
}

/// One reply to an [`Operation`].
#[derive(Clone, Debug)]
pub struct Reply {
    /// With which status it comes.
    pub status: ReplyStatus,
    /// When it comes.
    pub description: &'static str,
    /// The message that is its body.
    pub message: Option<&'static str>,
}

/// The status of a [`Reply`].
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum ReplyStatus {
    /// One status.
    Code(u16),
    /// Every status from 200 to 299.
    Success,
    /// Every status that no other reply has.
    Other,
}

/// A WebSocket and the messages on it.
#[derive(Clone, Debug)]
pub struct Channel {
    /// A word for it.
    pub name: &'static str,
    /// The path that the connection is opened with.
    pub address: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// The name of the [`Security`] that it asks for.
    pub security: Option<&'static str>,
    /// The messages that clients send.
    pub requests: Vec<&'static str>,
    /// The messages that the server sends.
    pub replies: Vec<&'static str>,
    /// What holds for the messages together.
    pub conversation: Option<Conversation>,
}

/// What holds for the messages of a [`Channel`] together, which no schema can say.
///
/// Places are JSON Pointers. The AsyncAPI document says it as `x-conversation`, since AsyncAPI has
/// no words for it.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    /// What there is to know, such as which of it is known and which is illustrative.
    pub description: &'static str,
    /// Where messages of both directions have the id that ties a reply to its request.
    pub correlation: &'static str,
    /// Where a reply says how far the work is.
    pub state: &'static str,
    /// Where a reply says which of several works it is about.
    pub group: Option<&'static str>,
    /// The states that come first.
    pub first: Vec<&'static str>,
    /// The states after which nothing comes.
    pub terminal: Vec<&'static str>,
    /// All states that there are.
    pub states: Vec<&'static str>,
    /// Where the reply to a message that was not taken differs from others, and by what.
    pub refusal: Option<(&'static str, &'static str)>,
    /// What a message must have for this to hold.
    pub asks: Option<(&'static str, &'static str)>,
    /// The codes that the server closes with, empty where nothing is known.
    pub close_codes: Vec<u16>,
    /// How many bytes a message may have.
    pub most_bytes: Option<usize>,
    /// Whether a token opens one connection and no other.
    pub single_use: bool,
}

impl Interface {
    /// Finds what is named and not there, or named twice.
    pub(crate) fn problem(&self, contract: &Contract) -> Option<ContractErrorKind> {
        let unknown = |what, name: &str| ContractErrorKind::Interface {
            what,
            name: name.to_owned(),
        };
        let known = |name: &str| self.security.iter().any(|security| security.name == name);
        let mut secured = self.operations.iter().filter_map(|of| of.security);
        let mut opened = self.channels.iter().filter_map(|of| of.security);
        if let Some(name) = secured
            .find(|name| !known(name))
            .or(opened.find(|name| !known(name)))
        {
            return Some(unknown("security", name));
        }
        let written_by = |direction| {
            move |name: &&str| {
                let found = contract.find(name);
                found.is_none_or(|message| message.direction() != direction)
            }
        };
        if let Some(name) = self.requests().find(written_by(Direction::Request)) {
            return Some(unknown("request", name));
        }
        if let Some(name) = self.replies().find(written_by(Direction::Response)) {
            return Some(unknown("reply", name));
        }
        let mut names: Vec<&str> = self.operations.iter().map(|of| of.name).collect();
        names.extend(self.channels.iter().map(|of| of.name));
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        twice.map(|pair| unknown("operation or channel of its own", pair[0]))
    }

    fn requests(&self) -> impl Iterator<Item = &'static str> {
        let asked = self.operations.iter().filter_map(|of| of.request);
        asked.chain(
            self.channels
                .iter()
                .flat_map(|of| of.requests.iter().copied()),
        )
    }

    fn replies(&self) -> impl Iterator<Item = &'static str> {
        let replied = self.operations.iter().flat_map(|of| &of.replies);
        let replied = replied.filter_map(|reply| reply.message);
        replied.chain(
            self.channels
                .iter()
                .flat_map(|of| of.replies.iter().copied()),
        )
    }
}

impl Operation {
    /// Lists the messages of the operation.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &'static str> {
        let replies = self.replies.iter().filter_map(|reply| reply.message);
        self.request.into_iter().chain(replies)
    }
}

impl Conversation {
    /// Writes it as documents do.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mark = |(at, is): (&str, &str)| json!({"at": at, "is": [is]});
        let mut value = json!({
            "description": self.description,
            "correlation": self.correlation,
            "state": self.state,
            "first": self.first,
            "terminal": self.terminal,
            "states": self.states,
        });
        let others = [
            ("group", self.group.map(Value::from)),
            ("refusal", self.refusal.map(mark)),
            ("asks", self.asks.map(mark)),
            ("most-bytes", self.most_bytes.map(Value::from)),
            ("single-use", self.single_use.then_some(Value::Bool(true))),
            (
                "close-codes",
                (!self.close_codes.is_empty()).then(|| json!(self.close_codes)),
            ),
        ];
        for (name, other) in others {
            if let Some(other) = other {
                value[name] = other;
            }
        }
        value
    }
}

impl Channel {
    /// Lists the messages of the channel, those of the client first.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &'static str> {
        self.requests.iter().chain(&self.replies).copied()
    }
}

impl Protocol {
    /// Returns the scheme of its addresses.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Wss => "wss",
        }
    }
}

impl Location {
    /// Returns the word that documents have for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Path => "path",
            Self::Query => "query",
        }
    }
}

impl ReplyStatus {
    /// Returns what documents write for it.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Success => "2XX".to_owned(),
            Self::Other => "default".to_owned(),
        }
    }
}
