//! Texts that match a regular expression.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::source::{Draw, Source};

/// How often an unbounded repetition repeats at most where no length is asked for.
const LOOSE_REPEATS: u32 = 6;

/// An expression from which matching texts can be drawn.
#[derive(Clone, Debug)]
pub(crate) struct Drawable {
    expression: Hir,
}

impl Drawable {
    /// Reads an expression in the syntax of the `regex` crates.
    pub(crate) fn new(translated: &str) -> Option<Self> {
        ParserBuilder::new()
            .nest_limit(200)
            .build()
            .parse(translated)
            .ok()
            .map(|expression| Self { expression })
    }

    /// Draws a text that aims at a length in characters; anchors and look-around inside the
    /// expression are not weighed, so the caller tests what it gets.
    pub(crate) fn draw(&self, source: &mut dyn Source, min: usize, max: Option<usize>) -> String {
        let aim = Aim {
            most: max.unwrap_or(usize::MAX),
            // An expression of one loose repetition must be able to fill the whole length.
            repeats: LOOSE_REPEATS.max(u32::try_from(min).unwrap_or(u32::MAX).saturating_add(2)),
        };
        let mut text = String::new();
        write(&self.expression, source, aim, &mut text);
        text
    }
}

/// How long a drawn text is to be.
#[derive(Clone, Copy)]
struct Aim {
    /// From how many bytes on nothing optional is added.
    most: usize,
    /// How often an unbounded repetition repeats at most, beyond its minimum.
    repeats: u32,
}

fn write(expression: &Hir, source: &mut dyn Source, aim: Aim, text: &mut String) {
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(character(class, source)),
        HirKind::Capture(capture) => write(&capture.sub, source, aim, text),
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, source, aim, text);
            }
        }
        HirKind::Alternation(branches) => {
            if let Some(branch) = source.pick(branches) {
                write(branch, source, aim, text);
            }
        }
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or_else(|| repetition.min.saturating_add(aim.repeats))
                .min(repetition.min.saturating_add(aim.repeats.max(64)));
            let spread = u64::from(most - repetition.min.min(most)) + 1;
            let extra = source.below(spread);
            for repeat in 0..u64::from(repetition.min) + extra {
                if repeat >= u64::from(repetition.min) && text.len() >= aim.most {
                    break;
                }
                write(&repetition.sub, source, aim, text);
            }
        }
    }
}

/// Draws a character of a class, most often one that people can read.
fn character(class: &Class, source: &mut dyn Source) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start() as u32, range.end() as u32))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (u32::from(range.start()), u32::from(range.end())))
            .collect(),
    };
    let readable: Vec<(u32, u32)> = ranges
        .iter()
        .map(|(start, end)| ((*start).max(0x20), (*end).min(0x7e)))
        .filter(|(start, end)| start <= end)
        .collect();
    let pool = if readable.is_empty() || source.chance(1, 16) {
        &ranges
    } else {
        &readable
    };
    let total: u64 = pool
        .iter()
        .map(|(start, end)| u64::from(end - start) + 1)
        .sum();
    let mut offset = source.below(total);
    for (start, end) in pool {
        let width = u64::from(end - start) + 1;
        if offset < width {
            let point = start + u32::try_from(offset).unwrap_or_default();
            // A class may span the surrogates, which are no characters.
            return Some(char::from_u32(point).unwrap_or('\u{e000}'));
        }
        offset -= width;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Drawable;
    use crate::source::Seeded;
    use frontdesk_schema::Pattern;

    #[test]
    fn drawn_texts_match() {
        let mut source = Seeded::new(1);
        for expression in [
            "^[a-z]{3,5}$",
            r"^\d{4}-\d{2}$",
            "^(a|bc)*d+$",
            r"^[^\x00-\x7f]{2}$",
            r"^\w+@\w+\.[a-z]{2,}$",
            "^$",
            r"^.\S\W\D$",
        ] {
            let pattern = Pattern::new(expression).unwrap();
            let drawable = Drawable::new(pattern.translated().unwrap()).unwrap();
            for _ in 0..50 {
                let text = drawable.draw(&mut source, 0, None);
                assert!(pattern.matches(&text), "{expression}: {text:?}");
            }
        }
    }
}
