//! Times of the envelope headers.

use std::borrow::Cow;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Holds a point in time of the envelope headers, as text.
///
/// Authored times have the form that the vendor schema 3.2.3 checks: upper-case `T` and `Z`, no
/// fraction or three digits of it, `Z` or an offset such as `+02:00` (C-16). Reading is lenient,
/// because older clients send microseconds. Times inside the payload have no format in any source
/// and are plain strings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the current time in UTC with milliseconds.
    #[must_use]
    pub fn now() -> Self {
        Self::from(SystemTime::now())
    }

    /// Returns the text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether the text has the form the vendor schema wants.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        is_date_time(&self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = MalformedTimestamp;

    fn try_from(text: &str) -> Result<Self, MalformedTimestamp> {
        if is_date_time(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MalformedTimestamp(text.to_owned()))
        }
    }
}

/// A time before 1970 or after 9999 becomes the nearest time that four digits of a year can say.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let (seconds, milliseconds) = match since.as_secs() {
            seconds if seconds <= LAST_SECOND => (seconds, since.subsec_millis()),
            _ => (LAST_SECOND, 999),
        };
        let (year, month, day) = civil(seconds / DAY);
        let (hour, minute, second) = (seconds % DAY / 3600, seconds % 3600 / 60, seconds % 60);
        Self(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z"
        ))
    }
}

/// Says that a text is not a date and time in the accepted form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a date and time such as 2024-01-15T10:30:00.000Z")]
pub struct MalformedTimestamp(String);

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "description": "A point in time of the envelope headers, ISO 8601. Vendor schema 3.2.3: upper-case T and Z, \
                no fraction or exactly three digits, Z or an offset as +hh:mm, no range check (C-16).",
            "type": "string",
            "examples": ["2024-01-15T10:30:00.000Z"],
        });
        if generator.contract().is_serialize() {
            schema.insert("pattern".to_owned(), DATE_TIME.into());
        }
        schema
    }
}

/// Turns days since 1970-01-01 into year, month and day of the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of its year and months have a
/// regular length.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// Compares with [`DATE_TIME`] by hand.
fn is_date_time(text: &str) -> bool {
    let Some((moment, zone)) = text.split_at_checked(19) else {
        return false;
    };
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => match fraction.split_at_checked(3) {
            Some((digits, zone)) if has_form(digits, "000") => zone,
            _ => return false,
        },
        None => zone,
    };
    has_form(moment, "0000-00-00T00:00:00")
        && (zone == "Z" || has_form(zone, "+00:00") || has_form(zone, "-00:00"))
}

/// Says whether `text` is `form` with any digit for each `0`.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                _ => byte == wanted,
            })
}

const DATE_TIME: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?(Z|[+-][0-9]{2}:[0-9]{2})$";
const DAY: u64 = 86_400;
const LAST_SECOND: u64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{LAST_SECOND, Timestamp};

    #[track_caller]
    fn check(milliseconds: u64, text: &str) {
        assert_eq!(
            Timestamp::from(UNIX_EPOCH + Duration::from_millis(milliseconds)).as_str(),
            text
        );
    }

    #[test]
    fn says_known_moments() {
        check(0, "1970-01-01T00:00:00.000Z");
        check(951_782_400_000, "2000-02-29T00:00:00.000Z");
        check(951_868_799_999, "2000-02-29T23:59:59.999Z");
        check(951_868_800_000, "2000-03-01T00:00:00.000Z");
        check(1_705_314_600_000, "2024-01-15T10:30:00.000Z");
        check(1_735_689_599_001, "2024-12-31T23:59:59.001Z");
        check(4_107_542_400_000, "2100-03-01T00:00:00.000Z");
        check(LAST_SECOND * 1000 + 999, "9999-12-31T23:59:59.999Z");
        check((LAST_SECOND + 1) * 1000, "9999-12-31T23:59:59.999Z");
        assert_eq!(
            Timestamp::from(UNIX_EPOCH - Duration::from_secs(1)).as_str(),
            "1970-01-01T00:00:00.000Z"
        );
    }

    #[test]
    fn now_is_well_formed() {
        assert!(Timestamp::now().is_well_formed());
    }

    #[test]
    fn takes_the_form_of_the_vendor_schema() {
        for text in [
            "2024-01-15T10:30:00Z",
            "2024-01-15T10:30:00.123+02:00",
            "2024-99-99T99:99:99Z",
        ] {
            assert!(Timestamp::try_from(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "2024-01-15",
            "2024-01-15T10:30:00",
            "2024-01-15T10:30:00.123456Z",
            "2024-01-15t10:30:00z",
            "2024-01-15T10:30:00+0200",
            "2024-01-15T10:30:00.12Z",
            "2024-01-15T10:30:0éZ",
        ] {
            assert!(Timestamp::try_from(text).is_err(), "{text}");
        }
    }
}
