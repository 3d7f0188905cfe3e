//! Drawing one text: a walk through the states that can still end well.

use super::product::{Edge, Product};
use super::reach::{Reach, Row};
use crate::source::{Draw, Source};

/// Draws a text of so many characters; nothing where there is none.
pub(super) fn walk(
    product: &Product,
    reach: &Reach,
    length: u64,
    source: &mut dyn Source,
) -> Option<String> {
    let mut text = String::with_capacity(usize::try_from(length).unwrap_or_default());
    let mut state = 0;
    let mut heading = false;
    for left in (0..length).rev() {
        let alive = Alive {
            edges: product.edges(state),
            row: reach.known_row(left)?,
            product,
        };
        let need = reach.need(state);
        heading = keeps_heading(heading, need, source);
        let nearer = |edge: &Edge| reach.need(edge.target as usize) < need;
        let edge = if heading && let Some(edge) = alive.choose(source, nearer) {
            edge
        } else {
            alive.choose(source, |_| true)?
        };
        text.push(product.alphabet().classes()[edge.class as usize].draw(source));
        state = edge.target as usize;
    }
    Some(text)
}

/// Decides whether to head straight for what the expressions still ask for.
///
/// Chance alone would hardly ever write a word that they want, but for the last characters that
/// have no other choice.
fn keeps_heading(heading: bool, need: u32, source: &mut dyn Source) -> bool {
    if need == 0 {
        false
    } else if heading {
        !source.chance(1, 8)
    } else {
        source.below(6) == 0
    }
}

/// The edges of a state, and which states can still end well after them.
struct Alive<'w> {
    edges: &'w [Edge],
    row: Row<'w>,
    product: &'w Product,
}

impl Alive<'_> {
    /// Chooses an edge by the weight of its class.
    fn choose(&self, source: &mut dyn Source, also: impl Fn(&Edge) -> bool) -> Option<Edge> {
        let open = || {
            let alive = |edge: &&Edge| self.row.contains(edge.target as usize) && also(edge);
            self.edges.iter().filter(alive)
        };
        let total = open().map(|edge| self.weight(*edge)).sum();
        let mut offset = if open().nth(1).is_some() {
            source.below(total)
        } else {
            0
        };
        for edge in open() {
            let weight = self.weight(*edge);
            if offset < weight {
                return Some(*edge);
            }
            offset -= weight;
        }
        None
    }

    fn weight(&self, edge: Edge) -> u64 {
        self.product.alphabet().classes()[edge.class as usize].weight()
    }
}
