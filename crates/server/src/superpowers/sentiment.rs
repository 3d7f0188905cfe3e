use frontdesk_model::{Superpower, SuperpowerItem};
use serde_json::json;

use super::lexicon::Subject;
use super::{Analysis, Material, hundredths, item};

/// Sentiment analysis: how the end user feels.
///
/// Its item, illustrative like all of them: `label` (`positive`, `neutral`, `negative`), `score`
/// from -1 to 1, and `words`, those that led to it.
#[derive(Clone, Copy, Debug)]
pub struct Sentiment;

impl Analysis for Sentiment {
    fn superpower(&self) -> Superpower {
        Superpower::SentimentAnalysis
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let mood = Mood::of(material);
        let label = mood.label();
        Ok(vec![item(
            format!("The end user sounds {label}."),
            [
                ("label", json!(label)),
                ("score", json!(hundredths(mood.score))),
                ("words", json!(mood.words)),
            ],
        )])
    }

    fn effort(&self) -> f64 {
        0.4
    }
}

/// How good or bad the words are.
pub(super) struct Mood {
    pub(super) score: f64,
    words: Vec<&'static str>,
}

impl Mood {
    pub(super) fn of(material: &Material) -> Self {
        let (mut good, mut bad, mut words) = (0_u32, 0_u32, Vec::new());
        for (subject, is_good) in [(Subject::Positive, true), (Subject::Negative, false)] {
            for hit in material.hits(subject) {
                words.push(hit.term);
                if material.is_negated(*hit) == is_good {
                    bad += 1;
                } else {
                    good += 1;
                }
            }
        }
        words.truncate(20);
        let (good, bad) = (f64::from(good), f64::from(bad));
        Self {
            // One word counts half; the more agree, the nearer to the end of the scale.
            score: (good - bad) / (good + bad + 1.0),
            words,
        }
    }

    fn label(&self) -> &'static str {
        if self.score > 0.0 {
            "positive"
        } else if self.score < 0.0 {
            "negative"
        } else {
            "neutral"
        }
    }
}
