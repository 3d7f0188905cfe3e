//! Headers by which one request asks for something else than the rest.

use crate::faults::Fault;
use crate::superpowers::Analysis;

/// What the names of these headers begin with.
pub(crate) const PREFIX: &str = "x-frontdesk-";

/// What the headers of a request ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Overrides {
    pub(crate) faults: Vec<Fault>,
    pub(crate) status: Option<u16>,
    pub(crate) choice: Option<Choice>,
}

/// Which superpowers answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    All,
    One(String),
}

impl Overrides {
    /// Reads the headers; an error says what is wrong with one of them.
    pub(crate) fn of<'h>(
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        analyses: &[Box<dyn Analysis>],
    ) -> Result<Self, String> {
        let mut overrides = Self::default();
        for (name, value) in headers {
            match name {
                "x-frontdesk-fault" => {
                    for name in value.split(',').map(str::trim) {
                        let fault: Fault = name.parse().map_err(|error| format!("{error}"))?;
                        overrides.faults.push(fault);
                    }
                }
                "x-frontdesk-status" => {
                    let status = value.trim().parse().ok();
                    let status = status.filter(|status| (200..=599).contains(status));
                    overrides.status =
                        Some(status.ok_or("x-frontdesk-status: write a number from 200 to 599")?);
                }
                "x-frontdesk-superpower" => {
                    overrides.choice = Some(choice(value.trim(), analyses)?);
                }
                _ => {}
            }
        }
        Ok(overrides)
    }
}

fn choice(name: &str, analyses: &[Box<dyn Analysis>]) -> Result<Choice, String> {
    if name == "all" {
        return Ok(Choice::All);
    }
    let names: Vec<String> = analyses
        .iter()
        .map(|analysis| analysis.superpower().to_string())
        .collect();
    if names.iter().any(|known| known == name) {
        return Ok(Choice::One(name.to_owned()));
    }
    Err(format!(
        "x-frontdesk-superpower: write all, {}",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::{Choice, Overrides};
    use crate::faults::Fault;
    use crate::superpowers::reception;

    #[test]
    fn headers_ask_for_faults_a_status_and_a_superpower() {
        let of = |name, value| Overrides::of([(name, value)], &reception());
        let faults = of("x-frontdesk-fault", "latency, status-503")
            .unwrap()
            .faults;
        assert_eq!(faults, [Fault::Latency, Fault::Status(503)]);
        assert_eq!(of("x-frontdesk-status", "418").unwrap().status, Some(418));
        assert_eq!(
            of("x-frontdesk-superpower", "all").unwrap().choice,
            Some(Choice::All)
        );
        for (name, value) in [
            ("x-frontdesk-fault", "late"),
            ("x-frontdesk-status", "99"),
            ("x-frontdesk-superpower", "flight"),
        ] {
            assert!(of(name, value).is_err(), "{name}");
        }
    }
}
