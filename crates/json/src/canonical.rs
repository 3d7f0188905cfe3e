mod members;
mod writer;

use std::fmt;

use serde::{Serialize, ser};
use serde_json::Value;

use self::writer::Writer;
use crate::{MAX_DEPTH, Pointer, excerpt};

/// Writes a value in its one spelling, as bytes.
///
/// Members are sorted by name in the order of Unicode code points, there is no white space, strings
/// are escaped only where JSON demands it (control characters as `\u00xx` in lower case or by their
/// short form), and numbers are the shortest that read back the same: integers without a point,
/// doubles always with a point or an exponent. So `1` and `1.0` stay apart, as they do in a
/// [`Value`], and the double `-0.0` is written `-0.0`: it differs in bytes from `0.0`, although the
/// two compare equal.
///
/// [`read`](crate::read) accepts what this writes and gives the value back. That is why it refuses
/// what reading would refuse or silently change, instead of writing `null` or the last of two
/// members. It does not depend on the order in which maps happen to iterate.
///
/// ```
/// use std::collections::HashMap;
///
/// let value = HashMap::from([("b", 2.0), ("a", 0.1)]);
/// assert_eq!(frontdesk_json::to_canonical_vec(&value)?, br#"{"a":0.1,"b":2.0}"#);
/// assert!(frontdesk_json::to_canonical_vec(&f64::NAN).is_err());
/// # Ok::<(), frontdesk_json::CanonicalError>(())
/// ```
///
/// # Errors
///
/// When the value has no canonical form: see [`CanonicalErrorKind`].
pub fn to_canonical_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    to_canonical_string(value).map(String::into_bytes)
}

/// Writes a value in its one spelling, as text.
///
/// See [`to_canonical_vec`] for what that spelling is.
///
/// ```
/// let value = serde_json::json!({"é": "\u{7}", "z": [1, -0.0]});
/// assert_eq!(
///     frontdesk_json::to_canonical_string(&value)?,
///     r#"{"z":[1,-0.0],"é":"\u0007"}"#,
/// );
/// # Ok::<(), frontdesk_json::CanonicalError>(())
/// ```
///
/// # Errors
///
/// When the value has no canonical form: see [`CanonicalErrorKind`].
pub fn to_canonical_string<T: Serialize + ?Sized>(value: &T) -> Result<String, CanonicalError> {
    let mut writer = Writer::new();
    value.serialize(&mut writer)?;
    writer.into_text()
}

/// Writes a value for people, as committed files have it.
///
/// Two spaces of indentation, members in the order in which the value gives them, and a line feed
/// at the end.
///
/// ```
/// assert_eq!(
///     frontdesk_json::pretty(&serde_json::json!({"a": [1, {}]})),
///     "{\n  \"a\": [\n    1,\n    {}\n  ]\n}\n",
/// );
/// ```
#[must_use]
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Why a value has no canonical form, and where in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CanonicalError {
    kind: CanonicalErrorKind,
    pointer: Pointer,
}

impl CanonicalError {
    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> &CanonicalErrorKind {
        &self.kind
    }

    /// Returns the value at fault.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    fn within(mut self, token: &str) -> Self {
        self.pointer = Pointer::root().member(token).join(&self.pointer);
        self
    }
}

impl From<CanonicalErrorKind> for CanonicalError {
    fn from(kind: CanonicalErrorKind) -> Self {
        Self {
            kind,
            pointer: Pointer::root(),
        }
    }
}

impl fmt::Display for CanonicalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.kind)?;
        if !self.pointer.is_root() {
            write!(
                formatter,
                " (at {})",
                excerpt(&self.pointer.to_string(), 120)
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for CanonicalError {}

impl ser::Error for CanonicalError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        CanonicalErrorKind::Refused(message.to_string()).into()
    }
}

/// What keeps a value from having a canonical form.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CanonicalErrorKind {
    /// An object would have the same member name twice.
    #[error("member `{}` is written twice", excerpt(name, 64))]
    DuplicateMember {
        /// The name.
        name: String,
    },
    /// An integer fits neither `u64` nor `i64` and would be read back as another number.
    #[error("integer {0} is beyond 64 bits")]
    IntegerOutOfRange(String),
    /// A map's key is neither a string nor something that JSON writes as one.
    #[error("map key is no string")]
    KeyNotString,
    /// A number is infinite or no number.
    #[error("number is not finite")]
    NotFinite,
    /// The value itself refused to be written.
    #[error("{}", excerpt(.0, 200))]
    Refused(String),
    /// More than [`MAX_DEPTH`] containers are inside each other.
    #[error("more than {MAX_DEPTH} containers inside each other")]
    TooDeep,
}

#[cfg(test)]
mod tests {
    use super::{CanonicalErrorKind, to_canonical_string};
    use crate::{MAX_DEPTH, read};
    use serde::Serialize;
    use serde_json::{Value, json};
    use std::collections::{BTreeMap, HashMap};

    #[derive(Serialize)]
    struct Everything {
        z: Option<u8>,
        unit: (),
        tuple: (i8, char, bool),
        a: Kind,
        list: [Kind; 4],
        small: f32,
        #[serde(flatten)]
        extra: BTreeMap<String, Value>,
    }

    #[derive(Clone, Serialize)]
    enum Kind {
        Unit,
        Newtype(Box<Kind>),
        Tuple(u64, i64),
        Struct { y: Vec<u8>, x: HashMap<i32, bool> },
    }

    fn everything(extra: &[(&str, Value)]) -> Everything {
        Everything {
            z: None,
            unit: (),
            tuple: (-1, '"', true),
            a: Kind::Newtype(Box::new(Kind::Unit)),
            list: [
                Kind::Unit,
                Kind::Newtype(Box::new(Kind::Tuple(0, 0))),
                Kind::Tuple(u64::MAX, i64::MIN),
                Kind::Struct {
                    y: vec![1, 2],
                    x: HashMap::from([(10, true), (9, false)]),
                },
            ],
            small: 0.1,
            extra: extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        }
    }

    #[test]
    fn everything_that_serde_has_is_written_sorted() {
        let text = to_canonical_string(&everything(&[("b", json!([])), ("", json!({}))])).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"{"":{},"a":{"Newtype":"Unit"},"b":[],"#,
                r#""list":["Unit",{"Newtype":{"Tuple":[0,0]}},"#,
                r#"{"Tuple":[18446744073709551615,-9223372036854775808]},"#,
                r#"{"Struct":{"x":{"10":true,"9":false},"y":[1,2]}}],"#,
                r#""small":0.1,"tuple":[-1,"\"",true],"unit":null,"z":null}"#,
            )
        );
        assert_eq!(
            to_canonical_string(&read(text.as_bytes()).unwrap()).unwrap(),
            text
        );
    }

    #[test]
    fn names_are_sorted_by_code_point() {
        // In UTF-16 units the emoji would stand before U+FB33.
        let value =
            json!({"\u{fb33}": 1, "😀": 2, "\r": 3, "1": 4, "é": 5, "ö": 6, "A": 7, "a": 8});
        assert_eq!(
            to_canonical_string(&value).unwrap(),
            "{\"\\r\":3,\"1\":4,\"A\":7,\"a\":8,\"é\":5,\"ö\":6,\"\u{fb33}\":1,\"😀\":2}"
        );
    }

    #[test]
    fn what_would_not_read_back_is_refused_with_its_place() {
        let refused = |value: &dyn erased::Value, pointer: &str| {
            let error = value.canonical().unwrap_err();
            assert_eq!(error.pointer().to_string(), pointer, "{error}");
            error.kind().clone()
        };
        let twice = [everything(&[("unit", json!(1))])];
        let name = "unit".to_owned();
        assert_eq!(
            refused(&twice, "/0/unit"),
            CanonicalErrorKind::DuplicateMember { name }
        );
        assert_eq!(
            refused(&json!(1).as_u64().map(|_| [1.0, f64::NAN]), "/1"),
            CanonicalErrorKind::NotFinite
        );
        assert_eq!(refused(&f32::INFINITY, ""), CanonicalErrorKind::NotFinite);
        let beyond = u128::from(u64::MAX) + 1;
        assert_eq!(
            refused(&HashMap::from([("a/b", (1, beyond))]), "/a~1b/1"),
            CanonicalErrorKind::IntegerOutOfRange(beyond.to_string())
        );
        assert_eq!(
            refused(&HashMap::from([((), 1)]), ""),
            CanonicalErrorKind::KeyNotString
        );
        let deep = (0..=MAX_DEPTH).fold(json!(1), |value, _| json!([value]));
        assert_eq!(
            refused(&deep, &"/0".repeat(MAX_DEPTH)),
            CanonicalErrorKind::TooDeep
        );
        assert!(to_canonical_string(&deep[0]).is_ok());
    }

    /// `Serialize` behind a pointer, so that one closure can take values of any type.
    mod erased {
        use crate::{CanonicalError, to_canonical_string};

        pub(super) trait Value {
            fn canonical(&self) -> Result<String, CanonicalError>;
        }

        impl<T: serde::Serialize> Value for T {
            fn canonical(&self) -> Result<String, CanonicalError> {
                to_canonical_string(self)
            }
        }
    }
}
