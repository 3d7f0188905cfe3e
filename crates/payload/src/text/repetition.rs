//! Expressions with back-references: the repeated text is chosen first.

use frontdesk_text::Source;
use frontdesk_text::{Drawn, Language};

/// How long a text that is to be repeated may be.
const LONGEST: u64 = 4;

/// How many groups are replaced in one expression.
const MAX_GROUPS: usize = 16;

/// Tells whether an expression refers back to a group.
pub(crate) fn repeats(expression: &str) -> bool {
    !Outline::of(expression).references.is_empty()
}

/// Replaces each group that is referred back to, and all references to it, by one text that the
/// group matches. `None` where a group cannot be read.
pub(crate) fn grounded(expression: &str, source: &mut dyn Source) -> Option<String> {
    let mut expression = expression.to_owned();
    for _ in 0..MAX_GROUPS {
        let outline = Outline::of(&expression);
        let Some(group) = outline.first_repeated() else {
            return outline.references.is_empty().then_some(expression);
        };
        let inner = format!("^(?:{})$", &expression[group.start..group.end]);
        let Drawn::Text(text) = Language::new(&[&inner], &[])?.draw(source, 0, Some(LONGEST))
        else {
            return None;
        };
        let literal = format!("(?:{})", regex_syntax::escape(&text));
        let mut replaced = String::new();
        let mut at = 0;
        let mut cuts: Vec<(usize, usize)> = outline
            .references
            .iter()
            .filter(|reference| group.is_named_by(&reference.to))
            .map(|reference| (reference.start, reference.end))
            .collect();
        // The group itself stays one, so that the others keep their numbers.
        cuts.push((group.start, group.end));
        cuts.sort_unstable();
        for (start, end) in cuts {
            replaced.push_str(&expression[at..start]);
            replaced.push_str(&literal);
            at = end;
        }
        replaced.push_str(&expression[at..]);
        expression = replaced;
    }
    None
}

/// The capturing groups of an expression and what refers back to them.
struct Outline {
    groups: Vec<Group>,
    references: Vec<Reference>,
}

/// A capturing group; its inside is `start..end`.
struct Group {
    number: String,
    name: Option<String>,
    start: usize,
    end: usize,
}

struct Reference {
    to: String,
    start: usize,
    end: usize,
}

impl Group {
    fn is_named_by(&self, reference: &str) -> bool {
        self.number == reference || self.name.as_deref() == Some(reference)
    }
}

impl Outline {
    fn of(expression: &str) -> Self {
        let mut outline = Self {
            groups: Vec::new(),
            references: Vec::new(),
        };
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut in_class = false;
        let mut at = 0;
        while let Some(character) = expression[at..].chars().next() {
            let next = at + character.len_utf8();
            let rest = &expression[next..];
            match character {
                '\\' => {
                    at = outline.escape(rest, at, next, in_class);
                    continue;
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '(' if !in_class => {
                    let (captures, name, skip) = opened(rest);
                    open.push(captures.then_some(outline.groups.len()));
                    if captures {
                        outline.groups.push(Group {
                            number: (outline.groups.len() + 1).to_string(),
                            name,
                            start: next + skip,
                            end: expression.len(),
                        });
                    }
                }
                ')' if !in_class => {
                    if let Some(Some(group)) = open.pop() {
                        outline.groups[group].end = at;
                    }
                }
                _ => {}
            }
            at = next;
        }
        outline
    }

    /// Reads what stands behind a backslash, and tells where it ends.
    fn escape(&mut self, rest: &str, start: usize, next: usize, in_class: bool) -> usize {
        let named = rest
            .strip_prefix("k<")
            .and_then(|rest| rest.split_once('>'))
            .map(|(name, _)| (name.to_owned(), "k<>".len() + name.len()));
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let numbered = (!digits.is_empty() && !digits.starts_with('0'))
            .then(|| (digits.clone(), digits.len()));
        match named.or(numbered) {
            Some((to, length)) if !in_class => {
                let end = next + length;
                self.references.push(Reference { to, start, end });
                end
            }
            _ => next + rest.chars().next().map_or(0, char::len_utf8),
        }
    }

    /// Finds a group that is referred back to and holds no reference itself.
    fn first_repeated(&self) -> Option<&Group> {
        self.groups.iter().find(|group| {
            let names = |reference: &&Reference| group.is_named_by(&reference.to);
            let inside =
                |reference: &Reference| (group.start..group.end).contains(&reference.start);
            self.references.iter().any(|reference| names(&reference))
                && !self.references.iter().any(inside)
        })
    }
}

/// Tells of a group that was just opened: whether it captures, its name, how long its head is.
fn opened(rest: &str) -> (bool, Option<String>, usize) {
    let Some(head) = rest.strip_prefix('?') else {
        return (true, None, 0);
    };
    let name = head
        .strip_prefix('<')
        .or_else(|| head.strip_prefix("P<"))
        .filter(|name| !name.starts_with(['=', '!']))
        .and_then(|name| name.split_once('>'));
    match name {
        Some((name, after)) => (true, Some(name.to_owned()), rest.len() - after.len()),
        None => (false, None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{grounded, repeats};
    use frontdesk_text::Seeded;

    #[test]
    fn what_is_repeated_is_chosen_once() {
        let mut source = Seeded::new(1);
        for expression in [
            "^(.)(.)\\2\\1$",
            "^(?<quote>['\"])[a-z]*\\k<quote>$",
            "^(?:x)([ab]{1,2})-\\1-[\\1]$",
            "^(a|b)(?=c)\\1*$",
        ] {
            assert!(repeats(expression), "{expression}");
            let found = grounded(expression, &mut source).unwrap();
            assert!(!repeats(&found), "{found}");
        }
        assert!(!repeats("^\\d[\\1]\\\\1$"));
    }

    #[test]
    fn texts_of_a_grounded_expression_match() {
        let mut source = Seeded::new(1);
        let expression = "^(.)(.)\\2\\1$";
        let engine = fancy_regex::Regex::new(expression).unwrap();
        for _ in 0..50 {
            let found = grounded(expression, &mut source).unwrap();
            let text = found
                .trim_matches(['^', '$'])
                .replace(['(', ')', '?', ':'], "");
            // Texts of signs that are escaped or were taken away tell nothing.
            if text.chars().count() == 4 && !text.contains('\\') {
                assert!(engine.is_match(&text).unwrap(), "{found}");
            }
        }
    }
}
