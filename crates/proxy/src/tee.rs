use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use hyper::body::Bytes;

use crate::observed::{End, Observed, Sink};

/// A body that is passed on as it comes, and kept for the recorder.
pub(crate) struct Tee<B> {
    inner: B,
    copy: Copy,
}

/// What is kept of a body until it ends.
pub(crate) struct Copy {
    /// Nothing once it was handed over.
    observed: Option<Observed>,
    most: usize,
    sink: Sink,
}

impl<B> Tee<B> {
    pub(crate) fn new(inner: B, copy: Copy) -> Self {
        Self { inner, copy }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Tee<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(data) = frame.data_ref() {
                    self.copy.add(data);
                }
                // Whoever knows the length asks for no more.
                if self.inner.is_end_stream() {
                    self.copy.end(End::Whole);
                }
            }
            Poll::Ready(Some(Err(_))) => self.copy.end(End::Cut),
            Poll::Ready(None) => self.copy.end(End::Whole),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Copy {
    pub(crate) fn new(observed: Observed, most: usize, sink: Sink) -> Self {
        Self {
            observed: Some(observed),
            most,
            sink,
        }
    }

    fn add(&mut self, data: &[u8]) {
        let Some(observed) = &mut self.observed else {
            return;
        };
        if observed.end == End::TooLarge || observed.bytes.len() + data.len() > self.most {
            observed.end = End::TooLarge;
            observed.bytes = Vec::new();
        } else {
            observed.bytes.extend_from_slice(data);
        }
    }

    fn end(&mut self, end: End) {
        if let Some(mut observed) = self.observed.take() {
            if observed.end == End::Whole {
                observed.end = end;
            }
            self.sink.send(observed);
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.end(End::Cut);
    }
}
