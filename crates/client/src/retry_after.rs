//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

/// Reads seconds or an HTTP date in one of its three forms; a date in the past means now.
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than a number holds are many, not none.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let moment = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(date(text, now)?))?;
    Some(moment.duration_since(now).unwrap_or_default())
}

/// Returns the seconds since 1970 of an HTTP date.
fn date(text: &str, now: SystemTime) -> Option<u64> {
    let parts: Vec<&str> = text
        .split([' ', ',', '-'])
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        // Sun, 06 Nov 1994 08:49:37 GMT; before it became the only form: Sunday, 06-Nov-94 08:49:37 GMT.
        [_, day, month, year, time, "GMT"] => seconds(full_year(year, now)?, month, day, time),
        // Sun Nov  6 08:49:37 1994
        [_, month, day, time, year] => seconds(number(year, 4)?, month, day, time),
        _ => None,
    }
}

fn seconds(year: u64, month: &str, day: &str, time: &str) -> Option<u64> {
    let month = MONTHS.iter().position(|name| *name == month)?;
    let day = number(day, day.len().clamp(1, 2))?;
    let [hour, minute, second] = time.split(':').collect::<Vec<_>>()[..] else {
        return None;
    };
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    let in_range = year >= 1970
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    in_range.then(|| {
        let days = days_before(year)
            + (0..month).map(|month| days_in(year, month)).sum::<u64>()
            + (day - 1);
        days * 86_400 + hour * 3_600 + minute * 60 + second
    })
}

/// Completes two digits to the nearest year that is at most fifty years ahead.
fn full_year(text: &str, now: SystemTime) -> Option<u64> {
    if text.len() == 4 {
        return number(text, 4);
    }
    let short = number(text, 2)?;
    let elapsed = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    // The average length of a year is exact enough to choose a century.
    let latest = 1970 + elapsed.as_secs() / 31_556_952 + 50;
    Some(latest - (latest - short) % 100)
}

fn number(text: &str, digits: usize) -> Option<u64> {
    let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

fn days_before(year: u64) -> u64 {
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    (year - 1970) * 365 + leaps(year - 1) - leaps(1969)
}

fn days_in(year: u64, month: usize) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 => 28 + u64::from(leap),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::parse;

    /// Sun, 06 Nov 1994 08:49:37 GMT.
    const EXAMPLE: u64 = 784_111_777;

    #[track_caller]
    fn check(text: &str, wait: Option<u64>) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(EXAMPLE);
        assert_eq!(parse(text, now), wait.map(Duration::from_secs), "{text:?}");
    }

    #[test]
    fn seconds_are_read() {
        check("0", Some(0));
        check(" 120 ", Some(120));
        check("99999999999999999999", Some(u64::MAX));
        for text in ["", "-1", "1.5", "+1", "1s", "٣"] {
            check(text, None);
        }
    }

    #[test]
    fn the_three_forms_of_a_date_are_read() {
        check("Sun, 06 Nov 1994 08:49:40 GMT", Some(3));
        check("Sunday, 06-Nov-94 08:49:40 GMT", Some(3));
        check("Sun Nov  6 08:49:40 1994", Some(3));
        check("Wed Nov 16 08:49:37 1994", Some(864_000));
        check("Mon, 06 Nov 1995 08:49:37 GMT", Some(31_536_000));
        check("Tue, 29 Feb 2000 00:00:00 GMT", Some(951_782_400 - EXAMPLE));
        check(
            "Mon, 01 Jan 2024 00:00:00 GMT",
            Some(1_704_067_200 - EXAMPLE),
        );
        check(
            "Fri, 01 Mar 2100 00:00:00 GMT",
            Some(4_107_542_400 - EXAMPLE),
        );
        check(
            "Friday, 06-Nov-44 08:49:37 GMT",
            Some(2_362_034_977 - EXAMPLE),
        );
    }

    #[test]
    fn a_date_in_the_past_means_now() {
        check("Sun, 06 Nov 1994 08:49:36 GMT", Some(0));
        check("Thu, 01 Jan 1970 00:00:00 GMT", Some(0));
        check("Monday, 06-Nov-72 08:49:37 GMT", Some(0));
    }

    #[test]
    fn what_is_no_date_is_ignored() {
        for text in [
            "soon",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Tue, 29 Feb 1900 08:49:37 GMT",
            "Sun, 06 Non 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "1994-11-06T08:49:37Z",
            "Sun,  Nov 1994 08:49:37 GMT",
        ] {
            check(text, None);
        }
    }
}
