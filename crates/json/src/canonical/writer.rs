use serde::{Serialize, Serializer};

use super::members::{Items, Members};
use super::{CanonicalError, CanonicalErrorKind};
use crate::MAX_DEPTH;

pub(super) type Written<T = ()> = Result<T, CanonicalError>;

/// A serializer that appends the canonical spelling.
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    depth: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            out: Vec::with_capacity(MOSTLY),
            depth: 0,
        }
    }

    pub(super) fn into_text(self) -> Written<String> {
        String::from_utf8(self.out).map_err(serde::ser::Error::custom)
    }

    pub(super) fn open(&mut self, bracket: &[u8]) -> Written {
        if self.depth == MAX_DEPTH {
            return Err(CanonicalErrorKind::TooDeep.into());
        }
        self.depth += 1;
        self.out.extend_from_slice(bracket);
        Ok(())
    }

    pub(super) fn close(&mut self, bracket: &[u8]) {
        self.depth -= 1;
        self.out.extend_from_slice(bracket);
    }

    /// Writes what has no inside as `serde_json` does.
    pub(super) fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        serde_json::to_writer(&mut self.out, value).map_err(serde::ser::Error::custom)
    }

    /// Opens the object that holds an enum variant's content.
    fn variant(&mut self, name: &str) -> Written {
        self.open(b"{")?;
        self.scalar(name)?;
        self.out.push(b':');
        Ok(())
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = CanonicalError;
    type SerializeSeq = Items<'w>;
    type SerializeTuple = Items<'w>;
    type SerializeTupleStruct = Items<'w>;
    type SerializeTupleVariant = Items<'w>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Members<'w>;

    fn serialize_bool(self, value: bool) -> Written {
        self.scalar(&value)
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.scalar(&value)
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.scalar(&value)
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.scalar(&value)
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.scalar(&value)
    }

    fn serialize_i128(self, value: i128) -> Written {
        match u64::try_from(value) {
            Ok(natural) => self.scalar(&natural),
            Err(_) => match i64::try_from(value) {
                Ok(integer) => self.scalar(&integer),
                Err(_) => Err(CanonicalErrorKind::IntegerOutOfRange(value.to_string()).into()),
            },
        }
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.scalar(&value)
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.scalar(&value)
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.scalar(&value)
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.scalar(&value)
    }

    fn serialize_u128(self, value: u128) -> Written {
        match u64::try_from(value) {
            Ok(natural) => self.scalar(&natural),
            Err(_) => Err(CanonicalErrorKind::IntegerOutOfRange(value.to_string()).into()),
        }
    }

    fn serialize_f32(self, value: f32) -> Written {
        if !value.is_finite() {
            return Err(CanonicalErrorKind::NotFinite.into());
        }
        self.scalar(&value)
    }

    fn serialize_f64(self, value: f64) -> Written {
        if !value.is_finite() {
            return Err(CanonicalErrorKind::NotFinite.into());
        }
        self.scalar(&value)
    }

    fn serialize_char(self, value: char) -> Written {
        self.scalar(&value)
    }

    fn serialize_str(self, value: &str) -> Written {
        self.scalar(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T>(self, _: &'static str, value: &T) -> Written
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written
    where
        T: Serialize + ?Sized,
    {
        self.variant(variant)?;
        value
            .serialize(&mut *self)
            .map_err(|error| error.within(variant))?;
        self.close(b"}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Written<Items<'w>> {
        Items::open(self, None)
    }

    fn serialize_tuple(self, _: usize) -> Written<Items<'w>> {
        Items::open(self, None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Written<Items<'w>> {
        Items::open(self, None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Written<Items<'w>> {
        self.variant(variant)?;
        Items::open(self, Some(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Written<Members<'w>> {
        Members::open(self, None)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Written<Members<'w>> {
        // `RawValue` passes its text in a struct of this name; nobody has checked that text.
        if name.starts_with("$serde_json::private") {
            return Err(serde::ser::Error::custom(
                "raw JSON text has no canonical form",
            ));
        }
        Members::open(self, None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Written<Members<'w>> {
        self.variant(variant)?;
        Members::open(self, Some(variant))
    }
}

/// How many bytes most values are at least.
const MOSTLY: usize = 128;
