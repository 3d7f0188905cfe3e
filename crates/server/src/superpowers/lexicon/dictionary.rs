use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::trie::Trie;
use super::{Lexicon, Subject, Words};

/// The terms of all languages, which are looked up in one walk.
pub(super) struct Dictionary {
    pub(super) lexicons: Vec<Lexicon>,
    terms: Trie,
    /// Who lists a term, by its number.
    listings: Vec<Vec<Listing>>,
}

/// A word or several that a lexicon lists, from the beginning of a word; with a star up to anywhere in
/// the last one.
pub(super) struct Listing {
    /// The number of the lexicon.
    pub(super) lexicon: usize,
    pub(super) subject: Subject,
    /// As it is shown.
    pub(super) written: &'static str,
}

/// A place in a text where a term stands.
#[derive(Debug)]
pub(super) struct Seen {
    term: usize,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Dictionary {
    fn gathered() -> Self {
        let mut terms: BTreeMap<String, Vec<Listing>> = BTreeMap::new();
        let mut lexicons = Vec::new();
        for (number, (code, text)) in LISTS.into_iter().enumerate() {
            let mut spaced = true;
            for (subject, listed) in text.lines().filter_map(|line| line.split_once(": ")) {
                if subject == "spaces" {
                    spaced = listed != "no";
                } else if let Some(subject) = Subject::named(subject) {
                    for term in listed.split(", ") {
                        let listings = terms.entry(sought(term, spaced)).or_default();
                        listings.push(Listing {
                            lexicon: number,
                            subject,
                            written: term.trim_end_matches('*'),
                        });
                    }
                }
            }
            lexicons.push(Lexicon {
                number,
                code,
                spaced,
            });
        }
        let texts: Vec<&str> = terms.keys().map(String::as_str).collect();
        Self {
            lexicons,
            terms: Trie::new(&texts),
            listings: terms.into_values().collect(),
        }
    }

    /// Returns who lists a term that was seen.
    pub(super) fn listings(&self, seen: &Seen) -> &[Listing] {
        &self.listings[seen.term]
    }

    /// Finds the terms that begin in some places of a text, in the order of these.
    pub(super) fn look_up(&self, text: &str, places: impl Iterator<Item = usize>) -> Vec<Seen> {
        let mut seen = Vec::with_capacity(text.len() / 8);
        for at in places {
            let found = self.terms.beginnings(&text.as_bytes()[at..]);
            seen.extend(found.map(|(term, length)| Seen {
                term,
                at,
                end: at + length,
            }));
        }
        seen
    }
}

/// Returns a term as it is looked up, with the spaces that mark the ends of words.
fn sought(term: &str, spaced: bool) -> String {
    match (spaced, term.strip_suffix('*')) {
        (false, _) => term.to_owned(),
        (true, Some(beginning)) => format!(" {beginning}"),
        (true, None) => format!(" {term} "),
    }
}

/// Returns the languages that most words of a text are of, if they are of any; those that write
/// without spaces are known by their script.
pub(crate) fn familiar(words: &Words) -> Vec<&'static str> {
    let lexicons = &DICTIONARY.lexicons;
    let mut counts = vec![(0, usize::MAX); lexicons.len()];
    for seen in &words.seen {
        for listing in DICTIONARY.listings(seen) {
            let (count, last) = &mut counts[listing.lexicon];
            // A word counts once, however many terms begin with it.
            if listing.subject.is_everyday() && *last != seen.at {
                (*count, *last) = (*count + 1, seen.at);
            }
        }
    }
    let most = counts.iter().map(|(count, _)| *count).max();
    let most = most.filter(|most| *most > 0);
    let lexicons = lexicons.iter().zip(&counts);
    let lexicons = lexicons.filter(|(_, (count, _))| Some(*count) == most);
    lexicons.map(|(lexicon, _)| lexicon.code).collect()
}

pub(super) static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::gathered);

const LISTS: [(&str, &str); 10] = [
    ("de", include_str!("../lexicons/de.txt")),
    ("en", include_str!("../lexicons/en.txt")),
    ("es", include_str!("../lexicons/es.txt")),
    ("fr", include_str!("../lexicons/fr.txt")),
    ("it", include_str!("../lexicons/it.txt")),
    ("ja", include_str!("../lexicons/ja.txt")),
    ("nl", include_str!("../lexicons/nl.txt")),
    ("pl", include_str!("../lexicons/pl.txt")),
    ("pt", include_str!("../lexicons/pt.txt")),
    ("tr", include_str!("../lexicons/tr.txt")),
];
