//! What is asked for where a `false` beside it leaves no room.

use frontdesk_json::Pointer;

use crate::outline::{Body, Keywords, Outline, Place, PlaceId};

/// Says which keyword asks for more than the `false` at `pointer` leaves, where one does.
pub(crate) fn asked_beside(outline: &Outline, pointer: &Pointer) -> Option<String> {
    let at = |pointer: &Pointer| {
        let mut places = outline.places().map(|(_, place)| place);
        places.find(|place| place.resource.is_none() && place.pointer == *pointer)
    };
    if !matches!(at(pointer)?.body, Body::Never) {
        return None;
    }
    let Place {
        body: Body::Keywords(beside),
        ..
    } = at(&pointer.parent()?)?
    else {
        return None;
    };
    let never = |place: &PlaceId| matches!(outline.place(*place).body, Body::Never);
    match pointer.last()? {
        "additionalProperties" if beside.pattern_properties.is_empty() => {
            let declared = beside.properties.values();
            members(beside, declared.filter(|place| !never(place)).count())
        }
        "propertyNames" => members(beside, 0),
        "items" | "additionalItems" => {
            // An item that may not be there lets none behind it be there either.
            let declared = beside.prefix_items.iter();
            let room = declared.take_while(|place| !never(place)).count();
            too_few("minItems", beside.min_items, room)
        }
        _ => None,
    }
}

fn members(keywords: &Keywords, room: usize) -> Option<String> {
    too_few("minProperties", keywords.min_properties, room)
}

fn too_few(keyword: &str, asked: Option<u64>, room: usize) -> Option<String> {
    let asked = asked.filter(|asked| *asked > room as u64)?;
    let left = match room {
        0 => "none".to_owned(),
        room => format!("only {room}"),
    };
    Some(format!("`{keyword}` is {asked} where {left} may be there"))
}
