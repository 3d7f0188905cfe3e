use frontdesk_json::Pointer;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::Location;

/// One keyword that refuses a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The value at fault; for `required`, the object that lacks the member.
    pub instance: Pointer,
    /// The subschema that holds the keyword, `$ref` resolved.
    pub schema: Pointer,
    /// The keyword; `false` for a subschema that is `false`.
    pub keyword: String,
    /// What a person reads.
    pub message: String,
    /// For `anyOf` and `oneOf`: what each branch refused, in the branches' order.
    pub branches: Vec<Vec<Violation>>,
}

impl Violation {
    pub(crate) fn from_error(error: &ValidationError<'_>) -> Self {
        let mut schema = pointer(error.schema_path());
        let keyword = if matches!(error.kind(), ValidationErrorKind::FalseSchema) {
            "false".to_owned()
        } else {
            // The last token is the keyword as the document spells it, which the error's kind is
            // not: `dependentRequired` reports itself as `required`.
            schema.pop().unwrap_or_default()
        };
        let branches = match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context }
            | ValidationErrorKind::OneOfMultipleValid { context } => context
                .iter()
                .map(|branch| branch.iter().map(Self::from_error).collect())
                .collect(),
            _ => Vec::new(),
        };
        Self {
            instance: pointer(error.instance_path()),
            schema,
            keyword,
            message: error.to_string(),
            branches,
        }
    }
}

/// Reads a location of the engine, which writes well-formed pointers only.
fn pointer(location: &Location) -> Pointer {
    location.as_str().parse().unwrap_or_default()
}
