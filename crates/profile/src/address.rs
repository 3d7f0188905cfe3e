use std::collections::BTreeMap;

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Keywords, Outline, PlaceId, Type};

use crate::guide::{Leaf, LeafKind};

/// Finds the places of a schema by what they are called in reports and files.
pub(crate) struct Addresses<'o> {
    outline: &'o Outline,
    places: BTreeMap<String, PlaceId>,
}

impl<'o> Addresses<'o> {
    pub(crate) fn of(outline: &'o Outline) -> Self {
        let places = outline.places();
        // A place stands in the outline once for each dynamic scope; the first is the plain one.
        let mut found = BTreeMap::new();
        for (id, _) in places {
            found.entry(address(outline, id)).or_insert(id);
        }
        Self {
            outline,
            places: found,
        }
    }

    pub(crate) fn keywords(&self, address: &str) -> Option<&'o Keywords> {
        self.outline.keywords(*self.places.get(address)?)
    }

    /// Lists the members that a place requires.
    pub(crate) fn required(&self, address: &str) -> impl Iterator<Item = &'o str> {
        let keywords = self.keywords(address);
        keywords
            .into_iter()
            .flat_map(|keywords| keywords.required.iter().map(String::as_str))
    }

    /// Tells whether a place itself declares a member by its name.
    pub(crate) fn declares(&self, address: &str, name: &str) -> bool {
        self.keywords(address)
            .is_some_and(|keywords| keywords.properties.contains_key(name))
    }
}

/// Calls a place by its pointer, after the URI of its document where that is another.
pub(crate) fn address(outline: &Outline, place: PlaceId) -> String {
    let place = outline.place(place);
    spelled(place.resource.as_deref(), &place.pointer)
}

pub(crate) fn spelled(resource: Option<&str>, pointer: &Pointer) -> String {
    match resource {
        Some(resource) => format!("{resource}#{pointer}"),
        None => pointer.to_string(),
    }
}

/// Calls a leaf by its place and what it is there.
pub(crate) fn leaf_address(outline: &Outline, leaf: &Leaf) -> String {
    let address = address(outline, leaf.place);
    match leaf.kind {
        LeafKind::Place => address,
        LeafKind::Type(kind) => format!("{address} type {}", type_name(kind)),
        LeafKind::Value(index) => format!("{address} value {index}"),
    }
}

/// Names a type as a schema does.
pub(crate) fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Fraction => "number",
        Type::String => "string",
        Type::Array => "array",
        Type::Object => "object",
    }
}
