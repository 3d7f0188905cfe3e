use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde_json::Value;

use super::writer::{Writer, Written};
use super::{CanonicalError, CanonicalErrorKind};

/// An array that is being written.
pub(super) struct Items<'w> {
    writer: &'w mut Writer,
    length: usize,
    variant: Option<&'static str>,
}

impl<'w> Items<'w> {
    pub(super) fn open(writer: &'w mut Writer, variant: Option<&'static str>) -> Written<Self> {
        writer.open(b"[").map_err(|error| inside(variant, error))?;
        Ok(Self {
            writer,
            length: 0,
            variant,
        })
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        if self.length > 0 {
            self.writer.out.push(b',');
        }
        value
            .serialize(&mut *self.writer)
            .map_err(|error| inside(self.variant, error.within(&self.length.to_string())))?;
        self.length += 1;
        Ok(())
    }

    fn close(self) {
        self.writer.close(b"]");
        if self.variant.is_some() {
            self.writer.close(b"}");
        }
    }
}

/// An object that is being written: in the order of arrival, sorted at the end.
pub(super) struct Members<'w> {
    writer: &'w mut Writer,
    start: usize,
    written: Vec<Member>,
    key: Option<String>,
    variant: Option<&'static str>,
}

struct Member {
    name: Cow<'static, str>,
    /// Where name and value stand, from the object's start.
    bytes: Range<usize>,
}

impl<'w> Members<'w> {
    pub(super) fn open(writer: &'w mut Writer, variant: Option<&'static str>) -> Written<Self> {
        writer.open(b"{").map_err(|error| inside(variant, error))?;
        let start = writer.out.len();
        Ok(Self {
            writer,
            start,
            written: Vec::new(),
            key: None,
            variant,
        })
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Written {
        if !self.written.is_empty() {
            self.writer.out.push(b',');
        }
        let begin = self.writer.out.len();
        self.writer.scalar(&*name)?;
        self.writer.out.push(b':');
        value
            .serialize(&mut *self.writer)
            .map_err(|error| inside(self.variant, error.within(&name)))?;
        let bytes = begin - self.start..self.writer.out.len() - self.start;
        self.written.push(Member { name, bytes });
        Ok(())
    }

    fn close(mut self) -> Written {
        if !self.written.is_sorted_by(|one, next| one.name < next.name) {
            self.sort()?;
        }
        self.writer.close(b"}");
        if self.variant.is_some() {
            self.writer.close(b"}");
        }
        Ok(())
    }

    fn sort(&mut self) -> Written {
        self.written.sort_by(|one, other| one.name.cmp(&other.name));
        if let Some(pair) = self
            .written
            .windows(2)
            .find(|pair| pair[0].name == pair[1].name)
        {
            let name = pair[0].name.clone().into_owned();
            let error = CanonicalError::from(CanonicalErrorKind::DuplicateMember { name });
            return Err(inside(self.variant, error.within(&pair[0].name)));
        }
        let unsorted = self.writer.out.split_off(self.start);
        for (index, member) in self.written.iter().enumerate() {
            if index > 0 {
                self.writer.out.push(b',');
            }
            let bytes = &unsorted[member.bytes.clone()];
            self.writer.out.extend_from_slice(bytes);
        }
        Ok(())
    }
}

fn inside(variant: Option<&'static str>, error: CanonicalError) -> CanonicalError {
    match variant {
        Some(variant) => error.within(variant),
        None => error,
    }
}

/// Spells a map's key as `serde_json` does.
fn key_text<T: Serialize + ?Sized>(key: &T) -> Written<String> {
    match serde_json::to_value(key) {
        Ok(Value::String(text)) => Ok(text),
        Ok(Value::Number(number)) => Ok(number.to_string()),
        Ok(Value::Bool(flag)) => Ok(flag.to_string()),
        _ => Err(CanonicalErrorKind::KeyNotString.into()),
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = CanonicalError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.key = Some(key_text(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let key = self.key.take().ok_or(CanonicalErrorKind::KeyNotString)?;
        self.member(Cow::Owned(key), value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

/// Implements what serde asks for once per kind of array and of struct.
macro_rules! delegate {
    ($($kind:ident :: $method:ident for $items:ident;)*) => {$(
        impl $kind for $items<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }

            fn end(self) -> Written {
                self.close();
                Ok(())
            }
        }
    )*};
    (named $($kind:ident for $members:ident;)*) => {$(
        impl $kind for $members<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Written
            where
                T: Serialize + ?Sized,
            {
                self.member(Cow::Borrowed(name), value)
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}

delegate! {
    SerializeSeq::serialize_element for Items;
    SerializeTuple::serialize_element for Items;
    SerializeTupleStruct::serialize_field for Items;
    SerializeTupleVariant::serialize_field for Items;
}

delegate! { named
    SerializeStruct for Members;
    SerializeStructVariant for Members;
}
