//! Values that a reader believes, from the names of members.
//!
//! All values of a payload live in one [`Scene`]: its people have one e-mail address each, its
//! clock moves forward, its texts are of one language. What is known about names is data, in
//! `tables` and `languages`; the code only looks names up and fills templates in.

mod clock;
mod format;
mod languages;
mod lookup;
mod measure;
mod name;
mod prose;
mod relate;
mod scene;
mod tables;
mod template;
#[cfg(test)]
mod tests;
mod world;

pub(crate) use scene::Scene;
