//! Breaks that were accepted on purpose.

mod date;
mod entry;
mod fingerprint;
mod text;

pub use self::date::{Date, DateError};
pub use self::entry::{Entry, Fault, LedgerError};
pub use self::fingerprint::fingerprint;

/// The list of breaks that were accepted on purpose, `schemas/accepted.toml` in most projects.
///
/// ```
/// use frontdesk_compat::Ledger;
///
/// let text = r#"
/// [[accepted]]
/// id = "0123456789"
/// rule = "request-required-property-added"
/// message = "booking.request"
/// against = "releases"
/// versions = ["1.0.0"]
/// reason = "nobody books without a name"
/// owner = "bookings"
/// "#;
/// let ledger = Ledger::parse(text)?;
/// assert_eq!(ledger.find("0123456789").map(|entry| entry.line), Some(2));
/// assert_eq!(Ledger::parse(&ledger.to_string())?.to_string(), ledger.to_string());
/// # Ok::<(), frontdesk_compat::LedgerError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Returns the entries, in the order of their ids.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Finds the entry of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Puts an entry in, in the place of one with the same id.
    pub fn put(&mut self, entry: Entry) {
        self.entries.retain(|known| known.id != entry.id);
        let at = self.entries.partition_point(|known| known.id < entry.id);
        self.entries.insert(at, entry);
    }
}
