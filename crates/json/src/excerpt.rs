/// Shortens a text for a message.
///
/// At most `max` characters are kept, with `…` in place of the rest. Control characters are shown
/// escaped, because what is quoted in a message may come from anyone and ends up on a terminal.
///
/// ```
/// use frontdesk_json::excerpt;
///
/// assert_eq!(excerpt("short", 10), "short");
/// assert_eq!(excerpt("a very long text", 7), "a very …");
/// assert_eq!(excerpt("red\u{1b}[31m", 20), "red\\u{1b}[31m");
/// ```
#[must_use]
pub fn excerpt(text: &str, max: usize) -> String {
    // Most texts are short and plain.
    if text.len() <= max && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut characters = text.chars();
    for character in characters.by_ref().take(max) {
        if character.is_control() {
            short.extend(character.escape_default());
        } else {
            short.push(character);
        }
    }
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
