//! Texts of the service, made fit for an error.

use url::form_urlencoded;

/// Takes secrets out of texts that an error keeps: a service may repeat what it was sent.
pub(crate) struct Redactor {
    secrets: Vec<String>,
}

impl Redactor {
    /// Knows each secret as it is and as a query spells it.
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spelled: Vec<String> = secrets
            .into_iter()
            .flat_map(|secret| {
                let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
                [form.replace('+', "%20"), form, secret.to_owned()]
            })
            .filter(|secret| secret.len() >= SHORTEST)
            .collect();
        // A secret may be the beginning of another one.
        spelled.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        spelled.dedup();
        Self { secrets: spelled }
    }

    /// Returns the text without secrets and control characters, and not too long.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), REDACTED);
            }
        }
        let mut shown: String = text
            .chars()
            .take(LONGEST)
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        if text.chars().nth(LONGEST).is_some() {
            shown.push('…');
        }
        shown
    }
}

const REDACTED: &str = "[redacted]";

/// Shorter texts are no secrets, and to take them out would leave holes everywhere.
const SHORTEST: usize = 4;

/// An error message is not the place for a whole body.
const LONGEST: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::Redactor;

    #[test]
    fn secrets_are_found_in_every_spelling() {
        let redactor = Redactor::new(["s3 cr+t", "s3 cr+t-and-more", ""]);
        for text in ["s3 cr+t", "s3+cr%2Bt", "s3%20cr%2Bt", "s3 cr+t-and-more"] {
            assert_eq!(redactor.clean(&format!("<{text}>")), "<[redacted]>");
        }
    }

    #[test]
    fn texts_become_one_short_line() {
        let redactor = Redactor::new([]);
        assert_eq!(redactor.clean("a\r\n\u{1b}[1mb"), "a   [1mb");
        let long = redactor.clean(&"é".repeat(1_001));
        assert_eq!(long.chars().count(), 1_001);
        assert!(long.ends_with("é…"));
    }
}
