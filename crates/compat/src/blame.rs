//! Which keywords of an outline refuse a value, down to the leaves.

use std::cell::OnceCell;

use frontdesk_json::Pointer;
use frontdesk_proof::Evaluator;
use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId};
use serde_json::{Map, Value};

use crate::changes::places_at;
use crate::variants::{Meant, meant};

/// One keyword that refuses a part of a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Failure {
    pub(crate) place: PlaceId,
    pub(crate) keyword: &'static str,
    /// The member that is missing, or that is not allowed.
    pub(crate) name: Option<String>,
    /// The part of the value.
    pub(crate) instance: Pointer,
    /// The variant of the writer that a union has nothing for.
    pub(crate) variant: Option<PlaceId>,
    /// Whether several branches of a `oneOf` accept the part.
    pub(crate) several: bool,
}

/// Lists the keywords that refuse what a writer may send; empty where that cannot be told.
pub(crate) fn failures(outline: &Outline, writer: &Outline, value: &Value) -> Vec<Failure> {
    let mut blame = Blame {
        outline,
        evaluator: Evaluator::new(outline),
        writer,
        written: OnceCell::new(),
        payload: value,
        at: Pointer::root(),
        found: Vec::new(),
        depth: 0,
    };
    blame.place(outline.root(), value);
    blame.found
}

struct Blame<'o> {
    outline: &'o Outline,
    evaluator: Evaluator<'o>,
    writer: &'o Outline,
    /// What tells the truth about the writer, once it was needed.
    written: OnceCell<Evaluator<'o>>,
    payload: &'o Value,
    at: Pointer,
    found: Vec<Failure>,
    depth: u32,
}

/// How many subschemas are followed into each other.
const MAX_DEPTH: u32 = 200;

impl Blame<'_> {
    fn place(&mut self, id: PlaceId, value: &Value) {
        if self.evaluator.holds(id, value) != Some(false) || self.depth > MAX_DEPTH {
            return;
        }
        self.depth += 1;
        match &self.outline.place(id).body {
            Body::Always => {}
            Body::Never => self.fails(id, "false", None),
            Body::Keywords(keywords) => {
                let before = self.found.len();
                self.leaves(id, keywords, value);
                self.applied(id, keywords, value);
                self.parts(id, keywords, value);
                if self.found.len() == before {
                    self.unevaluated(id, keywords, value);
                }
            }
        }
        self.depth -= 1;
    }

    fn fails(&mut self, place: PlaceId, keyword: &'static str, name: Option<&str>) {
        self.found.push(Failure {
            place,
            keyword,
            name: name.map(str::to_owned),
            instance: self.at.clone(),
            variant: None,
            several: false,
        });
    }

    /// Finds the keywords that refuse by themselves, by asking each alone.
    fn leaves(&mut self, id: PlaceId, keywords: &Keywords, value: &Value) {
        for (keyword, alone) in leaves(keywords) {
            if refuses(alone, value) {
                self.fails(id, keyword, None);
            }
        }
        let Value::Object(members) = value else {
            if let (Value::Array(_), Some(_)) = (value, keywords.contains) {
                let counted = Keywords {
                    contains: keywords.contains,
                    min_contains: keywords.min_contains,
                    max_contains: keywords.max_contains,
                    ..Keywords::default()
                };
                if self.part_refuses(counted, value) {
                    self.fails(id, "contains", None);
                }
            }
            return;
        };
        for name in keywords
            .required
            .iter()
            .filter(|name| !members.contains_key(*name))
        {
            self.fails(id, "required", Some(name));
        }
        for (name, needed) in &keywords.dependent_required {
            if members.contains_key(name) {
                for other in needed.iter().filter(|other| !members.contains_key(*other)) {
                    self.fails(id, "dependentRequired", Some(other));
                }
            }
        }
    }

    /// Tells whether keywords refuse a value, standing in the outline with its subschemas.
    fn part_refuses(&self, keywords: Keywords, value: &Value) -> bool {
        let mut outline = self.outline.clone();
        let id = outline.push(frontdesk_schema::outline::Place {
            pointer: Pointer::root(),
            resource: None,
            body: Body::Keywords(Box::new(keywords)),
        });
        Evaluator::new(&outline).holds(id, value) == Some(false)
    }

    /// Follows what applies to the same value.
    fn applied(&mut self, id: PlaceId, keywords: &Keywords, value: &Value) {
        let together = keywords
            .reference
            .iter()
            .chain(&keywords.dynamic_reference)
            .chain(&keywords.all_of);
        for part in together {
            self.place(*part, value);
        }
        for (keyword, branches) in [("anyOf", &keywords.any_of), ("oneOf", &keywords.one_of)] {
            self.union(id, keyword, branches, value);
        }
        if keywords
            .not
            .is_some_and(|part| self.evaluator.holds(part, value) == Some(true))
        {
            self.fails(id, "not", None);
        }
        if let Some(condition) = keywords.condition {
            let applied = match self.evaluator.holds(condition, value) {
                Some(true) => keywords.then,
                Some(false) => keywords.otherwise,
                None => None,
            };
            if let Some(part) = applied {
                self.place(part, value);
            }
        }
        if let Value::Object(members) = value {
            for (name, part) in &keywords.dependent_schemas {
                if members.contains_key(name) {
                    self.place(*part, value);
                }
            }
        }
    }

    /// Goes on in the branch that is meant, or blames the union where none is.
    fn union(&mut self, id: PlaceId, keyword: &'static str, branches: &[PlaceId], value: &Value) {
        if branches.is_empty() {
            return;
        }
        let hold = branches
            .iter()
            .filter(|branch| self.evaluator.holds(**branch, value) == Some(true))
            .count();
        if hold == 1 || hold > 1 && keyword == "anyOf" {
            return;
        }
        let several = hold > 1;
        let mut variant = None;
        if !several {
            let meant = self.meant(branches, value);
            variant = meant.variant;
            if let Some(branch) = meant.branch {
                let before = self.found.len();
                self.place(branch, value);
                if self.found.len() > before {
                    return;
                }
            }
        }
        self.found.push(Failure {
            place: id,
            keyword,
            name: None,
            instance: self.at.clone(),
            variant,
            several,
        });
    }

    fn meant(&self, branches: &[PlaceId], value: &Value) -> Meant {
        let written = self.written.get_or_init(|| Evaluator::new(self.writer));
        let places = places_at(self.writer, written, self.payload, &self.at);
        meant(
            self.outline,
            branches,
            (self.writer, written),
            &places,
            value,
        )
    }

    /// Follows what applies to the parts of the value.
    fn parts(&mut self, id: PlaceId, keywords: &Keywords, value: &Value) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let prefix = keywords.prefix_items.get(index).copied();
                    if let Some(part) = prefix.or(keywords.items) {
                        let keyword = if prefix.is_some() {
                            "prefixItems"
                        } else {
                            "items"
                        };
                        self.part(id, part, (keyword, None), (&index.to_string(), item));
                    }
                }
            }
            Value::Object(members) => self.members(id, keywords, members),
            _ => {}
        }
    }

    fn members(&mut self, id: PlaceId, keywords: &Keywords, members: &Map<String, Value>) {
        for (name, member) in members {
            let mut declared = false;
            if let Some(part) = keywords.properties.get(name) {
                declared = true;
                self.part(id, *part, ("properties", Some(name)), (name, member));
            }
            for (pattern, part) in &keywords.pattern_properties {
                if self.evaluator.matches(pattern, name) == Some(true) {
                    declared = true;
                    self.part(id, *part, ("patternProperties", Some(name)), (name, member));
                }
            }
            if let Some(part) = keywords.additional_properties
                && !declared
            {
                let keyword = ("additionalProperties", Some(name.as_str()));
                self.part(id, part, keyword, (name, member));
            }
            if let Some(part) = keywords.property_names
                && self.evaluator.holds(part, &Value::String(name.clone())) == Some(false)
            {
                self.fails(id, "propertyNames", Some(name));
            }
        }
    }

    fn part(
        &mut self,
        owner: PlaceId,
        part: PlaceId,
        (keyword, name): (&'static str, Option<&str>),
        (token, value): (&str, &Value),
    ) {
        if matches!(self.outline.place(part).body, Body::Never) {
            self.fails(owner, keyword, name);
            return;
        }
        self.at.push(token);
        self.place(part, value);
        self.at.pop();
    }

    /// Blames what is not evaluated, where nothing else refuses.
    fn unevaluated(&mut self, id: PlaceId, keywords: &Keywords, value: &Value) {
        match value {
            Value::Object(members) => {
                let Some(part) = keywords.unevaluated_properties else {
                    return;
                };
                for (name, member) in members {
                    let left = self.evaluator.is_left_over(id, value, name);
                    // What cannot be told is blamed where it could be.
                    if left.unwrap_or_else(|| !keywords.properties.contains_key(name)) {
                        let keyword = ("unevaluatedProperties", Some(name.as_str()));
                        self.part(id, part, keyword, (name, member));
                    }
                }
            }
            Value::Array(_) if keywords.unevaluated_items.is_some() => {
                self.fails(id, "unevaluatedItems", None);
            }
            _ => {}
        }
    }
}

/// Lists the keywords that assert by themselves, each alone.
pub(crate) fn leaves(keywords: &Keywords) -> Vec<(&'static str, Keywords)> {
    let mut leaves = Vec::new();
    let mut alone = |keyword, there: bool, set: &dyn Fn(&mut Keywords)| {
        if there {
            let mut keywords = Keywords::default();
            set(&mut keywords);
            leaves.push((keyword, keywords));
        }
    };
    alone("type", keywords.types.is_some(), &|alone| {
        alone.types = keywords.types;
    });
    alone("const", keywords.constant.is_some(), &|alone| {
        alone.constant.clone_from(&keywords.constant);
    });
    alone("enum", keywords.enumeration.is_some(), &|alone| {
        alone.enumeration.clone_from(&keywords.enumeration);
    });
    for bound in &keywords.lower {
        alone(bound.keyword, true, &|alone| {
            alone.lower = vec![bound.clone()];
        });
    }
    for bound in &keywords.upper {
        alone(bound.keyword, true, &|alone| {
            alone.upper = vec![bound.clone()];
        });
    }
    alone("multipleOf", keywords.multiple_of.is_some(), &|alone| {
        alone.multiple_of.clone_from(&keywords.multiple_of);
    });
    alone("minLength", keywords.min_length.is_some(), &|alone| {
        alone.min_length = keywords.min_length;
    });
    alone("maxLength", keywords.max_length.is_some(), &|alone| {
        alone.max_length = keywords.max_length;
    });
    alone("pattern", keywords.pattern.is_some(), &|alone| {
        alone.pattern.clone_from(&keywords.pattern);
    });
    alone("format", keywords.format.is_some(), &|alone| {
        alone.format.clone_from(&keywords.format);
        alone.annotates_format = keywords.annotates_format;
    });
    alone("minItems", keywords.min_items.is_some(), &|alone| {
        alone.min_items = keywords.min_items;
    });
    alone("maxItems", keywords.max_items.is_some(), &|alone| {
        alone.max_items = keywords.max_items;
    });
    alone("uniqueItems", keywords.unique_items, &|alone| {
        alone.unique_items = true;
    });
    alone(
        "minProperties",
        keywords.min_properties.is_some(),
        &|alone| {
            alone.min_properties = keywords.min_properties;
        },
    );
    alone(
        "maxProperties",
        keywords.max_properties.is_some(),
        &|alone| {
            alone.max_properties = keywords.max_properties;
        },
    );
    leaves
}

/// Tells whether keywords without subschemas refuse a value.
fn refuses(keywords: Keywords, value: &Value) -> bool {
    let mut outline = Outline::start();
    let root = outline.root();
    outline.place_mut(root).body = Body::Keywords(Box::new(keywords));
    Evaluator::new(&outline).holds(root, value) == Some(false)
}
