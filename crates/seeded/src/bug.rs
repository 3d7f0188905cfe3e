use std::fmt;

use crate::case::{Case, Effect};
use crate::request::Request;
use crate::stream::{Frame, Step, Talk};

/// A mistake that can be switched on.
#[derive(Clone, Copy)]
pub struct Bug {
    /// What it is called.
    pub id: &'static str,
    /// What goes wrong, in one line.
    pub line: &'static str,
    /// Where it is.
    pub operation: Operation,
    /// The smallest that sets it off.
    pub trigger: Trigger,
    /// What it does.
    pub(crate) mistake: Mistake,
}

/// What can be asked of the service.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operation {
    /// `POST /bookings`.
    CreateBooking,
    /// `GET /rooms/{room}/bookings`.
    ListBookings,
    /// `POST /reports`, which needs a token.
    MakeReport,
    /// `book` over the WebSocket at `/stream`.
    Stream,
}

/// The smallest that sets a bug off; where it is several, the last one does it.
#[derive(Clone, Copy)]
pub enum Trigger {
    /// Requests, one after the other.
    Requests(fn() -> Vec<Request>),
    /// Frames, all at once on one connection.
    Frames(fn() -> Vec<Frame>),
}

/// How a bug changes what happens.
#[derive(Clone, Copy)]
pub(crate) enum Mistake {
    /// Does something else with a request, where it fires.
    Rest(fn(&Case<'_>) -> Option<Effect>),
    /// Changes what a frame brings, and tells whether it has.
    Stream(fn(&Talk<'_>, &mut Vec<Step>) -> bool),
}

impl Bug {
    /// Returns how many bytes the smallest body or frame has that sets it off.
    ///
    /// `None` where the body does not matter.
    #[must_use]
    pub fn smallest(&self) -> Option<usize> {
        let size = match self.trigger {
            Trigger::Requests(make) => make().last().map_or(0, |request| request.body.len()),
            Trigger::Frames(make) => make().last().map_or(0, Frame::len),
        };
        (size > 0).then_some(size)
    }
}

impl fmt::Debug for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CreateBooking => "POST /bookings",
            Self::ListBookings => "GET /rooms/{room}/bookings",
            Self::MakeReport => "POST /reports",
            Self::Stream => "book over /stream",
        })
    }
}
