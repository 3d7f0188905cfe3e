//! What lies on a tape, as the first judge asks for it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::ControlFlow;

use frontdesk_json::{Numeral, TapeItems, TapeKind, TapeMembers, TapeName, TapeValue};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object, SerdeJson};
use serde_json::{Number, Value};

/// Documents on a tape, as a representation of JSON.
#[derive(Debug)]
pub(crate) struct OnTape;

/// A value on a tape, or a scalar that stands alone.
#[derive(Clone, Debug)]
pub(crate) enum TapeNode<'t> {
    Value(TapeValue<'t>),
    Text(&'t str),
    Number(Numeral),
}

/// A number, with the answers that the engine gets for the numbers of a [`Value`].
#[derive(Debug)]
pub(crate) struct TapeNumber(Numeral);

impl Json for OnTape {
    type Node<'a> = TapeNode<'a>;
    type PreparedKey = TapeName;
    type StringBuffer = ();

    // A look-up goes through half of the names; passing all of them costs little more.
    const KEYS_PER_LOOKUP: usize = 2;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> TapeName {
        TapeName::new(key)
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(TapeNode<'_>) -> T) -> T {
        f(TapeNode::Text(string))
    }
}

impl<'t> TapeNode<'t> {
    #[inline]
    fn container(&self, kind: TapeKind) -> Option<TapeValue<'t>> {
        match self {
            Self::Value(value) if value.kind() == kind => Some(*value),
            _ => None,
        }
    }

    #[inline]
    fn text(&self) -> Option<&'t str> {
        match self {
            Self::Value(value) => value.as_str(),
            Self::Text(text) => Some(text),
            Self::Number(_) => None,
        }
    }

    #[inline]
    fn numeral(&self) -> Option<Numeral> {
        match self {
            Self::Value(value) => value.as_numeral(),
            Self::Text(_) => None,
            Self::Number(number) => Some(*number),
        }
    }
}

impl<'t> Node<'t, OnTape> for TapeNode<'t> {
    type Object = TapeObject<'t>;
    type Array = TapeArray<'t>;
    type Number = TapeNumber;

    #[inline]
    fn as_object(&self) -> Option<TapeObject<'t>> {
        self.container(TapeKind::Object).map(TapeObject)
    }

    #[inline]
    fn as_array(&self) -> Option<TapeArray<'t>> {
        self.container(TapeKind::Array).map(TapeArray)
    }

    #[inline]
    fn as_string(&self) -> Option<Cow<'t, str>> {
        self.text().map(Cow::Borrowed)
    }

    #[inline]
    fn as_number(&self) -> Option<TapeNumber> {
        self.numeral().map(TapeNumber)
    }

    #[inline]
    fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Value(value) => value.as_bool(),
            Self::Text(_) | Self::Number(_) => None,
        }
    }

    #[inline]
    fn is_null(&self) -> bool {
        matches!(self, Self::Value(value) if value.is_null())
    }

    #[inline]
    fn json_type(&self) -> JsonType {
        match self {
            Self::Value(value) => match value.kind() {
                TapeKind::Null => JsonType::Null,
                TapeKind::Boolean => JsonType::Boolean,
                TapeKind::Number => JsonType::Number,
                TapeKind::String => JsonType::String,
                TapeKind::Array => JsonType::Array,
                TapeKind::Object => JsonType::Object,
            },
            Self::Text(_) => JsonType::String,
            Self::Number(_) => JsonType::Number,
        }
    }

    #[inline]
    fn string_length_within(&self, min: u64, max: u64) -> Option<bool> {
        let text = self.text()?;
        // A character takes one to four bytes: often that alone decides.
        let bytes = text.len() as u64;
        let fewest = bytes.div_ceil(4);
        if min <= fewest && bytes <= max {
            return Some(true);
        }
        Some((min..=max).contains(&(text.chars().count() as u64)))
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.text(), expected) {
            (Some(text), Value::String(expected)) => text == expected,
            (Some(_), _) | (None, Value::String(_)) => false,
            // Numbers and what holds them compare as values do.
            (None, _) => Node::<SerdeJson>::equals_value(&&*self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'t, Value> {
        Cow::Owned(match self {
            Self::Value(value) => value.to_value(),
            Self::Text(text) => Value::String((*text).to_owned()),
            Self::Number(number) => Value::Number(number.to_number()),
        })
    }

    #[inline]
    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Self::Value(value) => {
                let document = std::ptr::from_ref(value.document()).addr();
                Some(NodeIdentity::tagged(document, value.index()))
            }
            Self::Text(text) => Some(NodeIdentity::tagged(text.as_ptr().addr(), u32::MAX)),
            Self::Number(_) => None,
        }
    }
}

impl JsonNumber for TapeNumber {
    #[inline]
    fn as_u64(&self) -> Option<u64> {
        match self.0 {
            Numeral::Unsigned(integer) => Some(integer),
            Numeral::Negative(_) | Numeral::Double(_) => None,
        }
    }

    #[inline]
    fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Numeral::Unsigned(integer) => integer.try_into().ok(),
            Numeral::Negative(integer) => Some(integer),
            Numeral::Double(_) => None,
        }
    }

    #[inline]
    fn as_f64(&self) -> Option<f64> {
        self.0.to_number().as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_number().to_string())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.0.to_number())
    }

    fn is_written_as_integer(&self) -> bool {
        JsonNumber::is_written_as_integer(&self.0.to_number())
    }
}

#[derive(Debug)]
pub(crate) struct TapeObject<'t>(TapeValue<'t>);

impl<'t> Object<'t, OnTape> for TapeObject<'t> {
    type Node = TapeNode<'t>;
    type MemberName = &'t str;
    type MembersIter = Members<'t>;

    #[inline]
    fn len(&self) -> usize {
        self.0.count()
    }

    #[inline]
    fn get(&self, key: &TapeName) -> Option<TapeNode<'t>> {
        self.0.get(key).map(TapeNode::Value)
    }

    #[inline]
    fn members(&self) -> Members<'t> {
        Members(self.0.members())
    }

    fn try_for_each_name_node<B>(
        &self,
        (): &mut (),
        mut f: impl FnMut(TapeNode<'_>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut members = self.0.members();
        while let Some((name, _)) = members.next_member() {
            f(TapeNode::Value(name))?;
        }
        ControlFlow::Continue(())
    }
}

#[derive(Debug)]
pub(crate) struct Members<'t>(TapeMembers<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, TapeNode<'t>);

    #[expect(
        clippy::inline_always,
        reason = "what a call hands over in memory is slow to read at once"
    )]
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.next()?;
        Some((name, TapeNode::Value(value)))
    }
}

#[derive(Debug)]
pub(crate) struct TapeArray<'t>(TapeValue<'t>);

impl<'t> Array<'t, OnTape> for TapeArray<'t> {
    type Node = TapeNode<'t>;
    type ElementsIter = Elements<'t>;

    #[inline]
    fn len(&self) -> usize {
        self.0.count()
    }

    #[inline]
    fn elements(&self) -> Elements<'t> {
        Elements(self.0.items())
    }

    fn is_unique(&self) -> bool {
        let texts = || self.0.items().map_while(TapeValue::as_str);
        if texts().count() == self.0.count() {
            let mut seen = HashSet::with_capacity(self.0.count());
            return texts().all(|text| seen.insert(text));
        }
        let values: Vec<Value> = self.0.items().map(TapeValue::to_value).collect();
        Array::<SerdeJson>::is_unique(&values.as_slice())
    }
}

#[derive(Debug)]
pub(crate) struct Elements<'t>(TapeItems<'t>);

impl<'t> Iterator for Elements<'t> {
    type Item = TapeNode<'t>;

    #[expect(
        clippy::inline_always,
        reason = "what a call hands over in memory is slow to read at once"
    )]
    #[inline(always)]
    fn next(&mut self) -> Option<TapeNode<'t>> {
        self.0.next().map(TapeNode::Value)
    }
}
