use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::case::Case;
use crate::expectation::Reason;
use crate::place;
use crate::request::Request;

/// Values that were wrong and taken: where one comes back, that is no second bug.
#[derive(Default)]
pub(crate) struct LetIn(Mutex<HashSet<(String, String)>>);

impl LetIn {
    /// Takes in what is wrong with a request that was taken, as its bytes say it.
    pub(super) fn note(&self, case: &Case, request: &Request, reason: &Reason) {
        let mut sent = case.value.clone();
        if let (Some(body), Ok(read)) = (sent.get_mut("body"), frontdesk_json::read(&request.body))
        {
            *body = read;
        }
        let also = reason.also.iter().map(|(.., place)| place);
        for at in [&reason.place()].into_iter().chain(also) {
            let Ok(at) = at.parse::<Pointer>() else {
                continue;
            };
            for at in place::instances(&at, &sent) {
                if let Some(value) = at.resolve(&sent) {
                    self.put(&at, value);
                }
            }
        }
    }

    /// Tells whether a value was let in under the name that it has here.
    pub(crate) fn has(&self, at: &Pointer, value: &Value) -> bool {
        let let_in = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !let_in.is_empty() && let_in.contains(&key(at, value))
    }

    fn put(&self, at: &Pointer, value: &Value) {
        let key = key(at, value);
        let mut let_in = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let_in.len() < MOST && key.1.len() <= LONGEST {
            let_in.insert(key);
        }
    }
}

/// Names a value by the member that it is in and its text.
fn key(at: &Pointer, value: &Value) -> (String, String) {
    let is_index = |token: &&str| token.bytes().all(|byte| byte.is_ascii_digit());
    let name = at.tokens().rev().find(|token| !is_index(token));
    (name.unwrap_or_default().to_owned(), value.to_string())
}

const MOST: usize = 10_000;
const LONGEST: usize = 4 * 1024;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::LetIn;
    use crate::Request;
    use crate::case::{Case, Phase};
    use crate::expectation::Reason;

    #[test]
    fn what_was_let_in_comes_back_under_its_name() {
        let let_in = LetIn::default();
        let value = json!({"body": {"items": [{"sku": "a"}, {"sku": "b"}]}});
        let case = Case::plain(0, Phase::Search, "", value);
        let reason = Reason {
            instance: "/body/items/1/sku".to_owned(),
            ..Reason::of_text("pattern", "")
        };
        let_in.note(&case, &Request::nothing(), &reason);
        let at = |text: &str| text.parse().expect("a pointer");
        assert!(let_in.has(&at("/list/7/sku"), &json!("b")));
        assert!(!let_in.has(&at("/list/7/name"), &json!("b")));
        assert!(!let_in.has(&at("/list/7/sku"), &json!("c")));
    }
}
