/// Lists texts that are what a text seems to be: times for a time, addresses for an address.
pub(super) fn kin(text: &str) -> Vec<String> {
    let mut kin: Vec<String> = KINDS
        .iter()
        .filter(|(is, _)| is(text))
        .flat_map(|(_, others)| others.iter().map(|other| (*other).to_owned()))
        .collect();
    kin.extend(uniform(text));
    kin.retain(|other| other != text);
    kin
}

/// Lists texts of the same length, all of one character.
fn uniform(text: &str) -> impl Iterator<Item = String> {
    let length = text.chars().count();
    let wanted = (2..=LONGEST).contains(&length);
    UNIFORM
        .into_iter()
        .filter(move |_| wanted)
        .map(move |character| character.repeat(length))
}

/// How a kind of texts is told, and some of them.
type Kind = (fn(&str) -> bool, &'static [&'static str]);

const KINDS: [Kind; 9] = [
    (is_date_time, &DATE_TIMES),
    (is_date, &DATES),
    (is_time, &TIMES),
    (is_address, &ADDRESSES),
    (is_link, &LINKS),
    (is_uuid, &UUIDS),
    (is_phone, &PHONES),
    (is_number, &NUMBERS),
    (is_language, &LANGUAGES),
];

/// Tells whether digits stand where a form has `0`, and everything else is as it is.
fn has_form(text: &str, form: &str) -> bool {
    text.len() >= form.len()
        && text.bytes().zip(form.bytes()).all(|(is, form)| match form {
            b'0' => is.is_ascii_digit(),
            b'T' => matches!(is, b'T' | b't' | b' '),
            other => is == other,
        })
}

fn is_date_time(text: &str) -> bool {
    has_form(text, "0000-00-00T00:00:00")
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && has_form(text, "0000-00-00")
}

fn is_time(text: &str) -> bool {
    has_form(text, "00:00:00")
}

fn is_address(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !text.contains(' '))
}

fn is_link(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(scheme, _)| !scheme.is_empty())
}

fn is_uuid(text: &str) -> bool {
    let mut parts = text.split('-').map(str::len);
    text.len() == 36
        && [8, 4, 4, 4, 12]
            .into_iter()
            .all(|length| parts.next() == Some(length))
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_mark = |byte: u8| byte.is_ascii_digit() || b" +-()./".contains(&byte);
    digits >= 4 && text.bytes().all(is_mark) && !is_date(text)
}

fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn is_language(text: &str) -> bool {
    let (language, rest) = text.split_once('-').unwrap_or((text, ""));
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

const DATE_TIMES: [&str; 18] = [
    "2016-12-31T23:59:60Z",
    "2024-02-29T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2024-01-01T00:00:00+14:00",
    "2024-01-01T00:00:00-12:00",
    "2024-01-01T00:00:00.123456789Z",
    "2024-01-01T00:00:00.1Z",
    "2024-01-01t00:00:00z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:00-00:00",
    "2024-03-31T02:30:00+01:00",
    "2024-12-31T23:59:59Z",
    "2024-01-01 00:00:00Z",
];
const DATES: [&str; 12] = [
    "2024-02-29",
    "2023-02-29",
    "2000-02-29",
    "1969-12-31",
    "1970-01-01",
    "0001-01-01",
    "9999-12-31",
    "2024-12-31",
    "2038-01-20",
    "2024-04-31",
    "2024-1-1",
    "1582-10-10",
];
const TIMES: [&str; 8] = [
    "00:00:00Z",
    "23:59:59Z",
    "23:59:60Z",
    "24:00:00Z",
    "12:00:00+14:00",
    "12:00:00.123456789Z",
    "12:00:00z",
    "12:00:00",
];
const ADDRESSES: [&str; 13] = [
    "a+b@example.com",
    "o'neil@example.com",
    "A.B@EXAMPLE.COM",
    "a_b-c.d@example.com",
    "1@example.com",
    "a@b.c.d.example.com",
    "a@example.museum",
    "a@localhost",
    "\"a b\"@example.com",
    "a@[127.0.0.1]",
    "é@example.com",
    "a@xn--bcher-kva.example",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
];
const LINKS: [&str; 13] = [
    "http://example.com",
    "https://example.com:8443/a/b?c=d&e=f#g",
    "HTTPS://EXAMPLE.COM/",
    "https://user:word@example.com/",
    "http://[::1]/",
    "http://127.0.0.1:0/",
    "http://localhost/",
    "https://example.com/%20%C3%A9",
    "https://example.com/é",
    "https://example.com/../..",
    "ftp://example.com/a",
    "file:///a",
    "a://b",
];
const UUIDS: [&str; 4] = [
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
];
const PHONES: [&str; 7] = [
    "+1 555 0100",
    "+15550100",
    "(555) 010-0100",
    "0015550100",
    "555.010.0100",
    "000 0000",
    "+999999999999999",
];
const NUMBERS: [&str; 10] = [
    "0",
    "-0",
    "-1",
    "00012",
    "0.1",
    "1.0",
    "1e3",
    "+1",
    "1,5",
    "99999999999999999999",
];
const LANGUAGES: [&str; 6] = ["en", "en-US", "zh-Hant-TW", "EN", "de-1996", "x-a"];
const UNIFORM: [&str; 6] = [" ", "0", "9", "-", "a", "Z"];
const LONGEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::kin;

    fn has(text: &str, other: &str) -> bool {
        kin(text).iter().any(|kin| kin == other)
    }

    #[test]
    fn texts_have_others_of_their_kind() {
        assert!(has("2026-11-22T10:00:00Z", "2016-12-31T23:59:60Z"));
        assert!(has("2026-11-22", "2024-02-29"));
        assert!(has("ada@example.com", "a+b@example.com"));
        assert!(has("https://example.com/x", "http://[::1]/"));
        assert!(has("+31 6 1234 5678", "(555) 010-0100"));
        assert!(has("nl-NL", "zh-Hant-TW"));
        assert!(!has("plain words", "en-US"));
    }

    #[test]
    fn a_form_may_be_filled_with_nothing_but_blanks() {
        assert!(has("+31 6", "     "));
        assert!(!has("     ", "     "));
        assert!(kin("a").is_empty());
    }
}
