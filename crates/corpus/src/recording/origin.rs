/// The contract that a recording speaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContractVersion {
    /// The contract's name, such as `reception`.
    pub name: String,
    /// Its version, as the recording's source gives it.
    pub version: String,
}

/// Where a recording comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origin {
    /// How it came to be.
    pub kind: OriginKind,
    /// Who says so: a source's name, a host, a tool.
    pub source: Option<String>,
    /// Where in the source: a heading, a pointer, a seed; `where` in a recording.
    pub location: Option<String>,
    /// Whether it was pieced together rather than copied whole.
    pub reconstructed: bool,
    /// What else a person should know.
    pub note: Option<String>,
}

impl Origin {
    /// Starts an origin that says only how the recording came to be.
    #[must_use]
    pub fn new(kind: OriginKind) -> Self {
        Self {
            kind,
            source: None,
            location: None,
            reconstructed: false,
            note: None,
        }
    }
}

/// How a recording came to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OriginKind {
    /// A public document gives it.
    Documented,
    /// It was observed on a connection.
    Recorded,
    /// A generator made it.
    Generated,
    /// Another way, by its name.
    Other(String),
}

impl OriginKind {
    /// Returns the name that recordings use.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Documented => "documented",
            Self::Recorded => "recorded",
            Self::Generated => "generated",
            Self::Other(name) => name,
        }
    }

    /// Names the way a recording came to be.
    #[must_use]
    pub fn from_name(name: String) -> Self {
        match name.as_str() {
            "documented" => Self::Documented,
            "recorded" => Self::Recorded,
            "generated" => Self::Generated,
            _ => Self::Other(name),
        }
    }
}
