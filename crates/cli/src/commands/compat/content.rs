//! What is compared: items by key, each with the schema of its writers and that of its readers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use frontdesk_compat::{Location, Spot, endless};
use frontdesk_contract::{
    ApiDocument, Direction, DocumentKind, DocumentMessage, MessageRange, kind_of, read_document,
};
use frontdesk_json::Pointer;
use frontdesk_schema::{Options, Schema};
use serde_json::json;

use super::document::Document;
use super::folder::{self, Files};
use super::git::{self, Object};
use super::siblings::{self, PLACE, Siblings};
use crate::failure::Failure;
use crate::files::read_bytes;

/// One of the two things that are compared.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) kind: Kind,
    /// What is compared, by what identifies it on both sides.
    pub(super) items: BTreeMap<String, Item>,
    /// The operations of API documents.
    pub(super) operations: BTreeMap<String, Operation>,
    /// The API documents, by their place in a folder.
    pub(super) apis: BTreeMap<String, Api>,
}

/// An API document, and the text that it was read from.
#[derive(Debug)]
pub(super) struct Api {
    pub(super) read: ApiDocument,
    pub(super) document: Arc<Document>,
}

/// What sort of thing it is; only two of a sort can be compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Schema,
    Document(DocumentKind),
    /// Files by their names.
    Folder,
    /// A release or a source, by message.
    Contract,
}

/// One schema, or one message.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) name: String,
    /// Who writes it, where that is known.
    pub(super) direction: Option<Direction>,
    pub(super) writer: Source,
    pub(super) reader: Source,
    /// Whether writers and readers have schemas of their own.
    pub(super) two_sided: bool,
}

/// One operation of an API document.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) pointer: Pointer,
    pub(super) document: Arc<Document>,
}

/// Where a schema comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Schema {
        document: Arc<Document>,
        siblings: Arc<Siblings>,
    },
    Message {
        message: Box<DocumentMessage>,
        document: Arc<Document>,
    },
    /// A group of parameters or headers of which there are none.
    Nothing { writer: bool },
    /// It cannot be read; the rest can.
    Broken { file: String, reason: String },
}

/// What a word of the command line names, as it was read.
enum Named {
    File(Vec<u8>),
    Folder(Files),
}

/// Reads what two words of the command line name.
pub(super) fn read_both(old: &str, new: &str) -> Result<(Content, Content), Failure> {
    let (was, is) = (read(old)?, read(new)?);
    let renamed = match (&was, &is) {
        (Named::Folder(was), Named::Folder(is)) => folder::renamed(was, is)?,
        _ => BTreeMap::new(),
    };
    let was = of_named(old, was, "old", &BTreeMap::new())?;
    Ok((was, of_named(new, is, "new", &renamed)?))
}

fn read(word: &str) -> Result<Named, Failure> {
    if let Some(words) = word.strip_prefix("git:") {
        return Ok(match git::read(words)? {
            Object::File(bytes) => Named::File(bytes),
            Object::Folder(files) => Named::Folder(files),
        });
    }
    let path = Path::new(word);
    Ok(if path.is_dir() {
        Named::Folder(folder::walk(path)?)
    } else {
        Named::File(read_bytes(path)?)
    })
}

/// Makes items of what was read; `version` keeps the two sides apart.
fn of_named(
    word: &str,
    named: Named,
    version: &str,
    renamed: &BTreeMap<String, String>,
) -> Result<Content, Failure> {
    match named {
        Named::File(bytes) => of_file(word, bytes, version),
        Named::Folder(files) => folder::content(word, files, version, renamed),
    }
}

fn of_file(name: &str, bytes: Vec<u8>, version: &str) -> Result<Content, Failure> {
    let document = Arc::new(Document::parse(name.to_owned(), bytes)?);
    let mut content = Content {
        kind: Kind::Schema,
        items: BTreeMap::new(),
        operations: BTreeMap::new(),
        apis: BTreeMap::new(),
    };
    if let Some(kind) = kind_of(&document.reading.value) {
        content.kind = Kind::Document(kind);
        content.add_api(&document, version, "")?;
        return Ok(content);
    }
    let siblings = Arc::new(siblings::of_one(&document)?);
    let source = Source::Schema { document, siblings };
    let item = Item::of_one(name.to_owned(), None, source);
    content.items.insert(String::new(), item);
    Ok(content)
}

impl Content {
    /// Tells whether it is a folder in which nothing stands: mostly a path that was mistaken.
    pub(super) fn is_empty_folder(&self) -> bool {
        let is_folder = matches!(self.kind, Kind::Folder | Kind::Contract);
        is_folder && self.items.is_empty() && self.operations.is_empty()
    }

    /// Adds the messages of an API document; `file` is its place in a folder.
    pub(super) fn add_api(
        &mut self,
        document: &Arc<Document>,
        version: &str,
        file: &str,
    ) -> Result<(), Failure> {
        let uri = format!("{PLACE}{version}/{file}");
        let api = read_document(document.reading.value.clone(), &uri).map_err(|source| {
            let path = document.name.clone().into();
            Failure::NoDocument { path, source }
        })?;
        let named = |name: &str| match file {
            "" => name.to_owned(),
            file => format!("{file}: {name}"),
        };
        for operation in api.operations() {
            let described = Operation {
                name: named(&operation.name),
                pointer: operation.pointer.clone(),
                document: Arc::clone(document),
            };
            self.operations.insert(named(&operation.key), described);
        }
        for message in api.messages() {
            let item = Item::of_message(named(message.name()), message, document);
            self.items.insert(named(message.key()), item);
        }
        let read = Api {
            read: api,
            document: Arc::clone(document),
        };
        self.apis.insert(file.to_owned(), read);
        Ok(())
    }
}

impl Kind {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Schema => "a schema file",
            Self::Document(DocumentKind::OpenApi) => "an OpenAPI document",
            Self::Document(DocumentKind::AsyncApi) => "an AsyncAPI document",
            Self::Folder => "a folder of schema files",
            Self::Contract => "a release or a source",
        }
    }
}

impl Item {
    /// Makes an item whose writers and readers go by the same schema.
    pub(super) fn of_one(name: String, direction: Option<Direction>, source: Source) -> Self {
        Self {
            name,
            direction,
            writer: source.clone(),
            reader: source,
            two_sided: false,
        }
    }

    /// Makes an item of a message, which its writers and its readers may see in different ways.
    fn of_message(name: String, message: &DocumentMessage, document: &Arc<Document>) -> Self {
        let source = |message: DocumentMessage| Source::Message {
            message: Box::new(message),
            document: Arc::clone(document),
        };
        let direction = Some(message.direction());
        match message.sides() {
            None => Self::of_one(name, direction, source(message.clone())),
            Some((writer, reader)) => Self {
                name,
                direction,
                writer: source(writer),
                reader: source(reader),
                two_sided: true,
            },
        }
    }

    /// Returns which statuses and media types it stands for, where it is of an API document.
    pub(super) fn range(&self) -> Option<&MessageRange> {
        match &self.reader {
            Source::Message { message, .. } => message.range(),
            Source::Schema { .. } | Source::Nothing { .. } | Source::Broken { .. } => None,
        }
    }

    /// Returns what stands for a group of parameters that the other side lacks, if it is one.
    pub(super) fn absent(&self) -> Option<Self> {
        let Source::Message { message, .. } = &self.reader else {
            return None;
        };
        message.schema().get("properties")?;
        Some(Self {
            writer: Source::Nothing { writer: true },
            reader: Source::Nothing { writer: false },
            two_sided: true,
            ..self.clone()
        })
    }
}

impl Source {
    /// Compiles it, unless it refers to itself for ever.
    pub(super) fn compile(&self, options: &Options) -> Result<Arc<Schema>, Failure> {
        match self {
            Self::Schema { document, .. } => document.compiled(|| self.compile_finite(options)),
            Self::Message { .. } | Self::Nothing { .. } | Self::Broken { .. } => {
                self.compile_finite(options).map(Arc::new)
            }
        }
    }

    fn compile_finite(&self, options: &Options) -> Result<Schema, Failure> {
        let schema = self.compile_as_it_is(options)?;
        match endless(schema.outline()) {
            None => Ok(schema),
            Some(pointer) => Err(Failure::Endless {
                path: self.file().unwrap_or_default().into(),
                pointer,
            }),
        }
    }

    fn compile_as_it_is(&self, options: &Options) -> Result<Schema, Failure> {
        let no_schema = |path: &str| {
            let path = path.into();
            |source| Failure::NoSchema { path, source }
        };
        match self {
            Self::Schema { document, siblings } => {
                let mut options = options.clone();
                let mut reading = document.reading.clone();
                siblings.join(document, &mut reading, &mut options);
                Schema::compile_read(reading, &options).map_err(no_schema(&document.name))
            }
            Self::Message { message, document } => {
                let compiled = message.compile(options);
                compiled.map_err(no_schema(&document.name))
            }
            Self::Nothing { writer } => {
                let schema = json!({"type": "object", "additionalProperties": !writer});
                Schema::compile(schema, options).map_err(no_schema("-"))
            }
            Self::Broken { reason, .. } => Err(Failure::Usage(reason.clone())),
        }
    }

    /// Tells whether both are one schema, whatever their files look like.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Schema { document, siblings },
                Self::Schema {
                    document: one,
                    siblings: others,
                },
            ) => {
                // What was rounded may have said something else; a spelling may be shortened.
                let spelled = |document: &Document| -> Vec<String> {
                    let rounded = document.reading.rounded.iter();
                    rounded.map(|rounded| rounded.spelling.clone()).collect()
                };
                let rounded = spelled(document);
                document.reading.value == one.reading.value
                    && rounded == spelled(one)
                    && !rounded.iter().any(|spelling| spelling.ends_with('…'))
                    && siblings.say_the_same(others)
            }
            _ => false,
        }
    }

    /// Names the file.
    pub(super) fn file(&self) -> Option<&str> {
        match self {
            Self::Schema { document, .. } | Self::Message { document, .. } => Some(&document.name),
            Self::Broken { file, .. } => Some(file),
            Self::Nothing { .. } => None,
        }
    }

    /// Says where it starts.
    pub(super) fn start(&self) -> Option<Spot> {
        let root = Location {
            resource: None,
            pointer: Pointer::root(),
        };
        self.spot(&root)
    }

    /// Says where a place of the schema stands.
    pub(super) fn spot(&self, location: &Location) -> Option<Spot> {
        match self {
            Self::Schema { document, siblings } => match &location.resource {
                None => spot(document, &location.pointer),
                Some(uri) => spot(siblings.by_uri.get(uri)?, &location.pointer),
            },
            Self::Message { document, .. } if location.resource.is_some() => {
                spot(document, &location.pointer)
            }
            // It was put together from several places.
            Self::Message { message, document } => {
                let mut tokens = location.pointer.tokens();
                let member = match (tokens.next(), tokens.next()) {
                    (Some("properties"), Some(name)) => message.member_pointer(name),
                    _ => None,
                };
                Some(Spot {
                    subschema: location.pointer.resolve(&message.schema())?.clone(),
                    ..spot(document, member.unwrap_or_else(|| message.pointer()))?
                })
            }
            Self::Nothing { .. } | Self::Broken { .. } => None,
        }
    }
}

fn spot(document: &Document, pointer: &Pointer) -> Option<Spot> {
    Some(Spot {
        file: document.name.clone(),
        line: document.line_of(pointer),
        pointer: pointer.clone(),
        subschema: pointer.resolve(&document.reading.value)?.clone(),
    })
}
