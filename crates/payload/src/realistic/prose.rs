//! Sentences of the scene's language.

use frontdesk_text::Source;

use super::languages::Language;
use super::scene::{Room, Scene};
use super::template::fill;

/// What a sentence is for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Prose {
    /// What an agent says.
    Answer,
    /// What a thing is like.
    Description,
    /// Customer and agent in turns.
    Dialogue,
    /// What one who keeps a record writes down.
    Note,
    /// What a customer asks.
    Question,
    /// What a customer thinks of it.
    Review,
    /// What a conversation is about, in a few words.
    Subject,
}

/// Where in the sentences of each purpose a scene is.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    start: usize,
    turned: [usize; 7],
}

impl Pages {
    pub(super) fn open(source: &mut dyn Source) -> Self {
        Self {
            start: usize::try_from(source.below(1000)).unwrap_or_default(),
            turned: [0; 7],
        }
    }
}

impl Scene {
    /// Tells the next sentence that fits; several are joined or one is cut where none does.
    pub(super) fn prose(
        &mut self,
        kind: Prose,
        room: Room,
        source: &mut dyn Source,
    ) -> Option<String> {
        let sentences = sentences(self.language, kind);
        let turned = self.pages.turned[kind as usize];
        let order = self.order.clone();
        // A dialogue starts at a question.
        let step = if kind == Prose::Dialogue { 2 } else { 1 };
        let start = self.pages.start * step;
        let nth = |index: usize| {
            let sentence = sentences.get((start + index) % sentences.len())?;
            Some(fill(sentence, |place| {
                (place == "order").then(|| order.clone())
            }))
        };
        if sentences.is_empty() {
            return None;
        }
        let all = turned..turned + sentences.len();
        let fitting = all
            .clone()
            .find(|index| nth(*index).is_some_and(|text| room.fits(&text)));
        self.pages.turned[kind as usize] = fitting.unwrap_or(turned) + 1;
        if let Some(index) = fitting {
            return nth(index);
        }
        // Where every sentence is too long, a random one is cut.
        let mut index = turned + usize::try_from(source.below(3)).unwrap_or_default();
        let mut text = nth(index)?;
        while text.chars().count() < room.min {
            index += 1;
            text = [text.as_str(), &nth(index)?].join(self.language.gap);
        }
        shorten(&text, room)
    }
}

/// Cuts a text to fit, between words where the least length allows it.
fn shorten(text: &str, room: Room) -> Option<String> {
    if room.fits(text) {
        return Some(text.to_owned());
    }
    if room.max < SHORTEST {
        return None;
    }
    let cut: String = text.chars().take(room.max).collect();
    let words = cut
        .rsplit_once(' ')
        .map(|(words, _)| words.trim_end_matches([',', '.']));
    match words.filter(|words| room.fits(words)) {
        Some(words) if words.len() * 2 > cut.len() => Some(words.to_owned()),
        _ => Some(cut),
    }
}

/// The sentences of a purpose; a dialogue holds questions and their replies in turns.
fn sentences(language: &'static Language, kind: Prose) -> Vec<&'static str> {
    let turns = language.dialogue.iter().copied();
    match kind {
        Prose::Answer => turns.skip(1).step_by(2).collect(),
        Prose::Description => language.descriptions.to_vec(),
        Prose::Dialogue => turns.collect(),
        Prose::Note => language.notes.to_vec(),
        Prose::Question => turns.step_by(2).collect(),
        Prose::Review => language.reviews.to_vec(),
        Prose::Subject => language.subjects.to_vec(),
    }
}

/// Below this many characters a cut sentence says nothing.
const SHORTEST: usize = 8;
