use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A release's version: three numbers, and a pre-release tag where it has one.
///
/// It sorts as semantic versioning says, so `3.10.0` comes after `3.9.0` and after `3.10.0-rc.1`.
///
/// ```
/// use frontdesk_contract::Version;
///
/// let old: Version = "3.9.0".parse()?;
/// assert!(old < "3.10.0-rc.1".parse()?);
/// # Ok::<(), frontdesk_contract::VersionError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Version {
    numbers: [u64; 3],
    tag: Option<String>,
}

/// A text that is no version.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{text:?} is no version: write three numbers such as 3.2.3, or 3.2.3-rc.1")]
pub struct VersionError {
    text: String,
}

impl Version {
    /// Makes a version of its three numbers.
    #[must_use]
    pub fn of(numbers: [u64; 3]) -> Self {
        Self { numbers, tag: None }
    }

    /// Returns the three numbers.
    #[must_use]
    pub fn numbers(&self) -> [u64; 3] {
        self.numbers
    }
}

impl FromStr for Version {
    type Err = VersionError;

    /// Reads a version such as `3.2.3` or `3.2.3-rc.1`.
    ///
    /// # Errors
    ///
    /// When the text has not exactly three numbers, a number has a leading zero, or the tag has
    /// anything but letters, digits, hyphens and single dots.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| VersionError {
            text: text.to_owned(),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(formatter, "{major}.{minor}.{patch}")?;
        match &self.tag {
            Some(tag) => write!(formatter, "-{tag}"),
            None => Ok(()),
        }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| match (&self.tag, &other.tag) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(one), Some(two)) => {
                    let [one, two] = [one, two].map(|tag| tag.split('.').map(identifier));
                    one.cmp(two)
                }
            })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn parse(text: &str) -> Option<Version> {
    let (numbers, tag) = match text.split_once('-') {
        Some((numbers, tag)) => (numbers, Some(tag)),
        None => (text, None),
    };
    let mut parts = numbers.split('.').map(number);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    let tagged = tag.is_none_or(|tag| tag.split('.').all(is_identifier));
    (parts.next().is_none() && tagged).then(|| Version {
        numbers,
        tag: tag.map(str::to_owned),
    })
}

fn number(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits).then(|| text.parse().ok()).flatten()
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Makes numbers sort before words, and by value.
fn identifier(text: &str) -> (bool, u64, &str) {
    match text.parse() {
        Ok(number) => (false, number, ""),
        Err(_) => (true, 0, text),
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_sort_by_meaning() {
        let sorted = [
            "0.9.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0",
            "1.2.0",
            "1.10.0",
        ];
        let mut versions: Vec<Version> = sorted.iter().map(|text| text.parse().unwrap()).collect();
        versions.reverse();
        versions.sort();
        assert_eq!(
            versions.iter().map(Version::to_string).collect::<Vec<_>>(),
            sorted
        );
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "01.0.0",
            "1.0.x",
            "v1.0.0",
            "1.0.0-",
            "1.0.0-a..b",
            "1.0.0-../x",
            "1.0.+1",
            "next",
            "99999999999999999999.0.0",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
