use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::derive::{self, Generated};
use crate::probe::{self, KnownNames};
use crate::side::{Direction, Side};

/// One JSON document kind of a contract, its type erased.
///
/// It is declared by [`Message::of`] and handed to [`Contract::message`](crate::Contract::message).
#[derive(Clone)]
pub struct Message {
    name: String,
    direction: Direction,
    type_name: String,
    rust_path: &'static str,
    title: Option<String>,
    description: Option<String>,
    examples: Vec<Value>,
    problem: Option<(usize, String)>,
    generate: fn(Side) -> Generated,
    author: Option<Author>,
    relation: Option<Relation>,
    relay: Relay,
    accept: Accept,
    known_names: fn(&Value) -> Vec<KnownNames>,
}

/// A message that is being declared, while its type `T` is still known.
///
/// It becomes a [`Message`] when it is handed to a contract, or by [`MessageOf::build`].
#[must_use = "a message does nothing until it is handed to a contract"]
pub struct MessageOf<T> {
    message: Message,
    marker: PhantomData<fn() -> T>,
}

/// A type that messages can be made of: serde reads and writes it, schemars describes it.
///
/// Every type with these traits is one; nobody implements it by hand.
pub trait Model: Serialize + DeserializeOwned + JsonSchema + 'static {}

impl<T: Serialize + DeserializeOwned + JsonSchema + 'static> Model for T {}

type Author = Arc<dyn Fn(u64) -> Result<Value, String> + Send + Sync>;
type Relation = Arc<dyn Fn(&mut Value) + Send + Sync>;
type Relay = Arc<dyn Fn(&[u8]) -> Result<Value, String> + Send + Sync>;
type Accept = Arc<dyn Fn(&[u8]) -> Result<(), String> + Send + Sync>;

impl Message {
    /// Declares the message whose documents are values of `T`.
    ///
    /// Names are lower-case words with dots and hyphens, such as `booking.request`. A malformed name
    /// is reported by [`Contract::finish`](crate::Contract::finish).
    ///
    /// ```
    /// use frontdesk_contract::{Direction, Message};
    ///
    /// let message = Message::of::<Vec<u8>>("lottery.numbers", Direction::Response)
    ///     .title("Lottery numbers")
    ///     .example(vec![4, 8, 15])
    ///     .build();
    /// assert_eq!(message.read(b"[1, 2]"), Ok(serde_json::json!([1, 2])));
    /// assert!(message.rust_reads(b"[1, 256]").unwrap_err().contains("[1]"));
    /// ```
    pub fn of<T>(name: &str, direction: Direction) -> MessageOf<T>
    where
        T: Serialize + DeserializeOwned + JsonSchema + 'static,
    {
        let (relay, accept) = both_ways(from_slice::<T>);
        let message = Self {
            name: name.to_owned(),
            direction,
            type_name: T::schema_name().into_owned(),
            rust_path: type_name::<T>(),
            title: None,
            description: None,
            examples: Vec::new(),
            problem: None,
            generate: derive::generate::<T>,
            author: None,
            relation: None,
            relay,
            accept,
            known_names: probe::known_names::<T>,
        };
        MessageOf {
            message,
            marker: PhantomData,
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns who writes it.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns what people call it: the title, or the name where none was given.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// Returns what it is for, where that was said here and not by the type's documentation.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Returns the name of the type, as schemas have it.
    #[must_use]
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// Returns the name of the crate that declares the type, as Rust spells it; the standard
    /// library's where the type is one of its own around others.
    #[must_use]
    pub fn crate_name(&self) -> &str {
        let path = self.rust_path;
        path.split_once("::").map_or(path, |(name, _)| name)
    }

    /// Returns the authored examples, serialised.
    #[must_use]
    pub fn examples(&self) -> &[Value] {
        &self.examples
    }

    /// Tells whether an author was given.
    #[must_use]
    pub fn has_author(&self) -> bool {
        self.author.is_some()
    }

    /// Makes the authored value of a seed, serialised.
    ///
    /// It is `None` without an author. Where [`Message::has_author`] says there is one, `None` means
    /// that the authored value does not serialise; [`Message::try_author`] tells why.
    #[must_use]
    pub fn author(&self, seed: u64) -> Option<Value> {
        self.try_author(seed)?.ok()
    }

    /// Makes the authored value of a seed, or tells why it does not serialise.
    #[must_use]
    pub fn try_author(&self, seed: u64) -> Option<Result<Value, String>> {
        self.author.as_ref().map(|author| author(seed))
    }

    /// Brings the members of a document in the relations that the model declared.
    ///
    /// What the type does not read stays as it is.
    pub fn relate(&self, document: &mut Value) {
        if let Some(relation) = &self.relation {
            relation(document);
        }
    }

    /// Reads a document as the type and writes it again: what would be relayed.
    ///
    /// # Errors
    ///
    /// When the type refuses the bytes, with what it says, or does not write what it read.
    pub fn read(&self, bytes: &[u8]) -> Result<Value, String> {
        (self.relay)(bytes)
    }

    /// Lists the names that the type knows at each place of a document, aliases included.
    ///
    /// A schema from schemars tells no aliases, and a reader that knows more names than its schema
    /// accepts what the schema refuses. Inside tagged enums and flattened members, which serde
    /// buffers, nothing is heard.
    #[must_use]
    pub fn known_names(&self, document: &Value) -> Vec<KnownNames> {
        (self.known_names)(document)
    }

    /// Reads a document as the type.
    ///
    /// # Errors
    ///
    /// When the type refuses the bytes, with what it says.
    pub fn rust_reads(&self, bytes: &[u8]) -> Result<(), String> {
        (self.accept)(bytes)
    }

    /// Returns the first example that does not serialise, and why.
    pub(crate) fn problem(&self) -> Option<(usize, &str)> {
        self.problem
            .as_ref()
            .map(|(index, reason)| (*index, reason.as_str()))
    }

    pub(crate) fn generate(&self, side: Side) -> Generated {
        (self.generate)(side)
    }
}

impl<T> MessageOf<T>
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    /// Sets what people call it.
    pub fn title(mut self, title: &str) -> Self {
        self.message.title = Some(title.to_owned());
        self
    }

    /// Sets what it is for; otherwise the documentation of the type says so.
    pub fn description(mut self, description: &str) -> Self {
        self.message.description = Some(description.to_owned());
        self
    }

    /// Adds an authored example, which both schemas show.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a declaration reads best when it takes what it shows"
    )]
    pub fn example(mut self, value: T) -> Self {
        let message = &mut self.message;
        match written(&value) {
            Ok(value) => message.examples.push(value),
            Err(reason) => {
                let index = message.examples.len();
                message.problem.get_or_insert((index, reason));
            }
        }
        self
    }

    /// Sets what makes authored values: what builders and services send, by seed.
    pub fn authored(mut self, author: impl Fn(u64) -> T + Send + Sync + 'static) -> Self {
        self.message.author = Some(Arc::new(move |seed| written(&author(seed))));
        self
    }

    /// Sets what brings the members of a generated value in relations that no schema can state,
    /// such as a total and what it sums up.
    ///
    /// ```
    /// use frontdesk_contract::{Direction, Message};
    ///
    /// let message = Message::of::<Vec<u8>>("lottery.numbers", Direction::Response)
    ///     .relate(|numbers| numbers.sort_unstable())
    ///     .build();
    /// let mut drawn = serde_json::json!([15, 4, 8]);
    /// message.relate(&mut drawn);
    /// assert_eq!(drawn, serde_json::json!([4, 8, 15]));
    /// ```
    pub fn relate(mut self, relate: impl Fn(&mut T) + Send + Sync + 'static) -> Self {
        self.message.relation = Some(Arc::new(move |document| {
            if let Ok(mut value) = T::deserialize(&*document) {
                relate(&mut value);
                if let Ok(related) = written(&value) {
                    *document = related;
                }
            }
        }));
        self
    }

    /// Sets the type's own reader, where it has one; otherwise serde reads a slice.
    pub fn read_with(
        mut self,
        read: impl Fn(&[u8]) -> Result<T, String> + Send + Sync + 'static,
    ) -> Self {
        (self.message.relay, self.message.accept) = both_ways(read);
        self
    }

    /// Forgets the type.
    #[must_use]
    pub fn build(self) -> Message {
        self.message
    }
}

impl<T> From<MessageOf<T>> for Message {
    fn from(declared: MessageOf<T>) -> Self {
        declared.message
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Message")
            .field("name", &self.name)
            .field("direction", &self.direction)
            .field("type_name", &self.type_name)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for MessageOf<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(formatter)
    }
}

fn both_ways<T, R>(read: R) -> (Relay, Accept)
where
    T: Serialize,
    R: Fn(&[u8]) -> Result<T, String> + Send + Sync + 'static,
{
    let read = Arc::new(read);
    let relay = {
        let read = Arc::clone(&read);
        move |bytes: &[u8]| written(&read(bytes)?)
    };
    (
        Arc::new(relay),
        Arc::new(move |bytes: &[u8]| read(bytes).map(drop)),
    )
}

fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(with_path)?;
    deserializer.end().map_err(|error| error.to_string())?;
    Ok(value)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn with_path(error: serde_path_to_error::Error<serde_json::Error>) -> String {
    match error.path().to_string().as_str() {
        "." => error.inner().to_string(),
        path => format!("at {path}: {}", error.inner()),
    }
}

fn written<T: Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| format!("it does not serialise: {error}"))
}

#[cfg(test)]
mod tests {
    use super::Message;
    use crate::{Contract, Direction};
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn a_refusal_names_the_place() {
        let message = Message::of::<BTreeMap<String, Vec<u8>>>("a", Direction::Request).build();
        let error = message.rust_reads(br#"{"x": [1, "2"]}"#).unwrap_err();
        assert!(
            error.starts_with("at x[1]: invalid type: string"),
            "{error}"
        );
        assert!(
            message
                .rust_reads(b"{} x")
                .unwrap_err()
                .contains("trailing")
        );
        assert!(
            message
                .rust_reads(b"[")
                .unwrap_err()
                .starts_with("invalid type")
        );
    }

    #[test]
    fn a_models_own_reader_is_used_both_ways() {
        let message = Message::of::<u8>("a", Direction::Request)
            .read_with(|bytes| u8::try_from(bytes.len()).map_err(|error| error.to_string()))
            .build();
        assert_eq!(message.read(b"no json"), Ok(json!(7)));
        assert!(message.rust_reads(&[0; 300]).is_err());
    }

    #[test]
    fn authors_are_seeded() {
        let message = Message::of::<u64>("a", Direction::Request)
            .authored(|seed| seed * 2)
            .build();
        assert_eq!(message.author(21), Some(json!(42)));
        assert!(
            !Message::of::<u64>("a", Direction::Request)
                .build()
                .has_author()
        );
    }

    #[test]
    fn what_does_not_serialise_is_not_mistaken_for_no_author() {
        let odd = || BTreeMap::from([(vec![1], 1)]);
        let message = Message::of::<BTreeMap<Vec<u8>, u8>>("a", Direction::Request)
            .authored(move |_| odd())
            .example(odd())
            .build();
        assert!(message.has_author());
        assert!(
            message
                .try_author(1)
                .unwrap()
                .unwrap_err()
                .contains("key must be a string")
        );
        let error = Contract::new("a", "1.0.0")
            .message(message)
            .finish()
            .unwrap_err();
        assert!(
            error.to_string().contains("example 0 does not serialise"),
            "{error}"
        );
    }

    #[test]
    fn messages_cross_threads() {
        fn crosses<T: Send + Sync>() {}
        crosses::<Message>();
        crosses::<Contract>();
    }
}
