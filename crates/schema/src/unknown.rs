use frontdesk_json::Pointer;
use serde_json::Value;

use crate::Schema;
use crate::options::Draft;
use crate::positions;

/// A member of a subschema that no draft knows as a keyword, and that therefore says nothing.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnknownKeyword {
    /// The subschema that holds it.
    pub pointer: Pointer,
    /// The member's name.
    pub keyword: String,
    /// The keyword that was probably meant.
    pub suggestion: Option<&'static str>,
}

impl Schema {
    /// Lists the members of subschemas that are no keywords, by pointer.
    ///
    /// A misspelled keyword is no error of a schema, and refuses nothing. The keywords of every
    /// draft count as known, those that `OpenAPI` adds, and whatever starts with `x-`.
    #[must_use]
    pub fn unknown_keywords(&self) -> Vec<UnknownKeyword> {
        let mut unknown = Vec::new();
        positions::walk(self.document(), (), |steps, value, ()| {
            let Value::Object(members) = value else {
                return;
            };
            let names = members.keys().filter(|name| !is_known(name));
            unknown.extend(names.map(|name| UnknownKeyword {
                pointer: positions::pointer(steps),
                keyword: name.clone(),
                suggestion: nearest(name),
            }));
        });
        unknown.sort();
        unknown
    }

    /// Lists the subschemas with `dependencies` where the draft has the two keywords instead.
    ///
    /// Both judges read it as the drafts before did; other validators of these drafts do not.
    #[must_use]
    pub fn dependencies_of_old(&self) -> Vec<Pointer> {
        let mut places = Vec::new();
        if self.draft() >= Draft::Draft201909 {
            positions::walk(self.document(), (), |steps, value, ()| {
                if value.get("dependencies").is_some_and(Value::is_object) {
                    places.push(positions::pointer(steps));
                }
            });
            places.sort();
        }
        places
    }
}

fn is_known(name: &str) -> bool {
    name.starts_with("x-") || KEYWORDS.binary_search(&name).is_ok()
}

/// Finds the keyword that a name is a slip of.
fn nearest(name: &str) -> Option<&'static str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    // Two slips make anything of a short word.
    let most = if name.len() < SHORT { 1 } else { 2 };
    KEYWORDS
        .iter()
        .filter(|keyword| keyword.len().abs_diff(name.len()) <= most)
        .map(|keyword| {
            let spelled: Vec<char> = keyword.to_lowercase().chars().collect();
            (distance(&name, &spelled), *keyword)
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, keyword)| keyword)
}

/// Counts the slips between two words: a letter too many, too few, another, or two swapped.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(letter != other);
            let mut least = replaced.min(above[column + 1] + 1).min(here[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *letter;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            here.push(least);
        }
        before = std::mem::replace(&mut above, here);
    }
    above[right.len()]
}

/// How long a name is whose second slip is still told from another word.
const SHORT: usize = 5;

/// The keywords of all drafts and those of `OpenAPI`, sorted.
const KEYWORDS: [&str; 68] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "id",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, nearest};
    use crate::{Draft, Options, Schema};
    use serde_json::{Value, json};

    fn unknown(document: Value) -> Vec<(String, String, Option<&'static str>)> {
        let schema = Schema::compile(document, &Options::default()).unwrap();
        let unknown = schema.unknown_keywords().into_iter();
        unknown
            .map(|found| (found.pointer.to_string(), found.keyword, found.suggestion))
            .collect()
    }

    #[test]
    fn the_keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn slips_are_told_their_keyword() {
        for (name, keyword) in [
            ("propertes", Some("properties")),
            ("requird", Some("required")),
            ("additionalproperties", Some("additionalProperties")),
            ("oneof", Some("oneOf")),
            ("tpye", Some("type")),
            ("itmes", Some("items")),
            ("maxlenght", Some("maxLength")),
            ("min_length", Some("minLength")),
            ("ref", Some("$ref")),
            ("foo", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(name), keyword, "{name}");
        }
    }

    #[test]
    fn names_and_data_are_no_keywords() {
        let document = json!({
            "$comment": "",
            "x-mine": {"typ": 1},
            "nullable": true,
            "discriminator": {"propertyName": "kind"},
            "default": {"typ": 1},
            "properties": {"typ": {"examples": [{"typ": 1}]}},
            "dependencies": {"typ": ["a"]}
        });
        assert_eq!(unknown(document), []);
    }

    #[test]
    fn dependencies_are_of_old_drafts() {
        let uri = |draft: Draft| draft.uri().to_owned();
        let of = |draft| json!({"$schema": uri(draft), "not": {"dependencies": {"a": ["b"]}}});
        let places = |draft| {
            let schema = Schema::compile(of(draft), &Options::default()).unwrap();
            schema.dependencies_of_old()
        };
        assert!(places(Draft::Draft7).is_empty());
        for draft in [Draft::Draft201909, Draft::Draft202012] {
            let places: Vec<String> = places(draft).iter().map(ToString::to_string).collect();
            assert_eq!(places, ["/not"]);
        }
    }

    #[test]
    fn they_are_listed_by_place() {
        let document = json!({
            "propertes": {"a": {"typ": "string"}},
            "items": {"typ": "string", "colour": 1},
            "allOf": [{}, {"oneof": []}]
        });
        let listed = unknown(document);
        let expected = [
            ("", "propertes", Some("properties")),
            ("/allOf/1", "oneof", Some("oneOf")),
            ("/items", "colour", None),
            ("/items", "typ", Some("type")),
        ];
        let expected = expected.map(|(pointer, keyword, suggestion)| {
            (pointer.to_owned(), keyword.to_owned(), suggestion)
        });
        assert_eq!(listed, expected);
    }
}
