//! The world in which all values of one payload live.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use frontdesk_text::{Draw, Source};

use super::languages::{LANGUAGES, Language};
use super::name::Member;
use super::tables::words::{BIRTHS, COUNTERPARTS, DIALOGUES, LEADS};
use super::tables::{COUNTS, FORMATS, NUMBERS, Recipe, TEXTS};
use super::world::{Company, Names, Person, Place};
use super::{clock, format, lookup, measure, prose, relate, template};

/// One conversation-like world: a language, a moving clock, people, places and a company.
///
/// Values of one payload are drawn from one scene, so that they agree: the customer's e-mail
/// address carries the customer's name, the postcode is one of the city's country.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(super) language: &'static Language,
    /// Seconds since 1970.
    pub(super) clock: i64,
    /// Whether the scene writes thousandths of seconds.
    pub(super) fraction: bool,
    pub(super) company: Company,
    /// The number of the order that the scene's people talk about.
    pub(super) order: String,
    order_stated: bool,
    people: Vec<Person>,
    places: Vec<Place>,
    groups: BTreeMap<String, Group>,
    extras: usize,
    pub(super) pages: prose::Pages,
}

impl Scene {
    /// Draws a language, a start between 2020 and 2026, people, places and a company.
    pub(crate) fn new(source: &mut dyn Source) -> Self {
        let language = draw_language(source);
        let places: Vec<Place> = language
            .places
            .iter()
            .map(|row| Place::draw(language, row, source))
            .collect();
        let first = source.index(places.len());
        let places: Vec<Place> = places
            .iter()
            .cycle()
            .skip(first)
            .take(places.len())
            .cloned()
            .collect();
        let names = Names::draw(language, source);
        let people = places
            .iter()
            .cycle()
            .take(CAST)
            .enumerate()
            .map(|(index, place)| Person::draw(language, names.nth(index), place, source))
            .collect();
        let seconds = u64::try_from(clock::LAST - clock::FIRST).unwrap_or_default();
        Self {
            language,
            clock: clock::FIRST + i64::try_from(source.below(seconds)).unwrap_or_default(),
            fraction: source.chance(1, 3),
            company: Company::draw(language, source),
            order: template::random("between:10000:99999", source).unwrap_or_default(),
            order_stated: false,
            people,
            places,
            groups: BTreeMap::new(),
            extras: 0,
            pages: prose::Pages::open(source),
        }
    }

    /// Draws a text for a member, `None` where its name tells nothing or nothing fits.
    ///
    /// `path` holds the names from the root to the member; indices are left out, and an item has
    /// the name of its array. `format` is a format of JSON Schema; a text for one that the drafts
    /// define is always valid by it. Lengths count characters.
    pub(crate) fn text(
        &mut self,
        path: &[&str],
        format: Option<&str>,
        min: u64,
        max: Option<u64>,
        source: &mut dyn Source,
    ) -> Option<String> {
        let room = Room::new(min, max)?;
        let member = member(path);
        let recipe = lookup::find(&TEXTS, &member);
        let standard = format.filter(|name| FORMATS.contains_key(name));
        if let Some(name) = standard {
            let template = format::template(name, recipe)?;
            return self.fitting(template, &member, room, source);
        }
        let named = || lookup::find(&TEXTS, &Member::new(&[format?]));
        match recipe.or_else(named)? {
            Recipe::Identity => format::identity(&member, room, source),
            Recipe::Prose(kind) => self.prose(kind, room, source),
            Recipe::Template(template) => self.fitting(template, &member, room, source),
        }
    }

    /// Draws a number for a member, `None` where its name tells nothing or the bounds exclude it.
    pub(crate) fn number(
        &mut self,
        path: &[&str],
        integer: bool,
        min: Option<f64>,
        max: Option<f64>,
        source: &mut dyn Source,
    ) -> Option<Number> {
        let member = member(path);
        let measure = lookup::find(&NUMBERS, &member)?;
        let bounds = measure::Bounds { integer, min, max };
        self.measured(measure, &member, bounds, source)
    }

    /// Draws how many items an array or a map of this name likely has.
    pub(crate) fn count(path: &[&str], source: &mut dyn Source) -> u64 {
        let (low, high) = lookup::find(&COUNTS, &member(path)).unwrap_or(USUAL_COUNT);
        low + source.below(high - low + 1)
    }

    /// Brings the values of a whole payload in relation: times in order, references that refer.
    ///
    /// Neither types nor members change; see the module `relate` for the rules.
    pub(crate) fn relate(payload: &mut Value, source: &mut dyn Source) {
        relate::times::order(payload);
        relate::references::refer(payload, source);
    }

    /// Draws from a template until a text fits; at last every alternative has its turn.
    fn fitting(
        &mut self,
        template: &str,
        member: &Member,
        room: Room,
        source: &mut dyn Source,
    ) -> Option<String> {
        let who = self.who(member);
        for _ in 0..TRIES {
            let drawn = template::one(template, source);
            let text = self.render(drawn, who, source);
            if room.fits(&text) {
                return Some(text);
            }
        }
        let shorter = template
            .contains("{instant}")
            .then_some("{instant:seconds}");
        template
            .split('|')
            .chain(shorter)
            .map(|alternative| self.render(alternative, who, source))
            .find(|text| room.fits(text))
    }

    /// Tells whose values a member has: one person and place around it until a name comes again.
    pub(super) fn who(&mut self, member: &Member) -> Who {
        let roles = member.own().iter().filter(|word| lookup::is_role(word));
        let words: Vec<&str> = member
            .around()
            .iter()
            .chain(roles)
            .map(String::as_str)
            .collect();
        let role = words
            .iter()
            .rev()
            .find(|word| lookup::is_role(word))
            .copied();
        let lead = role.is_none_or(|role| LEADS.contains(&role));
        let counterpart = role.is_some_and(|role| COUNTERPARTS.contains(&role));
        let group = self.groups.entry(words.join(" ")).or_insert_with(|| Group {
            person: match (lead, counterpart) {
                (true, _) => 0,
                (_, true) => 1,
                _ => {
                    self.extras += 1;
                    self.extras + 1
                }
            },
            ..Group::default()
        });
        let own = member.own().join(" ");
        if group.seen.contains(&own) {
            group.turn += 1;
            group.seen.clear();
        }
        group.seen.insert(own);
        // Two people talk to each other in turns.
        let talking = words.iter().any(|word| DIALOGUES.contains(word));
        let people = if talking { 2 } else { self.people.len() };
        Who {
            person: (group.person + group.turn) % people.max(1),
            place: group.turn % self.places.len().max(1),
            tense: Tense::of(member),
        }
    }

    pub(super) fn person(&self, who: Who) -> Option<&Person> {
        self.people.get(who.person)
    }

    pub(super) fn place(&self, who: Who) -> Option<&Place> {
        self.places.get(who.place)
    }

    /// Moves the clock on, and tells the instant that a tense means by it.
    pub(super) fn moment(&mut self, tense: Tense, source: &mut dyn Source) -> i64 {
        let drawn = i64::try_from(source.below(15 * 60)).unwrap_or_default();
        match tense {
            Tense::Birth => self.clock - (18 * 365 + drawn * 25) * clock::DAY,
            Tense::Future => self.clock + (1 + drawn % 60) * clock::DAY,
            Tense::Present => {
                self.clock += 5 + drawn;
                self.clock
            }
        }
    }

    /// Tells whether the money of the scene's first place has no smaller unit.
    pub(super) fn whole_currency(&self) -> bool {
        let currency = self.places.first().map(|place| place.currency);
        currency.is_some_and(|currency| ["JPY", "KRW"].contains(&currency))
    }

    pub(super) fn order_number(&mut self, source: &mut dyn Source) -> String {
        if self.order_stated {
            return template::random("between:10000:99999", source).unwrap_or_default();
        }
        self.order_stated = true;
        self.order.clone()
    }
}

/// Whose values are told, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    person: usize,
    place: usize,
    pub(super) tense: Tense,
}

impl Who {
    /// Tells whether this is the person whom the payload is about.
    pub(super) fn leads(self) -> bool {
        self.person == 0
    }
}

/// Where on the scene's clock a time lies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tense {
    /// When somebody was born.
    Birth,
    /// Days ahead: what ends, expires or is due.
    Future,
    /// Now, and the clock moves on.
    Present,
}

impl Tense {
    pub(super) fn of(member: &Member) -> Self {
        let own = member.own();
        if own.iter().any(|word| BIRTHS.contains(&word.as_str())) {
            return Self::Birth;
        }
        match relate::times::rank(own) {
            Some(relate::times::Rank::Late) => Self::Future,
            _ => Self::Present,
        }
    }
}

/// How long a text may be, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) min: usize,
    pub(super) max: usize,
}

impl Room {
    /// Room for what is neither empty by contradiction nor longer than anybody writes.
    fn new(min: u64, max: Option<u64>) -> Option<Self> {
        let max = max.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
        let min = usize::try_from(min).ok()?;
        (min <= max && min <= LONGEST).then_some(Self { min, max })
    }

    pub(super) fn fits(self, text: &str) -> bool {
        (self.min..=self.max).contains(&text.chars().count())
    }
}

/// The members that tell of one person and place.
#[derive(Clone, Debug, Default)]
struct Group {
    person: usize,
    turn: usize,
    seen: BTreeSet<String>,
}

/// A name at the root, with nothing around it, is read as a person's.
fn member(path: &[&str]) -> Member {
    match path {
        ["name"] => Member::new(&["person", "name"]),
        _ => Member::new(path),
    }
}

fn draw_language(source: &mut dyn Source) -> &'static Language {
    let total = LANGUAGES.iter().map(|(_, weight)| weight).sum();
    let mut drawn = source.below(total);
    let chosen = LANGUAGES.iter().find(|(_, weight)| {
        let found = drawn < *weight;
        drawn = drawn.saturating_sub(*weight);
        found
    });
    chosen.map_or(LANGUAGES[0].0, |(language, _)| language)
}

/// How many people a scene knows.
const CAST: usize = 6;

/// How often a text is drawn before the alternatives are gone through.
const TRIES: usize = 12;

/// The least length that a schema may ask for and still get prose.
const LONGEST: usize = 4096;

const USUAL_COUNT: (u64, u64) = (1, 3);
