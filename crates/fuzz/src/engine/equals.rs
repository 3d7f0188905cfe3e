use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::derive::Deriving;
use super::feature::{Trait, type_name};
use super::known::Cure;
use crate::place;
use crate::target::Target;

impl<T: Target> Deriving<'_, '_, T> {
    /// Finds out what of an array it is: that there are so many items, or that two of them are equal,
    /// in a member or as a whole.
    pub(super) async fn array(&mut self, at: &Pointer, items: &[Value]) {
        let place = place::of(at);
        let one = Value::Array(items[..1].to_vec());
        let Some(changed) = self.with(at, one.clone()) else {
            return;
        };
        if !self.comparable(&changed) || !self.probe.cured(&changed).await {
            return;
        }
        let is = match self.equality(at, &place, items).await {
            Some(is) => is,
            None => Trait::MoreItemsThan(items.len() - 1),
        };
        let cure = Cure::Put(place.clone(), is.clone(), one);
        self.cause.add(&place.to_string(), is, cure);
    }

    /// Finds out in what the last item must be like another one, if in anything.
    async fn equality(&mut self, at: &Pointer, place: &Pointer, items: &[Value]) -> Option<Trait> {
        let (last, before) = items.split_last()?;
        if !last.is_object() {
            let is_equal = before.contains(last)
                && self.cured_by_last(at, items, &Pointer::root(), place).await;
            return is_equal.then_some(Trait::EqualItems);
        }
        let leaves: Vec<Pointer> = place::all(last)
            .into_iter()
            .filter(|(inner, value)| {
                let is_leaf = !value.is_array() && !value.is_object();
                is_leaf
                    && before
                        .iter()
                        .any(|item| inner.resolve(item) == Some(*value))
            })
            .map(|(inner, _)| inner)
            .take(MOST_LEAVES)
            .collect();
        let mut found = None;
        for inner in leaves {
            if !self.cured_by_last(at, items, &inner, place).await {
                continue;
            }
            if found.is_some() {
                // More than one member matters: the items are the same.
                return Some(Trait::EqualItems);
            }
            found = Some(inner);
        }
        let name = found?.to_string();
        let name = name.strip_prefix('/').unwrap_or(&name).to_owned();
        Some(Trait::EqualMembers(name))
    }

    /// Tells whether the request fails no more where a value of the last item is another.
    async fn cured_by_last(
        &mut self,
        at: &Pointer,
        items: &[Value],
        inner: &Pointer,
        place: &Pointer,
    ) -> bool {
        let last = items.len() - 1;
        let Some(value) = inner.resolve(&items[last]) else {
            return false;
        };
        let mut of_values = place.member("*");
        for token in place::of(inner).tokens() {
            of_values.push(token);
        }
        let operation = self.case.operation;
        let mut others = self.probe.shared.values_at(operation, &of_values);
        // Where there is a list of words, no other text may do.
        let words = self.probe.shared.target.dictionary(operation).into_iter();
        others.extend(words.filter(|word| type_name(word) == type_name(value)));
        others.extend(others_like(value));
        for other in others.into_iter().filter(|other| other != value) {
            let mut changed = items.to_vec();
            if changed.contains(&other) || !place::put(&mut changed[last], inner, other) {
                continue;
            }
            if let Some(changed) = self.with(at, Value::Array(changed))
                && self.comparable(&changed)
            {
                return self.probe.cured(&changed).await;
            }
        }
        false
    }
}

/// Makes a scalar others of its type, some of its form.
fn others_like(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => vec![json!(turned(text)), json!(format!("{text}x"))],
        Value::Number(number) => {
            let integer = number.as_i64().unwrap_or_default();
            vec![
                json!(integer.wrapping_add(1)),
                json!(integer.wrapping_sub(1)),
            ]
        }
        Value::Bool(is) => vec![json!(!is)],
        _ => Vec::new(),
    }
}

/// Makes the last letter or digit of a text another.
pub(super) fn turned(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let last = characters
        .iter_mut()
        .rev()
        .find(|character| character.is_ascii_alphanumeric());
    if let Some(last) = last {
        *last = match *last {
            '0'..='8' | 'a'..='y' | 'A'..='Y' => char::from(*last as u8 + 1),
            '9' => '0',
            'z' => 'a',
            _ => 'A',
        };
    }
    characters.into_iter().collect()
}

const MOST_LEAVES: usize = 24;

#[cfg(test)]
mod tests {
    use super::turned;

    #[test]
    fn another_text_has_the_same_form() {
        assert_eq!(turned("A-9."), "A-0.");
        assert_eq!(turned("az"), "aa");
        assert_eq!(turned("–"), "–");
    }
}
