//! Whether a value that is given as a whole satisfies a plan.

use frontdesk_json::equal;
use frontdesk_schema::outline::Type;
use serde_json::Value;

use super::{Builder, number};
use crate::plan::demand::Obligation;
use crate::plan::parts::Slot;
use crate::plan::shape::{ArrayShape, ObjectShape, Shape};
use crate::plan::{Node, NodeId};

impl Builder<'_> {
    /// Tells whether a value satisfies a plan, as far as the plan knows.
    pub(crate) fn admits(&mut self, id: NodeId, value: &Value) -> bool {
        self.steps += 1;
        if self.steps > self.most_steps {
            return false;
        }
        let node = self.plan.node(id);
        match &*node {
            Node::Dead => false,
            Node::Open(ways) => ways.iter().any(|way| self.admits(*way, value)),
            Node::Shape(shape, slots) => {
                let listed = shape
                    .values
                    .as_ref()
                    .is_none_or(|values| values.iter().any(|other| equal(other, value)));
                listed && self.fits(shape, value) && self.parts_fit(shape, slots, value)
            }
        }
    }

    /// Tells whether a value keeps the constraints of a shape, leaving out the values it lists.
    pub(super) fn fits(&mut self, shape: &Shape, value: &Value) -> bool {
        let itself = match value {
            Value::Number(number) => number::fits(&shape.number, number),
            Value::String(text) => self.text_fits(&shape.text, text),
            Value::Array(items) => shape.array.length.holds(items.len()),
            Value::Object(members) => {
                shape.object.size.holds(members.len())
                    && shape
                        .object
                        .required
                        .iter()
                        .all(|name| members.contains_key(name))
                    && !shape
                        .object
                        .forbidden
                        .iter()
                        .any(|name| members.contains_key(name))
            }
            Value::Null | Value::Bool(_) => true,
        };
        itself
            && shape.types.has(Type::of(value))
            && !shape.excluded.iter().any(|other| equal(other, value))
    }

    pub(super) fn parts_fit(&mut self, shape: &Shape, slots: &[Slot], value: &Value) -> bool {
        match value {
            Value::Array(items) => self.items_fit(&shape.array, items),
            Value::Object(members) => members
                .iter()
                .all(|(name, member)| self.member_fits(&shape.object, slots, name, member)),
            _ => true,
        }
    }

    fn items_fit(&mut self, shape: &ArrayShape, items: &[Value]) -> bool {
        let mut counts = vec![0_u64; shape.contains.len()];
        for (index, item) in items.iter().enumerate() {
            let mut counted = Vec::new();
            for (count, contains) in counts.iter_mut().zip(&shape.contains) {
                let id = self.plan.plan(vec![Obligation::Holds(contains.place)]);
                if self.admits(id, item) {
                    *count += 1;
                    counted.push(contains.owner);
                }
            }
            let Some(demand) = self.plan.item(&shape.rules, index, false, &counted) else {
                return false;
            };
            let id = self.plan.plan(demand);
            let repeats = shape.unique && items[..index].iter().any(|other| equal(other, item));
            if repeats || !self.admits(id, item) {
                return false;
            }
        }
        counts.iter().zip(&shape.contains).all(|(count, contains)| {
            *count >= contains.min && contains.max.is_none_or(|max| *count <= max)
        })
    }

    fn member_fits(
        &mut self,
        shape: &ObjectShape,
        slots: &[Slot],
        name: &str,
        value: &Value,
    ) -> bool {
        let slot = slots.binary_search_by(|slot| slot.name.as_str().cmp(name));
        let node = match slot {
            Ok(index) => slots[index].node,
            Err(_) => self.plan.allowed(shape, name),
        };
        let Some(node) = node else {
            return false;
        };
        let named = Value::String(name.to_owned());
        let allowed = shape.names.iter().all(|place| {
            let id = self.plan.plan(vec![Obligation::Holds(*place)]);
            self.admits(id, &named)
        });
        allowed && self.admits(node, value)
    }
}
