//! Names of members, taken apart into words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tables::words::{IRREGULAR, SILENT, SINGULAR, UNCHANGED, WORDS};

/// A member as the tables know it: the words from the root to its own name, each singular.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) words: Vec<String>,
    /// How many of the words are of the member's own name.
    pub(super) own: usize,
}

impl Member {
    pub(super) fn new(path: &[&str]) -> Self {
        let mut members = path.iter().map(|name| singular_words(name));
        let own = members.next_back().unwrap_or_default();
        let length = own.len();
        Self {
            words: members.flatten().chain(own).collect(),
            own: length,
        }
    }

    /// The words of the member's own name.
    pub(super) fn own(&self) -> &[String] {
        self.words.get(self.words.len() - self.own..).unwrap_or(&[])
    }

    /// The words of everything around the member.
    pub(super) fn around(&self) -> &[String] {
        self.words.get(..self.words.len() - self.own).unwrap_or(&[])
    }
}

/// Splits a name into lower-case words: `orderIDs`, `order_ids` and `order-ids` are alike.
///
/// Customary shortenings are written out, and joined words such as `firstname` taken apart.
pub(super) fn words(name: &str) -> Vec<String> {
    static LONG: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| WORDS.iter().rev().copied().collect());
    split(name)
        .iter()
        .flat_map(|word| {
            let long = LONG.get(word.as_str()).copied().unwrap_or(word);
            long.split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|word| !SILENT.contains(&word.as_str()))
        .collect()
}

pub(super) fn singular_words(name: &str) -> Vec<String> {
    words(name).iter().map(|word| singular(word)).collect()
}

/// Tells the singular of a lower-case English word, the word itself where it has none.
pub(super) fn singular(word: &str) -> String {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let kept = SINGULAR.contains(&word) || UNCHANGED.iter().any(|ending| word.ends_with(ending));
    if kept || word.len() < 3 {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let hissing = ["sses", "xes", "ches", "shes", "zzes"];
    let cut = match word {
        _ if hissing.iter().any(|ending| word.ends_with(ending)) => 2,
        _ if word.ends_with('s') => 1,
        _ => 0,
    };
    word.get(..word.len() - cut).unwrap_or(word).to_owned()
}

fn split(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let starts = begins(
            before,
            *character,
            characters.get(index + 1..).unwrap_or(&[]),
        );
        if starts || !character.is_alphanumeric() {
            finish(&mut word, &mut words);
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
    }
    finish(&mut word, &mut words);
    words
}

/// Tells whether a capital begins a word: after a small letter, or as the last of several.
fn begins(before: Option<&char>, character: char, after: &[char]) -> bool {
    let Some(before) = before.filter(|_| character.is_uppercase()) else {
        return false;
    };
    // The small letter of `IDs` is a plural, not the rest of a word.
    let plural = matches!(after, ['s']) || matches!(after, ['s', next, ..] if !next.is_lowercase());
    let tail = after.first().is_some_and(|next| next.is_lowercase());
    !before.is_uppercase() || (tail && !plural)
}

/// Ends a word; a number at its end counts lines or addresses, unless the word needs it.
fn finish(word: &mut String, words: &mut Vec<String>) {
    let bare = word.trim_end_matches(|character: char| character.is_ascii_digit());
    let needed = ["ipv", "sha", "md", "utf", "base", "iso", "co", "pm"].contains(&bare);
    let kept = if needed { word.as_str() } else { bare };
    if !kept.is_empty() {
        words.push(kept.to_owned());
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::{Member, singular, words};

    #[test]
    fn names_fall_into_words() {
        for (name, expected) in [
            ("customerName", "customer name"),
            ("customer_name", "customer name"),
            ("Customer-Name", "customer name"),
            ("customer.name", "customer name"),
            ("userID", "user id"),
            ("orderIDs", "order ids"),
            ("HTTPStatusCode", "http status code"),
            ("firstname", "first name"),
            ("dateOfBirth", "date birth"),
            ("addressLine2", "address line"),
            ("ipv4Address", "ipv4 address"),
            ("sha256", "sha256"),
            ("@type", "type"),
            ("", ""),
            ("12", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn plurals_become_singular() {
        for (many, one) in [
            ("messages", "message"),
            ("addresses", "address"),
            ("status", "status"),
            ("statuses", "status"),
            ("people", "person"),
            ("categories", "category"),
            ("boxes", "box"),
            ("batches", "batch"),
            ("purchases", "purchase"),
            ("address", "address"),
            ("analysis", "analysis"),
            ("ids", "id"),
            ("items", "item"),
            ("sms", "sms"),
            ("is", "is"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
    }

    #[test]
    fn a_member_knows_its_surroundings() {
        let member = Member::new(&["order", "lineItems", "productName"]);
        assert_eq!(member.own().join(" "), "product name");
        assert_eq!(member.around().join(" "), "order line item");
        assert!(Member::new(&[]).own().is_empty());
    }
}
