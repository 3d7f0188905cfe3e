//! References and resources of a request.

use serde_json::Value;

use crate::object::object;

object! {
    /// Ids, labels and tags of a request (SDK).
    pub struct Reference {
        /// Named ids (SDK).
        ids: Vec<NamedId>,
        /// Labels, of any JSON form (SDK).
        labels: Vec<Value>,
        /// Tags, of any JSON form (SDK).
        tags: Vec<Value>,
    }
}

object! {
    /// A named id (SDK).
    pub struct NamedId {
        /// The name (SDK).
        name: String,
        /// The value (SDK).
        value: String,
    }
}

object! {
    /// Codes, links and offers of a request (SDK).
    pub struct Resources {
        /// Codes (SDK).
        codes: Vec<Code>,
        /// Links (SDK).
        links: Vec<Link>,
        /// Offers, of any JSON form (SDK; they also stand in the scope).
        offers: Vec<Value>,
    }
}

object! {
    /// A code (SDK).
    pub struct Code {
        /// The id of the code (SDK).
        id: String,
        /// The label (SDK).
        label: String,
        /// The kind of code (SDK).
        #[serde(rename = "type")]
        kind: String,
        /// The value (SDK).
        value: String,
    }
}

object! {
    /// A link (SDK).
    pub struct Link {
        /// When the link expires; no format (SDK).
        expires_at: String,
        /// A switch of no stated meaning (SDK).
        html: bool,
        /// The id of the link (SDK).
        id: String,
        /// The label (SDK).
        label: String,
        /// The kind of link (SDK).
        #[serde(rename = "type")]
        kind: String,
        /// The address (SDK).
        url: String,
    }
}
