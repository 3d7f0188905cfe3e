use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::PlaceId;

/// What a subschema says.
#[derive(Clone, Debug)]
pub enum Body {
    /// `true`, or an object without a keyword.
    Always,
    /// `false`.
    Never,
    /// Keywords that must all hold.
    Keywords(Box<Keywords>),
}

/// A JSON type; `integer` is a number without a fraction.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Type {
    /// `null`
    Null,
    /// `true` and `false`
    Boolean,
    /// Numbers without a fraction.
    Integer,
    /// Numbers with a fraction.
    Fraction,
    /// Strings.
    String,
    /// Arrays.
    Array,
    /// Objects.
    Object,
}

/// A set of [`Type`]s; `number` is both integers and fractions.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeSet(u8);

impl Type {
    /// All types, simplest first.
    pub const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::Integer,
        Self::Fraction,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// Returns the type of a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) => Self::of_number(number),
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// Returns the type of a number.
    #[must_use]
    pub fn of_number(number: &Number) -> Self {
        if is_integral(number) {
            Self::Integer
        } else {
            Self::Fraction
        }
    }
}

fn is_integral(number: &Number) -> bool {
    number
        .as_f64()
        .is_none_or(|float| float.fract() == 0.0 || !number.is_f64())
}

impl TypeSet {
    /// Every type.
    pub const ALL: Self = Self(0x7f);
    /// No type.
    pub const NONE: Self = Self(0);

    /// Returns the set of one type.
    #[must_use]
    pub const fn only(kind: Type) -> Self {
        Self(1 << kind as u8)
    }

    /// Reads a type's name in a schema.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::only(Type::Null),
            "boolean" => Self::only(Type::Boolean),
            "integer" => Self::only(Type::Integer),
            "number" => Self::only(Type::Integer).union(Self::only(Type::Fraction)),
            "string" => Self::only(Type::String),
            "array" => Self::only(Type::Array),
            "object" => Self::only(Type::Object),
            _ => return None,
        })
    }

    /// Tells whether a type is in the set.
    #[must_use]
    pub const fn has(self, kind: Type) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Returns the types in both sets.
    #[must_use]
    pub const fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the types in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the types that are not in the set.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// Tells whether no type is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Iterates over the types in the set, simplest first.
    pub fn iter(self) -> impl Iterator<Item = Type> {
        Type::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

/// A bound on a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The bound as written.
    pub value: Number,
    /// Whether the bound itself is outside.
    pub exclusive: bool,
    /// The keyword that a validator reports.
    pub keyword: &'static str,
}

/// The keywords of one subschema, brought to one form across drafts.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the keyword of its name")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "keywords are there or not, each by itself"
)]
pub struct Keywords {
    pub types: Option<TypeSet>,
    pub constant: Option<Value>,
    pub enumeration: Option<Vec<Value>>,

    /// `minimum` and `exclusiveMinimum`.
    pub lower: Vec<Bound>,
    /// `maximum` and `exclusiveMaximum`.
    pub upper: Vec<Bound>,
    pub multiple_of: Option<Number>,

    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub format: Option<String>,
    /// Whether `format` refuses nothing, by the options or since the draft does not know it.
    pub annotates_format: bool,
    /// Whether the draft does not define the format: validators may refuse values by it or not.
    pub undefined_format: bool,

    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub prefix_items: Vec<PlaceId>,
    /// `items` of 2020-12; `items` or `additionalItems` before.
    pub items: Option<PlaceId>,
    pub contains: Option<PlaceId>,
    pub min_contains: Option<u64>,
    pub max_contains: Option<u64>,
    pub unevaluated_items: Option<PlaceId>,

    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    pub required: BTreeSet<String>,
    pub properties: BTreeMap<String, PlaceId>,
    pub pattern_properties: BTreeMap<String, PlaceId>,
    pub additional_properties: Option<PlaceId>,
    pub property_names: Option<PlaceId>,
    pub dependent_required: BTreeMap<String, BTreeSet<String>>,
    pub dependent_schemas: BTreeMap<String, PlaceId>,
    pub unevaluated_properties: Option<PlaceId>,

    pub reference: Option<PlaceId>,
    /// `$dynamicRef` and `$recursiveRef`, resolved by the way that leads to this place.
    pub dynamic_reference: Option<PlaceId>,
    pub all_of: Vec<PlaceId>,
    pub any_of: Vec<PlaceId>,
    pub one_of: Vec<PlaceId>,
    pub not: Option<PlaceId>,
    pub condition: Option<PlaceId>,
    pub then: Option<PlaceId>,
    pub otherwise: Option<PlaceId>,

    /// `examples`, then `example`: they refuse nothing.
    pub examples: Vec<Value>,
    pub default: Option<Value>,

    /// The spelling of keywords that drafts spell differently: (form here, spelling there).
    pub spellings: BTreeMap<&'static str, &'static str>,
    /// References that lead to nothing this outline holds.
    pub opaque: bool,
}

impl Keywords {
    /// Iterates over the subschemas that it applies, to the value or to parts of it.
    pub fn subschemas(&self) -> impl Iterator<Item = PlaceId> {
        let single = [
            self.reference,
            self.dynamic_reference,
            self.not,
            self.condition,
            self.then,
            self.otherwise,
            self.items,
            self.contains,
            self.unevaluated_items,
            self.additional_properties,
            self.property_names,
            self.unevaluated_properties,
        ];
        let lists = [&self.all_of, &self.any_of, &self.one_of, &self.prefix_items];
        let named = [
            &self.properties,
            &self.pattern_properties,
            &self.dependent_schemas,
        ];
        single
            .into_iter()
            .flatten()
            .chain(lists.into_iter().flatten().copied())
            .chain(
                named
                    .into_iter()
                    .flat_map(|members| members.values().copied()),
            )
    }

    /// Tells whether it asserts the same as others that apply the same subschemas.
    #[must_use]
    pub fn asserts_as(&self, other: &Self) -> bool {
        let said = |keywords: &Self| {
            let bare = Self {
                examples: Vec::new(),
                default: None,
                spellings: BTreeMap::new(),
                undefined_format: false,
                ..keywords.clone()
            };
            format!("{bare:?}")
        };
        said(self) == said(other)
    }

    /// Returns how the document spells a keyword of the common form.
    #[must_use]
    pub fn spelling(&self, keyword: &'static str) -> &'static str {
        self.spellings.get(keyword).copied().unwrap_or(keyword)
    }
}
