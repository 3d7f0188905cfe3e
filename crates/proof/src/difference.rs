//! What the one accepts and the other does not.

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Body, Keywords, Outline, Place, PlaceId};

/// Outlines the values that `left` accepts and `right` refuses.
///
/// The root is followed by all places of the one, then by those of the other, each with the
/// pointer that it has in its own document.
///
/// ```
/// use frontdesk_proof::{Budget, Outcome, difference, examine};
/// use frontdesk_schema::{Options, Schema};
/// use serde_json::json;
///
/// let compile = |document| Schema::compile(document, &Options::default());
/// let (narrow, wide) = (compile(json!({"const": 3}))?, compile(json!({"minimum": 2}))?);
/// let lost = difference(narrow.outline(), wide.outline());
/// assert!(matches!(examine(&lost, Budget::default()), Outcome::Empty { .. }));
/// let gained = difference(wide.outline(), narrow.outline());
/// let Outcome::Open { candidates } = examine(&gained, Budget::default()) else {
///     panic!("numbers of 2 and more are many");
/// };
/// assert!(candidates.iter().any(|value| value.as_f64() == Some(2.0)));
/// # Ok::<(), frontdesk_schema::SchemaError>(())
/// ```
#[must_use]
pub fn difference(left: &Outline, right: &Outline) -> Outline {
    combined(left, right, |right| Keywords {
        not: Some(right),
        ..Keywords::default()
    })
}

/// Outlines the values that both accept, as [`difference`] does those of one alone.
#[must_use]
pub fn intersection(left: &Outline, right: &Outline) -> Outline {
    combined(left, right, |right| Keywords {
        reference: Some(right),
        ..Keywords::default()
    })
}

fn combined(left: &Outline, right: &Outline, said: impl FnOnce(PlaceId) -> Keywords) -> Outline {
    let mut outline = Outline::start();
    let left = outline.take_in(left);
    let right = outline.take_in(right);
    let said = outline.push(Place {
        pointer: Pointer::root(),
        resource: None,
        body: Body::Keywords(Box::new(said(right))),
    });
    let root = outline.root();
    outline.place_mut(root).body = Body::Keywords(Box::new(Keywords {
        all_of: vec![left, said],
        ..Keywords::default()
    }));
    outline
}
