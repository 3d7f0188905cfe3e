//! Words that say something about a conversation, as data, language by language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// The subjects that words are listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    /// Says nothing but which language it is.
    Common,
    Positive,
    Negative,
    /// Turns round what follows.
    Negation,
    /// Turns round what comes before.
    NegationAfter,
    Media,
    Hacker,
    Financial,
    Escalation,
    Search,
}

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    terms: Vec<Term>,
    /// Finds all terms in one walk; patterns are numbered as the terms are.
    finder: AhoCorasick,
    negations: Vec<String>,
    negations_after: Vec<String>,
    spaced: bool,
}

/// A text that was made ready for looking words up: in lower case, and where languages have spaces,
/// one between all words, before the first and after the last.
#[derive(Debug)]
pub(crate) struct Words {
    text: String,
}

/// A word or several, from the beginning of a word; with a star up to anywhere in the last one.
#[derive(Debug)]
struct Term {
    subject: Subject,
    /// As it is shown.
    written: &'static str,
    /// As it is looked up, with the spaces that mark the ends of words.
    sought: String,
}

/// What was found in a text.
#[derive(Debug)]
pub(crate) struct Hits([Vec<Hit>; Subject::COUNT]);

/// A term that was found, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) term: &'static str,
    at: usize,
    end: usize,
}

impl Hits {
    /// Returns the terms of a subject, each place once, in the order of the text.
    pub(crate) fn of(&self, subject: Subject) -> &[Hit] {
        &self.0[subject as usize]
    }
}

impl Lexicon {
    /// Returns the words of a language by its code of ISO 639-1, or the English ones.
    pub(crate) fn of(language: &str) -> &'static Self {
        let known = &*LEXICONS;
        known.get(language).unwrap_or(&known["en"])
    }

    /// Tells whether its words are looked up in a text with [spaces](Words::spaced).
    pub(crate) fn is_spaced(&self) -> bool {
        self.spaced
    }

    /// Makes a text ready.
    pub(crate) fn words(&self, text: &str) -> Words {
        if self.spaced {
            Words::spaced(text)
        } else {
            Words {
                text: text.to_lowercase(),
            }
        }
    }

    /// Finds all terms.
    pub(crate) fn find(&self, words: &Words) -> Hits {
        let mut hits = <[Vec<Hit>; Subject::COUNT]>::default();
        for found in self.finder.find_overlapping_iter(&words.text) {
            let term = &self.terms[found.pattern()];
            hits[term.subject as usize].push(Hit {
                term: term.written,
                at: found.start(),
                end: found.end(),
            });
        }
        for hits in &mut hits {
            hits.sort_by_key(|hit| (hit.at, std::cmp::Reverse(hit.end)));
            // Terms share the space between them, and nothing else.
            hits.dedup_by(|later, earlier| later.at < earlier.end.saturating_sub(1));
        }
        Hits(hits)
    }

    /// Tells whether a term is turned round by a word near it.
    pub(crate) fn is_negated(&self, hit: Hit, words: &Words) -> bool {
        // Spaced terms begin with the space that ends the word before; where they end with a space
        // too, it belongs to what follows.
        let start = if self.spaced { hit.at + 1 } else { hit.at };
        let end = if words.text[..hit.end].ends_with(' ') {
            hit.end - 1
        } else {
            hit.end
        };
        let before = tail(&words.text[..start], self.reach(REACH_BEFORE));
        let after = head(&words.text[end..], self.reach(REACH_AFTER));
        let stands_in = |terms: &[String], text: &str| terms.iter().any(|term| text.contains(term));
        stands_in(&self.negations, before) || stands_in(&self.negations_after, after)
    }

    /// Without spaces a reach is counted in characters.
    fn reach(&self, words: usize) -> Reach {
        if self.spaced {
            Reach::Words(words)
        } else {
            Reach::Characters(2 * words)
        }
    }

    fn parse(text: &'static str) -> Self {
        let (mut terms, mut spaced): (Vec<Term>, _) = (Vec::new(), true);
        for (subject, listed) in text.lines().filter_map(|line| line.split_once(": ")) {
            if subject == "spaces" {
                spaced = listed != "no";
            } else if let Some(subject) = Subject::named(subject) {
                let listed = listed.split(", ");
                terms.extend(listed.map(|term| Term::new(subject, term, spaced)));
            }
        }
        let of = |subject| -> Vec<String> {
            let terms = terms.iter().filter(|term| term.subject == subject);
            terms.map(|term| term.sought.clone()).collect()
        };
        Self {
            finder: finder(terms.iter().map(|term| term.sought.as_str())),
            negations: of(Subject::Negation),
            negations_after: of(Subject::NegationAfter),
            terms,
            spaced,
        }
    }
}

impl Words {
    /// Makes a text ready that has spaces between its words.
    pub(crate) fn spaced(text: &str) -> Self {
        let mut words = String::with_capacity(text.len() + 2);
        words.push(' ');
        let mut after_space = true;
        for character in text.chars() {
            let is_space = match character {
                letter if letter.is_ascii_alphanumeric() => {
                    words.push(letter.to_ascii_lowercase());
                    false
                }
                '’' | '\'' => {
                    words.push('\'');
                    false
                }
                '-' => {
                    words.push('-');
                    false
                }
                other if other.is_alphanumeric() => {
                    words.extend(other.to_lowercase());
                    false
                }
                _ => true,
            };
            if is_space && !after_space {
                words.push(' ');
            }
            after_space = is_space;
        }
        words.push(' ');
        Self { text: words }
    }
}

/// Returns the languages that most words of a text are of, if they are of any; those that write
/// without spaces are known by their script.
pub(crate) fn familiar(words: &Words) -> Vec<&'static str> {
    let everyday = &*EVERYDAY;
    let mut counts = vec![(0, usize::MAX); everyday.codes.len()];
    for found in everyday.finder.find_overlapping_iter(&words.text) {
        for &language in &everyday.languages[found.pattern()] {
            let (count, last) = &mut counts[language];
            // A word counts once, however many terms begin with it.
            if *last != found.start() {
                (*count, *last) = (*count + 1, found.start());
            }
        }
    }
    let most = counts.iter().map(|(count, _)| *count).max();
    let most = most.filter(|most| *most > 0);
    let codes = everyday.codes.iter().zip(&counts);
    let codes = codes.filter(|(_, (count, _))| Some(*count) == most);
    codes.map(|(code, _)| *code).collect()
}

/// The words by which languages are told apart, and the languages that have them.
struct Everyday {
    finder: AhoCorasick,
    /// Which languages have a word, word by word.
    languages: Vec<Vec<usize>>,
    /// The codes of the languages.
    codes: Vec<&'static str>,
}

impl Everyday {
    fn gathered() -> Self {
        let mut words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (language, lexicon) in LEXICONS.values().enumerate() {
            let terms = if lexicon.spaced { &*lexicon.terms } else { &[] };
            for term in terms {
                if matches!(
                    term.subject,
                    Subject::Common | Subject::Negative | Subject::Positive | Subject::Search
                ) {
                    words.entry(&term.sought).or_default().push(language);
                }
            }
        }
        Self {
            finder: finder(words.keys().copied()),
            languages: words.into_values().collect(),
            codes: LEXICONS.keys().copied().collect(),
        }
    }
}

/// Makes what finds many words in one walk.
fn finder<'w>(words: impl Iterator<Item = &'w str>) -> AhoCorasick {
    AhoCorasick::new(words).expect("the word lists are small")
}

impl Term {
    fn new(subject: Subject, written: &'static str, spaced: bool) -> Self {
        let sought = match (spaced, written.strip_suffix('*')) {
            (false, _) => written.to_owned(),
            (true, Some(beginning)) => format!(" {beginning}"),
            (true, None) => format!(" {written} "),
        };
        Self {
            subject,
            written: written.trim_end_matches('*'),
            sought,
        }
    }
}

impl Subject {
    /// How many there are.
    const COUNT: usize = Self::Search as usize + 1;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "common" => Self::Common,
            "positive" => Self::Positive,
            "negative" => Self::Negative,
            "negation" => Self::Negation,
            "negation-after" => Self::NegationAfter,
            "media" => Self::Media,
            "hacker" => Self::Hacker,
            "financial" => Self::Financial,
            "escalation" => Self::Escalation,
            "search" => Self::Search,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy)]
enum Reach {
    Words(usize),
    Characters(usize),
}

fn tail(text: &str, reach: Reach) -> &str {
    let start = match reach {
        Reach::Words(words) => text.rmatch_indices(' ').nth(words).map(|(at, _)| at),
        Reach::Characters(count) => text.char_indices().rev().nth(count).map(|(at, _)| at),
    };
    &text[start.unwrap_or(0)..]
}

fn head(text: &str, reach: Reach) -> &str {
    let end = match reach {
        Reach::Words(words) => text.match_indices(' ').nth(words).map(|(at, _)| at + 1),
        Reach::Characters(count) => text.char_indices().nth(count).map(|(at, _)| at),
    };
    &text[..end.unwrap_or(text.len())]
}

const REACH_BEFORE: usize = 2;
const REACH_AFTER: usize = 2;

static EVERYDAY: LazyLock<Everyday> = LazyLock::new(Everyday::gathered);

static LEXICONS: LazyLock<BTreeMap<&'static str, Lexicon>> = LazyLock::new(|| {
    [
        ("de", include_str!("lexicons/de.txt")),
        ("en", include_str!("lexicons/en.txt")),
        ("es", include_str!("lexicons/es.txt")),
        ("fr", include_str!("lexicons/fr.txt")),
        ("it", include_str!("lexicons/it.txt")),
        ("ja", include_str!("lexicons/ja.txt")),
        ("nl", include_str!("lexicons/nl.txt")),
        ("pl", include_str!("lexicons/pl.txt")),
        ("pt", include_str!("lexicons/pt.txt")),
        ("tr", include_str!("lexicons/tr.txt")),
    ]
    .map(|(code, text)| (code, Lexicon::parse(text)))
    .into()
});
