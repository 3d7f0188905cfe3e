use std::fmt::Write as _;

use crate::case::Framing;
use crate::request::Request;

use super::secrets::is_beyond_shells;

/// Writes a request as a line for a shell, where curl can send it.
pub(super) fn curl(request: &Request, url: &str) -> Option<String> {
    let plain = matches!(request.framing, Framing::Length | Framing::Chunked);
    let mut headers = request.headers.iter();
    if !plain || headers.any(|(_, value)| is_beyond_shells(value)) {
        return None;
    }
    let mut line = format!("curl -sS -i -X {} {}", request.method, quoted(url));
    for (name, value) in &request.headers {
        let text = format!("{name}: {value}");
        line.push_str(" -H ");
        // Variables are for the shell to fill in.
        if has_variable(value) {
            let _ = write!(line, "\"{}\"", filled_in(&text));
        } else if value.is_empty() {
            line.push_str(&quoted(&format!("{name};")));
        } else {
            line.push_str(&quoted(&text));
        }
    }
    if !request
        .headers
        .iter()
        .any(|(name, _)| name == "content-type")
        && !request.body.is_empty()
    {
        line.push_str(" -H 'content-type:'");
    }
    if request.framing == Framing::Chunked {
        line.push_str(" -H 'transfer-encoding: chunked'");
    }
    if !request.body.is_empty() {
        let text = std::str::from_utf8(&request.body).ok()?;
        if text.contains('\0') || text.len() > LONGEST {
            return None;
        }
        line.push_str(" --data-binary ");
        line.push_str(&quoted(text));
    }
    Some(line)
}

/// Tells whether a shell has something to fill in, as in `Bearer $TOKEN` or `${TOKEN%?}`.
fn has_variable(value: &str) -> bool {
    value.split('$').skip(1).any(is_variable)
}

fn is_variable(rest: &str) -> bool {
    let name = rest.strip_prefix('{').unwrap_or(rest);
    name.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Escapes everything within double quotes but the variables.
fn filled_in(text: &str) -> String {
    let mut escaped = String::new();
    for (at, character) in text.char_indices() {
        let is_plain = match character {
            '"' | '\\' | '`' => false,
            '$' => is_variable(&text[at + 1..]),
            _ => true,
        };
        if !is_plain {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Longer lines are nothing for a shell.
const LONGEST: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::curl;
    use crate::case::Framing;
    use crate::request::Request;

    #[test]
    fn shells_fill_in_the_token_and_nothing_else() {
        let request = Request {
            method: "POST".to_owned(),
            target: "/a".to_owned(),
            headers: vec![(
                "authorization".to_owned(),
                "Bearer $FRONTDESK_TOKEN $(id) `id`".to_owned(),
            )],
            body: br#"{"a": "it's $HOME"}"#.to_vec(),
            framing: Framing::Length,
            repeat: None,
        };
        let line = curl(&request, "http://h/a").unwrap();
        assert!(
            line.contains(r#"-H "authorization: Bearer $FRONTDESK_TOKEN \$(id) \`id\`""#),
            "{line}"
        );
        assert!(
            line.contains(r#"--data-binary '{"a": "it'\''s $HOME"}'"#),
            "{line}"
        );
    }
}
