//! OpenAPI 3.0 and 3.1: paths, operations, bodies.

use std::collections::BTreeMap;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::dialect::Dialect;
use super::error::{DocumentError, DocumentErrorKind};
use super::message::{Body, Found, Member};
use super::parameters::{self, LOCATIONS};
use super::place::{MAX_HOPS, Place};
use super::{DocumentOperation, Read, shape};
use crate::side::Direction;

/// Reads the operations of a document.
pub(super) fn read(document: &Value, is_30: bool) -> Result<Read, DocumentError> {
    let root = Place::root(document);
    let mut reader = Reader {
        dialect: dialect(&root, is_30)?,
        read: Read::default(),
    };
    for (path, item) in root.map("paths", "path items by path")? {
        reader.item(&Naming::of_path(path), &item)?;
    }
    for (name, item) in root.map("webhooks", "path items by name")? {
        reader.item(&Naming::of_webhook(name), &item)?;
    }
    Ok(reader.read)
}

struct Reader {
    dialect: Dialect,
    read: Read,
}

/// What the messages of a path are called, and who sends the requests.
struct Naming {
    /// What comes before the method, such as `webhook paid `.
    prefix: String,
    path: String,
    /// The same for the key.
    prefix_key: String,
    path_key: String,
    /// Whether the server asks and the client replies.
    reversed: bool,
}

/// One operation: the start of its messages' names, and of their keys.
struct Operation<'n> {
    name: String,
    key: String,
    naming: &'n Naming,
}

impl Naming {
    fn of_path(path: &str) -> Self {
        Self {
            prefix: String::new(),
            path: path.to_owned(),
            prefix_key: String::new(),
            path_key: shape(path),
            reversed: false,
        }
    }

    fn of_webhook(name: &str) -> Self {
        Self {
            prefix: "webhook ".to_owned(),
            path: name.to_owned(),
            prefix_key: "webhook ".to_owned(),
            path_key: name.to_owned(),
            reversed: true,
        }
    }

    fn of_callback(operation: &Operation<'_>, name: &str, expression: &str) -> Self {
        Self {
            prefix: format!("{} callback {name} ", operation.name),
            path: expression.to_owned(),
            prefix_key: format!("{} callback {name} ", operation.key),
            path_key: expression.to_owned(),
            reversed: !operation.naming.reversed,
        }
    }

    fn operation(&self, method: &str) -> Operation<'_> {
        let method = method.to_uppercase();
        Operation {
            name: format!("{}{method} {}", self.prefix, self.path),
            key: format!("{}{method} {}", self.prefix_key, self.path_key),
            naming: self,
        }
    }
}

impl Reader {
    fn item(&mut self, naming: &Naming, item: &Place<'_>) -> Result<(), DocumentError> {
        let mut layers = Vec::new();
        let mut next = Some(item.clone());
        while let Some(layer) = next {
            layer.object("a path item")?;
            next = layer.referred()?;
            layers.push(layer);
            if layers.len() > MAX_HOPS {
                let pointer = item.pointer.clone();
                return Err(DocumentErrorKind::Cycle { pointer }.into());
            }
        }
        for method in METHODS {
            for layer in &layers {
                // A path item may add to the one that it refers to.
                if let Some(operation) = layer.member(method) {
                    self.operation(&naming.operation(method), layer, &operation)?;
                    break;
                }
            }
        }
        Ok(())
    }

    fn operation(
        &mut self,
        naming: &Operation<'_>,
        item: &Place<'_>,
        operation: &Place<'_>,
    ) -> Result<(), DocumentError> {
        operation.object("an operation")?;
        let described = DocumentOperation {
            key: naming.key.clone(),
            name: naming.name.clone(),
            pointer: operation.pointer.clone(),
        };
        self.read.operations.push(described);
        self.parameters(naming, item, operation)?;
        let (asks, replies) = if naming.naming.reversed {
            (Direction::Response, Direction::Request)
        } else {
            (Direction::Request, Direction::Response)
        };
        if let Some(body) = operation.member("requestBody") {
            let body = body.resolved()?;
            self.content(naming, "request", asks, &body)?;
            // That a body must be there is said beside its schemas.
            let member = Member {
                required: body.is("required"),
                schema: None,
            };
            let members = BTreeMap::from([("body".to_owned(), member)]);
            self.add_members(naming, "request body", asks, body.pointer, members);
        }
        for (status, response) in operation.map("responses", "responses by status")? {
            let part = format!(
                "response {}",
                status.to_uppercase().replace("DEFAULT", "default")
            );
            let response = response.resolved()?;
            self.content(naming, &part, replies, &response)?;
            let headers = parameters::headers(&response)?;
            let place = response.pointer.member("headers");
            self.add_members(naming, &format!("{part} headers"), replies, place, headers);
        }
        for (name, callback) in operation.map("callbacks", "callbacks by name")? {
            // A callback that is part of itself would never end.
            if naming.naming.prefix.matches(" callback ").count() < MAX_CALLBACKS {
                for (expression, item) in callback.resolved()?.members("path items")? {
                    self.item(&Naming::of_callback(naming, name, expression), &item)?;
                }
            }
        }
        Ok(())
    }

    fn parameters(
        &mut self,
        naming: &Operation<'_>,
        item: &Place<'_>,
        operation: &Place<'_>,
    ) -> Result<(), DocumentError> {
        let direction = if naming.naming.reversed {
            Direction::Response
        } else {
            Direction::Request
        };
        let mut by_location = parameters::of_operation(item, operation)?;
        for location in LOCATIONS {
            let mut members = by_location.remove(location).unwrap_or_default();
            if location == "path" {
                members = parameters::by_position(members, &naming.naming.path);
            }
            let place = operation.pointer.clone();
            self.add_members(
                naming,
                &format!("request {location}"),
                direction,
                place,
                members,
            );
        }
        Ok(())
    }

    /// Adds a message for each type of content.
    fn content(
        &mut self,
        naming: &Operation<'_>,
        part: &str,
        direction: Direction,
        holder: &Place<'_>,
    ) -> Result<(), DocumentError> {
        holder.object("a body or a response")?;
        for (media, content) in holder.map("content", "contents by media type")? {
            content.object("a media type object")?;
            let schema = content.member("schema").map(|schema| schema.pointer);
            let pointer = schema.clone().unwrap_or(content.pointer);
            let body = schema.map_or(Body::Anything, Body::Schema);
            let part = format!("{part} {}", media.trim().to_lowercase());
            self.add(naming, &part, direction, pointer, body);
        }
        Ok(())
    }

    fn add_members(
        &mut self,
        naming: &Operation<'_>,
        part: &str,
        direction: Direction,
        pointer: Pointer,
        members: BTreeMap<String, Member>,
    ) {
        if !members.is_empty() {
            self.add(naming, part, direction, pointer, Body::Members(members));
        }
    }

    fn add(
        &mut self,
        naming: &Operation<'_>,
        part: &str,
        direction: Direction,
        pointer: Pointer,
        body: Body,
    ) {
        self.read.messages.push(Found {
            key: format!("{} {part}", naming.key),
            name: format!("{} {part}", naming.name),
            direction,
            pointer,
            dialect: self.dialect,
            one_sided: true,
            body,
        });
    }
}

fn dialect(root: &Place<'_>, is_30: bool) -> Result<Dialect, DocumentError> {
    if is_30 {
        return Ok(Dialect::OpenApi30);
    }
    let Some(name) = root.text("jsonSchemaDialect")? else {
        return Ok(Dialect::Draft202012);
    };
    Dialect::named(name).ok_or_else(|| {
        let pointer = Pointer::root().member("jsonSchemaDialect");
        let dialect = name.to_owned();
        DocumentErrorKind::Dialect { pointer, dialect }.into()
    })
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

const MAX_CALLBACKS: usize = 3;
