use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Blame, Builder, Built, Stuck, Token};
use crate::plan::NodeId;
use crate::plan::demand::{Demand, Obligation, Pin};
use crate::plan::parts::Slot;
use crate::plan::shape::{Member, ObjectShape};
use frontdesk_text::Draw;

/// How often a name is drawn before the demand counts as too hard.
const NAME_DRAWS: usize = 40;

/// Larger objects are refused: they would fill the memory, not find a bug.
pub(super) const MAX_MEMBERS: u64 = 100_000;

impl Builder<'_> {
    pub(super) fn object(&mut self, shape: &ObjectShape, slots: &[Slot], depth: u32) -> Built {
        let needed = shape.required.len() + shape.forced.len();
        if depth == 0 && (needed > 0 || shape.size.min > 0) {
            return Err(Stuck::Deep);
        }
        if shape.size.min > MAX_MEMBERS {
            self.blame(Blame::TooManyMembers);
            return Err(Stuck::Luck);
        }
        self.need(shape.size.min.max(needed as u64))?;
        let mut object = Object {
            shape,
            depth,
            members: Map::new(),
        };
        self.forced_members(&mut object)?;
        for slot in slots.iter().filter(|slot| slot.required) {
            self.add(&mut object, &slot.name, slot.node)?;
        }
        if depth > 0 {
            self.optional_members(&mut object, slots);
            let stuck = self.undeclared_members(&mut object);
            if (object.members.len() as u64) < shape.size.min {
                self.blame(Blame::Names);
                return Err(stuck);
            }
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
            let value = self.part(Token::Name(&name), id, object.depth - 1);
            let value = value.map_err(|stuck| match (stuck, member) {
                // Another name may still do.
                (Stuck::Dead, Member::Matching(_) | Member::Undeclared(_)) => Stuck::Luck,
                (stuck, _) => stuck,
            })?;
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
            .cloned()
            .collect();
        self.plan.member(&others, name).unwrap_or(own)
    }

    /// Adds the member called `name`, planned as `node`.
    fn add(&mut self, object: &mut Object<'_>, name: &str, node: Option<NodeId>) -> Built<()> {
        if object.members.contains_key(name) {
            return Ok(());
        }
        let node = node.ok_or(Stuck::Dead)?;
        if !self.name_allowed(object.shape, name) {
            return Err(Stuck::Dead);
        }
        let value = self.part(Token::Name(name), node, object.depth - 1)?;
        object.members.insert(name.to_owned(), value);
        Ok(())
    }

    fn optional_members(&mut self, object: &mut Object<'_>, slots: &[Slot]) {
        let full = (object.shape.full || self.full()) && !object.shape.bare;
        let spare = object.shape.bare || self.tight();
        if spare && !full && object.members.len() as u64 >= object.shape.size.min {
            return;
        }
        // Where only some fit, each must have its turn.
        let crowded = object.shape.size.min > 0 || object.shape.size.max.is_some();
        let start = if crowded {
            self.source.index(slots.len())
        } else {
            0
        };
        let (last, first) = slots.split_at(start);
        for slot in first.iter().chain(last) {
            if slot.required || slot.node.is_none() || !object.has_room() {
                continue;
            }
            let short = (object.members.len() as u64) < object.shape.size.min;
            // What people send has most of what can be said.
            let odds = if self.scene.is_some() { 3 } else { 2 };
            if short || full || (!spare && self.source.chance(odds, 4)) {
                // What cannot be built is left out, since nobody requires it.
                let _ = self.add(object, &slot.name, slot.node);
            }
        }
    }

    /// Adds members that nothing names, and tells what kept others away.
    fn undeclared_members(&mut self, object: &mut Object<'_>) -> Stuck {
        let adventurous = !object.shape.bare && self.mixes() && self.source.chance(1, 6);
        let missing = |object: &Object<'_>| {
            let count = object.members.len() as u64;
            object.shape.size.min.saturating_sub(count)
        };
        let mut wanted = missing(object).max(u64::from(adventurous));
        let mut worst = Stuck::Luck;
        if wanted == 0 {
            return worst;
        }
        let patterns = self.plan.declared_patterns(object.shape);
        let mut failures = 0;
        let mut deep = 0;
        while wanted > 0 && object.has_room() && failures < NAME_DRAWS {
            let pattern = self.source.pick(&patterns).cloned();
            let name = match pattern {
                Some(pattern) if failures % 2 == 0 => self.matching_name(object, &pattern),
                _ => self.fresh_name(object, &patterns),
            };
            let added = name.and_then(|name| {
                let node = self.plan.allowed(object.shape, &name);
                self.add(object, &name, node)
            });
            match added {
                Ok(()) => wanted -= 1,
                // Nothing undeclared is allowed, and nobody insists.
                Err(_) if missing(object) == 0 => return worst,
                Err(stuck) => {
                    failures += 1;
                    deep += usize::from(stuck == Stuck::Deep);
                }
            }
        }
        if deep > 0 && deep >= failures / 2 {
            worst = Stuck::Deep;
        }
        worst
    }

    fn matching_name(&mut self, object: &Object<'_>, pattern: &str) -> Built<String> {
        let matching = self.plan.pin(Pin::Matches(pattern.to_owned()));
        let mut more = vec![Obligation::Pinned(matching)];
        // Where patterns overlap and their subschemas do not agree, another name does.
        for other in self.plan.declared_patterns(object.shape) {
            if other != pattern {
                let pin = match self.source.below(4) {
                    0 | 1 => Pin::Differs(other),
                    2 => Pin::Matches(other),
                    _ => continue,
                };
                more.push(Obligation::Pinned(self.plan.pin(pin)));
            }
        }
        self.new_name(object, &more)
    }

    /// Draws a name that the place of an undeclared member does not declare.
    fn undeclared_name(&mut self, object: &Object<'_>, member: &Member) -> Built<String> {
        let Member::Undeclared(place) = member else {
            return Err(Stuck::Luck);
        };
        for _ in 0..NAME_DRAWS {
            let name = self.fresh_name(object, &[])?;
            let declared = self.plan.declares(*place, &name);
            if !declared && !object.shape.required.contains(&name) {
                return Ok(name);
            }
        }
        Err(Stuck::Luck)
    }

    /// Draws a name that is not there yet; now and then one that is unlike all `patterns`.
    fn fresh_name(&mut self, object: &Object<'_>, patterns: &[String]) -> Built<String> {
        let unlike = !patterns.is_empty() && self.source.chance(1, 2);
        if unlike {
            let more: Vec<Obligation> = patterns
                .iter()
                .map(|pattern| Obligation::Pinned(self.plan.pin(Pin::Differs(pattern.clone()))))
                .collect();
            return self.new_name(object, &more);
        }
        if !object.shape.names.is_empty() {
            return self.new_name(object, &[]);
        }
        for _ in 0..NAME_DRAWS {
            let stem = ["extra", "x-note", "unknown", "Ωmega", "a b", "0", ""];
            let stem = self.source.pick(&stem).map_or("extra", |stem| *stem);
            // Many names are not to run into each other.
            let spread = object.shape.size.min.saturating_mul(4).max(1000);
            let name = format!("{stem}{}", self.source.below(spread));
            if object.lacks(&name) {
                return Ok(name);
            }
        }
        Err(Stuck::Luck)
    }

    /// Draws a name that satisfies what names must, and more, and that is not there yet.
    fn new_name(&mut self, object: &Object<'_>, more: &[Obligation]) -> Built<String> {
        let names = object.shape.names.iter();
        let demand: Demand = names
            .map(|place| Obligation::Holds(*place))
            .chain(more.iter().copied())
            .collect();
        let id = self.name_node(&demand);
        for _ in 0..NAME_DRAWS {
            match self.value(id, 0)? {
                Value::String(name) if object.lacks(&name) => return Ok(name),
                _ => {}
            }
        }
        Err(Stuck::Luck)
    }

    fn name_allowed(&mut self, shape: &ObjectShape, name: &str) -> bool {
        if shape.names.is_empty() {
            return true;
        }
        let name = Value::String(name.to_owned());
        shape.names.iter().all(|place| {
            let id = self.plan.plan(vec![Obligation::Holds(*place)]);
            self.admits(id, &name)
        })
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

    fn lacks(&self, name: &str) -> bool {
        !self.members.contains_key(name) && !self.shape.forbidden.contains(name)
    }
}
