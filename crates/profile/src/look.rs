//! Values as they are looked at, however they are held.

use std::borrow::Cow;

use frontdesk_json::{TapeKind, TapeValue};
use frontdesk_schema::Schema;
use frontdesk_schema::outline::Type;
use serde_json::{Number, Value};

/// A value or a part of one, held as a tree or on a tape.
pub(crate) trait Look<'v>: Copy {
    /// Tells what it is; of an array or object, how much it holds.
    fn kind(self) -> Kind<'v>;

    /// Iterates over the items of an array.
    fn items(self) -> impl Iterator<Item = Self>;

    /// Iterates over the members of an object, in any order.
    fn members(self) -> impl Iterator<Item = (&'v str, Self)>;

    /// Tells whether a schema accepts it.
    fn is_accepted_by(self, schema: &Schema) -> bool;

    /// Returns it as a tree.
    fn to_value(self) -> Cow<'v, Value>;
}

/// What a value is by itself.
#[derive(Clone, Debug)]
pub(crate) enum Kind<'v> {
    Null,
    Boolean(bool),
    Number(Number),
    Text(&'v str),
    Array(usize),
    Object(usize),
}

impl Kind<'_> {
    /// Returns the type as schemas tell types apart.
    pub(crate) fn schema_type(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Boolean(_) => Type::Boolean,
            Self::Number(number) => Type::of_number(number),
            Self::Text(_) => Type::String,
            Self::Array(_) => Type::Array,
            Self::Object(_) => Type::Object,
        }
    }
}

impl<'v> Look<'v> for &'v Value {
    fn kind(self) -> Kind<'v> {
        match self {
            Value::Null => Kind::Null,
            Value::Bool(boolean) => Kind::Boolean(*boolean),
            Value::Number(number) => Kind::Number(number.clone()),
            Value::String(text) => Kind::Text(text),
            Value::Array(items) => Kind::Array(items.len()),
            Value::Object(members) => Kind::Object(members.len()),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        self.as_array().into_iter().flatten()
    }

    fn members(self) -> impl Iterator<Item = (&'v str, Self)> {
        let members = self.as_object().into_iter().flatten();
        members.map(|(name, member)| (name.as_str(), member))
    }

    fn is_accepted_by(self, schema: &Schema) -> bool {
        schema.accepts(self)
    }

    fn to_value(self) -> Cow<'v, Value> {
        Cow::Borrowed(self)
    }
}

impl<'v> Look<'v> for TapeValue<'v> {
    #[inline]
    fn kind(self) -> Kind<'v> {
        match self.kind() {
            TapeKind::Null => Kind::Null,
            TapeKind::Boolean => Kind::Boolean(self.as_bool() == Some(true)),
            TapeKind::Number => {
                let number = self.as_numeral();
                number.map_or(Kind::Null, |number| Kind::Number(number.to_number()))
            }
            TapeKind::String => Kind::Text(self.as_str().unwrap_or_default()),
            TapeKind::Array => Kind::Array(self.count()),
            TapeKind::Object => Kind::Object(self.count()),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        TapeValue::items(self)
    }

    fn members(self) -> impl Iterator<Item = (&'v str, Self)> {
        TapeValue::members(self)
    }

    fn is_accepted_by(self, schema: &Schema) -> bool {
        schema.accepts_on_tape(self)
    }

    fn to_value(self) -> Cow<'v, Value> {
        Cow::Owned(TapeValue::to_value(self))
    }
}
