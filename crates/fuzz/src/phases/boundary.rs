use frontdesk_payload::Kind;

use super::draws::systematic;
use super::{Ground, Made};

/// Every keyword of the schema at its edge.
pub(super) fn cases(ground: &Ground) -> Made {
    systematic(ground, Kind::Boundary)
}
