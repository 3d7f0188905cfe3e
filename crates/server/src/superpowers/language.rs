use frontdesk_model::{Superpower, SuperpowerItem};
use serde_json::{Value, json};
use whatlang::{Detector, Lang, Script};

use super::lexicon::Words;
use super::{Analysis, Material, item, lexicon};

/// Language identification, by the words and the trigrams of what the end user says.
///
/// Its name `language_identification` is in no source, and neither is its item: `language`, a code
/// of ISO 639-1 or null, and `declared`, the language of the channel as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Language;

impl Analysis for Language {
    fn superpower(&self) -> Superpower {
        Superpower::from("language_identification")
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let language = material.language();
        let channel = material.request().session.channel.as_ref();
        let declared = channel.and_then(|channel| channel.language.as_deref());
        let content = match language {
            Some(code) => format!("The end user writes {}.", name(code)),
            None => "The language cannot be told.".to_owned(),
        };
        Ok(vec![item(
            content,
            [
                ("language", language.map_or(Value::Null, Value::from)),
                (
                    "declared",
                    json!(declared.filter(|declared| !declared.is_empty())),
                ),
            ],
        )])
    }

    fn effort(&self) -> f64 {
        0.2
    }
}

/// Tells the language of a text.
///
/// Trigrams tell long texts apart, and scripts; of short ones they take rare languages for common
/// ones. So where words are known, the language that has most of them wins, and trigrams decide
/// between equals.
///
/// The words of the text are returned too, where it was all looked at, and they were needed.
pub(super) fn identify(text: &str) -> (Option<&'static str>, Option<Words>) {
    if !text.chars().any(char::is_alphabetic) {
        return (None, None);
    }
    // The beginning is enough, and trigrams are dear.
    let end = if text.len() > LOOKED_AT {
        let next = text.char_indices().nth(LOOKED_AT);
        next.map_or(text.len(), |(at, _)| at)
    } else {
        text.len()
    };
    let beginning = &text[..end];
    if !beginning.is_ascii() && whatlang::detect_script(beginning) != Some(Script::Latin) {
        return (whatlang::detect_lang(beginning).and_then(code), None);
    }
    let words = Words::spaced(beginning);
    let language = of_words(&words, beginning);
    (language, (end == text.len()).then_some(words))
}

/// Tells the language of a text in Latin letters.
fn of_words(words: &Words, text: &str) -> Option<&'static str> {
    let familiar = lexicon::familiar(words);
    let likeliest: Vec<Lang> = KNOWN[..WITH_WORDS]
        .iter()
        .filter(|(_, code, _)| familiar.contains(code))
        .map(|(lang, _, _)| *lang)
        .collect();
    match likeliest[..] {
        [] => {
            let info = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
            code(info.lang())
        }
        [only] => code(only),
        _ => code(Detector::with_allowlist(likeliest).detect_lang(text)?),
    }
}

fn code(language: Lang) -> Option<&'static str> {
    let found = KNOWN.iter().find(|(lang, _, _)| *lang == language)?;
    Some(found.1)
}

fn name(code: &str) -> &str {
    KNOWN
        .iter()
        .find(|(_, known, _)| *known == code)
        .map_or(code, |(_, _, name)| name)
}

/// The languages that have word lists, then others that are told apart by more than a few words.
const KNOWN: [(Lang, &str, &str); 27] = [
    (Lang::Deu, "de", "German"),
    (Lang::Eng, "en", "English"),
    (Lang::Spa, "es", "Spanish"),
    (Lang::Fra, "fr", "French"),
    (Lang::Ita, "it", "Italian"),
    (Lang::Jpn, "ja", "Japanese"),
    (Lang::Nld, "nl", "Dutch"),
    (Lang::Pol, "pl", "Polish"),
    (Lang::Por, "pt", "Portuguese"),
    (Lang::Tur, "tr", "Turkish"),
    (Lang::Ara, "ar", "Arabic"),
    (Lang::Ces, "cs", "Czech"),
    (Lang::Cmn, "zh", "Chinese"),
    (Lang::Dan, "da", "Danish"),
    (Lang::Ell, "el", "Greek"),
    (Lang::Fin, "fi", "Finnish"),
    (Lang::Heb, "he", "Hebrew"),
    (Lang::Hin, "hi", "Hindi"),
    (Lang::Hun, "hu", "Hungarian"),
    (Lang::Kor, "ko", "Korean"),
    (Lang::Nob, "nb", "Norwegian"),
    (Lang::Ron, "ro", "Romanian"),
    (Lang::Rus, "ru", "Russian"),
    (Lang::Swe, "sv", "Swedish"),
    (Lang::Tha, "th", "Thai"),
    (Lang::Ukr, "uk", "Ukrainian"),
    (Lang::Vie, "vi", "Vietnamese"),
];
const WITH_WORDS: usize = 10;
/// How many characters are looked at.
const LOOKED_AT: usize = 2_000;
