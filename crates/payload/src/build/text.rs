use super::{Builder, Built, Stuck};
use crate::plan::shape::TextShape;
use crate::source::Draw;
use crate::text::{self, format};

/// How often a text is drawn before the demand counts as too hard.
const DRAWS: usize = 200;

/// Longer strings are refused: they would fill the memory, not find a bug.
const MAX_LENGTH: u64 = 4_000_000;

impl Builder<'_> {
    pub(super) fn text(&mut self, shape: &TextShape) -> Built<String> {
        if shape.length.is_empty() {
            return Err(Stuck::Dead);
        }
        if shape.length.min > MAX_LENGTH {
            return Err(Stuck::Luck);
        }
        for attempt in 0..DRAWS {
            let text = self.candidate(shape, attempt);
            if self.text_fits(shape, &text) {
                return Ok(text);
            }
        }
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

    fn candidate(&mut self, shape: &TextShape, attempt: usize) -> String {
        if let Some(name) = self.source.pick(&shape.formats).cloned()
            && let Some(text) = format::draw(&name, self.source)
        {
            return text;
        }
        if let Some(pattern) = self.source.pick(&shape.patterns).cloned() {
            return self.matching(&pattern, shape, attempt);
        }
        if !shape.not_formats.is_empty() && attempt < format::ODD_ONES.len() {
            return format::ODD_ONES[attempt].to_owned();
        }
        let max = if self.tight() {
            Some(shape.length.min.max(1).min(shape.length.max.unwrap_or(1)))
        } else {
            shape.length.max
        };
        text::plain(self.source, shape.length.min, max)
    }

    fn matching(&mut self, pattern: &str, shape: &TextShape, attempt: usize) -> String {
        let expression = self.plan.expression(pattern);
        let Some(drawable) = &expression.drawable else {
            // Nothing can be drawn from look-around; a plain text may still pass.
            return text::plain(self.source, shape.length.min, shape.length.max);
        };
        let most = shape
            .length
            .max
            .map(|max| usize::try_from(max).unwrap_or(usize::MAX));
        let least = usize::try_from(shape.length.min).unwrap_or(usize::MAX);
        // Half of the attempts aim at the least length, the others at whatever comes.
        let least = if attempt.is_multiple_of(2) { least } else { 0 };
        let mut text = drawable.draw(self.source, least, most);
        let length = text.chars().count() as u64;
        // An expression that is not anchored may be found anywhere in a longer text.
        if length < shape.length.min || (attempt > 0 && self.source.chance(1, 8)) {
            let missing = shape.length.min.saturating_sub(length);
            let room = shape.length.max.map(|max| max.saturating_sub(length));
            text.push_str(&text::plain(self.source, missing, room));
        }
        text
    }
}
