use frontdesk_model::{Superpower, SuperpowerItem};
use serde_json::json;

use super::lexicon::Subject;
use super::{Analysis, Material, item};

/// Search requirements: whether an answer needs to be looked up, and by what.
///
/// Its name `search_requirements` is in no source, and neither is its item: `needed`, and `queries`,
/// the questions that were asked. `settings.disableSearch` leaves nothing to be searched.
#[derive(Clone, Copy, Debug)]
pub struct Search;

impl Analysis for Search {
    fn superpower(&self) -> Superpower {
        Superpower::from("search_requirements")
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let settings = material.request().request.settings.as_ref();
        let disabled = settings.and_then(|settings| settings.disable_search) == Some(true);
        let queries = if disabled {
            Vec::new()
        } else {
            questions(material)
        };
        let content = match (disabled, queries.first()) {
            (true, _) => "Search is disabled by the request.".to_owned(),
            (false, Some(query)) => format!("To be looked up: {query}"),
            (false, None) => "Nothing needs to be looked up.".to_owned(),
        };
        Ok(vec![item(
            content,
            [
                ("needed", json!(!queries.is_empty())),
                ("queries", json!(queries)),
            ],
        )])
    }

    fn effort(&self) -> f64 {
        0.8
    }
}

/// Takes the sentences that ask for something that is known elsewhere; "can you help me?" does not.
fn questions(material: &Material) -> Vec<String> {
    if material.hits(Subject::Search).is_empty() {
        return Vec::new();
    }
    let sentences = material
        .user_text()
        .split_inclusive(['.', '!', '?', '？', '。', '\n']);
    let asked: Vec<String> = sentences
        .map(str::trim)
        .filter(|sentence| sentence.ends_with(['?', '？']))
        .map(|sentence| frontdesk_json::excerpt(sentence, 200))
        .take(5)
        .collect();
    if asked.is_empty() && material.language() == Some("ja") {
        let text = material.user_text().trim();
        return vec![frontdesk_json::excerpt(text, 200)];
    }
    asked
}
