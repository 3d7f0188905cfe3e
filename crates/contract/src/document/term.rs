//! What a document says besides the schemas of its messages.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::error::DocumentError;
use super::message::{Found, Shared};
use super::place::Place;
use super::range::essence;
use super::references::target;
use crate::side::Direction;

/// What a document demands of whoever writes, besides the schemas.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DocumentTerm {
    /// What it is about.
    pub kind: TermKind,
    /// What identifies it in any version of the document.
    pub key: String,
    /// What people call it, such as `GET /orders`.
    pub name: String,
    /// Who has to keep to it.
    pub direction: Direction,
    /// Where the document says it.
    pub pointer: Pointer,
    /// The ways in which it can be kept, each by all that it asks for.
    pub ways: BTreeSet<BTreeSet<String>>,
}

/// What a term is about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum TermKind {
    /// The credentials that are sent along.
    Credentials,
    /// How the value of a parameter or of a form is written.
    Encoding,
    /// The media type of a message that has one only.
    ContentType,
    /// Which values of a member stand for which schema.
    Discriminator,
    /// Where the API is reached.
    Servers,
}

/// One way that asks for one thing.
pub(super) fn only(text: impl Into<String>) -> BTreeSet<BTreeSet<String>> {
    [[text.into()].into()].into()
}

/// Reads the credentials of an operation, or those of the whole document.
pub(super) fn credentials(
    root: &Place<'_>,
    operation: &Place<'_>,
) -> Result<(Pointer, BTreeSet<BTreeSet<String>>), DocumentError> {
    let holder = if operation.member("security").is_some() {
        operation
    } else {
        root
    };
    let schemes = match root.member("components") {
        Some(components) => components.map("securitySchemes", "security schemes by name")?,
        None => Vec::new(),
    };
    let schemes: BTreeMap<&str, Place<'_>> = schemes.into_iter().collect();
    let mut ways = BTreeSet::new();
    for way in holder.list("security", "a list of security requirements")? {
        let mut asked = BTreeSet::new();
        for (name, scopes) in way.object("a security requirement")? {
            let scheme = match schemes.get(name.as_str()) {
                Some(scheme) => described(scheme.resolved()?.value),
                None => name.clone(),
            };
            for scope in scopes.as_array().into_iter().flatten() {
                asked.insert(format!("scope {scope} of {scheme}"));
            }
            asked.insert(scheme);
        }
        ways.insert(asked);
    }
    if ways.is_empty() {
        ways.insert(BTreeSet::new());
    }
    let pointer = match holder.member("security") {
        Some(security) => security.pointer,
        None => operation.pointer.clone(),
    };
    Ok((pointer, ways))
}

/// Writes down what matters of a security scheme; what it is called is no difference.
fn described(scheme: &Value) -> String {
    let text = |name: &str| scheme.get(name).and_then(Value::as_str);
    let mut said: Vec<String> = ["type", "in", "scheme", "openIdConnectUrl"]
        .into_iter()
        .filter_map(|name| text(name).map(str::to_lowercase))
        .collect();
    said.extend(text("name").map(|name| match text("in") {
        Some("header") => name.to_lowercase(),
        _ => name.to_owned(),
    }));
    let flows = scheme.get("flows").and_then(Value::as_object);
    for (name, flow) in flows.into_iter().flatten() {
        let urls = ["authorizationUrl", "tokenUrl"];
        let urls = urls.map(|url| flow.get(url).and_then(Value::as_str).unwrap_or("-"));
        said.push(format!("{name} {}", urls.join(" ")));
    }
    said.join(" ")
}

/// Reads where an operation is reached; one empty way where nothing is said.
pub(super) fn servers(holders: &[&Place<'_>]) -> Result<BTreeSet<BTreeSet<String>>, DocumentError> {
    for holder in holders {
        let servers = holder.list("servers", "a list of servers")?;
        let mut ways = BTreeSet::new();
        for server in &servers {
            server.object("a server")?;
            let url = server.text("url")?.unwrap_or("/").trim_end_matches('/');
            // The root is where it is said to be where nothing is said.
            let way = (!url.is_empty()).then(|| url.to_owned());
            ways.insert(way.into_iter().collect());
        }
        if !ways.is_empty() {
            return Ok(ways);
        }
    }
    Ok([BTreeSet::new()].into())
}

/// Says how a parameter is written, where that is not as it is without a word of it.
pub(super) fn encoding(parameter: &Place<'_>, location: &str) -> Result<String, DocumentError> {
    let contents = parameter.map("content", "a content by media type")?;
    if let Some((media, _)) = contents.first() {
        return Ok(essence(media));
    }
    let usual = match location {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let style = parameter.text("style")?.unwrap_or(usual);
    let explode = parameter.member("explode");
    let explode = explode.map_or(style == "form", |explode| explode.value == &json!(true));
    let reserved = if parameter.is("allowReserved") {
        ", reserved characters as they are"
    } else {
        ""
    };
    let plain = style == usual && (explode == (style == "form") || is_scalar(parameter)?);
    Ok(if plain && reserved.is_empty() {
        USUAL.to_owned()
    } else {
        format!("style {style}, explode {explode}{reserved}")
    })
}

/// What is said of an encoding that is the usual one.
pub(super) const USUAL: &str = "the usual way";

/// Tells whether only values without parts are written, which no style of lists concerns.
fn is_scalar(parameter: &Place<'_>) -> Result<bool, DocumentError> {
    let Some(schema) = parameter.member("schema") else {
        return Ok(false);
    };
    if !schema.value.is_object() {
        return Ok(false);
    }
    let has_parts = |name: &Value| name == "array" || name == "object";
    Ok(match schema.resolved()?.value.get("type") {
        Some(Value::Array(names)) => !names.iter().any(has_parts),
        Some(name) => !has_parts(name),
        None => false,
    })
}

/// Collects which values of which members stand for which schemas in a message.
pub(super) fn discriminator(shared: &Shared, found: &Found) -> DocumentTerm {
    let mut ways = BTreeSet::new();
    let mut pointer = found.pointer.clone();
    let mut seen = BTreeSet::new();
    let mut todo = found.roots();
    while let Some(at) = todo.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        match at.resolve(&shared.document) {
            Some(Value::Array(items)) => todo.extend((0..items.len()).map(|index| at.index(index))),
            Some(Value::Object(members)) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    // What leads nowhere was refused where the schemas were read.
                    todo.extend(target(&shared.document, &shared.names, &at, reference));
                }
                let names = named(members);
                if !names.is_empty() {
                    pointer = at.member("discriminator");
                    ways.extend(names.into_iter().map(|name| [name].into()));
                }
                todo.extend(members.keys().map(|name| at.member(name)));
            }
            _ => {}
        }
    }
    DocumentTerm {
        kind: TermKind::Discriminator,
        key: found.key.clone(),
        name: found.name.clone(),
        direction: found.direction,
        pointer,
        ways,
    }
}

/// Lists the names of one discriminator, each with the schema that it stands for.
fn named(schema: &serde_json::Map<String, Value>) -> Vec<String> {
    let Some(discriminator) = schema.get("discriminator").and_then(Value::as_object) else {
        return Vec::new();
    };
    let Some(member) = discriminator.get("propertyName").and_then(Value::as_str) else {
        return Vec::new();
    };
    let last = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mut names: Vec<(String, String)> = mapping
        .into_iter()
        .flatten()
        .filter_map(|(name, target)| Some((name.clone(), last(target.as_str()?))))
        .collect();
    let branches = ["oneOf", "anyOf"].into_iter();
    let branches = branches.filter_map(|keyword| schema.get(keyword)?.as_array());
    for branch in branches.flatten() {
        // A schema that no name is given to goes by its own.
        if let Some(reference) = branch.get("$ref").and_then(Value::as_str) {
            let own = last(reference);
            if !names.iter().any(|(_, known)| *known == own) {
                names.push((own.clone(), own));
            }
        }
    }
    let names = names.into_iter();
    names
        .map(|(name, of)| format!("{member} {name:?} is {of}"))
        .collect()
}
