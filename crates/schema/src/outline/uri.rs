use std::collections::{BTreeMap, HashMap};

use frontdesk_json::Pointer;
use serde_json::Value;
use url::Url;

use crate::options::Draft;
use crate::positions::{self, Step};

/// The base of documents that carry no absolute `$id`.
const BASE: &str = "json-schema:///";

/// The name under which `$recursiveAnchor` is held: no anchor has an empty one.
const RECURSIVE: &str = "";

/// Names one schema resource: a document, or a part of one with an `$id` of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct ResourceId(usize);

/// What every URI and anchor of the given documents names.
#[derive(Debug, Default)]
pub(super) struct Index<'d> {
    resources: Vec<Resource<'d>>,
    by_uri: HashMap<String, ResourceId>,
    /// The resource that starts at a value, by the value's address: no two subschemas share one.
    by_root: HashMap<*const Value, ResourceId>,
}

/// One subschema, as references find it.
#[derive(Clone, Debug)]
pub(super) struct Target<'d> {
    pub(super) resource: ResourceId,
    pub(super) pointer: Pointer,
    pub(super) value: &'d Value,
}

#[derive(Debug)]
struct Resource<'d> {
    document: usize,
    base: Url,
    draft: Draft,
    pointer: Pointer,
    value: &'d Value,
    anchors: HashMap<String, Target<'d>>,
    /// `$dynamicAnchor`s, and `$recursiveAnchor` under the empty name.
    dynamic: BTreeMap<&'d str, Target<'d>>,
}

impl<'d> Index<'d> {
    /// Registers a document under its URI, with every `$id` and anchor inside.
    pub(super) fn add(
        &mut self,
        document: usize,
        uri: Option<&str>,
        value: &'d Value,
        draft: Draft,
    ) -> ResourceId {
        let base = uri.map_or_else(root, |uri| join(&root(), uri));
        let whole = self.start(Resource {
            document,
            base,
            draft,
            pointer: Pointer::root(),
            value,
            anchors: HashMap::new(),
            dynamic: BTreeMap::new(),
        });
        positions::walk(value, whole, |steps, value, resource| {
            self.read(steps, value, resource)
        });
        whole
    }

    fn start(&mut self, resource: Resource<'d>) -> ResourceId {
        let id = ResourceId(self.resources.len());
        self.by_root.insert(std::ptr::from_ref(resource.value), id);
        self.name(&resource.base, id);
        self.resources.push(resource);
        id
    }

    fn name(&mut self, base: &Url, resource: ResourceId) {
        // The first one stays: the document is added before those that were handed in with it.
        self.by_uri
            .entry(without_fragment(base).into())
            .or_insert(resource);
    }

    /// Reads what one subschema declares, and tells the resource that it belongs to.
    fn read(&mut self, steps: &[Step<'d>], value: &'d Value, outer: ResourceId) -> ResourceId {
        let resource = self.identify(steps, value, outer);
        let draft = self.draft(resource);
        let text = |keyword: &str| value.get(keyword).and_then(Value::as_str);
        let target = || Target {
            resource,
            pointer: positions::pointer(steps),
            value,
        };
        let declares = &mut self.resources[resource.0];
        if draft >= Draft::Draft201909 {
            if let Some(anchor) = text("$anchor") {
                declares.anchors.insert(anchor.to_owned(), target());
            }
        } else if let Some((_, anchor)) = id(value, draft).and_then(|id| id.split_once('#')) {
            declares.anchors.insert(anchor.to_owned(), target());
        }
        if draft == Draft::Draft202012
            && let Some(anchor) = text("$dynamicAnchor")
        {
            declares.anchors.insert(anchor.to_owned(), target());
            declares.dynamic.insert(anchor, target());
        }
        if draft == Draft::Draft201909 && std::ptr::eq(declares.value, value) && is_recursive(value)
        {
            declares.dynamic.insert(RECURSIVE, target());
        }
        resource
    }

    fn identify(&mut self, steps: &[Step<'d>], value: &'d Value, outer: ResourceId) -> ResourceId {
        let draft = Draft::named_by(value).unwrap_or(self.draft(outer));
        let Some(id) = id(value, draft).filter(|id| !id.starts_with('#')) else {
            return outer;
        };
        let base = without_fragment(&join(&self.resources[outer.0].base, id));
        if steps.is_empty() {
            self.name(&base, outer);
            self.resources[outer.0].base = base;
            return outer;
        }
        self.start(Resource {
            document: self.resources[outer.0].document,
            base,
            draft,
            pointer: positions::pointer(steps),
            value,
            anchors: HashMap::new(),
            dynamic: BTreeMap::new(),
        })
    }

    /// Returns the number of the document that a resource is in.
    pub(super) fn document(&self, resource: ResourceId) -> usize {
        self.resources[resource.0].document
    }

    /// Returns the draft that a resource is read by.
    pub(super) fn draft(&self, resource: ResourceId) -> Draft {
        self.resources[resource.0].draft
    }

    /// Tells the resource that starts at a value, or else the one around it.
    pub(super) fn resource_at(&self, value: &Value, around: ResourceId) -> ResourceId {
        let own = self.by_root.get(&std::ptr::from_ref(value));
        own.copied().unwrap_or(around)
    }

    /// Lists the names that a resource declares for dynamic references.
    pub(super) fn dynamic_anchors(&self, resource: ResourceId) -> impl Iterator<Item = &'d str> {
        self.resources[resource.0].dynamic.keys().copied()
    }

    /// Finds what a dynamic anchor names in a resource that declares it.
    pub(super) fn dynamic_target(&self, resource: ResourceId, anchor: &str) -> Option<Target<'d>> {
        self.resources[resource.0].dynamic.get(anchor).cloned()
    }

    /// Tells the dynamic anchor that a reference asks for, where what it names at first declares it.
    ///
    /// Without that declaration the reference is an ordinary one, whatever else declares the name.
    pub(super) fn asked_anchor(&self, reference: &str, initial: &Target<'d>) -> Option<String> {
        let (_, fragment) = reference.split_once('#')?;
        // The fragment of a `$recursiveRef` is empty, as is the name of what it asks for.
        let anchor = percent_decoded(fragment)?;
        let declared = self.dynamic_target(initial.resource, &anchor)?;
        std::ptr::eq(declared.value, initial.value).then_some(anchor)
    }

    /// Finds what a reference names in a resource.
    pub(super) fn resolve(&self, resource: ResourceId, reference: &str) -> Option<Target<'d>> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = if uri.is_empty() {
            resource
        } else {
            *self.by_uri.get(self.named(resource, uri).as_str())?
        };
        let fragment = percent_decoded(fragment)?;
        if fragment.is_empty() || fragment.starts_with('/') {
            self.descend(resource, &fragment.parse().ok()?)
        } else {
            self.resources[resource.0].anchors.get(&fragment).cloned()
        }
    }

    /// Tells the whole URI that a reference names in a resource.
    pub(super) fn named(&self, resource: ResourceId, reference: &str) -> Url {
        join(&self.resources[resource.0].base, reference)
    }

    fn descend(&self, resource: ResourceId, tail: &Pointer) -> Option<Target<'d>> {
        let start = &self.resources[resource.0];
        let mut target = Target {
            resource,
            pointer: start.pointer.join(tail),
            value: start.value,
        };
        for token in tail.tokens() {
            target.value = Pointer::from_tokens([token]).resolve(target.value)?;
            target.resource = self.resource_at(target.value, target.resource);
        }
        Some(target)
    }
}

/// Tells the URI of a whole document: its `$id`, or what stands for one that it lacks.
pub(crate) fn of_document(document: &Value, draft: Draft) -> Url {
    let id = id(document, draft).filter(|id| !id.starts_with('#'));
    without_fragment(&id.map_or_else(root, |id| join(&root(), id)))
}

fn is_recursive(value: &Value) -> bool {
    value.get("$recursiveAnchor") == Some(&Value::Bool(true))
}

/// Reads the `$id` of a subschema; up to draft 7 a `$ref` beside it takes it away.
fn id(value: &Value, draft: Draft) -> Option<&str> {
    let members = value.as_object()?;
    if draft <= Draft::Draft7 && members.contains_key("$ref") {
        return None;
    }
    let keyword = if draft == Draft::Draft4 { "id" } else { "$id" };
    members.get(keyword)?.as_str()
}

fn root() -> Url {
    // A constant that parses, as every test of this module shows.
    Url::parse(BASE).unwrap_or_else(|error| unreachable!("{BASE}: {error}"))
}

fn join(base: &Url, reference: &str) -> Url {
    base.join(reference).unwrap_or_else(|_| base.clone())
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// Decodes percent-encoded text, `None` where that is malformed.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte == b'%' {
            let digits = rest
                .get(..2)
                .and_then(|pair| std::str::from_utf8(pair).ok())?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::Draft;
    use serde_json::{Value, json};

    fn resolved(document: &Value, draft: Draft, reference: &str) -> Option<String> {
        let mut index = Index::default();
        let whole = index.add(0, None, document, draft);
        Some(index.resolve(whole, reference)?.pointer.to_string())
    }

    #[test]
    fn an_id_beside_a_reference_names_nothing_up_to_draft_7() {
        let document = json!({
            "$id": "http://frontdesk.invalid/sibling/base/",
            "definitions": {
                "foo": {"$id": "http://frontdesk.invalid/sibling/foo.json"},
                "base_foo": {"$id": "foo.json"}
            },
            "allOf": [{"$id": "http://frontdesk.invalid/sibling/", "$ref": "foo.json"}]
        });
        let mut index = Index::default();
        let whole = index.add(0, None, &document, Draft::Draft7);
        let sibling = index.resource_at(&document["allOf"][0], whole);
        let target = index.resolve(sibling, "foo.json").unwrap();
        assert_eq!(target.pointer.to_string(), "/definitions/base_foo");

        let mut later = Index::default();
        let whole = later.add(0, None, &document, Draft::Draft201909);
        let sibling = later.resource_at(&document["allOf"][0], whole);
        let target = later.resolve(sibling, "foo.json").unwrap();
        assert_eq!(target.pointer.to_string(), "/definitions/foo");
    }

    #[test]
    fn anchors_are_spelled_by_their_draft() {
        let document = json!({"$defs": {
            "old": {"$id": "#old"},
            "new": {"$anchor": "new"}
        }});
        let of = |draft, reference| resolved(&document, draft, reference);
        assert_eq!(of(Draft::Draft7, "#old").as_deref(), Some("/$defs/old"));
        assert_eq!(of(Draft::Draft7, "#new"), None);
        assert_eq!(of(Draft::Draft202012, "#old"), None);
        assert_eq!(
            of(Draft::Draft202012, "#new").as_deref(),
            Some("/$defs/new")
        );
    }

    #[test]
    fn data_names_nothing() {
        let inner = json!({"$id": "inner.json"});
        for keyword in ["const", "default", "unknown"] {
            let document = json!({"$id": "http://frontdesk.invalid/", (keyword): inner});
            assert_eq!(resolved(&document, Draft::Draft202012, "inner.json"), None);
        }
        let property =
            json!({"$id": "http://frontdesk.invalid/", "properties": {"default": inner}});
        assert_eq!(
            resolved(&property, Draft::Draft202012, "inner.json").as_deref(),
            Some("/properties/default")
        );
    }
}
