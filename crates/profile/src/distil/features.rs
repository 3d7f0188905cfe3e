use std::collections::HashMap;

use frontdesk_schema::Schema;
use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::address::{spelled, type_name};
use crate::guide::{Bits, Declared, Guide, StateId};
use crate::reading::Sheet;

/// Finds what documents of one message show.
pub(super) struct Features<'s> {
    guide: Guide<'s>,
    /// What is no leaf of the schema, by its words; the numbers follow those of the leaves.
    others: HashMap<String, usize>,
}

impl<'s> Features<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self {
            guide: Guide::new(schema),
            others: HashMap::new(),
        }
    }

    /// Lists what a document shows.
    pub(super) fn of(&mut self, sheet: &Sheet<'_, 's>) -> Bits {
        let mut found = self.guide.leaves().none();
        let mut words = Vec::new();
        if self.guide.schema().accepts(sheet.value) {
            found = self.guide.leaves_of(sheet.value);
            self.undeclared(Guide::root(), sheet.value, "", &mut words);
        } else {
            let broken = self.guide.schema().violations(sheet.value);
            words.extend(broken.iter().map(|violation| {
                let place = spelled(violation.resource.as_deref(), &violation.schema);
                format!("refused by {} of {place}", violation.keyword)
            }));
        }
        if let Some(recording) = sheet.recording {
            words.push(format!("over {}", recording.transport.as_str()));
            words.extend(recording.status.map(|status| format!("status {status}")));
        }
        for word in words {
            found.mark(Some(self.number(word)));
        }
        found
    }

    /// Names the members that the schema does not declare, with their types.
    fn undeclared(&mut self, state: StateId, value: &Value, way: &str, words: &mut Vec<String>) {
        let state = self.guide.settle(state, value);
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let state = self.guide.item(state, index);
                    self.undeclared(state, item, &format!("{way}/*"), words);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let (declared, state) = self.guide.member(state, name);
                    if declared == Declared::Undeclared {
                        let kind = type_name(Type::of(member));
                        words.push(format!("undeclared {way}/{name} of type {kind}"));
                    } else {
                        self.undeclared(state, member, &format!("{way}/{name}"), words);
                    }
                }
            }
            _ => {}
        }
    }

    /// Numbers a word; of too many the rest shares one number.
    fn number(&mut self, word: String) -> usize {
        let first = self.guide.leaves().len();
        let next = first + self.others.len();
        if let Some(known) = self.others.get(&word) {
            return *known;
        }
        if self.others.len() >= MOST_OTHERS {
            return first + MOST_OTHERS;
        }
        self.others.insert(word, next);
        next
    }
}

/// How many things beside leaves are told apart.
const MOST_OTHERS: usize = 4_096;
