use serde_json::Value;

use crate::derive;
use crate::error::{ContractError, ContractErrorKind, DeriveError};
use crate::export::NEXT;
use crate::interface::Interface;
use crate::message::Message;
use crate::side::Side;
use crate::version::Version;

/// A named API with its messages, at a version.
///
/// Declaring never panics and never fails half-way: what is wrong with a name, a version or an
/// example is kept and reported by [`Contract::finish`], and by everything that derives from the
/// contract, so leaving `finish` out hides nothing.
///
/// ```
/// use frontdesk_contract::{Contract, Direction, Message};
///
/// let contract = Contract::new("hotel", "1.0.0")
///     .message(Message::of::<String>("guest.name", Direction::Request))
///     .finish()?;
/// assert!(contract.find("guest.name").is_some());
///
/// let error = contract.lookup("guest.nam").unwrap_err();
/// assert!(error.to_string().contains("did you mean `guest.name`?"));
/// # Ok::<(), frontdesk_contract::ContractError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Contract {
    name: String,
    version: String,
    messages: Vec<Message>,
    without_sources: bool,
    interface: Option<Interface>,
    problem: Option<ContractError>,
}

/// A name that no message of the contract has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no message `{name}` in {contract}{}; known messages: {}", suggestion(.nearest.as_deref()), .known.join(", "))]
pub struct UnknownMessage {
    contract: String,
    name: String,
    nearest: Option<String>,
    known: Vec<String>,
}

impl Contract {
    /// Names an API and the version that its types are at.
    #[must_use]
    pub fn new(name: &str, version: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: version.to_owned(),
            messages: Vec::new(),
            without_sources: false,
            interface: None,
            problem: malformed(name, version).map(ContractError::from),
        }
    }

    /// Declares that nobody else states the contract, so that there are no sources to hold it
    /// against.
    #[must_use]
    pub fn without_sources(mut self) -> Self {
        self.without_sources = true;
        self
    }

    /// Tells whether the contract may be without sources.
    #[must_use]
    pub fn may_lack_sources(&self) -> bool {
        self.without_sources
    }

    /// Says where and how the messages travel.
    #[must_use]
    pub fn served_by(mut self, interface: Interface) -> Self {
        self.interface = Some(interface);
        self
    }

    /// Returns where and how the messages travel, where that was said.
    #[must_use]
    pub fn interface(&self) -> Option<&Interface> {
        self.interface.as_ref()
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, message: impl Into<Message>) -> Self {
        let message = message.into();
        if let Some(problem) = self.refusal(&message) {
            self.problem.get_or_insert(problem.into());
        }
        self.messages.push(message);
        self
    }

    /// Checks what was declared.
    ///
    /// # Errors
    ///
    /// When a name is malformed, a message is declared twice, the version is none, or an example
    /// does not serialise: the first of these, in the order of declaration. When the interface names
    /// what is not there, or two things by one name.
    pub fn finish(self) -> Result<Self, ContractError> {
        self.check()?;
        Ok(self)
    }

    /// Checks what was declared, without taking the contract.
    ///
    /// # Errors
    ///
    /// As [`Contract::finish`].
    pub fn check(&self) -> Result<(), ContractError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        // Messages may be declared after the interface that names them.
        let interface = self.interface.as_ref();
        match interface.and_then(|interface| interface.problem(self)) {
            Some(problem) => Err(problem.into()),
            None => Ok(()),
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version that the types are at.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the messages, in the order of declaration.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Finds a message by name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.name() == name)
    }

    /// Finds a message by name, or tells which names there are.
    ///
    /// # Errors
    ///
    /// When no message has the name; the error lists the known ones and suggests the nearest.
    pub fn lookup(&self, name: &str) -> Result<&Message, UnknownMessage> {
        self.find(name).ok_or_else(|| self.unknown(name))
    }

    /// Derives a message's schema from its type, as the types are today.
    ///
    /// The document is of draft 2020-12, says so, and has an `$id`; every reference in it is
    /// `#/$defs/...`. The writer schema describes authored values, so it is closed. A type whose
    /// values are only ever kept from reading marks its own schema by `"x-relayed": true`: that
    /// takes a branch, member or definition out of the writer schema, and where the marked schema
    /// says something about additional members, there are none.
    ///
    /// # Errors
    ///
    /// When the contract is not well-formed, when two types of the message want the same name, or
    /// when a hand-written schema refers to something else than a definition.
    pub fn schema(&self, message: &Message, side: Side) -> Result<Value, DeriveError> {
        self.schema_in(message, side, NEXT)
    }

    /// Derives a message's schema with the `$id` it has in the release called `release`.
    pub(crate) fn schema_in(
        &self,
        message: &Message,
        side: Side,
        release: &str,
    ) -> Result<Value, DeriveError> {
        self.check()?;
        let file = file_name(message.name(), side);
        let id = format!(
            "https://frontdesk.invalid/schemas/{}/{release}/{file}",
            self.name
        );
        derive::document(message, side, &id)
    }

    fn refusal(&self, message: &Message) -> Option<ContractErrorKind> {
        let name = message.name().to_owned();
        if !is_name(&name) {
            return Some(ContractErrorKind::Name {
                what: "message",
                name,
            });
        }
        if self.find(&name).is_some() {
            return Some(ContractErrorKind::Duplicate { message: name });
        }
        message
            .problem()
            .map(|(index, reason)| ContractErrorKind::Example {
                message: name,
                index,
                reason: reason.to_owned(),
            })
    }

    fn unknown(&self, name: &str) -> UnknownMessage {
        let known: Vec<&str> = self.messages.iter().map(Message::name).collect();
        UnknownMessage {
            contract: self.name.clone(),
            name: name.to_owned(),
            nearest: similar::get_close_matches(name, &known, 1, 0.5)
                .first()
                .map(|nearest| (*nearest).to_owned()),
            known: known.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl UnknownMessage {
    /// Returns the known name that is most like the one asked for, where one is like it.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        self.nearest.as_deref()
    }

    /// Returns the names that the contract has.
    #[must_use]
    pub fn known(&self) -> &[String] {
        &self.known
    }
}

/// Names the file of one schema.
pub(crate) fn file_name(message: &str, side: Side) -> String {
    format!("{message}.{side}.json")
}

fn malformed(name: &str, version: &str) -> Option<ContractErrorKind> {
    let contract = name.to_owned();
    if !is_name(name) {
        return Some(ContractErrorKind::Name {
            what: "contract",
            name: contract,
        });
    }
    if name == SOURCES {
        return Some(ContractErrorKind::Reserved { name: contract });
    }
    let source = version.parse::<Version>().err()?;
    Some(ContractErrorKind::Version { contract, source })
}

/// Tells whether a name is words of lower-case letters and digits, joined by hyphens and dots.
fn is_name(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split(['.', '-']).all(word)
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!(", did you mean `{nearest}`?")
    })
}

/// The folder of sources, beside those of contracts.
pub(crate) const SOURCES: &str = "sources";

#[cfg(test)]
mod tests {
    use super::{Contract, is_name};
    use crate::{ContractErrorKind, Direction, Message, Side};

    fn message(name: &str) -> Message {
        Message::of::<u8>(name, Direction::Request).build()
    }

    #[test]
    fn names_are_lower_case_words() {
        for name in ["a", "reception.request", "a-b.c1", "token.error"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "", "A", "a..b", "a.", ".a", "a--b", "a_b", "a/b", "1a", "a.-b", "é", "a b",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn what_is_malformed_is_reported_once_and_by_everything() {
        let contract = Contract::new("orders", "1.0.0")
            .message(message("a"))
            .message(message("a"));
        let error = contract.check().unwrap_err();
        assert!(matches!(error.kind(), ContractErrorKind::Duplicate { message } if message == "a"));
        let derived = contract
            .schema(&contract.messages()[0], Side::Reader)
            .unwrap_err();
        assert_eq!(derived.to_string(), error.to_string());

        for (contract, text) in [
            (Contract::new("Orders", "1.0.0"), "contract name \"Orders\""),
            (Contract::new("sources", "1.0.0"), "is taken"),
            (Contract::new("orders", "3.2.x"), "\"3.2.x\" is no version"),
            (
                Contract::new("orders", "1.0.0").message(message("../x")),
                "message name",
            ),
        ] {
            let error = contract.finish().unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let contract = Contract::new("orders", "1.0.0")
            .message(message("order.request"))
            .message(message("order.reply"));
        let error = contract.lookup("order.requests").unwrap_err();
        assert_eq!(
            error.to_string(),
            "no message `order.requests` in orders, did you mean `order.request`?; known messages: \
             order.request, order.reply"
        );
        assert_eq!(contract.lookup("zzz").unwrap_err().nearest(), None);
    }
}
