use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The body of an answer, and how it is brought.
pub(crate) struct Outgoing {
    left: Bytes,
    manner: Manner,
}

enum Manner {
    Whole,
    Dribbling(Option<Pin<Box<Sleep>>>),
    /// Ends by an error after half of it.
    Breaking(bool),
}

impl Outgoing {
    pub(crate) fn whole(bytes: Vec<u8>) -> Self {
        Self {
            left: bytes.into(),
            manner: Manner::Whole,
        }
    }

    pub(crate) fn dribbling(bytes: Vec<u8>) -> Self {
        Self {
            left: bytes.into(),
            manner: Manner::Dribbling(None),
        }
    }

    pub(crate) fn breaking(bytes: Vec<u8>) -> Self {
        Self {
            left: bytes.into(),
            manner: Manner::Breaking(false),
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        let piece = match &mut this.manner {
            Manner::Whole => this.left.len(),
            Manner::Dribbling(waiting) => {
                if let Some(sleep) = waiting
                    && sleep.as_mut().poll(context).is_pending()
                {
                    return Poll::Pending;
                }
                *waiting = Some(Box::pin(sleep(DRIP)));
                this.left.len().min(piece_of(this.left.len()))
            }
            Manner::Breaking(true) => {
                return Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())));
            }
            Manner::Breaking(begun) => {
                *begun = true;
                this.left.len() / 2
            }
        };
        if piece == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(this.left.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}

/// Cuts what is left so that dribbling ends some day, however much it is.
pub(crate) fn piece_of(left: usize) -> usize {
    (left / 8).max(7)
}

/// The pause between two pieces.
pub(crate) const DRIP: Duration = Duration::from_millis(1);
