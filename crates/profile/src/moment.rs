use std::fmt;

use frontdesk_corpus::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment that can be compared with others: seconds since 1970 and nanoseconds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) struct Moment(i64, u32);

/// The first and the last moment at which something was seen.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Seen {
    pub(crate) first: Option<Moment>,
    pub(crate) last: Option<Moment>,
}

impl Moment {
    pub(crate) fn of(timestamp: &Timestamp) -> Option<Self> {
        // The text is known to be a moment of RFC 3339.
        let text = timestamp.as_str();
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let days = days(number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let of_day = number(11, 13)? * 3_600 + number(14, 16)? * 60 + number(17, 19)?;
        let rest = text.get(19..)?;
        let zone = rest.find(|character: char| character != '.' && !character.is_ascii_digit())?;
        let fraction: String = rest[..zone].chars().skip(1).take(9).collect();
        let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
        let zone = &rest[zone..];
        let offset = if zone.eq_ignore_ascii_case("z") {
            0
        } else {
            let minutes =
                zone.get(1..3)?.parse::<i64>().ok()? * 60 + zone.get(4..6)?.parse::<i64>().ok()?;
            if zone.starts_with('-') {
                -minutes
            } else {
                minutes
            }
        };
        Some(Self(days * 86_400 + of_day - offset * 60, nanoseconds))
    }
}

impl fmt::Display for Moment {
    /// Writes the moment in UTC, as RFC 3339 text.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, of_day) = (self.0.div_euclid(86_400), self.0.rem_euclid(86_400));
        let (year, month, day) = date(days);
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if self.1 > 0 {
            let fraction = format!("{:09}", self.1);
            write!(formatter, ".{}", fraction.trim_end_matches('0'))?;
        }
        formatter.write_str("Z")
    }
}

impl Seen {
    pub(crate) fn at(&mut self, moment: Option<Moment>) {
        self.merge(Self {
            first: moment,
            last: moment,
        });
    }

    pub(crate) fn merge(&mut self, other: Self) {
        let both = [self.first, other.first];
        self.first = both.into_iter().flatten().min();
        self.last = self.last.max(other.last);
    }
}

/// Counts the days from 1970 to a date; years begin in March, so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + days.div_euclid(146_097) * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn moments_are_compared_across_offsets() {
        let moment = |text: &str| Moment::of(&text.parse().unwrap()).unwrap();
        assert_eq!(
            moment("2025-03-14T09:26:53.5+05:30").to_string(),
            "2025-03-14T03:56:53.5Z"
        );
        assert!(moment("2025-03-14T09:26:53+01:00") < moment("2025-03-14T09:26:53Z"));
        for text in [
            "1970-01-01T00:00:00Z",
            "2000-02-29T23:59:59.000000001Z",
            "2024-12-31T12:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
    }
}
