//! The dialects of JSON Schema that documents are written in.

/// How the schemas of a document are to be understood.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Dialect {
    /// The schemas of OpenAPI 3.0, rewritten to draft 2020-12.
    OpenApi30,
    Draft202012,
    Draft201909,
    Draft7,
    Draft6,
    Draft4,
}

impl Dialect {
    /// Finds the dialect that a URI names.
    pub(super) fn named(uri: &str) -> Option<Self> {
        let bare = uri.trim_end_matches('#');
        let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
        if bare.starts_with("spec.openapis.org/oas/3.1/dialect/") {
            return Some(Self::Draft202012);
        }
        Some(match bare {
            "json-schema.org/draft/2020-12/schema" => Self::Draft202012,
            "json-schema.org/draft/2019-09/schema" => Self::Draft201909,
            "json-schema.org/draft-07/schema" => Self::Draft7,
            "json-schema.org/draft-06/schema" => Self::Draft6,
            "json-schema.org/draft-04/schema" => Self::Draft4,
            _ => return None,
        })
    }

    /// Finds the dialect that a `schemaFormat` of AsyncAPI names; `None` for other languages.
    pub(super) fn of_format(format: &str) -> Option<Self> {
        let (media, parameters) = format.split_once(';').unwrap_or((format, ""));
        let version = parameters
            .split(';')
            .find_map(|parameter| parameter.trim().strip_prefix("version="))
            .unwrap_or_default();
        let media = media.trim().to_ascii_lowercase();
        let bare = media
            .strip_suffix("+json")
            .or_else(|| media.strip_suffix("+yaml"))
            .unwrap_or(&media);
        match bare {
            "application/vnd.aai.asyncapi" => Some(Self::Draft7),
            "application/schema" => match version.strip_prefix("draft-").unwrap_or(version) {
                "" | "07" => Some(Self::Draft7),
                "06" => Some(Self::Draft6),
                "04" => Some(Self::Draft4),
                "2019-09" => Some(Self::Draft201909),
                "2020-12" => Some(Self::Draft202012),
                _ => None,
            },
            "application/vnd.oai.openapi" if version.starts_with("3.0") => Some(Self::OpenApi30),
            "application/vnd.oai.openapi" if version.starts_with("3.1") => Some(Self::Draft202012),
            _ => None,
        }
    }

    /// Returns the URI of the draft that its schemas are compiled as.
    pub(super) fn uri(self) -> &'static str {
        match self {
            Self::OpenApi30 | Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            Self::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Self::Draft7 => "http://json-schema.org/draft-07/schema#",
            Self::Draft6 => "http://json-schema.org/draft-06/schema#",
            Self::Draft4 => "http://json-schema.org/draft-04/schema#",
        }
    }

    /// Tells whether what stands beside a reference counts for nothing.
    pub(super) fn references_stand_alone(self) -> bool {
        match self {
            Self::OpenApi30 | Self::Draft7 | Self::Draft6 | Self::Draft4 => true,
            Self::Draft202012 | Self::Draft201909 => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn formats_that_are_json_schema_are_known() {
        for (format, dialect) in [
            (
                "application/vnd.aai.asyncapi+json;version=2.6.0",
                Some(Dialect::Draft7),
            ),
            (
                "application/schema+yaml; version=draft-07",
                Some(Dialect::Draft7),
            ),
            (
                "application/schema+json;version=draft-2020-12",
                Some(Dialect::Draft202012),
            ),
            (
                "application/vnd.oai.openapi;version=3.0.3",
                Some(Dialect::OpenApi30),
            ),
            ("application/vnd.apache.avro;version=1.9.0", None),
            ("application/raml+yaml;version=1.0", None),
            ("", None),
        ] {
            assert_eq!(Dialect::of_format(format), dialect, "{format}");
        }
    }
}
