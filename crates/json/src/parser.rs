//! The single pass over a document: one function per kind of value, faults built on the way out.

mod number;
mod string;

use serde_json::Value;
use serde_json::map::{Entry, Map};

use crate::{MAX_DEPTH, ReadErrorKind};

/// Parses the one document that `text` must be.
pub(crate) fn document(text: &str) -> Step<Value> {
    whole(&mut Parser::new(text, None))
}

/// Parses a document, and lists where numbers start that their values do not hold.
pub(crate) fn document_noting(text: &str) -> Step<(Value, Vec<usize>)> {
    let mut parser = Parser::new(text, Some(Vec::new()));
    let value = whole(&mut parser)?;
    Ok((value, parser.rounded.unwrap_or_default()))
}

fn whole(parser: &mut Parser<'_>) -> Step<Value> {
    parser.skip_space();
    if parser.peek().is_none() {
        return Err(Fault::new(ReadErrorKind::EmptyDocument, parser.at));
    }
    let value = parser.value()?;
    parser.skip_space();
    if parser.peek().is_some() {
        return Err(Fault::new(ReadErrorKind::TrailingBytes, parser.at));
    }
    Ok(value)
}

pub(crate) type Step<T> = Result<T, Fault>;

/// What is wrong and where; boxed, so that what a step gives stays small.
pub(crate) struct Fault(pub(crate) Box<Wrong>);

/// The content of a fault, before anybody asked for its line.
pub(crate) struct Wrong {
    pub(crate) kind: ReadErrorKind,
    pub(crate) offset: usize,
    /// What the kind alone does not say, for the message.
    pub(crate) detail: String,
    /// The tokens that lead to it, innermost first.
    pub(crate) path: Vec<String>,
}

impl Fault {
    pub(crate) fn new(kind: ReadErrorKind, offset: usize) -> Self {
        Self(Box::new(Wrong {
            kind,
            offset,
            detail: String::new(),
            path: Vec::new(),
        }))
    }

    pub(crate) fn with_path_of(mut self, other: Self) -> Self {
        self.0.path = other.0.path;
        self
    }

    fn because(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = detail.into();
        self
    }

    #[cold]
    fn under(mut self, token: &str) -> Self {
        self.0.path.push(token.to_owned());
        self
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// Where numbers start that were rounded, if anybody asks.
    rounded: Option<Vec<usize>>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, rounded: Option<Vec<usize>>) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            rounded,
        }
    }
}

impl Parser<'_> {
    fn value(&mut self) -> Step<Value> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.literal("true", Value::Bool(true)),
            Some(b'f') => self.literal("false", Value::Bool(false)),
            Some(b'n') => self.literal("null", Value::Null),
            _ => Err(self.no_value()),
        }
    }

    fn nested(&mut self, container: fn(&mut Self) -> Step<Value>) -> Step<Value> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(ReadErrorKind::TooDeep, self.at));
        }
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        let value = container(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Step<Value> {
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            match self.value() {
                Ok(item) => items.push(item),
                Err(fault) => return Err(fault.under(&items.len().to_string())),
            }
            self.skip_space();
            if self.eat(b']') {
                return Ok(Value::Array(items));
            }
            self.expect(b',', "`,` or `]`")?;
            self.skip_space();
        }
    }

    fn object(&mut self) -> Step<Value> {
        let mut members = Map::new();
        if self.eat(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.member(&mut members)?;
            self.skip_space();
            if self.eat(b'}') {
                return Ok(Value::Object(members));
            }
            self.expect(b',', "`,` or `}`")?;
            self.skip_space();
        }
    }

    fn member(&mut self, members: &mut Map<String, Value>) -> Step<()> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a member name in double quotes"));
        }
        match members.entry(self.string()?) {
            Entry::Vacant(entry) => match self.member_value() {
                Ok(value) => entry.insert(value),
                Err(fault) => return Err(fault.under(entry.key())),
            },
            Entry::Occupied(entry) => {
                let name = entry.key().clone();
                let fault = Fault::new(ReadErrorKind::DuplicateMember { name }, start);
                return Err(fault.under(entry.key()));
            }
        };
        Ok(())
    }

    fn member_value(&mut self) -> Step<Value> {
        self.skip_space();
        self.expect(b':', "`:`")?;
        self.skip_space();
        self.value()
    }

    fn literal(&mut self, word: &str, value: Value) -> Step<Value> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else if word.as_bytes().starts_with(rest) {
            Err(self.end())
        } else {
            Err(self.unexpected("a value"))
        }
    }

    #[cold]
    fn no_value(&mut self) -> Fault {
        let rest = &self.text[self.at..];
        match rest.as_bytes().first() {
            None => self.end(),
            Some(b'+' | b'.') => self.malformed_number(self.at),
            Some(_) if rest.starts_with("NaN") || rest.starts_with("Infinity") => {
                self.malformed_number(self.at)
            }
            Some(_) => self.unexpected("a value"),
        }
    }

    fn expect(&mut self, byte: u8, expected: &str) -> Step<()> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.unexpected(expected))
        }
    }

    #[cold]
    fn unexpected(&self, expected: &str) -> Fault {
        let Some(found) = self.text[self.at..].chars().next() else {
            return self.end();
        };
        let way_out = match found {
            ']' | '}' if self.text[..self.at].trim_end().ends_with(',') => {
                ": remove the comma before it"
            }
            '\'' => ": JSON quotes with `\"`",
            '/' | '#' => ": JSON has no comments",
            'T' | 'F' | 'N' => ": write true, false or null",
            _ => "",
        };
        let found = crate::excerpt(&found.to_string(), 1);
        Fault::new(ReadErrorKind::Syntax, self.at)
            .because(format!("expected {expected}, found `{found}`{way_out}"))
    }

    #[cold]
    fn end(&self) -> Fault {
        Fault::new(ReadErrorKind::UnexpectedEnd, self.text.len())
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
