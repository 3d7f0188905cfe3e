use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sketch::kept::{Kept, Measure};
use crate::sketch::{Distinct, KEPT_VALUES};

/// The values of a place: all of them with their counts while they are few, the frequent ones after.
///
/// Beyond [`KEPT_VALUES`] a new value takes one from the count of every kept one (Misra and Gries),
/// so that a count falls short by no more than `forgotten`, which never exceeds the number of values
/// divided by [`KEPT_VALUES`] and one.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "Stored", into = "Stored")]
pub(crate) struct Values {
    kept: Kept,
    forgotten: u64,
    distinct: Option<Distinct>,
}

/// Values as they stand in files.
#[derive(Deserialize, PartialEq, Serialize)]
struct Stored {
    entries: BTreeMap<u64, Entry>,
    #[serde(default)]
    forgotten: u64,
    #[serde(default)]
    distinct: Option<Distinct>,
}

/// A value that is kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) count: u64,
}

impl Values {
    /// Takes a value in; it is made only where it is kept. Texts that are forgotten for it are told.
    pub(crate) fn insert(
        &mut self,
        hash: u64,
        value: impl FnOnce() -> Value,
        tell: impl FnMut(Measure, u64),
    ) {
        if self.is_new(hash) && !self.are_too_many(tell) {
            self.kept.add(hash, 1, value());
        }
    }

    /// Takes a name in, of which nothing is measured.
    pub(crate) fn insert_name(&mut self, hash: u64, name: &str) {
        self.insert_text(hash, name, Measure::default, |_, _| {});
    }

    /// Takes a text in; it is measured only where it was not kept, and the measures of those that are
    /// forgotten are told, with how often each came.
    ///
    /// Once [`tell_all`](Self::tell_all) was called, the measure of each text was told as often as it
    /// came.
    #[inline]
    pub(crate) fn insert_text(
        &mut self,
        hash: u64,
        text: &str,
        measure: impl FnOnce() -> Measure,
        mut tell: impl FnMut(Measure, u64),
    ) {
        if !self.is_new(hash) {
            return;
        }
        let measure = measure();
        if self.are_too_many(&mut tell) {
            tell(measure, 1);
        } else {
            self.kept.add_text(hash, text, measure);
        }
    }

    /// Tells the measures of the kept texts, with how often each came since it was told.
    pub(crate) fn tell_all(&mut self, tell: impl FnMut(Measure, u64)) {
        self.kept.tell_all(tell);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let complete = self.is_complete() && other.is_complete();
        let mut entries: BTreeMap<u64, Entry> = self.iter().collect();
        let others: BTreeMap<u64, Entry> = other.iter().collect();
        let news = others.keys().filter(|hash| !entries.contains_key(hash));
        if !complete || entries.len() + news.count() > KEPT_VALUES {
            let distinct = self.estimating();
            for hash in others.keys() {
                distinct.insert(*hash);
            }
        }
        if let (Some(own), Some(others)) = (&mut self.distinct, &other.distinct) {
            own.merge(others);
        }
        for (hash, entry) in others {
            let own = entries.entry(hash).or_insert(Entry { count: 0, ..entry });
            own.count += entry.count;
        }
        self.forgotten += other.forgotten;
        let mut counts: Vec<u64> = entries.values().map(|entry| entry.count).collect();
        if counts.len() > KEPT_VALUES {
            counts.sort_unstable_by(|one, other| other.cmp(one));
            let taken = counts[KEPT_VALUES];
            self.forgotten += taken;
            entries.retain(|_, entry| {
                entry.count = entry.count.saturating_sub(taken);
                entry.count > 0
            });
        }
        self.kept = kept(entries);
    }

    /// Tells whether every value is there, with its exact count.
    pub(crate) fn is_complete(&self) -> bool {
        self.distinct.is_none()
    }

    /// Tells by how much a count may fall short.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Returns how many different values there were: exactly while they are few.
    pub(crate) fn distinct(&self) -> u64 {
        match &self.distinct {
            Some(distinct) => distinct.estimate().max(KEPT_VALUES as u64 + 1),
            None => self.kept.len() as u64,
        }
    }

    /// Lists what is kept, the most frequent first.
    pub(crate) fn most_frequent(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.iter().map(|(_, entry)| entry).collect();
        // The spelling breaks ties, so that no order of arrival shows.
        entries.sort_by_cached_key(|entry| (u64::MAX - entry.count, entry.value.to_string()));
        entries
    }

    /// Returns how often a value was seen, as far as it was kept.
    pub(crate) fn count_of(&self, hash: u64) -> u64 {
        self.kept.count_of(hash)
    }

    /// Iterates over the kept values by their hashes, in any order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, Entry)> + '_ {
        let kept = self.kept.iter();
        kept.map(|(hash, count, value)| (hash, Entry { value, count }))
    }

    /// Counts a value where it is kept; true where it is not.
    #[inline]
    fn is_new(&mut self, hash: u64) -> bool {
        if self.kept.count(hash) {
            return false;
        }
        // A value that is kept was estimated when it came, or when estimating began.
        if self.distinct.is_some() || self.kept.len() >= KEPT_VALUES {
            self.estimating().insert(hash);
        }
        true
    }

    /// Tells whether there is no room for a new value, and then takes one from each count for it.
    #[inline]
    fn are_too_many(&mut self, tell: impl FnMut(Measure, u64)) -> bool {
        let too_many = self.kept.len() >= KEPT_VALUES;
        if too_many {
            self.forgotten += 1;
            self.kept.take_one(tell);
        }
        too_many
    }

    /// Goes over to estimating, from all that was seen.
    fn estimating(&mut self) -> &mut Distinct {
        let hashes = self.kept.hashes();
        self.distinct.get_or_insert_with(|| {
            let mut distinct = Distinct::new();
            hashes.for_each(|hash| distinct.insert(hash));
            distinct
        })
    }
}

impl PartialEq for Values {
    /// Compares what is kept, in whatever order it came.
    fn eq(&self, other: &Self) -> bool {
        Stored::from(self.clone()) == Stored::from(other.clone())
    }
}

impl From<Values> for Stored {
    fn from(values: Values) -> Self {
        Self {
            entries: values.iter().collect(),
            forgotten: values.forgotten,
            distinct: values.distinct,
        }
    }
}

impl From<Stored> for Values {
    fn from(stored: Stored) -> Self {
        Self {
            kept: kept(stored.entries),
            forgotten: stored.forgotten,
            distinct: stored.distinct,
        }
    }
}

fn kept(entries: BTreeMap<u64, Entry>) -> Kept {
    let mut kept = Kept::default();
    for (hash, entry) in entries {
        kept.add(hash, entry.count, entry.value);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::sketch::{KEPT_VALUES, hash_number};
    use serde_json::json;

    fn of(numbers: impl IntoIterator<Item = u64>) -> Values {
        let mut values = Values::default();
        for number in numbers {
            values.insert(hash_number(&number.into()), || json!(number), |_, _| {});
        }
        values
    }

    #[test]
    fn few_values_are_exact_in_any_order() {
        let values = of([3, 1, 3]);
        assert!(values.is_complete());
        assert_eq!(values.distinct(), 2);
        assert_eq!(values.most_frequent()[0].count, 2);
        let mut left = of([3]);
        left.merge(&of([3, 1]));
        assert_eq!(left, values);
    }

    #[test]
    fn the_frequent_survive_among_many() {
        // One in three is the same.
        let values = of((0..30_000).map(|at| if at % 3 == 0 { 7 } else { at + 100 }));
        assert!(!values.is_complete());
        let first = values.most_frequent().swap_remove(0);
        assert_eq!(first.value, json!(7));
        assert!(first.count + values.forgotten() >= 10_000 && first.count <= 10_000);
        assert!(values.forgotten() <= 30_000 / (KEPT_VALUES as u64 + 1));
        assert!(values.distinct().abs_diff(20_001) < 2_000);
    }

    #[test]
    fn merged_counts_keep_the_bound() {
        let mut left = of((0..200).chain(std::iter::repeat_n(7, 500)));
        let right = of((200..600).chain(std::iter::repeat_n(7, 300)));
        let mut other_way = right.clone();
        other_way.merge(&left);
        left.merge(&right);
        assert_eq!(left, other_way);
        assert!(left.most_frequent().len() <= KEPT_VALUES);
        let seven = left.count_of(hash_number(&7.into()));
        assert!(seven <= 801 && seven + left.forgotten() >= 801);
        assert!(left.forgotten() <= 1_400 / (KEPT_VALUES as u64 + 1));
    }
}
