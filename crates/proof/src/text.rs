//! Whether some text is of all formats and expressions that are asked for.

use std::collections::BTreeSet;
use std::fmt::Write;

use frontdesk_text::{Drawn, Language, Seeded, Source};
use serde_json::Value;

use crate::backreference::spelled_out;
use crate::branch::Branch;
use crate::format;
use crate::literal::Expression;
use crate::shape::{Contradiction, Interval};
use crate::universe::Universe;

/// What is asked of a text.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Asked {
    matches: Vec<Expression>,
    misses: Vec<Expression>,
    /// Expressions known to be readable that hold besides, and that must not.
    covering: Vec<&'static str>,
    exact: Vec<&'static str>,
    length: Interval,
    excluded: Vec<String>,
    /// The formats themselves, of which the covering expressions are not all.
    pub(crate) formats: Vec<String>,
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

impl Asked {
    /// Tells whether a text is among those that are excluded.
    pub(crate) fn excludes(&self, text: &str) -> bool {
        self.excluded.iter().any(|excluded| excluded == text)
    }
}

/// Gathers what is asked of the text of a branch.
///
/// # Errors
///
/// Where a format is both asked for and refused.
pub(crate) fn asked(branch: &Branch<'_, '_>) -> Result<Asked, Contradiction> {
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
        return Err(Contradiction);
    }
    let excluded = branch.shape.excluded.iter().filter_map(Value::as_str);
    let covering = formats.iter().filter_map(|name| format::known(name));
    let exact = text
        .not_formats
        .iter()
        .filter_map(|name| format::known(name));
    Ok(Asked {
        matches: text.matches.iter().copied().collect(),
        misses: text.misses.iter().copied().collect(),
        covering: covering.map(|format| format.covering).collect(),
        exact: exact
            .filter(|format| format.exact)
            .map(|format| format.covering)
            .collect(),
        length: text.length,
        excluded: excluded.map(str::to_owned).collect(),
        formats: text.formats.iter().cloned().collect(),
    })
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
    let Interval { min, max } = asked.length;
    language(universe, asked)
        .is_some_and(|mut language| language.draw(&mut First, min, max) == Drawn::Nothing)
}

/// Draws texts that are as asked, as far as the automata can tell.
pub(crate) fn draw(universe: &Universe<'_>, asked: &Asked, count: usize) -> Vec<String> {
    let Interval { min, max } = asked.length;
    // The empty text is the plainest of all.
    let mut texts = Vec::new();
    texts.extend(is_empty_asked(universe, asked).then(String::new));
    let Some(mut language) = language(universe, asked) else {
        return texts;
    };
    for seed in 0..2 * count as u64 {
        let drawn = match seed {
            0 => language.draw(&mut First, min, max),
            seed => language.draw(&mut Seeded::new(seed), min, max),
        };
        match drawn {
            Drawn::Text(text) if !texts.contains(&text) => texts.push(text),
            Drawn::Text(_) => {}
            Drawn::Nothing | Drawn::TooHard => break,
        }
        if texts.len() == count {
            break;
        }
    }
    texts
}

/// Tells whether the empty text is certainly as asked.
fn is_empty_asked(universe: &Universe<'_>, asked: &Asked) -> bool {
    let matches = |expression: &Expression| universe.matches(*expression, "");
    asked.length.min == 0
        && asked.formats.is_empty()
        && asked.exact.is_empty()
        && !asked.excludes("")
        && asked.matches.iter().all(|text| matches(text) == Some(true))
        && asked.misses.iter().all(|text| matches(text) == Some(false))
}

fn language(universe: &Universe<'_>, asked: &Asked) -> Option<Language> {
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
    Language::new(&required, &refused)
}

/// Of so many excluded texts each is told apart.
const MAX_EXCLUDED: usize = 200;

fn translated(universe: &Universe<'_>, expression: Expression) -> Option<String> {
    let pattern = universe.pattern(expression);
    let translated = pattern.as_ref().as_ref()?.translated()?;
    if Language::new(&[translated], &[]).is_some() {
        return Some(translated.to_owned());
    }
    // Back-references are beyond the automata: where they cannot be spelled out, such an expression
    // allows anything.
    let spelled = spelled_out(translated)?;
    Language::new(&[&spelled], &[])?;
    Some(spelled)
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
