//! Moments in their order: what comes later in the model comes later in the case.

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use crate::moment::Moment;
use crate::place;

/// Moves the moments beside one that was put somewhere else, so that all keep the order that they
/// have in the model; `None` where they have it.
pub(super) fn in_order(model: &Value, at: &Pointer, new: &Value) -> Option<Value> {
    let was = Moment::of(at.resolve(model)?.as_str()?)?;
    let is = Moment::of(new.as_str()?)?;
    let mut moved = model.clone();
    place::put(&mut moved, at, new.clone());
    let mut has_moved = false;
    let siblings = at.parent()?;
    for (name, value) in siblings.resolve(model)?.as_object()? {
        let beside = siblings.member(name);
        let Some(other) = value
            .as_str()
            .and_then(Moment::of)
            .filter(|_| beside != *at)
        else {
            continue;
        };
        let order = other.seconds().cmp(&was.seconds());
        if order.is_ne() && other.seconds().cmp(&is.seconds()) != order {
            let years = if order.is_gt() { 1 } else { -1 };
            place::put(&mut moved, &beside, json!(other.years_from(&is, years)?));
            has_moved = true;
        }
    }
    has_moved.then_some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_later_stays_later() {
        let model = json!({
            "from": "2021-01-01T00:00:00Z",
            "to": "2021-02-01T00:00:00+02:00",
            "day": "2020-12-31",
            "name": "",
        });
        let at = Pointer::root().member("from");
        let put = |new: &str| in_order(&model, &at, &json!(new));
        let moved = json!({
            "from": "2024-02-29T00:00:00Z",
            "to": "2025-06-15T12:00:00Z",
            "day": "2020-12-31",
            "name": "",
        });
        assert_eq!(put("2024-02-29T00:00:00Z"), Some(moved));
        assert_eq!(put("2021-01-20T00:00:00Z"), None);
        let earlier = put("1969-12-31T23:59:59Z").expect("the day comes before");
        assert_eq!(earlier["day"], "1968-06-15");
        assert_eq!(put("9999-12-31T23:59:59Z"), None, "there is no later year");
        assert_eq!(put("no moment"), None);
    }
}
