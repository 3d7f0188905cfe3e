use std::collections::HashMap;
use std::collections::hash_map::Entry;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::keywords::Body;
use super::meta;
use super::read::Reader;
use super::scope::{EnvironmentId, Environments};
use super::uri::{Index, ResourceId, Target};
use super::{Outline, Place, PlaceId};
use crate::options::{Draft, Formats, Options};
use crate::positions::Step;

impl Outline {
    /// Outlines a document and all that its references reach.
    pub(crate) fn new(document: &Value, draft: Draft, options: &Options) -> Self {
        let mut builder = Builder {
            index: Index::default(),
            documents: Vec::new(),
            environments: Environments::new(),
            places: Vec::new(),
            known: HashMap::new(),
            todo: Vec::new(),
            knows_meta: false,
            formats: options.formats,
        };
        let whole = builder.add(None, document, draft);
        for (uri, resource) in &options.resources {
            let draft = Draft::named_by(resource).unwrap_or(options.draft);
            builder.add(Some(uri), resource, draft);
        }
        builder.root(whole, document);
        // A stack, not recursion: documents nest as deep as their authors like.
        while let Some(site) = builder.todo.pop() {
            builder.fill(&site);
        }
        Self {
            places: builder.places,
        }
    }
}

pub(super) struct Builder<'d> {
    index: Index<'d>,
    /// The URI of each document, `None` for the schema's own.
    documents: Vec<Option<&'d str>>,
    environments: Environments<'d>,
    places: Vec<Place>,
    /// By address, as in the index: a subschema is one place in each environment it is entered in.
    known: HashMap<(*const Value, EnvironmentId), PlaceId>,
    todo: Vec<Site<'d>>,
    /// Whether the meta-schemas have been added, which seldom anybody refers to.
    knows_meta: bool,
    formats: Formats,
}

/// A place that is still to be filled.
pub(super) struct Site<'d> {
    id: PlaceId,
    value: &'d Value,
    resource: ResourceId,
    environment: EnvironmentId,
}

impl<'d> Builder<'d> {
    /// Tells whether a format of a draft can refuse a text.
    pub(super) fn asserts(&self, format: &str, draft: Draft) -> bool {
        self.formats == Formats::Assert
            && KNOWN_FORMATS
                .iter()
                .any(|(known, asserted, _)| *known == format && *asserted <= draft)
    }

    fn add(&mut self, uri: Option<&'d str>, value: &'d Value, draft: Draft) -> ResourceId {
        let number = self.documents.len();
        self.documents.push(uri);
        self.index.add(number, uri, value, draft)
    }

    fn root(&mut self, resource: ResourceId, value: &'d Value) {
        let outside = Environments::EMPTY;
        let environment = self.environments.enter(outside, resource, &self.index);
        self.place(resource, environment, value, |_| Pointer::root());
    }

    /// Places a subschema directly below another.
    pub(super) fn below(&mut self, site: &Site<'d>, step: Step<'_>, value: &'d Value) -> PlaceId {
        let resource = self.index.resource_at(value, site.resource);
        let environment = self.enter(site, resource);
        self.place(resource, environment, value, |places| {
            let mut pointer = places[site.id.0 as usize].pointer.clone();
            step.push_to(&mut pointer);
            pointer
        })
    }

    /// Places what a reference names, `None` where nothing here is called so.
    pub(super) fn referenced(&mut self, site: &Site<'d>, reference: &str) -> Option<PlaceId> {
        let target = self.target(site, reference)?;
        Some(self.reached(site, target))
    }

    /// Places what a dynamic reference names on the way that leads to its place.
    pub(super) fn dynamically_referenced(
        &mut self,
        site: &Site<'d>,
        reference: &str,
    ) -> Option<PlaceId> {
        let initial = self.target(site, reference)?;
        let Some(anchor) = self.index.asked_anchor(reference, &initial) else {
            return Some(self.reached(site, initial));
        };
        if self.environments.exhausted() {
            return None;
        }
        let outermost = self.environments.outermost(site.environment, &anchor);
        let target = outermost.and_then(|resource| self.index.dynamic_target(resource, &anchor));
        Some(self.reached(site, target.unwrap_or(initial)))
    }

    fn reached(&mut self, site: &Site<'d>, target: Target<'d>) -> PlaceId {
        let environment = self.enter(site, target.resource);
        self.place(target.resource, environment, target.value, |_| {
            target.pointer
        })
    }

    fn enter(&mut self, site: &Site<'d>, resource: ResourceId) -> EnvironmentId {
        if resource == site.resource {
            return site.environment;
        }
        self.environments
            .enter(site.environment, resource, &self.index)
    }

    fn target(&mut self, site: &Site<'d>, reference: &str) -> Option<Target<'d>> {
        let found = self.index.resolve(site.resource, reference);
        if found.is_some() || self.knows_meta {
            return found;
        }
        let named = self.index.named(site.resource, reference);
        if !meta::is_home_of(named.as_str()) {
            return None;
        }
        self.knows_meta = true;
        for (uri, value, draft) in meta::documents() {
            self.add(Some(uri), value, draft);
        }
        self.index.resolve(site.resource, reference)
    }

    fn place(
        &mut self,
        resource: ResourceId,
        environment: EnvironmentId,
        value: &'d Value,
        pointer: impl FnOnce(&[Place]) -> Pointer,
    ) -> PlaceId {
        let id = PlaceId(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        match self.known.entry((std::ptr::from_ref(value), environment)) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(unknown) => unknown.insert(id),
        };
        let document = self.index.document(resource);
        self.places.push(Place {
            pointer: pointer(&self.places),
            resource: self.documents[document].map(str::to_owned),
            body: Body::Always,
        });
        self.todo.push(Site {
            id,
            value,
            resource,
            environment,
        });
        id
    }

    fn fill(&mut self, site: &Site<'d>) {
        let body = match site.value {
            Value::Bool(false) => Body::Never,
            Value::Object(members) if !members.is_empty() => {
                let draft = self.index.draft(site.resource);
                let mut reader = Reader {
                    builder: self,
                    site,
                    draft,
                    members,
                };
                Body::Keywords(Box::new(reader.read()))
            }
            _ => Body::Always,
        };
        self.places[site.id.0 as usize].body = body;
    }
}

/// Tells whether a draft defines a format.
pub(super) fn defines_format(draft: Draft, format: &str) -> bool {
    KNOWN_FORMATS
        .iter()
        .any(|(known, _, defined)| *known == format && *defined <= draft)
}

/// The formats that the first judge checks, with the draft from which on it does, and the first
/// that defines them.
const KNOWN_FORMATS: [(&str, Draft, Draft); 19] = [
    ("date", Draft::Draft4, Draft::Draft7),
    ("date-time", Draft::Draft4, Draft::Draft4),
    ("duration", Draft::Draft201909, Draft::Draft201909),
    ("email", Draft::Draft4, Draft::Draft4),
    ("hostname", Draft::Draft4, Draft::Draft4),
    ("idn-email", Draft::Draft4, Draft::Draft7),
    ("idn-hostname", Draft::Draft7, Draft::Draft7),
    ("ipv4", Draft::Draft4, Draft::Draft4),
    ("ipv6", Draft::Draft4, Draft::Draft4),
    ("iri", Draft::Draft7, Draft::Draft7),
    ("iri-reference", Draft::Draft7, Draft::Draft7),
    ("json-pointer", Draft::Draft6, Draft::Draft6),
    ("regex", Draft::Draft4, Draft::Draft7),
    ("relative-json-pointer", Draft::Draft7, Draft::Draft7),
    ("time", Draft::Draft4, Draft::Draft7),
    ("uri", Draft::Draft4, Draft::Draft4),
    ("uri-reference", Draft::Draft6, Draft::Draft6),
    ("uri-template", Draft::Draft6, Draft::Draft6),
    ("uuid", Draft::Draft201909, Draft::Draft201909),
];
