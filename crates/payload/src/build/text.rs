use super::{Blame, Builder, Built, Stuck};
use crate::plan::shape::{Range, TextShape};
use crate::source::Draw;
use crate::text::language::Drawn;
use crate::text::{self, format};

/// How often a text is drawn before the demand counts as too hard.
const DRAWS: usize = 200;

/// Longer strings are refused: they would fill the memory, not find a bug.
pub(super) const MAX_LENGTH: u64 = 4_000_000;

impl Builder<'_> {
    pub(super) fn text(&mut self, shape: &TextShape) -> Built<String> {
        if shape.length.is_empty() {
            return Err(Stuck::Dead);
        }
        if shape.length.min > MAX_LENGTH {
            self.blame(Blame::TooLong);
            return Err(Stuck::Luck);
        }
        if let Some(text) = self.believable_text(shape) {
            return Ok(text);
        }
        for attempt in 0..DRAWS {
            let text = match self.candidate(shape, attempt) {
                Candidate::Text(text) => text,
                Candidate::None => continue,
                Candidate::Nothing => return Err(Stuck::Dead),
            };
            if self.text_fits(shape, &text) {
                return Ok(text);
            }
        }
        self.blame(Blame::Text);
        Err(Stuck::Luck)
    }

    pub(super) fn text_fits(&mut self, shape: &TextShape, text: &str) -> bool {
        let length = text.chars().count() as u64;
        let plan = &mut *self.plan;
        length >= shape.length.min
            && shape.length.max.is_none_or(|max| length <= max)
            && shape
                .patterns
                .iter()
                .all(|pattern| plan.expression(pattern).matches(text))
            && !shape
                .not_patterns
                .iter()
                .any(|pattern| plan.expression(pattern).matches(text))
            && shape.formats.iter().all(|name| {
                plan.format(name)
                    .as_ref()
                    .as_ref()
                    .is_none_or(|format| format.matches(text))
            })
            && !shape.not_formats.iter().any(|name| {
                plan.format(name)
                    .as_ref()
                    .as_ref()
                    .is_none_or(|format| format.matches(text))
            })
    }

    fn candidate(&mut self, shape: &TextShape, attempt: usize) -> Candidate {
        let expressions = !shape.patterns.is_empty() || !shape.not_patterns.is_empty();
        let bounded = shape.length != Range::default();
        // Of a format alone most draws fit; with patterns it takes what both allow.
        if !shape.formats.is_empty() && (attempt.is_multiple_of(2) || !(expressions || bounded)) {
            let name = self.source.pick(&shape.formats);
            let drawn = name.and_then(|name| format::draw(name, self.source));
            if let Some(text) = drawn {
                return Candidate::Text(text);
            }
        }
        if expressions || !shape.formats.is_empty() {
            return self.matching(shape);
        }
        if !shape.not_formats.is_empty() && attempt < format::ODD_ONES.len() {
            return Candidate::Text(format::ODD_ONES[attempt].to_owned());
        }
        Candidate::Text(self.plain(shape))
    }

    /// Draws a text that all expressions allow, those of the formats included.
    fn matching(&mut self, shape: &TextShape) -> Candidate {
        let of_formats = !shape.formats.is_empty();
        let Range { min, max } = shape.length;
        match self.plan.language(shape, of_formats) {
            Some(language) => match language.draw(self.source, min, max) {
                Drawn::Text(text) => Candidate::Text(text),
                // The expressions of formats leave rare forms out, so that nothing is proved.
                Drawn::Nothing if of_formats => Candidate::None,
                Drawn::Nothing => Candidate::Nothing,
                Drawn::TooHard => Candidate::Text(self.plain(shape)),
            },
            None => self.repeating(shape),
        }
    }

    fn repeating(&mut self, shape: &TextShape) -> Candidate {
        Candidate::Text(self.plain(shape))
    }

    fn plain(&mut self, shape: &TextShape) -> String {
        let max = if self.tight() {
            Some(shape.length.min.max(1).min(shape.length.max.unwrap_or(1)))
        } else {
            shape.length.max
        };
        text::plain(self.source, shape.length.min, max)
    }
}

/// What comes of one draw.
enum Candidate {
    /// A text to be tested.
    Text(String),
    /// None this time.
    None,
    /// Proved: there is none.
    Nothing,
}
