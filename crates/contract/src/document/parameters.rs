//! Parameters and headers of OpenAPI, as members of one object for each place they travel in.

use std::collections::BTreeMap;

use super::error::DocumentError;
use super::message::Member;
use super::place::Place;
use super::term;

/// Where parameters travel.
pub(super) const LOCATIONS: [&str; 4] = ["cookie", "header", "path", "query"];

/// Collects the parameters of an operation, by location and name.
///
/// Those of the path item count where the operation does not say otherwise.
pub(super) fn of_operation<'d>(
    item: &Place<'d>,
    operation: &Place<'d>,
) -> Result<BTreeMap<&'static str, BTreeMap<String, Member>>, DocumentError> {
    let mut found: BTreeMap<&'static str, BTreeMap<String, Member>> = BTreeMap::new();
    for holder in [item, operation] {
        for parameter in holder.list("parameters", "a list of parameters")? {
            let parameter = parameter.resolved()?;
            parameter.object("a parameter")?;
            let (Some(name), Some(location)) = (parameter.text("name")?, parameter.text("in")?)
            else {
                let expected = "a parameter with `name` and `in`";
                return Err(DocumentError::malformed(&parameter.pointer, expected));
            };
            let Some(location) = LOCATIONS.iter().find(|known| **known == location) else {
                let pointer = parameter.pointer.member("in");
                let expected = "`query`, `path`, `header` or `cookie`";
                return Err(DocumentError::malformed(&pointer, expected));
            };
            let name = if *location == "header" {
                name.to_lowercase()
            } else {
                name.to_owned()
            };
            if *location == "header" && OTHERWISE_SAID.contains(&name.as_str()) {
                continue;
            }
            let mut member = member(&parameter, location)?;
            member.required |= *location == "path";
            found.entry(location).or_default().insert(name, member);
        }
    }
    Ok(found)
}

/// Names the variables of a path by their position, from 1, since nobody sends their names.
pub(super) fn by_position(
    mut members: BTreeMap<String, Member>,
    path: &str,
) -> BTreeMap<String, Member> {
    let mut named = BTreeMap::new();
    let variables = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'));
    for (index, (name, _)) in variables.enumerate() {
        if let Some(member) = members.remove(name) {
            named.insert((index + 1).to_string(), member);
        }
    }
    // What is no variable of the path is never sent.
    named
}

/// Collects the headers of a response, by name.
pub(super) fn headers(response: &Place<'_>) -> Result<BTreeMap<String, Member>, DocumentError> {
    let mut found = BTreeMap::new();
    for (name, header) in response.map("headers", "headers by name")? {
        let name = name.to_lowercase();
        if name != "content-type" {
            let header = header.resolved()?;
            header.object("a header")?;
            found.insert(name, member(&header, "header")?);
        }
    }
    Ok(found)
}

fn member(described: &Place<'_>, location: &str) -> Result<Member, DocumentError> {
    let mut schema = described.member("schema");
    if schema.is_none() {
        let contents = described.map("content", "a content by media type")?;
        schema = contents
            .first()
            .and_then(|(_, content)| content.member("schema"));
    }
    Ok(Member {
        required: described.is("required"),
        schema: schema.map(|schema| schema.pointer),
        encoding: Some((
            described.pointer.clone(),
            term::encoding(described, location)?,
        )),
    })
}

/// Headers that OpenAPI describes elsewhere, so that parameters of these names count for nothing.
const OTHERWISE_SAID: [&str; 3] = ["accept", "content-type", "authorization"];
