//! What the strict reader takes, serde takes as well; written and read again it is the same.

use frontdesk_json::{read, to_canonical_vec};
use serde_json::Value;

pub(super) fn run(data: &[u8]) {
    let Ok(value) = read(data) else {
        return;
    };
    let serdes: Value =
        serde_json::from_slice(data).expect("serde reads what the strict reader takes");
    assert_eq!(serdes, value, "serde reads another value");
    let written = to_canonical_vec(&value).expect("what was read can be written");
    let again = read(&written).expect("what was written can be read");
    assert_eq!(again, value, "another value comes back");
}
