/// A time as RFC 3339 writes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Moment {
    /// Seconds since 1970, without the fraction.
    pub(crate) second: i64,
    /// How many digits the fraction has.
    pub(crate) fraction: usize,
    /// Whether it is written with an offset rather than with `Z`.
    pub(crate) has_offset: bool,
    /// Whether it is a second that was put in.
    pub(crate) is_leap: bool,
    /// The month and the day, as they are written.
    pub(crate) day: (u32, u32),
}

/// Reads a time or a day that the schema has accepted.
pub(crate) fn read(text: &str) -> Option<Moment> {
    let (date, time) = match text.split_at_checked(11) {
        Some((date, time)) => (date, time),
        None => (text, "00:00:00Z"),
    };
    let year = number(date.get(..4)?)?;
    let (month, day) = (number(date.get(5..7)?)?, number(date.get(8..10)?)?);
    let (hour, minute) = (number(time.get(..2)?)?, number(time.get(3..5)?)?);
    let second = number(time.get(6..8)?)?;
    let rest = time.get(8..)?;
    let fraction = rest.strip_prefix('.').map_or(0, |digits| {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        digits
            .as_bytes()
            .iter()
            .take_while(|at| is_digit(at))
            .count()
    });
    let zone = rest.get(if fraction == 0 { 0 } else { fraction + 1 }..)?;
    let has_offset = !zone.eq_ignore_ascii_case("z");
    let offset = if has_offset {
        let minutes = number(zone.get(1..3)?)? * 60 + number(zone.get(4..6)?)?;
        if zone.starts_with('-') {
            -minutes
        } else {
            minutes
        }
    } else {
        0
    };
    let whole = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second.min(59);
    Some(Moment {
        second: whole - offset * 60,
        fraction,
        has_offset,
        is_leap: second == 60,
        day: (u32::try_from(month).ok()?, u32::try_from(day).ok()?),
    })
}

fn number(digits: &str) -> Option<i64> {
    digits.parse().ok()
}

/// Counts the days since 1970, in the calendar of today.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the day that comes and goes is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn times_count_from_1970() {
        for (text, second) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-02", 86_400),
            ("2000-02-29T12:00:00.5+02:00", 951_818_400),
            ("1969-12-31T23:59:60z", -1),
        ] {
            assert_eq!(
                read(text).map(|moment| moment.second),
                Some(second),
                "{text}"
            );
        }
    }

    #[test]
    fn it_is_known_how_they_were_written() {
        let moment = read("2024-02-29T23:59:60.1234567-00:00").unwrap();
        assert_eq!((moment.fraction, moment.day), (7, (2, 29)));
        assert!(moment.has_offset && moment.is_leap);
    }
}
