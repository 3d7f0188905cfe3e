use frontdesk_json::Pointer;
use serde_json::{Number, Value};

/// Makes a value as small as `keep` allows.
///
/// Parts take the place of the whole, members and items go, texts and numbers become simpler. The
/// result is a local minimum: no single such step is left that `keep` still accepts. `keep` must
/// accept the value itself; it is asked a bounded number of times for a value of a given size.
///
/// ```
/// use serde_json::json;
///
/// let noisy = json!({"note": "long text", "list": [{"n": 4711}, {"n": 0}]});
/// let found = frontdesk_payload::minimise(noisy, |value| value["list"][0]["n"].as_i64() > Some(9));
/// assert_eq!(found, json!({"list": [{"n": 10}]}));
/// ```
pub fn minimise(value: Value, keep: impl FnMut(&Value) -> bool) -> Value {
    minimise_while(value, || true, keep)
}

/// Makes a value smaller as long as there is time.
///
/// As [`minimise`], but it returns the smallest value so far once `goes_on` says no. That is asked
/// before every step, since even to write down the next value takes its time where values are large.
pub fn minimise_while(
    value: Value,
    mut goes_on: impl FnMut() -> bool,
    mut keep: impl FnMut(&Value) -> bool,
) -> Value {
    if !goes_on() {
        return value;
    }
    let mut current = value;
    let mut steps = Steps::of(&current);
    while goes_on()
        && let Some(candidate) = steps.next(&current)
    {
        if keep(&candidate) {
            current = candidate;
            steps = Steps::of(&current);
        }
    }
    current
}

/// The single steps that make one value simpler, the most promising first.
#[derive(Clone, Debug)]
pub(crate) struct Steps {
    steps: std::vec::IntoIter<(Pointer, Edit)>,
}

#[derive(Clone, Debug)]
enum Edit {
    /// The part takes the place of the whole or of an ancestor.
    Hoist(Pointer),
    Remove,
    /// Keeps the items of a range only.
    Slice(usize, usize),
    Replace(Value),
}

impl Steps {
    pub(crate) fn of(value: &Value) -> Self {
        let mut places = Vec::new();
        collect(value, &mut Pointer::root(), &mut places);
        let mut steps: Vec<(Pointer, Edit)> = Vec::new();
        hoists(&places, &mut steps);
        // Large parts first: what goes early need not be looked at again.
        let mut by_size: Vec<&(Pointer, &Value, usize)> = places.iter().collect();
        by_size.sort_by(|left, right| right.2.cmp(&left.2).then(left.0.cmp(&right.0)));
        for (pointer, value, _) in &by_size {
            if !pointer.is_root() {
                steps.push((pointer.clone(), Edit::Remove));
            }
            if let Value::Array(items) = value
                && items.len() > 2
            {
                let half = items.len() / 2;
                steps.push((pointer.clone(), Edit::Slice(0, half)));
                steps.push((pointer.clone(), Edit::Slice(half, items.len())));
            }
        }
        for (pointer, value, _) in by_size {
            let simpler = simpler(value).into_iter();
            steps.extend(simpler.map(|simple| (pointer.clone(), Edit::Replace(simple))));
        }
        Self {
            steps: steps.into_iter(),
        }
    }

    pub(crate) fn next(&mut self, value: &Value) -> Option<Value> {
        self.steps
            .by_ref()
            .find_map(|(pointer, edit)| apply(value, &pointer, &edit))
    }
}

fn collect<'v>(
    value: &'v Value,
    at: &mut Pointer,
    places: &mut Vec<(Pointer, &'v Value, usize)>,
) -> usize {
    let index = places.len();
    places.push((at.clone(), value, 0));
    let mut size = 1;
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                size += collect(item, at, places);
                at.pop();
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                at.push(name);
                size += collect(member, at, places);
                at.pop();
            }
        }
        _ => {}
    }
    places[index].2 = size;
    size
}

/// Lets containers take the place of the containers around them: the way out of recursion.
fn hoists(places: &[(Pointer, &Value, usize)], steps: &mut Vec<(Pointer, Edit)>) {
    for (inner, value, _) in places {
        if inner.is_root() || !(value.is_object() || value.is_array()) {
            continue;
        }
        let mut outer = inner.parent();
        while let Some(pointer) = outer {
            let same_kind = places
                .iter()
                .find(|(other, _, _)| *other == pointer)
                .is_some_and(|(_, other, _)| other.is_object() == value.is_object());
            if same_kind {
                steps.push((pointer.clone(), Edit::Hoist(inner.clone())));
            }
            outer = pointer.parent();
        }
    }
}

fn apply(value: &Value, pointer: &Pointer, edit: &Edit) -> Option<Value> {
    let mut changed = value.clone();
    match edit {
        Edit::Hoist(inner) => {
            let part = inner.resolve(value)?.clone();
            *pointer.resolve_mut(&mut changed)? = part;
        }
        Edit::Replace(simple) => *pointer.resolve_mut(&mut changed)? = simple.clone(),
        Edit::Slice(from, to) => {
            let items = pointer.resolve_mut(&mut changed)?.as_array_mut()?;
            *items = items.get(*from..*to)?.to_vec();
        }
        Edit::Remove => match pointer.parent()?.resolve_mut(&mut changed)? {
            Value::Object(members) => {
                members.remove(pointer.last()?)?;
            }
            Value::Array(items) => {
                let index: usize = pointer.last()?.parse().ok()?;
                items.remove(index);
            }
            _ => return None,
        },
    }
    Some(changed)
}

/// Lists simpler values of the same type, the simplest first; each is strictly simpler.
fn simpler(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(true) => vec![Value::Bool(false)],
        Value::String(text) => simpler_texts(text),
        Value::Number(number) => simpler_numbers(number),
        Value::Null | Value::Bool(false) | Value::Array(_) | Value::Object(_) => Vec::new(),
    }
}

fn simpler_texts(text: &str) -> Vec<Value> {
    let characters: Vec<char> = text.chars().collect();
    let count = characters.len();
    let mut texts: Vec<String> = Vec::new();
    if count > 0 {
        texts.push(String::new());
    }
    let mut part = count / 2;
    while part > 0 {
        texts.push(characters[..part].iter().collect());
        texts.push(characters[count - part..].iter().collect());
        texts.push(characters[..count - part].iter().collect());
        texts.push(characters[part..].iter().collect());
        part /= 2;
    }
    // With the length kept, plain letters are easier on the eye.
    let plain: String = "a".repeat(count);
    if count > 0 && count <= 64 && characters.iter().any(|character| *character != 'a') {
        texts.push(plain);
        for (index, character) in characters.iter().enumerate() {
            if *character != 'a' {
                let mut easier = characters.clone();
                easier[index] = 'a';
                texts.push(easier.into_iter().collect());
            }
        }
    }
    texts.into_iter().map(Value::String).collect()
}

fn simpler_numbers(number: &Number) -> Vec<Value> {
    if let Some(integer) = number.as_i64() {
        let mut numbers: Vec<i64> = vec![0];
        if integer < 0 {
            numbers.push(integer.saturating_neg());
        }
        // What is odd, or a multiple, may have to stay so.
        numbers.extend([integer.signum(), integer / 2, integer / 3, integer / 5]);
        // Ever smaller steps, so that the way to a bound is never long.
        let steps = (1..63).map(|power| integer / (1 << power));
        for step in steps.take_while(|step| *step != 0) {
            numbers.extend([integer - step, integer - step - integer.signum()]);
        }
        numbers.push(integer - integer.signum());
        numbers.retain(|simple| {
            (simple.unsigned_abs(), *simple < 0) < (integer.unsigned_abs(), integer < 0)
        });
        numbers.dedup();
        return numbers.into_iter().map(Value::from).collect();
    }
    if let Some(large) = number.as_u64() {
        let steps = (1..64).map(|power| Value::from(large - (large >> power)));
        return std::iter::once(Value::from(0)).chain(steps).collect();
    }
    let Some(float) = number.as_f64() else {
        return Vec::new();
    };
    let spelled = number.to_string().len();
    let plain = [0.0, float.trunc(), 0.5, 0.1, 0.01, float.abs()];
    let shorter = (0..3).flat_map(|digits| of_digits(float, digits));
    plain
        .into_iter()
        .chain([
            (float * 10.0).trunc() / 10.0,
            (float.fract() * 100.0).trunc() / 100.0,
        ])
        .chain(shorter)
        .filter_map(Number::from_f64)
        .filter(|simple| simple.to_string().len() < spelled)
        .map(|simple| match simple.as_f64() {
            #[expect(clippy::cast_possible_truncation, reason = "guarded by the range")]
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => Value::from(whole as i64),
            _ => Value::Number(simple),
        })
        .collect()
}

/// Returns the numbers of so many digits behind the first on both sides of a number.
fn of_digits(float: f64, digits: usize) -> impl Iterator<Item = f64> {
    let spelled = format!("{float:.digits$e}");
    let near = spelled.split_once('e').and_then(|(mantissa, exponent)| {
        let mantissa: f64 = mantissa.parse().ok()?;
        let step = 10_f64.powi(-i32::try_from(digits).ok()?);
        let of = |mantissa: f64| format!("{mantissa:.digits$}e{exponent}").parse().ok();
        Some([of(mantissa), of(mantissa + step), of(mantissa - step)])
    });
    near.into_iter().flatten().flatten()
}

#[cfg(test)]
mod tests {
    use super::{Steps, minimise};
    use serde_json::{Value, json};

    #[test]
    fn recursion_is_hoisted() {
        let tree = json!({"child": {"child": {"child": {"bad": true}}}});
        let found = minimise(tree, |value| value.to_string().contains("bad"));
        assert_eq!(found, json!({"bad": false}));
    }

    #[test]
    fn fractions_and_large_numbers_become_short() {
        let smaller = |value: Value, keep: fn(f64) -> bool| {
            minimise(value, |value| value.as_f64().is_some_and(keep)).to_string()
        };
        assert_eq!(smaller(json!(1.000_000_000_01e30), |n| n > 1e30), "2e+30");
        assert_eq!(smaller(json!(-546.52), |n| n.fract() != 0.0), "0.5");
        assert_eq!(smaller(json!(73.258), |n| (n * 2.0).fract() != 0.0), "0.1");
        assert_eq!(
            smaller(json!(u64::MAX), |n| n >= 1.5e19),
            "14999999999999998976"
        );
    }

    #[test]
    fn integers_stay_what_they_must_be_and_become_small() {
        let smaller = |value: i64, keep: fn(i64) -> bool| {
            minimise(json!(value), |value| value.as_i64().is_some_and(keep)).to_string()
        };
        for value in 1..500 {
            assert_eq!(smaller(2 * value + 1, |n| n % 2 != 0), "1");
            assert_eq!(smaller(-2 * value - 1, |n| n % 2 != 0), "1");
            assert_eq!(smaller(3 * value, |n| n % 3 == 0 && n > 0), "3");
            assert_eq!(smaller(i64::MAX - value, |n| n > 1_000), "1001");
        }
    }

    #[test]
    fn the_result_is_a_local_minimum() {
        let keep = |value: &Value| {
            value["items"]
                .as_array()
                .is_some_and(|items| items.len() >= 3)
                && value["name"].as_str().is_some_and(|name| name.len() >= 5)
        };
        let value = json!({"items": [1, 2, 3, 4, 5, 6, 7], "name": "Wolfeschlegel", "rest": {}});
        let found = minimise(value, keep);
        assert_eq!(found, json!({"items": [0, 0, 0], "name": "aaaaa"}));
        let mut steps = Steps::of(&found);
        while let Some(step) = steps.next(&found) {
            assert!(!keep(&step));
        }
    }
}
