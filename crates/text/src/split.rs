//! Splits look-around off an expression, into expressions without.
//!
//! `^P(?=X)R` is found where both `^PR` and `^PX` are, as long as `P` has one length only; the
//! result says where that, or the like, is no more than near.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::formula::Formula;
use super::pieces::{self, Assertion, Group, Piece, Sequence};
use super::program;

/// In which direction a split errs where it cannot be exact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Lean {
    /// Every text that was meant satisfies the formula, and others may.
    Covering,
    /// Texts that satisfy the formula were most likely meant, and others may be as well.
    Near,
    /// Every text that satisfies the formula was meant, and others may be as well.
    Within,
}

impl Lean {
    /// The direction for what is then negated.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Covering => Self::Within,
            Self::Near => Self::Near,
            Self::Within => Self::Covering,
        }
    }
}

/// Says what an expression asks of a text; nothing where it cannot be read.
pub(super) fn split(expression: &str, lean: Lean) -> Option<Formula> {
    split_nested(expression, lean, 0)
}

fn split_nested(expression: &str, lean: Lean, depth: usize) -> Option<Formula> {
    let has_look_around = ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .any(|opening| expression.contains(opening));
    if !has_look_around {
        return Some(Formula::found(expression));
    }
    if depth > NEST_LIMIT {
        return None;
    }
    let mut flags = String::new();
    let mut whole = Formula::never();
    for branch in distribute(pieces::read(expression)?) {
        whole = whole.or(sequence(&flags, &branch, lean, depth)?);
        // Flags hold to the end of the group, the other alternatives included.
        flags.push_str(&flags_of(&branch));
    }
    Some(whole)
}

/// Draws the alternatives of groups that hold look-around to the top, a few of them.
fn distribute(branches: Vec<Sequence>) -> Vec<Sequence> {
    let mut open = branches;
    open.reverse();
    let mut done = Vec::new();
    while let Some(branch) = open.pop() {
        let group = branch.iter().enumerate().find_map(|(place, piece)| {
            let Piece::Group(group) = piece else {
                return None;
            };
            is_open(group).then_some((place, group))
        });
        match group {
            Some((place, group)) if open.len() + done.len() + group.branches.len() <= SPREAD => {
                for inner in group.branches.iter().rev() {
                    let outer = branch[..place].iter().chain(inner);
                    open.push(outer.chain(&branch[place + 1..]).cloned().collect());
                }
            }
            _ => done.push(branch),
        }
    }
    done
}

/// Tells whether a group only groups.
fn is_open(group: &Group) -> bool {
    let mut inner = group.branches.iter().flatten();
    group.quantifier.is_empty()
        && (!group.opening.ends_with(':') || group.opening == "(?:")
        && inner.all(|piece| !matches!(piece, Piece::Flags(_)))
}

/// Says what a sequence asks of a text: all that its parts ask.
fn sequence(flags: &str, branch: &[Piece], lean: Lean, depth: usize) -> Option<Formula> {
    let mut whole = Formula::found(&format!("{flags}{}", pieces::write(branch)));
    for (place, piece) in branch.iter().enumerate() {
        let before = format!("{flags}{}", pieces::write(&branch[..place]));
        let set = format!("{flags}{}", flags_of(&branch[..place]));
        let after = pieces::write(&branch[place + 1..]);
        match piece {
            Piece::Look(look) if look.quantifier.is_empty() => {
                let (text, settled) = if look.ahead {
                    (format!("{before}(?:{})", look.body), starts_once(&before))
                } else {
                    let settled = ends_once(&format!("{set}{after}"));
                    (format!("{set}(?:{}){after}", look.body), settled)
                };
                whole = whole.and(&asked(&text, look.negative, settled, lean, depth)?);
            }
            // One that need not hold at all asks for nothing.
            Piece::Look(_) => whole = whole.and(&left_out(lean)),
            Piece::Group(group) => match tempered(group) {
                Some((looks, rest)) => {
                    for look in looks {
                        let text = format!("{before}(?:{rest})*(?:{})", look.body);
                        let settled = starts_once(&before)
                            && after == "$"
                            && ends_once(&format!("{set}{after}"))
                            && is_single(&format!("{set}{rest}"))
                            && takes_some(&look.body);
                        whole = whole.and(&asked(&text, true, settled, lean, depth)?);
                    }
                }
                None => whole = whole.and(&left_out(lean)),
            },
            Piece::Flags(_) | Piece::Plain(_) => {}
        }
    }
    Some(whole)
}

/// Says what a look-around asks, once joined with what stands beside it.
///
/// Where it is not `settled` at one place, the text may be found or not elsewhere: to refuse it
/// everywhere is then too strict, to want it anywhere too loose.
fn asked(text: &str, negative: bool, settled: bool, lean: Lean, depth: usize) -> Option<Formula> {
    let too_strict = negative && !settled;
    let too_loose = !negative && !settled;
    if too_strict && lean == Lean::Covering || too_loose && lean == Lean::Within {
        return Some(left_out(lean));
    }
    let mut asked = if negative {
        split_nested(text, lean.opposite(), depth + 1)?.negated()
    } else {
        split_nested(text, lean, depth + 1)?
    };
    asked.covers &= !too_strict;
    asked.within &= !too_loose;
    Some(asked)
}

/// Stands for look-around that no expression stands for.
fn left_out(lean: Lean) -> Formula {
    match lean {
        Lean::Covering | Lean::Near => Formula {
            within: false,
            ..Formula::always()
        },
        Lean::Within => Formula {
            covers: false,
            ..Formula::never()
        },
    }
}

/// Takes apart a repetition such as `(?:(?!X)Y)*`, which never passes an `X`.
fn tempered(group: &Group) -> Option<(Vec<&Assertion>, String)> {
    let [branch] = group.branches.as_slice() else {
        return None;
    };
    let is_look = |piece: &Piece| match piece {
        Piece::Look(look) => look.ahead && look.negative && look.quantifier.is_empty(),
        _ => false,
    };
    let count = branch.iter().take_while(|piece| is_look(piece)).count();
    let (looks, rest) = branch.split_at(count);
    let repeats = matches!(group.quantifier.as_str(), "*" | "+" | "*?" | "+?");
    let simple = rest.iter().all(|piece| matches!(piece, Piece::Plain(_)));
    let plain = !group.opening.ends_with(':') || group.opening == "(?:";
    (count > 0 && repeats && simple && plain).then(|| {
        let looks = looks.iter().filter_map(|piece| match piece {
            Piece::Look(look) => Some(look),
            _ => None,
        });
        (looks.collect(), pieces::write(rest))
    })
}

fn flags_of(sequence: &[Piece]) -> String {
    sequence
        .iter()
        .filter_map(|piece| match piece {
            Piece::Flags(flags) => Some(flags.as_str()),
            _ => None,
        })
        .collect()
}

/// Tells whether what follows can only stand at one place from the start.
fn starts_once(before: &str) -> bool {
    program::read(before).is_some_and(|read| {
        read.properties().look_set_prefix().contains(Look::Start) && length(&read).is_some()
    })
}

/// Tells whether what comes before can only stand at one place from the end.
fn ends_once(after: &str) -> bool {
    program::read(after).is_some_and(|read| {
        read.properties().look_set_suffix().contains(Look::End) && length(&read).is_some()
    })
}

fn is_single(expression: &str) -> bool {
    program::read(expression).and_then(|read| length(&read)) == Some(1)
}

fn takes_some(expression: &str) -> bool {
    let read = program::read(expression);
    read.is_some_and(|read| {
        read.properties()
            .minimum_len()
            .is_some_and(|bytes| bytes > 0)
    })
}

/// Measures an expression all of whose texts have the same number of characters.
fn length(part: &Hir) -> Option<usize> {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0)
            .ok()
            .map(|text| text.chars().count()),
        HirKind::Class(_) => Some(1),
        HirKind::Repetition(repetition) => (repetition.max == Some(repetition.min))
            .then(|| length(&repetition.sub))?
            .map(|length| length.saturating_mul(repetition.min as usize)),
        HirKind::Capture(capture) => length(&capture.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(0_usize, |sum, part| Some(sum.saturating_add(length(part)?))),
        HirKind::Alternation(branches) => {
            let mut lengths = branches.iter().map(length);
            let first = lengths.next()??;
            lengths.all(|length| length == Some(first)).then_some(first)
        }
    }
}

/// How deep look-around may nest in look-around.
const NEST_LIMIT: usize = 4;

/// How many alternatives are drawn to the top at most.
const SPREAD: usize = 8;

#[cfg(test)]
mod tests {
    use super::{Lean, split};

    /// The cases of an expression, with `!` before what must not be found.
    fn cases(expression: &str) -> Vec<Vec<String>> {
        let split = split(expression, Lean::Near).unwrap();
        let written = split.cases.into_iter().map(|case| {
            case.into_iter()
                .map(|literal| {
                    let mark = if literal.wanted { "" } else { "!" };
                    format!("{mark}{}", literal.expression)
                })
                .collect()
        });
        written.collect()
    }

    #[test]
    fn look_around_becomes_expressions() {
        assert_eq!(cases("a(b|c)"), [["a(b|c)"]]);
        assert_eq!(cases("^(?=a)(?!b).$"), [["^(?:a)", "!^(?:b)", "^.$"]]);
        assert_eq!(
            cases("^.{2}(?<!x)(?:a)$"),
            [["!(?:x)(?:a)$", "^.{2}(?:a)$"]]
        );
        assert_eq!(cases("^(?:(?!x).)*$"), [["^(?:.)*$", "!^(?:.)*(?:x)"]]);
        assert_eq!(
            cases("^(?:(?=a)b|c)$"),
            [vec!["^(?:a)", "^b$"], vec!["^c$"]]
        );
        assert_eq!(
            cases("(?i)^a|(?=b)c"),
            [vec!["(?i)^a"], vec!["(?i)(?:b)", "(?i)c"]]
        );
    }

    #[test]
    fn it_is_known_where_a_split_is_only_near() {
        for (expression, covers, within) in [
            ("^(?=a)(?!b).$", true, true),
            ("^[a-z]{3}(?!b)", true, true),
            ("^[a-z]+(?!b)", false, true),
            ("^[a-z]+(?=b)c", true, false),
            ("^.*(?<!x)$", true, true),
            ("(?<!x)a", false, true),
            ("^(?:(?!x).)*$", true, true),
            ("^(?:(?!x).)*", false, true),
            ("^(?:a(?=b)|b)*$", true, false),
            ("^(?=a(?!b))c", true, true),
            ("^(?!a(?=b)c)", true, true),
            ("^(?!a+(?=b)c)", false, true),
        ] {
            let split = split(expression, Lean::Near).unwrap();
            assert_eq!(
                (split.covers, split.within),
                (covers, within),
                "{expression}"
            );
        }
    }

    #[test]
    fn a_split_errs_in_the_direction_asked_for() {
        for expression in ["(?!b)a", "b+(?=a)a", "a(?:a(?=b)|b)*", "(?!a+(?=b)c)b"] {
            assert!(
                split(expression, Lean::Covering).unwrap().covers,
                "{expression}"
            );
            assert!(
                split(expression, Lean::Within).unwrap().within,
                "{expression}"
            );
        }
    }
}
