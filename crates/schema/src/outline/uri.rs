use std::collections::HashMap;

use frontdesk_json::Pointer;
use serde_json::Value;
use url::Url;

use crate::options::Draft;

/// The base of documents that carry no absolute `$id`.
const BASE: &str = "json-schema:///";

/// What every URI and anchor of the given documents names: (document, pointer).
#[derive(Debug, Default)]
pub(super) struct Index {
    targets: HashMap<String, (usize, Pointer)>,
    /// The base URI that holds at each subschema resource's root.
    bases: HashMap<(usize, Pointer), Url>,
}

impl Index {
    /// Registers a document under its URI, with every `$id` and anchor inside.
    pub(super) fn add(&mut self, document: usize, uri: Option<&str>, value: &Value, draft: Draft) {
        let base = uri.map_or_else(root, |uri| join(&root(), uri));
        self.bases.insert((document, Pointer::root()), base.clone());
        self.targets.insert(key(&base), (document, Pointer::root()));
        self.scan(document, &base, &Pointer::root(), value, draft);
    }

    fn scan(&mut self, document: usize, base: &Url, at: &Pointer, value: &Value, draft: Draft) {
        let mut base = base.clone();
        match value {
            Value::Object(members) => {
                let keyword = if draft == Draft::Draft4 { "id" } else { "$id" };
                if let Some(id) = members.get(keyword).and_then(Value::as_str) {
                    let named = join(&base, id);
                    self.targets.insert(key(&named), (document, at.clone()));
                    if !id.starts_with('#') {
                        self.bases
                            .insert((document, at.clone()), without_fragment(&named));
                        self.targets
                            .insert(key(&without_fragment(&named)), (document, at.clone()));
                        base = without_fragment(&named);
                    }
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = members.get(keyword).and_then(Value::as_str) {
                        let mut named = base.clone();
                        named.set_fragment(Some(anchor));
                        self.targets
                            .insert(named.to_string(), (document, at.clone()));
                    }
                }
                for (name, member) in members {
                    // Values are data, and an `$id` inside them names nothing.
                    if !matches!(name.as_str(), "const" | "enum" | "default" | "examples") {
                        self.scan(document, &base, &at.member(name), member, draft);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.scan(document, &base, &at.index(index), item, draft);
                }
            }
            _ => {}
        }
    }

    /// Finds what a reference names where it stands.
    pub(super) fn resolve(
        &self,
        document: usize,
        at: &Pointer,
        reference: &str,
    ) -> Option<(usize, Pointer)> {
        let named = join(&self.base(document, at), reference);
        if let Some(target) = self.targets.get(&key(&named)) {
            return Some(target.clone());
        }
        let (document, pointer) = self.targets.get(&key(&without_fragment(&named)))?;
        let fragment = percent_decoded(named.fragment()?)?;
        let tail: Pointer = fragment.parse().ok()?;
        Some((*document, pointer.join(&tail)))
    }

    /// Tells the whole URI that a reference names where it stands.
    pub(super) fn named(&self, document: usize, at: &Pointer, reference: &str) -> String {
        join(&self.base(document, at), reference).to_string()
    }

    fn base(&self, document: usize, at: &Pointer) -> Url {
        let mut at = Some(at.clone());
        while let Some(pointer) = at {
            at = pointer.parent();
            if let Some(base) = self.bases.get(&(document, pointer)) {
                return base.clone();
            }
        }
        root()
    }
}

fn root() -> Url {
    // A constant that parses, as every test of this module shows.
    Url::parse(BASE).unwrap_or_else(|error| unreachable!("{BASE}: {error}"))
}

fn join(base: &Url, reference: &str) -> Url {
    if let Some(fragment) = reference.strip_prefix('#') {
        let mut named = base.clone();
        named.set_fragment(Some(fragment));
        return named;
    }
    base.join(reference).unwrap_or_else(|_| base.clone())
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// An empty fragment names the document, as no fragment does.
fn key(url: &Url) -> String {
    url.as_str().trim_end_matches('#').to_owned()
}

fn percent_decoded(text: &str) -> Option<String> {
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
