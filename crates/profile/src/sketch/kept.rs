use frontdesk_json::excerpt;
use serde_json::Value;

use crate::formats::FormatSet;
use crate::sketch::KEPT_VALUES;

/// Values with their counts, found by their hashes.
///
/// Of a stream in which nearly every value is new, each one is kept for a while. So texts lie side
/// by side in one room, and what is shown of them is made when somebody looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    slots: Vec<Slot>,
    /// The places of the slots from 1, by hash; 0 where there is none. Empty until it is needed.
    cells: Vec<u16>,
    /// How texts begin, as far as it is needed to show them.
    texts: String,
    /// What else is shown.
    values: Vec<Value>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    count: u64,
    /// How often it came since its measure was told.
    untold: u64,
    shown: Shown,
}

/// What is measured of a text, once however often it comes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measure {
    /// How many characters it has.
    pub(crate) length: u32,
    pub(crate) formats: FormatSet,
}

/// Where it stands what is shown of a value.
#[derive(Clone, Copy, Debug)]
enum Shown {
    Text {
        start: u32,
        end: u32,
        measure: Measure,
    },
    Value(u32),
}

impl Kept {
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Counts a value once more; false if it is not there.
    #[inline]
    pub(crate) fn count(&mut self, hash: u64) -> bool {
        let slot = self.find(hash).and_then(|slot| self.slots.get_mut(slot));
        let Some(slot) = slot else { return false };
        slot.count += 1;
        slot.untold += 1;
        true
    }

    pub(crate) fn count_of(&self, hash: u64) -> u64 {
        self.find(hash).map_or(0, |slot| self.slots[slot].count)
    }

    /// Adds a value that is not there.
    pub(crate) fn add(&mut self, hash: u64, count: u64, value: Value) {
        let shown = Shown::Value(index(self.values.len()));
        self.values.push(value);
        self.push(Slot {
            hash,
            count,
            untold: 0,
            shown,
        });
    }

    /// Adds a text that is not there; its measure is told with the last of it.
    #[inline]
    pub(crate) fn add_text(&mut self, hash: u64, text: &str, measure: Measure) {
        let start = index(self.texts.len());
        self.texts.push_str(start_of(text));
        let end = index(self.texts.len());
        self.push(Slot {
            hash,
            count: 1,
            untold: 1,
            shown: Shown::Text {
                start,
                end,
                measure,
            },
        });
    }

    /// Takes one from each count, and forgets the values of which none is left; what was measured of
    /// them is told, with how often they came.
    pub(crate) fn take_one(&mut self, mut tell: impl FnMut(Measure, u64)) {
        self.slots.retain_mut(|slot| {
            slot.count = slot.count.saturating_sub(1);
            if slot.count == 0 {
                slot.tell(&mut tell);
            }
            slot.count > 0
        });
        if self.slots.is_empty() {
            self.texts.clear();
            self.values.clear();
        } else {
            self.tidy();
        }
        self.number(KEPT_VALUES);
    }

    /// Tells what was measured and not yet told, with how often it came.
    pub(crate) fn tell_all(&mut self, mut tell: impl FnMut(Measure, u64)) {
        for slot in &mut self.slots {
            slot.tell(&mut tell);
        }
    }

    /// Iterates over the hashes, the counts and what is shown.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u64, Value)> {
        let slots = self.slots.iter();
        slots.map(|slot| (slot.hash, slot.count, self.shown(slot.shown)))
    }

    /// Iterates over the hashes.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().map(|slot| slot.hash)
    }

    fn shown(&self, shown: Shown) -> Value {
        match shown {
            Shown::Text { start, end, .. } => {
                let text = self.texts.get(start as usize..end as usize);
                excerpt(text.unwrap_or_default(), SHOWN).into()
            }
            Shown::Value(at) => self.values[at as usize].clone(),
        }
    }

    /// Gives back the room of what was forgotten, once that is most of it.
    fn tidy(&mut self) {
        if self.values.len() > 2 * KEPT_VALUES {
            let values = std::mem::take(&mut self.values);
            for slot in &mut self.slots {
                if let Shown::Value(at) = &mut slot.shown {
                    self.values.push(values[*at as usize].clone());
                    *at = index(self.values.len() - 1);
                }
            }
        }
        if self.texts.len() > 2 * KEPT_VALUES * LONGEST {
            let texts = std::mem::take(&mut self.texts);
            for slot in &mut self.slots {
                if let Shown::Text { start, end, .. } = &mut slot.shown {
                    let text = texts.get(*start as usize..*end as usize);
                    *start = index(self.texts.len());
                    self.texts.push_str(text.unwrap_or_default());
                    *end = index(self.texts.len());
                }
            }
        }
    }

    #[inline]
    fn push(&mut self, slot: Slot) {
        self.slots.push(slot);
        if self.slots.len() * 2 > self.cells.len() {
            self.number(self.slots.len().max(KEPT_VALUES));
        } else {
            self.enter(self.slots.len());
        }
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<usize> {
        let last = self.cells.len().checked_sub(1)?;
        let mut cell = start_cell(hash) & last;
        // Half of the cells are free, so one of them ends the search.
        loop {
            let slot = usize::from(self.cells[cell]).checked_sub(1)?;
            if self.slots[slot].hash == hash {
                return Some(slot);
            }
            cell = (cell + 1) & last;
        }
    }

    /// Numbers all slots anew, with room for so many.
    fn number(&mut self, most: usize) {
        self.cells.clear();
        self.cells.resize((most * 2).next_power_of_two(), 0);
        (1..=self.slots.len()).for_each(|place| self.enter(place));
    }

    /// Enters the place of a slot, from 1.
    #[inline]
    fn enter(&mut self, place: usize) {
        let last = self.cells.len() - 1;
        let mut cell = start_cell(self.slots[place - 1].hash) & last;
        while self.cells[cell] != 0 {
            cell = (cell + 1) & last;
        }
        self.cells[cell] = u16::try_from(place).unwrap_or(u16::MAX);
    }
}

impl Slot {
    fn tell(&mut self, tell: &mut impl FnMut(Measure, u64)) {
        let times = std::mem::take(&mut self.untold);
        if let Shown::Text { measure, .. } = self.shown
            && times > 0
        {
            tell(measure, times);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "any bits of it will do")]
fn start_cell(hash: u64) -> usize {
    hash as usize
}

/// What is kept at once is little.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Cuts off what is shown of no text.
#[inline]
fn start_of(text: &str) -> &str {
    let plain = text.as_bytes().get(..=SHOWN);
    if plain.is_some_and(<[u8]>::is_ascii) {
        return &text[..=SHOWN];
    }
    let longest = text.len().min(LONGEST);
    let end = (0..=longest).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// How many characters of a text are shown.
const SHOWN: usize = 64;
/// How many bytes of a text tell what is shown of it, and whether there is more.
const LONGEST: usize = 4 * (SHOWN + 1);

#[cfg(test)]
mod tests {
    use super::{Kept, Measure, SHOWN};
    use crate::formats::FormatSet;
    use frontdesk_json::excerpt;
    use serde_json::{Value, json};

    #[test]
    fn the_start_of_a_text_tells_what_is_shown_of_it() {
        for character in ["a", "é", "한", "😀", "\n"] {
            for length in [0, 1, SHOWN - 1, SHOWN, SHOWN + 1, SHOWN + 2, 300] {
                for last in ["", "x", "😀"] {
                    let text = character.repeat(length) + last;
                    let mut kept = Kept::default();
                    kept.add_text(7, &text, Measure::default());
                    let shown = kept.iter().next().map(|(.., shown)| shown);
                    assert_eq!(shown, Some(excerpt(&text, SHOWN).into()), "{text}");
                }
            }
        }
    }

    #[test]
    fn values_are_found_until_they_are_forgotten() {
        let mut kept = Kept::default();
        for hash in 0..1_000 {
            assert!(!kept.count(hash * 128));
            let length = u32::try_from(hash).unwrap();
            let formats = FormatSet::default();
            kept.add_text(hash * 128, "text", Measure { length, formats });
        }
        assert!(kept.count(128) && !kept.count(1));
        let mut told = Vec::new();
        kept.take_one(|measure, times| told.push((measure.length, times)));
        assert_eq!((told.len(), told[0], told[1]), (999, (0, 1), (2, 1)));
        kept.tell_all(|measure, times| told.push((measure.length, times)));
        kept.tell_all(|_, _| panic!("all was told"));
        assert_eq!((told.len(), told[999]), (1_000, (1, 2)));
        assert_eq!(
            (kept.len(), kept.count_of(128), kept.count_of(256)),
            (1, 1, 0)
        );
    }

    #[test]
    fn what_was_forgotten_takes_no_room() {
        let mut kept = Kept::default();
        kept.add(1, 1_000_000, json!("stays"));
        kept.add_text(2, "stays, too", Measure::default());
        for _ in 0..100_000 {
            kept.count(2);
        }
        for hash in 3..100_000 {
            kept.add_text(hash, &"long ".repeat(100), Measure::default());
            kept.add(u64::MAX - hash, 1, json!(hash));
            kept.take_one(|_, _| {});
        }
        let shown: Vec<Value> = kept.iter().map(|(.., shown)| shown).collect();
        assert_eq!(shown, [json!("stays"), json!("stays, too")]);
        assert!(kept.texts.len() < 40_000 && kept.values.len() < 200);
    }
}
