use frontdesk_model::{MessageName, Superpower, SuperpowerItem};
use serde_json::json;

use super::sentiment::Mood;
use super::{Analysis, Material, item};

/// The one reply to a message that is not about intake.
///
/// Of the six such messages the sources show one name, `translate`, and one form of item: that of
/// an adjusted reply in API 3.1.1, `content` with `type` = `adjusted_content`. The rest is
/// illustrative: the name of the message as the superpower's, and a `content` that shows what came.
#[derive(Clone, Debug)]
pub struct Other(pub MessageName);

impl Analysis for Other {
    fn superpower(&self) -> Superpower {
        Superpower::from(self.0.as_str())
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let request = &material.request().request;
        let attributes = request.attributes.clone().unwrap_or_default();
        let given = attributes.content.unwrap_or_default();
        let mut lines = material.user_text().lines();
        let (first, last) = (lines.next().unwrap_or_default(), lines.next_back());
        let item = match &self.0 {
            MessageName::Adjust => item(
                format!("{given} ({})", attributes.instruction.unwrap_or_default()),
                [("type", json!("adjusted_content"))],
            ),
            MessageName::Elevate => item(format!("{given} Is there anything else?"), []),
            MessageName::Summarize => item(
                match last {
                    Some(last) => format!("It began with \"{first}\" and came to \"{last}\"."),
                    None => format!("The end user said \"{first}\"."),
                },
                [],
            ),
            MessageName::Translate => item(
                last.unwrap_or(first).to_owned(),
                [(
                    "language",
                    json!(
                        request
                            .settings
                            .as_ref()
                            .and_then(|settings| settings.override_output_language.as_deref())
                    ),
                )],
            ),
            MessageName::Recommend => {
                let offers = request
                    .resources
                    .as_ref()
                    .map(|resources| &resources.offers);
                let offer = offers.and_then(|offers| offers.first());
                item(
                    "The first offer fits best.".to_owned(),
                    [("offer", json!(offer))],
                )
            }
            MessageName::Insights => item(
                format!(
                    "{} words of the end user, mood {:.2}",
                    material.user_text().split_whitespace().count(),
                    Mood::of(material).score
                ),
                [],
            ),
            MessageName::Reception
            | MessageName::Interaction
            | MessageName::CustomerInteraction
            | MessageName::Other(_) => item(first.to_owned(), []),
        };
        Ok(vec![item])
    }
}
