//! From the events of a parser to one value, without recursion.

use std::borrow::Cow;
use std::collections::HashMap;

use frontdesk_json::{MAX_DEPTH, Pointer, Reading, Rounded, excerpt};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::{MAX_EXCERPT, MAX_EXPANDED, YamlError, YamlErrorKind, scalar};

/// Loads the one document of a text.
pub(super) fn load(text: &str) -> Result<Reading, YamlError> {
    let mut loader = Loader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let message = error.info().to_owned();
            at(*error.marker(), YamlErrorKind::Syntax { message })
        })?;
        loader
            .take(event, span.start)
            .map_err(|kind| at(span.start, kind))?;
    }
    let value = loader
        .document
        .ok_or_else(|| YamlError::new(YamlErrorKind::Empty, 1, 1))?;
    let rounded = loader.rounded;
    Ok(Reading { value, rounded })
}

#[derive(Default)]
struct Loader {
    open: Vec<Open>,
    document: Option<Value>,
    /// What is complete and may be repeated, by the number of its anchor.
    anchors: HashMap<usize, Anchored>,
    expanded: usize,
    rounded: Vec<Rounded>,
}

/// A collection that is not complete.
struct Open {
    collection: Collection,
    anchor: usize,
    weight: usize,
}

enum Collection {
    Sequence(Vec<Value>),
    Mapping {
        members: Map<String, Value>,
        key: Option<String>,
    },
}

struct Anchored {
    value: Value,
    weight: usize,
    pointer: Pointer,
}

impl Loader {
    fn take(&mut self, event: Event<'_>, place: Marker) -> Result<(), YamlErrorKind> {
        match event {
            Event::DocumentStart(_) if self.document.is_some() => {
                Err(YamlErrorKind::SecondDocument)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
            Event::Alias(anchor) => self.alias(anchor),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_ref(), place)
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(Collection::Sequence(Vec::new()), anchor, tag, "seq")
            }
            Event::MappingStart(anchor, tag) => {
                let (members, key) = (Map::new(), None);
                self.open(Collection::Mapping { members, key }, anchor, tag, "map")
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
        }
    }

    fn open(
        &mut self,
        collection: Collection,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        known: &str,
    ) -> Result<(), YamlErrorKind> {
        if let Some(tag) = tag
            && core(&tag) != Some(known)
        {
            return Err(unknown(&tag));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(YamlErrorKind::TooDeep);
        }
        if self.wants_key() {
            return Err(YamlErrorKind::Key);
        }
        self.open.push(Open {
            collection,
            anchor,
            weight: 1,
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), YamlErrorKind> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.collection {
            Collection::Sequence(items) => Value::Array(items),
            Collection::Mapping { members, .. } => Value::Object(members),
        };
        self.complete(value, open.anchor, open.weight)
    }

    fn alias(&mut self, anchor: usize) -> Result<(), YamlErrorKind> {
        if self.wants_key() {
            return Err(YamlErrorKind::Key);
        }
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(YamlErrorKind::AliasInItself);
        };
        // The lists of rounded numbers that an alias repeats are shorter than what it repeats.
        expand(&mut self.expanded, anchored.weight)?;
        let (value, weight) = (anchored.value.clone(), anchored.weight);
        let (from, to) = (&anchored.pointer, self.pointer());
        let again = self.rounded.iter().filter_map(|rounded| {
            let tail = rounded.pointer.starts_with(from).then(|| {
                let tail = rounded.pointer.tokens().skip(from.len());
                Pointer::from_tokens(tail)
            })?;
            Some(Rounded {
                pointer: to.join(&tail),
                ..rounded.clone()
            })
        });
        let again: Vec<Rounded> = again.collect();
        self.rounded.extend(again);
        self.complete(value, 0, weight)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Cow<'_, Tag>>,
        place: Marker,
    ) -> Result<(), YamlErrorKind> {
        if self.wants_key() {
            return self.key(text, style, anchor);
        }
        let scalar = match tag {
            Some(tag) => core(tag)
                .map(|core| scalar::tagged(core, text))
                .transpose()?
                .flatten()
                .ok_or_else(|| unknown(tag))?,
            None if style == ScalarStyle::Plain => scalar::plain(text)?,
            None => Value::from(text).into(),
        };
        if let Some(number) = &scalar.number {
            self.note(number, place);
        }
        self.complete(scalar.value, anchor, text.len() + 1)
    }

    fn key(&mut self, text: &str, style: ScalarStyle, anchor: usize) -> Result<(), YamlErrorKind> {
        if text == "<<" && style == ScalarStyle::Plain {
            return Err(YamlErrorKind::MergeKey);
        }
        if anchor != 0 {
            let anchored = Anchored {
                value: Value::from(text),
                weight: text.len() + 1,
                pointer: self.pointer(),
            };
            self.anchors.insert(anchor, anchored);
        }
        if let Some(Open {
            collection: Collection::Mapping { members, key },
            weight,
            ..
        }) = self.open.last_mut()
        {
            if members.contains_key(text) {
                let name = excerpt(text, MAX_EXCERPT);
                return Err(YamlErrorKind::DuplicateKey { name });
            }
            *weight += text.len() + 1;
            *key = Some(text.to_owned());
        }
        Ok(())
    }

    /// Notes a number that its value does not hold exactly.
    fn note(&mut self, number: &str, place: Marker) {
        // The spelling has been read already.
        let rounded = frontdesk_json::read_noting(number.as_bytes()).map(|read| read.rounded);
        for rounded in rounded.unwrap_or_default() {
            self.rounded.push(Rounded {
                pointer: self.pointer(),
                line: place.line(),
                column: place.col() + 1,
                ..rounded
            });
        }
    }

    /// Puts a complete value to where it belongs.
    fn complete(
        &mut self,
        value: Value,
        anchor: usize,
        weight: usize,
    ) -> Result<(), YamlErrorKind> {
        if anchor != 0 {
            // Anchors inside each other keep the inner values several times.
            expand(&mut self.expanded, weight)?;
            let (value, pointer) = (value.clone(), self.pointer());
            let anchored = Anchored {
                value,
                weight,
                pointer,
            };
            self.anchors.insert(anchor, anchored);
        }
        let Some(open) = self.open.last_mut() else {
            self.document = Some(value);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(weight);
        match &mut open.collection {
            Collection::Sequence(items) => items.push(value),
            Collection::Mapping { members, key } => {
                members.insert(key.take().unwrap_or_default(), value);
            }
        }
        Ok(())
    }

    fn wants_key(&self) -> bool {
        self.open.last().is_some_and(
            |open| matches!(&open.collection, Collection::Mapping { key, .. } if key.is_none()),
        )
    }

    /// Names the value that comes next.
    fn pointer(&self) -> Pointer {
        Pointer::from_tokens(self.open.iter().map(|open| match &open.collection {
            Collection::Sequence(items) => items.len().to_string(),
            Collection::Mapping { key, .. } => key.clone().unwrap_or_default(),
        }))
    }
}

/// Counts what is held a second time.
fn expand(expanded: &mut usize, weight: usize) -> Result<(), YamlErrorKind> {
    *expanded = expanded.saturating_add(weight);
    if *expanded > MAX_EXPANDED {
        return Err(YamlErrorKind::Expansion);
    }
    Ok(())
}

/// Returns the name of a tag of the core schema.
fn core(tag: &Tag) -> Option<&str> {
    tag.is_yaml_core_schema().then_some(tag.suffix.as_str())
}

fn unknown(tag: &Tag) -> YamlErrorKind {
    YamlErrorKind::Tag {
        tag: excerpt(&format!("{}{}", tag.handle, tag.suffix), MAX_EXCERPT),
    }
}

fn at(place: Marker, kind: YamlErrorKind) -> YamlError {
    YamlError::new(kind, place.line(), place.col() + 1)
}
