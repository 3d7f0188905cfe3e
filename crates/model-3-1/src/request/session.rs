//! The session of a request.

use serde_json::{Number, Value};

use crate::object::object;

object! {
    /// The chat session or call, and where it takes place (AsyncAPI `Payload`; members: SDK).
    pub struct Session {
        /// The id of one chat session or call (SDK).
        session_id: String,
        /// The id by which replies find their request (AsyncAPI). The SDK made it a `UUIDv4`; no
        /// schema says so.
        trace_id: String,
        /// The customer's end.
        channel: Channel,
        /// The agent's end.
        interface: Interface,
        /// What the client measured.
        network: Network,
    }
}

object! {
    /// The customer's end (AsyncAPI `Payload`; members: SDK).
    pub struct Channel {
        /// The browser, free text (SDK).
        browser: String,
        /// The device, free text (SDK).
        device_info: String,
        /// The kind of device, free text (SDK).
        device_type: String,
        /// The language, free text (SDK).
        language: String,
        /// The place, free text (SDK).
        location: String,
        /// The medium: free text, empty by default (SDK).
        #[schemars(extend("default" = ""))]
        medium: String,
        /// Anything else; a list (SDK).
        metadata: Vec<Value>,
        /// The part of the site or app, free text (SDK).
        section: String,
    }
}

object! {
    /// The agent's end (AsyncAPI `Payload`; members: SDK).
    pub struct Interface {
        /// The version of the program, free text (SDK).
        app_version: String,
        /// The kind of program, free text (SDK).
        category: String,
        /// The language of the program, free text (SDK).
        language: String,
        /// The name of the program, free text (SDK).
        name: String,
        /// The version of the SDK (SDK).
        sdk_version: String,
        /// The way of integration, free text (SDK).
        #[serde(rename = "type")]
        kind: String,
    }
}

object! {
    /// What the client measured of the network (AsyncAPI `Payload`; members: SDK).
    pub struct Network {
        /// The latency in milliseconds, 120 by default (SDK).
        #[schemars(extend("default" = 120))]
        latency_ms: Number,
    }
}
