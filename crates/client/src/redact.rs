//! Texts of the service, made fit for an error.

use url::form_urlencoded;

/// Takes secrets out of texts that an error keeps: a service may repeat what it was sent.
pub(crate) struct Redactor {
    secrets: Vec<String>,
    /// Found anywhere by chance, so that a hole would tell where they stood.
    short: Vec<String>,
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
            .filter(|secret| !secret.is_empty())
            .collect();
        // A secret may be the beginning of another one.
        spelled.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        spelled.dedup();
        let (secrets, short) = spelled
            .into_iter()
            .partition(|secret| secret.chars().count() >= SHORTEST);
        Self { secrets, short }
    }

    /// Returns the text without secrets; a short one takes the whole text with it.
    pub(crate) fn conceal(&self, text: &str) -> String {
        if self.short.iter().any(|short| text.contains(short.as_str())) {
            return REDACTED.to_owned();
        }
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), REDACTED);
            }
        }
        text
    }

    /// Returns the text without secrets and control characters, and not too long.
    pub(crate) fn clean(&self, text: &str) -> String {
        let text = self.conceal(text);
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

/// Shorter secrets are not taken out one by one: what is left would show which letters they have.
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
    fn a_short_secret_takes_the_whole_text_with_it() {
        for secret in ["k", "k3y", "é/ü"] {
            let redactor = Redactor::new([secret, "longer-secret"]);
            let form = secret.replace('/', "%2F").replace('é', "%C3%A9");
            let form = form.replace('ü', "%C3%BC");
            for text in [secret, &form] {
                let shown = redactor.clean(&format!("no {text} longer-secret"));
                assert!(!shown.contains(secret) && !shown.contains(&form), "{shown}");
                assert!(shown.contains("[redacted]"), "{shown}");
            }
            assert_eq!(redactor.clean(&format!("no {secret}")), "[redacted]");
            assert_eq!(redactor.clean("not at all"), "not at all");
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
