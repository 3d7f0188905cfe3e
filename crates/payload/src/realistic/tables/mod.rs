//! What is known about names, as data: adding a concept is adding a row.
//!
//! A row holds names, parted by `|`, and what members of these names have. A name is one to four
//! singular words; the words before the last may come from what is around the member, so that
//! `product name` stands for `productName` and for the `name` of a `product`.

mod amounts;
mod commerce;
mod counts;
mod documents;
mod formats;
mod lists;
mod people;
mod places;
mod software;
mod things;
mod times;
mod web;
pub(super) mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::measure::Measure;
use super::prose::Prose;

/// Rows by name.
pub(super) type Table<T> = HashMap<&'static str, T>;

/// How a text is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Recipe {
    /// An identifier with a prefix.
    Identity,
    /// Sentences of the scene's language.
    Prose(Prose),
    /// A template, see `template`.
    Template(&'static str),
}

/// Texts by the names of members.
pub(super) static TEXTS: LazyLock<Table<Recipe>> = LazyLock::new(|| {
    let templates = TEMPLATE_ROWS.concat().into_iter();
    let templates = templates.map(|(names, template)| (names, Recipe::Template(template)));
    let prose = documents::PROSE
        .iter()
        .map(|(names, kind)| (*names, Recipe::Prose(*kind)));
    let identity = (words::IDENTITIES, Recipe::Identity);
    table(templates.chain(prose).chain([identity]))
});

/// Numbers by the names of members.
pub(super) static NUMBERS: LazyLock<Table<Measure>> =
    LazyLock::new(|| table(amounts::ROWS.iter().copied()));

/// The least and the greatest usual number of items by the names of arrays.
pub(super) static COUNTS: LazyLock<Table<(u64, u64)>> =
    LazyLock::new(|| table(counts::ROWS.iter().copied()));

/// Templates of the formats of JSON Schema.
pub(super) static FORMATS: LazyLock<Table<&'static str>> =
    LazyLock::new(|| table(formats::ROWS.iter().copied()));

/// Lists that templates name.
pub(super) static LISTS: LazyLock<Table<&'static str>> =
    LazyLock::new(|| table(lists::ROWS.iter().copied()));

/// Names and a template for each.
type Rows = &'static [(&'static str, &'static str)];

const TEMPLATE_ROWS: [Rows; 8] = [
    people::ROWS,
    places::ROWS,
    web::ROWS,
    commerce::ROWS,
    times::ROWS,
    software::ROWS,
    documents::ROWS,
    things::ROWS,
];

fn table<T: Copy>(rows: impl Iterator<Item = (&'static str, T)>) -> Table<T> {
    rows.flat_map(|(names, value)| names.split('|').map(move |name| (name, value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::name::singular_words;
    use super::{
        COUNTS, FORMATS, LISTS, NUMBERS, TEMPLATE_ROWS, TEXTS, amounts, counts, documents,
    };

    #[test]
    fn every_name_is_written_as_members_are_read() {
        let names = TEXTS.keys().chain(NUMBERS.keys()).chain(COUNTS.keys());
        let odd: Vec<_> = names
            .filter(|name| singular_words(name).join(" ") != **name || name.split(' ').count() > 4)
            .collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn no_name_has_two_rows() {
        let templates = TEMPLATE_ROWS.concat().into_iter().map(|(names, _)| names);
        let prose = documents::PROSE.iter().map(|(names, _)| *names);
        unique(templates.chain(prose));
        unique(amounts::ROWS.iter().map(|(names, _)| *names));
        unique(counts::ROWS.iter().map(|(names, _)| *names));
    }

    fn unique(rows: impl Iterator<Item = &'static str>) {
        let mut seen = BTreeSet::new();
        let again: Vec<&str> = rows
            .flat_map(|names| names.split('|'))
            .filter(|name| !seen.insert(*name))
            .collect();
        assert!(again.is_empty(), "{again:?}");
    }

    #[test]
    fn the_tables_cover_what_payloads_are_about() {
        assert!(TEMPLATE_ROWS.concat().len() + documents::PROSE.len() >= 150);
        assert!(TEXTS.len() >= 500, "{}", TEXTS.len());
        assert!(FORMATS.len() >= 19 && LISTS.len() >= 10);
    }
}
