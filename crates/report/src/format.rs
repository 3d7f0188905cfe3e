use std::fmt;
use std::str::FromStr;

/// How a report is rendered.
///
/// ```
/// use frontdesk_report::Format;
///
/// assert_eq!("sarif".parse(), Ok(Format::Sarif));
/// assert_eq!(
///     "xml".parse::<Format>().unwrap_err().to_string(),
///     "unknown format `xml`: choose one of human, json, junit, sarif, github, ndjson",
/// );
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// Text for a terminal.
    Human,
    /// The report itself; [`report_schema`](crate::report_schema) describes it.
    Json,
    /// The XML that CI services read as test results.
    Junit,
    /// SARIF 2.1.0, which code scanning services read.
    Sarif,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
    /// The findings as lines of JSON, for programs that read them one by one.
    Ndjson,
}

impl Format {
    /// Lists every format, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Human,
        Self::Json,
        Self::Junit,
        Self::Sarif,
        Self::Github,
        Self::Ndjson,
    ];

    /// Returns the name that a user writes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Ndjson => "ndjson",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// Reads a format's name.
    ///
    /// # Errors
    ///
    /// When no format has that name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// A name that no format has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown format `{}`: choose one of {}", .0.escape_debug(), Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(String);

/// What human text may look like; other formats ignore it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Style {
    /// Whether escape codes for colour are written.
    pub color: bool,
    /// How many columns there are; long JSON values are cut to it.
    pub width: usize,
}
