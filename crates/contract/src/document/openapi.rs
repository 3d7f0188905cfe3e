//! OpenAPI 3.0 and 3.1: paths, operations, bodies.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_json::Pointer;
use serde_json::Value;

use super::dialect::Dialect;
use super::error::{DocumentError, DocumentErrorKind};
use super::message::{Body, Found, Member};
use super::parameters::{self, LOCATIONS};
use super::place::{MAX_HOPS, Place};
use super::range::{MessageRange, essence};
use super::term::{self, DocumentTerm, TermKind, USUAL};
use super::{DocumentOperation, Read, shape};
use crate::side::Direction;

/// Reads the operations of a document.
pub(super) fn read(document: &Value, is_30: bool) -> Result<Read, DocumentError> {
    let root = Place::root(document);
    let mut reader = Reader {
        root: root.clone(),
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

struct Reader<'d> {
    root: Place<'d>,
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

impl Reader<'_> {
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
        self.conditions(naming, item, operation)?;
        let (asks, replies) = if naming.naming.reversed {
            (Direction::Response, Direction::Request)
        } else {
            (Direction::Request, Direction::Response)
        };
        if let Some(body) = operation.member("requestBody") {
            let body = body.resolved()?;
            self.content(naming, "request", None, asks, &body)?;
            // That a body must be there is said beside its schemas.
            let member = Member {
                required: body.is("required"),
                schema: None,
                encoding: None,
            };
            let members = BTreeMap::from([("body".to_owned(), member)]);
            self.add_members(naming, "request body", asks, body.pointer, members);
        }
        for (status, response) in operation.map("responses", "responses by status")? {
            let status = status.to_uppercase().replace("DEFAULT", "default");
            let part = format!("response {status}");
            let response = response.resolved()?;
            self.content(naming, "response", Some(&status), replies, &response)?;
            let headers = parameters::headers(&response)?;
            let place = response.pointer.member("headers");
            let any = !headers.is_empty();
            self.add_members(naming, &format!("{part} headers"), replies, place, headers);
            if any {
                self.is_of(MessageRange {
                    of: format!("{} response headers", naming.key),
                    status: Some(status),
                    media: "headers".to_owned(),
                });
            }
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

    /// Adds what is demanded of who asks, besides the schemas.
    fn conditions(
        &mut self,
        naming: &Operation<'_>,
        item: &Place<'_>,
        operation: &Place<'_>,
    ) -> Result<(), DocumentError> {
        let (pointer, credentials) = term::credentials(&self.root, operation)?;
        self.add_term(naming, TermKind::Credentials, "", pointer, credentials);
        // Where the server calls, it goes where it was told to.
        if !naming.naming.reversed {
            let holders = [operation, item, &self.root];
            let servers = term::servers(&holders)?;
            let said = holders.iter().find_map(|holder| holder.member("servers"));
            let pointer = said.map_or_else(|| operation.pointer.clone(), |said| said.pointer);
            self.add_term(naming, TermKind::Servers, "", pointer, servers);
        }
        Ok(())
    }

    fn add_term(
        &mut self,
        naming: &Operation<'_>,
        kind: TermKind,
        part: &str,
        pointer: Pointer,
        ways: BTreeSet<BTreeSet<String>>,
    ) {
        self.read.terms.push(DocumentTerm {
            kind,
            key: format!("{}{part}", naming.key),
            name: format!("{}{part}", naming.name),
            direction: if naming.naming.reversed {
                Direction::Response
            } else {
                Direction::Request
            },
            pointer,
            ways,
        });
    }

    /// Adds a message for each type of content.
    fn content(
        &mut self,
        naming: &Operation<'_>,
        part: &str,
        status: Option<&str>,
        direction: Direction,
        holder: &Place<'_>,
    ) -> Result<(), DocumentError> {
        holder.object("a body or a response")?;
        let contents = holder.map("content", "contents by media type")?;
        let stated = status.map_or_else(|| part.to_owned(), |status| format!("{part} {status}"));
        let of = |media: &str| MessageRange {
            of: format!("{} {part}", naming.key),
            status: status.map(str::to_owned),
            media: media.to_owned(),
        };
        if contents.is_empty() && status.is_some() {
            let part = format!("{stated} without content");
            let place = holder.pointer.clone();
            self.add(naming, &part, direction, place, Body::Anything);
            self.is_of(of(""));
        }
        for (media, content) in &contents {
            content.object("a media type object")?;
            let schema = content.member("schema").map(|schema| schema.pointer);
            let pointer = schema.clone().unwrap_or_else(|| content.pointer.clone());
            let body = schema.map_or(Body::Anything, Body::Schema);
            let whole = media.trim().to_lowercase();
            let bare = essence(media);
            // Parameters such as the character set tell messages apart only where there are several.
            let alike = contents.iter().filter(|(other, _)| essence(other) == bare);
            let media = if alike.count() == 1 { bare } else { whole };
            let part = format!("{stated} {media}");
            self.add(naming, &part, direction, pointer, body);
            self.is_of(of(&media));
            if status.is_none() {
                let said = content.member("encoding");
                let place = said.as_ref().unwrap_or(content).pointer.clone();
                let text = said.map_or_else(|| USUAL.to_owned(), |said| said.value.to_string());
                let part = format!(" {part}");
                self.add_term(naming, TermKind::Encoding, &part, place, term::only(text));
            }
        }
        Ok(())
    }

    /// Says when the message is sent that was added last.
    fn is_of(&mut self, range: MessageRange) {
        if let Some(message) = self.read.messages.last_mut() {
            message.range = Some(range);
        }
    }

    fn add_members(
        &mut self,
        naming: &Operation<'_>,
        part: &str,
        direction: Direction,
        pointer: Pointer,
        members: BTreeMap<String, Member>,
    ) {
        if members.is_empty() {
            return;
        }
        for (name, member) in &members {
            if let Some((place, encoding)) = &member.encoding {
                let of = format!(" {part} {name}");
                let ways = term::only(encoding.as_str());
                self.add_term(naming, TermKind::Encoding, &of, place.clone(), ways);
            }
        }
        self.add(naming, part, direction, pointer, Body::Members(members));
        if let Some(message) = self.read.messages.last_mut() {
            message.as_texts = part != "request body";
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
            as_texts: false,
            range: None,
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
