//! Scalars, by the core schema of YAML 1.2.

use serde_json::Value;

use super::{YamlErrorKind, unnumbered};

/// A scalar's value, and whether its number is spelled as JSON spells it.
pub(super) struct Scalar {
    pub(super) value: Value,
    /// The number in the words of JSON, where it is one.
    pub(super) number: Option<String>,
}

/// Reads a plain scalar without a tag.
pub(super) fn plain(text: &str) -> Result<Scalar, YamlErrorKind> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null.into(),
        "true" | "True" | "TRUE" => Value::Bool(true).into(),
        "false" | "False" | "FALSE" => Value::Bool(false).into(),
        _ => match number(text)? {
            Some(number) => number,
            None => Value::from(text).into(),
        },
    })
}

/// Reads a scalar that has a tag of the core schema; `None` where it is not of that type.
pub(super) fn tagged(tag: &str, text: &str) -> Result<Option<Scalar>, YamlErrorKind> {
    if tag == "str" {
        return Ok(Some(Value::from(text).into()));
    }
    let scalar = plain(text)?;
    let fits = match tag {
        "null" => scalar.value.is_null(),
        "bool" => scalar.value.is_boolean(),
        "int" => scalar.value.is_i64() || scalar.value.is_u64(),
        "float" => scalar.value.is_number(),
        _ => false,
    };
    Ok(fits.then_some(scalar))
}

/// Reads what looks like a number; `None` where it does not.
fn number(text: &str) -> Result<Option<Scalar>, YamlErrorKind> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            let value = u64::from_str_radix(digits, radix).map_err(|_| unnumbered(text))?;
            return Ok(Some(Value::from(value).into()));
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(unnumbered(text));
    }
    let Some(spelling) = in_json(text, unsigned) else {
        return Ok(None);
    };
    let value = frontdesk_json::read(spelling.as_bytes()).map_err(|_| unnumbered(text))?;
    Ok(Some(Scalar {
        value,
        number: Some(spelling),
    }))
}

/// Spells a decimal number as JSON does.
fn in_json(text: &str, unsigned: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let some = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    if !some || !digits(whole) || !digits(fraction.unwrap_or_default()) {
        return None;
    }
    let mut spelling = String::from(if text.starts_with('-') { "-" } else { "" });
    let whole = whole.trim_start_matches('0');
    spelling.push_str(if whole.is_empty() { "0" } else { whole });
    if let Some(fraction) = fraction {
        spelling.push('.');
        spelling.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        let power = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if power.is_empty() || !digits(power) {
            return None;
        }
        spelling.push('e');
        spelling.push_str(exponent);
    }
    Some(spelling)
}

impl From<Value> for Scalar {
    fn from(value: Value) -> Self {
        let number = None;
        Self { value, number }
    }
}
