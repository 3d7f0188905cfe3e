use super::scene;
use crate::realistic::clock::Moment;
use crate::realistic::tables::FORMATS;

#[test]
fn texts_are_of_their_formats_whatever_the_member() {
    let paths: [&[&str]; 8] = [
        &["x"],
        &["customer", "name"],
        &["avatarUrl"],
        &["support", "email"],
        &["birthDate"],
        &["expiresAt"],
        &["server", "host"],
        &["id"],
    ];
    for seed in 0..80 {
        let (mut scene, mut source) = scene(seed);
        for format in FORMATS.keys() {
            for path in paths {
                let text = scene
                    .text(path, Some(format), 0, None, &mut source)
                    .unwrap();
                assert!(is_of(format, &text), "{format} {text:?}");
            }
        }
    }
}

#[test]
fn the_clock_moves_forward() {
    for seed in 0..50 {
        let (mut scene, mut source) = scene(seed);
        let mut before = String::new();
        for _ in 0..20 {
            let now = scene
                .text(&["createdAt"], Some("date-time"), 0, None, &mut source)
                .unwrap();
            assert!(
                Moment::parse(&before) < Moment::parse(&now),
                "{before} {now}"
            );
            assert!(("2020".."2027").contains(&now.as_str()), "{now}");
            before = now;
        }
        let due = scene.text(&["expiresAt"], Some("date-time"), 0, None, &mut source);
        assert!(due.unwrap() > before);
        let born = scene.text(&["dateOfBirth"], Some("date"), 0, None, &mut source);
        assert!(born.unwrap().as_str() < "2010");
    }
}

/// Judges by what the RFCs say of the texts that are drawn here, not of all texts.
fn is_of(format: &str, text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    match format {
        "date-time" => {
            matches!(Moment::parse(text), Some(Moment::Instant(_))) && text.ends_with('Z')
        }
        "date" => matches!(Moment::parse(text), Some(Moment::Day(_))),
        "time" => Moment::parse(&format!("2024-01-01T{text}")).is_some(),
        "duration" => is_duration(text),
        "email" => plain && is_address(text),
        "idn-email" => is_address(text),
        "hostname" => plain && is_host(text),
        "idn-hostname" => is_host(text),
        "ipv4" => text
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_documentation()),
        "ipv6" => text.starts_with("2001:db8:") && text.parse::<std::net::Ipv6Addr>().is_ok(),
        "uri" | "iri" => plain && text.starts_with("https://") && !text.contains(['{', '}', '"']),
        "uri-reference" | "iri-reference" => {
            plain && !text.contains(['{', '}', '"', ':']) || is_of("uri", text)
        }
        "uri-template" => plain && text.matches('{').count() == text.matches('}').count(),
        "uuid" => {
            let lengths: Vec<usize> = text.split('-').map(str::len).collect();
            lengths == [8, 4, 4, 4, 12] && text.get(14..15) == Some("4")
        }
        "json-pointer" => text.starts_with('/') && !text.contains('~'),
        "relative-json-pointer" => text.starts_with(|first: char| first.is_ascii_digit()),
        "regex" => [
            "^[a-z]+$",
            "^[A-Z]{2}[0-9]{4,8}$",
            "^\\d{5}$",
            "^[^@]+@example\\.com$",
            "^(open)$",
            "[0-9]+",
        ]
        .contains(&text),
        _ => false,
    }
}

fn is_duration(text: &str) -> bool {
    let parts = text.strip_prefix('P').unwrap_or_default();
    let (date, time) = parts.split_once('T').unwrap_or((parts, ""));
    let shaped = |part: &str, units: &str| {
        part.split_inclusive(char::is_alphabetic).all(|piece| {
            let (number, unit) = piece.split_at(piece.len() - 1);
            number.parse::<u32>().is_ok() && units.contains(unit)
        })
    };
    !parts.is_empty() && !parts.ends_with('T') && shaped(date, "YMWD") && shaped(time, "HMS")
}

fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    !local.is_empty()
        && !dots
        && is_host(host)
        && local
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '.')
}

fn is_host(text: &str) -> bool {
    let reserved = text.ends_with(".example") || text == "example.com";
    let labels = text.split('.').all(|label| {
        let letters = label
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '-');
        !label.is_empty() && letters && !label.starts_with('-') && !label.ends_with('-')
    });
    reserved && labels
}
