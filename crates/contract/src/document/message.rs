use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_schema::{Options, Schema, SchemaError};
use serde_json::{Map, Value, json};

use super::dialect::Dialect;
use super::error::{DocumentError, DocumentErrorKind};
use super::excerpt::excerpt;
use super::place::MAX_HOPS;
use super::range::MessageRange;
use super::references::{Names, fragment, target};
use crate::side::Direction;

/// One message of an API document: a body, or parameters or headers as an object.
#[derive(Clone)]
pub struct DocumentMessage {
    found: Found,
    shared: Arc<Shared>,
    role: Role,
}

/// Whose view of a message is taken.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Role {
    /// What the document says, word by word.
    #[default]
    Either,
    /// Members that are never sent in its direction are none.
    Writer,
    /// Members that are never sent may be anything, and texts may look like numbers.
    Reader,
}

/// A document whose messages are read.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) document: Value,
    pub(super) uri: String,
    pub(super) names: Names,
}

/// A message as it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) direction: Direction,
    pub(super) pointer: Pointer,
    pub(super) dialect: Dialect,
    /// Whether `readOnly` and `writeOnly` say who need not write a member.
    pub(super) one_sided: bool,
    /// Whether its members travel as texts, as parameters and headers do.
    pub(super) as_texts: bool,
    pub(super) range: Option<MessageRange>,
    pub(super) body: Body,
}

/// What a message is.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A value of which nothing is said.
    Anything,
    /// An object that the document describes member by member.
    Members(BTreeMap<String, Member>),
    /// A value of the schema at a place.
    Schema(Pointer),
}

/// One member of a message that is put together from several places.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) required: bool,
    pub(super) schema: Option<Pointer>,
    /// How its value is written, and where the document says so.
    pub(super) encoding: Option<(Pointer, String)>,
}

impl DocumentMessage {
    /// Returns what people call it, such as `POST /orders/{id} request application/json`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.found.name
    }

    /// Returns what identifies it in any version of the document.
    ///
    /// It is the name without what tells nobody apart, such as the names of variables in a path.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.found.key
    }

    /// Returns who writes it.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.found.direction
    }

    /// Returns where the document describes it.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.found.pointer
    }

    /// Returns where the document describes a member of a message that is put together.
    #[must_use]
    pub fn member_pointer(&self, name: &str) -> Option<&Pointer> {
        match &self.found.body {
            Body::Members(members) => members
                .get(name)?
                .encoding
                .as_ref()
                .map(|(pointer, _)| pointer),
            Body::Anything | Body::Schema(_) => None,
        }
    }

    /// Returns which statuses and media types it stands for, where the document says that.
    #[must_use]
    pub fn range(&self) -> Option<&MessageRange> {
        self.found.range.as_ref()
    }

    /// Returns the message as its writers and as its readers see it, where that is not the same.
    ///
    /// Writers send no member that is `readOnly` in a request or `writeOnly` in a response, and
    /// readers do not mind what such a member is. The members of parameters and headers travel as
    /// texts, so a reader of any text reads numbers, too.
    #[must_use]
    pub fn sides(&self) -> Option<(Self, Self)> {
        let of = |role| Self {
            role,
            ..self.clone()
        };
        let (writer, reader) = (of(Role::Writer), of(Role::Reader));
        let differ = writer.schema() != reader.schema() || writer.resources() != reader.resources();
        differ.then_some((writer, reader))
    }

    /// Returns its schema, which refers to [`DocumentMessage::resources`].
    #[must_use]
    pub fn schema(&self) -> Value {
        let refer = |at: &Pointer| json!(format!("{}{}", self.shared.uri, fragment(at)));
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), self.found.dialect.uri().into());
        match &self.found.body {
            Body::Anything => {}
            Body::Schema(at) => {
                schema.insert("$ref".to_owned(), refer(at));
            }
            Body::Members(members) => {
                let properties = members.iter().map(|(name, member)| {
                    let schema = member.schema.as_ref();
                    let schema = match schema {
                        Some(at) if self.reads_any_text(at) => {
                            json!({"type": ["string", "number", "boolean"]})
                        }
                        Some(at) => json!({"$ref": refer(at)}),
                        None => json!({}),
                    };
                    (name.clone(), schema)
                });
                let required = members.iter().filter(|(_, member)| member.required);
                let required: Vec<&String> = required.map(|(name, _)| name).collect();
                schema.insert("type".to_owned(), "object".into());
                schema.insert("properties".to_owned(), properties.collect());
                // Draft 4 knows no empty list of names.
                if !required.is_empty() {
                    schema.insert("required".to_owned(), json!(required));
                }
            }
        }
        Value::Object(schema)
    }

    /// Returns the part of the document that its schema refers to, under the URI of the document.
    ///
    /// Every subschema stands where it stands in the document, rewritten to a draft of JSON Schema
    /// where OpenAPI 3.0 uses words of its own.
    #[must_use]
    pub fn resources(&self) -> Vec<(String, Value)> {
        let roots = self.found.roots();
        if roots.is_empty() {
            return Vec::new();
        }
        let flag = self.found.one_sided.then_some(match self.direction() {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        });
        // The whole document was read in the same way, so that nothing is in the way.
        excerpt(&self.shared, self.found.dialect, flag, self.role, roots)
            .map(|excerpt| vec![(self.shared.uri.clone(), excerpt)])
            .unwrap_or_default()
    }

    /// Tells whether a member travels as a text and is read whatever the text is.
    fn reads_any_text(&self, at: &Pointer) -> bool {
        if self.role != Role::Reader || !self.found.as_texts {
            return false;
        }
        let mut at = at.clone();
        for _ in 0..MAX_HOPS {
            let Some(Value::Object(schema)) = at.resolve(&self.shared.document) else {
                return false;
            };
            let Some(Value::String(reference)) = schema.get("$ref") else {
                let asserts = |name: &String| !NOTES.contains(&name.as_str());
                return schema.get("type") == Some(&json!("string"))
                    && schema.keys().filter(|name| asserts(name)).count() == 1;
            };
            let shared = &self.shared;
            match target(&shared.document, &shared.names, &at, reference) {
                Ok(next) => at = next,
                Err(_) => return false,
            }
        }
        false
    }

    /// Compiles its schema, with its part of the document beside the resources of `options`.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`], for instance when a pattern is no regular expression.
    pub fn compile(&self, options: &Options) -> Result<Schema, SchemaError> {
        let mut options = options.clone();
        options.resources.extend(self.resources());
        Schema::compile(self.schema(), &options)
    }
}

impl fmt::Debug for DocumentMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.found.fmt(formatter)
    }
}

impl Found {
    pub(super) fn roots(&self) -> Vec<Pointer> {
        match &self.body {
            Body::Anything => Vec::new(),
            Body::Schema(at) => vec![at.clone()],
            Body::Members(members) => members
                .values()
                .filter_map(|member| member.schema.clone())
                .collect(),
        }
    }
}

/// Keywords that say nothing of a text.
const NOTES: [&str; 8] = [
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "nullable",
    "title",
    "$comment",
];

/// Reads all schemas once, so that what is wrong with one of them is known.
pub(super) fn check(shared: &Shared, messages: &[Found]) -> Result<(), DocumentError> {
    let mut roots: BTreeMap<Dialect, Vec<Pointer>> = BTreeMap::new();
    for message in messages {
        let places = roots.entry(message.dialect).or_default();
        places.extend(message.roots());
    }
    for (dialect, roots) in roots {
        excerpt(shared, dialect, None, Role::Either, roots)?;
    }
    Ok(())
}

/// Brings messages in the order of their keys, no two of which are the same.
pub(super) fn sorted(
    shared: &Arc<Shared>,
    mut messages: Vec<Found>,
) -> Result<Vec<DocumentMessage>, DocumentError> {
    messages.sort_by(|one, two| (&one.key, &one.pointer).cmp(&(&two.key, &two.pointer)));
    messages.dedup_by(|one, two| one.key == two.key && one.pointer == two.pointer);
    for pair in messages.windows(2) {
        if pair[0].key == pair[1].key {
            return Err(DocumentErrorKind::Twice {
                key: pair[0].key.clone(),
                first: pair[0].pointer.clone(),
                second: pair[1].pointer.clone(),
            }
            .into());
        }
    }
    let shared = || Arc::clone(shared);
    Ok(messages
        .into_iter()
        .map(|found| DocumentMessage {
            found,
            shared: shared(),
            role: Role::Either,
        })
        .collect())
}
