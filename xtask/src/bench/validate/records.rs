//! Requests as a busy service records them: mostly text, now and then one that is wrong.

use std::fmt::Write as _;

/// Requests, the same ones for the same seed; a single one is in memory at a time.
pub(super) struct Records {
    random: Random,
}

impl Records {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: Random(seed | 1),
        }
    }

    /// Writes the next one, a line, and tells whether the writer schema accepts it.
    pub(super) fn write(&mut self, text: &mut String) -> bool {
        let is_wrong = self.random.below(100) == 0;
        let fault = is_wrong.then(|| self.random.below(FAULTS));
        record(text, &mut self.random, fault);
        text.push('\n');
        !is_wrong
    }
}

/// How many ways there are to be wrong.
const FAULTS: usize = 4;

fn record(text: &mut String, random: &mut Random, fault: Option<usize>) {
    text.push_str("{\"session\":{");
    member(text, "sessionId", |text| id(text, random));
    text.push_str(",\"channel\":{");
    member(text, "browser", |text| text.push_str("Safari 17.0"));
    comma_member(text, "deviceInfo", |text| {
        text.push_str("iOS/18.2, iPhone15,3");
    });
    comma_member(text, "deviceType", |text| {
        text.push_str(random.of(&["mobile", "desktop"]));
    });
    comma_member(text, "language", |text| {
        text.push_str(random.of(&["en-US", "fr-CA", "de-DE", "pl-PL"]));
    });
    comma_member(text, "medium", |text| {
        let media = ["chat", "voice", "email"];
        text.push_str(if fault == Some(0) {
            "telegram"
        } else {
            random.of(&media)
        });
    });
    text.push_str("},\"interface\":{");
    member(text, "type", |text| text.push_str("chat"));
    comma_member(text, "language", |text| text.push_str("en"));
    text.push_str("}},\"request\":{");
    member(text, "requestId", |text| id(text, random));
    if fault == Some(1) {
        text.push_str(",\"requestID\":\"\"");
    }
    text.push_str(",\"connections\":{");
    member(text, "threadId", |text| id(text, random));
    comma_member(text, "parentId", |text| id(text, random));
    text.push_str("},\"context\":{");
    let organization = if fault == Some(2) {
        "userId"
    } else {
        "organizationId"
    };
    member(text, organization, |text| id(text, random));
    text.push_str("},\"attributes\":{");
    member(text, "variant", |text| {
        text.push_str(random.of(&["A", "B"]));
    });
    text.push_str("},\"scope\":{\"conversations\":[{");
    member(text, "conversationId", |text| id(text, random));
    text.push_str(",\"participants\":[");
    for (name, role) in [("Ann Lee", "user"), ("José Müller", "operator")] {
        text.push_str(if role == "user" { "{" } else { ",{" });
        member(text, "participantId", |text| id(text, random));
        comma_member(text, "displayName", |text| text.push_str(name));
        comma_member(text, "role", |text| text.push_str(role));
        text.push('}');
    }
    text.push_str("],\"messages\":[");
    for number in 0..5 + random.below(5) {
        text.push_str(if number == 0 { "{" } else { ",{" });
        if fault == Some(3) && number == 2 {
            text.push_str("\"content\":17");
        } else {
            member(text, "content", |text| sentences(text, random));
        }
        comma_member(text, "participantId", |text| id(text, random));
        comma_member(text, "timestamp", |text| time(text, random));
        text.push('}');
    }
    text.push_str("]}],\"interactions\":[{");
    member(text, "name", |text| text.push_str("ticket_created"));
    comma_member(text, "content", |text| sentences(text, random));
    comma_member(text, "timestamp", |text| time(text, random));
    text.push_str("}]},\"settings\":{\"disableBrowsing\":false,\"maxResponseLength\":");
    text.push_str(&random.below(4_000).to_string());
    text.push_str("},\"resources\":{\"codes\":[{");
    member(text, "type", |text| text.push_str("order_number"));
    comma_member(text, "value", |text| {
        text.push_str("ORD-");
        text.push_str(&random.below(100_000).to_string());
    });
    text.push_str("}]}}}");
}

fn member(text: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    text.push('"');
    text.push_str(name);
    text.push_str("\":\"");
    value(text);
    text.push('"');
}

fn comma_member(text: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    text.push(',');
    member(text, name, value);
}

/// Writes what somebody said: some twenty words, with quotes, line ends and other alphabets.
fn sentences(text: &mut String, random: &mut Random) {
    for number in 0..12 + random.below(24) {
        if number > 0 {
            text.push(' ');
        }
        text.push_str(random.of(WORDS));
    }
    text.push_str(random.of(&[".", "!", "?", ".\\n", " \\\"now\\\"."]));
}

fn id(text: &mut String, random: &mut Random) {
    for (part, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if part > 0 {
            text.push('-');
        }
        for _ in 0..length {
            text.push(char::from(b"0123456789abcdef"[random.below(16)]));
        }
    }
}

fn time(text: &mut String, random: &mut Random) {
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    // Writing to a string does not fail.
    let _ = write!(text, "2026-03-14T{hour:02}:{minute:02}:{second:02}.000Z");
}

/// Numbers that look random and are the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The remainder is below the limit, and so fits.
        usize::try_from((self.0 >> 11) % limit as u64).unwrap_or(0)
    }

    fn of<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }
}

const WORDS: &[&str] = &[
    "hello",
    "I",
    "would",
    "like",
    "to",
    "change",
    "my",
    "booking",
    "for",
    "the",
    "tomorrow",
    "because",
    "train",
    "is",
    "late",
    "and",
    "nobody",
    "answers",
    "please",
    "order",
    "number",
    "refund",
    "café",
    "zażółć",
    "können",
    "where",
    "address",
    "delivery",
    "has",
    "not",
    "arrived",
    "yet",
    "thank",
    "you",
    "very",
    "much",
    "today",
    "account",
    "password",
    "reset",
    "link",
];

#[cfg(test)]
mod tests {
    use super::Records;

    #[test]
    fn records_are_the_same_for_the_same_seed() {
        let records = |seed| {
            let (mut records, mut text) = (Records::new(seed), String::new());
            let valid = (0..500).filter(|_| records.write(&mut text)).count();
            (text, valid)
        };
        let (text, valid) = records(7);
        assert_eq!(records(7), (text.clone(), valid));
        assert_ne!(records(8).0, text);
        assert_eq!(text.lines().count(), 500);
        assert!((1_000_000..2_000_000).contains(&text.len()));
        assert!((475..500).contains(&valid), "{valid}");
    }
}
