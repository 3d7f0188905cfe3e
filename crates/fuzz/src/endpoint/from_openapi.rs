use std::sync::Arc;

use frontdesk_contract::{ApiDocument, DocumentKind, DocumentMessage, read_document};
use frontdesk_json::Pointer;
use frontdesk_schema::Options;
use serde_json::Value;

use super::compose::Parts;
use super::operation::{
    Content, Operation, Parameter, Part, Readings, ReplyContent, ReplyDescription, is_json,
};
use super::{EndpointError, body_only};

/// Describes all operations of an OpenAPI 3.0 or 3.1 document, and the path that they start with.
///
/// Webhooks and callbacks are left out, since the server asks there.
///
/// # Errors
///
/// When the document cannot be read, a schema does not compile, or there is no operation.
pub fn from_openapi(
    document: &Value,
    options: &Options,
) -> Result<(String, Vec<Operation>), EndpointError> {
    let read = read_document(document.clone(), "https://frontdesk.invalid/openapi.json")?;
    if read.kind() != DocumentKind::OpenApi {
        return Err(EndpointError::Nothing(
            "the document is no OpenAPI document".to_owned(),
        ));
    }
    let mut operations = Vec::new();
    for described in read.operations() {
        let Some((method, path)) = described.name.split_once(' ') else {
            continue;
        };
        if path.starts_with('/') && !path.contains(" callback ") {
            let reader = Reader {
                document,
                read: &read,
                at: &described.pointer,
                options,
            };
            operations.push(reader.operation(&described.name, method, path)?);
        }
    }
    if operations.is_empty() {
        return Err(EndpointError::Nothing(
            "the document has no operations".to_owned(),
        ));
    }
    Ok((base(document), operations))
}

struct Reader<'d> {
    document: &'d Value,
    read: &'d ApiDocument,
    at: &'d Pointer,
    options: &'d Options,
}

impl Reader<'_> {
    fn operation(&self, name: &str, method: &str, path: &str) -> Result<Operation, EndpointError> {
        let mut parts = Parts::default();
        let mut parameters = Vec::new();
        let mut bodies: Vec<(&str, &DocumentMessage)> = Vec::new();
        let mut body_required = false;
        let mut replies: Vec<ReplyDescription> = Vec::new();
        for message in self.read.messages() {
            let Some(part) = message
                .name()
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix(' '))
            else {
                continue;
            };
            if let Some(what) = part.strip_prefix("request ") {
                match part_named(what) {
                    Some(Part::Body) => body_required = requires(&message.schema(), "body"),
                    Some(part) => {
                        let exemplified = |name: &str| {
                            self.parameter_examples(part, in_document(part, name, path))
                        };
                        add_parameters(part, message, exemplified, &mut parts, &mut parameters);
                    }
                    None => bodies.push((what, message)),
                }
            } else if let Some(what) = part.strip_prefix("response ") {
                self.reply(what, message, &mut replies)?;
            }
        }
        self.silent_replies(&mut replies);
        let body = bodies
            .iter()
            .find(|(media, _)| is_json(media))
            .or_else(|| bodies.first());
        let mut examples = Vec::new();
        if let Some((media, message)) = body {
            parts.add(
                Part::Body,
                message.schema(),
                body_required,
                message.resources(),
            );
            if is_json(media) {
                let bodies = self.body_examples(message).into_iter();
                examples = bodies.map(body_only).collect();
            }
        }
        Ok(Operation {
            schema: parts.compile(name, self.options)?,
            name: name.to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            parameters,
            body: body.map(|(media, _)| Content {
                media: (*media).to_owned(),
                required: body_required,
            }),
            replies,
            secured: self.secured(),
            message: None,
            examples,
        })
    }

    fn reply(
        &self,
        what: &str,
        message: &DocumentMessage,
        replies: &mut Vec<ReplyDescription>,
    ) -> Result<(), EndpointError> {
        let Some((status, media)) = what.split_once(' ') else {
            return Ok(());
        };
        if media == "headers" {
            return Ok(());
        }
        let schema = if is_json(media) {
            let compiled = message.compile(self.options);
            Some(Arc::new(compiled.map_err(|source| {
                EndpointError::Schema {
                    what: message.name().to_owned(),
                    source,
                }
            })?))
        } else {
            None
        };
        let content = ReplyContent {
            media: media.to_owned(),
            schema,
        };
        match replies.iter_mut().find(|reply| reply.status == status) {
            Some(reply) => reply.contents.push(content),
            None => replies.push(ReplyDescription {
                status: status.to_owned(),
                contents: vec![content],
            }),
        }
        Ok(())
    }

    /// Adds the replies of which nothing is said but their status.
    fn silent_replies(&self, replies: &mut Vec<ReplyDescription>) {
        let operation = self.at.resolve(self.document);
        let described = operation.and_then(|operation| operation.get("responses"));
        let Some(Value::Object(described)) = described else {
            return;
        };
        for status in described.keys().filter(|status| !status.starts_with("x-")) {
            let known = |reply: &ReplyDescription| reply.status.eq_ignore_ascii_case(status);
            if !replies.iter().any(known) {
                replies.push(ReplyDescription {
                    status: status.clone(),
                    contents: Vec::new(),
                });
            }
        }
    }

    /// Collects the examples beside the schema of a body.
    fn body_examples(&self, message: &DocumentMessage) -> Vec<Value> {
        let holder = message.pointer().parent();
        let holder = holder.and_then(|at| at.resolve(self.document));
        holder.map(examples).unwrap_or_default()
    }

    /// Collects the examples beside the schema of a parameter: what the operation says of it counts
    /// before what its path says.
    fn parameter_examples(&self, part: Part, name: &str) -> Vec<Value> {
        let operation = Some(self.at.clone());
        let holders = [operation, self.at.parent()].into_iter().flatten();
        let listed =
            holders.filter_map(|at| at.resolve(self.document)?.get("parameters")?.as_array());
        let found = listed.flatten().find_map(|described| {
            let described = self.followed(described);
            let says = |key: &str, wanted: &str| {
                described.get(key).and_then(Value::as_str) == Some(wanted)
            };
            (says("in", part.as_str()) && says("name", name)).then_some(described)
        });
        found.map(examples).unwrap_or_default()
    }

    /// Follows a reference within the document.
    fn followed<'v>(&'v self, value: &'v Value) -> &'v Value {
        let reference = value.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| reference.strip_prefix('#'));
        let target = target.and_then(|pointer| self.document.pointer(&percent_decoded(pointer)));
        target.unwrap_or(value)
    }
    /// Tells whether credentials are asked for: what the operation says counts before the document.
    fn secured(&self) -> bool {
        let operation = self.at.resolve(self.document);
        let own = operation.and_then(|operation| operation.get("security"));
        let said = own
            .or_else(|| self.document.get("security"))
            .and_then(Value::as_array);
        said.is_some_and(|ways| {
            let open = |way: &Value| way.as_object().is_some_and(serde_json::Map::is_empty);
            !ways.is_empty() && !ways.iter().any(open)
        })
    }
}

/// Collects the examples beside a schema, and those within it.
fn examples(holder: &Value) -> Vec<Value> {
    let mut found: Vec<Value> = holder.get("example").cloned().into_iter().collect();
    if let Some(Value::Object(named)) = holder.get("examples") {
        found.extend(
            named
                .values()
                .filter_map(|example| example.get("value").cloned()),
        );
    }
    if let Some(schema) = holder.get("schema") {
        found.extend(schema.get("example").cloned());
        found.extend(
            schema
                .get("examples")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .cloned(),
        );
    }
    found
}

/// Adds the parameters of one part of a request.
fn add_parameters(
    part: Part,
    message: &DocumentMessage,
    exemplified: impl Fn(&str) -> Vec<Value>,
    parts: &mut Parts,
    parameters: &mut Vec<Parameter>,
) {
    let mut schema = message.schema();
    let needed = schema.get("required").is_some();
    let resources = message.resources();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (name, described) in properties {
            let examples = exemplified(name);
            if let Some(described) = described.as_object_mut()
                && !examples.is_empty()
            {
                described.insert("examples".to_owned(), examples.into());
            }
            parameters.push(Parameter {
                name: name.clone(),
                part,
                readings: readings(described, &resources, 0),
            });
        }
    }
    schema["additionalProperties"] = Value::Bool(false);
    parts.add(part, schema, needed, resources);
}

/// Returns the path of the first server.
fn base(document: &Value) -> String {
    let url = document
        .pointer("/servers/0/url")
        .and_then(Value::as_str)
        .unwrap_or("");
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    // Variables of servers have defaults that nobody promises to serve.
    if path.contains('{') {
        String::new()
    } else {
        path.trim_end_matches('/').to_owned()
    }
}

/// Returns what the document calls a parameter: those of the path go by their positions.
fn in_document<'n>(part: Part, name: &'n str, path: &'n str) -> &'n str {
    let position = name.parse::<usize>().ok().filter(|_| part == Part::Path);
    let variable = position.and_then(|position| path.split('{').nth(position));
    variable
        .and_then(|rest| rest.split('}').next())
        .unwrap_or(name)
}

fn part_named(what: &str) -> Option<Part> {
    Part::ALL.into_iter().find(|part| part.as_str() == what)
}

fn requires(schema: &Value, name: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|required| required.iter().any(|known| known == name))
}

/// Tells what the text of a parameter may stand for, as far as its schema's types say.
fn readings(schema: &Value, resources: &[(String, Value)], depth: usize) -> Readings {
    let mut readings = Readings::default();
    if depth > MAX_DEPTH {
        return readings;
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
        && let Some((uri, fragment)) = reference.split_once('#')
        && let Some(target) = lookup(uri, fragment, resources)
    {
        readings = readings.or(self::readings(target, resources, depth + 1));
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    readings.number |= types.contains(&"integer") || types.contains(&"number");
    readings.boolean |= types.contains(&"boolean");
    readings.array |= types.contains(&"array");
    for combined in ["allOf", "anyOf", "oneOf"] {
        for branch in schema
            .get(combined)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            readings = readings.or(self::readings(branch, resources, depth + 1));
        }
    }
    readings
}

fn lookup<'r>(uri: &str, fragment: &str, resources: &'r [(String, Value)]) -> Option<&'r Value> {
    let (_, document) = resources
        .iter()
        .find(|(known, _)| uri.is_empty() || known == uri)?;
    let decoded: String = percent_decoded(fragment);
    document.pointer(&decoded)
}

fn percent_decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

const MAX_DEPTH: usize = 16;
