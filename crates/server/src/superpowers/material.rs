use frontdesk_model::{MessageName, ReceptionRequest, Role};

use super::language;
use super::lexicon::{Hit, Hits, Lexicon, Subject, Words};

/// What a superpower looks at: who said what, and in which language.
#[derive(Debug)]
pub struct Material {
    message: MessageName,
    request: Box<ReceptionRequest>,
    user: String,
    language: Option<&'static str>,
    lexicon: &'static Lexicon,
    words: Words,
    hits: Hits,
}

impl Material {
    /// Takes what was said out of a request.
    ///
    /// The words of the end user count. Where no participant of that role has said anything, all
    /// words do.
    #[must_use]
    pub fn new(message: MessageName, request: impl Into<Box<ReceptionRequest>>) -> Self {
        let request = request.into();
        let by_user = said(&request, |role| matches!(role, None | Some(Role::User)));
        let user = if by_user.trim().is_empty() {
            said(&request, |_| true)
        } else {
            by_user
        };
        let (language, words) = language::identify(&user);
        let lexicon = Lexicon::of(language.unwrap_or("en"));
        let words = words.filter(|_| lexicon.is_spaced());
        let words = words.unwrap_or_else(|| lexicon.words(&user));
        Self {
            hits: lexicon.find(&words),
            words,
            message,
            request,
            user,
            language,
            lexicon,
        }
    }

    /// Returns which message asks.
    #[must_use]
    pub fn message(&self) -> &MessageName {
        &self.message
    }

    /// Returns the request.
    #[must_use]
    pub fn request(&self) -> &ReceptionRequest {
        &self.request
    }

    /// Returns what the end user has said, one message a line.
    #[must_use]
    pub fn user_text(&self) -> &str {
        &self.user
    }

    /// Returns the language of that, as a code of ISO 639-1, if it can be told.
    #[must_use]
    pub fn language(&self) -> Option<&'static str> {
        self.language
    }

    /// Returns the words of a subject.
    pub(super) fn hits(&self, subject: Subject) -> &[Hit] {
        self.hits.of(subject)
    }

    /// Tells whether a word is turned round.
    pub(super) fn is_negated(&self, hit: Hit) -> bool {
        self.lexicon.is_negated(hit, &self.words, &self.hits)
    }
}

fn said(request: &ReceptionRequest, counts: impl Fn(Option<Role>) -> bool) -> String {
    let mut text = String::with_capacity(MOSTLY);
    for conversation in &request.request.scope.conversations {
        for message in &conversation.messages {
            let author = conversation.participants.iter().find(|participant| {
                participant.participant_id.is_some()
                    && participant.participant_id == message.participant_id
            });
            let Some(content) = &message.content else {
                continue;
            };
            if counts(author.and_then(|author| author.role)) && text.len() < MOST {
                text.push_str(content);
                text.push('\n');
            }
        }
    }
    text
}

/// How many bytes most end users say at most.
const MOSTLY: usize = 512;
/// How many bytes are looked at: enough for any conversation, and never a second's work.
const MOST: usize = 64 * 1024;
