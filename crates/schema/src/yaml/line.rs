//! Where the values of a YAML document stand.

use frontdesk_json::Pointer;
use saphyr_parser::{Event, Parser};

/// Finds the line of a value in the text of a YAML document, from 1.
///
/// A member stands where its key does, and what an alias repeats where the alias does. It is `None`
/// where the pointer leads nowhere, or the text is no YAML on the way there.
///
/// ```
/// use frontdesk_schema::yaml_line_of;
///
/// let text = "a:\n  - 1\n  - b: 2\nc: &same\n  d: 3\ne: *same\n";
/// for (pointer, line) in [("/a", 1), ("/a/1/b", 3), ("/c/d", 5), ("/e/d", 6)] {
///     assert_eq!(yaml_line_of(text, &pointer.parse()?), Some(line));
/// }
/// assert_eq!(yaml_line_of(text, &"/f".parse()?), None);
/// # Ok::<(), frontdesk_json::PointerParseError>(())
/// ```
#[must_use]
pub fn yaml_line_of(text: &str, pointer: &Pointer) -> Option<usize> {
    let wanted: Vec<&str> = pointer.tokens().collect();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let line = span.start.line();
        if let Event::Scalar(name, ..) = &event
            && let Some(Open::Mapping { key: key @ None }) = open.last_mut()
        {
            *key = Some((name.to_string(), line));
            continue;
        }
        let starts = match &event {
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                advance(&mut open);
                continue;
            }
            Event::Alias(_) => open.len() <= wanted.len(),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                open.len() == wanted.len()
            }
            _ => continue,
        };
        if starts
            && open
                .iter()
                .zip(&wanted)
                .all(|(open, token)| open.is_at(token))
        {
            return Some(match open.last() {
                Some(Open::Mapping {
                    key: Some((_, line)),
                }) => *line,
                _ => line,
            });
        }
        match event {
            Event::SequenceStart(..) => open.push(Open::Sequence { index: 0 }),
            Event::MappingStart(..) => open.push(Open::Mapping { key: None }),
            _ => advance(&mut open),
        }
    }
    None
}

/// A collection that is not complete, and which part of it comes next.
enum Open {
    Sequence { index: usize },
    Mapping { key: Option<(String, usize)> },
}

impl Open {
    fn is_at(&self, token: &str) -> bool {
        match self {
            Self::Sequence { index } => token.parse() == Ok(*index),
            Self::Mapping { key } => key.as_ref().is_some_and(|(name, _)| name == token),
        }
    }
}

/// Goes on to the next part of the innermost collection.
fn advance(open: &mut [Open]) {
    match open.last_mut() {
        Some(Open::Sequence { index }) => *index += 1,
        Some(Open::Mapping { key }) => *key = None,
        None => {}
    }
}
