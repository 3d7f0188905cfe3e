//! Who and what a scene is made of: people, places and a company that fit together.

use frontdesk_text::{Draw, Source};

use super::languages::Language;
use super::tables::LISTS;
use super::template::{fill, one, random};

/// The names of a scene's people, of which no two are alike.
#[derive(Clone, Debug)]
pub(super) struct Names {
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    first: (usize, usize),
}

impl Names {
    pub(super) fn draw(language: &Language, source: &mut dyn Source) -> Self {
        let given: Vec<&str> = language.given.split('|').collect();
        let family: Vec<&str> = language.family.split('|').collect();
        Self {
            first: (source.index(given.len()), source.index(family.len())),
            given,
            family,
        }
    }

    /// The given and the family name of one of the people.
    pub(super) fn nth(&self, index: usize) -> (&'static str, &'static str) {
        let name = |names: &[&'static str], at: usize| {
            let wrapped = at.checked_rem(names.len()).unwrap_or_default();
            names.get(wrapped).copied().unwrap_or_default()
        };
        let (given, family) = self.first;
        (
            name(&self.given, given + index),
            name(&self.family, family + 3 * index),
        )
    }
}

/// A person whose names, addresses and numbers belong together.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) given: String,
    pub(super) family: String,
    pub(super) full: String,
    pub(super) initials: String,
    pub(super) user: String,
    pub(super) email: String,
    pub(super) international_email: String,
    pub(super) phone: String,
}

impl Person {
    pub(super) fn draw(
        language: &Language,
        (given, family): (&str, &str),
        place: &Place,
        source: &mut dyn Source,
    ) -> Self {
        let (given, plain_given) = spelling(given);
        let (family, plain_family) = spelling(family);
        let initial = plain_given.get(..1).unwrap_or_default();
        let digits = random("digit:2", source).unwrap_or_default();
        let user = match source.below(3) {
            0 => format!("{plain_given}.{plain_family}"),
            1 => format!("{initial}{plain_family}"),
            _ => format!("{plain_given}{digits}"),
        };
        let host = one(MAIL_HOSTS, source);
        let local = if given.chars().all(char::is_alphabetic) {
            given.to_lowercase()
        } else {
            plain_given.clone()
        };
        Self {
            full: fill(language.full, |place| match place {
                "given" => Some(given.to_owned()),
                "family" => Some(family.to_owned()),
                _ => None,
            }),
            initials: [&plain_given, &plain_family]
                .iter()
                .filter_map(|name| name.chars().next())
                .map(|letter| letter.to_ascii_uppercase())
                .collect(),
            given: given.to_owned(),
            family: family.to_owned(),
            email: format!("{plain_given}.{plain_family}@{host}"),
            international_email: format!("{local}@{host}"),
            phone: fill(place.phone, |digits| random(digits, source)),
            user,
        }
    }
}

/// A place whose names, codes and customs belong together.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) city: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
    pub(super) code: &'static str,
    pub(super) postcode: String,
    pub(super) street: String,
    pub(super) timezone: &'static str,
    pub(super) currency: &'static str,
    pub(super) latitude: &'static str,
    pub(super) longitude: &'static str,
    phone: &'static str,
}

impl Place {
    /// Draws a place from its row; a column that the row lacks is empty.
    pub(super) fn draw(language: &Language, row: &'static str, source: &mut dyn Source) -> Self {
        let mut columns = row.split('|');
        let mut column = || columns.next().unwrap_or_default();
        let (city, region, country, code) = (column(), column(), column(), column());
        let (postcode, timezone, currency) = (column(), column(), column());
        let street = one(language.streets, source);
        Self {
            city,
            region,
            country,
            code,
            postcode: fill(postcode, |digits| random(digits, source)),
            street: fill(language.address, |place| match place {
                "street" => Some(street.to_owned()),
                _ => random(place, source),
            }),
            timezone,
            currency,
            latitude: column(),
            longitude: column(),
            phone: column(),
        }
    }
}

/// The company that the scene's people deal with.
#[derive(Clone, Debug)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) domain: String,
}

impl Company {
    pub(super) fn draw(language: &Language, source: &mut dyn Source) -> Self {
        let name = one(LISTS.get("brand").copied().unwrap_or_default(), source);
        let legal = one(language.legal, source);
        let parts = if source.chance(2, 3) && !legal.is_empty() {
            format!("{name} {legal}")
        } else {
            name.to_owned()
        };
        Self {
            name: parts,
            domain: format!("{}.example", name.to_ascii_lowercase()),
        }
    }
}

/// Tells a name as its owner writes it and as an e-mail address does: `Müller/mueller`.
fn spelling(name: &str) -> (&str, String) {
    let (own, plain) = name.split_once('/').unwrap_or((name, name));
    let plain = plain
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    (own, plain)
}

const MAIL_HOSTS: &str = "example.com|mail.example|post.example|inbox.example";
