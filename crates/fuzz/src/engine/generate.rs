use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use super::search::Search;
use super::shared::Shared;
use crate::case::{Case, Phase, Repeat, Twist};
use crate::target::{Cases, Target};

/// Makes cases up until nobody wants any, the phases in turns.
pub(super) fn generate<T: Target>(shared: &Arc<Shared<T>>, cases: &Sender<Case>) {
    let seed = shared.options.seed;
    let mut sequences = shared.target.cases(seed);
    let mut search = Search::new(seed);
    let mut words: Vec<Option<Vec<serde_json::Value>>> = Vec::new();
    sequences.sort_by_key(|sequence| sequence.phase);
    while !sequences.is_empty() && !shared.is_closing() {
        let systematic = sequences
            .iter()
            .any(|sequence| sequence.phase != Phase::Search && sequence.are_due());
        if !sequences.iter().any(Cases::are_due) {
            std::thread::sleep(LOOK_AGAIN);
        }
        sequences.retain_mut(|sequence| {
            if !sequence.are_due() {
                return true;
            }
            let turns = turns(sequence.phase, systematic);
            for turn in 0..turns {
                let Some(case) = next(shared, sequence, &mut search, &mut words, turn) else {
                    return false;
                };
                let case = steered(shared, case, &mut search);
                if shared.is_closing() || cases.blocking_send(case).is_err() {
                    return false;
                }
            }
            true
        });
    }
}

fn next<T: Target>(
    shared: &Shared<T>,
    sequence: &mut Cases,
    search: &mut Search,
    words: &mut Vec<Option<Vec<serde_json::Value>>>,
    turn: usize,
) -> Option<Case> {
    if sequence.phase == Phase::Search && turn % 2 == 1 {
        let operation = sequence.operation;
        words.resize(words.len().max(operation + 1), None);
        let words = words[operation].get_or_insert_with(|| shared.target.dictionary(operation));
        let interesting: Vec<Case> = {
            let seen = shared.seen();
            let own = seen
                .interesting
                .iter()
                .filter(|case| case.operation == operation);
            let count = own.clone().count();
            // A few are enough for one change, and cheaper than all of them.
            let skip = usize::try_from(search.below(count as u64 + 1)).unwrap_or(0);
            own.skip(skip).take(4).cloned().collect()
        };
        if let Some(case) = search.mutated(&interesting, words) {
            return Some(case);
        }
    }
    let case = sequence.cases.next()?;
    if sequence.phase != Phase::Search {
        return Some(case);
    }
    // What is drawn may matter only when it comes twice.
    Some(match search.below(24) {
        0 | 1 => case.twisted(Twist::Repeat(Repeat::Again)),
        2 => case.twisted(Twist::Repeat(Repeat::AtOnce)),
        _ => case,
    })
}

/// Takes known causes out of a case, mostly, so that what happens often does not hide the rest.
fn steered<T: Target>(shared: &Shared<T>, mut case: Case, search: &mut Search) -> Case {
    if search.below(4) == 0 {
        return case;
    }
    let known = shared
        .known
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    for known in known
        .iter()
        .filter(|known| !known.is_always() && known.finding.rate.is_none())
    {
        if known.matches(&case)
            && let Some(repaired) = known.repaired(&case)
        {
            case = repaired;
        }
    }
    case
}

/// How many cases of a phase there are in each round.
fn turns(phase: Phase, systematic: bool) -> usize {
    match phase {
        Phase::Boundary | Phase::Invalid | Phase::Semantic => 6,
        Phase::Bytes | Phase::Conversation => 4,
        Phase::Search if systematic => 1,
        Phase::Examples | Phase::Search => 8,
    }
}

/// How long it is waited where everything has to wait for something.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
