use frontdesk_report::RuleId;

use super::super::line::End;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("close-code"),
    about: "a connection is closed with a code outside the contract",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let known = &view.rules.close_codes;
    let (kind, message) = match view.line.end {
        End::Closed(Some(code)) | End::Ours(Some(code)) => {
            let is_known = known.is_empty() || known.contains(&code);
            if is_known && is_code(code) {
                return None;
            }
            (
                code.to_string(),
                format!("the connection was closed with {code}"),
            )
        }
        End::Lost(_) if view.line.is_provoked() && !known.is_empty() => (
            "none".to_owned(),
            "the connection has ended without a close".to_owned(),
        ),
        _ => return None,
    };
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    Some(found(
        kind,
        message,
        &format!("a close with one of {}", known.join(", ")),
    ))
}

/// Tells whether a code may be in a close (RFC 6455, 7.4).
fn is_code(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}
