use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::case::Case;
use crate::endpoint::{Operation, Part};
use crate::exchange::{Answer, Reply};

/// What answers name, such as the id of a thing that was made, for the paths that ask for it.
pub(super) struct Resources {
    collections: Vec<Collection>,
    /// The variables of each operation's path, with the collections that their values come from.
    variables: Vec<Vec<(Pointer, usize)>>,
    /// The collection of each operation whose path is one.
    of: Vec<Option<usize>>,
    /// Whether each operation takes the thing away that its path names.
    removes: Vec<bool>,
}

/// Things below one path.
struct Collection {
    path: String,
    /// What variables call the ids of its things, without case and punctuation.
    names: Vec<String>,
    ids: Mutex<VecDeque<Value>>,
}

impl Resources {
    /// Finds the collections by the paths: `/orders/{id}` names a thing of `/orders`.
    pub(super) fn of(operations: &[Operation]) -> Self {
        let mut collections: Vec<Collection> = Vec::new();
        let mut variables = Vec::new();
        for operation in operations {
            let mut own = Vec::new();
            let mut path = String::new();
            let mut position = 0;
            for segment in operation.path.split('/').skip(1) {
                if let Some(name) = variable(segment) {
                    let found = collections.iter().position(|known| known.path == path);
                    let index = found.unwrap_or_else(|| {
                        collections.push(Collection {
                            path: path.clone(),
                            names: vec!["id".to_owned(), "uuid".to_owned()],
                            ids: Mutex::default(),
                        });
                        collections.len() - 1
                    });
                    let plain = plain(name);
                    let names = &mut collections[index].names;
                    if !names.contains(&plain) {
                        names.insert(0, plain);
                    }
                    // What stands in a path goes by its position there.
                    position += 1;
                    let at = Pointer::root().member(Part::Path.as_str());
                    let at = at.member(&position.to_string());
                    own.push((at, index));
                }
                path.push('/');
                path.push_str(segment);
            }
            variables.push(own);
        }
        let of = operations.iter().map(|operation| {
            let path = operation.path.trim_end_matches('/');
            collections.iter().position(|known| known.path == path)
        });
        Self {
            of: of.collect(),
            removes: operations
                .iter()
                .map(|operation| operation.method == "DELETE")
                .collect(),
            variables,
            collections,
        }
    }

    /// Lists the places of an operation whose values answers have named.
    pub(super) fn named(&self, operation: usize) -> Vec<Pointer> {
        let variables = self.variables[operation].iter();
        variables
            .filter(|(_, collection)| !self.collections[*collection].ids().is_empty())
            .map(|(at, _)| at.clone())
            .collect()
    }

    /// Returns a value for such a place: the turn tells which. What is to be taken away is named once.
    pub(super) fn one(&self, operation: usize, at: &Pointer, turn: u64) -> Option<Value> {
        let mut variables = self.variables[operation].iter();
        let (_, collection) = variables.find(|(known, _)| known == at)?;
        let mut ids = self.collections[*collection].ids();
        if self.removes[operation] {
            return ids.pop_back();
        }
        let index = usize::try_from(turn).unwrap_or_default();
        ids.get(index.checked_rem(ids.len())?).cloned()
    }

    /// Tells whether answers have named a value for such a place.
    pub(super) fn has(&self, operation: usize, at: &Pointer, value: &Value) -> bool {
        let mut variables = self.variables[operation].iter();
        let of = variables.find(|(known, _)| known == at);
        of.is_some_and(|(_, collection)| self.collections[*collection].ids().contains(value))
    }

    /// Tells whether what an operation's path names is gone after it.
    pub(super) fn removes(&self, operation: usize) -> bool {
        self.removes[operation]
    }

    /// Takes in what the answers of a case name, and what is no more.
    pub(super) fn note(&self, case: &Case, answers: &[Answer]) {
        let Some(reply) = answers.first().and_then(Answer::reply) else {
            return;
        };
        let is_gone = reply.is_success() && self.removes[case.operation];
        if is_gone || matches!(reply.status, 404 | 410) {
            for (at, collection) in &self.variables[case.operation] {
                if let Some(id) = at.resolve(&case.value) {
                    self.collections[*collection]
                        .ids()
                        .retain(|known| known != id);
                }
            }
        }
        if let Some(collection) = self.of[case.operation].filter(|_| reply.is_success()) {
            self.collections[collection].learn(reply);
        }
    }
}

impl Collection {
    fn ids(&self) -> std::sync::MutexGuard<'_, VecDeque<Value>> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, reply: &Reply) {
        let mut found = Vec::new();
        if let Some(location) = reply.header("location") {
            let path = location.split(['?', '#']).next().unwrap_or_default();
            let last = path.trim_end_matches('/').rsplit('/').next();
            found.extend(last.filter(|last| !last.is_empty()).map(Value::from));
        }
        if reply.body.len() <= MOST_BYTES
            && let Ok(body) = frontdesk_json::read(&reply.body)
        {
            self.find(&body, DEPTH, &mut found);
        }
        let mut ids = self.ids();
        for id in found {
            if ids.contains(&id) {
                continue;
            }
            if ids.len() == MOST_IDS {
                ids.pop_front();
            }
            ids.push_back(id);
        }
    }

    /// Finds ids in a body: those of the thing itself, or of the things that it holds.
    fn find(&self, value: &Value, depth: usize, found: &mut Vec<Value>) {
        match value {
            Value::Object(members) => {
                let named = self.names.iter().find_map(|wanted| {
                    let mut members = members.iter();
                    let (_, id) = members.find(|(name, _)| plain(name) == *wanted)?;
                    (id.is_string() || id.is_i64()).then_some(id)
                });
                match named {
                    Some(id) => found.push(id.clone()),
                    None if depth > 0 => {
                        for member in members.values() {
                            self.find(member, depth - 1, found);
                        }
                    }
                    None => {}
                }
            }
            Value::Array(items) => {
                for item in items.iter().take(MOST_ITEMS) {
                    self.find(item, depth, found);
                }
            }
            _ => {}
        }
    }
}

fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Spells a name without case and punctuation.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

const DEPTH: usize = 2;
const MOST_IDS: usize = 128;
const MOST_ITEMS: usize = 32;
const MOST_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    use super::Resources;
    use crate::case::{Case, Phase};
    use crate::endpoint::Operation;
    use crate::exchange::{Answer, Outcome, Reply};

    fn operation(name: &str) -> Operation {
        let (method, path) = name.split_once(' ').unwrap();
        Operation {
            name: name.to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            parameters: Vec::new(),
            body: None,
            schema: Arc::new(Schema::compile(json!(true), &Options::default()).unwrap()),
            replies: Vec::new(),
            secured: false,
            message: None,
            examples: Vec::new(),
        }
    }

    fn answer(status: u16, headers: &[(&str, &str)], body: &Value) -> Answer {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Answer {
            outcome: Outcome::Replied(Reply {
                status,
                headers: headers.iter().map(owned).collect(),
                body: body.to_string().into_bytes(),
                cut: false,
            }),
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn what_answers_name_is_asked_for_until_it_is_gone() {
        let names = [
            "GET /orders",
            "POST /orders",
            "GET /orders/{orderId}",
            "DELETE /orders/{orderId}",
            "GET /orders/{orderId}/lines/{line}",
        ];
        let resources = Resources::of(&names.map(operation));
        let case = |operation, value| Case::plain(operation, Phase::Search, "a case", value);
        assert!(resources.named(2).is_empty());
        let made = answer(201, &[("location", "/v1/orders/o-1?x")], &json!({}));
        resources.note(&case(1, json!({})), &[made]);
        let listed =
            json!({"items": [{"order_id": 7, "id": "row"}, {"order_id": 8}], "next": null});
        resources.note(&case(0, json!({})), &[answer(200, &[], &listed)]);
        let refused = answer(400, &[], &json!({"orderId": "no"}));
        resources.note(&case(1, json!({})), &[refused]);

        let at = resources.named(2).remove(0);
        assert_eq!(at.to_string(), "/path/1");
        let ids = |resources: &Resources| -> Vec<Value> {
            let ids = (0..3).filter_map(|turn| resources.one(2, &at, turn));
            ids.collect()
        };
        assert_eq!(ids(&resources), [json!("o-1"), json!(7), json!(8)]);
        // Nobody has named a line.
        assert_eq!(resources.named(4).len(), 1);

        let removing = case(3, json!({"path": {"1": 7}}));
        resources.note(&removing, &[answer(204, &[], &json!(null))]);
        let gone = case(2, json!({"path": {"1": "o-1"}}));
        resources.note(&gone, &[answer(404, &[], &json!(null))]);
        assert_eq!(ids(&resources), [json!(8), json!(8), json!(8)]);
        assert!(resources.removes(3) && !resources.removes(2));
        assert_eq!(resources.one(3, &at, 5), Some(json!(8)));
        assert_eq!(resources.one(3, &at, 5), None);
    }
}
