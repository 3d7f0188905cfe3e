//! What scenes of a language are made of: adding a language is adding a file.

mod arabic;
mod chinese;
mod dutch;
mod english;
mod french;
mod german;
mod hindi;
mod japanese;
mod korean;
mod polish;
mod portuguese;
mod spanish;
mod turkish;

/// A language, its people, places and sentences; alternatives in one text are parted by `|`.
#[derive(Debug)]
pub(super) struct Language {
    /// The code of ISO 639-1.
    pub(super) code: &'static str,
    /// Given names; behind a `/`, how an e-mail address spells them.
    pub(super) given: &'static str,
    /// Family names, written alike.
    pub(super) family: &'static str,
    /// How a full name is put together.
    pub(super) full: &'static str,
    pub(super) streets: &'static str,
    /// How a street and a house number are put together.
    pub(super) address: &'static str,
    /// What follows the names of companies.
    pub(super) legal: &'static str,
    /// City, region, country, its code, postcode, time zone, currency, latitude, longitude and
    /// telephone number. Numbers are of ranges that are kept free for fiction.
    pub(super) places: &'static [&'static str],
    /// What stands between sentences.
    pub(super) gap: &'static str,
    pub(super) products: &'static str,
    /// What customers ask and agents reply, in turns.
    pub(super) dialogue: &'static [&'static str],
    pub(super) subjects: &'static [&'static str],
    pub(super) notes: &'static [&'static str],
    pub(super) reviews: &'static [&'static str],
    pub(super) descriptions: &'static [&'static str],
}

/// The languages and how often a scene has each.
pub(super) const LANGUAGES: [(&Language, u64); 13] = [
    (&english::LANGUAGE, 10),
    (&german::LANGUAGE, 2),
    (&french::LANGUAGE, 2),
    (&spanish::LANGUAGE, 2),
    (&portuguese::LANGUAGE, 1),
    (&dutch::LANGUAGE, 1),
    (&polish::LANGUAGE, 1),
    (&turkish::LANGUAGE, 1),
    (&arabic::LANGUAGE, 1),
    (&hindi::LANGUAGE, 1),
    (&japanese::LANGUAGE, 1),
    (&chinese::LANGUAGE, 1),
    (&korean::LANGUAGE, 1),
];

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn every_language_has_enough_to_say() {
        for (language, _) in LANGUAGES {
            let code = language.code;
            assert!(language.dialogue.len() >= 20, "{code}");
            assert!(language.dialogue.len().is_multiple_of(2), "{code}");
            for sentences in [
                language.subjects,
                language.notes,
                language.reviews,
                language.descriptions,
            ] {
                assert!(sentences.len() >= 4, "{code}");
            }
            assert!(language.products.split('|').count() >= 6, "{code}");
        }
    }

    #[test]
    fn names_have_a_spelling_for_addresses() {
        for (language, _) in LANGUAGES {
            for name in language.given.split('|').chain(language.family.split('|')) {
                let plain = name.split_once('/').map_or(name, |(_, plain)| plain);
                assert!(
                    plain.chars().all(|letter| letter.is_ascii_alphabetic()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn places_have_all_columns() {
        for row in LANGUAGES.iter().flat_map(|(language, _)| language.places) {
            let columns: Vec<&str> = row.split('|').collect();
            let [_, _, _, code, _, zone, currency, latitude, longitude, phone] = columns.as_slice()
            else {
                panic!("{row}");
            };
            assert!(
                code.len() == 2 && currency.len() == 3 && zone.contains('/'),
                "{row}"
            );
            assert!(
                latitude.parse::<f64>().is_ok() && longitude.parse::<f64>().is_ok(),
                "{row}"
            );
            assert!(phone.starts_with('+'), "{row}");
        }
    }
}
