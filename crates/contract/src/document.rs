//! OpenAPI and AsyncAPI documents, read as messages with schemas.

mod asyncapi;
mod asyncapi_three;
mod asyncapi_two;
mod dialect;
mod error;
mod excerpt;
mod hidden;
mod message;
mod openapi;
mod parameters;
mod place;
mod range;
mod references;
mod schema;
mod term;
mod traits;

use std::sync::Arc;

use frontdesk_json::Pointer;
use serde_json::Value;

pub use self::error::{DocumentError, DocumentErrorKind};
pub use self::message::DocumentMessage;
pub use self::range::MessageRange;
pub use self::term::{DocumentTerm, TermKind};

use self::message::{Found, Shared};
use self::references::Names;

/// An OpenAPI or AsyncAPI document, as the messages that it describes.
#[derive(Clone, Debug)]
pub struct ApiDocument {
    kind: DocumentKind,
    version: String,
    operations: Vec<DocumentOperation>,
    messages: Vec<DocumentMessage>,
    terms: Vec<DocumentTerm>,
}

/// Which language a document describes an API in.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum DocumentKind {
    /// OpenAPI, or Swagger as it was called before.
    OpenApi,
    /// AsyncAPI.
    AsyncApi,
}

/// One operation of a document, which may be without messages.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct DocumentOperation {
    /// What identifies it in any version of the document.
    pub key: String,
    /// What people call it, such as `POST /orders/{id}`.
    pub name: String,
    /// Where the document describes it.
    pub pointer: Pointer,
}

/// Tells an API document from a JSON Schema.
///
/// It goes by the member that names the language, whatever version that says; [`read_document`]
/// tells whether it can be read.
///
/// ```
/// use frontdesk_contract::{DocumentKind, kind_of};
/// use serde_json::json;
///
/// assert_eq!(kind_of(&json!({"openapi": "3.1.0"})), Some(DocumentKind::OpenApi));
/// assert_eq!(kind_of(&json!({"type": "object"})), None);
/// ```
#[must_use]
pub fn kind_of(document: &Value) -> Option<DocumentKind> {
    let members = document.as_object()?;
    // A schema says what it is; one with a member of that name is thinkable.
    if members.contains_key("$schema") {
        return None;
    }
    if members.contains_key("openapi") || members.contains_key("swagger") {
        Some(DocumentKind::OpenApi)
    } else if members.contains_key("asyncapi") {
        Some(DocumentKind::AsyncApi)
    } else {
        None
    }
}

/// Reads an OpenAPI 3.0 or 3.1, or an AsyncAPI 2 or 3.0 document.
///
/// `uri` is what its schemas are compiled under, so that whoever compares two documents can keep
/// them apart. The messages are sorted by key; references between the parts of the document are
/// followed and checked, and nothing is fetched.
///
/// ```
/// use frontdesk_contract::{Direction, read_document};
/// use frontdesk_schema::Options;
/// use serde_json::json;
///
/// let document = json!({
///     "openapi": "3.0.3",
///     "info": {"title": "Hotel", "version": "1"},
///     "paths": {"/rooms/{number}": {"put": {
///         "requestBody": {"content": {"application/json": {"schema": {"type": "object", "nullable": true}}}},
///         "responses": {}
///     }}}
/// });
/// let document = read_document(document, "https://hotel.invalid/openapi.json")?;
/// let booking = &document.messages()[0];
/// assert_eq!(booking.name(), "PUT /rooms/{number} request application/json");
/// assert_eq!(booking.key(), "PUT /rooms/{} request application/json");
/// assert_eq!(booking.direction(), Direction::Request);
/// let schema = booking.compile(&Options::default())?;
/// assert!(schema.accepts(&json!(null)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When it is another kind of document or another version, when a part is not what the language
/// asks for, when a reference leads nowhere or outside the document, when a schema is written in
/// another language than JSON Schema, or when two operations are the same. Every error names the
/// place.
pub fn read_document(document: Value, uri: &str) -> Result<ApiDocument, DocumentError> {
    let kind = kind_of(&document).ok_or(DocumentErrorKind::NoApi)?;
    let version = version(&document)?;
    let (document, read) = match (kind, line(&version).as_str()) {
        (DocumentKind::OpenApi, "3.0" | "3.1") => {
            let read = openapi::read(&document, line(&version) == "3.0")?;
            (document, read)
        }
        (DocumentKind::AsyncApi, "3.0") => asyncapi::read(document, asyncapi_three::find)?,
        (DocumentKind::AsyncApi, "2.0" | "2.1" | "2.2" | "2.3" | "2.4" | "2.5" | "2.6") => {
            asyncapi::read(document, asyncapi_two::find)?
        }
        _ => return Err(DocumentErrorKind::Version { version }.into()),
    };
    let names = Names::of(&document);
    let uri = uri.to_owned();
    let shared = Arc::new(Shared {
        document,
        uri,
        names,
    });
    message::check(&shared, &read.messages)?;
    let Read {
        mut operations,
        messages,
        mut terms,
    } = read;
    operations.sort();
    let discriminators = messages.iter();
    terms.extend(discriminators.map(|message| term::discriminator(&shared, message)));
    terms.sort_by(|one, two| (one.kind, &one.key).cmp(&(two.kind, &two.key)));
    Ok(ApiDocument {
        kind,
        version,
        operations,
        messages: message::sorted(&shared, messages)?,
        terms,
    })
}

impl ApiDocument {
    /// Returns the language.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Returns the version of the language, as the document says it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the operations, in the order of their keys.
    #[must_use]
    pub fn operations(&self) -> &[DocumentOperation] {
        &self.operations
    }

    /// Returns the messages, in the order of their keys.
    #[must_use]
    pub fn messages(&self) -> &[DocumentMessage] {
        &self.messages
    }

    /// Returns what is said besides schemas, in the order of kinds and keys.
    #[must_use]
    pub fn terms(&self) -> &[DocumentTerm] {
        &self.terms
    }

    /// Finds a message by its key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&DocumentMessage> {
        let index = self
            .messages
            .binary_search_by(|message| message.key().cmp(key));
        index.ok().map(|index| &self.messages[index])
    }
}

/// What the parts of a document were read as.
#[derive(Debug, Default)]
struct Read {
    operations: Vec<DocumentOperation>,
    messages: Vec<Found>,
    terms: Vec<DocumentTerm>,
}

fn version(document: &Value) -> Result<String, DocumentError> {
    for member in ["openapi", "asyncapi", "swagger"] {
        match document.get(member) {
            None => {}
            Some(Value::String(version)) => return Ok(version.clone()),
            Some(_) => {
                return Err(DocumentError::malformed(
                    &Pointer::root().member(member),
                    "the version as a text",
                ));
            }
        }
    }
    Err(DocumentErrorKind::NoApi.into())
}

/// Takes the first two numbers of a version, the only ones that say how to read.
fn line(version: &str) -> String {
    let numbers: Vec<&str> = version.splitn(3, '.').take(2).collect();
    numbers.join(".")
}

/// Writes a path with what it calls its variables left out, since a name is no difference.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else {
            break;
        };
        shape.push_str(before);
        shape.push_str("{}");
        rest = behind;
    }
    shape.push_str(rest);
    shape
}

#[cfg(test)]
mod tests {
    use super::{line, shape};

    #[test]
    fn names_of_variables_are_no_difference() {
        for (path, expected) in [
            ("/orders/{id}/lines/{line}", "/orders/{}/lines/{}"),
            ("/a{b", "/a{b"),
            ("/{a}{b}c", "/{}{}c"),
            ("", ""),
        ] {
            assert_eq!(shape(path), expected);
        }
        assert_eq!(line("3.1.0-rc.1"), "3.1");
        assert_eq!(line("2"), "2");
    }
}
