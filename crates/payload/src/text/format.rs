//! Texts of the named formats.

use frontdesk_text::{Draw, Source};

/// Draws a text that is meant to be of the format, `None` for a name nobody defines.
///
/// The sources are the format sections of the JSON Schema drafts and the RFCs they name. Judges
/// differ at the rims of these grammars, so texts keep to what all of them accept.
pub(crate) fn draw(name: &str, source: &mut dyn Source) -> Option<String> {
    Some(match name {
        "date-time" => format!("{}T{}", date(source), time(source)),
        "date" => date(source),
        "time" => time(source),
        "duration" => duration(source),
        "email" => format!("{}@{}", word(source), host(source)),
        "idn-email" => format!(
            "{}@{}",
            choose(source, &["δοκιμή", "用户", "anna"]),
            host(source)
        ),
        "hostname" => host(source),
        "idn-hostname" => choose(source, &["例え.jp", "münchen.example", "example.com"]),
        "ipv4" => {
            let part = |source: &mut dyn Source| source.below(256);
            format!(
                "{}.{}.{}.{}",
                part(source),
                part(source),
                part(source),
                part(source)
            )
        }
        "ipv6" => ipv6(source),
        "uri" | "iri" => format!("https://{}/{}", host(source), path(source)),
        "uri-reference" | "iri-reference" => match source.below(3) {
            0 => format!("/{}", path(source)),
            1 => format!("#{}", word(source)),
            _ => format!("https://{}/{}", host(source), path(source)),
        },
        "uri-template" => format!("https://{}/{{{}}}", host(source), word(source)),
        "uuid" => uuid(source),
        "json-pointer" => match source.below(3) {
            0 => String::new(),
            1 => format!("/{}", word(source)),
            _ => format!("/{}/{}", word(source), source.below(10)),
        },
        "relative-json-pointer" => match source.below(2) {
            0 => format!("{}#", source.below(4)),
            _ => format!("{}/{}", source.below(4), word(source)),
        },
        "regex" => choose(source, &["^[a-z]+$", "\\d{2,4}", "a|b", "", "[^x]*"]),
        _ => return None,
    })
}

/// Returns an expression that the texts of a format match, `None` for a name nobody defines.
///
/// Not every text of the format matches it, nor is every match of the format: it serves to draw
/// texts that satisfy other expressions as well, and each is tested.
pub(crate) fn expression(name: &str) -> Option<String> {
    const DATE: &str = "(?:[1-9][0-9]|0[1-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    const TIME: &str = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?\
                        (?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
    const LABEL: &str = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    const OCTET: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    const GROUP: &str = "[0-9a-fA-F]{1,4}";
    const CLOCK: &str = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
    const MAILBOX: &str = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+";
    const SEGMENT: &str = "[a-zA-Z0-9._~!$&'()*+,;=:@-]*";
    const TOKEN: &str = "(?:[^/~]|~[01])*";
    let host = format!("{LABEL}(?:\\.{LABEL})*");
    let reference = |segment: &str| {
        format!(
            "(?://{host}(?::[0-9]{{1,5}})?(?:/{segment})*|/?{segment}(?:/{segment})*)\
             (?:\\?(?:/|{segment})*)?(?:#(?:/|{segment})*)?"
        )
    };
    let international = SEGMENT.replace("a-z", "\\u{a1}-\\u{d7ff}a-z");
    Some(match name {
        "date" => format!("^{DATE}$"),
        "time" => format!("^{TIME}$"),
        "date-time" => format!("^{DATE}T{TIME}$"),
        "duration" => format!(
            "^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)\
             (?:{CLOCK})?|{CLOCK})$"
        ),
        "email" | "idn-email" => format!("^{MAILBOX}(?:\\.{MAILBOX})*@{host}$"),
        "hostname" | "idn-hostname" => format!("^{host}$"),
        "ipv4" => format!("^{OCTET}(?:\\.{OCTET}){{3}}$"),
        "ipv6" => format!(
            "^(?:(?:{GROUP}:){{7}}{GROUP}|(?:{GROUP}:){{1,6}}:{GROUP}|\
             (?:{GROUP}:){{1,4}}(?::{GROUP}){{1,3}}|(?:{GROUP}:){{1,7}}:|::(?:{GROUP}:){{0,5}}{GROUP}|\
             ::|::[fF]{{4}}:{OCTET}(?:\\.{OCTET}){{3}}|(?:{GROUP}:){{6}}{OCTET}(?:\\.{OCTET}){{3}})$"
        ),
        "uri" => format!("^[a-zA-Z][a-zA-Z0-9+.-]*:{}$", reference(SEGMENT)),
        "iri" => format!("^[a-zA-Z][a-zA-Z0-9+.-]*:{}$", reference(&international)),
        "uri-reference" => format!("^(?:[a-z][a-z0-9+.-]*:)?{}$", reference(SEGMENT)),
        "iri-reference" => format!("^(?:[a-z][a-z0-9+.-]*:)?{}$", reference(&international)),
        "uri-template" => {
            "^(?:[a-zA-Z0-9._~:/?#@&=-]|\\{[+#./;?&]?[a-zA-Z0-9_]+(?:\\*|:[1-9][0-9]?)?\
             (?:,[a-zA-Z0-9_]+)*\\})*$"
                .to_owned()
        }
        "uuid" => "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$".to_owned(),
        "json-pointer" => format!("^(?:/{TOKEN})*$"),
        "relative-json-pointer" => format!("^(?:0|[1-9][0-9]*)(?:#|(?:/{TOKEN})*)$"),
        _ => return None,
    })
}

/// Texts that fail most formats, each in another way.
pub(crate) const ODD_ONES: [&str; 15] = [
    "not of the format",
    "",
    " ",
    "2024-13-45T25:61:61Z",
    "::::::::",
    "\u{0}",
    "-",
    "/~",
    "[",
    "%",
    "\\\\a\\b",
    "{",
    "a{b",
    "#\\",
    "http://[",
];

fn choose(source: &mut dyn Source, options: &[&str]) -> String {
    source.pick(options).map_or("", |text| *text).to_owned()
}

fn word(source: &mut dyn Source) -> String {
    let length = 1 + source.below(8);
    (0..length)
        .map(|_| char::from(b'a' + u8::try_from(source.below(26)).unwrap_or_default()))
        .collect()
}

fn host(source: &mut dyn Source) -> String {
    match source.below(3) {
        0 => "frontdesk.invalid".to_owned(),
        _ => format!("{}.example", word(source)),
    }
}

fn path(source: &mut dyn Source) -> String {
    let depth = source.below(3);
    let parts: Vec<String> = (0..depth).map(|_| word(source)).collect();
    parts.join("/")
}

fn date(source: &mut dyn Source) -> String {
    let year = 1970 + source.below(130);
    let month = 1 + source.below(12);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    format!("{year:04}-{month:02}-{:02}", 1 + source.below(days))
}

fn time(source: &mut dyn Source) -> String {
    let clock = format!(
        "{:02}:{:02}:{:02}",
        source.below(24),
        source.below(60),
        source.below(60)
    );
    let fraction = match source.below(3) {
        0 => String::new(),
        1 => format!(".{:03}", source.below(1000)),
        _ => format!(".{:06}", source.below(1_000_000)),
    };
    let offset = match source.below(3) {
        0 | 1 => "Z".to_owned(),
        _ => format!(
            "{}{:02}:{:02}",
            if source.chance(1, 2) { '+' } else { '-' },
            source.below(15),
            15 * source.below(4)
        ),
    };
    format!("{clock}{fraction}{offset}")
}

fn duration(source: &mut dyn Source) -> String {
    match source.below(4) {
        0 => format!("P{}W", 1 + source.below(9)),
        1 => format!("P{}D", source.below(400)),
        2 => format!("PT{}H{}M", source.below(24), source.below(60)),
        _ => format!(
            "P{}Y{}M{}DT{}S",
            source.below(9),
            source.below(12),
            source.below(31),
            source.below(60)
        ),
    }
}

fn ipv6(source: &mut dyn Source) -> String {
    match source.below(4) {
        0 => "::1".to_owned(),
        1 => "::".to_owned(),
        _ => {
            let groups: Vec<String> = (0..8)
                .map(|_| format!("{:x}", source.below(0x1_0000)))
                .collect();
            groups.join(":")
        }
    }
}

fn uuid(source: &mut dyn Source) -> String {
    let mut digits = |count: u32| -> String {
        (0..count)
            .map(|_| char::from_digit(u32::try_from(source.below(16)).unwrap_or_default(), 16))
            .map(Option::unwrap_or_default)
            .collect()
    };
    let (first, second, third) = (digits(8), digits(4), digits(3));
    let (fourth, fifth) = (digits(3), digits(12));
    format!("{first}-{second}-4{third}-8{fourth}-{fifth}")
}

#[cfg(test)]
mod tests {
    use frontdesk_schema::{Options, Schema, Verdict};
    use frontdesk_text::Seeded;
    use serde_json::{Value, json};

    const NAMES: [&str; 19] = [
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "iri",
        "uri-reference",
        "iri-reference",
        "uri-template",
        "uuid",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    ];

    #[test]
    fn most_texts_of_an_expression_are_of_the_format() {
        use frontdesk_text::{Drawn, Language};
        let mut source = Seeded::new(1);
        for name in NAMES {
            let Some(expression) = super::expression(name) else {
                assert_eq!(name, "regex");
                continue;
            };
            let mut language = Language::new(&[&expression], &[]).unwrap();
            let schema = Schema::compile(json!({"format": name}), &Options::default()).unwrap();
            let accepted = (0..200).filter(|_| {
                let Drawn::Text(text) = language.draw(&mut source, 0, None) else {
                    panic!("{name}");
                };
                schema.judge(&Value::String(text)) == Verdict::Accepted
            });
            assert!(accepted.count() > 100, "{name}");
        }
    }

    #[test]
    fn both_judges_accept_what_is_drawn_and_refuse_something_odd() {
        let mut source = Seeded::new(1);
        for name in NAMES {
            let schema = Schema::compile(json!({"format": name}), &Options::default()).unwrap();
            for _ in 0..200 {
                let text = super::draw(name, &mut source).unwrap();
                let verdict = schema.judge(&Value::String(text.clone()));
                assert_eq!(verdict, Verdict::Accepted, "{name}: {text:?}");
            }
            // Every template of a URI or an IRI reference is nearly any text, and the first judge
            // is built without the tables of internationalised names.
            let refused = super::ODD_ONES
                .iter()
                .any(|text| schema.judge(&json!(text)) == Verdict::Refused);
            assert!(refused || name.starts_with("idn-"), "{name}");
        }
    }
}
