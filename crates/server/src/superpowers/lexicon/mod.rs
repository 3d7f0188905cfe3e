//! Words that say something about a conversation, as data, language by language.

mod dictionary;
mod trie;
mod words;

use std::cmp::Reverse;
use std::ops::Range;

pub(crate) use dictionary::familiar;
use dictionary::{DICTIONARY, Listing};
pub(crate) use words::Words;

/// The subjects that words are listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Says nothing but which language it is.
    Common,
    Positive,
    Negative,
    /// Turns round what follows.
    Negation,
    /// Turns round what comes before.
    NegationAfter,
    Media,
    Hacker,
    Financial,
    Escalation,
    Search,
}

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Its place among all of them.
    number: usize,
    /// The language, as a code of ISO 639-1.
    code: &'static str,
    spaced: bool,
}

/// What was found in a text, subject by subject.
#[derive(Debug)]
pub(crate) struct Hits(Vec<Hit>);

/// A term that was found, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) term: &'static str,
    subject: Subject,
    at: usize,
    end: usize,
}

impl Hits {
    /// Returns the terms of a subject, each place once, in the order of the text.
    pub(crate) fn of(&self, subject: Subject) -> &[Hit] {
        let start = self.0.partition_point(|hit| hit.subject < subject);
        let end = self.0.partition_point(|hit| hit.subject <= subject);
        &self.0[start..end]
    }
}

impl Lexicon {
    /// Returns the words of a language by its code of ISO 639-1, or the English ones.
    pub(crate) fn of(language: &str) -> &'static Self {
        let known = &DICTIONARY.lexicons;
        let of = |code| known.iter().find(|lexicon| lexicon.code == code);
        of(language).or_else(|| of("en")).unwrap_or(&known[0])
    }

    /// Tells whether its words are looked up in a text with [spaces](Words::spaced).
    pub(crate) fn is_spaced(&self) -> bool {
        self.spaced
    }

    /// Makes a text ready.
    pub(crate) fn words(&self, text: &str) -> Words {
        if self.spaced {
            Words::spaced(text)
        } else {
            Words::unspaced(text)
        }
    }

    /// Finds all terms that say something about what was said.
    pub(crate) fn find(&self, words: &Words) -> Hits {
        let says = |listing: &&Listing| {
            listing.lexicon == self.number && listing.subject != Subject::Common
        };
        let found = words.seen.iter().flat_map(|seen| {
            let listings = DICTIONARY.listings(seen).iter().filter(says);
            listings.map(|listing| Hit {
                term: listing.written,
                subject: listing.subject,
                at: seen.at,
                end: seen.end,
            })
        });
        let mut hits: Vec<Hit> = found.collect();
        hits.sort_by_key(|hit| (hit.subject, hit.at, Reverse(hit.end)));
        // Terms share the space between them, and nothing else. A word that turns others round is
        // looked for near them, whatever else begins before it.
        hits.dedup_by(|later, earlier| {
            later.subject == earlier.subject
                && !later.subject.turns_round()
                && later.at < earlier.end.saturating_sub(1)
        });
        Hits(hits)
    }

    /// Tells whether a term is turned round by a word near it.
    pub(crate) fn is_negated(&self, hit: Hit, words: &Words, hits: &Hits) -> bool {
        let text = &*words.text;
        // Spaced terms begin with the space that ends the word before; where they end with a space
        // too, it belongs to what follows.
        let start = if self.spaced { hit.at + 1 } else { hit.at };
        let end = if text[..hit.end].ends_with(' ') {
            hit.end - 1
        } else {
            hit.end
        };
        let before = tail(&text[..start], self.reach(REACH_BEFORE)).len();
        let after = head(&text[end..], self.reach(REACH_AFTER)).len();
        let stands_in = |subject, place: Range<usize>| {
            let mut hits = hits.of(subject).iter();
            hits.any(|hit| place.start <= hit.at && hit.end <= place.end)
        };
        stands_in(Subject::Negation, start - before..start)
            || stands_in(Subject::NegationAfter, end..end + after)
    }

    /// Without spaces a reach is counted in characters.
    fn reach(&self, words: usize) -> Reach {
        if self.spaced {
            Reach::Words(words)
        } else {
            Reach::Characters(2 * words)
        }
    }
}

impl Subject {
    /// Tells whether its words turn others round.
    fn turns_round(self) -> bool {
        matches!(self, Self::Negation | Self::NegationAfter)
    }

    /// Tells whether its words tell languages apart: they are used often enough.
    fn is_everyday(self) -> bool {
        matches!(
            self,
            Self::Common | Self::Negative | Self::Positive | Self::Search
        )
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "common" => Self::Common,
            "positive" => Self::Positive,
            "negative" => Self::Negative,
            "negation" => Self::Negation,
            "negation-after" => Self::NegationAfter,
            "media" => Self::Media,
            "hacker" => Self::Hacker,
            "financial" => Self::Financial,
            "escalation" => Self::Escalation,
            "search" => Self::Search,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy)]
enum Reach {
    Words(usize),
    Characters(usize),
}

fn tail(text: &str, reach: Reach) -> &str {
    let start = match reach {
        Reach::Words(words) => text.rmatch_indices(' ').nth(words).map(|(at, _)| at),
        Reach::Characters(count) => text.char_indices().rev().nth(count).map(|(at, _)| at),
    };
    &text[start.unwrap_or(0)..]
}

fn head(text: &str, reach: Reach) -> &str {
    let end = match reach {
        Reach::Words(words) => text.match_indices(' ').nth(words).map(|(at, _)| at + 1),
        Reach::Characters(count) => text.char_indices().nth(count).map(|(at, _)| at),
    };
    &text[..end.unwrap_or(text.len())]
}

const REACH_BEFORE: usize = 2;
const REACH_AFTER: usize = 2;
