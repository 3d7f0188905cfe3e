//! Texts without what differs from answer to answer.

/// Words an answer so that two of one kind are the same: no digits, no quotations, no ids.
pub(super) fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(LONGEST)]);
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word: String = word.chars().take(LONGEST_WORD).collect();
        if word.chars().any(|character| character.is_ascii_digit()) {
            plain.push('#');
        } else {
            plain.push_str(&word);
        }
        plain.push(' ');
    }
    unquoted(&plain)
}

/// Leaves out what stands between back-ticks and single quotes: mostly a piece of the request.
fn unquoted(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut inside = None;
    for character in text.chars() {
        match inside {
            Some(quote) if character == quote => inside = None,
            Some(_) => {}
            None if matches!(character, '`' | '\'') => {
                inside = Some(character);
                left.push('_');
            }
            None => left.push(character),
        }
    }
    left
}

const LONGEST: usize = 600;
const LONGEST_WORD: usize = 40;

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_differs_from_answer_to_answer_is_left_out() {
        let one = plain(b"{\"error\": \"no user 'anna' at line 17\"}");
        let other = plain(b"{\"error\":  \"no user 'bo' at line 4\"}");
        assert_eq!(one, other);
        assert_ne!(one, plain(b"{\"error\": \"no order\"}"));
    }
}
