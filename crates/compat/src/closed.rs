//! The values of a schema whose members are all declared.

use std::collections::BTreeSet;

use frontdesk_schema::outline::{Body, Keywords, Outline, Place, PlaceId, Type, TypeSet};
use serde_json::Value;

/// Closes every object that declares members, so that it has no others.
///
/// A member is declared where `properties`, `patternProperties`, `required` or a dependent keyword
/// names it, in the subschema itself or in one that applies to the same value. What stands under
/// `not`, `if` and `contains` is left as it is, since closing it would open the whole.
pub(crate) fn closed(outline: &Outline) -> Outline {
    let mut closing = Closing::new(outline);
    let root = outline.root();
    let start = closing.of_part(root);
    let mut closed = closing.closed;
    let root = closed.root();
    closed.place_mut(root).body = Body::Keywords(Box::new(Keywords {
        reference: Some(start),
        ..Keywords::default()
    }));
    closed
}

struct Closing<'o> {
    outline: &'o Outline,
    closed: Outline,
    /// Where the places stand as they were.
    plain: PlaceId,
    never: PlaceId,
    always: PlaceId,
    /// Where each place stands closed, as a part of a value and beside others.
    parts: Vec<Option<PlaceId>>,
    beside: Vec<Option<PlaceId>>,
    /// Places to which nothing else applies.
    alone: BTreeSet<PlaceId>,
    todo: Vec<(PlaceId, PlaceId)>,
}

impl<'o> Closing<'o> {
    fn new(outline: &'o Outline) -> Self {
        let mut closed = Outline::start();
        let plain = closed.take_in(outline);
        let whole = |body| Place {
            pointer: frontdesk_json::Pointer::root(),
            resource: None,
            body,
        };
        let never = closed.push(whole(Body::Never));
        let always = closed.push(whole(Body::Always));
        Self {
            outline,
            closed,
            plain,
            never,
            always,
            parts: vec![None; outline.len()],
            beside: vec![None; outline.len()],
            alone: BTreeSet::new(),
            todo: Vec::new(),
        }
    }

    /// Closes a place that applies to a part of a value, or to the whole of it.
    fn of_part(&mut self, id: PlaceId) -> PlaceId {
        let start = self.part(id);
        while let Some((id, stands)) = self.todo.pop() {
            self.fill(id, stands);
        }
        start
    }

    fn part(&mut self, id: PlaceId) -> PlaceId {
        if let Some(known) = self.parts[id.index()] {
            return known;
        }
        if let Some(target) = self.only_reference(id) {
            let stands = self.part(target);
            self.parts[id.index()] = Some(stands);
            return stands;
        }
        if !self.closes(id) {
            let stands = self.beside(id);
            self.parts[id.index()] = Some(stands);
            return stands;
        }
        if self.cluster(id, true).len() == 1 {
            // Nothing else applies to the value: closed by the plainer keyword.
            let place = Place {
                body: Body::Always,
                ..self.outline.place(id).clone()
            };
            let stands = self.closed.push(place);
            self.parts[id.index()] = Some(stands);
            self.alone.insert(stands);
            self.todo.push((id, stands));
            return stands;
        }
        let place = self.outline.place(id);
        let (pointer, resource) = (place.pointer.clone(), place.resource.clone());
        let stands = self.closed.push(Place {
            pointer,
            resource,
            body: Body::Always,
        });
        self.parts[id.index()] = Some(stands);
        let inner = self.beside(id);
        self.closed.place_mut(stands).body = Body::Keywords(Box::new(Keywords {
            reference: Some(inner),
            unevaluated_properties: Some(self.never),
            ..Keywords::default()
        }));
        stands
    }

    /// Stands a place beside others that apply to the same value.
    fn beside(&mut self, id: PlaceId) -> PlaceId {
        if let Some(known) = self.beside[id.index()] {
            return known;
        }
        let place = Place {
            body: Body::Always,
            ..self.outline.place(id).clone()
        };
        let stands = self.closed.push(place);
        self.beside[id.index()] = Some(stands);
        self.todo.push((id, stands));
        stands
    }

    fn fill(&mut self, id: PlaceId, stands: PlaceId) {
        let body = match &self.outline.place(id).body {
            Body::Keywords(keywords) => {
                let mut closed = self.keywords(keywords);
                if self.alone.contains(&stands) {
                    closed.additional_properties = Some(self.never);
                }
                Body::Keywords(Box::new(closed))
            }
            other => other.clone(),
        };
        self.closed.place_mut(stands).body = body;
    }

    fn keywords(&mut self, keywords: &Keywords) -> Keywords {
        let mut closed = keywords.clone();
        let declares = declares(keywords);
        if declares {
            // An object is as open without these words.
            let open = |place: &PlaceId| !self.is_always(*place);
            closed.additional_properties = closed.additional_properties.filter(open);
            closed.unevaluated_properties = closed.unevaluated_properties.filter(open);
        }
        let plain = self.plain.index();
        let as_it_was = |place: PlaceId| self.closed.id(plain + place.index());
        for kept in [
            &mut closed.not,
            &mut closed.condition,
            &mut closed.contains,
            &mut closed.property_names,
        ] {
            *kept = kept.and_then(as_it_was);
        }
        let free = !declares;
        for branches in [&mut closed.any_of, &mut closed.one_of] {
            for branch in branches.iter_mut() {
                *branch = self.branch(*branch, free);
            }
        }
        for beside in [
            &mut closed.reference,
            &mut closed.dynamic_reference,
            &mut closed.then,
            &mut closed.otherwise,
        ]
        .into_iter()
        .flatten()
        .chain(&mut closed.all_of)
        .chain(closed.dependent_schemas.values_mut())
        {
            *beside = self.beside(*beside);
        }
        for part in [
            &mut closed.items,
            &mut closed.unevaluated_items,
            &mut closed.additional_properties,
            &mut closed.unevaluated_properties,
        ]
        .into_iter()
        .flatten()
        .chain(&mut closed.prefix_items)
        .chain(closed.properties.values_mut())
        .chain(closed.pattern_properties.values_mut())
        {
            *part = self.part(*part);
        }
        if closed.additional_properties.is_none() {
            for name in names(keywords) {
                closed.properties.entry(name).or_insert(self.always);
            }
        }
        closed
    }

    /// Stands a branch of a union; where nothing beside it declares members, it may be a free map.
    fn branch(&mut self, id: PlaceId, free: bool) -> PlaceId {
        let stands = self.beside(id);
        if !free || self.cluster_declares(id) || !self.takes_objects(id) {
            return stands;
        }
        let place = self.outline.place(id);
        let (pointer, resource) = (place.pointer.clone(), place.resource.clone());
        self.closed.push(Place {
            pointer,
            resource,
            body: Body::Keywords(Box::new(Keywords {
                reference: Some(stands),
                unevaluated_properties: Some(self.always),
                ..Keywords::default()
            })),
        })
    }

    /// Returns where a place leads that says nothing itself; a circle of those leads nowhere.
    fn only_reference(&self, id: PlaceId) -> Option<PlaceId> {
        let keywords = self.outline.keywords(id)?;
        let target = keywords.reference?;
        let alone = keywords.subschemas().count() == 1
            && keywords.types.is_none()
            && keywords.constant.is_none()
            && keywords.enumeration.is_none()
            && !keywords.opaque
            && !self.cluster(target, false).contains(&id);
        let says_nothing = || {
            let bare = Keywords {
                reference: keywords.reference,
                ..Keywords::default()
            };
            keywords.asserts_as(&bare)
        };
        (alone && says_nothing()).then_some(target)
    }

    fn is_always(&self, id: PlaceId) -> bool {
        matches!(self.outline.place(id).body, Body::Always)
    }

    /// Tells whether closing a place says anything.
    fn closes(&self, id: PlaceId) -> bool {
        self.cluster_declares(id) && !self.is_ruled(id)
    }

    /// Tells whether a place or one beside it declares members.
    fn cluster_declares(&self, id: PlaceId) -> bool {
        self.cluster(id, true)
            .into_iter()
            .filter_map(|id| self.outline.keywords(id))
            .any(declares)
    }

    /// Tells whether undeclared members are spoken of, or all values are listed.
    fn is_ruled(&self, id: PlaceId) -> bool {
        self.cluster(id, false)
            .into_iter()
            .filter_map(|id| self.outline.keywords(id))
            .any(|keywords| {
                let rest = [
                    keywords.additional_properties,
                    keywords.unevaluated_properties,
                ];
                let lists = keywords
                    .constant
                    .iter()
                    .chain(keywords.enumeration.iter().flatten());
                rest.into_iter()
                    .flatten()
                    .any(|place| !self.is_always(place))
                    || lists.into_iter().any(Value::is_object)
            })
    }

    fn takes_objects(&self, id: PlaceId) -> bool {
        let objects = TypeSet::only(Type::Object);
        match &self.outline.place(id).body {
            Body::Never => false,
            Body::Always => true,
            Body::Keywords(_) => self
                .cluster(id, false)
                .into_iter()
                .filter_map(|id| self.outline.keywords(id)?.types)
                .all(|types| !types.intersect(objects).is_empty()),
        }
    }

    /// Lists a place and those that apply beside it, of unions too where they are asked for.
    fn cluster(&self, id: PlaceId, unions: bool) -> Vec<PlaceId> {
        let mut found = vec![id];
        let mut known = BTreeSet::from([id]);
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            let Some(keywords) = self.outline.keywords(id) else {
                continue;
            };
            let together = keywords
                .reference
                .iter()
                .chain(&keywords.dynamic_reference)
                .chain(&keywords.all_of);
            let either = keywords
                .any_of
                .iter()
                .chain(&keywords.one_of)
                .chain(&keywords.then)
                .chain(&keywords.otherwise)
                .chain(keywords.dependent_schemas.values());
            let either = either.filter(|_| unions);
            found.extend(together.chain(either).filter(|id| known.insert(**id)));
        }
        found
    }
}

fn declares(keywords: &Keywords) -> bool {
    !keywords.properties.is_empty()
        || !keywords.pattern_properties.is_empty()
        || names(keywords).next().is_some()
}

/// Lists the names that are spoken of other than by a subschema.
fn names(keywords: &Keywords) -> impl Iterator<Item = String> {
    let dependent = keywords
        .dependent_required
        .iter()
        .flat_map(|(name, needed)| [name].into_iter().chain(needed));
    keywords
        .required
        .iter()
        .chain(dependent)
        .chain(keywords.dependent_schemas.keys())
        .cloned()
}
