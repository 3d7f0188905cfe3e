use crate::Pointer;

/// Finds the line of a value in the text of a document, from 1.
///
/// A member stands where its name does. It is `None` where the pointer leads nowhere, or the text is
/// no JSON on the way there.
///
/// ```
/// use frontdesk_json::line_of;
///
/// let text = "{\n  \"a\": [\n    1,\n    {\"b\": 2}\n  ]\n}";
/// assert_eq!(line_of(text, &"/a".parse()?), Some(2));
/// assert_eq!(line_of(text, &"/a/1/b".parse()?), Some(4));
/// assert_eq!(line_of(text, &"/c".parse()?), None);
/// # Ok::<(), frontdesk_json::PointerParseError>(())
/// ```
#[must_use]
pub fn line_of(text: &str, pointer: &Pointer) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = after_space(bytes, 0);
    let mut stands = at;
    for token in pointer.tokens() {
        (stands, at) = match bytes.get(at)? {
            b'{' => member(text, at + 1, token)?,
            b'[' => {
                let item = item(bytes, at + 1, token.parse().ok()?)?;
                (item, item)
            }
            _ => return None,
        };
    }
    Some(1 + text.get(..stands)?.matches('\n').count())
}

/// Finds where a member's name stands, and where its value does.
fn member(text: &str, start: usize, wanted: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = after_space(bytes, start);
    while *bytes.get(at)? == b'"' {
        let (name, end) = (at, after_string(bytes, at));
        let colon = after_space(bytes, end);
        let value = after_space(bytes, colon + 1);
        let spelled: Option<String> = serde_json::from_str(text.get(name..end)?).ok();
        if spelled.as_deref() == Some(wanted) {
            return Some((name, value));
        }
        at = after_comma(bytes, after_value(bytes, value))?;
    }
    None
}

fn item(bytes: &[u8], start: usize, index: usize) -> Option<usize> {
    let mut at = after_space(bytes, start);
    for _ in 0..index {
        at = after_comma(bytes, after_value(bytes, at))?;
    }
    (*bytes.get(at)? != b']').then_some(at)
}

/// Goes to what follows a comma; there is nothing where the container ends.
fn after_comma(bytes: &[u8], at: usize) -> Option<usize> {
    let at = after_space(bytes, at);
    (*bytes.get(at)? == b',').then(|| after_space(bytes, at + 1))
}

fn after_value(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = after_string(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

fn after_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while bytes.get(at).is_some_and(|byte| *byte != b'"') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

fn after_space(bytes: &[u8], start: usize) -> usize {
    let space = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(space).count()
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn every_value_is_found_where_it_stands() {
        let text =
            "\n{\"x\": \"}\\\",\",\n \"a\\u002fb\": [[1, {}],\n  \"]\", {\"\":\n null}],\n\"z\":0}";
        for (pointer, line) in [
            ("", Some(2)),
            ("/x", Some(2)),
            ("/a~1b", Some(3)),
            ("/a~1b/0/1", Some(3)),
            ("/a~1b/1", Some(4)),
            ("/a~1b/2/", Some(4)),
            ("/a~1b/3", None),
            ("/z", Some(6)),
            ("/z/0", None),
            ("/y", None),
        ] {
            assert_eq!(line_of(text, &pointer.parse().unwrap()), line, "{pointer}");
        }
    }

    #[test]
    fn what_is_no_json_has_no_lines() {
        for text in [
            "",
            "{",
            "{\"a\"",
            "{\"a\": [",
            "[1",
            "nonsense",
            "{\"b\": \"",
        ] {
            let _ = line_of(text, &"/a/0".parse().unwrap());
            assert_eq!(line_of(text, &"/a/0/b".parse().unwrap()), None, "{text}");
        }
    }
}
