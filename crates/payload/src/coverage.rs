use std::collections::BTreeMap;

use frontdesk_json::equal;
use frontdesk_schema::outline::{Outline, PlaceId};

use crate::plan::route::Map;
use crate::plan::shape::Shape;

/// How many leaves of a schema there are, and how many were reached by payloads.
///
/// The leaves of valid payloads are the subschemas that a value can be led to and the values that
/// they enumerate; those of boundary payloads the edges, those of invalid ones the keywords.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Coverage {
    /// The leaves that there are.
    pub leaves: usize,
    /// Those tried so far.
    pub tried: usize,
    /// Those with a payload.
    pub hit: usize,
}

/// Which subschemas and which of the values they enumerate accepted payloads hold.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    /// Of each subschema, how often it itself and each value that it enumerates was reached.
    leaves: BTreeMap<PlaceId, Vec<bool>>,
    missing: usize,
}

impl Reached {
    /// Nothing is reached yet.
    pub(crate) fn new(outline: &Outline, map: &Map) -> Self {
        let leaves: BTreeMap<PlaceId, Vec<bool>> = map
            .places()
            .filter_map(|place| {
                let keywords = outline.keywords(place)?;
                let values = keywords.enumeration.as_ref().map_or(0, Vec::len);
                Some((place, vec![false; 1 + values]))
            })
            .collect();
        Self {
            missing: leaves.values().map(Vec::len).sum(),
            leaves,
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.missing == 0
    }

    /// Notes a value of an accepted payload, and which of the values that its shape lists it is.
    pub(crate) fn note(&mut self, outline: &Outline, shape: &Shape, picked: Option<usize>) {
        let picked = picked.and_then(|index| shape.values.as_ref()?.get(index));
        for place in &shape.held {
            let Some(leaves) = self.leaves.get_mut(place) else {
                continue;
            };
            let enumerated = outline
                .keywords(*place)
                .and_then(|keywords| keywords.enumeration.as_ref())
                .zip(picked)
                .and_then(|(values, value)| values.iter().position(|other| equal(other, value)))
                .map(|index| index + 1);
            for leaf in std::iter::once(0).chain(enumerated) {
                if let Some(reached) = leaves.get_mut(leaf)
                    && !std::mem::replace(reached, true)
                {
                    self.missing -= 1;
                }
            }
        }
    }

    pub(crate) fn coverage(&self) -> Coverage {
        let leaves = self.leaves.values().map(Vec::len).sum();
        Coverage {
            leaves,
            tried: leaves,
            hit: leaves - self.missing,
        }
    }

    /// Lists the subschemas that no payload has reached.
    pub(crate) fn missed(&self) -> impl Iterator<Item = PlaceId> {
        self.leaves
            .iter()
            .filter(|(_, reached)| reached.contains(&false))
            .map(|(place, _)| *place)
    }
}
