//! Reading defaults say nothing of what is written.

use crate::keywords::Keywords;

/// Drops `default` from a writer: it is what a reader takes where the member is absent, and the
/// writer never leaves such a member out.
pub(super) fn apply(keywords: &mut Keywords) {
    keywords.remove("default");
}

#[cfg(test)]
mod tests {
    use crate::side::Side;
    use crate::testing::exported;

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    struct Note {
        #[serde(default)]
        text: String,
    }

    #[test]
    fn only_readers_tell_their_defaults() {
        let tells = |side| exported::<Note>(side).to_string().contains("\"default\"");
        assert!(tells(Side::Reader));
        assert!(!tells(Side::Writer));
    }
}
