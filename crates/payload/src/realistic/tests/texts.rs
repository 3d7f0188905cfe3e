use super::scene;
use crate::realistic::lookup;
use crate::realistic::name::Member;
use crate::realistic::prose::Prose;
use crate::realistic::tables::{Recipe, TEXTS};

/// Members and a template that theirs is, or a part of it.
const MEMBERS: &[(&[&str], &str)] = &[
    (&["customer", "name"], "{full}"),
    (&["customerName"], "{full}"),
    (&["order", "customer", "contact", "fullName"], "{full}"),
    (&["company", "owner", "name"], "{full}"),
    (&["company", "name"], "{company}"),
    (&["company_name"], "{company}"),
    (&["file", "name"], "{filestem}.{extension}"),
    (&["product", "name"], "{product}"),
    (&["order", "items", "name"], "{product}"),
    (&["city", "name"], "{city}"),
    (&["widget", "name"], "{label}"),
    (&["user", "emails", "value"], "{email}"),
    (&["from"], "{email}"),
    (&["shippingAddress", "line1"], "{street}"),
    (&["address", "zip"], "{postcode}"),
    (&["address", "state"], "{region}"),
    (&["order", "status"], "delivered"),
    (&["status"], "pending"),
    (&["phoneNumber"], "{phone}"),
    (&["client", "ipAddress"], "{ipv4}"),
    (&["userAgent"], "Mozilla"),
    (&["content-type"], "{mime}"),
    (&["commitSHA"], "{hex:40}"),
    (&["metadata", "locale"], "{locale}"),
    (&["order", "currency"], "{currency}"),
    (&["trackingNumber"], "TRK"),
    (&["theme", "backgroundColor"], "#{hex:6}"),
    (&["event", "createdAt"], "{instant}"),
    (&["dueDate"], "{date}"),
    (&["vehicle", "licensePlate"], "TE ST"),
    (&["messages", "attachments", "url"], "https://files."),
];

#[test]
fn members_find_their_templates() {
    for (path, expected) in MEMBERS {
        let Some(Recipe::Template(template)) = lookup::find(&TEXTS, &Member::new(path)) else {
            panic!("{path:?}");
        };
        assert!(template.contains(expected), "{path:?} {template}");
    }
}

#[test]
fn members_find_sentences_and_identities() {
    let find = |path: &[&str]| lookup::find(&TEXTS, &Member::new(path));
    for (path, kind) in [
        (["messages", "text"].as_slice(), Prose::Dialogue),
        (&["conversation", "messages", "content"], Prose::Dialogue),
        (&["ticket", "subject"], Prose::Subject),
        (&["conversation", "summary"], Prose::Note),
        (&["product", "reviews", "comment"], Prose::Review),
        (&["product", "description"], Prose::Description),
        (&["suggestedReply"], Prose::Answer),
        (&["prompt"], Prose::Question),
    ] {
        assert_eq!(find(path), Some(Recipe::Prose(kind)), "{path:?}");
    }
    assert_eq!(find(&["order", "id"]), Some(Recipe::Identity));
    assert_eq!(find(&["sender_participant_id"]), Some(Recipe::Identity));
    assert_eq!(find(&["frobnication"]), None);
}

#[test]
fn every_template_can_be_filled_in() {
    for seed in 0..12 {
        let (mut scene, mut source) = scene(seed);
        for name in TEXTS.keys() {
            let path: Vec<&str> = name.split(' ').collect();
            let text = scene.text(&path, None, 0, None, &mut source);
            let text = text.unwrap_or_else(|| panic!("{name}"));
            assert!(
                !text.is_empty() && !text.contains(['{', '}', '|']),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn hosts_are_reserved_and_numbers_fictional() {
    for seed in 0..40 {
        let (mut scene, mut source) = scene(seed);
        let mut text = |path: &[&str]| scene.text(path, None, 0, None, &mut source).unwrap();
        for path in [
            ["user", "email"],
            ["page", "url"],
            ["server", "domain"],
            ["shop", "website"],
        ] {
            let text = text(&path);
            let host = text
                .rsplit('@')
                .next()
                .unwrap()
                .trim_start_matches("https://");
            let host = host.split('/').next().unwrap();
            assert!(
                host.ends_with(".example") || host == "example.com",
                "{text}"
            );
        }
        let phone = text(&["phone"]);
        let ranges = [
            "+1 202 555 01",
            "+1 312 555 01",
            "+1 416 555 01",
            "+1 503 555 01",
            "+44 20 7946 0",
            "+44 113 496 0",
            "+49 30 23125 ",
            "+49 221 4710 ",
            "+49 89 99998 ",
            "+33 1 99 00 ",
            "+33 2 61 91 ",
            "+33 4 65 71 ",
        ];
        assert!(
            ranges.iter().any(|range| phone.starts_with(range)),
            "{phone}"
        );
    }
}

#[test]
fn a_person_is_the_same_within_an_object_and_another_in_the_next() {
    for seed in 0..40 {
        let (mut scene, mut source) = scene(seed);
        let mut text = |path: &[&str]| scene.text(path, None, 0, None, &mut source).unwrap();
        let mut emails = Vec::new();
        for _ in 0..3 {
            let given = text(&["users", "firstName"]);
            let email = text(&["users", "email"]);
            if given.is_ascii() {
                assert!(email.starts_with(&given.to_lowercase()), "{given} {email}");
            }
            emails.push(email);
        }
        assert!(emails[0] != emails[1] || emails[1] != emails[2]);
        assert_eq!(
            text(&["order", "customer", "email"]),
            text(&["ticket", "customerEmail"])
        );
    }
}

#[test]
fn no_two_people_are_alike() {
    for seed in 0..40 {
        let (mut scene, mut source) = scene(seed);
        let mut emails: Vec<Option<String>> = (0..6)
            .map(|_| scene.text(&["users", "email"], None, 0, None, &mut source))
            .collect();
        emails.sort();
        emails.dedup();
        assert_eq!(emails.len(), 6);
    }
}

#[test]
fn a_place_is_consistent() {
    for seed in 0..40 {
        let (mut scene, mut source) = scene(seed);
        let mut text = |path: &[&str]| scene.text(path, None, 0, None, &mut source).unwrap();
        let city = text(&["address", "city"]);
        let country = text(&["address", "countryCode"]);
        if city == "Porto" || city == "Lisboa" {
            assert_eq!(country, "PT");
        }
        if country == "JP" {
            assert_eq!(text(&["address", "currency"]), "JPY");
            assert_eq!(text(&["address", "timezone"]), "Asia/Tokyo");
        }
    }
}

#[test]
fn a_conversation_alternates_between_question_and_reply() {
    for seed in 0..40 {
        let (mut scene, mut source) = scene(seed);
        let dialogue = scene.language.dialogue;
        for turn in 0..6 {
            let text = scene
                .text(&["messages", "text"], None, 0, None, &mut source)
                .unwrap();
            let stem = |sentence: &str| sentence.replace("{order}", "");
            let told = text.replace(&scene.order, "");
            let index = dialogue.iter().position(|sentence| stem(sentence) == told);
            assert_eq!(index.unwrap() % 2, turn % 2, "{text}");
        }
    }
}
