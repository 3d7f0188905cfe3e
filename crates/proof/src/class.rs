//! Which places say the same.

use std::collections::HashMap;
use std::fmt::Write;

use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId};
use serde_json::Value;

use crate::value;

/// Places that accept the same values, by what they say.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Class(u32);

/// The classes of all places of an outline.
#[derive(Debug)]
pub(crate) struct Classes {
    of: Vec<Class>,
    examples: Vec<PlaceId>,
}

impl Classes {
    /// Parts the places until those of one class say the same with subschemas of the same classes.
    pub(crate) fn new(outline: &Outline) -> Self {
        let places: Vec<PlaceId> = outline.places().map(|(id, _)| id).collect();
        let stands_for: Vec<PlaceId> = places.iter().map(|id| followed(outline, *id)).collect();
        let mut texts: HashMap<String, u32> = HashMap::new();
        let own: Vec<u32> = places
            .iter()
            .map(|id| {
                let next = number(texts.len());
                *texts.entry(said(outline, *id)).or_insert(next)
            })
            .collect();
        let mut of = own.clone();
        let mut count = 0;
        loop {
            let mut known: HashMap<(u32, Vec<u32>), u32> = HashMap::new();
            let next: Vec<u32> = places
                .iter()
                .map(|id| {
                    let parts = outline.keywords(*id).map_or_else(Vec::new, |keywords| {
                        parts(keywords, |part| of[stands_for[part.index()].index()])
                    });
                    let fresh = number(known.len());
                    *known.entry((own[id.index()], parts)).or_insert(fresh)
                })
                .collect();
            let parted = known.len();
            of = next;
            if parted == count {
                break;
            }
            count = parted;
        }
        let mut examples = vec![outline.root(); count];
        for id in places.iter().rev() {
            examples[of[id.index()] as usize] = *id;
        }
        let of = stands_for.iter().map(|id| Class(of[id.index()])).collect();
        Self { of, examples }
    }

    pub(crate) fn of(&self, place: PlaceId) -> Class {
        self.of[place.index()]
    }

    /// Returns a place that says what all of the class say.
    pub(crate) fn example(&self, class: Class) -> PlaceId {
        self.examples[class.0 as usize]
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Follows references that say nothing else.
fn followed(outline: &Outline, start: PlaceId) -> PlaceId {
    let mut at = start;
    for _ in 0..outline.len() {
        match outline.keywords(at).and_then(only_reference) {
            Some(next) => at = next,
            None => return at,
        }
    }
    // A circle of bare references says nothing at all; each place of it stands for itself.
    start
}

fn only_reference(keywords: &Keywords) -> Option<PlaceId> {
    let mut subschemas = keywords.subschemas();
    let target = subschemas.next()?;
    let alone = subschemas.next().is_none() && !keywords.opaque;
    let is_reference = keywords.reference.is_some()
        || keywords.dynamic_reference.is_some()
        || keywords.all_of.len() == 1;
    (alone && is_reference && own(keywords).is_empty()).then_some(target)
}

/// Spells what a place says apart from its subschemas.
fn said(outline: &Outline, id: PlaceId) -> String {
    match &outline.place(id).body {
        Body::Always => String::new(),
        Body::Never => "never".to_owned(),
        // What leads nowhere may mean anything, so it says the same as nothing else.
        Body::Keywords(keywords) if keywords.opaque => format!("opaque {}", id.index()),
        Body::Keywords(keywords) => own(keywords) + &skeleton(keywords),
    }
}

fn own(keywords: &Keywords) -> String {
    let mut text = String::new();
    let mut say = |keyword: &str, value: Option<String>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{keyword} {value}");
        }
    };
    say("type", keywords.types.map(|types| format!("{types:?}")));
    say("const", keywords.constant.as_ref().map(spelled));
    say(
        "enum",
        keywords.enumeration.as_ref().map(|values| {
            let mut values: Vec<String> = values.iter().map(spelled).collect();
            values.sort_unstable();
            values.dedup();
            values.join(",")
        }),
    );
    for (side, bounds) in [(">", &keywords.lower), ("<", &keywords.upper)] {
        for bound in bounds {
            let value = spelled(&Value::Number(bound.value.clone()));
            say(side, Some(format!("{value} {}", bound.exclusive)));
        }
    }
    let multiple = keywords.multiple_of.clone().map(Value::Number);
    say("multipleOf", multiple.as_ref().map(spelled));
    let counts = [
        ("minLength", keywords.min_length.filter(|min| *min > 0)),
        ("maxLength", keywords.max_length),
        ("minItems", keywords.min_items.filter(|min| *min > 0)),
        ("maxItems", keywords.max_items),
        (
            "minProperties",
            keywords.min_properties.filter(|min| *min > 0),
        ),
        ("maxProperties", keywords.max_properties),
    ];
    for (keyword, count) in counts {
        say(keyword, count.map(|count| count.to_string()));
    }
    if keywords.contains.is_some() {
        say(
            "minContains",
            Some(keywords.min_contains.unwrap_or(1).to_string()),
        );
        say(
            "maxContains",
            keywords.max_contains.map(|max| max.to_string()),
        );
    }
    say(
        "pattern",
        keywords
            .pattern
            .as_ref()
            .map(|pattern| format!("{pattern:?}")),
    );
    let format = keywords
        .format
        .as_ref()
        .filter(|_| !keywords.annotates_format);
    say("format", format.cloned());
    say("uniqueItems", keywords.unique_items.then(String::new));
    if !keywords.required.is_empty() {
        say("required", Some(format!("{:?}", keywords.required)));
    }
    if !keywords.dependent_required.is_empty() {
        let dependencies = format!("{:?}", keywords.dependent_required);
        say("dependentRequired", Some(dependencies));
    }
    text
}

/// Spells which subschemas there are, in the order of [`parts`].
fn skeleton(keywords: &Keywords) -> String {
    let names = |places: &std::collections::BTreeMap<String, PlaceId>| -> Vec<String> {
        places.keys().cloned().collect()
    };
    if keywords.subschemas().next().is_none() {
        return String::new();
    }
    let single: Vec<bool> = single(keywords).iter().map(Option::is_some).collect();
    format!(
        "{single:?} {} {:?} {:?} {:?}",
        keywords.prefix_items.len(),
        names(&keywords.properties),
        names(&keywords.pattern_properties),
        names(&keywords.dependent_schemas)
    )
}

fn single(keywords: &Keywords) -> [Option<PlaceId>; 10] {
    [
        keywords.not,
        keywords.condition,
        keywords.then,
        keywords.otherwise,
        keywords.items,
        keywords.contains,
        keywords.unevaluated_items,
        keywords.additional_properties,
        keywords.property_names,
        keywords.unevaluated_properties,
    ]
}

/// Lists the classes of the subschemas, those of which the order says nothing in order of class.
fn parts(keywords: &Keywords, class: impl Fn(PlaceId) -> u32) -> Vec<u32> {
    const BETWEEN: u32 = u32::MAX;
    let mut parts = Vec::new();
    if keywords.subschemas().next().is_none() {
        return parts;
    }
    let single = single(keywords);
    parts.extend(single.into_iter().flatten().map(&class));
    let named = [
        &keywords.properties,
        &keywords.pattern_properties,
        &keywords.dependent_schemas,
    ];
    for places in named {
        parts.extend(places.values().map(|place| class(*place)));
    }
    parts.extend(keywords.prefix_items.iter().map(|place| class(*place)));
    let references = keywords.reference.iter().chain(&keywords.dynamic_reference);
    let together: Vec<PlaceId> = references.chain(&keywords.all_of).copied().collect();
    for (places, once) in [
        (&together, true),
        (&keywords.any_of, true),
        (&keywords.one_of, false),
    ] {
        parts.push(BETWEEN);
        let mut classes: Vec<u32> = places.iter().map(|place| class(*place)).collect();
        classes.sort_unstable();
        if once {
            classes.dedup();
        }
        parts.extend(classes);
    }
    parts
}

fn spelled(value: &Value) -> String {
    value::plain(value).to_string()
}
