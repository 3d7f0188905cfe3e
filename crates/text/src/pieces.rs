//! The outline of an expression: only what look-around needs to be told apart from the rest.

/// The parts of a sequence, in order.
pub(super) type Sequence = Vec<Piece>;

/// A part of an expression.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Flags for all that follows in the group, such as `(?i)`.
    Flags(String),
    /// A group that holds look-around.
    Group(Group),
    /// A look-around.
    Look(Assertion),
    /// Anything else, as it is written.
    Plain(String),
}

/// A group, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// How it begins, such as `(?:`.
    pub(super) opening: String,
    /// Its alternatives.
    pub(super) branches: Vec<Sequence>,
    /// How often it repeats, such as `*?`; empty where it does not.
    pub(super) quantifier: String,
}

/// A look-around.
#[derive(Clone, Debug)]
pub(super) struct Assertion {
    /// Whether it looks at what follows, rather than at what came before.
    pub(super) ahead: bool,
    /// Whether it must not match.
    pub(super) negative: bool,
    /// The expression in it.
    pub(super) body: String,
    /// How often it repeats; empty where it does not.
    pub(super) quantifier: String,
}

/// Reads the alternatives of an expression.
///
/// Nothing where it has a back-reference, or a group of a kind that no regular language needs.
pub(super) fn read(expression: &str) -> Option<Vec<Sequence>> {
    let mut reader = Reader {
        expression,
        place: 0,
    };
    let branches = reader.branches(0)?;
    (reader.place == expression.len()).then_some(branches)
}

/// Writes a sequence without its look-around.
pub(super) fn write(sequence: &[Piece]) -> String {
    sequence
        .iter()
        .map(|piece| match piece {
            Piece::Flags(text) | Piece::Plain(text) => text.clone(),
            Piece::Group(group) => {
                let branches: Vec<String> = group.branches.iter().map(|b| write(b)).collect();
                let branches = branches.join("|");
                format!("{}{branches}){}", group.opening, group.quantifier)
            }
            Piece::Look(_) => String::new(),
        })
        .collect()
}

struct Reader<'e> {
    expression: &'e str,
    place: usize,
}

impl Reader<'_> {
    /// Reads alternatives up to the end, or to the parenthesis that closes them.
    fn branches(&mut self, depth: usize) -> Option<Vec<Sequence>> {
        if depth > NEST_LIMIT {
            return None;
        }
        let mut branches = vec![Vec::new()];
        loop {
            let start = self.place;
            let piece = match self.rest().chars().next() {
                None | Some(')') => return Some(branches),
                Some('|') => {
                    self.place += 1;
                    branches.push(Vec::new());
                    continue;
                }
                Some('(') => self.group(depth)?,
                Some('[') => {
                    self.class()?;
                    Piece::Plain(self.since(start))
                }
                Some('\\') => {
                    self.escape()?;
                    Piece::Plain(self.since(start))
                }
                Some(other) => {
                    self.place += other.len_utf8();
                    Piece::Plain(self.since(start))
                }
            };
            match (branches.last_mut()?.as_mut_slice(), piece) {
                ([.., Piece::Plain(text)], Piece::Plain(more)) => text.push_str(&more),
                (_, piece) => branches.last_mut()?.push(piece),
            }
        }
    }

    fn group(&mut self, depth: usize) -> Option<Piece> {
        let start = self.place;
        for (opening, ahead, negative) in ASSERTIONS {
            if self.rest().starts_with(opening) {
                self.place += opening.len();
                let from = self.place;
                self.branches(depth + 1)?;
                let body = self.since(from);
                self.close()?;
                let quantifier = self.quantifier();
                return Some(Piece::Look(Assertion {
                    ahead,
                    negative,
                    body,
                    quantifier,
                }));
            }
        }
        self.place += opening_length(self.rest())?;
        let opening = self.since(start);
        if opening.ends_with(')') {
            return Some(Piece::Flags(opening));
        }
        let branches = self.branches(depth + 1)?;
        self.close()?;
        let quantifier = self.quantifier();
        let is_plain = |piece: &Piece| matches!(piece, Piece::Plain(_) | Piece::Flags(_));
        if branches.iter().flatten().all(is_plain) {
            return Some(Piece::Plain(self.since(start)));
        }
        Some(Piece::Group(Group {
            opening,
            branches,
            quantifier,
        }))
    }

    fn close(&mut self) -> Option<()> {
        self.rest().starts_with(')').then(|| self.place += 1)
    }

    fn quantifier(&mut self) -> String {
        let start = self.place;
        match self.rest().chars().next() {
            Some('*' | '+' | '?') => self.place += 1,
            Some('{') => match self.rest().find('}') {
                Some(end) => self.place += end + 1,
                None => return String::new(),
            },
            _ => return String::new(),
        }
        if self.rest().starts_with(['?', '+']) {
            self.place += 1;
        }
        self.since(start)
    }

    /// Passes a class, in which classes may nest.
    fn class(&mut self) -> Option<()> {
        let mut depth = 0;
        loop {
            match self.rest().chars().next()? {
                '\\' => {
                    self.escape()?;
                    continue;
                }
                '[' => {
                    depth += 1;
                    self.place += 1;
                    if self.rest().starts_with('^') {
                        self.place += 1;
                    }
                    // A closing bracket that comes first stands for itself.
                    if self.rest().starts_with(']') {
                        self.place += 1;
                    }
                    continue;
                }
                ']' => depth -= 1,
                other => self.place += other.len_utf8() - 1,
            }
            self.place += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let escaped = self.rest().chars().nth(1)?;
        if matches!(escaped, '1'..='9' | 'k') {
            return None;
        }
        self.place += 1 + escaped.len_utf8();
        Some(())
    }

    fn rest(&self) -> &str {
        self.expression.get(self.place..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> String {
        let text = self.expression.get(start..self.place);
        text.unwrap_or_default().to_owned()
    }
}

/// Measures how a group begins, or flags that stand alone.
fn opening_length(rest: &str) -> Option<usize> {
    let Some(kind) = rest.strip_prefix("(?") else {
        return Some(1);
    };
    let name = kind.strip_prefix('<').or_else(|| kind.strip_prefix("P<"));
    if name.is_some() {
        return rest.find('>').map(|end| end + 1);
    }
    let end = kind.find([':', ')'])?;
    let flags = kind.get(..end)?;
    // Spaces are no part of an expression under `x`, which the pieces do not know.
    flags
        .chars()
        .all(|flag| matches!(flag, 'i' | 'm' | 's' | 'u' | 'U' | 'R' | '-'))
        .then_some("(?".len() + end + 1)
}

/// How each look-around begins, whether it looks ahead and whether it must not match.
const ASSERTIONS: [(&str, bool, bool); 4] = [
    ("(?=", true, false),
    ("(?!", true, true),
    ("(?<=", false, false),
    ("(?<!", false, true),
];

/// How deep groups may nest.
const NEST_LIMIT: usize = 200;

#[cfg(test)]
mod tests {
    use super::{Piece, read, write};

    #[test]
    fn look_around_is_left_out_in_writing() {
        for (expression, without) in [
            (r"^(?=a)b", "^b"),
            (r"^(?:(?!a|(b)).)*$", "^(?:.)*$"),
            (r"(?<name>a(?<!x)){2,3}?b", "(?<name>a){2,3}?b"),
            (r"[(?=a)]", "[(?=a)]"),
            (r"[]()|](?=x)", "[]()|]"),
            (r"[a[(?!]](?=x)", "[a[(?!]]"),
            (r"\(?=a\)", r"\(?=a\)"),
            (r"\\(?=a)", r"\\"),
            (r"(?i)a(?=b)(?s:.)", "(?i)a(?s:.)"),
            (r"a(?=b)*c", "ac"),
            ("é(?=ü)ß", "éß"),
        ] {
            let branches = read(expression).unwrap();
            assert_eq!(branches.len(), 1, "{expression}");
            assert_eq!(write(&branches[0]), without, "{expression}");
        }
    }

    #[test]
    fn alternatives_are_told_apart_at_the_top_only() {
        assert_eq!(read("a|(b|c)|[|]").unwrap().len(), 3);
    }

    #[test]
    fn a_look_around_keeps_its_body() {
        let branches = read("^(?<!a(?=b)|c)+x").unwrap();
        let [Piece::Plain(_), Piece::Look(look), Piece::Plain(_)] = branches[0].as_slice() else {
            panic!("{branches:?}");
        };
        assert!(look.negative && !look.ahead);
        assert_eq!(
            (look.body.as_str(), look.quantifier.as_str()),
            ("a(?=b)|c", "+")
        );
    }

    #[test]
    fn what_is_beyond_the_outline_is_not_read() {
        for expression in [
            r"(a)\1", r"\k<a>", "(?>a)", "(?x) a", "(a", "a)", "[a", "(?=a",
        ] {
            assert!(read(expression).is_none(), "{expression}");
        }
    }
}
