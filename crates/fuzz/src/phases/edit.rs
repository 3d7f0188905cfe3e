use std::sync::Arc;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::{Ground, Made, is_sendable};
use crate::case::Phase;
use crate::place;

/// One change of a request, made when its turn comes: there are many of them, and requests are large.
pub(super) struct Edit {
    intent: String,
    base: Arc<Value>,
    what: What,
}

enum What {
    Put(Pointer, Value),
    /// Away with it wherever the place is.
    Remove(Pointer),
}

impl Edit {
    /// Puts a value at a pointer.
    pub(super) fn put(intent: String, base: &Arc<Value>, at: Pointer, new: Value) -> Self {
        Self {
            intent,
            base: Arc::clone(base),
            what: What::Put(at, new),
        }
    }

    /// Leaves out whatever is at a place.
    pub(super) fn remove(intent: String, base: &Arc<Value>, place: Pointer) -> Self {
        Self {
            intent,
            base: Arc::clone(base),
            what: What::Remove(place),
        }
    }

    fn made(self) -> Option<(String, Value)> {
        let mut value = (*self.base).clone();
        match self.what {
            What::Put(at, new) => {
                if !place::put(&mut value, &at, new) {
                    return None;
                }
            }
            What::Remove(place) => {
                for instance in place::instances(&place, &self.base).iter().rev() {
                    place::remove(&mut value, instance);
                }
            }
        }
        Some((self.intent, value))
    }
}

/// Makes cases of changes, one after the other.
pub(super) fn edited(edits: Vec<Edit>, ground: Ground) -> Made {
    Box::new(edits.into_iter().filter_map(move |edit| {
        let (intent, value) = edit.made()?;
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}
