//! Numbers: what is measured, and between which bounds it usually lies.

use serde_json::Number;

use frontdesk_text::{Draw, Source};

use super::name::Member;
use super::scene::Scene;
use super::template::one;

/// What a number measures.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// A number between two, with so many digits behind the point.
    Between(i64, i64, u32),
    /// Degrees east.
    Longitude,
    /// Degrees north.
    Latitude,
    /// Seconds or milliseconds since 1970, as the scene's clock has it.
    Instant,
    /// One of a list, parted by `|`.
    OneOf(&'static str),
    /// What is paid: amounts as shops write them.
    Price,
    /// From none to all: 0 to 1, or to the greatest that is allowed.
    Share,
}

/// What a schema asks of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) integer: bool,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
}

impl Scene {
    pub(super) fn measured(
        &mut self,
        measure: Measure,
        member: &Member,
        bounds: Bounds,
        source: &mut dyn Source,
    ) -> Option<Number> {
        match measure {
            Measure::Between(low, high, digits) => {
                bounds.draw(float(low.into()), float(high.into()), digits, source)
            }
            Measure::Instant => self.epoch(member, bounds, source),
            Measure::Latitude | Measure::Longitude => {
                let who = self.who(member);
                let place = self.place(who)?;
                let degrees = match measure {
                    Measure::Latitude => place.latitude,
                    _ => place.longitude,
                };
                let degrees: f64 = degrees.parse().ok()?;
                bounds.draw(degrees - 0.04, degrees + 0.04, 5, source)
            }
            Measure::OneOf(list) => (0..TRIES).find_map(|_| bounds.admit(one(list, source))),
            Measure::Price => self.price(bounds, source),
            Measure::Share => {
                let whole = if bounds.integer { 100.0 } else { 1.0 };
                let digits = if bounds.max.unwrap_or(whole) > 1.0 {
                    1
                } else {
                    2
                };
                bounds.draw(
                    bounds.min.unwrap_or(0.0),
                    bounds.max.unwrap_or(whole),
                    digits,
                    source,
                )
            }
        }
    }

    /// Draws an amount; in hundreds where the money has no smaller unit and the bounds admit it.
    fn price(&self, bounds: Bounds, source: &mut dyn Source) -> Option<Number> {
        let ending = match (self.whole_currency(), bounds.integer) {
            (true, _) => "00",
            (false, true) => "",
            (false, false) => one(ENDINGS, source),
        };
        let endings = [ending, "", ".5"];
        endings.iter().find_map(|ending| {
            (0..TRIES).find_map(|_| {
                let whole = source.between(1, 10) * source.between(1, 25);
                bounds.admit(&format!("{whole}{ending}"))
            })
        })
    }

    fn epoch(
        &mut self,
        member: &Member,
        bounds: Bounds,
        source: &mut dyn Source,
    ) -> Option<Number> {
        let tense = self.who(member).tense;
        let seconds = self.moment(tense, source);
        let fine = member.own().iter().any(|word| word == "millisecond");
        let scales: &[i64] = if fine { &[1000] } else { &[1, 1000] };
        let thousandth = source.between(0, 999);
        scales.iter().find_map(|scale| {
            let part = if *scale == 1 { 0 } else { thousandth };
            bounds.admit(&(i128::from(seconds * scale) + part).to_string())
        })
    }
}

impl Bounds {
    /// Draws between two numbers and within the bounds.
    fn draw(self, low: f64, high: f64, digits: u32, source: &mut dyn Source) -> Option<Number> {
        let scale = float(10_i128.pow(if self.integer { 0 } else { digits }));
        let least = whole((low.max(self.min.unwrap_or(low)) * scale).ceil());
        let most = whole((high.min(self.max.unwrap_or(high)) * scale).floor());
        if least > most {
            return None;
        }
        let drawn = float(source.between(least, most)) / scale;
        self.admit(&drawn.to_string())
    }

    /// Reads a number, `None` where the bounds exclude it.
    fn admit(self, text: &str) -> Option<Number> {
        let value: f64 = text.parse().ok()?;
        let above = self.min.is_none_or(|min| value >= min);
        let below = self.max.is_none_or(|max| value <= max);
        if !above || !below {
            return None;
        }
        match text.parse::<i64>() {
            Ok(number) => Some(number.into()),
            Err(_) if self.integer => None,
            Err(_) => Number::from_f64(value),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what is measured is far below 2^53"
)]
fn float(number: i128) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound beyond the range saturates"
)]
fn whole(number: f64) -> i128 {
    number as i128
}

/// What follows the point of a price.
const ENDINGS: &str = ".99|.95|.50|.90|.49|.25";

/// How often a number is drawn before the bounds are held to exclude it.
const TRIES: usize = 12;

#[cfg(test)]
mod tests {
    use super::Bounds;
    use frontdesk_text::Seeded;

    #[test]
    fn numbers_stay_within_both_bounds() {
        let mut source = Seeded::new(1);
        let bounds = |integer, min, max| Bounds { integer, min, max };
        for _ in 0..500 {
            let drawn = bounds(false, Some(0.25), Some(0.5)).draw(0.0, 1.0, 2, &mut source);
            assert!((0.25..=0.5).contains(&drawn.unwrap().as_f64().unwrap()));
            let drawn = bounds(true, Some(2.5), None).draw(0.0, 4.0, 2, &mut source);
            assert!((3..=4).contains(&drawn.unwrap().as_i64().unwrap()));
        }
        assert_eq!(
            bounds(true, Some(9.0), None).draw(0.0, 4.0, 0, &mut source),
            None
        );
        assert_eq!(
            bounds(true, Some(1e300), None).draw(0.0, 4.0, 0, &mut source),
            None
        );
        assert_eq!(bounds(true, None, None).admit("1.5"), None);
    }
}
