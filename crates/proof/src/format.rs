//! What is certain about the texts of a format, as the first judge checks them.

/// What is known about a format.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// An expression in the syntax of the `regex` crates that every text of the format matches.
    pub(crate) covering: &'static str,
    /// Whether every text that matches is of the format.
    pub(crate) exact: bool,
    /// Formats that every text of this one is of, too.
    pub(crate) within: &'static [&'static str],
}

/// Returns what is known about a format.
pub(crate) fn known(name: &str) -> Option<&'static Known> {
    FORMATS.iter().find(|format| format.name == name)
}

const fn format(name: &'static str, covering: &'static str) -> Known {
    Known {
        name,
        covering,
        exact: false,
        within: &[],
    }
}

const fn part_of(
    name: &'static str,
    covering: &'static str,
    within: &'static [&'static str],
) -> Known {
    Known {
        within,
        ..format(name, covering)
    }
}

const FORMATS: [Known; 17] = [
    format("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    format(
        "date-time",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[^0-9][0-9]{2}:[0-9]{2}:[0-9]{2}",
    ),
    format("time", "^[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    format("duration", "^P"),
    format("email", "@"),
    format("idn-email", "@"),
    format("hostname", "^[\\s\\S]{1,253}$"),
    part_of(
        "ipv4",
        "^[0-9]{1,3}(?:\\.[0-9]{1,3}){3}$",
        &["hostname", "uri-reference", "uri-template"],
    ),
    part_of("ipv6", "^[0-9a-fA-F:.]{2,45}$", &["uri-template"]),
    part_of(
        "uri",
        "^[A-Za-z][A-Za-z0-9+.-]*:",
        &["iri", "uri-reference"],
    ),
    part_of("iri", "^[A-Za-z][A-Za-z0-9+.-]*:", &["iri-reference"]),
    part_of("uri-reference", "^[!-~]*$", &["iri-reference"]),
    format("iri-reference", "^[^\\s]*$"),
    format("json-pointer", "^(?:/[\\s\\S]*)?$"),
    format("relative-json-pointer", "^[0-9]"),
    format("uri-template", "^[^\\s]*$"),
    Known {
        exact: true,
        ..format(
            "uuid",
            "^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
        )
    },
];

/// Lists some texts of a format, plain and odd.
pub(crate) fn samples(name: &str) -> &'static [&'static str] {
    match name {
        "date" => &["2024-02-29", "1999-12-31"],
        "date-time" => &["2024-02-29T10:00:00Z", "1999-12-31T23:59:59.5+01:00"],
        "time" => &["10:00:00Z", "23:59:59.5+01:00"],
        "duration" => &["P1D", "PT1H", "P1W"],
        "email" => &["a@b.example", "x.y+z@example.com"],
        "idn-email" => &["ü@b.example", "a@b.example"],
        "hostname" => &["a.example", "localhost"],
        "idn-hostname" => &["例え.jp", "a.example"],
        "ipv4" => &["127.0.0.1", "255.255.255.255"],
        "ipv6" => &["::1", "2001:db8::ff"],
        "uri" => &["https://a.example/b", "urn:a:b"],
        "iri" => &["https://ü.example/ä", "urn:a:b"],
        "uri-reference" => &["/a", "#a", "https://a.example/b", ""],
        "iri-reference" => &["/ä", "/a", ""],
        "uri-template" => &["/a/{b}", "a"],
        "uuid" => &[
            "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
            "00000000-0000-4000-8000-000000000000",
        ],
        "json-pointer" => &["", "/a", "/a b"],
        "relative-json-pointer" => &["0", "1/a"],
        "regex" => &["a", "^[a-z]+$"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, known, samples};
    use frontdesk_schema::{Format, Pattern};

    const TEXTS: [&str; 40] = [
        "",
        " ",
        "a",
        "0",
        "-",
        "2024-02-29",
        "2024-02-29T10:00:00Z",
        "2024-02-29t10:00:00z",
        "2024-02-29 10:00:00Z",
        "10:00:00Z",
        "23:59:60Z",
        "10:00:00.5+01:00",
        "P1D",
        "PT0S",
        "P1W",
        "a@b",
        "\"a b\"@c.d",
        "a@[127.0.0.1]",
        "ü@ü.de",
        "example.com",
        "EXAMPLE",
        "1.2.3.4",
        "01.2.3.4",
        "255.255.255.255",
        "::",
        "::1",
        "1::2",
        "::ffff:1.2.3.4",
        "http://a/b?c#d",
        "urn:x",
        "a/b",
        "#x",
        "/a",
        "//h/p",
        "/~0",
        "0/a",
        "1#",
        "{a}",
        "x{?q*}",
        "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    ];

    #[test]
    fn what_is_said_of_formats_is_true_of_texts() {
        for format in &FORMATS {
            assert!(samples(format.name).len() > 1);
            let judge = Format::new(format.name).unwrap();
            let covering = Pattern::new(format.covering).unwrap();
            assert!(samples(format.name).iter().all(|text| judge.matches(text)));
            let within: Vec<Format> = format
                .within
                .iter()
                .map(|name| Format::new(name).unwrap())
                .collect();
            for text in TEXTS {
                let is_of = judge.matches(text);
                assert!(!is_of || covering.matches(text), "{} {text:?}", format.name);
                assert!(
                    !format.exact || is_of == covering.matches(text),
                    "{} {text:?}",
                    format.name
                );
                for within in &within {
                    assert!(!is_of || within.matches(text), "{} {text:?}", format.name);
                }
            }
        }
        assert!(known("uri").is_some_and(|format| format.within.contains(&"iri")));
    }
}
