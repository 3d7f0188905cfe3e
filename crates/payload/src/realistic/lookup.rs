//! Finding what the tables say about a member.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::name::Member;
use super::tables::Table;
use super::tables::words::{HOLLOW, ROLES};

/// Finds the row for a member: its last words first, then its last word below what is around it.
///
/// `customer.name` is found as `customer name`, or as `person name`, for a customer is a person.
pub(super) fn find<T: Copy>(table: &Table<T>, member: &Member) -> Option<T> {
    find_words(table, &member.words).or_else(|| {
        // `email.value` and `phone_home` say what they are in the word before the last.
        let (last, before) = member.words.split_last()?;
        let hollow = HOLLOW.contains(&last.as_str());
        hollow.then(|| find_words(table, before)).flatten()
    })
}

/// Tells whether a word names a person by what they do.
pub(super) fn is_role(word: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| ROLES.split('|').collect());
    KNOWN.contains(word)
}

fn find_words<T: Copy>(table: &Table<T>, words: &[String]) -> Option<T> {
    let (last, before) = words.split_last()?;
    let ending = (2..=4).rev().find_map(|length| {
        let start = words.len().checked_sub(length)?;
        table.get(words.get(start..)?.join(" ").as_str())
    });
    let below = || {
        before.iter().rev().take(REACH).find_map(|word| {
            let person = || is_role(word).then(|| table.get(format!("person {last}").as_str()));
            let own = table.get(format!("{word} {last}").as_str());
            own.or_else(|| person().flatten())
        })
    };
    let alone = || table.get(last.as_str());
    ending.or_else(below).or_else(alone).copied()
}

/// How many words above a member may say what it is.
const REACH: usize = 4;
