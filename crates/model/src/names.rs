//! Names that the sources give to messages, schemas and superpowers.

use crate::text::{closed_text, open_text};

open_text! {
    /// The message that an envelope carries: one of nine names in the vendor schema.
    ///
    /// The SDK sends the deprecated one as `customerInteraction`, which the vendor schema refuses
    /// (C-09); it is read as the legal spelling. Unknown names are read, so that a service can
    /// answer that it does not know them.
    pub enum MessageName writes one of {
        /// Intake and routing of a first contact; since 3.2.
        Reception = "reception",
        /// One step of a conversation; since 3.2.
        Interaction = "interaction",
        /// The deprecated form of interaction.
        CustomerInteraction = "customerinteraction" | "customerInteraction",
        /// Changes a reply that was returned.
        Adjust = "adjust",
        /// Improves or escalates; the docs pages disagree (C-29).
        Elevate = "elevate",
        /// Sums a conversation up.
        Summarize = "summarize",
        /// Translates a conversation.
        Translate = "translate",
        /// Recommends offers.
        Recommend = "recommend",
        /// Finds insights in a conversation.
        Insights = "insights"
    }
}

closed_text! {
    /// The kind of WebSocket frame: `message`, in both directions (vendor schema, docs pages).
    pub enum EnvelopeAction {
        /// An envelope of headers and payload.
        Message = "message",
    }
}

impl Default for EnvelopeAction {
    /// Returns the only kind of frame there is.
    fn default() -> Self {
        Self::Message
    }
}

open_text! {
    /// The `identifier` header: `message` in every source that names it.
    pub enum Identifier writes one of {
        /// What vendor schema and SDK say.
        Message = "message"
    }
}

open_text! {
    /// The schema that a request envelope follows; only the major version counts (vendor schema).
    pub enum RequestSchemaRef writes one of {
        /// The contract of 3.x.
        MessageV3 = "optave.message.v3"
    }
}

open_text! {
    /// The schema that a response envelope follows; the vendor schema does not tie it to the state.
    pub enum ResponseSchemaRef writes one of {
        /// A superpower response of 3.x.
        ResponseV3 = "optave.response.v3",
        /// An error response of 3.x.
        ErrorV3 = "optave.error.v3"
    }
}

closed_text! {
    /// What a bare reply says it is: `superpower` in every source.
    pub enum ReplyAction {
        /// The result, or the failure, of one superpower.
        Superpower = "superpower",
    }
}

open_text! {
    /// The state of a reply: three in the vendor schema, others over time (C-19).
    pub enum State writes one of {
        /// Work has begun (vendor schema; not in AsyncAPI 3.1.1).
        Started = "started",
        /// The result is complete (every source).
        Completed = "completed",
        /// The superpower has failed (every source).
        Error = "error";
        /// Work goes on. AsyncAPI 3.1.1 only: read, never written.
        Processing = "processing"
    }
}

closed_text! {
    /// The state of an error response, by which it is told from a superpower response.
    pub enum ErrorState {
        /// The superpower has failed.
        Error = "error",
    }
}

open_text! {
    /// The superpower that a reply comes from, an open string in every source.
    ///
    /// The docs page names five superpowers of reception and no strings: escalation need, language
    /// identification and search requirements have none in any source. Whether risk assessment
    /// (media, hacker, financial) is one message or three is not known.
    pub enum Superpower writes any {
        /// Sentiment analysis. An example in vendor schema and AsyncAPI 3.1.1, not confirmed for
        /// reception.
        SentimentAnalysis = "sentiment_analysis",
        /// Risk assessment. An example in vendor schema and AsyncAPI 3.1.1, not confirmed for
        /// reception.
        RiskAssessment = "risk_assessment",
        /// Translation. The sample of the docs page "Translate"; not a superpower of reception.
        Translate = "translate",
        /// An adjusted reply. The example of AsyncAPI 3.1.1 (C-20); not a superpower of reception.
        Adjust = "adjust",
        /// An adjusted reply. Named in descriptions of vendor schema and AsyncAPI 3.1.1 (C-20).
        AdjustSuggestion = "adjust_suggestion",
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageName, State};
    use crate::Role;

    #[test]
    fn known_strings_become_variants() {
        assert_eq!(State::from("started"), State::Started);
        assert_eq!(State::from("paused"), State::Other("paused".to_owned()));
        let name: MessageName = serde_json::from_str(r#""customerInteraction""#).unwrap();
        assert_eq!(name, MessageName::CustomerInteraction);
        assert_eq!(
            serde_json::to_string(&name).unwrap(),
            r#""customerinteraction""#
        );
    }

    #[test]
    fn closed_strings_refuse_other_forms() {
        for text in [
            r#""agent""#,
            r#""User""#,
            r#"{"user":null}"#,
            "null",
            "0",
            r#"["user"]"#,
        ] {
            assert!(serde_json::from_str::<Role>(text).is_err(), "{text}");
        }
    }
}
