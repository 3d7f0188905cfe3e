//! Conditions on a text: expressions joined by "and", "or" and "not".

/// An expression that is found in a text, or is not.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Literal {
    /// The expression, without look-around.
    pub(super) expression: String,
    /// Whether it must be found, rather than must not.
    pub(super) wanted: bool,
}

/// Alternatives, each a list of literals that all hold.
///
/// Where expressions are only nearly as strict as what they stand for, it is remembered in which
/// direction: that decides whether "no text does" can be believed.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    /// The alternatives.
    pub(super) cases: Vec<Vec<Literal>>,
    /// Whether every text that was meant satisfies the formula.
    pub(super) covers: bool,
    /// Whether every text that satisfies the formula was meant.
    pub(super) within: bool,
}

impl Formula {
    /// Holds for every text.
    pub(super) fn always() -> Self {
        Self {
            cases: vec![Vec::new()],
            covers: true,
            within: true,
        }
    }

    /// Holds for no text.
    pub(super) fn never() -> Self {
        Self {
            cases: Vec::new(),
            ..Self::always()
        }
    }

    /// Holds where an expression without look-around is found.
    pub(super) fn found(expression: &str) -> Self {
        let literal = Literal {
            expression: expression.to_owned(),
            wanted: true,
        };
        Self {
            cases: vec![vec![literal]],
            ..Self::always()
        }
    }

    /// Holds where both hold.
    pub(super) fn and(self, other: &Self) -> Self {
        let mut both = Self {
            cases: Vec::new(),
            covers: self.covers && other.covers,
            within: self.within && other.within,
        };
        for left in &self.cases {
            for right in &other.cases {
                let mut case: Vec<Literal> = left.iter().chain(right).cloned().collect();
                case.sort_unstable();
                case.dedup();
                both.add(case);
            }
        }
        both
    }

    /// Holds where either holds.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.covers &= other.covers;
        self.within &= other.within;
        for case in other.cases {
            self.add(case);
        }
        self
    }

    /// Holds where this does not.
    pub(super) fn negated(&self) -> Self {
        let start = Self {
            covers: self.within,
            within: self.covers,
            ..Self::always()
        };
        self.cases.iter().fold(start, |all, case| {
            let none = case.iter().map(|literal| {
                vec![Literal {
                    expression: literal.expression.clone(),
                    wanted: !literal.wanted,
                }]
            });
            all.and(&Self {
                cases: none.collect(),
                ..Self::always()
            })
        })
    }

    fn add(&mut self, case: Vec<Literal>) {
        if self.cases.contains(&case) {
            return;
        }
        if self.cases.len() < CASE_LIMIT {
            self.cases.push(case);
        } else {
            self.covers = false;
        }
    }
}

/// How many alternatives are kept.
const CASE_LIMIT: usize = 8;

#[cfg(test)]
mod tests {
    use super::{CASE_LIMIT, Formula};

    fn either(expressions: &[&str]) -> Formula {
        expressions
            .iter()
            .fold(Formula::never(), |all, expression| {
                all.or(Formula::found(expression))
            })
    }

    #[test]
    fn negation_turns_alternatives_into_a_list() {
        let none = either(&["a", "b"]).negated();
        assert_eq!(none.cases.len(), 1);
        assert!(none.cases[0].iter().all(|literal| !literal.wanted));
        assert_eq!(none.negated().cases.len(), 2);
        assert!(Formula::always().negated().cases.is_empty());
        assert_eq!(Formula::never().negated().cases, Formula::always().cases);
    }

    #[test]
    fn too_many_alternatives_are_known_to_be_missing() {
        let both = either(&["a", "b", "c"]).and(&either(&["d", "e", "f"]));
        assert_eq!(both.cases.len(), CASE_LIMIT);
        assert_eq!((both.covers, both.within), (false, true));
    }
}
