//! A value of a document, and where it stands.

use frontdesk_json::Pointer;
use serde_json::{Map, Value};

use super::error::{DocumentError, DocumentErrorKind};
use super::references::{Names, target};

/// A value of a document, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Place<'d> {
    root: &'d Value,
    pub(super) value: &'d Value,
    pub(super) pointer: Pointer,
}

impl<'d> Place<'d> {
    pub(super) fn root(root: &'d Value) -> Self {
        Self::at(root, Pointer::root())
    }

    /// Goes to where a pointer leads; to `null` where it leads nowhere.
    pub(super) fn at(root: &'d Value, pointer: Pointer) -> Self {
        let value = pointer.resolve(root).unwrap_or(&Value::Null);
        Self {
            root,
            value,
            pointer,
        }
    }

    /// Returns a member, where there is one.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(name)?;
        Some(Self {
            root: self.root,
            value,
            pointer: self.pointer.member(name),
        })
    }

    /// Returns the members of an object that is called `name`; none where there is no such member.
    pub(super) fn map(
        &self,
        name: &str,
        expected: &'static str,
    ) -> Result<Vec<(&'d str, Self)>, DocumentError> {
        self.member(name)
            .map_or(Ok(Vec::new()), |map| map.members(expected))
    }

    /// Returns the members, without those that extend the language.
    pub(super) fn members(
        &self,
        expected: &'static str,
    ) -> Result<Vec<(&'d str, Self)>, DocumentError> {
        let members = self.object(expected)?;
        let members = members.iter().filter(|(name, _)| !name.starts_with("x-"));
        Ok(members
            .map(|(name, value)| {
                let place = Self {
                    root: self.root,
                    value,
                    pointer: self.pointer.member(name),
                };
                (name.as_str(), place)
            })
            .collect())
    }

    /// Returns the items of a list that is called `name`; none where there is no such member.
    pub(super) fn list(
        &self,
        name: &str,
        expected: &'static str,
    ) -> Result<Vec<Self>, DocumentError> {
        let Some(list) = self.member(name) else {
            return Ok(Vec::new());
        };
        let Value::Array(items) = list.value else {
            return Err(DocumentError::malformed(&list.pointer, expected));
        };
        let items = items.iter().enumerate();
        Ok(items
            .map(|(index, value)| Self {
                root: self.root,
                value,
                pointer: list.pointer.index(index),
            })
            .collect())
    }

    /// Returns a text that is called `name`.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'d str>, DocumentError> {
        match self.member(name) {
            None => Ok(None),
            Some(place) => match place.value {
                Value::String(text) => Ok(Some(text)),
                _ => Err(DocumentError::malformed(&place.pointer, "a text")),
            },
        }
    }

    /// Tells whether the member called `name` is `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }

    pub(super) fn object(
        &self,
        expected: &'static str,
    ) -> Result<&'d Map<String, Value>, DocumentError> {
        self.value
            .as_object()
            .ok_or_else(|| DocumentError::malformed(&self.pointer, expected))
    }

    /// Returns what its reference names, where it is one.
    pub(super) fn referred(&self) -> Result<Option<Self>, DocumentError> {
        let Some(reference) = self.text("$ref")? else {
            return Ok(None);
        };
        // Parts of the document other than schemas have no names but pointers.
        let pointer = target(self.root, &Names::default(), &self.pointer, reference)?;
        Ok(Some(Self::at(self.root, pointer)))
    }

    /// Follows references until something stands there.
    pub(super) fn resolved(&self) -> Result<Self, DocumentError> {
        let mut here = self.clone();
        for _ in 0..MAX_HOPS {
            match here.referred()? {
                Some(next) => here = next,
                None => return Ok(here),
            }
        }
        let pointer = self.pointer.clone();
        Err(DocumentErrorKind::Cycle { pointer }.into())
    }
}

/// More references after each other than this are a circle.
pub(super) const MAX_HOPS: usize = 100;
