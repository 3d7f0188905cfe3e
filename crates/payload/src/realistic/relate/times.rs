//! Times in order: what is created comes before what is closed, and items follow each other.

use serde_json::{Map, Value};

use crate::realistic::clock::Moment;
use crate::realistic::name::singular_words;
use crate::realistic::tables::words::{BIRTHS, EARLY, LATE, MIDDLE};

/// Where in the life of a thing a time lies, by its name.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(in crate::realistic) enum Rank {
    /// Created, opened, started, sent.
    Early,
    /// Updated, received, answered.
    Middle,
    /// Closed, expired, due.
    Late,
}

/// Tells the rank of a member; the last of its words that has one counts.
pub(in crate::realistic) fn rank(words: &[String]) -> Option<Rank> {
    words.iter().rev().find_map(|word| {
        let among = |list: &str| list.split('|').any(|known| known == word);
        match () {
            () if among(EARLY) => Some(Rank::Early),
            () if among(MIDDLE) => Some(Rank::Middle),
            () if among(LATE) => Some(Rank::Late),
            () => None,
        }
    })
}

/// Orders the times of every object by their names, and those of items by their place.
///
/// Only texts that are dates or date-times move, and only to members that held one of the same
/// kind.
pub(in crate::realistic) fn order(payload: &mut Value) {
    match payload {
        Value::Array(items) => {
            items.iter_mut().for_each(order);
            order_items(items);
        }
        Value::Object(members) => {
            members.values_mut().for_each(order);
            order_members(members);
        }
        _ => {}
    }
}

/// Orders items and the members within them; each may disturb the other where members are missing.
fn order_items(items: &mut [Value]) {
    for _ in 0..ROUNDS {
        let before = items.to_vec();
        for name in names(items) {
            let held = items.iter_mut().filter_map(|item| item.get_mut(&name));
            ascend(held.collect());
        }
        for item in items.iter_mut() {
            if let Value::Object(members) = item {
                order_members(members);
            }
        }
        if before == items {
            return;
        }
    }
}

fn order_members(members: &mut Map<String, Value>) {
    let mut ranked: Vec<(Rank, &mut Value)> = members
        .iter_mut()
        .filter_map(|(name, value)| Some((rank(&singular_words(name))?, value)))
        .collect();
    // Times of one rank keep their order, so that what is ordered already stays as it is.
    ranked.sort_by_key(|(rank, value)| (*rank, moment(value)));
    ascend(ranked.into_iter().map(|(_, value)| value).collect());
}

/// Tells the names under which the items hold times, birthdays aside.
fn names(items: &[Value]) -> Vec<String> {
    let members = items.iter().filter_map(Value::as_object).flatten();
    let mut names: Vec<String> = members
        .filter(|(_, value)| moment(value).is_some())
        .filter(|(name, _)| {
            !singular_words(name)
                .iter()
                .any(|word| BIRTHS.contains(&word.as_str()))
        })
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Spreads the times of these places over them again, the earliest first; days apart from instants.
fn ascend(places: Vec<&mut Value>) {
    let mut rest: Vec<(Moment, &mut Value)> = places
        .into_iter()
        .filter_map(|value| Some((moment(value)?, value)))
        .collect();
    while let Some(kind) = rest.first().map(|(moment, _)| *moment) {
        let (alike, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(moment, _)| moment.alike(kind));
        let mut texts: Vec<(Moment, Value)> = alike
            .iter()
            .map(|(moment, value)| (*moment, (**value).clone()))
            .collect();
        texts.sort_by_key(|(moment, _)| *moment);
        for ((_, place), (_, text)) in alike.into_iter().zip(texts) {
            *place = text;
        }
        rest = others;
    }
}

fn moment(value: &Value) -> Option<Moment> {
    Moment::parse(value.as_str()?)
}

/// How often items and members are ordered in turns; each time brings both closer.
const ROUNDS: usize = 16;

#[cfg(test)]
mod tests {
    use super::{Rank, order, rank};
    use crate::realistic::name::singular_words;
    use serde_json::json;

    #[test]
    fn names_imply_ranks() {
        for (name, expected) in [
            ("createdAt", Some(Rank::Early)),
            ("validFrom", Some(Rank::Early)),
            ("lastUpdated", Some(Rank::Middle)),
            ("created_to", Some(Rank::Late)),
            ("dueDate", Some(Rank::Late)),
            ("timestamp", None),
        ] {
            assert_eq!(rank(&singular_words(name)), expected, "{name}");
        }
    }

    #[test]
    fn members_follow_their_names() {
        let mut payload = json!({
            "closedAt": "2024-01-01T00:00:00Z",
            "createdAt": "2024-01-03T00:00:00Z",
            "updatedAt": "2024-01-02T23:59:59.5Z",
            "startDate": "2024-05-01",
            "endDate": "2024-04-01",
            "until": "tomorrow",
        });
        order(&mut payload);
        assert_eq!(
            payload,
            json!({
                "createdAt": "2024-01-01T00:00:00Z",
                "updatedAt": "2024-01-02T23:59:59.5Z",
                "closedAt": "2024-01-03T00:00:00Z",
                "startDate": "2024-04-01",
                "endDate": "2024-05-01",
                "until": "tomorrow",
            })
        );
    }

    #[test]
    fn items_follow_each_other_even_where_members_are_missing() {
        let mut payload = json!([
            {"createdAt": "2024-01-09T00:00:00Z", "updatedAt": "2024-01-02T00:00:00Z"},
            {"updatedAt": "2024-01-01T00:00:00Z"},
            {"createdAt": "2024-01-03T00:00:00Z", "birthDate": "1990-01-01"},
            {"createdAt": "2024-01-02T12:00:00Z", "birthDate": "1980-01-01"},
        ]);
        order(&mut payload);
        let times = |name: &str| -> Vec<String> {
            let items = payload.as_array().unwrap().iter();
            items
                .filter_map(|item| Some(item.get(name)?.as_str()?.to_owned()))
                .collect()
        };
        for name in ["createdAt", "updatedAt"] {
            assert!(times(name).is_sorted(), "{payload}");
        }
        assert_eq!(times("birthDate"), ["1990-01-01", "1980-01-01"]);
        assert!(payload[0]["createdAt"].as_str() <= payload[0]["updatedAt"].as_str());
    }
}
