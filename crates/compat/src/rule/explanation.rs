//! What a rule means, for a person who asks.

use std::fmt;

use frontdesk_contract::Direction;

use super::Stem;
use super::catalogue::{Effect, Rule};

/// Explains a rule, as in `request-property-became-required`, or a stem for both directions.
///
/// ```
/// let explanation = frontdesk_compat::explain("request-enum-value-removed")?;
/// assert_eq!(explanation.rule.title, "A value was removed from a list of values");
/// assert_eq!(explanation.effects().count(), 1);
/// assert_eq!(frontdesk_compat::explain("enum-value-removed")?.effects().count(), 2);
///
/// let error = frontdesk_compat::explain("enum-value-remove").unwrap_err();
/// assert_eq!(error.nearest()[0], "enum-value-removed");
/// # Ok::<(), frontdesk_compat::UnknownRule>(())
/// ```
///
/// # Errors
///
/// When no rule and no stem has the name; the error suggests the nearest.
pub fn explain(name: &str) -> Result<Explanation, UnknownRule> {
    let found = Stem::all().find_map(|stem| {
        let direction = match name.strip_suffix(stem.as_str())? {
            "" => None,
            "request-" => Some(Direction::Request),
            "response-" => Some(Direction::Response),
            _ => return None,
        };
        Some(Explanation {
            rule: stem.rule_text(),
            direction,
        })
    });
    found.ok_or_else(|| UnknownRule {
        name: name.to_owned(),
        nearest: nearest(name),
    })
}

/// What a rule means: its text, and the direction that was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// The text of the stem.
    pub rule: Rule,
    /// The direction, where one was asked for.
    pub direction: Option<Direction>,
}

/// A name that no rule has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no rule `{name}`{}", suggestion(.nearest))]
pub struct UnknownRule {
    name: String,
    nearest: Vec<String>,
}

impl Explanation {
    /// Returns the name that was asked for.
    #[must_use]
    pub fn name(&self) -> String {
        let stem = self.rule.stem;
        self.direction.map_or_else(
            || stem.as_str().to_owned(),
            |direction| stem.rule(direction),
        )
    }

    /// Lists what the rule means in each direction that was asked for.
    pub fn effects(&self) -> impl Iterator<Item = (Direction, &Effect)> {
        [Direction::Request, Direction::Response]
            .into_iter()
            .filter(|direction| self.direction.is_none_or(|asked| asked == *direction))
            .map(|direction| (direction, self.rule.effect(direction)))
    }
}

impl UnknownRule {
    /// Returns the names that are most like the one asked for, the best first.
    #[must_use]
    pub fn nearest(&self) -> &[String] {
        &self.nearest
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}: {}", self.name(), self.rule.title)?;
        for (direction, effect) in self.effects() {
            let heading = if effect.breaks { "breaks" } else { "safe for" };
            paragraph(formatter, &format!("{heading} {direction}s"), &effect.why)?;
        }
        paragraph(formatter, "instead", &self.rule.instead)?;
        paragraph(formatter, "in Rust", &self.rule.rust())
    }
}

fn paragraph(formatter: &mut fmt::Formatter<'_>, heading: &str, text: &str) -> fmt::Result {
    write!(formatter, "\n{heading}")?;
    let mut room = 0;
    for word in text.split(' ') {
        let width = word.chars().count() + 1;
        if width > room {
            write!(formatter, "\n ")?;
            room = WIDTH;
        }
        write!(formatter, " {word}")?;
        room -= width.min(room);
    }
    writeln!(formatter)
}

/// Finds the names that are like one: rules where it begins with a direction, stems otherwise.
fn nearest(name: &str) -> Vec<String> {
    let directions = [Direction::Request, Direction::Response];
    let asked = directions
        .into_iter()
        .find(|direction| name.starts_with(direction.as_str()));
    let known: Vec<String> = Stem::all()
        .map(|stem| {
            asked.map_or_else(
                || stem.as_str().to_owned(),
                |direction| stem.rule(direction),
            )
        })
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    similar::get_close_matches(name, &known, MAX_NEAREST, LEAST_LIKENESS)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

fn suggestion(nearest: &[String]) -> String {
    if nearest.is_empty() {
        return String::new();
    }
    let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
    format!(", did you mean {}?", names.join(" or "))
}

const WIDTH: usize = 96;
const MAX_NEAREST: usize = 3;
const LEAST_LIKENESS: f32 = 0.7;

#[cfg(test)]
mod tests {
    use super::{Stem, explain};
    use frontdesk_contract::Direction;

    #[test]
    fn every_rule_and_every_stem_is_explained() {
        for stem in Stem::all() {
            let rules = [Direction::Request, Direction::Response].map(|of| stem.rule(of));
            for name in [stem.as_str()]
                .into_iter()
                .chain(rules.iter().map(String::as_str))
            {
                let explanation = explain(name).unwrap();
                assert_eq!(explanation.name(), name);
                assert_eq!(explanation.rule.stem, stem);
            }
        }
    }

    #[test]
    fn unknown_names_are_answered_with_the_nearest() {
        let error = explain("request-property-become-required").unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("did you mean `request-property-became-required`"),
            "{said}"
        );
        assert_eq!(
            explain("weather").unwrap_err().to_string(),
            "no rule `weather`"
        );
        assert!(explain("both-enum-value-added").is_err());
    }
}
