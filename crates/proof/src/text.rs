//! Whether some text is of all formats and expressions that are asked for.

use std::collections::BTreeSet;
use std::fmt::Write;

use frontdesk_text::{Drawn, Language, Source};
use serde_json::Value;

use crate::branch::Branch;
use crate::format;
use crate::literal::Expression;
use crate::shape::Interval;
use crate::universe::Universe;

/// What is asked of a text.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Asked {
    matches: Vec<Expression>,
    misses: Vec<Expression>,
    /// Expressions known to be readable that hold besides, and that must not.
    covering: Vec<&'static str>,
    exact: Vec<&'static str>,
    length: Interval,
    excluded: Vec<String>,
}

impl Asked {
    /// Asks for a name that is none of these.
    pub(crate) fn of_name(
        matching: &BTreeSet<Expression>,
        missing: &BTreeSet<Expression>,
        excluded: &[String],
    ) -> Self {
        Self {
            matches: matching.iter().copied().collect(),
            misses: missing.iter().copied().collect(),
            excluded: excluded.to_vec(),
            ..Self::default()
        }
    }
}

/// Tells whether it is proved that no text is left.
pub(crate) fn is_impossible(branch: &Branch<'_, '_>) -> bool {
    let text = &branch.shape.text;
    let mut formats = text.formats.clone();
    let mut todo: Vec<&str> = text.formats.iter().map(String::as_str).collect();
    while let Some(name) = todo.pop() {
        let Some(format) = format::known(name) else {
            continue;
        };
        formats.extend(format.within.iter().map(|name| (*name).to_owned()));
        todo.extend(format.within);
    }
    if !formats.is_disjoint(&text.not_formats) {
        return true;
    }
    let excluded = branch.shape.excluded.iter().filter_map(Value::as_str);
    let covering = formats.iter().filter_map(|name| format::known(name));
    let exact = text
        .not_formats
        .iter()
        .filter_map(|name| format::known(name));
    let asked = Asked {
        matches: text.matches.iter().copied().collect(),
        misses: text.misses.iter().copied().collect(),
        covering: covering.map(|format| format.covering).collect(),
        exact: exact
            .filter(|format| format.exact)
            .map(|format| format.covering)
            .collect(),
        length: text.length,
        excluded: excluded.map(str::to_owned).collect(),
    };
    is_proved_empty(branch.universe, &asked)
}

/// Tells whether it is proved that no text is as asked.
pub(crate) fn is_proved_empty(universe: &Universe<'_>, asked: &Asked) -> bool {
    let bare = asked.matches.is_empty() && asked.covering.is_empty() && asked.length.max.is_none();
    if bare && asked.misses.is_empty() && asked.exact.is_empty() {
        return false;
    }
    if let Some(known) = universe.texts.borrow().get(asked) {
        return *known;
    }
    let empty = work_out(universe, asked);
    universe.texts.borrow_mut().insert(asked.clone(), empty);
    empty
}

fn work_out(universe: &Universe<'_>, asked: &Asked) -> bool {
    // An expression that cannot be read is left out where it is required, which allows more.
    let required: Vec<String> = asked
        .matches
        .iter()
        .filter_map(|expression| translated(universe, *expression))
        .chain(asked.covering.iter().map(|text| (*text).to_owned()))
        .collect();
    let mut refused: Vec<String> = asked
        .misses
        .iter()
        .filter_map(|expression| translated(universe, *expression))
        .chain(asked.exact.iter().map(|text| (*text).to_owned()))
        .collect();
    if !asked.excluded.is_empty() && asked.excluded.len() <= MAX_EXCLUDED {
        let each: Vec<String> = asked.excluded.iter().map(|text| escaped(text)).collect();
        refused.push(format!("^(?:{})$", each.join("|")));
    }
    let required: Vec<&str> = required.iter().map(String::as_str).collect();
    let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
    let Some(mut language) = Language::new(&required, &refused) else {
        return false;
    };
    let Interval { min, max } = asked.length;
    language.draw(&mut First, min, max) == Drawn::Nothing
}

/// Of so many excluded texts each is told apart.
const MAX_EXCLUDED: usize = 200;

fn translated(universe: &Universe<'_>, expression: Expression) -> Option<String> {
    let pattern = universe.pattern(expression);
    let translated = pattern.as_ref().as_ref()?.translated()?;
    // Back-references are beyond the automata: such an expression allows anything.
    Language::new(&[translated], &[])?;
    Some(translated.to_owned())
}

/// Spells every character by its number, so that none means anything else.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        // Writing to a string cannot fail.
        let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
    }
    escaped
}

/// Always the first choice.
struct First;

impl Source for First {
    fn below(&mut self, _: u64) -> u64 {
        0
    }
}
