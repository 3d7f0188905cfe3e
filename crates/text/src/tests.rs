//! Languages as a whole: every drawn text is tested by an engine.

use std::collections::HashSet;

use super::{Drawn, Language};
use crate::source::{Seeded, Source};

/// Answers every question with the first choice.
struct First;

impl Source for First {
    fn below(&mut self, _: u64) -> u64 {
        0
    }
}

/// Required expressions, refused expressions and bounds.
type Case<'c> = (&'c [&'c str], &'c [&'c str], u64, Option<u64>);

fn matches(expression: &str, text: &str) -> bool {
    match regex::Regex::new(expression) {
        Ok(regex) => regex.is_match(text),
        Err(_) => fancy_regex::Regex::new(expression)
            .unwrap()
            .is_match(text)
            .unwrap(),
    }
}

fn satisfies((required, refused, min, max): Case<'_>, text: &str) -> bool {
    let length = text.chars().count() as u64;
    length >= min
        && max.is_none_or(|max| length <= max)
        && required.iter().all(|expression| matches(expression, text))
        && !refused.iter().any(|expression| matches(expression, text))
}

fn draw(case: Case<'_>, source: &mut dyn Source) -> Drawn {
    let (required, refused, min, max) = case;
    Language::new(required, refused)
        .unwrap_or_else(|| panic!("not read: {case:?}"))
        .draw(source, min, max)
}

fn texts(case: Case<'_>, count: usize) -> Vec<String> {
    let (required, refused, min, max) = case;
    let mut language = Language::new(required, refused).unwrap();
    let mut source = Seeded::new(1);
    (0..count)
        .map(|_| match language.draw(&mut source, min, max) {
            Drawn::Text(text) => text,
            other => panic!("{case:?}: {other:?}"),
        })
        .collect()
}

/// Combinations that some text satisfies.
const POSSIBLE: &[Case<'static>] = &[
    (&[], &[], 0, None),
    (&[], &[], 3, Some(3)),
    (&["^[a-z]{3,8}$"], &[], 0, None),
    (&["^a.*", "z$"], &[], 2, Some(2)),
    (&["^a.*", "z$"], &[], 10, Some(12)),
    (&["^(ab)*$", "^(aba)*$"], &[], 0, None),
    (&["^(ab)*$", "^(abab)*$"], &[], 1, None),
    (&["^(aa)*$", "^(aaa)*$"], &[], 5, None),
    (&[r"^\d{4}-\d{2}-\d{2}$"], &[], 0, None),
    (
        &[r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"],
        &["^0", "^[3-9]"],
        10,
        Some(10),
    ),
    (
        &[r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"],
        &[],
        0,
        None,
    ),
    (&[r"^\p{L}+$"], &[], 4, Some(4)),
    (&[r"^\p{Lu}\p{Ll}*$"], &[], 1, Some(6)),
    (&[r"^\p{Lu}+$"], &["[A-Z]"], 2, None),
    (&[r"^\p{Greek}{2,5}$", "^α"], &[], 0, None),
    (&[r"\bfoo\b"], &[], 0, None),
    (&[r"\bfoo\b"], &["^foo", "foo$"], 0, None),
    (&[r"(?-u:\b)foo(?-u:\b)", r"^.{9}$"], &[], 0, None),
    (&[r"\Bfoo\B"], &[], 0, None),
    (&[r"^\w+\b.\b\w+$"], &[], 0, Some(8)),
    (&[r"\b{start}a+\b{end}", "^b"], &[], 0, None),
    (&["^[a-z]+$"], &["^.*foo"], 0, None),
    (&["foo"], &["^foo", "^.foo"], 0, None),
    (
        &["[0-9]", "[a-z]", "[A-Z]", r"[!-/]"],
        &[r"\s"],
        8,
        Some(16),
    ),
    (&[r"^[\w.+-]+@[\w-]+\.[a-z]{2,}$"], &[], 0, None),
    (
        &[
            r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]+$",
        ],
        &[],
        20,
        Some(30),
    ),
    (&["(?i:hello)"], &["hello", "HELLO"], 0, None),
    (&["^(?i)abc$"], &["[a-z]"], 0, None),
    (&["(a+)+$"], &[], 0, None),
    (&["^(a+)+$", "^(aa)*$"], &[], 7, None),
    (&["(x{1,100}){1,100}"], &[], 0, None),
    (&["^(x{1,100}){1,100}$"], &[], 0, None),
    (&["^(x{1,100}){1,100}$"], &[], 30, Some(40)),
    (&["^(a|b)*a(a|b){6}$"], &["^a"], 0, None),
    (&["^$"], &[], 0, None),
    (&["a||b"], &[], 0, None),
    (&["(?m)^b$"], &["^b", "b$"], 0, None),
    (&["(?mR)^b$"], &["^b", "\n"], 0, None),
    (&["(?s)^.$"], &["^[^\n]$"], 0, None),
    (&[r"^[^\x00-\x7f]{2}$"], &[], 0, None),
    (&[r"^\S+\s\S+$"], &[" "], 3, Some(9)),
    (&["^[^a-zA-Z0-9]+$"], &[], 2, None),
    (
        &[r"^https?://[^\s/?#]+(/[^\s?#]*)?(\?[^\s#]*)?$"],
        &[],
        0,
        None,
    ),
    (
        &[r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"],
        &[],
        36,
        Some(36),
    ),
    (
        &[r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"],
        &["^0"],
        0,
        None,
    ),
    (
        &[
            r"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$",
            "^25",
            "9$",
        ],
        &[],
        13,
        None,
    ),
    (&["^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$"], &[], 34, Some(34)),
    (&["^(true|false|null)$"], &["^t"], 0, None),
    (&["foo", "bar", "baz"], &[], 0, None),
    (&["foo", "oof"], &[], 0, Some(5)),
    (&["^.{5,}$", "^[ab]*$"], &["aa", "bb"], 0, None),
    (&["^[a-z]{5000}$"], &[], 0, None),
    (&["^[a-z]+$"], &[], 100_000, Some(100_000)),
    (&["^(abc)*$"], &[], 99_998, None),
    (&["^x-"], &["^x-$"], 0, None),
    (&["^é+$"], &[], 2, None),
    (&["^日本語.?$"], &[], 4, None),
    (&["^(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,}$"], &[], 0, None),
    (&["^(?!foo)[a-z]+$"], &[], 3, Some(5)),
    (&["^(?!.*--)[a-z-]+(?<!-)$"], &["^-"], 4, None),
    (&["^(?:(?!foo).)*$"], &[], 5, None),
    (&["^((?!ab)[ab])+$"], &[], 3, None),
    (&[r"^(?!\s*$).+"], &[], 0, None),
    (&["^(?:(?=a)[a-z]{2}|b{3})$"], &[], 0, None),
    (&["(?<=[$])[0-9]+$"], &[], 0, None),
    (&["^(?!0{3})[0-9]{3}-(?!00)[0-9]{2}$"], &[], 0, None),
    (&["^[a-z]+$"], &["^(?=.*a)(?=.*b)"], 0, None),
    (&["^(?=(?!b)[a-c])[a-z]{2}$"], &["^a"], 0, None),
    (&["q(?!u)"], &[], 0, None),
];

/// Combinations that take long.
const HARD: &[Case<'static>] = &[
    (&["^(a|b)*a(a|b){14}$"], &[], 0, None),
    (&["^(a|b)*a(a|b){60}$"], &[], 0, None),
    (&["^(a|b)*a(a|b){11}$"], &[], 1000, None),
    (&["^[a-z]{0,9000}$"], &[], 0, None),
    (&["^[a-z]{0,9000}$"], &[], 9000, Some(9000)),
    (&["^[a-z]{0,12000}$"], &[], 12000, None),
    (&["^.{1,1000}$", "foo"], &[], 0, None),
    (&["^.{1,1000}$", "foo"], &[], 990, Some(1000)),
    (&[r"^(\w+\s?){1,500}$"], &[], 0, None),
    (&[r"^(\w+\s?){1,500}$"], &[], 2000, None),
    (&["^(([a-z])+.)+[A-Z]([a-z])+$"], &[], 0, None),
    (
        &["^([a-z]{7})*$", "^([a-z]{11})*$", "^([a-z]{13})*$"],
        &[],
        1,
        None,
    ),
    (
        &["^(a(x{7})*|b(x{11})*|c(x{13})*|d(x{17})*|e(x{19})*|f(x{23})*)$"],
        &[],
        100_000,
        None,
    ),
    (
        &[
            "foo",
            "bar",
            "baz",
            "qux",
            "[0-9]{3}",
            "x.{5}y",
            r"\bword\b",
        ],
        &["aaa", "bbb"],
        0,
        None,
    ),
    (&["^.{10000}$"], &["(ab|cd)"], 0, None),
    (&["^[a-z]+$"], &[], 1_000_000, None),
    (&["(.*a){30}", "^.{100,200}$"], &[], 0, None),
    (&["(?:a?){50}a{50}$"], &[], 0, None),
    (
        &[r"^(?:\p{L}|\p{N}|[ '-])+(?:\p{Zs}\p{Lu}\w*){0,20}$"],
        &[r"\s\s"],
        0,
        Some(255),
    ),
];

#[test]
fn drawn_texts_satisfy_everything() {
    for case in POSSIBLE {
        let count = if case.2 > 1000 { 2 } else { 40 };
        for text in texts(*case, count) {
            assert!(satisfies(*case, &text), "{case:?}: {text:?}");
        }
    }
}

#[test]
fn what_cannot_be_is_told() {
    let impossible: &[Case<'_>] = &[
        (&["^a", "^b"], &[], 0, None),
        (&["^[a-z]+$", "[0-9]"], &[], 0, None),
        (&["^a*$"], &["^a*$"], 0, None),
        (&["a"], &["[a-z]"], 0, None),
        (&["^[a-z]{3,8}$"], &[], 9, None),
        (&["^[a-z]{3,8}$"], &[], 0, Some(2)),
        (&["^[a-z]{3,8}$"], &[], 1_000_000_000_000, None),
        (&["^(ab)*$", "^(aba)*$"], &[], 1, None),
        (&["^(aa)*$"], &[], 7, Some(7)),
        (&["^(abc)*$"], &[], 100_000, Some(100_001)),
        (&["a$b"], &[], 0, None),
        (&[r"\b\B"], &[], 0, None),
        (&[r"^\p{Lu}+$", r"^\p{Ll}"], &[], 0, None),
        (&[r"[^\s\S]"], &[], 0, None),
        (&["^[ab]*$", "^.{3}$"], &["aa", "ab", "bb"], 0, None),
        (&["foo"], &[], 0, Some(2)),
        (&[], &[], 5, Some(4)),
        (&[], &[""], 0, None),
        (&[], &[".", "^$", r"\n"], 0, None),
        (&["^(?=a)b$"], &[], 0, None),
        (&["^(?!foo)foo"], &[], 0, None),
        (&["^(?:(?!a).)*$", "a"], &[], 0, None),
        (&["^[a-z]+(?<!z)$", "z$"], &[], 0, None),
        (&["^[a-z]{5000}$"], &[], 5001, None),
    ];
    for case in impossible {
        assert_eq!(draw(*case, &mut Seeded::new(1)), Drawn::Nothing, "{case:?}");
    }
}

#[test]
fn what_is_not_known_is_not_claimed() {
    let hard: &[Case<'_>] = &[
        (&["^(a|b)*a(a|b){60}$"], &["^b*a[ab]{60}$"], 0, None),
        (&["^x{30000}$"], &[], 0, None),
    ];
    for case in hard {
        assert_eq!(draw(*case, &mut Seeded::new(1)), Drawn::TooHard, "{case:?}");
    }
}

#[test]
fn a_split_that_is_too_strict_is_loosened() {
    let case: Case<'_> = (&["^a+(?!b)", "^a+b$"], &[], 0, None);
    let drawn = texts(case, 40);
    assert!(drawn.iter().any(|text| satisfies(case, text)), "{drawn:?}");
}

#[test]
fn a_language_can_be_sent_to_a_thread() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Language::new(&["a"], &[]));
}

#[test]
fn unreadable_expressions_make_no_language() {
    for expression in [
        "(",
        r"(a)\1",
        r"(?=(a))\1",
        "(?=a",
        "(?>a(?=b))",
        r"\p{Nowhere}",
    ] {
        assert!(Language::new(&[expression], &[]).is_none(), "{expression}");
        assert!(Language::new(&[], &[expression]).is_none(), "{expression}");
    }
}

#[test]
fn the_first_choices_are_the_simplest() {
    for (required, min, simplest) in [
        ("", 0, ""),
        ("", 3, "aaa"),
        (r"^\w{3}$", 0, "aaa"),
        (r"^\d+-\d+$", 0, "0-0"),
        ("foo", 5, "fooaa"),
        (r"^\s$", 0, " "),
        ("^(dog|cat)$", 0, "cat"),
    ] {
        let drawn = draw((&[required], &[], min, None), &mut First);
        assert_eq!(drawn, Drawn::Text(simplest.into()), "{required}");
    }
}

#[test]
fn what_is_drawn_does_not_depend_on_earlier_draws() {
    let expression = "^(a|b)*a(a|b){9}c*$";
    let mut used = Language::new(&[expression], &[]).unwrap();
    for min in [200, 3, 40] {
        used.draw(&mut Seeded::new(9), min, None);
    }
    for min in [0, 10, 50] {
        for seed in 0..20 {
            let mut fresh = Language::new(&[expression], &[]).unwrap();
            let drawn = fresh.draw(&mut Seeded::new(seed), min, None);
            assert_eq!(drawn, used.draw(&mut Seeded::new(seed), min, None));
        }
    }
}

#[test]
fn seeds_give_variety() {
    for (expression, at_least) in [
        ("^[a-z]{3,8}$", 950),
        ("foo", 850),
        (r"^\w+@\w+\.[a-z]{2,}$", 990),
        (r"^\p{Lu}\p{Ll}+$", 900),
        (r"^\d{4}-\d{2}-\d{2}$", 990),
    ] {
        let drawn = texts((&[expression], &[], 0, None), 1000);
        let distinct: HashSet<&String> = drawn.iter().collect();
        assert!(
            distinct.len() >= at_least,
            "{expression}: {}",
            distinct.len()
        );
    }
}

#[test]
fn wanted_words_stand_in_many_places() {
    let drawn = texts((&["foo"], &[], 12, Some(12)), 500);
    let places: HashSet<Option<usize>> = drawn.iter().map(|text| text.find("foo")).collect();
    assert!(places.len() >= 9, "{places:?}");
}

#[test]
fn what_takes_long_ends_in_a_text_or_an_admission() {
    for case in HARD {
        match draw(*case, &mut Seeded::new(1)) {
            // Some are too large for an engine to test, but all tell their length.
            Drawn::Text(text) => assert!(text.chars().count() as u64 >= case.2, "{case:?}"),
            Drawn::TooHard => {}
            Drawn::Nothing => panic!("{case:?}"),
        }
    }
}
