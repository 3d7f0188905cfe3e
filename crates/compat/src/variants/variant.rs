//! A variant of a union, as far as it matters for telling variants apart.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_json::equal;
use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId, Type, TypeSet};
use serde_json::{Map, Value};

/// A variant, with what is said of it by all subschemas that apply together.
pub(super) struct Variant<'o> {
    pub(super) place: PlaceId,
    /// How it is called: where the subschema stands that it refers to.
    name: String,
    types: TypeSet,
    /// The only values that it is, where it lists them.
    values: Option<Vec<&'o Value>>,
    pub(super) members: BTreeMap<&'o str, Member<'o>>,
    required: BTreeSet<&'o str>,
}

/// What is said of a member.
#[derive(Default)]
pub(super) struct Member<'o> {
    types: Option<TypeSet>,
    pub(super) values: Option<Vec<&'o Value>>,
    /// Values that it is not, as where a variant stands for all tags but some.
    pub(super) excluded: Vec<&'o Value>,
}

impl<'o> Variant<'o> {
    pub(super) fn of(outline: &'o Outline, place: PlaceId) -> Self {
        let mut variant = Self {
            place,
            name: outline.place(referred(outline, place)).pointer.to_string(),
            types: TypeSet::ALL,
            values: None,
            members: BTreeMap::new(),
            required: BTreeSet::new(),
        };
        for part in together(outline, place) {
            let keywords = match &outline.place(part).body {
                Body::Always => continue,
                Body::Never => {
                    variant.types = TypeSet::NONE;
                    continue;
                }
                Body::Keywords(keywords) => keywords,
            };
            variant.types = variant
                .types
                .intersect(keywords.types.unwrap_or(TypeSet::ALL));
            variant.values = variant.values.or_else(|| listed(keywords));
            variant
                .required
                .extend(keywords.required.iter().map(String::as_str));
            for (name, member) in &keywords.properties {
                variant
                    .members
                    .entry(name)
                    .or_default()
                    .add(outline, *member);
            }
        }
        variant
    }

    fn names(&self) -> BTreeSet<&'o str> {
        let members = self.members.keys().copied();
        members.chain(self.required.iter().copied()).collect()
    }

    /// Tells whether nothing that tells variants apart speaks against it.
    pub(super) fn could_be(&self, value: &Value, tags: &BTreeSet<&str>, beside: &[Self]) -> bool {
        let listed = self.values.as_ref();
        if !self.types.has(Type::of(value))
            || listed.is_some_and(|values| !values.iter().any(|one| equal(one, value)))
        {
            return false;
        }
        let Value::Object(members) = value else {
            return true;
        };
        // A variant in its only member is another one where none of the members is that.
        let several = beside.iter().filter(|variant| variant.is_object()).count() > 1;
        let elsewhere = self
            .only_member()
            .is_some_and(|only| several && !members.is_empty() && !members.contains_key(only));
        !elsewhere && self.tagged(members, tags).all(|is_it| is_it)
    }

    fn is_object(&self) -> bool {
        self.types.has(Type::Object) && self.values.is_none()
    }

    fn only_member(&self) -> Option<&'o str> {
        let names = self.names();
        let only = names.first().copied()?;
        (names.len() == 1 && self.required.contains(only)).then_some(only)
    }

    pub(super) fn is_tagged(&self, value: &Value, tags: &BTreeSet<&str>) -> bool {
        let Value::Object(members) = value else {
            return false;
        };
        self.tagged(members, tags).next().is_some()
    }

    /// Tells of each tag that is there whether it is the variant's own.
    fn tagged(
        &self,
        members: &Map<String, Value>,
        tags: &BTreeSet<&str>,
    ) -> impl Iterator<Item = bool> {
        tags.iter().filter_map(|tag| {
            let (said, member) = (self.members.get(tag)?, members.get(*tag)?);
            let is_among = |values: &[&Value]| values.iter().any(|one| equal(one, member));
            match &said.values {
                Some(values) => Some(is_among(values)),
                None => is_among(&said.excluded).then_some(false),
            }
        })
    }

    /// Says how much it is like another, `None` where no value can be of both.
    pub(super) fn likeness(&self, other: &Variant<'_>, tags: &BTreeSet<&str>) -> Option<u32> {
        if self.types.intersect(other.types).is_empty() {
            return None;
        }
        let mut likeness = 0;
        for (name, member) in &self.members {
            let Some(its) = other.members.get(name) else {
                continue;
            };
            match (&member.values, &its.values) {
                (Some(left), Some(right)) if tags.contains(name) => {
                    if apart(left, right) {
                        return None;
                    }
                    likeness += SAME_TAG;
                }
                _ if member.is_never(its) => likeness = u32::saturating_sub(likeness, OTHER_TYPE),
                _ => {}
            }
        }
        if self.name == other.name {
            let is_own = self.name.contains("/oneOf/") || self.name.contains("/anyOf/");
            likeness += if is_own { SAME_POSITION } else { SAME_NAME };
        }
        let (names, others) = (self.names(), other.names());
        let all = names.union(&others).count();
        let both = names.intersection(&others).count();
        let share = (SAME_MEMBERS as usize * both).checked_div(all);
        likeness += share.map_or(NO_MEMBERS, |share| u32::try_from(share).unwrap_or(0));
        Some(likeness)
    }
}

impl<'o> Member<'o> {
    fn add(&mut self, outline: &'o Outline, place: PlaceId) {
        for part in together(outline, place) {
            let Some(keywords) = outline.keywords(part) else {
                continue;
            };
            if let Some(types) = keywords.types {
                self.types = Some(self.types.unwrap_or(TypeSet::ALL).intersect(types));
            }
            if self.values.is_none() {
                self.values = listed(keywords);
            }
            let excluded = keywords.not.and_then(|not| outline.keywords(not));
            self.excluded
                .extend(excluded.and_then(listed).into_iter().flatten());
        }
    }

    /// Tells whether no value is of both by what they list; `None` where neither lists any.
    pub(super) fn parts_from(&self, other: &Member<'_>) -> Option<bool> {
        let excludes = |member: &Member<'_>, values: &[&Value]| {
            let mut values = values.iter();
            values.all(|value| member.excluded.iter().any(|other| equal(value, other)))
        };
        match (&self.values, &other.values) {
            (Some(left), Some(right)) => Some(apart(left, right)),
            (Some(values), None) => Some(excludes(other, values)),
            (None, Some(values)) => Some(excludes(self, values)),
            (None, None) => None,
        }
    }

    /// Tells whether no value is of both by its type.
    fn is_never(&self, other: &Member<'_>) -> bool {
        let types = |member: &Member<'_>| member.types.unwrap_or(TypeSet::ALL);
        types(self).intersect(types(other)).is_empty()
    }
}

fn apart(left: &[&Value], right: &[&Value]) -> bool {
    !left
        .iter()
        .any(|value| right.iter().any(|other| equal(value, other)))
}

/// Follows references that say nothing else.
pub(super) fn referred(outline: &Outline, place: PlaceId) -> PlaceId {
    let mut at = place;
    for _ in 0..MAX_DEPTH {
        let Some(keywords) = outline.keywords(at) else {
            return at;
        };
        let target = keywords.reference.or(keywords.dynamic_reference);
        match target.filter(|_| keywords.subschemas().count() == 1) {
            Some(next) => at = next,
            None => return at,
        }
    }
    at
}

/// Lists the places that apply to the same value without a choice, the place itself first.
fn together(outline: &Outline, place: PlaceId) -> Vec<PlaceId> {
    let mut places = vec![place];
    let mut next = 0;
    while let Some(at) = places.get(next).copied() {
        next += 1;
        let Some(keywords) = outline.keywords(at) else {
            continue;
        };
        let parts = keywords
            .reference
            .iter()
            .chain(&keywords.dynamic_reference)
            .chain(&keywords.all_of);
        for part in parts {
            if !places.contains(part) {
                places.push(*part);
            }
        }
    }
    places
}

fn listed(keywords: &Keywords) -> Option<Vec<&Value>> {
    match (&keywords.constant, &keywords.enumeration) {
        (Some(constant), _) => Some(vec![constant]),
        (None, Some(values)) => Some(values.iter().collect()),
        (None, None) => None,
    }
}

/// How many references are followed into each other.
const MAX_DEPTH: u32 = 16;

const SAME_TAG: u32 = 1000;
const SAME_NAME: u32 = 400;
const SAME_MEMBERS: u32 = 100;
const NO_MEMBERS: u32 = 50;
const OTHER_TYPE: u32 = 30;
const SAME_POSITION: u32 = 10;
