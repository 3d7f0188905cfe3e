use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::guide::Bits;

/// Something that covers elements.
pub(super) struct Set<'e> {
    pub(super) elements: &'e Bits,
    /// Of sets that cover as much the cheaper is taken.
    pub(super) cost: usize,
}

/// Sets that cover all elements together.
pub(super) struct Covered {
    pub(super) chosen: BTreeSet<usize>,
    /// No cover has fewer sets.
    pub(super) at_least: usize,
    /// The cover has at most this many times the fewest sets.
    pub(super) factor: f64,
}

/// Takes the set that covers most of what is left, until nothing is, then drops the superfluous.
///
/// For sets of at most `d` elements the greedy choice is at most `1 + 1/2 + ... + 1/d` times the fewest.
pub(super) fn cover(sets: &[Set<'_>]) -> Covered {
    let mut all = Bits::default();
    for set in sets {
        all.add(set.elements);
    }
    let largest = sets
        .iter()
        .map(|set| set.elements.count())
        .max()
        .unwrap_or_default();
    let mut covered = Bits::default();
    let mut chosen = Vec::new();
    let rank = |index: usize, gain: usize| (gain, Reverse(sets[index].cost), Reverse(index));
    let mut heap: BinaryHeap<_> = (0..sets.len())
        .map(|index| rank(index, sets[index].elements.count()))
        .collect();
    while let Some((gain, _, Reverse(index))) = heap.pop() {
        // Gains only shrink, so that the first whose gain still holds is the best.
        let now = sets[index].elements.beyond(&covered);
        if now == 0 {
            continue;
        }
        if now < gain {
            heap.push(rank(index, now));
            continue;
        }
        covered.add(sets[index].elements);
        chosen.push(index);
    }
    let greedy = chosen.len();
    let chosen = pruned(sets, chosen);
    let factor = harmonic(largest);
    let by_size = all.count().div_ceil(largest.max(1));
    Covered {
        at_least: by_size
            .max(share(greedy, factor))
            .max(usize::from(greedy > 0)),
        factor: factor.min(ratio(chosen.len(), by_size.max(1))).max(1.0),
        chosen,
    }
}

/// Drops each set whose elements the others cover, the least useful first.
fn pruned(sets: &[Set<'_>], chosen: Vec<usize>) -> BTreeSet<usize> {
    let mut uses: Vec<u32> = Vec::new();
    for index in &chosen {
        for element in sets[*index].elements.iter() {
            uses.resize(uses.len().max(element + 1), 0);
            uses[element] += 1;
        }
    }
    let mut kept: BTreeSet<usize> = chosen.iter().copied().collect();
    for index in chosen.into_iter().rev() {
        if sets[index].elements.iter().all(|element| uses[element] > 1) {
            kept.remove(&index);
            for element in sets[index].elements.iter() {
                uses[element] -= 1;
            }
        }
    }
    kept
}

#[expect(clippy::cast_precision_loss, reason = "sets are small")]
fn harmonic(largest: usize) -> f64 {
    (1..=largest.max(1)).map(|term| 1.0 / term as f64).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts of sets are small")]
fn ratio(one: usize, other: usize) -> f64 {
    one as f64 / other as f64
}

/// Returns the fewest that so many greedily chosen sets can stand for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "counts of sets are small"
)]
fn share(greedy: usize, factor: f64) -> usize {
    (greedy as f64 / factor).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::{Set, cover};
    use crate::guide::Bits;

    fn bits(elements: &[usize]) -> Bits {
        let mut bits = Bits::default();
        for element in elements {
            bits.mark(Some(*element));
        }
        bits
    }

    fn chosen(sets: &[&[usize]]) -> (Vec<usize>, usize) {
        let elements: Vec<Bits> = sets.iter().map(|set| bits(set)).collect();
        let sets: Vec<Set<'_>> = elements
            .iter()
            .map(|elements| Set { elements, cost: 1 })
            .collect();
        let covered = cover(&sets);
        assert!(covered.factor >= 1.0);
        (covered.chosen.into_iter().collect(), covered.at_least)
    }

    #[test]
    fn the_largest_sets_come_first() {
        assert_eq!(chosen(&[&[0], &[1, 2], &[0, 1, 70]]), (vec![1, 2], 2));
        assert_eq!(chosen(&[]), (vec![], 0));
        assert_eq!(chosen(&[&[5], &[5]]), (vec![0], 1));
    }

    #[test]
    fn what_became_superfluous_is_dropped() {
        // The first is the largest, and the two others cover it.
        let (kept, _) = chosen(&[&[0, 1, 2, 3], &[0, 1, 4, 6], &[2, 3, 5, 7]]);
        assert_eq!(kept, [1, 2]);
    }

    #[test]
    fn the_greedy_bound_holds_where_greed_is_worst() {
        let halves: [&[usize]; 2] = [&[0, 2, 4, 6, 8, 10, 12], &[1, 3, 5, 7, 9, 11, 13]];
        let traps: [&[usize]; 3] = [&[0, 1], &[2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12, 13]];
        let sets: Vec<&[usize]> = halves.into_iter().chain(traps).collect();
        let (kept, at_least) = chosen(&sets);
        assert!(kept.len() <= 3 && at_least <= 2);
    }
}
