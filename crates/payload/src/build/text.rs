use super::{Blame, Builder, Built, Stuck};
use crate::plan::shape::{Range, TextShape};
use crate::text::{self, format, repetition};
use frontdesk_text::Draw;
use frontdesk_text::{Drawn, Language};

/// How often a text is drawn before the demand counts as too hard.
const DRAWS: usize = 200;

/// How often a text is drawn that all engines tell from an expression that it is to differ from.
const SURE_DRAWS: usize = 120;

/// What ends a line in ECMA-262.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// How often a text is drawn that repeats a part of itself, for which all is read anew.
const REPEATING_DRAWS: usize = 16;

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
        let mut doubtful = None;
        for attempt in 0..DRAWS {
            if attempt >= SURE_DRAWS
                && let Some(text) = doubtful
            {
                return Ok(text);
            }
            let text = match self.candidate(shape, attempt) {
                Candidate::Text(text) => text,
                Candidate::None => continue,
                Candidate::Nothing => {
                    self.blame(Blame::Text);
                    return Err(Stuck::Dead);
                }
            };
            if self.text_fits(shape, &text) {
                if attempt < SURE_DRAWS && self.differs_by_line_ends(shape, &text) {
                    doubtful = Some(text);
                    continue;
                }
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

    /// Tells whether only the ends of lines keep a text from an expression: in many engines `$`
    /// stands before a last line feed, too, and `.` is any character but a line feed.
    fn differs_by_line_ends(&mut self, shape: &TextShape, text: &str) -> bool {
        if shape.not_patterns.is_empty() || !text.contains(LINE_ENDS) {
            return false;
        }
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.replace(['\r', '\u{2028}', '\u{2029}'], "\u{1}");
        let plan = &mut *self.plan;
        let mut expressions = shape.not_patterns.iter();
        expressions.any(|expression| plan.expression(expression).matches(&line))
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
            return self.matching(shape, attempt);
        }
        if !shape.not_formats.is_empty() && attempt < format::ODD_ONES.len() {
            return Candidate::Text(format::ODD_ONES[attempt].to_owned());
        }
        Candidate::Text(self.plain(shape))
    }

    /// Draws a text that all expressions allow, those of the formats included.
    fn matching(&mut self, shape: &TextShape, attempt: usize) -> Candidate {
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
            None if attempt < REPEATING_DRAWS => self.repeating(shape),
            None => Candidate::None,
        }
    }

    /// Draws a text where expressions refer back to what they matched before.
    fn repeating(&mut self, shape: &TextShape) -> Candidate {
        let mut translated = |patterns: &[String]| -> Vec<String> {
            let known = patterns.iter().map(|source| self.plan.expression(source));
            known
                .filter_map(|expression| expression.translated().map(str::to_owned))
                .collect()
        };
        let (required, mut refused) =
            (translated(&shape.patterns), translated(&shape.not_patterns));
        // What cannot be drawn from is left to the test of the text.
        refused.retain(|expression| !repetition::repeats(expression));
        let mut grounded: Vec<String> = required
            .iter()
            .filter_map(|expression| repetition::grounded(expression, self.source))
            .collect();
        grounded.extend(
            shape
                .formats
                .iter()
                .filter_map(|name| format::expression(name)),
        );
        let grounded: Vec<&str> = grounded.iter().map(String::as_str).collect();
        let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
        let Range { min, max } = shape.length;
        let language = Language::new(&grounded, &refused);
        match language.map(|mut language| language.draw(self.source, min, max)) {
            Some(Drawn::Text(text)) => Candidate::Text(text),
            Some(Drawn::Nothing) => Candidate::None,
            Some(Drawn::TooHard) | None => Candidate::Text(self.plain(shape)),
        }
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
