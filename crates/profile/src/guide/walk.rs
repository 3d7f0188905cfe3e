use serde_json::Value;

use super::{Bits, Guide, StateId};
use crate::look::Look as _;

impl Guide<'_> {
    /// Finds the leaves that a document exercises, given that the schema accepts it.
    pub(crate) fn leaves_of(&mut self, document: &Value) -> Bits {
        let mut touched = self.leaves().none();
        self.walk(Self::root(), document, &mut touched);
        touched
    }

    fn walk(&mut self, state: StateId, value: &Value, touched: &mut Bits) {
        let state = self.settle(state, value);
        self.touch(state, touched);
        self.tell(state, value, &value.kind(), touched);
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let state = self.item(state, index);
                    self.walk(state, item, touched);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let (_, state) = self.member(state, name);
                    self.walk(state, member, touched);
                }
            }
            _ => {}
        }
    }
}
