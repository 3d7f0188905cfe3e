//! Values that look like what the names of their members stand for.

use frontdesk_schema::outline::Type;
use serde_json::{Number, Value};

use super::{Builder, number};
use crate::plan::parts::Slot;
use crate::plan::shape::{NumberShape, Shape, TextShape};
use crate::realistic::Scene;
use frontdesk_text::Draw;

impl Builder<'_> {
    /// Takes one of the examples that the subschemas of a value give.
    pub(super) fn example(&mut self, shape: &Shape, slots: &[Slot]) -> Option<Value> {
        // Of a format the scene knows a value that goes with the others.
        if self.scene.is_none() || self.tight() || !shape.text.formats.is_empty() {
            return None;
        }
        let outline = self.plan.outline();
        let given: Vec<Value> = shape
            .held
            .iter()
            .filter_map(|place| outline.keywords(*place))
            .flat_map(|keywords| keywords.examples.iter().chain(&keywords.default))
            .filter(|value| !value.is_null() && !value.is_object())
            .cloned()
            .collect();
        if given.is_empty() || !self.source.chance(1, 4) {
            return None;
        }
        let example = self.source.pick(&given)?.clone();
        let fits = self.fits(shape, &example) && self.parts_fit(shape, slots, &example);
        fits.then_some(example)
    }

    pub(super) fn believable_text(&mut self, shape: &TextShape) -> Option<String> {
        self.scene.as_deref()?;
        let path: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let format = shape.formats.first().map(String::as_str);
        let (min, max) = (shape.length.min, shape.length.max);
        let scene = self.scene.as_deref_mut()?;
        let text = scene.text(&path, format, min, max, self.source)?;
        self.text_fits(shape, &text).then_some(text)
    }

    pub(super) fn believable_number(&mut self, shape: &NumberShape, kind: Type) -> Option<Number> {
        self.scene.as_deref()?;
        let path: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let scene = self.scene.as_deref_mut()?;
        let lower = shape.lower.iter().filter_map(|bound| bound.value.as_f64());
        let upper = shape.upper.iter().filter_map(|bound| bound.value.as_f64());
        let (low, high) = (lower.reduce(f64::max), upper.reduce(f64::min));
        let integer = kind == Type::Integer;
        let number = scene.number(&path, integer, low, high, self.source)?;
        let fits = shape.extreme.is_none()
            && Type::of(&Value::Number(number.clone())) == kind
            && number::fits(shape, &number);
        fits.then_some(number)
    }

    /// Tells how many items an array of this name usually has.
    pub(super) fn believable_count(&mut self) -> Option<u64> {
        self.scene.as_deref()?;
        let path: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Some(Scene::count(&path, self.source))
    }
}
