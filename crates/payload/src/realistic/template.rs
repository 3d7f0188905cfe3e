//! Templates: texts with places to fill in, such as `ORD-{digit:5}`.
//!
//! A `|` parts alternatives, of which one is drawn. A place is a value of the scene (`{email}`), a
//! random text (`{hex:40}`, `{between:1:9}`) or a list of the tables (`{colour}`), and lists are
//! templates again.

use frontdesk_text::{Draw, Source};

use super::clock;
use super::scene::{Scene, Who};
use super::tables::LISTS;

/// Draws one of the alternatives of a template.
pub(super) fn one<'t>(template: &'t str, source: &mut dyn Source) -> &'t str {
    let count = template.split('|').count();
    template
        .split('|')
        .nth(source.index(count))
        .unwrap_or_default()
}

/// Fills the places of a template in by what `value` tells for them; a place unknown to it stays.
pub(super) fn fill(template: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(&value(place).unwrap_or_else(|| format!("{{{place}}}")));
        rest = behind;
    }
    text + rest
}

/// Draws a random text such as `digit:4`, `None` for a place of another kind.
pub(super) fn random(place: &str, source: &mut dyn Source) -> Option<String> {
    let (kind, arguments) = place.split_once(':').unwrap_or((place, "1"));
    if kind == "between" {
        let (low, high) = arguments.split_once(':')?;
        let drawn = source.between(low.parse().ok()?, high.parse().ok()?);
        return Some(drawn.to_string());
    }
    let (_, alphabet) = ALPHABETS.iter().find(|(name, _)| *name == kind)?;
    Some(letters(alphabet, arguments.parse().ok()?, source))
}

/// Draws a text of some length from the characters of an alphabet.
pub(super) fn letters(alphabet: &str, length: usize, source: &mut dyn Source) -> String {
    let characters: Vec<char> = alphabet.chars().collect();
    (0..length)
        .filter_map(|_| source.pick(&characters).copied())
        .collect()
}

impl Scene {
    /// Fills a template in, without drawing among alternatives.
    pub(super) fn render(&mut self, template: &str, who: Who, source: &mut dyn Source) -> String {
        fill(template, |place| {
            self.told(place, who)
                .or_else(|| self.timed(place, who, source))
                .or_else(|| random(place, source))
                .or_else(|| {
                    let list = one(LISTS.get(place)?, source);
                    Some(self.render(list, who, source))
                })
        })
    }

    /// A value that the scene's people, places and company settle.
    fn told(&mut self, place: &str, who: Who) -> Option<String> {
        let person = self.person(who)?;
        let home = self.place(who)?;
        Some(match place {
            "given" => person.given.clone(),
            "family" => person.family.clone(),
            "full" => person.full.clone(),
            "initials" => person.initials.clone(),
            "user" => person.user.clone(),
            "email" => person.email.clone(),
            "idnemail" => person.international_email.clone(),
            "phone" => person.phone.clone(),
            "city" => home.city.to_owned(),
            "region" => home.region.to_owned(),
            "countryname" => home.country.to_owned(),
            "countrycode" => home.code.to_owned(),
            "postcode" => home.postcode.clone(),
            "street" => home.street.clone(),
            "timezone" => home.timezone.to_owned(),
            "currency" => home.currency.to_owned(),
            "latitude" => home.latitude.to_owned(),
            "longitude" => home.longitude.to_owned(),
            "language" => self.language.code.to_owned(),
            "locale" => format!("{}-{}", self.language.code, home.code),
            "side" => if who.leads() { "customer" } else { "agent" }.to_owned(),
            "turn" => if who.leads() { "user" } else { "assistant" }.to_owned(),
            "company" => self.company.name.clone(),
            "domain" => self.company.domain.clone(),
            "order" => self.order.clone(),
            "open" => "{".to_owned(),
            "close" => "}".to_owned(),
            _ => return None,
        })
    }

    /// A value that moves the scene on: an instant, an order number, a product.
    fn timed(&mut self, place: &str, who: Who, source: &mut dyn Source) -> Option<String> {
        Some(match place {
            "instant" => self.instant(who.tense, self.fraction, source),
            "instant:seconds" => self.instant(who.tense, false, source),
            "date" => clock::date(self.moment(who.tense, source)),
            "clock" => clock::time(self.moment(who.tense, source)),
            "epoch" => self.moment(who.tense, source).to_string(),
            "year" => clock::parts(self.clock).0.to_string(),
            "month" => MONTHS
                .split('|')
                .nth(usize::try_from(clock::parts(self.clock).1 - 1).unwrap_or_default())?
                .to_owned(),
            "weekday" => WEEKDAYS
                .split('|')
                .nth(usize::try_from(clock::weekday(self.clock)).unwrap_or_default())?
                .to_owned(),
            "ordernumber" => self.order_number(source),
            "product" => one(self.language.products, source).to_owned(),
            "uuid" => uuid(source),
            _ => return None,
        })
    }

    fn instant(
        &mut self,
        tense: super::scene::Tense,
        fraction: bool,
        source: &mut dyn Source,
    ) -> String {
        let seconds = self.moment(tense, source);
        let thousandth = if fraction {
            format!(".{:03}", source.below(1000))
        } else {
            String::new()
        };
        format!(
            "{}T{}{thousandth}Z",
            clock::date(seconds),
            clock::time(seconds)
        )
    }
}

fn uuid(source: &mut dyn Source) -> String {
    let mut hex = |length| letters(HEX, length, source);
    let (first, second, third, fourth, fifth) = (hex(8), hex(4), hex(3), hex(3), hex(12));
    let variant = letters("89ab", 1, source);
    format!("{first}-{second}-4{third}-{variant}{fourth}-{fifth}")
}

const HEX: &str = "0123456789abcdef";

/// Small letters and digits without the ones that are mistaken for each other.
pub(super) const CODE: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// The characters that a random place draws from.
const ALPHABETS: [(&str, &str); 8] = [
    ("digit", "0123456789"),
    ("nonzero", "123456789"),
    ("hex", HEX),
    ("letter", "abcdefghijklmnopqrstuvwxyz"),
    ("upper", "ABCDEFGHJKLMNPRSTUVWXYZ"),
    ("code", CODE),
    ("mixed", "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"),
    (
        "token",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    ),
];

const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|\
                      November|December";

const WEEKDAYS: &str = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";

#[cfg(test)]
mod tests {
    use super::{fill, one, random};
    use frontdesk_text::Seeded;

    #[test]
    fn places_are_filled_in_and_unknown_ones_stay() {
        let told = |place: &str| (place == "a").then(|| "1".to_owned());
        assert_eq!(fill("x{a}y{b}{a}", told), "x1y{b}1");
        assert_eq!(fill("plain", told), "plain");
    }

    #[test]
    fn random_places_keep_their_length() {
        let mut source = Seeded::new(1);
        assert_eq!(random("hex:40", &mut source).unwrap().len(), 40);
        assert_eq!(random("between:7:7", &mut source).unwrap(), "7");
        assert_eq!(random("nothing", &mut source), None);
        assert!(["a", "b"].contains(&one("a|b", &mut source)));
    }
}
