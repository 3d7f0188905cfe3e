use std::collections::{BTreeMap, BTreeSet};

use frontdesk_schema::outline::Type;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::formats::{FormatCounts, Formats};
use crate::look::Kind;
use crate::moment::{Moment, Seen};
use crate::sketch::{Measure, Spread, Values, hash_boolean, hash_number, hash_text};

/// What was seen at one place of a message.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Field {
    /// How often something stood there.
    pub(crate) present: u64,
    /// How often the schema did not declare what stood there.
    pub(crate) undeclared: u64,
    /// The places of the schema that spoke of the objects that had it undeclared.
    #[serde(default)]
    pub(crate) undeclared_by: BTreeSet<String>,
    /// How often each type, by its place in `Type::ALL`.
    pub(crate) types: [u64; 7],
    pub(crate) numbers: Spread,
    /// The lengths of texts, in characters.
    pub(crate) lengths: Spread,
    /// The lengths of arrays.
    pub(crate) items: Spread,
    /// How many members objects have.
    pub(crate) members: Spread,
    pub(crate) formats: BTreeMap<String, u64>,
    /// How often each format since it was last added to the rest.
    #[serde(skip)]
    new_formats: FormatCounts,
    pub(crate) values: Values,
    pub(crate) seen: Seen,
    pub(crate) versions: BTreeMap<String, u64>,
    /// The names that were too many to follow, where it is an object.
    pub(crate) others: Values,
    /// How many members those were.
    pub(crate) other_members: u64,
    /// The places of the schema that spoke of what stood there.
    pub(crate) places: BTreeSet<String>,
}

/// What is known of a document beside its value.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) at: Option<Moment>,
    pub(crate) version: Option<&'a str>,
    pub(crate) formats: &'a Formats,
}

impl Field {
    /// Takes a value in, but not its parts; of a secret nothing but its type.
    pub(crate) fn observe(&mut self, kind: &Kind<'_>, secret: bool, around: &Around<'_>) {
        self.present += 1;
        self.seen.at(around.at);
        self.note_version(around.version);
        self.types[kind.schema_type() as usize] += 1;
        if secret {
            return;
        }
        let (lengths, formats) = (&mut self.lengths, &mut self.new_formats);
        let tell = |measure, times| tell(measure, times, lengths, formats);
        match kind {
            Kind::Null => {}
            Kind::Boolean(boolean) => {
                let hash = hash_boolean(*boolean);
                self.values.insert(hash, || (*boolean).into(), tell);
            }
            Kind::Number(number) => {
                self.numbers.insert(number.as_f64().unwrap_or_default());
                let value = || Value::Number(number.clone());
                self.values.insert(hash_number(number), value, tell);
            }
            Kind::Text(text) => {
                let measure = || measure(text, around.formats);
                self.values
                    .insert_text(hash_text(text), text, measure, tell);
            }
            Kind::Array(count) => self.items.insert_count(*count),
            Kind::Object(count) => self.members.insert_count(*count),
        }
    }

    /// Adds what waited for a look at all values; a field is not looked at before.
    pub(crate) fn finish(&mut self) {
        let (lengths, formats) = (&mut self.lengths, &mut self.new_formats);
        self.values
            .tell_all(|measure, times| tell(measure, times, lengths, formats));
        for (name, count) in std::mem::take(formats).iter() {
            *self.formats.entry(name.to_owned()).or_default() += count;
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.present += other.present;
        self.undeclared += other.undeclared;
        self.undeclared_by
            .extend(other.undeclared_by.iter().cloned());
        for (own, other) in self.types.iter_mut().zip(other.types) {
            *own += other;
        }
        self.numbers.merge(&other.numbers);
        self.lengths.merge(&other.lengths);
        self.items.merge(&other.items);
        self.members.merge(&other.members);
        add(&mut self.formats, &other.formats);
        self.values.merge(&other.values);
        self.seen.merge(other.seen);
        add_bounded(&mut self.versions, &other.versions);
        self.others.merge(&other.others);
        self.other_members += other.other_members;
        self.places.extend(other.places.iter().cloned());
    }

    /// Counts values of a type.
    pub(crate) fn of_type(&self, kind: Type) -> u64 {
        self.types[kind as usize]
    }

    fn note_version(&mut self, version: Option<&str>) {
        let Some(version) = version else { return };
        if let Some(count) = self.versions.get_mut(version) {
            *count += 1;
        } else {
            let one = BTreeMap::from([(version.to_owned(), 1)]);
            add_bounded(&mut self.versions, &one);
        }
    }
}

fn measure(text: &str, formats: &Formats) -> Measure {
    let length = bytecount::num_chars(text.as_bytes());
    Measure {
        length: u32::try_from(length).unwrap_or(u32::MAX),
        formats: formats.of(text),
    }
}

#[inline]
fn tell(measure: Measure, times: u64, lengths: &mut Spread, formats: &mut FormatCounts) {
    lengths.insert_times(measure.length.into(), times);
    formats.add(measure.formats, times);
}

/// Adds counts by name.
pub(crate) fn add(own: &mut BTreeMap<String, u64>, others: &BTreeMap<String, u64>) {
    for (name, count) in others {
        *own.entry(name.clone()).or_default() += count;
    }
}

/// Adds counts by name; of too many names the last in order are counted together.
pub(crate) fn add_bounded(own: &mut BTreeMap<String, u64>, others: &BTreeMap<String, u64>) {
    add(own, others);
    while own.len() > KEPT_VERSIONS {
        let last = own.keys().rev().find(|name| *name != OTHER).cloned();
        let Some(count) = last.and_then(|name| own.remove(&name)) else {
            return;
        };
        *own.entry(OTHER.to_owned()).or_default() += count;
    }
}

/// Spells a measured number: without a fraction where it has none.
pub(crate) fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// How many contract versions are told apart.
const KEPT_VERSIONS: usize = 16;
/// What the rest of the versions is counted under.
const OTHER: &str = "(others)";

#[cfg(test)]
mod tests {
    use super::{KEPT_VERSIONS, OTHER, add_bounded, number};
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn too_many_versions_are_counted_together() {
        let mut versions = BTreeMap::new();
        for version in 0..40 {
            add_bounded(
                &mut versions,
                &BTreeMap::from([(format!("{version:02}"), 1)]),
            );
        }
        assert_eq!(versions.len(), KEPT_VERSIONS);
        assert_eq!(versions[OTHER], 40 - (KEPT_VERSIONS as u64 - 1));
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(number(3.0), json!(3));
        assert_eq!(number(0.5), json!(0.5));
        assert_eq!(number(-1e300), json!(-1e300));
    }
}
