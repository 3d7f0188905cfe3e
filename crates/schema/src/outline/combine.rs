//! Outlines put together from other outlines and from subschemas made on the way.

use super::{Body, Keywords, Outline, Place, PlaceId};

impl Outline {
    /// Starts an outline whose root is still to be said: until then it accepts everything.
    #[must_use]
    pub fn start() -> Self {
        let root = Place {
            pointer: frontdesk_json::Pointer::root(),
            resource: None,
            body: Body::Always,
        };
        Self { places: vec![root] }
    }

    /// Takes in all places of another outline, and returns where its root stands now.
    ///
    /// The places keep the pointers that they have in their own document.
    pub fn take_in(&mut self, other: &Self) -> PlaceId {
        let offset = self.next().0;
        self.places.extend(other.places.iter().map(|place| {
            let mut place = place.clone();
            if let Body::Keywords(keywords) = &mut place.body {
                keywords.move_subschemas(|id| PlaceId(id.0 + offset));
            }
            place
        }));
        PlaceId(offset)
    }

    /// Adds a place.
    pub fn push(&mut self, place: Place) -> PlaceId {
        let id = self.next();
        self.places.push(place);
        id
    }

    /// Returns one place, to change what it says.
    pub fn place_mut(&mut self, id: PlaceId) -> &mut Place {
        &mut self.places[id.0 as usize]
    }

    /// Returns how many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Tells whether there is no place; there always is the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns the place of a number, where there is one.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<PlaceId> {
        (index < self.places.len()).then(|| PlaceId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    fn next(&self) -> PlaceId {
        PlaceId(u32::try_from(self.places.len()).unwrap_or(u32::MAX))
    }
}

impl PlaceId {
    /// Returns its number: places are numbered from 0, the root, without a gap.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Keywords {
    /// Lets every subschema that is applied stand elsewhere.
    pub fn move_subschemas(&mut self, mut to: impl FnMut(PlaceId) -> PlaceId) {
        let single = [
            &mut self.reference,
            &mut self.dynamic_reference,
            &mut self.not,
            &mut self.condition,
            &mut self.then,
            &mut self.otherwise,
            &mut self.items,
            &mut self.contains,
            &mut self.unevaluated_items,
            &mut self.additional_properties,
            &mut self.property_names,
            &mut self.unevaluated_properties,
        ];
        let lists = [
            &mut self.all_of,
            &mut self.any_of,
            &mut self.one_of,
            &mut self.prefix_items,
        ];
        let named = [
            &mut self.properties,
            &mut self.pattern_properties,
            &mut self.dependent_schemas,
        ];
        let places = single
            .into_iter()
            .flatten()
            .chain(lists.into_iter().flatten())
            .chain(named.into_iter().flat_map(|map| map.values_mut()));
        for place in places {
            *place = to(*place);
        }
    }
}
