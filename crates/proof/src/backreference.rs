//! Expressions with back-references spelled out, where the group has few texts.
//!
//! Automata know no back-references. Where a group is always passed and has few texts, one
//! expression for each of them says the same.

/// Spells out an expression; `None` where a group has many texts, or may be passed by.
pub(crate) fn spelled_out(expression: &str) -> Option<String> {
    let pieces = pieces(expression)?;
    let mut spelled = vec![String::new()];
    // The texts of the groups that are referred to, one list for each way so far.
    let mut chosen: Vec<Vec<Option<&str>>> = vec![Vec::new()];
    for piece in &pieces {
        match piece {
            Piece::Plain(text) => append(&mut spelled, text),
            Piece::Group(source, None) => {
                append(&mut spelled, source);
                for groups in &mut chosen {
                    groups.push(None);
                }
            }
            Piece::Group(_, Some(texts)) => {
                let ways = spelled.iter().zip(&chosen);
                let each = ways.flat_map(|(way, groups)| {
                    texts.iter().map(move |text| {
                        let mut groups = groups.clone();
                        groups.push(Some(text.as_str()));
                        (format!("{way}(?:{text})"), groups)
                    })
                });
                (spelled, chosen) = each.unzip();
                if spelled.len() > MAX_WAYS {
                    return None;
                }
            }
            Piece::Reference(number) => {
                for (way, groups) in spelled.iter_mut().zip(&chosen) {
                    let text = (*groups.get(number.checked_sub(1)?)?)?;
                    way.extend(["(?:", text, ")"]);
                }
            }
        }
    }
    let ways: Vec<String> = spelled.iter().map(|way| format!("(?:{way})")).collect();
    Some(ways.join("|"))
}

fn append(ways: &mut [String], text: &str) {
    for way in ways {
        way.push_str(text);
    }
}

/// A part of an expression; there is no choice between them.
enum Piece {
    Plain(String),
    /// A group, and its texts where they are few and it is passed just once.
    Group(String, Option<Vec<String>>),
    Reference(usize),
}

fn pieces(expression: &str) -> Option<Vec<Piece>> {
    let characters: Vec<char> = expression.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let start = at;
        match characters[at] {
            '|' => return None,
            '\\' => {
                let digits = digits(&characters[at + 1..]);
                at += 1 + digits.len().max(1);
                if let Ok(number) = digits.parse::<usize>() {
                    pieces.push(Piece::Reference(number));
                    continue;
                }
            }
            '[' => at = end_of_class(&characters, at)?,
            '(' => {
                at = end_of_group(&characters, at)?;
                let source: String = characters[start..at].iter().collect();
                let once = !matches!(characters.get(at), Some('*' | '+' | '?' | '{'));
                let inner: String = characters[start + 1..at - 1].iter().collect();
                pieces.push(match inner.strip_prefix("?:") {
                    // What stands in a group may be passed by.
                    Some(rest) if !rest.contains('(') && !refers(rest) => Piece::Plain(source),
                    None if !inner.contains('(') && !inner.starts_with('?') && !refers(&inner) => {
                        Piece::Group(source, texts(&inner).filter(|_| once))
                    }
                    _ => return None,
                });
                continue;
            }
            _ => at += 1,
        }
        pieces.push(Piece::Plain(characters[start..at].iter().collect()));
    }
    Some(pieces)
}

/// Tells whether a back-reference stands in a text.
fn refers(text: &str) -> bool {
    let mut escaped = false;
    text.chars().any(|character| {
        let refers = escaped && (character.is_ascii_digit() || character == 'k');
        escaped = character == '\\' && !escaped;
        refers
    })
}

fn digits(characters: &[char]) -> String {
    let digits = characters.iter().take_while(|digit| digit.is_ascii_digit());
    digits.collect()
}

fn end_of_class(characters: &[char], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match characters.get(at)? {
            '\\' => at += 2,
            ']' if at > start + 1 => return Some(at + 1),
            // Classes within classes are of another dialect.
            '[' => return None,
            _ => at += 1,
        }
    }
}

fn end_of_group(characters: &[char], start: usize) -> Option<usize> {
    let mut depth = 0;
    let mut at = start;
    loop {
        match characters.get(at)? {
            '\\' => at += 1,
            '[' => at = end_of_class(characters, at)? - 1,
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// Lists the texts of a group of plain characters.
fn texts(inner: &str) -> Option<Vec<String>> {
    let class = inner
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let texts: Vec<String> = if let Some(class) = class {
        // A sign that stands first or last in a class is itself.
        let middle = class.trim_start_matches('-').trim_end_matches('-');
        if middle.is_empty() && class.len() > 1 || class.starts_with('^') {
            return None;
        }
        if middle.contains('-') || !class.chars().all(is_plain_in_class) {
            return None;
        }
        class.chars().map(escaped).collect()
    } else {
        let is_text = |character| is_plain(character) || character == '|';
        if !inner.chars().all(is_text) {
            return None;
        }
        let texts = inner.split('|');
        texts
            .map(|text| text.chars().map(escaped).collect())
            .collect()
    };
    (texts.len() <= MAX_WAYS).then_some(texts)
}

fn is_plain(character: char) -> bool {
    !"\\^$.|?*+()[]{}".contains(character)
}

fn is_plain_in_class(character: char) -> bool {
    !"\\[]&~".contains(character)
}

/// Spells a character by its number, so that it means nothing else.
fn escaped(character: char) -> String {
    format!("\\u{{{:x}}}", u32::from(character))
}

/// How many expressions one is spelled out as.
const MAX_WAYS: usize = 32;

#[cfg(test)]
mod tests {
    use super::spelled_out;
    use frontdesk_schema::Pattern;

    #[test]
    fn what_is_spelled_out_matches_the_same() {
        for expression in [
            r"^(a|b)\1$",
            r#"^(['"]).*\1$"#,
            r"^\d{4}([-/.])\d{2}\1\d{2}$",
            r"^(x|yy)[(]\1(?:-\d)?([ab])\2$",
            r"^([-+])(c|)\2\1",
        ] {
            let spelled = spelled_out(expression).unwrap();
            let (one, other) = (Pattern::new(expression), Pattern::new(&spelled));
            let (one, other) = (one.unwrap(), other.unwrap());
            for text in [
                "",
                "aa",
                "ab",
                "bb",
                "''",
                "'a'",
                "\"\"",
                "'\"",
                "2024-01-02",
                "2024-01/02",
                "2024/01/02",
                "x(xaa",
                "x(x-1bb",
                "yy(yy-1bb",
                "yy(x-1bb",
                "x(x-1ab",
                "+cc+",
                "-+",
                "--",
                "+c+",
            ] {
                assert_eq!(
                    one.matches(text),
                    other.matches(text),
                    "{expression} {text} {spelled}"
                );
            }
        }
    }

    #[test]
    fn what_may_be_passed_by_or_is_many_is_left() {
        for expression in [
            r"^(a)|\1$",
            r"^(a|b)*\1$",
            r"^(\w)\1$",
            r"^((a)b)\2$",
            r"^(?<x>a)\k<x>$",
            r"^(?=(a))\1",
            r"^([a-c])\1$",
            r"^([^a])\1$",
            r"^\1(a)$",
            r"^(?:(a)|b)\1$",
            r"^(a)(?:\1|b)$",
        ] {
            assert_eq!(spelled_out(expression), None, "{expression}");
        }
    }
}
