//! Messages cut into frames.

use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

/// Cuts a text into so many frames of about the same size.
pub(crate) fn fragments(text: &[u8], count: usize) -> Vec<Message> {
    let size = text.len().div_ceil(count).max(1);
    cut(text, &(1..count).map(|at| at * size).collect::<Vec<_>>())
}

/// Cuts a text into frames at these places; frames may be empty.
pub(crate) fn cut(text: &[u8], places: &[usize]) -> Vec<Message> {
    let mut places: Vec<usize> = places.iter().map(|at| (*at).min(text.len())).collect();
    places.sort_unstable();
    let starts: Vec<usize> = [0].into_iter().chain(places.iter().copied()).collect();
    let ends = places.into_iter().chain([text.len()]);
    let last = starts.len() - 1;
    starts
        .iter()
        .zip(ends)
        .enumerate()
        .map(|(index, (start, end))| {
            let kind = if index == 0 {
                Data::Text
            } else {
                Data::Continue
            };
            let part = text[*start..end].to_vec();
            Message::Frame(Frame::message(part, OpCode::Data(kind), index == last))
        })
        .collect()
}
