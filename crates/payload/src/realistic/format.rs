//! Texts of the formats of JSON Schema, and identifiers.

use frontdesk_text::{Draw, Source};

use super::name::Member;
use super::scene::Room;
use super::tables::words::PREFIXES;
use super::tables::{FORMATS, Recipe};
use super::template::{CODE, letters};

/// Tells the template of a format: the member's own where all its texts are of the format.
pub(super) fn template(format: &str, recipe: Option<Recipe>) -> Option<&'static str> {
    let usual = FORMATS.get(format).copied()?;
    let Some(Recipe::Template(own)) = recipe else {
        return Some(usual);
    };
    let belongs = |text: &str| match format {
        "uri" | "iri" | "uri-reference" | "iri-reference" => text.starts_with("https://"),
        "email" | "idn-email" => text.ends_with("@{domain}"),
        "hostname" => text.ends_with("{domain}") && !text.contains(['@', '/']),
        _ => false,
    };
    Some(if own.split('|').all(belongs) {
        own
    } else {
        usual
    })
}

/// Draws an identifier that tells what it identifies: `ord_8f3k2c` for `order.id`.
pub(super) fn identity(member: &Member, room: Room, source: &mut dyn Source) -> Option<String> {
    let prefix = member
        .words
        .iter()
        .rev()
        .nth(1)
        .map_or(String::new(), |word| prefix(word));
    let usual = prefix.len() + 6 + source.index(3);
    let length = usual.clamp(room.min, room.max.max(room.min));
    let body = length.checked_sub(prefix.len()).filter(|body| *body >= 3);
    match body {
        _ if length == 0 => None,
        None => Some(letters(CODE, length, source)),
        Some(body) => Some(prefix + &letters(CODE, body, source)),
    }
}

/// Tells the customary short form of a noun with an underscore, its first letters if it has none.
fn prefix(word: &str) -> String {
    let known = PREFIXES.iter().find(|(noun, _)| *noun == word);
    let letters: String = match known {
        Some((_, short)) => (*short).to_owned(),
        None => word
            .chars()
            .filter(char::is_ascii_alphabetic)
            .take(3)
            .collect(),
    };
    if letters.is_empty() {
        letters
    } else {
        letters + "_"
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::{FORMATS, Recipe};
    use super::{identity, template};
    use crate::realistic::name::Member;
    use crate::realistic::scene::Room;
    use frontdesk_text::Seeded;

    #[test]
    fn a_member_keeps_its_template_only_where_the_format_allows_it() {
        let avatar = Recipe::Template("https://{domain}/a.png");
        assert_eq!(
            template("uri", Some(avatar)),
            Some("https://{domain}/a.png")
        );
        assert_eq!(template("date", Some(avatar)), FORMATS.get("date").copied());
        let mixed = Recipe::Template("https://{domain}|/here");
        assert_eq!(template("uri", Some(mixed)), FORMATS.get("uri").copied());
        assert_eq!(template("nothing", None), None);
    }

    #[test]
    fn identifiers_name_their_thing_where_there_is_room() {
        let mut source = Seeded::new(1);
        let mut of = |path: &[&str], min, max| {
            identity(&Member::new(path), Room { min, max }, &mut source).unwrap()
        };
        assert!(of(&["order", "id"], 0, usize::MAX).starts_with("ord_"));
        assert!(of(&["senderParticipantId"], 0, usize::MAX).starts_with("par_"));
        assert_eq!(of(&["order", "id"], 0, 4).len(), 4);
        assert_eq!(of(&["order", "id"], 40, 40).len(), 40);
        assert!(!of(&["id"], 0, 99).contains('_'));
    }
}
