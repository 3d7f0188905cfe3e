//! The kinds of values that their first byte tells.

use std::cell::RefCell;

use crate::outline::{Body, Keywords, Outline, PlaceId, Type, TypeSet};

/// How many kinds there are.
pub(super) const KINDS: usize = 6;

/// What the first byte of a value tells.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    pub(super) const ALL: [Self; KINDS] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// Tells the kind of value that starts with a byte.
    #[inline]
    pub(super) fn of_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            b'"' => Self::String,
            b'{' => Self::Object,
            b'[' => Self::Array,
            b'-' | b'0'..=b'9' => Self::Number,
            b't' | b'f' => Self::Boolean,
            b'n' => Self::Null,
            _ => return None,
        })
    }

    /// Returns the types of its values.
    pub(super) fn types(self) -> TypeSet {
        match self {
            Self::Null => TypeSet::only(Type::Null),
            Self::Boolean => TypeSet::only(Type::Boolean),
            Self::Number => TypeSet::only(Type::Integer).union(TypeSet::only(Type::Fraction)),
            Self::String => TypeSet::only(Type::String),
            Self::Array => TypeSet::only(Type::Array),
            Self::Object => TypeSet::only(Type::Object),
        }
    }
}

/// Which types the values of a place may have; sometimes more than they have.
#[derive(Debug)]
pub(super) struct Possible<'o> {
    outline: &'o Outline,
    known: RefCell<Vec<Option<TypeSet>>>,
}

impl<'o> Possible<'o> {
    pub(super) fn new(outline: &'o Outline) -> Self {
        Self {
            outline,
            known: RefCell::new(vec![None; outline.len()]),
        }
    }

    /// Tells whether a place may accept a value of a kind.
    pub(super) fn may(&self, place: PlaceId, kind: Kind) -> bool {
        !self.types(place, 0).intersect(kind.types()).is_empty()
    }

    fn types(&self, place: PlaceId, depth: usize) -> TypeSet {
        let known = self.known.borrow()[place.index()];
        if let Some(types) = known {
            return types;
        }
        if depth > DEEPEST {
            return TypeSet::ALL;
        }
        // What leads back here adds nothing.
        self.known.borrow_mut()[place.index()] = Some(TypeSet::ALL);
        let types = match &self.outline.place(place).body {
            Body::Always => TypeSet::ALL,
            Body::Never => TypeSet::NONE,
            Body::Keywords(keywords) => self.of_keywords(keywords, depth + 1),
        };
        self.known.borrow_mut()[place.index()] = Some(types);
        types
    }

    fn of_keywords(&self, keywords: &Keywords, depth: usize) -> TypeSet {
        let mut types = keywords.types.unwrap_or(TypeSet::ALL);
        // Draft 4 does not take `1.0` for an integer, and 1 is the same value everywhere else.
        let numbers = Kind::Number.types();
        if !types.intersect(numbers).is_empty() {
            types = types.union(numbers);
        }
        let of_value = |value| match Type::of(value) {
            Type::Integer | Type::Fraction => numbers,
            other => TypeSet::only(other),
        };
        if let Some(constant) = &keywords.constant {
            types = types.intersect(of_value(constant));
        }
        if let Some(values) = &keywords.enumeration {
            let all = values.iter().map(of_value);
            types = types.intersect(all.fold(TypeSet::NONE, TypeSet::union));
        }
        let together = keywords.reference.iter().chain(&keywords.dynamic_reference);
        for part in together.chain(&keywords.all_of) {
            types = types.intersect(self.types(*part, depth));
        }
        for union in [&keywords.any_of, &keywords.one_of] {
            if !union.is_empty() {
                let branches = union.iter().map(|branch| self.types(*branch, depth));
                types = types.intersect(branches.fold(TypeSet::NONE, TypeSet::union));
            }
        }
        types
    }
}

/// How far references are followed.
const DEEPEST: usize = 64;
