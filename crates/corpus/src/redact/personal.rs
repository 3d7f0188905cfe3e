use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

use frontdesk_json::Pointer;
use regex::Regex;
use serde_json::Value;

/// A kind of what tells who a person is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Personal {
    /// Addresses of e-mail, wherever they stand.
    Email,
    /// Names, in members that hold them, and the same names in the document's other texts.
    Name,
    /// Telephone numbers, in members that hold them and where a text has one in an international or
    /// grouped form.
    Phone,
}

/// A word that names no kind.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown kind {0:?}: write email, phone or name")]
pub struct UnknownPersonal(String);

impl Personal {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Email, Self::Name, Self::Phone];

    /// Returns the kind's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Phone => "phone",
        }
    }

    /// Spells what was found so that equal persons are equal.
    pub(super) fn plain(self, found: &str) -> String {
        match self {
            Self::Email => found.trim().to_lowercase(),
            Self::Name => found
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
            Self::Phone => found.chars().filter(char::is_ascii_digit).collect(),
        }
    }
}

impl FromStr for Personal {
    type Err = UnknownPersonal;

    /// Finds the kind that has this name.
    ///
    /// # Errors
    ///
    /// When the name is none of `email`, `phone` and `name`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        known.ok_or_else(|| UnknownPersonal(name.to_owned()))
    }
}

/// Tells of what kind everything is that a member with this name holds.
pub(super) fn by_name(place: &Pointer) -> Option<Personal> {
    let names: Vec<String> = place.tokens().rev().take(3).map(plain).collect();
    // An item of a list is what the list's name says.
    let own = names.iter().position(|name| name.parse::<u64>().is_err())?;
    let name = names.get(own)?.as_str();
    let around = names[own + 1..]
        .iter()
        .find(|name| name.parse::<u64>().is_err());
    let of_person = || around.is_some_and(|around| PERSONS.contains(&around.trim_end_matches('s')));
    if EMAILS.contains(&name) {
        Some(Personal::Email)
    } else if PHONES.contains(&name) {
        Some(Personal::Phone)
    } else if NAMES.contains(&name) || name == "name" && of_person() {
        Some(Personal::Name)
    } else {
        None
    }
}

/// Lists the names of persons that a document's members hold, the longest first.
pub(super) fn names_of(document: &Value) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut todo = vec![(Pointer::root(), document)];
    while let Some((place, value)) = todo.pop() {
        match value {
            Value::String(name) if by_name(&place) == Some(Personal::Name) => {
                let name = name.trim();
                // Shorter ones are parts of other words too often.
                if name.chars().count() >= 3 {
                    found.insert(name.to_owned());
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                todo.extend(items.map(|(index, item)| (place.index(index), item)));
            }
            Value::Object(members) => {
                todo.extend(
                    members
                        .iter()
                        .map(|(name, member)| (place.member(name), member)),
                );
            }
            _ => {}
        }
    }
    let mut names: Vec<String> = found.into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// Replaces names where they stand as words of their own, `None` where there is none.
pub(super) fn replace_names(
    text: &str,
    names: &[String],
    pseudonym: impl Fn(&str) -> String,
) -> Option<String> {
    let mut replaced: Option<String> = None;
    for name in names {
        let within = replaced.as_deref().unwrap_or(text);
        let places: Vec<usize> = within
            .match_indices(name.as_str())
            .filter(|(at, _)| stands_alone(within, *at, at + name.len()))
            .map(|(at, _)| at)
            .collect();
        if places.is_empty() {
            continue;
        }
        let instead = pseudonym(name);
        let mut clean = String::new();
        let mut from = 0;
        for at in places {
            clean.push_str(&within[from..at]);
            clean.push_str(&instead);
            from = at + name.len();
        }
        clean.push_str(&within[from..]);
        replaced = Some(clean);
    }
    replaced
}

/// Replaces addresses and numbers wherever they stand, `None` where there is none.
pub(super) fn replace(
    text: &str,
    kinds: &BTreeSet<Personal>,
    pseudonym: impl Fn(Personal, &str) -> String,
) -> Option<String> {
    let mut found = Vec::new();
    if kinds.contains(&Personal::Email) && text.contains('@') {
        found.extend(
            EMAIL
                .find_iter(text)
                .map(|one| (Personal::Email, one.range())),
        );
    }
    if kinds.contains(&Personal::Phone) {
        let numbers = PHONE.find_iter(text).map(|one| one.range());
        found.extend(
            numbers
                .filter(|range| is_phone(text, range.start, range.end))
                .map(|range| (Personal::Phone, range)),
        );
    }
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(_, range)| range.start);
    let mut clean = String::new();
    let mut from = 0;
    for (kind, range) in found {
        if range.start >= from {
            clean.push_str(&text[from..range.start]);
            clean.push_str(&pseudonym(kind, &text[range.clone()]));
            from = range.end;
        }
    }
    clean.push_str(&text[from..]);
    Some(clean)
}

/// Tells a telephone number from a date, an id, or an amount.
fn is_phone(text: &str, start: usize, end: usize) -> bool {
    let found = &text[start..end];
    let digits = found.chars().filter(char::is_ascii_digit).count();
    let international = found.starts_with('+') || found.starts_with("00") || found.starts_with('(');
    let groups = found.split(|character: char| !character.is_ascii_digit());
    let grouped = groups.filter(|group| !group.is_empty()).count() >= 3;
    let marks = found.contains([' ', '-', '/', '(']);
    (8..=15).contains(&digits)
        && (international || grouped && marks && !DATE.is_match(found))
        && stands_alone(text, start, end)
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins =
        |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    !text[..start].ends_with(joins) && !text[end..].starts_with(joins)
}

fn plain(token: &str) -> String {
    let letters = token.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| expression(r"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| expression(r"(?:\+|\()?\d[\d ()./-]{5,24}\d"));
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    expression(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})")
});

fn expression(source: &str) -> Regex {
    Regex::new(source).expect("it is a regular expression")
}

const EMAILS: [&str; 6] = [
    "email",
    "emailaddress",
    "emails",
    "mail",
    "mailaddress",
    "replyto",
];
const PHONES: [&str; 12] = [
    "cell",
    "cellphone",
    "fax",
    "mobile",
    "mobilenumber",
    "msisdn",
    "phone",
    "phonenumber",
    "phones",
    "tel",
    "telephone",
    "whatsapp",
];
const NAMES: [&str; 17] = [
    "contactname",
    "customername",
    "displayname",
    "familyname",
    "firstname",
    "forename",
    "fullname",
    "givenname",
    "lastname",
    "maidenname",
    "middlename",
    "nickname",
    "participantname",
    "personname",
    "realname",
    "surname",
    "username",
];
/// What a `name` is a person's within.
const PERSONS: [&str; 12] = [
    "agent",
    "author",
    "caller",
    "client",
    "contact",
    "customer",
    "employee",
    "owner",
    "participant",
    "person",
    "sender",
    "user",
];
