//! The document as a graph of typed subschemas: every place, its keywords, where its references lead.

mod build;
mod combine;
mod document;
mod keywords;
pub(crate) mod meta;
mod read;
mod scope;
pub(crate) mod uri;

pub use keywords::{Body, Bound, Keywords, Type, TypeSet};

use frontdesk_json::Pointer;

/// Names one subschema of an [`Outline`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PlaceId(pub(crate) u32);

/// One subschema: where it stands and what it says.
#[derive(Clone, Debug)]
pub struct Place {
    /// The pointer within its document.
    pub pointer: Pointer,
    /// The URI of the document, `None` for the schema's own.
    pub resource: Option<String>,
    /// What it says.
    pub body: Body,
}

/// A schema document as a graph of subschemas.
///
/// Drafts are brought to one form: `items` as an array becomes `prefix_items`, `dependencies` the
/// two dependent keywords, a boolean `exclusiveMinimum` a bound. Each keyword keeps the spelling
/// of its document, since that is what a validator reports.
#[derive(Clone, Debug)]
pub struct Outline {
    places: Vec<Place>,
}

impl Outline {
    /// Returns the place of the whole document.
    #[must_use]
    pub fn root(&self) -> PlaceId {
        PlaceId(0)
    }

    /// Returns one place.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// Returns the keywords of a place, `None` for `true` and `false`.
    #[must_use]
    pub fn keywords(&self, id: PlaceId) -> Option<&Keywords> {
        match &self.place(id).body {
            Body::Always | Body::Never => None,
            Body::Keywords(keywords) => Some(keywords),
        }
    }

    /// Iterates over all places, the root first.
    pub fn places(&self) -> impl Iterator<Item = (PlaceId, &Place)> {
        (0..).map(PlaceId).zip(&self.places)
    }
}
