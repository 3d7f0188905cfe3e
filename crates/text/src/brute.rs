//! Languages against brute force: all short texts over a few characters, tested by an engine.

use std::collections::HashSet;

use super::{Drawn, Language};
use crate::source::{Seeded, Source};

/// Where random expressions come from.
struct Grammar {
    atoms: &'static [&'static str],
    /// Ways of joining two expressions, which stand for `{a}` and `{b}`.
    joins: &'static [&'static str],
}

const JOINS: &[&str] = &[
    "{a}{b}",
    "{a}{b}",
    "{a}{b}",
    "(?:{a}|{b})",
    "(?:{a}|{b})",
    "(?:{a})*",
    "(?:{a})+{b}",
    "(?:{a})?{b}",
    "(?:{a}){1,2}",
    "^{a}",
    "{a}$",
    "^{a}{b}$",
];

const LOOK_AROUND: &[&str] = &[
    "{a}{b}",
    "{a}{b}",
    "(?:{a}|{b})",
    "(?:{a})*",
    "^{a}",
    "^{a}$",
    "(?={a}){b}",
    "^(?={a}){b}",
    "(?!{a}){b}",
    "^(?!{a}){b}$",
    "{a}(?={b})",
    "{a}(?!{b})",
    "(?<=a){b}",
    "{a}(?<!b)",
    "{a}(?<!ab)$",
    "^(?:(?!{a})[ab])*$",
    "((?!{a}){b}|a)",
];

impl Grammar {
    fn expression(&self, source: &mut Seeded, depth: u64) -> String {
        if depth == 0 || source.below(8) == 0 {
            return pick(source, self.atoms).to_owned();
        }
        let join = pick(source, self.joins);
        let left = self.expression(source, depth - 1);
        let right = self.expression(source, depth - 1);
        // The right side first: the left may hold braces of its own, but never these.
        join.replace("{b}", &right).replace("{a}", &left)
    }

    fn expressions(&self, source: &mut Seeded, count: u64, depth: u64) -> Vec<String> {
        (0..count).map(|_| self.expression(source, depth)).collect()
    }
}

fn pick(source: &mut Seeded, options: &[&'static str]) -> &'static str {
    options[usize::try_from(source.below(options.len() as u64)).unwrap()]
}

/// All texts of a length.
fn words(alphabet: &[char], length: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    for _ in 0..length {
        words = words
            .iter()
            .flat_map(|word| {
                alphabet
                    .iter()
                    .map(move |character| format!("{word}{character}"))
            })
            .collect();
    }
    words
}

/// Tells whether an expression is found in a text.
type Engine = Box<dyn Fn(&str) -> bool>;

fn engine(expression: &str) -> Engine {
    if let Ok(regex) = regex::Regex::new(expression) {
        return Box::new(move |text| regex.is_match(text));
    }
    let regex = fancy_regex::Regex::new(expression).unwrap();
    Box::new(move |text| regex.is_match(text).unwrap())
}

/// How often each answer was right, and how often a text was wrong.
#[derive(Default)]
struct Tally {
    right: u64,
    wrong: u64,
    hard: u64,
}

/// Draws from random languages over an alphabet and compares with all texts there are.
fn compare(grammar: &Grammar, alphabet: &[char], longest: usize, rounds: u64) -> Tally {
    let by_length: Vec<Vec<String>> = (0..=longest)
        .map(|length| words(alphabet, length))
        .collect();
    let only = format!(
        "^(?:{})*$",
        alphabet
            .iter()
            .map(char::to_string)
            .collect::<Vec<_>>()
            .join("|")
    );
    let mut source = Seeded::new(5);
    let mut tally = Tally::default();
    for _ in 0..rounds {
        let (count, none) = (1 + source.below(2), source.below(2));
        let required = grammar.expressions(&mut source, count, 3);
        let refused = grammar.expressions(&mut source, none, 2);
        let compile = |all: &[String]| all.iter().map(|one| engine(one)).collect();
        let (wanted, unwanted): (Vec<Engine>, Vec<Engine>) =
            (compile(&required), compile(&refused));
        let all: Vec<&str> = required
            .iter()
            .map(String::as_str)
            .chain([only.as_str()])
            .collect();
        let none: Vec<&str> = refused.iter().map(String::as_str).collect();
        let mut language = Language::new(&all, &none).unwrap();
        for (length, words) in by_length.iter().enumerate() {
            let good = |word: &&String| {
                wanted.iter().all(|regex| regex(word)) && !unwanted.iter().any(|regex| regex(word))
            };
            let expected: HashSet<&String> = words.iter().filter(good).collect();
            let told = format!("{required:?} {refused:?} {length}");
            match language.draw(&mut source, length as u64, Some(length as u64)) {
                Drawn::Text(text) if expected.contains(&text) => tally.right += 1,
                Drawn::Text(_) => tally.wrong += 1,
                Drawn::Nothing => {
                    assert!(expected.is_empty(), "{told}: {expected:?}");
                    tally.right += 1;
                }
                Drawn::TooHard => tally.hard += 1,
            }
        }
    }
    tally
}

#[test]
fn plain_expressions_agree() {
    let grammar = Grammar {
        atoms: &["a", "b", "ab", "[ab]", ".", r"\b", r"\B", "^", "$"],
        joins: JOINS,
    };
    let tally = compare(&grammar, &['a', 'b'], 4, 600);
    assert_eq!((tally.wrong, tally.hard), (0, 0));
}

#[test]
fn assertions_agree() {
    let grammar = Grammar {
        atoms: &[
            "a",
            "é",
            ".",
            r"\w",
            r"\s",
            r"\b",
            r"\B",
            r"(?-u:\b)",
            "(?m:^)",
            "(?m:$)",
            "(?mR:^)",
            "(?mR:$)",
            r"\b{start}",
            r"\b{end}",
            r"\b{start-half}",
            r"\b{end-half}",
        ],
        joins: JOINS,
    };
    let tally = compare(&grammar, &['a', 'é', '-', '\n', '\r'], 3, 400);
    assert_eq!((tally.wrong, tally.hard), (0, 0));
}

#[test]
fn look_around_is_never_wrongly_empty() {
    let grammar = Grammar {
        atoms: &["a", "b", "ab", "[ab]", ".", ".*", "a+", "$"],
        joins: LOOK_AROUND,
    };
    let tally = compare(&grammar, &['a', 'b'], 4, 600);
    assert!(
        tally.wrong * 5 < tally.right,
        "{} of {}",
        tally.wrong,
        tally.right
    );
    assert!(
        tally.hard * 3 < tally.right,
        "{} of {}",
        tally.hard,
        tally.right
    );
}
