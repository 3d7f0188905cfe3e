use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Builder, Built, Stuck};
use crate::plan::demand::{Demand, Obligation, Pin};
use crate::plan::shape::{Member, ObjectShape};
use crate::source::Draw;

/// How often a name is drawn before the demand counts as too hard.
const NAME_DRAWS: usize = 40;

/// Larger objects are refused: they would fill the memory, not find a bug.
const MAX_MEMBERS: u64 = 100_000;

impl Builder<'_> {
    pub(super) fn object(&mut self, shape: &ObjectShape, depth: u32) -> Built {
        let needed = shape.required.len() + shape.forced.len();
        if needed > 0 && depth == 0 {
            return Err(Stuck::Deep);
        }
        if shape.size.min > MAX_MEMBERS {
            return Err(Stuck::Luck);
        }
        let mut object = Object {
            shape,
            depth,
            members: Map::new(),
        };
        self.forced_members(&mut object)?;
        for name in &shape.required {
            self.required_member(&mut object, name)?;
        }
        if depth > 0 {
            self.optional_members(&mut object);
            self.undeclared_members(&mut object);
        }
        if (object.members.len() as u64) < shape.size.min {
            return Err(if depth == 0 { Stuck::Deep } else { Stuck::Luck });
        }
        Ok(Value::Object(object.members))
    }

    fn forced_members(&mut self, object: &mut Object<'_>) -> Built<()> {
        for (member, demand) in &object.shape.forced {
            if let Member::Named(name) = member
                && object.members.contains_key(name)
            {
                // Whatever several routes and flaws demand of one member, it satisfies together.
                continue;
            }
            let name = match member {
                Member::Named(name) => name.clone(),
                Member::Matching(pattern) => self.matching_name(object, pattern)?,
                Member::Undeclared(_) => self.undeclared_name(object, member)?,
                Member::NameOf => {
                    let id = self.name_node(demand);
                    match self.value(id, 0)? {
                        Value::String(name) => name,
                        _ => return Err(Stuck::Luck),
                    }
                }
            };
            if object.shape.forbidden.contains(&name) {
                return Err(Stuck::Dead);
            }
            // The forced demand replaces what the excepted rule says of the member.
            let own = self
                .plan
                .member(&object.shape.rules, &name)
                .unwrap_or_default();
            let more: Demand = match member {
                Member::NameOf => Demand::new(),
                Member::Named(name) => object.shape.forced_on(name).collect(),
                Member::Matching(_) | Member::Undeclared(_) => demand.clone(),
            };
            let own = if matches!(member, Member::Undeclared(_)) {
                self.without_additional(object, &name, own)
            } else {
                own
            };
            let id = self.plan.also(&own, more);
            let value = self.part(name.clone(), id, object.depth - 1)?;
            object.members.insert(name, value);
        }
        Ok(())
    }

    /// A member that a route leads to as undeclared is spoken for by the route.
    fn without_additional(&mut self, object: &Object<'_>, name: &str, own: Demand) -> Demand {
        let places: BTreeSet<_> = object
            .shape
            .forced
            .iter()
            .filter_map(|(member, _)| match member {
                Member::Undeclared(place) => Some(*place),
                _ => None,
            })
            .collect();
        let others: Vec<_> = object
            .shape
            .rules
            .iter()
            .filter(|rule| !places.contains(&rule.place))
            .copied()
            .collect();
        self.plan.member(&others, name).unwrap_or(own)
    }

    fn required_member(&mut self, object: &mut Object<'_>, name: &str) -> Built<()> {
        if object.members.contains_key(name) {
            return Ok(());
        }
        if object.shape.forbidden.contains(name) || !self.name_allowed(object, name) {
            return Err(Stuck::Dead);
        }
        let demand = self
            .plan
            .member(&object.shape.rules, name)
            .ok_or(Stuck::Dead)?;
        let id = self.plan.plan(demand);
        let value = self.part(name.to_owned(), id, object.depth - 1)?;
        object.members.insert(name.to_owned(), value);
        Ok(())
    }

    fn optional_members(&mut self, object: &mut Object<'_>) {
        let full = (object.shape.full || self.full()) && !object.shape.bare;
        let mut names = self.plan.declared_names(&object.shape.rules);
        // Where only some fit, each must have its turn.
        let start = self.source.index(names.len());
        names.rotate_left(start);
        for name in names {
            let short = (object.members.len() as u64) < object.shape.size.min;
            let wanted =
                short || full || (!object.shape.bare && !self.tight() && self.source.chance(1, 2));
            if wanted && object.has_room() && !object.members.contains_key(&name) {
                // What cannot be built is left out, since nobody requires it.
                let _ = self.required_member(object, &name);
            }
        }
    }

    fn undeclared_members(&mut self, object: &mut Object<'_>) {
        let adventurous = !object.shape.bare && self.mixes() && self.source.chance(1, 6);
        let mut wanted = object
            .shape
            .size
            .min
            .saturating_sub(object.members.len() as u64);
        wanted = wanted.max(u64::from(adventurous));
        let patterns = self.plan.declared_patterns(&object.shape.rules);
        let mut failures = 0;
        while wanted > 0 && object.has_room() && failures < NAME_DRAWS {
            let pattern = self.source.pick(&patterns).cloned();
            let name = match pattern {
                Some(pattern) if failures % 2 == 0 => self.matching_name(object, &pattern),
                _ => self.fresh_name(object),
            };
            let added = name.and_then(|name| self.required_member(object, &name));
            match added {
                Ok(()) => wanted -= 1,
                // Nothing undeclared is allowed, and nobody insists.
                Err(_) if object.shape.size.min <= object.members.len() as u64 => return,
                Err(_) => failures += 1,
            }
        }
    }

    fn matching_name(&mut self, object: &Object<'_>, pattern: &str) -> Built<String> {
        let expression = self.plan.expression(pattern);
        for _ in 0..NAME_DRAWS {
            let name = match &expression.drawable {
                Some(drawable) => drawable.draw(self.source, 0, Some(16)),
                None => crate::text::plain(self.source, 1, Some(8)),
            };
            if expression.matches(&name)
                && !object.members.contains_key(&name)
                && self.name_allowed(object, &name)
            {
                return Ok(name);
            }
        }
        Err(Stuck::Luck)
    }

    /// Draws a name that the place of an undeclared member does not declare.
    fn undeclared_name(&mut self, object: &Object<'_>, member: &Member) -> Built<String> {
        let Member::Undeclared(place) = member else {
            return Err(Stuck::Luck);
        };
        for _ in 0..NAME_DRAWS {
            let name = self.fresh_name(object)?;
            let declared = self.plan.declares(*place, &name);
            if !declared && !object.shape.required.contains(&name) {
                return Ok(name);
            }
        }
        Err(Stuck::Luck)
    }

    fn fresh_name(&mut self, object: &Object<'_>) -> Built<String> {
        let names: Demand = object
            .shape
            .names
            .iter()
            .map(|place| Obligation::Holds(*place))
            .collect();
        for _ in 0..NAME_DRAWS {
            let name = if names.is_empty() {
                let stem = ["extra", "x-note", "unknown", "Ωmega", "a b", "0", ""];
                let stem = self.source.pick(&stem).map_or("extra", |stem| *stem);
                format!("{stem}{}", self.source.below(1000))
            } else {
                let id = self.name_node(&names);
                match self.value(id, 0)? {
                    Value::String(name) => name,
                    _ => return Err(Stuck::Luck),
                }
            };
            if !object.members.contains_key(&name) && !object.shape.forbidden.contains(&name) {
                return Ok(name);
            }
        }
        Err(Stuck::Luck)
    }

    fn name_allowed(&mut self, object: &Object<'_>, name: &str) -> bool {
        if object.shape.names.is_empty() {
            return true;
        }
        let pin = self.plan.pin(Pin::Equals(Value::String(name.to_owned())));
        let demand: Demand = object
            .shape
            .names
            .iter()
            .map(|place| Obligation::Holds(*place))
            .chain([Obligation::Pinned(pin)])
            .collect();
        let id = self.plan.plan(demand);
        self.value(id, 0).is_ok()
    }
}

/// An object in the making.
struct Object<'s> {
    shape: &'s ObjectShape,
    depth: u32,
    members: Map<String, Value>,
}

impl Object<'_> {
    fn has_room(&self) -> bool {
        let count = self.members.len() as u64;
        self.shape.size.max.is_none_or(|max| count < max) && count < MAX_MEMBERS
    }
}
