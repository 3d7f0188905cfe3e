//! What the algebra can reduce within bounds.

use crate::outline::{Keywords, Outline, PlaceId};

/// How many ways of satisfying its parts a schema may have together.
///
/// The algebra multiplies them out where they meet in one value, without a budget of its own: 60
/// take 0.06 s, 110 half a second, twice as many minutes.
const MAX_WAYS: usize = 130;

/// Tells whether the algebra comes back from a schema at all, and soon.
///
/// It never does where an `unevaluated` keyword stands in a circle of references: it follows them
/// until its stack ends, and the process with it.
pub(crate) fn is_tractable(outline: &Outline) -> bool {
    let keywords = || outline.places().filter_map(|(id, _)| outline.keywords(id));
    let asks = |keywords: &Keywords| {
        keywords.unevaluated_items.is_some() || keywords.unevaluated_properties.is_some()
    };
    keywords().map(ways).sum::<usize>() <= MAX_WAYS
        && !(keywords().any(asks) && has_circle(outline))
}

fn ways(keywords: &Keywords) -> usize {
    // Each branch of `oneOf` excludes all others; a negation becomes a union of its parts.
    keywords.any_of.len()
        + keywords.one_of.len().pow(2) / 4
        + 6 * usize::from(keywords.not.is_some())
        + 2 * usize::from(keywords.condition.is_some())
        + keywords.dependent_required.len()
        + 2 * keywords.dependent_schemas.len()
}

/// Tells whether some subschema leads back to itself.
fn has_circle(outline: &Outline) -> bool {
    let mut states: Vec<State> = outline.places().map(|_| State::Unseen).collect();
    let root = outline.root();
    let mut way = vec![(root, applied(outline, root))];
    states[root.0 as usize] = State::OnTheWay;
    while let Some((place, rest)) = way.last_mut() {
        let Some(next) = rest.pop() else {
            states[place.0 as usize] = State::Done;
            way.pop();
            continue;
        };
        match states[next.0 as usize] {
            State::OnTheWay => return true,
            State::Done => {}
            State::Unseen => {
                states[next.0 as usize] = State::OnTheWay;
                way.push((next, applied(outline, next)));
            }
        }
    }
    false
}

#[derive(Clone, Copy)]
enum State {
    Unseen,
    OnTheWay,
    Done,
}

fn applied(outline: &Outline, place: PlaceId) -> Vec<PlaceId> {
    outline
        .keywords(place)
        .map(|keywords| keywords.subschemas().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_tractable;
    use crate::{Options, Schema};
    use serde_json::{Value, json};

    fn tractable(document: Value) -> bool {
        let schema = Schema::compile(document, &Options::default()).unwrap();
        is_tractable(schema.outline())
    }

    #[test]
    fn circles_with_unevaluated_keywords_are_out_of_reach() {
        let circle = json!({"items": {"$ref": "#"}});
        let asking = json!({"items": {"$ref": "#", "unevaluatedProperties": false}});
        let straight = json!({"items": {"type": "null"}, "unevaluatedProperties": false});
        assert!(tractable(circle));
        assert!(!tractable(asking));
        assert!(tractable(straight));
    }

    #[test]
    fn large_unions_are_out_of_reach() {
        let of = |count: usize| {
            let branches: Vec<Value> = (0..count).map(|n| json!({"const": n})).collect();
            json!({"oneOf": branches})
        };
        assert!(tractable(of(10)));
        assert!(!tractable(of(100)));
    }
}
