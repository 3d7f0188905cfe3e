//! The connection, as far as the rules know it.

use std::time::Duration;

use super::Time;
use crate::error::ErrorKind;

#[derive(Debug)]
pub(super) enum Link {
    Idle,
    Connecting,
    Open {
        heard: Time,
        pinged: Option<Time>,
        brought_anything: bool,
    },
    /// Never to be opened again, and why.
    Stopped(ErrorKind),
}

/// When a silent connection is asked for a sign of life.
#[derive(Clone, Copy, Debug)]
pub(in crate::websocket) struct KeepAlive {
    /// The silence before a ping.
    pub(in crate::websocket) after: Duration,
    /// The silence after it that means the end.
    pub(in crate::websocket) timeout: Duration,
}

impl Link {
    pub(super) fn open(now: Time) -> Self {
        Self::Open {
            heard: now,
            pinged: None,
            brought_anything: false,
        }
    }

    pub(super) fn heard(&mut self, now: Time) {
        if let Self::Open {
            heard,
            pinged,
            brought_anything,
        } = self
        {
            (*heard, *pinged, *brought_anything) = (now, None, true);
        }
    }

    pub(super) fn postpone(&mut self, span: Duration) {
        if let Self::Open { heard, pinged, .. } = self {
            *heard = heard.saturating_add(span);
            *pinged = pinged.map(|at| at.saturating_add(span));
        }
    }

    /// Says whether a ping is due; it is asked for once in a silence.
    pub(super) fn asks_for_ping(&mut self, now: Time, rule: &KeepAlive) -> bool {
        match self {
            Self::Open {
                heard,
                pinged: pinged @ None,
                ..
            } if heard.saturating_add(rule.after) <= now => {
                *pinged = Some(now);
                true
            }
            _ => false,
        }
    }

    pub(super) fn is_dead(&self, now: Time, rule: &KeepAlive) -> bool {
        matches!(self, Self::Open { pinged: Some(at), .. } if at.saturating_add(rule.timeout) <= now)
    }

    pub(super) fn wake(&self, rule: &KeepAlive) -> Option<Time> {
        match self {
            Self::Open {
                pinged: Some(at), ..
            } => Some(at.saturating_add(rule.timeout)),
            Self::Open { heard, .. } => Some(heard.saturating_add(rule.after)),
            Self::Idle | Self::Connecting | Self::Stopped(_) => None,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    pub(super) fn has_brought_anything(&self) -> bool {
        matches!(
            self,
            Self::Open {
                brought_anything: true,
                ..
            }
        )
    }
}
