use frontdesk_schema::Schema;
use frontdesk_schema::outline::Keywords;
use serde_json::Value;

use crate::address::Addresses;
use crate::field::{Field, number};
use crate::part::MessagePart;
use crate::sketch::Spread;
use crate::tree::pointer;

/// A bound of the schema that values came near to.
#[derive(Debug)]
pub(crate) struct NearLimit {
    /// The field.
    pub(crate) pointer: String,
    /// The place of the schema that sets the bound.
    pub(crate) schema: String,
    pub(crate) keyword: &'static str,
    pub(crate) limit: Value,
    /// The value that came nearest.
    pub(crate) observed: Value,
}

/// Finds the upper bounds that values came nearer to than a tenth, and the lower ones they reached.
pub(crate) fn near_limits(part: &MessagePart, schema: &Schema) -> Vec<NearLimit> {
    let addresses = Addresses::of(schema.outline());
    let mut found = Vec::new();
    for (way, node, _) in part.fields.fields() {
        let field = part.fields.field(node);
        for place in &field.places {
            let bounds = addresses.keywords(place).map(bounds).unwrap_or_default();
            for bound in bounds {
                if let Some(observed) = bound.nearest(field) {
                    found.push(NearLimit {
                        pointer: pointer(&way),
                        schema: place.clone(),
                        keyword: bound.keyword,
                        limit: number(bound.value),
                        observed: number(observed),
                    });
                }
            }
        }
    }
    found
}

/// What of a field is measured.
type Measured = fn(&Field) -> &Spread;

/// A bound of a place, and what it bounds.
struct Limit {
    keyword: &'static str,
    value: f64,
    upper: bool,
    measured: Measured,
}

impl Limit {
    /// Returns the extreme value where it is near the bound and on its inner side.
    fn nearest(&self, field: &Field) -> Option<f64> {
        let spread = (self.measured)(field);
        let (observed, limit) = if self.upper {
            (spread.greatest, self.value)
        } else {
            (spread.least, self.value)
        };
        let near = if self.upper {
            observed <= limit && observed >= limit - limit.abs() * NEAR
        } else {
            // Nearly all lengths have a lower bound of nothing or one; reaching it says little.
            observed >= limit && observed <= limit + limit.abs() * NEAR && limit.abs() > 1.0
        };
        (spread.count > 0 && near && limit != 0.0).then_some(observed)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a bound beyond 2^53 is near to nothing that fits into memory"
)]
fn bounds(keywords: &Keywords) -> Vec<Limit> {
    let mut found = Vec::new();
    let counts: [(Option<u64>, &'static str, bool, Measured); 6] = [
        (keywords.min_length, "minLength", false, |field| {
            &field.lengths
        }),
        (keywords.max_length, "maxLength", true, |field| {
            &field.lengths
        }),
        (keywords.min_items, "minItems", false, |field| &field.items),
        (keywords.max_items, "maxItems", true, |field| &field.items),
        (keywords.min_properties, "minProperties", false, |field| {
            &field.members
        }),
        (keywords.max_properties, "maxProperties", true, |field| {
            &field.members
        }),
    ];
    for (limit, keyword, upper, measured) in counts {
        found.extend(limit.map(|limit| Limit {
            keyword,
            value: limit as f64,
            upper,
            measured,
        }));
    }
    for (bounds, upper) in [(&keywords.lower, false), (&keywords.upper, true)] {
        found.extend(bounds.iter().map(|bound| Limit {
            keyword: bound.keyword,
            value: bound.value.as_f64().unwrap_or_default(),
            upper,
            measured: |field| &field.numbers,
        }));
    }
    found
}

/// How near is near, as a share of the bound.
const NEAR: f64 = 0.1;
