use std::collections::BTreeMap;

use frontdesk_schema::Schema;

use crate::error::{CorpusError, CorpusErrorKind};
use crate::input::Exchange;
use crate::recording::Direction;
use crate::route::Route;
use crate::suggest::known_names;

/// What documents are held against, and how much is too much.
///
/// There is no default: what documents are decides every verdict.
#[derive(Clone, Copy, Debug)]
pub struct Config<'a> {
    /// What the documents are.
    pub target: Target<'a>,
    /// The longest line, and the largest file that is one document, in bytes.
    pub max_document_bytes: u64,
    /// How many findings are listed; the rest is counted.
    pub max_findings: usize,
}

/// What the documents under the paths are.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Recordings, each of which names its message.
    Recordings,
    /// Payloads of one message; what looks like a recording is judged as a payload too.
    Message {
        /// The message's name.
        name: &'a str,
        /// Which of its schemas judges.
        side: Side,
    },
    /// Values that one schema judges.
    Schema(&'a Schema),
    /// Recordings, and payloads of whatever message they turn out to be: the readers of all
    /// messages are asked, and where several accept, tags and members decide. A document that none
    /// accepts is a finding that names the nearest.
    Auto,
}

impl<'a> Target<'a> {
    /// Names payloads of a message, judged by its reader.
    #[must_use]
    pub fn message(name: &'a str) -> Self {
        Self::Message {
            name,
            side: Side::Reader,
        }
    }
}

/// Which schema of a message judges.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// What the types accept.
    Reader,
    /// What the types emit.
    Writer,
}

impl Side {
    /// Returns the side's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
        }
    }
}

/// The schemas of every known message, by name.
#[derive(Debug, Default)]
pub struct Judges {
    messages: BTreeMap<String, MessageJudges>,
    contract: Option<String>,
    directions: BTreeMap<String, Direction>,
    routes: Vec<Route>,
}

impl Judges {
    /// Says who writes a message, so that what was sent is not taken for what was received.
    pub fn direct(&mut self, message: impl Into<String>, direction: Direction) {
        self.directions.insert(message.into(), direction);
    }

    /// Says where messages travel, so that those of one place are not taken for those of another.
    pub fn route(&mut self, route: Route) {
        self.routes.push(route);
    }

    /// Tells whether a message may have come with an exchange, as far as is known of both.
    ///
    /// Where the exchange was at a place of the interface, only the messages may that travel there;
    /// elsewhere all that are written in its direction.
    ///
    /// ```
    /// use frontdesk_corpus::{Direction, Entry, Judges, documents};
    ///
    /// let har = br#"{"log": {"version": "1.2", "entries": [{"response": {"content": {"text": "{}"}}}]}}"#;
    /// let paths = ["-".into()];
    /// let mut found = documents(&paths, &har[..], 1024);
    /// let Some(Entry::Document(document)) = found.next() else {
    ///     panic!("there is a body");
    /// };
    /// let exchange = document.exchange.expect("HAR files tell of exchanges");
    /// let mut judges = Judges::default();
    /// judges.direct("question", Direction::Request);
    /// assert!(!judges.may_come_with("question", &exchange));
    /// assert!(judges.may_come_with("answer", &exchange));
    /// ```
    #[must_use]
    pub fn may_come_with(&self, message: &str, exchange: &Exchange) -> bool {
        if let Some(known) = self.at_place_of(exchange, message) {
            return known;
        }
        let direction = self.directions.get(message);
        direction.is_none_or(|direction| *direction == exchange.direction)
    }

    /// Tells whether a message travels where an exchange was; absent where that is no known place.
    pub(crate) fn at_place_of(&self, exchange: &Exchange, message: &str) -> Option<bool> {
        let mut routes = self.routes.iter();
        let route = routes.find(|route| route.was_taken_by(exchange))?;
        let mut messages = route.messages(exchange.direction).iter();
        Some(messages.any(|name| name == message))
    }

    /// Says which contract the messages are of; recordings of any other are reported.
    ///
    /// Until it is said, the contract that a recording names is not looked at.
    ///
    /// ```
    /// use frontdesk_corpus::Judges;
    ///
    /// assert_eq!(Judges::default().contract(), None);
    /// assert_eq!(Judges::default().of_contract("hotel").contract(), Some("hotel"));
    /// ```
    #[must_use]
    pub fn of_contract(mut self, name: impl Into<String>) -> Self {
        self.contract = Some(name.into());
        self
    }

    /// Returns the name of the contract that the messages are of, if it was said.
    #[must_use]
    pub fn contract(&self) -> Option<&str> {
        self.contract.as_deref()
    }

    /// Adds a message, in place of one that has its name.
    pub fn insert(&mut self, message: impl Into<String>, judges: MessageJudges) {
        self.messages.insert(message.into(), judges);
    }

    /// Returns the schemas of a message.
    #[must_use]
    pub fn get(&self, message: &str) -> Option<&MessageJudges> {
        self.messages.get(message)
    }

    /// Iterates over the names of the known messages, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.messages.keys().map(String::as_str)
    }

    /// Returns the schemas of a message, and its name as it is kept here.
    pub(crate) fn get_named(&self, message: &str) -> Option<(&str, &MessageJudges)> {
        let (name, judges) = self.messages.get_key_value(message)?;
        Some((name, judges))
    }

    /// Iterates over the messages that may be written in a direction; any, where none is known.
    pub(crate) fn of_direction(
        &self,
        direction: Option<Direction>,
    ) -> impl Iterator<Item = (&str, &MessageJudges)> {
        let messages = self.messages.iter();
        messages
            .filter(
                move |(name, _)| match (direction, self.directions.get(*name)) {
                    (Some(seen), Some(known)) => seen == *known,
                    (_, _) => true,
                },
            )
            .map(|(name, judges)| (name.as_str(), judges))
    }

    /// Finds the schema that judges payloads of a message.
    pub(crate) fn schema(&self, message: &str, side: Side) -> Result<&Schema, CorpusError> {
        let Some(judges) = self.get(message) else {
            return Err(CorpusErrorKind::UnknownMessage {
                message: message.to_owned(),
                hint: known_names(message, self.names()),
            }
            .into());
        };
        let schema = match side {
            Side::Reader => Some(&judges.reader),
            Side::Writer => judges.writer.as_ref(),
        };
        schema.ok_or_else(|| {
            CorpusErrorKind::MissingSide {
                message: message.to_owned(),
                side: side.as_str(),
            }
            .into()
        })
    }
}

impl<N: Into<String>> FromIterator<(N, MessageJudges)> for Judges {
    fn from_iter<I: IntoIterator<Item = (N, MessageJudges)>>(messages: I) -> Self {
        Self {
            messages: messages
                .into_iter()
                .map(|(name, judges)| (name.into(), judges))
                .collect(),
            ..Self::default()
        }
    }
}

/// The schemas that judge one message.
#[derive(Debug)]
pub struct MessageJudges {
    /// What the types accept; it decides whether a recording is clean.
    pub reader: Schema,
    /// What the types emit.
    pub writer: Option<Schema>,
    /// What others say the message is, by the source's name.
    pub sources: BTreeMap<String, Schema>,
}

impl MessageJudges {
    /// Judges by a reader schema alone.
    #[must_use]
    pub fn of_reader(reader: Schema) -> Self {
        Self {
            reader,
            writer: None,
            sources: BTreeMap::new(),
        }
    }
}

/// The longest document that the command line reads unless told otherwise: 64 MiB.
pub const USUAL_MAX_DOCUMENT_BYTES: u64 = 64 * 1024 * 1024;

/// How many findings the command line lists unless told otherwise.
pub const USUAL_MAX_FINDINGS: usize = 10_000;
