//! What two API documents say besides schemas, held against each other by rule.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_contract::{ApiDocument, Direction, DocumentTerm, TermKind};

use crate::rule::Stem;

/// A term that changed between two versions of a document.
#[derive(Clone, Debug)]
pub struct TermChange<'d> {
    /// What kind of change it is.
    pub stem: Stem,
    /// What it means for whoever stays behind.
    pub effect: TermEffect,
    /// The term as it was, and as it is.
    pub old: &'d DocumentTerm,
    /// The term as it is.
    pub new: &'d DocumentTerm,
    /// What people call all that changed in this way, the first as in the terms.
    pub names: Vec<&'d str>,
}

/// What a changed term means for whoever stays behind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TermEffect {
    /// Some way to keep to it is none any more.
    Breaks,
    /// All ways to keep to it are still ways.
    Safe,
    /// One of the two says nothing, and nobody can tell what is meant.
    NotCompared,
}

/// Lists the terms that changed, of operations and messages that both documents have.
#[must_use]
pub fn terms<'d>(old: &'d ApiDocument, new: &'d ApiDocument) -> Vec<TermChange<'d>> {
    let known: BTreeMap<(TermKind, &str), &DocumentTerm> = old
        .terms()
        .iter()
        .map(|term| ((term.kind, term.key.as_str()), term))
        .collect();
    let mut changes: Vec<TermChange<'d>> = Vec::new();
    for is in new.terms() {
        let Some(was) = known.get(&(is.kind, is.key.as_str())) else {
            continue;
        };
        if was.ways == is.ways {
            continue;
        }
        let stem = stem(is.kind);
        // What was changed for all operations at once is told once.
        let alike = changes.iter_mut().find(|known| {
            known.stem == stem
                && known.new.direction == is.direction
                && known.old.ways == was.ways
                && known.new.ways == is.ways
        });
        match alike {
            Some(known) => known.names.push(&is.name),
            None => changes.push(TermChange {
                stem,
                effect: effect(was, is),
                old: was,
                new: is,
                names: vec![&is.name],
            }),
        }
    }
    changes
}

fn stem(kind: TermKind) -> Stem {
    match kind {
        TermKind::Credentials => Stem::CREDENTIALS_CHANGED,
        TermKind::Encoding => Stem::ENCODING_CHANGED,
        TermKind::ContentType => Stem::CONTENT_TYPE_CHANGED,
        TermKind::Discriminator => Stem::DISCRIMINATOR_CHANGED,
        TermKind::Servers => Stem::SERVER_CHANGED,
    }
}

/// Tells whether every way of the writer asks for all that a way of the reader asks for.
fn effect(was: &DocumentTerm, is: &DocumentTerm) -> TermEffect {
    let (writer, reader) = match is.direction {
        Direction::Request => (&was.ways, &is.ways),
        Direction::Response => (&is.ways, &was.ways),
    };
    let suffices = |way: &BTreeSet<String>| reader.iter().any(|asked| asked.is_subset(way));
    let says_nothing = |ways: &BTreeSet<BTreeSet<String>>| ways.iter().all(BTreeSet::is_empty);
    match is.kind {
        // Who goes by no names reads by the schemas alone.
        TermKind::Discriminator if reader.is_empty() => TermEffect::Safe,
        TermKind::Discriminator if writer.is_empty() => TermEffect::NotCompared,
        // A document that is served nowhere in particular names no place that another could be.
        TermKind::Servers
            if says_nothing(writer) != says_nothing(reader)
                && writer
                    .iter()
                    .chain(reader)
                    .flatten()
                    .all(|url| url.contains("://")) =>
        {
            TermEffect::NotCompared
        }
        _ if writer.iter().all(suffices) => TermEffect::Safe,
        _ => TermEffect::Breaks,
    }
}
