use std::collections::{BTreeMap, HashMap};

use crate::distil::Chosen;
use crate::distil::cover::{Set, cover};
use crate::distil::features::Features;
use crate::guide::Bits;
use crate::reading::Sheet;
use crate::sketch::hash;

/// The documents that could be kept: of those that show the same the smallest.
pub(super) struct Candidates<'s> {
    messages: BTreeMap<String, Message<'s>>,
    number: u64,
}

struct Message<'s> {
    features: Features<'s>,
    shown: Bits,
    by_features: HashMap<Bits, Candidate>,
}

#[derive(Clone, Copy)]
struct Candidate {
    number: u64,
    size: usize,
    hash: u64,
}

/// What is kept.
pub(super) struct Choice {
    pub(super) documents: BTreeMap<u64, Chosen>,
    pub(super) features: usize,
    pub(super) at_least: usize,
    pub(super) factor: f64,
}

impl<'s> Candidates<'s> {
    pub(super) fn new() -> Self {
        Self {
            messages: BTreeMap::new(),
            number: 0,
        }
    }

    /// Takes a document in.
    pub(super) fn observe(&mut self, sheet: &Sheet<'_, 's>) {
        let number = self.number;
        self.number += 1;
        if !self.messages.contains_key(sheet.message) {
            let features = Features::new(sheet.schema);
            let message = Message {
                features,
                shown: Bits::default(),
                by_features: HashMap::new(),
            };
            self.messages.insert(sheet.message.to_owned(), message);
        }
        let Some(message) = self.messages.get_mut(sheet.message) else {
            return;
        };
        let features = message.features.of(sheet);
        let candidate = Candidate {
            number,
            size: sheet.value.to_string().len(),
            hash: hash_of(sheet),
        };
        let full = message.by_features.len() >= MOST;
        let shows_more = features.beyond(&message.shown) > 0;
        match message.by_features.get_mut(&features) {
            Some(known) if candidate.size < known.size => *known = candidate,
            Some(_) => {}
            // What shows nothing new is let go when there are too many: the rest still shows it all.
            None if full && !shows_more => {}
            None => {
                message.shown.add(&features);
                message.by_features.insert(features, candidate);
            }
        }
    }

    /// Chooses few that show everything.
    pub(super) fn choose(self) -> Choice {
        let mut choice = Choice {
            documents: BTreeMap::new(),
            features: 0,
            at_least: 0,
            factor: 1.0,
        };
        for message in self.messages.into_values() {
            let mut candidates: Vec<(Bits, Candidate)> = message.by_features.into_iter().collect();
            candidates.sort_unstable_by_key(|(_, candidate)| candidate.number);
            let sets: Vec<Set<'_>> = candidates
                .iter()
                .map(|(features, candidate)| Set {
                    elements: features,
                    cost: candidate.size,
                })
                .collect();
            let covered = cover(&sets);
            choice.features += message.shown.count();
            choice.at_least += covered.at_least;
            choice.factor = choice.factor.max(covered.factor);
            for index in covered.chosen {
                let (features, candidate) = &candidates[index];
                let chosen = Chosen {
                    features: features.count(),
                    hash: candidate.hash,
                };
                choice.documents.insert(candidate.number, chosen);
            }
        }
        choice
    }
}

/// Hashes what a document is.
pub(super) fn hash_of(sheet: &Sheet<'_, '_>) -> u64 {
    hash(b'd', sheet.value.to_string().as_bytes())
}

/// How many documents of a message that show different things are compared.
const MOST: usize = 65_536;
