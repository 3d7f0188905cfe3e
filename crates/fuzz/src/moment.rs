use std::fmt;

use serde::{Deserialize, Serialize};

/// A date, or a date and time, in its parts as they are written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    date: String,
    /// `T` and the hours, minutes and seconds; empty for a date.
    clock: String,
    /// The digits after the seconds.
    fraction: String,
    /// `Z` or an offset.
    zone: String,
}

/// A way in which dates and times are odd, and right all the same.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// An offset in numbers.
    Offset,
    /// An offset of a clock that is ahead.
    Ahead,
    /// An offset of a clock that is behind.
    Behind,
    /// More than so many digits after the seconds.
    Digits(usize),
    /// The second 60.
    LeapSecond,
    /// The 29th of February.
    LeapDay,
    /// The last day of a year.
    LastDay,
    /// A year before 1970.
    Before1970,
    /// A year after 2037.
    After2037,
    /// Small letters between and after the parts.
    SmallLetters,
}

impl Moment {
    /// Takes a text apart, where it looks like RFC 3339.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
        let is_date = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(is_digit)
            && bytes.get(4) == Some(&b'-')
            && bytes.get(7) == Some(&b'-');
        if !is_date || !text.is_ascii() {
            return None;
        }
        let (date, rest) = text.split_at(10);
        let moment = |clock: &str, fraction: &str, zone: &str| Self {
            date: date.to_owned(),
            clock: clock.to_owned(),
            fraction: fraction.to_owned(),
            zone: zone.to_owned(),
        };
        if rest.is_empty() {
            return Some(moment("", "", ""));
        }
        let is_time = rest.len() >= 10
            && [1, 2, 4, 5, 7, 8]
                .into_iter()
                .all(|index| is_digit(10 + index))
            && rest.as_bytes()[3] == b':'
            && rest.as_bytes()[6] == b':';
        if !is_time {
            return None;
        }
        let (clock, rest) = rest.split_at(9);
        let zone = rest.find(['Z', 'z', '+', '-'])?;
        let fraction = rest[..zone].strip_prefix('.').unwrap_or_default();
        Some(moment(clock, fraction, &rest[zone..]))
    }

    /// Tells whether it has no time.
    pub(crate) fn is_date(&self) -> bool {
        self.clock.is_empty()
    }

    /// Returns a plain moment of this kind, so many years from another; `None` where there is no such
    /// year.
    pub(crate) fn years_from(&self, other: &Self, years: i32) -> Option<String> {
        let year = other.date[..4].parse::<i32>().ok()? + years;
        let date = (1..=9999)
            .contains(&year)
            .then(|| format!("{year:04}-06-15"))?;
        Some(if self.is_date() {
            date
        } else {
            format!("{date}T12:00:00Z")
        })
    }

    /// Returns another moment within the same hour, or month of a date.
    pub(crate) fn later(&self, salt: u64) -> Self {
        if self.is_date() {
            return self.with_date(&format!("{}-{:02}", &self.date[..7], salt % 28 + 1));
        }
        let hour = &self.clock[..3];
        let (minute, second) = (salt / 60 % 60, salt % 60);
        self.with_clock(&format!("{hour}:{minute:02}:{second:02}"))
    }

    /// Counts seconds, with their fraction, in an order that days and offsets do not change.
    pub(crate) fn seconds(&self) -> i128 {
        let number = |text: &str| text.parse::<i128>().unwrap_or(0);
        let (year, month, day) = (
            number(&self.date[..4]),
            number(&self.date[5..7]),
            number(&self.date[8..]),
        );
        // Days since a first of March, after which leap days come last in a year.
        let (year, month) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + day;
        let of_day = |clock: &str| {
            number(clock.get(1..3).unwrap_or_default()) * 3600
                + number(clock.get(4..6).unwrap_or_default()) * 60
        };
        let seconds = of_day(&self.clock) + number(self.clock.get(7..9).unwrap_or_default());
        let offset = match self.zone.as_bytes().first() {
            Some(b'+') => of_day(&self.zone),
            Some(b'-') => -of_day(&self.zone),
            _ => 0,
        };
        let digits: String = self
            .fraction
            .chars()
            .chain("000000000".chars())
            .take(9)
            .collect();
        (days * 86_400 + seconds - offset) * 1_000_000_000 + number(&digits)
    }

    fn with_date(&self, date: &str) -> Self {
        let date = date.to_owned();
        Self {
            date,
            ..self.clone()
        }
    }

    fn with_clock(&self, clock: &str) -> Self {
        let clock = clock.to_owned();
        Self {
            clock,
            ..self.clone()
        }
    }

    fn with_fraction(&self, digits: usize) -> Self {
        let fraction = "123456789123".chars().cycle().take(digits).collect();
        Self {
            fraction,
            ..self.clone()
        }
    }

    fn with_zone(&self, zone: &str) -> Self {
        let zone = zone.to_owned();
        Self {
            zone,
            ..self.clone()
        }
    }
}

impl Oddity {
    /// Every oddity, the most general of a kind first.
    pub(crate) const ALL: [Self; 13] = [
        Self::Offset,
        Self::Ahead,
        Self::Behind,
        Self::Digits(0),
        Self::Digits(3),
        Self::Digits(6),
        Self::Digits(9),
        Self::LeapSecond,
        Self::LeapDay,
        Self::LastDay,
        Self::SmallLetters,
        Self::Before1970,
        Self::After2037,
    ];

    /// Tells whether a moment is odd in this way.
    pub(crate) fn is_of(self, moment: &Moment) -> bool {
        let year = &moment.date[..4];
        match self {
            Self::Offset => moment.zone.starts_with(['+', '-']),
            Self::Ahead => moment.zone.starts_with('+'),
            Self::Behind => moment.zone.starts_with('-'),
            Self::Digits(count) => moment.fraction.len() > count,
            Self::LeapSecond => moment.clock.ends_with(":60"),
            Self::LeapDay => moment.date.ends_with("-02-29"),
            Self::LastDay => moment.date.ends_with("-12-31"),
            Self::Before1970 => year < "1970",
            Self::After2037 => year > "2037",
            Self::SmallLetters => moment.clock.starts_with('t') || moment.zone == "z",
        }
    }

    /// Returns the same moment without the oddity, and two others that have it.
    pub(crate) fn variants(self, moment: &Moment) -> (Moment, [Moment; 2]) {
        let dates = |plain: &str, one: &str, two: &str| {
            let others = [moment.with_date(one), moment.with_date(two)];
            (moment.with_date(plain), others)
        };
        let tail = &moment.date[4..];
        match self {
            Self::Offset => {
                let others = [moment.with_zone("+02:30"), moment.with_zone("-07:00")];
                (moment.with_zone("Z"), others)
            }
            Self::Ahead => {
                let others = [moment.with_zone("+02:30"), moment.with_zone("+09:00")];
                (moment.with_zone("-07:00"), others)
            }
            Self::Behind => {
                let others = [moment.with_zone("-03:30"), moment.with_zone("-07:00")];
                (moment.with_zone("+02:30"), others)
            }
            Self::Digits(count) => {
                let others = [
                    moment.with_fraction(count + 1),
                    moment.with_fraction(count + 3),
                ];
                (moment.with_fraction(count), others)
            }
            Self::LeapSecond => {
                let leap = |date: &str| {
                    moment
                        .with_date(date)
                        .with_clock("T23:59:60")
                        .with_zone("Z")
                };
                (
                    moment.with_clock("T23:59:59"),
                    [leap("2016-12-31"), leap("2015-06-30")],
                )
            }
            Self::LeapDay => dates("2023-02-27", "2020-02-29", "2016-02-29"),
            Self::LastDay => dates("2023-12-30", "2021-12-31", "2018-12-31"),
            Self::Before1970 => dates(
                &format!("1986{tail}"),
                &format!("1954{tail}"),
                &format!("1962{tail}"),
            ),
            Self::After2037 => dates(
                &format!("2022{tail}"),
                &format!("2046{tail}"),
                &format!("2074{tail}"),
            ),
            Self::SmallLetters => {
                let small =
                    |clock: &str| moment.with_clock(&clock.replace('T', "t")).with_zone("z");
                (
                    moment
                        .with_clock(&moment.clock.replace('t', "T"))
                        .with_zone("Z"),
                    [small("T10:11:12"), small("T20:21:22")],
                )
            }
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.date)?;
        formatter.write_str(&self.clock)?;
        if !self.fraction.is_empty() {
            write!(formatter, ".{}", self.fraction)?;
        }
        formatter.write_str(&self.zone)
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset => formatter.write_str("has an offset in numbers"),
            Self::Ahead => formatter.write_str("has a positive offset"),
            Self::Behind => formatter.write_str("has a negative offset"),
            Self::Digits(0) => formatter.write_str("has a fraction of a second"),
            Self::Digits(count) => {
                write!(formatter, "has more than {count} digits after the seconds")
            }
            Self::LeapSecond => formatter.write_str("is in a second 60"),
            Self::LeapDay => formatter.write_str("is on a 29 February"),
            Self::LastDay => formatter.write_str("is on a 31 December"),
            Self::Before1970 => formatter.write_str("is before 1970"),
            Self::After2037 => formatter.write_str("is after 2037"),
            Self::SmallLetters => formatter.write_str("is written with small letters"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, Oddity};

    fn moment(text: &str) -> Moment {
        Moment::of(text).expect("a moment")
    }

    #[test]
    fn a_text_comes_back() {
        for text in [
            "2020-01-31",
            "2020-01-31T10:20:30Z",
            "2020-01-31T10:20:30.125+02:00",
            "0001-01-01t00:00:00z",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
        for text in [
            "",
            "2020-01",
            "2020-01-31T10",
            "2020-01-31T10:20:30",
            "ab-cd-efgh",
        ] {
            assert_eq!(Moment::of(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_in_order() {
        let ordered = [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00Z",
            "2020-02-29",
            "2020-02-29T01:00:00+00:30",
            "2020-03-01T00:00:00.5Z",
            "2020-02-29T23:00:00-05:00",
            "2100-02-28T00:00:00Z",
            "2100-03-01T00:00:00Z",
        ];
        assert!(ordered.map(moment).is_sorted_by_key(Moment::seconds));
        let [one, two] = ["2020-01-01T00:00:00Z", "2020-01-01T02:00:00+02:00"].map(moment);
        assert_eq!(one.seconds(), two.seconds());
        let [one, two] = ["1970-01-01T00:00:00Z", "2000-03-01T00:00:00Z"].map(moment);
        assert_eq!((two.seconds() - one.seconds()) / 1_000_000_000, 951_868_800);
    }

    #[test]
    fn variants_have_the_oddity_or_not() {
        let odd = [
            "2016-12-31T23:59:60Z",
            "2020-02-29T10:20:30.1234567+01:00",
            "1960-12-31t01:02:03z",
            "2045-06-07T01:02:03.1Z",
        ];
        for moment in odd.map(moment) {
            for oddity in Oddity::ALL
                .into_iter()
                .filter(|oddity| oddity.is_of(&moment))
            {
                let (plain, others) = oddity.variants(&moment);
                assert!(!oddity.is_of(&plain), "{oddity:?} {plain}");
                for other in others {
                    assert!(oddity.is_of(&other), "{oddity:?} {other}");
                }
            }
        }
    }
}
