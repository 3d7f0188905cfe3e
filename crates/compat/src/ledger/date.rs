use std::fmt;
use std::str::FromStr;

/// A day of the calendar, such as `2027-03-31`.
///
/// ```
/// use frontdesk_compat::Date;
///
/// let leap: Date = "2028-02-29".parse()?;
/// assert!(leap > "2028-02-28".parse()?);
/// assert!("2027-02-29".parse::<Date>().is_err());
/// assert_eq!(Date::of_unix_days(0).to_string(), "1970-01-01");
/// # Ok::<(), frontdesk_compat::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

/// A text that is no day.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{text:?} is no day: write year, month and day, such as 2027-03-31")]
pub struct DateError {
    text: String,
}

impl Date {
    /// Counts days from 1970-01-01, as a clock does.
    #[must_use]
    pub fn of_unix_days(days: u32) -> Self {
        let mut left = days;
        let mut year = 1970;
        while left >= days_of_year(year) {
            left -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while left >= days_of_month(year, month) {
            left -= days_of_month(year, month);
            month += 1;
        }
        Self {
            year,
            month,
            day: left + 1,
        }
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads a day such as `2027-03-31`.
    ///
    /// # Errors
    ///
    /// When the text has another form, or no calendar has the day.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| DateError {
            text: text.to_owned(),
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

fn parse(text: &str) -> Option<Date> {
    let mut parts = text.split('-').zip([4, 2, 2]).map(|(part, digits)| {
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let known = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    (text.len() == "2027-03-31".len() && known).then_some(Date { year, month, day })
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u32) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn only_days_of_the_calendar_are_read() {
        for text in ["2026-11-23", "2000-02-29", "1970-01-01", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
        }
        for text in [
            "",
            "2026",
            "2026-1-1",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-04-31",
            "1900-02-29",
            "2026-01-01T",
            "2026-01-01-",
            "+026-01-01",
            "26-01-01",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        for (days, text) in [
            (58, "1970-02-28"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
        ] {
            assert_eq!(Date::of_unix_days(days).to_string(), text);
        }
    }
}
