//! The targets, a file each.

mod client_frames;
mod compat;
mod json_reader;
mod model;
mod payloads;
mod recordings;
mod schema_loader;

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by name.
pub const TARGETS: [Target; 7] = [
    ("client_frames", client_frames::run),
    ("compat", compat::run),
    ("json_reader", json_reader::run),
    ("model", model::run),
    ("payloads", payloads::run),
    ("recordings", recordings::run),
    ("schema_loader", schema_loader::run),
];

/// Runs one target.
///
/// # Panics
///
/// When the target finds something, or when there is none of this name.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, run) = target.unwrap_or_else(|| panic!("there is no target {name}"));
    run(data);
}
