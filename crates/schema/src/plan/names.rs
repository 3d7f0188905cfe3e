//! Finding a text among those that are known.

use frontdesk_json::name_hash;

/// Texts that are known beforehand, each with its place in their order.
#[derive(Debug, Default)]
pub(super) struct Table {
    texts: Vec<Box<str>>,
    /// The places of the texts from 1, by hash; 0 where there is none.
    cells: Vec<u16>,
}

impl Table {
    /// Makes a table; nothing where there are too many texts.
    pub(super) fn new(texts: impl IntoIterator<Item = impl Into<Box<str>>>) -> Option<Self> {
        let texts: Vec<Box<str>> = texts.into_iter().map(Into::into).collect();
        u16::try_from(texts.len()).ok()?;
        let mut cells = vec![0; (texts.len() * 2 + 1).next_power_of_two()];
        let last = cells.len() - 1;
        for (place, text) in (1..).zip(&texts) {
            let mut cell = name_hash(text.as_bytes()) as usize & last;
            while cells[cell] != 0 {
                cell = (cell + 1) & last;
            }
            cells[cell] = place;
        }
        Some(Self { texts, cells })
    }

    /// Returns the place of a text.
    #[inline]
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let last = self.cells.len().checked_sub(1)?;
        let mut cell = name_hash(text.as_bytes()) as usize & last;
        // There are more cells than texts, so one of them ends the search.
        loop {
            let place = usize::from(self.cells[cell]).checked_sub(1)?;
            if *self.texts[place] == *text {
                return Some(place);
            }
            cell = (cell + 1) & last;
        }
    }

    /// Returns the texts.
    pub(super) fn texts(&self) -> &[Box<str>] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn texts_are_found() {
        for count in [0, 1, 7, 300] {
            let texts: Vec<String> = (0..count).map(|n| format!("text {n} of all")).collect();
            let table = Table::new(texts.iter().map(String::as_str)).unwrap();
            for (place, text) in texts.iter().enumerate() {
                assert_eq!(table.find(text), Some(place));
            }
            assert_eq!(table.find("text"), None);
            assert_eq!(table.find(""), None);
        }
        assert!(Table::default().find("a").is_none());
    }
}
