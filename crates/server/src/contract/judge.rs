use std::sync::{Arc, Mutex};

use frontdesk_schema::{FastJudge, Quick, Schema};

use crate::held::held;

/// A schema, and judges that hold bytes against it without a document.
#[derive(Debug)]
pub(crate) struct Judge {
    schema: Arc<Schema>,
    /// A judge has room that it writes to, so that each serves one thread at a time.
    idle: Mutex<Vec<FastJudge>>,
}

impl Judge {
    pub(crate) fn new(schema: Arc<Schema>) -> Self {
        Self {
            schema,
            idle: Mutex::default(),
        }
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Tells whether bytes are strict JSON that the schema accepts. A yes is certain; where it says
    /// no, the document has to be read and looked at.
    pub(crate) fn accepts_bytes(&self, bytes: &[u8]) -> bool {
        let idle = held(&self.idle).pop();
        let mut judge = idle.unwrap_or_else(|| self.schema.fast());
        let accepted = judge.accepts_bytes(bytes) == Quick::Valid;
        if judge.capacity() <= MOST_ROOM {
            let mut idle = held(&self.idle);
            if idle.len() < MOST_IDLE {
                idle.push(judge);
            }
        }
        accepted
    }
}

/// How many bytes of room an idle judge may hold: one large body must not be paid for ever.
const MOST_ROOM: usize = 256 * 1024;
/// More judges than threads that run at once are never needed.
const MOST_IDLE: usize = 64;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use frontdesk_schema::{Options, Schema};
    use serde_json::json;

    use super::Judge;
    use crate::held::held;

    #[test]
    fn judges_are_kept_unless_they_have_grown() {
        let schema = Schema::compile(json!({"type": "array"}), &Options::default()).unwrap();
        let judge = Judge::new(Arc::new(schema));
        assert!(judge.accepts_bytes(b"[1]"));
        assert!(!judge.accepts_bytes(b"{}"));
        assert!(!judge.accepts_bytes(b"[1"));
        assert_eq!(held(&judge.idle).len(), 1);
    }
}
