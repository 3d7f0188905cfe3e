use std::collections::BTreeMap;

use frontdesk_json::Pointer;
use frontdesk_schema::Schema;
use frontdesk_schema::outline::{Keywords, Type};

use crate::address::Addresses;
use crate::field::Field;
use crate::part::MessagePart;
use crate::tree::{NodeId, Step};

/// A place of the schema with everything that it spoke of, wherever it was applied.
///
/// Where a field is described by several places, all of its values count for each: the evidence may be
/// wider than the place, never narrower.
pub(crate) struct Spoken<'o> {
    pub(crate) place: Pointer,
    pub(crate) keywords: &'o Keywords,
    pub(crate) field: Field,
    /// Of each member that some value had: how often, how often it was not declared, and as what.
    pub(crate) members: BTreeMap<String, Field>,
}

/// Gathers what each place spoke of; places of other documents are other people's to change.
pub(crate) fn spoken<'o>(part: &MessagePart, schema: &'o Schema) -> Vec<Spoken<'o>> {
    let addresses = Addresses::of(schema.outline());
    let mut nodes: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    for (_, node, _) in part.fields.fields() {
        for place in &part.fields.field(node).places {
            nodes.entry(place).or_default().push(node);
        }
    }
    let places = nodes.into_iter();
    places
        .filter_map(|(address, nodes)| {
            let place = address.parse().ok()?;
            let keywords = addresses.keywords(address)?;
            // A place without a type only leads to those that have one.
            keywords.types?;
            let mut found = Spoken {
                place,
                keywords,
                field: Field::default(),
                members: BTreeMap::new(),
            };
            for node in nodes {
                found.add(part, node);
            }
            Some(found)
        })
        .collect()
}

impl Spoken<'_> {
    /// Counts the objects that the place spoke of.
    pub(crate) fn objects(&self) -> u64 {
        self.field.of_type(Type::Object)
    }

    fn add(&mut self, part: &MessagePart, node: NodeId) {
        self.field.merge(part.fields.field(node));
        for (step, child) in part.fields.children(node) {
            if let Step::Member(name) = step {
                let member = self.members.entry(name.clone().into_owned()).or_default();
                member.merge(part.fields.field(child));
            }
        }
    }
}
