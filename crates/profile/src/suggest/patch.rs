use frontdesk_json::Pointer;
use serde_json::{Value, json};

/// A change at one place of a document, as in JSON Patch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operation {
    pub(crate) word: Word,
    pub(crate) path: Pointer,
    /// Nothing where something is removed.
    pub(crate) value: Option<Value>,
}

/// What an [`Operation`] does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Word {
    Add,
    Replace,
    Remove,
}

impl Operation {
    /// Sets a keyword, whether it is there or not.
    pub(crate) fn set(document: &Value, place: &Pointer, keyword: &str, value: Value) -> Self {
        let path = place.member(keyword);
        let there = path.resolve(document).is_some();
        Self {
            word: if there { Word::Replace } else { Word::Add },
            path,
            value: Some(value),
        }
    }

    pub(crate) fn remove(path: Pointer) -> Self {
        Self {
            word: Word::Remove,
            path,
            value: None,
        }
    }

    /// Spells the operation as JSON Patch does.
    pub(crate) fn to_json(&self) -> Value {
        let op = match self.word {
            Word::Add => "add",
            Word::Replace => "replace",
            Word::Remove => "remove",
        };
        match &self.value {
            Some(value) => json!({"op": op, "path": self.path.to_string(), "value": value}),
            None => json!({"op": op, "path": self.path.to_string()}),
        }
    }

    /// Makes the change, `None` where the document has no such place.
    pub(crate) fn apply(&self, document: &mut Value) -> Option<()> {
        let name = self.path.last()?;
        let around = self.path.parent()?.resolve_mut(document)?;
        match (around, &self.value) {
            (Value::Object(members), Some(value)) => {
                members.insert(name.to_owned(), value.clone());
            }
            (Value::Object(members), None) => drop(members.remove(name)?),
            (Value::Array(items), Some(value)) if name == "-" => items.push(value.clone()),
            (Value::Array(items), Some(value)) => {
                *items.get_mut(name.parse::<usize>().ok()?)? = value.clone();
            }
            (Value::Array(items), None) => {
                let index = name.parse().ok().filter(|index| *index < items.len())?;
                items.remove(index);
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Operation, Word};
    use frontdesk_json::Pointer;
    use serde_json::json;

    #[test]
    fn operations_do_what_they_say() {
        let mut document = json!({"required": ["a", "b"], "type": "string"});
        let root = Pointer::root();
        let set = Operation::set(&document, &root, "type", json!("object"));
        assert_eq!(set.word, Word::Replace);
        set.apply(&mut document).unwrap();
        let first = Operation::remove("/required/0".parse().unwrap());
        first.apply(&mut document).unwrap();
        let append = Operation {
            word: Word::Add,
            path: "/required/-".parse().unwrap(),
            value: Some(json!("c")),
        };
        append.apply(&mut document).unwrap();
        assert_eq!(document, json!({"required": ["b", "c"], "type": "object"}));
        assert_eq!(
            append.to_json(),
            json!({"op": "add", "path": "/required/-", "value": "c"})
        );
        for gone in ["/required/7", "/nothing/here", ""] {
            let remove = Operation::remove(gone.parse().unwrap());
            assert_eq!(remove.apply(&mut document), None, "{gone}");
        }
    }
}
