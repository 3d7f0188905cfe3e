use frontdesk_payload::Kind;

use super::draws::systematic;
use super::{Ground, Made};

/// Every keyword of the schema broken once.
pub(super) fn cases(ground: &Ground) -> Made {
    systematic(ground, Kind::Invalid)
}
