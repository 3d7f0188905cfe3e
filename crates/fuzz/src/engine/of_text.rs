//! What of a text it is that a request fails by: its length, its form, a character in it.

use serde_json::{Value, json};

use super::feature::{BEYOND_ASCII, Trait, class_of};
use super::generalise::Trying;
use crate::moment::{Moment, Oddity};
use crate::target::Target;

/// Finds out what of a text it is that a request fails by.
pub(super) async fn of_text<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> Trait {
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
    if text.len() > count && fails_by_bytes(text.len(), trying).await {
        return Trait::MoreBytesThan(text.len() - 1);
    }
    for (index, character) in characters.iter().enumerate() {
        let Some(class) = class_of(*character) else {
            continue;
        };
        // The class of all that are not ASCII first, then the character's own.
        let wide = Some(BEYOND_ASCII).filter(|wide| class != *wide && !character.is_ascii());
        for class in wide.into_iter().chain([class]) {
            let is_in_cure = Trait::HoldsClass(class.to_owned()).holds(trying.cure);
            if !is_in_cure && fails_by_class(&characters, index, class, trying).await {
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

/// Tells whether it fails with any text of so many bytes, of which one less is not enough.
async fn fails_by_bytes<T: Target>(bytes: usize, trying: &mut Trying<'_, '_, T>) -> bool {
    // Two bytes a character, or three; what is left over are letters of one.
    let of = |bytes: usize, wide: &str| {
        let rest = "b".repeat(bytes % wide.len());
        json!(wide.repeat(bytes / wide.len()) + &rest)
    };
    for wide in ["é", "語"] {
        let Some(fewer) = trying.with(of(bytes - 1, wide)) else {
            return false;
        };
        if !trying.fails(of(bytes, wide)).await || !trying.probe.cured(&fewer).await {
            return false;
        }
    }
    true
}

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
