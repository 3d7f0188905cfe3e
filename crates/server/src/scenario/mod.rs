//! Answers by rules: which request gets what, written in a file.

mod format;
mod matching;
mod read;

use std::collections::HashMap;
use std::sync::Mutex;

use crate::held::held;

pub(crate) use format::{Answer, FixedReply};
pub(crate) use matching::Facts;
pub use matching::{Difference, NoMatch};
pub use read::{ScenarioProblem, scenario_schema};

use format::{After, Otherwise, Written};

/// Rules that answer requests, and how far each of them is.
///
/// [`Scenario::parse`] reads one; [`scenario_schema`] says how it is written.
#[derive(Debug)]
pub struct Scenario {
    written: Written,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    /// How often each rule has answered.
    calls: Vec<usize>,
    /// The state of each thread that is not in its first.
    states: HashMap<String, String>,
}

/// What a scenario says to a request.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// A rule answers.
    Rule { name: String, answer: Answer },
    /// No rule matches, and the superpowers answer.
    Superpowers(Box<NoMatch>),
    /// No rule matches.
    Refused(Box<NoMatch>),
}

impl Scenario {
    /// Reads a scenario: JSON if it begins with a brace, TOML otherwise.
    ///
    /// ```
    /// use frontdesk_server::Scenario;
    ///
    /// let scenario = Scenario::parse(r#"
    ///     [[rules]]
    ///     name = "busy"
    ///     when = { thread = "t-1" }
    ///     then = [{ status = 503 }, {}]
    /// "#);
    /// assert!(scenario.is_ok());
    /// let problems = Scenario::parse("[[rules]]\nname = 1").unwrap_err();
    /// assert_eq!(problems[0].pointer, "/rules/0/name");
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake that was found, with its place.
    pub fn parse(text: &str) -> Result<Self, Vec<ScenarioProblem>> {
        let written = read::read(text)?;
        let calls = vec![0; written.rules.len()];
        Ok(Self {
            written,
            progress: Mutex::new(Progress {
                calls,
                states: HashMap::new(),
            }),
        })
    }

    /// Finds what answers a request, and moves on.
    pub(crate) fn play(&self, facts: &Facts<'_>) -> Verdict {
        let mut progress = held(&self.progress);
        let state = progress.states.get(facts.thread).cloned();
        let state = state.unwrap_or_default();
        let is_spent = |index: usize, progress: &Progress| {
            let rule = &self.written.rules[index];
            rule.after == After::Nothing && progress.calls[index] >= rule.then.len().max(1)
        };
        let found = self
            .written
            .rules
            .iter()
            .enumerate()
            .position(|(index, rule)| {
                !is_spent(index, &progress) && rule.when.differences(facts, &state).is_empty()
            });
        let Some(index) = found else {
            let spent: Vec<bool> = (0..self.written.rules.len())
                .map(|index| is_spent(index, &progress))
                .collect();
            let no_match = Box::new(NoMatch::of(&self.written.rules, &spent, facts, &state));
            return match self.written.otherwise {
                Otherwise::Refuse => Verdict::Refused(no_match),
                Otherwise::Superpowers => Verdict::Superpowers(no_match),
            };
        };
        let rule = &self.written.rules[index];
        let call = progress.calls[index];
        progress.calls[index] = call.saturating_add(1);
        let answer = match (rule.then.len(), rule.after) {
            (0, _) => Answer::default(),
            (answers, After::Cycle) => rule.then[call % answers].clone(),
            (answers, After::Last | After::Nothing) => rule.then[call.min(answers - 1)].clone(),
        };
        if let Some(state) = &answer.state {
            if progress.states.len() >= MOST_THREADS {
                progress.states.clear();
            }
            let thread = facts.thread.to_owned();
            progress.states.insert(thread, state.clone());
        }
        Verdict::Rule {
            name: rule.name.clone(),
            answer,
        }
    }
}

/// How many threads have a state at once; beyond it all of them are forgotten.
const MOST_THREADS: usize = 100_000;
