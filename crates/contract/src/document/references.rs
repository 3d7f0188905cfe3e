//! Where references lead, inside one document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::error::{DocumentError, DocumentErrorKind};

/// The names that schemas of a document give themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    ids: BTreeMap<String, Pointer>,
    /// By the place that the name counts in, and the name.
    anchors: BTreeMap<(Pointer, String), Pointer>,
    dynamic: BTreeMap<String, Vec<Pointer>>,
}

impl Names {
    /// Collects the names of a document.
    pub(super) fn of(document: &Value) -> Self {
        let mut names = Self::default();
        names.collect(document, &mut Pointer::root(), &Pointer::root());
        names
    }

    /// Returns the only place with a dynamic anchor, where there is one.
    pub(super) fn dynamic(&self, name: &str) -> Option<&Pointer> {
        match self.dynamic.get(name)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    fn collect(&mut self, value: &Value, here: &mut Pointer, base: &Pointer) {
        match value {
            Value::Object(members) => {
                let text = |name: &str| members.get(name).and_then(Value::as_str);
                let own = text("$id").filter(|id| !id.starts_with('#'));
                let base = own.map_or_else(|| base.clone(), |_| here.clone());
                if let Some(id) = own {
                    self.ids
                        .insert(id.trim_end_matches('#').to_owned(), here.clone());
                }
                if let Some(name) = text("$anchor") {
                    let key = (base.clone(), name.to_owned());
                    self.anchors.insert(key, here.clone());
                }
                if let Some(name) = text("$dynamicAnchor") {
                    let key = (base.clone(), name.to_owned());
                    self.anchors.insert(key, here.clone());
                    let places = self.dynamic.entry(name.to_owned()).or_default();
                    places.push(here.clone());
                }
                for (name, value) in members {
                    here.push(name);
                    self.collect(value, here, &base);
                    here.pop();
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    here.push(index.to_string());
                    self.collect(value, here, base);
                    here.pop();
                }
            }
            _ => {}
        }
    }

    /// Returns the innermost schema around a place that is a document of its own.
    fn base(&self, place: &Pointer) -> Pointer {
        let around = self.ids.values().filter(|id| place.starts_with(id));
        around
            .max_by_key(|id| id.len())
            .cloned()
            .unwrap_or_default()
    }
}

/// Finds what a reference at `from` names.
pub(super) fn target(
    document: &Value,
    names: &Names,
    from: &Pointer,
    reference: &str,
) -> Result<Pointer, DocumentError> {
    let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let base = if uri.is_empty() {
        names.base(from)
    } else {
        names.ids.get(uri).cloned().ok_or_else(|| {
            let (pointer, reference) = (from.clone(), reference.to_owned());
            DocumentError::from(DocumentErrorKind::External { pointer, reference })
        })?
    };
    let found = decoded(fragment).and_then(|fragment| {
        if fragment.is_empty() || fragment.starts_with('/') {
            let tail: Pointer = fragment.parse().ok()?;
            let pointer = base.join(&tail);
            pointer.resolve(document).map(|_| pointer)
        } else {
            names.anchors.get(&(base, fragment)).cloned()
        }
    });
    found.ok_or_else(|| {
        let (pointer, reference) = (from.clone(), reference.to_owned());
        DocumentErrorKind::Dangling { pointer, reference }.into()
    })
}

/// Writes a pointer as the fragment of a URI.
pub(super) fn fragment(pointer: &Pointer) -> String {
    let mut text = String::from("#");
    for byte in pointer.to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~$!*+".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Undoes percent-encoding; `None` where it gives no text.
fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Names, fragment, target};
    use frontdesk_json::Pointer;
    use serde_json::json;

    #[test]
    fn references_are_followed_by_every_name() {
        let document = json!({
            "paths": {"/a b/{c}": {"x": 1}},
            "components": {"schemas": {
                "A": {"$id": "https://a.invalid/a", "$defs": {"b": {"$anchor": "bee"}}},
                "C": {"$anchor": "sea"}
            }}
        });
        let names = Names::of(&document);
        let root = Pointer::root();
        let inside: Pointer = "/components/schemas/A/$defs/b".parse().unwrap();
        let place: Pointer = "/paths/~1a b~1{c}/x".parse().unwrap();
        assert_eq!(fragment(&place), "#/paths/~1a%20b~1%7Bc%7D/x");
        for (from, reference, found) in [
            (
                &root,
                "#/paths/~1a%20b~1%7Bc%7D/x",
                Some("/paths/~1a b~1{c}/x"),
            ),
            (&root, "#sea", Some("/components/schemas/C")),
            (&inside, "#bee", Some("/components/schemas/A/$defs/b")),
            (&inside, "#/$defs/b", Some("/components/schemas/A/$defs/b")),
            (
                &root,
                "https://a.invalid/a#bee",
                Some("/components/schemas/A/$defs/b"),
            ),
            (&root, "#bee", None),
            (&inside, "#/components", None),
            (&root, "#/nowhere", None),
            (&root, "#/%zz", None),
            (&root, "other.json#/a", None),
        ] {
            let is = target(&document, &names, from, reference).ok();
            assert_eq!(is.map(|is| is.to_string()).as_deref(), found, "{reference}");
        }
    }
}
