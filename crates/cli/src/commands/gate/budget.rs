use std::time::Duration;

use crate::commands::compat;

/// How long a comparison may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Budget(pub(crate) Duration);

/// Reads a time such as `10s`, `500ms` or `2m`, as `frontdesk compat` does.
pub(crate) fn parse_budget(text: &str) -> Result<Budget, String> {
    compat::parse_budget(text).map(Budget)
}

#[cfg(test)]
mod tests {
    use super::parse_budget;

    #[test]
    fn times_have_a_number_and_a_unit() {
        for (text, milliseconds) in [("10s", 10_000), ("500ms", 500), ("2m", 120_000)] {
            assert_eq!(parse_budget(text).unwrap().0.as_millis(), milliseconds);
        }
        for text in [
            "",
            "10",
            "s",
            "0s",
            "1h",
            "-1s",
            "1.5s",
            "99999999999999999999s",
            "999999999999999999m",
        ] {
            assert!(parse_budget(text).is_err(), "{text}");
        }
    }
}
