//! How often the superpowers are right, over labelled conversations: each is a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_model::{
    Conversation, ConversationMessage, MessageName, Participant, ReceptionRequest, Role,
    SuperpowerItem,
};
use frontdesk_server::superpowers::{
    Analysis, Escalation, Language, Material, Risk, Search, Sentiment,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    expect: Expect,
    messages: Vec<Said>,
}

#[derive(Deserialize)]
struct Expect {
    language: String,
    sentiment: String,
    risks: BTreeSet<String>,
    escalation: bool,
    search: bool,
}

#[derive(Deserialize)]
struct Said {
    role: String,
    says: String,
}

#[test]
fn accuracy_over_labelled_conversations() {
    let mut right: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut count, mut languages, mut wrong) = (0, BTreeSet::new(), String::new());
    for (name, labelled) in conversations() {
        count += 1;
        languages.insert(labelled.expect.language.clone());
        for (superpower, expected, found) in judged(&labelled) {
            *right.entry(superpower).or_default() += usize::from(expected == found);
            if expected != found {
                wrong += &format!("{name}: {superpower} is {expected}, found {found}\n");
            }
        }
    }
    let mut shown = format!("{count} conversations in {} languages\n\n", languages.len());
    for (superpower, right) in right {
        let percent = right * 100 / count;
        shown += &format!("{superpower:<24} {right:>3} right ({percent} %)\n");
    }
    insta::assert_snapshot!(format!("{shown}\n{wrong}"));
}

fn judged(labelled: &Labelled) -> [(&'static str, String, String); 5] {
    let material = material(labelled);
    let first = |analysis: &dyn Analysis| analysis.analyse(&material).unwrap().remove(0);
    let text =
        |item: &SuperpowerItem, member: &str| item[member].as_str().unwrap_or("unknown").to_owned();
    let risks = Risk.analyse(&material).unwrap();
    let found: BTreeSet<String> = risks
        .iter()
        .filter(|item| item["level"] != "none")
        .map(|item| text(item, "risk"))
        .collect();
    let expect = &labelled.expect;
    [
        (
            "language_identification",
            expect.language.clone(),
            text(&first(&Language), "language"),
        ),
        (
            "sentiment_analysis",
            expect.sentiment.clone(),
            text(&first(&Sentiment), "label"),
        ),
        (
            "risk_assessment",
            format!("{:?}", expect.risks),
            format!("{found:?}"),
        ),
        (
            "escalation_need",
            expect.escalation.to_string(),
            first(&Escalation)["needed"].to_string(),
        ),
        (
            "search_requirements",
            expect.search.to_string(),
            first(&Search)["needed"].to_string(),
        ),
    ]
}

fn material(labelled: &Labelled) -> Material {
    let mut conversation = Conversation::new()
        .participant(Participant::new("user", Role::User))
        .participant(Participant::new("operator", Role::Operator));
    for said in &labelled.messages {
        conversation = conversation.message(ConversationMessage::new(&*said.says).by(&*said.role));
    }
    let request = ReceptionRequest::builder()
        .thread_id("t")
        .organization_id("o")
        .conversation(conversation)
        .build();
    Material::new(MessageName::Reception, request)
}

fn conversations() -> Vec<(String, Labelled)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conversations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let read = files.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        (
            name,
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        )
    });
    read.collect()
}
