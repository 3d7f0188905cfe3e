//! The scope of a request.

use serde_json::Value;

use crate::object::object;

object! {
    /// The material of a request (SDK).
    pub struct Scope {
        /// A flat list of messages, not of conversations (SDK).
        conversations: Vec<ConversationMessage>,
        /// What happened around the messages (SDK).
        interactions: Vec<Interaction>,
        /// Accounts, of any JSON form (SDK).
        accounts: Vec<Value>,
        /// Appointments, of any JSON form (SDK).
        appointments: Vec<Value>,
        /// Assets, of any JSON form (SDK).
        assets: Vec<Value>,
        /// Bookings, of any JSON form (SDK).
        bookings: Vec<Value>,
        /// Cases, of any JSON form (SDK).
        cases: Vec<Value>,
        /// Documents, of any JSON form (SDK).
        documents: Vec<Value>,
        /// Events, of any JSON form (SDK).
        events: Vec<Value>,
        /// Items, of any JSON form (SDK).
        items: Vec<Value>,
        /// Locations, of any JSON form (SDK).
        locations: Vec<Value>,
        /// Offers, of any JSON form (SDK since 2025-08-14; they also stand in the resources).
        offers: Vec<Value>,
        /// Operators, of any JSON form (SDK).
        operators: Vec<Value>,
        /// Orders, of any JSON form (SDK; absent on 2025-08-14 alone).
        orders: Vec<Value>,
        /// Organizations, of any JSON form (SDK).
        organizations: Vec<Value>,
        /// Persons, of any JSON form (SDK).
        persons: Vec<Value>,
        /// Policies, of any JSON form (SDK).
        policies: Vec<Value>,
        /// Products, of any JSON form; objects with an id since 3.2 (SDK).
        products: Vec<Value>,
        /// Properties, of any JSON form (SDK).
        properties: Vec<Value>,
        /// Services, of any JSON form (SDK).
        services: Vec<Value>,
        /// Subscriptions, of any JSON form (SDK).
        subscriptions: Vec<Value>,
        /// Tickets, of any JSON form (SDK).
        tickets: Vec<Value>,
        /// Transactions, of any JSON form (SDK).
        transactions: Vec<Value>,
        /// Users, of any JSON form (SDK).
        users: Vec<Value>,
    }
}

object! {
    /// One message of the conversations (SDK).
    pub struct ConversationMessage {
        /// The words (SDK).
        content: String,
        /// The name of who wrote it (SDK).
        display_name: String,
        /// The id of who wrote it (SDK).
        participant_id: String,
        /// The role of who wrote it: free text, shown as `EndUser`, `Agent` and `Bot` (C-07).
        role: String,
        /// When it was written; no format (SDK).
        timestamp: String,
    }
}

object! {
    /// Something that happened around the messages (SDK).
    pub struct Interaction {
        /// What is told of it (SDK).
        content: String,
        /// The id of it (SDK).
        id: String,
        /// The name of it (SDK).
        name: String,
        /// The role of who did it: free text, shown as `System` (C-08).
        role: String,
        /// When it happened; no format (SDK).
        timestamp: String,
    }
}
