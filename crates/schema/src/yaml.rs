//! YAML as JSON: the part of YAML that two careful readers agree on.

mod line;
mod loader;
mod scalar;

pub use line::yaml_line_of;

use frontdesk_json::{MAX_DEPTH, Reading, excerpt};

/// Reads one YAML document as the JSON value that it stands for.
///
/// Plain scalars mean what the core schema of YAML 1.2 says, so that `no` is a text. Names of
/// members are texts however they look, so that `200:` is the name `"200"`. What JSON cannot hold
/// or readers disagree on is refused: repeated keys, merge keys, keys that are no scalars, `.nan`,
/// tags of one's own, and more than one document. Containers nest as deep as in JSON, and aliases
/// are expanded only as far as a document that somebody wrote needs it.
///
/// ```
/// let reading = frontdesk_schema::read_yaml(b"type: object\nrequired: [id]\n")?;
/// assert_eq!(reading.value, serde_json::json!({"type": "object", "required": ["id"]}));
///
/// let error = frontdesk_schema::read_yaml(b"a: 1\nb: 2\na: 3\n").unwrap_err();
/// assert_eq!((error.line(), error.column()), (3, 1));
/// # Ok::<(), frontdesk_schema::YamlError>(())
/// ```
///
/// # Errors
///
/// When the bytes are no such document. The error names the first place that is wrong.
pub fn read_yaml(bytes: &[u8]) -> Result<Reading, YamlError> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    loader::load(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Why a YAML document was refused, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind} (line {line}, column {column})")]
pub struct YamlError {
    kind: Box<YamlErrorKind>,
    line: usize,
    column: usize,
}

/// The kinds of [`YamlError`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum YamlErrorKind {
    /// An alias stands inside the value that it repeats.
    #[error("an alias inside its own anchor: write the value out")]
    AliasInItself,
    /// A mapping has the same key twice.
    #[error("the key {name:?} is there twice: remove one of them")]
    DuplicateKey {
        /// The key.
        name: String,
    },
    /// There is no document.
    #[error("no document: the file is empty")]
    Empty,
    /// Aliases repeat more than a reader should hold.
    #[error("the aliases expand to more than {MAX_EXPANDED} characters: write fewer of them")]
    Expansion,
    /// The bytes are not UTF-8.
    #[error("not UTF-8: save the file in that encoding")]
    InvalidUtf8,
    /// A key is a collection or an alias.
    #[error("a key that is no scalar: JSON knows texts alone, write one")]
    Key,
    /// A key asks for the merging of mappings.
    #[error("a merge key: YAML 1.2 has none, write the members out")]
    MergeKey,
    /// There is a second document.
    #[error("a second document: put it into a file of its own")]
    SecondDocument,
    /// The text is no YAML.
    #[error("no YAML: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// A tag is unknown, or its value is not of the type that it names.
    #[error("the tag {tag:?} does not make this a value of JSON: remove it")]
    Tag {
        /// The tag.
        tag: String,
    },
    /// Too many collections are open.
    #[error("more than {MAX_DEPTH} collections inside each other: flatten them")]
    TooDeep,
    /// A number is none of JSON.
    #[error("{spelling:?} is no number of JSON: quote it if it is a text")]
    Unnumbered {
        /// The number as written, shortened.
        spelling: String,
    },
}

impl YamlError {
    fn new(kind: YamlErrorKind, line: usize, column: usize) -> Self {
        let kind = Box::new(kind);
        Self { kind, line, column }
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> &YamlErrorKind {
        &self.kind
    }

    /// Returns the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

fn not_utf8(bytes: &[u8], valid: usize) -> YamlError {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    YamlError::new(YamlErrorKind::InvalidUtf8, line, column)
}

fn unnumbered(spelling: &str) -> YamlErrorKind {
    YamlErrorKind::Unnumbered {
        spelling: excerpt(spelling, MAX_EXCERPT),
    }
}

/// How many characters of a document messages quote.
const MAX_EXCERPT: usize = 40;

/// How many characters aliases may repeat in all.
const MAX_EXPANDED: usize = 16_000_000;

#[cfg(test)]
mod tests {
    use super::{YamlErrorKind, read_yaml};
    use serde_json::{Value, json};

    #[track_caller]
    fn reads(text: &str, value: &Value) {
        let reading = read_yaml(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(reading.value, *value, "{text}");
    }

    #[track_caller]
    fn refuses(text: &[u8], said: &str, place: (usize, usize)) {
        let error = read_yaml(text).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!((error.line(), error.column()), place, "{error}");
    }

    #[test]
    fn plain_scalars_mean_what_the_core_schema_says() {
        for (text, value) in [
            ("~", json!(null)),
            ("Null", json!(null)),
            ("a:", json!({"a": null})),
            ("TRUE", json!(true)),
            ("no", json!("no")),
            ("2024-01-15", json!("2024-01-15")),
            ("007", json!(7)),
            ("+12", json!(12)),
            ("-3", json!(-3)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            ("-1e3", json!(-1000.0)),
            ("1_000", json!("1_000")),
            ("3.0.0", json!("3.0.0")),
            ("\"7\"", json!("7")),
            ("!!str 7", json!("7")),
            ("!!int \"7\"", json!(7)),
            ("|\n a\n b\n", json!("a\nb\n")),
            ("0xFFFFFFFFFFFFFFFF", json!(u64::MAX)),
        ] {
            reads(text, &value);
        }
    }

    #[test]
    fn names_are_texts() {
        reads(
            "200: a\ntrue: b\n1.50: c\n~: d\n",
            &json!({"200": "a", "true": "b", "1.50": "c", "~": "d"}),
        );
    }

    #[test]
    fn aliases_repeat_values() {
        reads(
            "a: &x [1, {b: 2}]\nc: *x\n",
            &json!({"a": [1, {"b": 2}], "c": [1, {"b": 2}]}),
        );
        let reading = read_yaml(b"a: &x [36893488147419103233]\nb: *x\n").unwrap();
        let places: Vec<String> = reading
            .rounded
            .iter()
            .map(|rounded| rounded.pointer.to_string())
            .collect();
        assert_eq!(places, ["/a/0", "/b/0"]);
    }

    #[test]
    fn what_readers_disagree_on_is_refused_with_its_place() {
        refuses(b"a: 1\na: 2\n", "twice", (2, 1));
        refuses(b"a: {b: 1, \"b\": 2}\n", "twice", (1, 11));
        refuses(b"a: &x 1\n<<: *x\n", "merge key", (2, 1));
        refuses(b"? [a]\n: 1\n", "no scalar", (1, 3));
        refuses(b"a: .nan\n", "no number", (1, 4));
        refuses(b"a: 1e999\n", "no number", (1, 4));
        refuses(b"a: !mine 1\n", "!mine", (1, 4));
        refuses(b"a: !!int x\n", "int", (1, 4));
        refuses(b"a: &x [*x]\n", "own anchor", (1, 8));
        refuses(b"a\n---\nb\n", "second document", (2, 1));
        refuses(b"# nothing\n", "no document", (1, 1));
        refuses(b"a: b\n\xff", "UTF-8", (2, 1));
        refuses(b"a: [1\n", "no YAML", (2, 1));
        refuses(b"a: *x\n", "no YAML", (1, 4));
    }

    #[test]
    fn depth_and_expansion_are_bounded() {
        let error = read_yaml("[".repeat(200).as_bytes()).unwrap_err();
        assert_eq!(*error.kind(), YamlErrorKind::TooDeep);
        // The parser itself stops where it looks too far ahead.
        assert!(read_yaml("[".repeat(100_000).as_bytes()).is_err());
        assert!(read_yaml("- ".repeat(100_000).as_bytes()).is_err());
        let laughs: Vec<String> = (1..40)
            .map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1))
            .collect();
        let laughs = format!("a0: &a0 [lol, lol]\n{}", laughs.concat());
        let error = read_yaml(laughs.as_bytes()).unwrap_err();
        assert_eq!(*error.kind(), YamlErrorKind::Expansion);
    }
}
