use std::cmp::Reverse;

use frontdesk_schema::{Schema, Violation};
use serde_json::Value;

use crate::config::Judges;
use crate::input::Exchange;
use crate::judging::shapes::{Likeness, Shapes};

/// One message that a document may be.
pub(crate) struct Candidate<'j, 's> {
    pub(crate) name: &'j str,
    reader: &'j Schema,
    /// Whether the message travels where the document was sent.
    pub(crate) is_at_home: bool,
    pub(crate) likeness: Likeness,
    pub(crate) tag: Option<&'s str>,
}

/// Lists the messages that may be written in the direction in which a document was sent.
pub(crate) fn candidates<'j, 's>(
    value: &Value,
    exchange: Option<&Exchange>,
    judges: &'j Judges,
    shapes: &'s Shapes,
) -> Vec<Candidate<'j, 's>> {
    let direction = exchange.map(|exchange| exchange.direction);
    let is_at_home =
        |name: &str| exchange.and_then(|exchange| judges.at_place_of(exchange, name)) == Some(true);
    let messages = judges.of_direction(direction);
    messages
        .map(|(name, judges)| {
            let (likeness, tag) = shapes.likeness(name, value);
            Candidate {
                name,
                reader: &judges.reader,
                is_at_home: is_at_home(name),
                likeness,
                tag,
            }
        })
        .collect()
}

/// Lists the messages that accept a document, the likeliest first.
pub(crate) fn accepting<'c, 'j, 's>(
    candidates: &'c [Candidate<'j, 's>],
    value: &Value,
) -> Vec<&'c Candidate<'j, 's>> {
    let accepting = candidates.iter();
    let accepting = accepting.filter(|candidate| candidate.reader.accepts(value));
    let mut accepting: Vec<_> = accepting.collect();
    // Stable, so that of equals the first by name stays the first.
    accepting.sort_by_key(|candidate| Reverse(candidate.rank()));
    accepting
}

/// Finds the message that a document comes nearest to, and what that one refuses.
pub(crate) fn nearest<'c, 'j, 's>(
    candidates: &'c [Candidate<'j, 's>],
    value: &Value,
) -> Option<(&'c Candidate<'j, 's>, Vec<Violation>)> {
    let most = candidates.iter().map(Candidate::rank).max();
    let alike = candidates
        .iter()
        .filter(|candidate| Some(candidate.rank()) == most);
    let refused = alike.map(|candidate| (candidate, candidate.reader.violations(value)));
    refused.min_by_key(|(_, violations)| violations.len())
}

impl Candidate<'_, '_> {
    /// Orders candidates, the likeliest last.
    pub(crate) fn rank(&self) -> (bool, Likeness) {
        (self.is_at_home, self.likeness)
    }

    /// Tells whether a document that the message refuses was still meant to be one: a tag says so, or
    /// most of its members do.
    pub(crate) fn is_meant(&self, value: &Value) -> bool {
        let members = value.as_object().map_or(0, serde_json::Map::len);
        self.tag.is_some() || self.likeness.known * 2 > members
    }
}

#[cfg(test)]
mod tests {
    use super::{accepting, candidates};
    use crate::config::{Judges, MessageJudges};
    use crate::input::Exchange;
    use crate::judging::shapes::Shapes;
    use crate::recording::{Direction, Headers, Transport};
    use crate::route::Route;
    use frontdesk_json::Pointer;
    use frontdesk_schema::{Options, Schema};
    use serde_json::json;

    #[test]
    fn where_it_was_sent_decides_between_messages_that_accept_alike() {
        let open = || Schema::compile(json!({"type": "object"}), &Options::default()).unwrap();
        let names = ["a", "b", "c"];
        let mut judges =
            Judges::from_iter(names.map(|name| (name, MessageJudges::of_reader(open()))));
        judges.direct("c", Direction::Response);
        judges.route(Route {
            transport: Transport::Rest,
            method: Some("POST".to_owned()),
            path: "/b/{id}".to_owned(),
            requests: vec!["b".to_owned()],
            replies: vec!["c".to_owned()],
        });
        let shapes = Shapes::of(&judges);
        let exchange = |url: &str, direction| Exchange {
            transport: Transport::Rest,
            direction,
            at: None,
            method: Some("post".to_owned()),
            url: Some(url.to_owned()),
            status: None,
            headers: Headers::default(),
            pointer: Pointer::root(),
        };
        for (url, direction, expected) in [
            ("https://x.invalid/b/7", Direction::Request, vec!["b", "a"]),
            ("https://x.invalid/b", Direction::Request, vec!["a", "b"]),
            (
                "https://x.invalid/b/7",
                Direction::Response,
                vec!["c", "a", "b"],
            ),
        ] {
            let exchange = exchange(url, direction);
            let value = json!({"any": 1});
            let found = candidates(&value, Some(&exchange), &judges, &shapes);
            let accepting = accepting(&found, &value);
            let order: Vec<&str> = accepting.iter().map(|candidate| candidate.name).collect();
            assert_eq!(order, expected, "{url}");
            assert_eq!(judges.may_come_with("a", &exchange), url.ends_with("/b"));
        }
    }
}
