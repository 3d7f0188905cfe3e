use std::fmt;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::format::{Rule, When};

/// What rules look at.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) message: &'a str,
    pub(crate) transport: &'static str,
    pub(crate) thread: &'a str,
    pub(crate) organization: &'a str,
    /// Names in lower case.
    pub(crate) headers: &'a [(String, String)],
    pub(crate) said: &'a str,
    pub(crate) payload: &'a Value,
}

/// Says that no rule has matched, and how near the nearest came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMatch {
    /// The rule that lacked least.
    pub nearest: String,
    /// What it lacked.
    pub differences: Vec<Difference>,
}

/// One condition that a request did not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: the name of the condition, with the header or the pointer.
    pub place: String,
    /// What the rule wants.
    pub wanted: String,
    /// What the request has.
    pub found: String,
}

impl fmt::Display for NoMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule matches; the nearest is `{}`:", self.nearest)?;
        for (index, difference) in self.differences.iter().enumerate() {
            let mark = if index == 0 { " " } else { "; " };
            write!(f, "{mark}{difference}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            wanted,
            found,
        } = self;
        write!(f, "{place}: wanted {wanted}, found {found}")
    }
}

impl NoMatch {
    pub(super) fn of(rules: &[Rule], spent: &[bool], facts: &Facts<'_>, state: &str) -> Self {
        let candidates = rules.iter().zip(spent).map(|(rule, spent)| {
            let mut differences = rule.when.differences(facts, state);
            if *spent {
                differences.push(difference("after", "no further request", "one more"));
            }
            (rule, differences)
        });
        let nearest = candidates.min_by_key(|(_, differences)| differences.len());
        let (nearest, differences) = nearest.map_or_else(
            || (String::new(), Vec::new()),
            |(rule, differences)| (rule.name.clone(), differences),
        );
        Self {
            nearest,
            differences,
        }
    }
}

impl When {
    /// Lists the conditions that a request does not meet.
    pub(super) fn differences(&self, facts: &Facts<'_>, state: &str) -> Vec<Difference> {
        let texts = [
            ("message", &self.message, facts.message),
            ("transport", &self.transport, facts.transport),
            ("thread", &self.thread, facts.thread),
            ("organization", &self.organization, facts.organization),
            ("state", &self.state, state),
        ];
        let texts = texts.into_iter().filter_map(|(place, wanted, found)| {
            let wanted = wanted.as_deref()?;
            (wanted != found).then(|| difference(place, &quoted(wanted), &quoted(found)))
        });
        let headers = self.headers.iter().filter_map(|(name, wanted)| {
            let lower = name.to_lowercase();
            let mut values = facts.headers.iter().filter(|(name, _)| *name == lower);
            let found = values.next().map(|(_, value)| value);
            (found != Some(wanted)).then(|| {
                // The value of a header may be a secret, and is not repeated.
                let found = found.map_or("none", |_| "another");
                difference(&format!("headers.{name}"), &quoted(wanted), found)
            })
        });
        let said = facts.said.to_lowercase();
        let contains = self.contains.iter().filter_map(|wanted| {
            let found = said.contains(&wanted.to_lowercase());
            (!found).then(|| difference("contains", &quoted(wanted), &quoted(facts.said.trim())))
        });
        let body = self.body.iter().filter_map(|(pointer, wanted)| {
            let place = pointer.parse::<Pointer>().unwrap_or_default();
            let found = place.resolve(facts.payload);
            (found != Some(wanted)).then(|| {
                let found = found.map_or_else(|| "nothing".to_owned(), ToString::to_string);
                let wanted = short(&wanted.to_string());
                difference(&format!("body{pointer}"), &wanted, &short(&found))
            })
        });
        texts.chain(headers).chain(contains).chain(body).collect()
    }
}

fn difference(place: &str, wanted: &str, found: &str) -> Difference {
    Difference {
        place: place.to_owned(),
        wanted: wanted.to_owned(),
        found: found.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", short(text))
}

fn short(text: &str) -> String {
    frontdesk_json::excerpt(text, 120)
}
