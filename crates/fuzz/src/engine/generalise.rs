use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::feature::{BEYOND_ASCII, Trait, class_of, type_name};
use super::probe::{Probe, alike};
use crate::case::Case;
use crate::moment::{Moment, Oddity};
use crate::place;
use crate::target::Target;

/// Puts other values in the place of one.
struct Trying<'t, 's, T> {
    probe: &'t mut Probe<'s, T>,
    case: &'t Case,
    at: &'t Pointer,
    /// A value with which it does not fail.
    cure: &'t Value,
}

impl<T: Target> Trying<'_, '_, T> {
    /// Tells whether the request fails with another value, and is as right or wrong as it was.
    async fn fails(&mut self, other: Value) -> bool {
        match self.with(other) {
            Some(changed) => self.probe.fails(&changed).await.is_some(),
            None => false,
        }
    }

    /// Puts another value in the place of the one, where that leaves the request right or wrong.
    fn with(&self, other: Value) -> Option<Case> {
        if self.probe.is_spent() {
            return None;
        }
        let target = &self.probe.shared.target;
        let mut changed = self.case.value.clone();
        let changed =
            place::put(&mut changed, self.at, other).then(|| self.case.with_value(changed))?;
        alike(&target.expect(self.case), &target.expect(&changed)).then_some(changed)
    }

    /// Tells whether the request fails with the numbers that are further in a direction.
    ///
    /// The next must, and so must the furthest of some that the contract allows.
    async fn fails_beyond(&mut self, integer: i64, sign: i64) -> bool {
        let step = |size: i64| integer.saturating_add(sign.saturating_mul(size));
        if !self.fails(json!(step(1))).await {
            return false;
        }
        for size in [1_003, 101, 11, 3, 2] {
            if let Some(far) = self.with(json!(step(size))) {
                return self.probe.fails(&far).await.is_some();
            }
        }
        true
    }
}

/// Finds out what of a value it is that a request fails by.
///
/// Other values are put in its place that have one thing in common with it, the most general first.
pub(super) async fn generalise<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    at: &Pointer,
    value: &Value,
    cure: &Value,
) -> Trait {
    let mut trying = Trying {
        probe,
        case,
        at,
        cure,
    };
    general(&mut trying, value).await
}

async fn general<T: Target>(trying: &mut Trying<'_, '_, T>, value: &Value) -> Trait {
    let right = type_name(trying.cure);
    if type_name(value) != right && fails_by_type(value, trying).await {
        return Trait::NotOfType(right.to_owned());
    }
    match value {
        Value::Null => Trait::OfType("null".to_owned()),
        Value::Bool(_) => {
            if trying.fails(json!(value != &json!(true))).await {
                Trait::OfType("boolean".to_owned())
            } else {
                Trait::Exactly(value.clone())
            }
        }
        Value::Number(number) => {
            if trying.fails(json!(7_919)).await
                && trying.fails(json!(-7_907)).await
                && trying.fails(json!(2.75)).await
            {
                return Trait::OfType("number".to_owned());
            }
            of_number(
                number.as_i64(),
                number.as_f64().unwrap_or(0.0),
                value,
                trying,
            )
            .await
        }
        Value::String(text) => {
            if trying.fails(json!("qxz")).await
                && trying.fails(json!("")).await
                && trying.fails(json!("w7 qx vy")).await
            {
                return Trait::OfType("string".to_owned());
            }
            of_text(text, trying).await
        }
        Value::Array(_) | Value::Object(_) => {
            let empty = Trait::Empty;
            if empty.holds(value) {
                empty
            } else {
                Trait::OfType(type_name(value).to_owned())
            }
        }
    }
}

async fn of_number<T: Target>(
    integer: Option<i64>,
    float: f64,
    value: &Value,
    trying: &mut Trying<'_, '_, T>,
) -> Trait {
    if let Some(integer) = integer {
        if trying.fails_beyond(integer, 1).await {
            return Trait::AtLeast(float);
        }
        if trying.fails_beyond(integer, -1).await {
            return Trait::AtMost(float);
        }
        let times = |factor: i64| json!(integer.saturating_mul(factor));
        if integer.abs() > 1 && trying.fails(times(2)).await && trying.fails(times(3)).await {
            return Trait::MultipleOf(integer);
        }
        return Trait::Exactly(value.clone());
    }
    let is_whole = float.fract() == 0.0;
    if is_whole && trying.fails(json!(3.0)).await && trying.fails(json!(2.0)).await {
        // Where a fraction is a matter of taste, the number without it is not judged alike.
        let mut whole = trying.case.value.clone();
        place::put(&mut whole, trying.at, json!(3));
        let whole = trying.case.with_value(whole);
        if trying.probe.fails(&whole).await.is_none() && !trying.probe.is_spent() {
            return Trait::WholeFraction;
        }
    }
    if !is_whole && trying.fails(json!(1.25)).await && trying.fails(json!(3.125)).await {
        return Trait::Fraction;
    }
    let near = float != 0.0 && float.abs() < 1e-3;
    if near && trying.fails(json!(float / 3.0)).await && trying.fails(json!(float / 700.0)).await {
        return Trait::NearZero(float.abs());
    }
    let more = float != 0.0 && trying.fails(json!(float * 1.5)).await;
    if more && trying.fails(json!(float * 4.0)).await {
        return if float > 0.0 {
            Trait::AtLeast(float)
        } else {
            Trait::AtMost(float)
        };
    }
    Trait::Exactly(value.clone())
}

async fn of_text<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> Trait {
    if text.is_empty() {
        return Trait::Empty;
    }
    if Trait::Blank.holds(&json!(text)) && fails_blank(text, trying).await {
        return Trait::Blank;
    }
    if let Some(oddity) = of_moment(text, trying).await {
        return Trait::Moment(oddity);
    }
    if fails_by_capitals(text, trying).await {
        return Trait::Capital;
    }
    let characters: Vec<char> = text.chars().collect();
    let count = characters.len();
    if trying.fails(json!("b".repeat(count))).await {
        return Trait::LongerThan(count - 1);
    }
    for (index, character) in characters.iter().enumerate() {
        let Some(class) = class_of(*character) else {
            continue;
        };
        // The class of all that are not ASCII first, then the character's own.
        let wide = Some(BEYOND_ASCII).filter(|wide| class != *wide && !character.is_ascii());
        for class in wide.into_iter().chain([class]) {
            if fails_by_class(&characters, index, class, trying).await {
                return Trait::HoldsClass(class.to_owned());
            }
        }
        if trying.fails(json!(format!("b{character}b"))).await {
            return Trait::Holds(character.to_string());
        }
    }
    if fails_scrambled(text, trying).await {
        // What does not fail shows which mark of the form it is, where it is one.
        let passes = trying.cure.as_str();
        let mark = passes.and_then(|passes| {
            let is_mark = |of: &char| !of.is_alphanumeric() && !passes.contains(*of);
            characters.iter().copied().find(is_mark)
        });
        return mark.map_or_else(
            || Trait::OfType("string".to_owned()),
            |mark| Trait::Holds(mark.to_string()),
        );
    }
    if trying.fails(json!(format!("b{text}b"))).await {
        return Trait::Holds(text.to_owned());
    }
    for length in 1..count.min(LONGEST_BEGINNING) {
        let begin: String = characters[..length].iter().collect();
        let rest: String = characters[length..].iter().collect();
        let others = [7, 3].map(|step| format!("{begin}{}", scrambled(&rest, step, true)));
        let [one, other] = others.map(|other| json!(other));
        if one == json!(text) || trying.with(one.clone()).is_none() {
            continue;
        }
        if trying.fails(one).await && trying.fails(other).await {
            return Trait::Begins(begin);
        }
    }
    Trait::Exactly(json!(text))
}

/// Texts that begin alike begin with so many characters less one at the most.
const LONGEST_BEGINNING: usize = 5;

/// Tells whether it fails with other characters of a class in the place of one.
async fn fails_by_class<T: Target>(
    characters: &[char],
    index: usize,
    class: &str,
    trying: &mut Trying<'_, '_, T>,
) -> bool {
    let others = OTHERS.iter().filter(|(known, _)| *known == class);
    let others = others.flat_map(|(_, others)| others.chars());
    let mut failed = 0;
    for other in others.filter(|other| *other != characters[index]).take(2) {
        let mut changed = characters.to_vec();
        changed[index] = other;
        let changed: String = changed.into_iter().collect();
        if !trying.fails(json!(changed)).await {
            return false;
        }
        failed += 1;
    }
    failed > 0
}

/// Tells whether it fails with values of other types as well, none of which is the right one.
async fn fails_by_type<T: Target>(value: &Value, trying: &mut Trying<'_, '_, T>) -> bool {
    let wrong = [type_name(value), type_name(trying.cure)];
    let others = [
        json!(null),
        json!(7),
        json!(true),
        json!("qxz"),
        json!({}),
        json!([]),
    ];
    let others = others
        .into_iter()
        .filter(|other| !wrong.contains(&type_name(other)));
    let others: Vec<Value> = others
        .filter(|other| trying.with(other.clone()).is_some())
        .take(2)
        .collect();
    for other in &others {
        if !trying.fails(other.clone()).await {
            return false;
        }
    }
    !others.is_empty()
}

/// Tells whether it fails with other blanks as well.
async fn fails_blank<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> bool {
    let length = text.chars().count();
    let others = BLANKS.map(|blank| blank.repeat(length));
    let mut failed = 0;
    for other in others.into_iter().filter(|other| other != text) {
        if trying.with(json!(other)).is_none() {
            continue;
        }
        if !trying.fails(json!(other)).await {
            return false;
        }
        failed += 1;
    }
    failed > 0
}

/// Tells whether it fails with capital letters, others too, and without them it does not.
async fn fails_by_capitals<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> bool {
    let small = text.to_lowercase();
    // The letters of a date and time are its form.
    if small == text || Moment::of(text).is_some() {
        return false;
    }
    let turned = |step: u8| {
        let other = |character: char| match character {
            'A'..='Z' => char::from((character as u8 - b'A' + step) % 26 + b'A'),
            other => other,
        };
        text.chars().map(other).collect::<String>()
    };
    // Where letters are bound to a form, such as that of hexadecimal digits, few others may stand there.
    let others: Vec<Value> = (1..26)
        .map(|step| json!(turned(step)))
        .filter(|other| trying.with(other.clone()).is_some())
        .take(2)
        .collect();
    for other in others {
        if !trying.fails(other).await {
            return false;
        }
    }
    match trying.with(json!(small)) {
        Some(small) => trying.probe.cured(&small).await,
        None => false,
    }
}

/// Tells whether it fails with other letters and digits in the same form, as far as they may differ.
async fn fails_scrambled<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> bool {
    for letters in [true, false] {
        let [one, other] = [7, 3].map(|step| json!(scrambled(text, step, letters)));
        let may = |trying: &Trying<'_, '_, T>, other: &Value| {
            *other != json!(text) && trying.with(other.clone()).is_some()
        };
        if may(trying, &one) && may(trying, &other) {
            return trying.fails(one).await && trying.fails(other).await;
        }
    }
    false
}

fn scrambled(text: &str, step: u8, letters: bool) -> String {
    let turn = |character: char, first: u8, count: u8| {
        let index = (character as u8 - first + step) % count;
        char::from(first + index)
    };
    let other = |character: char| match character {
        '0'..='9' => turn(character, b'0', 10),
        'a'..='z' if letters => turn(character, b'a', 26),
        'A'..='Z' if letters => turn(character, b'A', 26),
        other => other,
    };
    text.chars().map(other).collect()
}

/// Finds a way in which a date or time is odd, with which it fails and without which it does not.
async fn of_moment<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> Option<Oddity> {
    let moment = Moment::of(text)?;
    for oddity in Oddity::ALL {
        if !oddity.is_of(&moment) {
            continue;
        }
        let (plain, [one, other]) = oddity.variants(&moment);
        let said = |moment: Moment| json!(moment.to_string());
        if trying.fails(said(one)).await
            && trying.fails(said(other)).await
            && !trying.fails(said(plain)).await
        {
            return Some(oddity);
        }
    }
    None
}

const BLANKS: [&str; 3] = [" ", "\t", "\u{2003}"];

/// Characters of each class, to put in the place of one that is suspected.
const OTHERS: [(&str, &str); 6] = [
    ("a control character", "\u{1}\u{2}\u{3}"),
    (
        "a character beyond the basic plane",
        "\u{1f600}\u{1f431}\u{1d4b3}",
    ),
    (BEYOND_ASCII, "éжñ"),
    ("a combining mark", "\u{301}\u{308}\u{327}"),
    ("an invisible character", "\u{200b}\u{200d}\u{2060}"),
    ("a space that is not ASCII", "\u{2003}\u{2009}\u{3000}"),
];
