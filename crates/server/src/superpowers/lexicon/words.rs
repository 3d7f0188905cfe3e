use super::dictionary::{DICTIONARY, Seen};

/// A text that was made ready for looking words up: in lower case, and where languages have spaces,
/// one between all words, before the first and after the last.
#[derive(Debug)]
pub(crate) struct Words {
    pub(super) text: String,
    /// All terms of all languages.
    pub(super) seen: Vec<Seen>,
}

impl Words {
    /// Makes a text ready that has spaces between its words.
    pub(crate) fn spaced(text: &str) -> Self {
        let mut words = String::with_capacity(text.len() + 2);
        let parts = text.split(|character| !is_of_word(character));
        for word in parts.filter(|word| !word.is_empty()) {
            words.push(' ');
            if word.is_ascii() {
                words.push_str(word);
            } else {
                words.extend(word.replace('’', "'").chars().flat_map(char::to_lowercase));
            }
        }
        words.make_ascii_lowercase();
        words.push(' ');
        let spaces = words.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
        let seen = DICTIONARY.look_up(&words, spaces.map(|(at, _)| at));
        Self { text: words, seen }
    }

    /// Makes a text ready whose words stand without spaces.
    pub(super) fn unspaced(text: &str) -> Self {
        let text = text.to_lowercase();
        let places = text.char_indices().map(|(at, _)| at);
        Self {
            seen: DICTIONARY.look_up(&text, places),
            text,
        }
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\'' | '’' | '-')
}
