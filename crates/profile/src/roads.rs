//! Where members lead that have been met before.

use std::collections::HashMap;

use crate::guide::StateId;
use crate::tree::NodeId;

/// The ways on from every field that was seen, so that none of them is looked for twice.
///
/// Only members that the schema names have one: their number is bounded, and where they lead never
/// changes.
#[derive(Debug, Default)]
pub(crate) struct Roads {
    roads: Vec<Road>,
    known: HashMap<(NodeId, StateId), RoadId>,
}

/// Names a field in one of the states that it is seen in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct RoadId(usize);

/// A part of a document on its way into the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) node: NodeId,
    pub(crate) state: StateId,
    pub(crate) road: RoadId,
    pub(crate) secret: bool,
    /// Whether all values are alike to the guide here.
    pub(crate) is_plain: bool,
}

#[derive(Debug)]
struct Road {
    node: NodeId,
    state: StateId,
    /// The last document in which it was taken, from 1.
    taken: u64,
    members: Vec<Member>,
    by_name: HashMap<Box<str>, usize>,
    /// Where its last item led.
    item: Option<Visit>,
}

#[derive(Debug)]
struct Member {
    name: Box<str>,
    visit: Visit,
    /// Which member came after it the last time.
    next: usize,
}

/// How far the members of one object have been followed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Follow {
    /// The member that came next the last time.
    expected: usize,
    last: Option<usize>,
}

impl Roads {
    /// Returns the road of a field in a state.
    pub(crate) fn of(&mut self, node: NodeId, state: StateId) -> RoadId {
        *self.known.entry((node, state)).or_insert_with(|| {
            self.roads.push(Road {
                node,
                state,
                taken: 0,
                members: Vec::new(),
                by_name: HashMap::new(),
                item: None,
            });
            RoadId(self.roads.len() - 1)
        })
    }

    /// Takes a road; true if it is the first time in this document, which is numbered from 1.
    pub(crate) fn take(&mut self, road: RoadId, document: u64) -> bool {
        let taken = std::mem::replace(&mut self.roads[road.0].taken, document);
        taken != document
    }

    /// Finds where a member leads, if that is known.
    pub(crate) fn member(
        &mut self,
        road: RoadId,
        follow: &mut Follow,
        name: &str,
    ) -> Option<Visit> {
        let road = &mut self.roads[road.0];
        let expected = road.members.get(follow.expected);
        let found = if expected.is_some_and(|member| *member.name == *name) {
            follow.expected
        } else {
            let found = *road.by_name.get(name)?;
            if let Some(last) = follow.last {
                road.members[last].next = found;
            }
            found
        };
        let member = &road.members[found];
        *follow = Follow {
            expected: member.next,
            last: Some(found),
        };
        Some(member.visit)
    }

    /// Learns where a member leads.
    pub(crate) fn learn(&mut self, road: RoadId, name: &str, visit: Visit) {
        let road = &mut self.roads[road.0];
        let next = road.members.len();
        road.by_name.insert(name.into(), next);
        road.members.push(Member {
            name: name.into(),
            visit,
            next: next + 1,
        });
    }

    /// Tells where the last item led.
    pub(crate) fn item(&self, road: RoadId) -> Option<Visit> {
        self.roads[road.0].item
    }

    /// Learns where an item leads.
    pub(crate) fn learn_item(&mut self, road: RoadId, visit: Visit) {
        self.roads[road.0].item = Some(visit);
    }

    /// Iterates over the fields that were seen, each with a state that it was seen in.
    pub(crate) fn taken(&self) -> impl Iterator<Item = (NodeId, StateId)> {
        let taken = self.roads.iter().filter(|road| road.taken > 0);
        taken.map(|road| (road.node, road.state))
    }
}

#[cfg(test)]
mod tests {
    use super::{Follow, Roads, Visit};
    use crate::guide::Guide;

    #[test]
    fn members_are_found_in_any_order() {
        let mut roads = Roads::default();
        let state = Guide::root();
        let road = roads.of(0, state);
        let visit = |node| Visit {
            node,
            state,
            road,
            secret: false,
            is_plain: true,
        };
        let mut follow = Follow::default();
        for (node, name) in (1..).zip(["a", "b", "c"]) {
            assert!(roads.member(road, &mut follow, name).is_none());
            roads.learn(road, name, visit(node));
        }
        for order in ["abc", "cab", "cab", "bcb", "aac", "abc"] {
            let mut follow = Follow::default();
            for name in order.chars() {
                let found = roads.member(road, &mut follow, &name.to_string());
                let node = name as usize - 'a' as usize + 1;
                assert_eq!(found.map(|found| found.node), Some(node), "{order}");
            }
            assert!(roads.member(road, &mut follow, "d").is_none());
        }
        assert!(roads.take(road, 1) && !roads.take(road, 1) && roads.take(road, 2));
        assert_eq!(roads.of(0, state), road);
        assert_ne!(roads.of(1, state), road);
        assert_eq!(roads.taken().count(), 1);
    }
}
