//! Which statuses and media types a message stands for.

/// What an OpenAPI document says when a message is sent: by status and by media type.
///
/// Both may be ranges, as in `4XX`, `default`, `text/*`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MessageRange {
    /// The operation, and the part of it that is spoken of.
    pub(super) of: String,
    /// The status of a response.
    pub(super) status: Option<String>,
    /// The media type, empty where there is no content.
    pub(super) media: String,
}

impl MessageRange {
    /// Tells how closely it stands for all that another stands for: the less, the closer.
    ///
    /// Nothing where it does not.
    #[must_use]
    pub fn covers(&self, other: &Self) -> Option<(u8, u8)> {
        if self.of != other.of {
            return None;
        }
        Some((
            status(self.status.as_deref(), other.status.as_deref())?,
            media(&self.media, &other.media)?,
        ))
    }

    /// Tells whether it stands for the status of another, and for no media type that the other lacks.
    #[must_use]
    pub fn widens_status_of(&self, other: &Self) -> bool {
        self.of == other.of
            && status(self.status.as_deref(), other.status.as_deref()).is_some()
            && media(&other.media, &self.media).is_some()
    }
}

fn status(one: Option<&str>, other: Option<&str>) -> Option<u8> {
    match (one, other) {
        (one, other) if one == other => Some(0),
        (Some("default"), Some(_)) => Some(2),
        (Some(one), Some(other)) => {
            let class = one.strip_suffix("XX")?;
            (other.len() == 3 && other.starts_with(class)).then_some(1)
        }
        _ => None,
    }
}

fn media(one: &str, other: &str) -> Option<u8> {
    let (bare, range) = (essence(one), essence(other));
    if one == other {
        Some(0)
    } else if bare == range {
        Some(1)
    } else if bare.is_empty() {
        // Who expects no content does not look at it.
        Some(4)
    } else if range.is_empty() {
        None
    } else if bare == "*/*" {
        Some(3)
    } else {
        let group = bare.strip_suffix('*')?;
        (group.ends_with('/') && range.starts_with(group)).then_some(2)
    }
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media: &str) -> String {
    let bare = media.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{media, status};

    #[test]
    fn ranges_stand_for_what_is_in_them() {
        for (one, other, fit) in [
            ("404", "404", Some(0)),
            ("4XX", "404", Some(1)),
            ("default", "404", Some(2)),
            ("default", "4XX", Some(2)),
            ("404", "4XX", None),
            ("4XX", "500", None),
        ] {
            assert_eq!(status(Some(one), Some(other)), fit, "{one} {other}");
        }
        for (one, other, fit) in [
            ("a/b", "a/b", Some(0)),
            ("a/b", "A/B; charset=utf-8", Some(1)),
            ("a/*", "a/b", Some(2)),
            ("*/*", "a/*", Some(3)),
            ("", "a/b", Some(4)),
            ("a/b", "a/*", None),
            ("a/b", "", None),
        ] {
            assert_eq!(media(one, other), fit, "{one} {other}");
        }
    }
}
