use frontdesk_json::{Pointer, is_secret};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::Location;

use crate::outline::{Body, Keywords, Outline, PlaceId};

/// One keyword that refuses a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The value at fault; for `required`, the object that lacks the member.
    pub instance: Pointer,
    /// The subschema that holds the keyword, `$ref` resolved, within its document.
    pub schema: Pointer,
    /// The URI of that document, `None` for the schema's own.
    pub resource: Option<String>,
    /// The keyword; `false` for a subschema that is `false`.
    pub keyword: String,
    /// What a person reads.
    pub message: String,
    /// For `anyOf` and `oneOf`: what each branch refused, in the branches' order.
    pub branches: Vec<Vec<Violation>>,
    /// The outermost `if` on the way, where the keyword stands under a `then` or an `else`.
    pub condition: Option<Condition>,
}

/// An `if` that led to a violation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    /// The subschema that holds the `if`.
    pub schema: Pointer,
    /// The URI of the document it stands in, `None` for the schema's own.
    pub resource: Option<String>,
    /// The value that the `if` was asked about.
    pub instance: Pointer,
}

impl Violation {
    pub(crate) fn from_error(error: &ValidationError<'_>, outline: &Outline) -> Self {
        let instance = pointer(error.instance_path());
        let found = Way::new(outline, &instance).walk(&pointer(error.evaluation_path()));
        let (schema, resource, keyword) = if let Some((place, keyword)) = found.end {
            let place = outline.place(place);
            (place.pointer.clone(), place.resource.clone(), keyword)
        } else {
            // Too many dynamic scopes are beyond the outline; the engine knows the place.
            let mut schema = pointer(error.schema_path());
            let keyword = schema.pop().unwrap_or_default();
            (schema, None, keyword)
        };
        let branches = match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context }
            | ValidationErrorKind::OneOfMultipleValid { context } => context
                .iter()
                .map(|branch| {
                    branch
                        .iter()
                        .map(|error| Self::from_error(error, outline))
                        .collect()
                })
                .collect(),
            _ => Vec::new(),
        };
        Self {
            schema,
            resource,
            keyword,
            message: message(error, &instance),
            instance,
            branches,
            condition: found.condition,
        }
    }
}

/// Words an error without what must not be seen and without what nobody wants to read.
///
/// The value stands in the message only where it is a scalar and not a secret by its name: objects
/// and arrays may hold secrets anywhere, and fill a screen.
fn message(error: &ValidationError<'_>, instance: &Pointer) -> String {
    let value = error.instance();
    if value.is_object() || value.is_array() || is_secret(instance) {
        error.masked().to_string()
    } else {
        error.to_string()
    }
}

/// The way that an evaluation took through a document.
struct Way<'o> {
    outline: &'o Outline,
    instance: &'o Pointer,
    /// How many tokens of the instance are behind.
    depth: usize,
    condition: Option<Condition>,
}

struct Found {
    end: Option<(PlaceId, String)>,
    condition: Option<Condition>,
}

impl<'o> Way<'o> {
    fn new(outline: &'o Outline, instance: &'o Pointer) -> Self {
        Self {
            outline,
            instance,
            depth: 0,
            condition: None,
        }
    }

    fn walk(mut self, evaluation: &Pointer) -> Found {
        let end = self.end(evaluation);
        Found {
            end,
            condition: self.condition,
        }
    }

    fn end(&mut self, evaluation: &Pointer) -> Option<(PlaceId, String)> {
        let mut place = self.outline.root();
        let mut tokens = evaluation.tokens();
        // Where a subschema is `false`, the keyword that applies it is at fault if it names one
        // subschema only.
        let mut applied_by = None;
        while let Some(keyword) = tokens.next() {
            let keywords = self.outline.keywords(place)?;
            let Some(step) = step(keywords, keyword) else {
                return Some((place, keyword.to_owned()));
            };
            let (next, single) = match step {
                Step::To(next) => (next, true),
                Step::Among(choose) => match tokens.next() {
                    Some(token) => (choose(keywords, token)?, false),
                    None => return Some((place, keyword.to_owned())),
                },
            };
            self.pass(place, keyword);
            applied_by = single.then(|| (place, keyword.to_owned()));
            place = next;
        }
        match self.outline.place(place).body {
            Body::Never => applied_by
                .filter(|(_, keyword)| !keyword.starts_with('$'))
                .or_else(|| Some((place, "false".to_owned()))),
            // The engine ends at the keyword that applies several, such as `contains`.
            Body::Always | Body::Keywords(_) => applied_by,
        }
    }

    fn pass(&mut self, place: PlaceId, keyword: &str) {
        match keyword {
            "then" | "else" if self.condition.is_none() => {
                let tokens = self.instance.tokens().take(self.depth);
                self.condition = Some(Condition {
                    schema: self.outline.place(place).pointer.clone(),
                    resource: self.outline.place(place).resource.clone(),
                    instance: Pointer::from_tokens(tokens),
                });
            }
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "prefixItems"
            | "items"
            | "additionalItems"
            | "unevaluatedProperties"
            | "unevaluatedItems" => {
                self.depth += 1;
            }
            _ => {}
        }
    }
}

enum Step {
    To(PlaceId),
    Among(fn(&Keywords, &str) -> Option<PlaceId>),
}

/// Finds where a keyword leads, `None` for one that asserts by itself.
fn step(keywords: &Keywords, keyword: &str) -> Option<Step> {
    let single = match keyword {
        "$ref" => keywords.reference,
        "$dynamicRef" | "$recursiveRef" => keywords.dynamic_reference,
        "additionalProperties" => keywords.additional_properties,
        "propertyNames" => keywords.property_names,
        "then" => keywords.then,
        "else" => keywords.otherwise,
        "items" if keywords.spelling("prefixItems") == "prefixItems" => keywords.items,
        "additionalItems" => keywords.items,
        "unevaluatedItems" => keywords.unevaluated_items,
        "unevaluatedProperties" => keywords.unevaluated_properties,
        _ => None,
    };
    if let Some(place) = single {
        return Some(Step::To(place));
    }
    Some(Step::Among(match keyword {
        "allOf" => |keywords, token| nth(&keywords.all_of, token),
        "anyOf" => |keywords, token| nth(&keywords.any_of, token),
        "oneOf" => |keywords, token| nth(&keywords.one_of, token),
        "prefixItems" | "items" => |keywords, token| nth(&keywords.prefix_items, token),
        "properties" => |keywords, token| keywords.properties.get(token).copied(),
        "patternProperties" => |keywords, token| keywords.pattern_properties.get(token).copied(),
        "dependentSchemas" | "dependencies" => {
            |keywords, token| keywords.dependent_schemas.get(token).copied()
        }
        _ => return None,
    }))
}

fn nth(places: &[PlaceId], token: &str) -> Option<PlaceId> {
    places.get(token.parse::<usize>().ok()?).copied()
}

/// Reads a location of the engine, which writes well-formed pointers only.
fn pointer(location: &Location) -> Pointer {
    location.as_str().parse().unwrap_or_default()
}
