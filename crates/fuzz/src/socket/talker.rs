//! Holds conversations: steps go out, replies come in, both at the same time.

use std::io;
use std::time::{Duration, Instant};

use frontdesk_schema::Schema;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, ReadHalf, WriteHalf};
use tokio::time::{sleep_until, timeout};
use url::Url;

use super::frame::{self, Frame, Kind};
use super::handshake::{NotOpened, Opening, open};
use super::label::{Label, label};
use super::ledger::Ledger;
use super::line::{Came, End, Line, Message, Sent};
use super::pace::Pace;
use super::rules::Rules;
use super::step::{Odd, Step};
use crate::case::Credentials;
use crate::rest::{Dialer, Stream, Tickets, unsigned};

/// What holds conversations with one channel.
pub(super) struct Talker {
    pub(super) dialer: Dialer,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) authority: String,
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) tickets: Option<Tickets>,
    pub(super) patience: Duration,
    pub(super) pace: Pace,
}

impl Talker {
    pub(super) fn new(
        url: &Url,
        dialer: Dialer,
        tickets: Option<Tickets>,
        headers: Vec<(String, String)>,
        patience: Duration,
    ) -> Self {
        let host = url.host_str().unwrap_or("localhost");
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = url.port_or_known_default().unwrap_or(80);
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        Self {
            dialer,
            host: host.to_owned(),
            port,
            authority: url.authority().to_owned(),
            target,
            headers,
            tickets,
            patience,
            pace: Pace::new(patience),
        }
    }

    /// Holds a conversation, over as many connections as it asks for.
    pub(super) async fn talk(
        &self,
        steps: &[Step<'_>],
        schema: &Schema,
        rules: &Rules,
        credentials: Option<Credentials>,
        is_patient: bool,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for part in steps.split(|step| *step == Step::Reopen) {
            let line = match timeout(self.patience, self.connect(rules, credentials)).await {
                Ok(Ok((stream, read))) => {
                    let mut call = Call::new(stream, read, rules, self);
                    call.is_patient = is_patient;
                    call.hold(part, schema).await
                }
                Ok(Err(why)) => never(why),
                Err(_) => never(NotOpened::TimedOut),
            };
            let is_over = matches!(line.end, End::NotOpened(_));
            lines.push(line);
            if is_over {
                break;
            }
        }
        lines
    }

    async fn connect(
        &self,
        rules: &Rules,
        credentials: Option<Credentials>,
    ) -> Result<(Box<dyn Stream>, Vec<u8>), NotOpened> {
        let token = match (&self.tickets, credentials) {
            (None, _) | (_, Some(Credentials::Missing | Credentials::Empty | Credentials::Any)) => {
                None
            }
            (
                Some(_),
                Some(
                    Credentials::Unknown
                    | Credentials::OtherScheme
                    | Credentials::Expired
                    | Credentials::Token
                    | Credentials::Wrong,
                ),
            ) => Some("nobody-has-granted-this".to_owned()),
            (Some(tickets), cut) => {
                // Who grants tokens is the service itself, most of the time.
                let mut token = tickets().await.map_err(|why| {
                    if why.is_down() {
                        NotOpened::NoConnection
                    } else {
                        NotOpened::NoTicket
                    }
                })?;
                match cut {
                    Some(Credentials::Cut) => {
                        token.pop();
                    }
                    Some(Credentials::Unsigned) => token = unsigned(&token).unwrap_or_default(),
                    _ => {}
                }
                Some(token)
            }
        };
        let offered = rules.subprotocol.iter().cloned().chain(token).collect();
        let opening = Opening {
            authority: &self.authority,
            target: &self.target,
            headers: self.headers.clone(),
            offered,
        };
        if credentials == Some(Credentials::Used) {
            self.open(&opening).await?;
        }
        self.open(&opening).await
    }

    async fn open(&self, opening: &Opening<'_>) -> Result<(Box<dyn Stream>, Vec<u8>), NotOpened> {
        let stream = (self.dialer)(self.host.clone(), self.port).await;
        let mut stream = stream.map_err(|_| NotOpened::NoConnection)?;
        let read = open(&mut *stream, opening).await?;
        Ok((stream, read))
    }
}

fn never(why: NotOpened) -> Line {
    Line {
        sends: Vec::new(),
        replies: Vec::new(),
        end: End::NotOpened(why),
    }
}

/// One connection in use.
struct Call<'c> {
    reader: ReadHalf<Box<dyn Stream>>,
    writer: WriteHalf<Box<dyn Stream>>,
    read: Vec<u8>,
    /// What is still to be written.
    out: Vec<u8>,
    /// A message of which not all frames have come.
    partial: Option<(Kind, Vec<u8>)>,
    rules: &'c Rules,
    talker: &'c Talker,
    begin: Instant,
    ledger: Ledger,
    line: Line,
    end: Option<End>,
    is_closing: bool,
    /// Whether we have said that nothing more comes from us.
    is_half: bool,
    /// Whether it is waited for as long as is allowed, and not only for as long as is usual.
    is_patient: bool,
}

impl<'c> Call<'c> {
    fn new(stream: Box<dyn Stream>, read: Vec<u8>, rules: &'c Rules, talker: &'c Talker) -> Self {
        let (reader, writer) = tokio::io::split(stream);
        Self {
            reader,
            writer,
            read,
            out: Vec::new(),
            partial: None,
            rules,
            talker,
            begin: Instant::now(),
            ledger: Ledger::default(),
            line: Line {
                sends: Vec::new(),
                replies: Vec::new(),
                end: End::Unanswered,
            },
            end: None,
            is_closing: false,
            is_half: false,
            is_patient: false,
        }
    }

    async fn hold(&mut self, steps: &[Step<'_>], schema: &Schema) -> Line {
        for part in steps.split(|step| *step == Step::Wait) {
            let begin = Instant::now();
            let mut ends = false;
            for step in part {
                ends |= *step == Step::Odd(Odd::HalfClosed);
                self.put(step, schema);
            }
            self.converse(ends).await;
            let last = self.line.replies.last().map(|came| self.begin + came.at);
            let took = last.map(|last| last.saturating_duration_since(begin));
            // A refusal comes sooner than an answer.
            let has_good = self.ledger.talks.values().any(|talk| talk.good > 0);
            match (self.ledger.is_settled(self.rules), took) {
                (true, Some(took)) if has_good => self.talker.pace.settled(took, self.is_patient),
                (false, took) if self.is_patient && self.end.is_none() => {
                    self.talker.pace.in_vain(took.unwrap_or_default());
                }
                _ => {}
            }
            if self.end.is_some() {
                break;
            }
        }
        if self.end.is_none() {
            self.close().await;
        }
        self.line.end = self.end.take().unwrap_or(End::Unanswered);
        self.line.clone()
    }

    fn put(&mut self, step: &Step<'_>, schema: &Schema) {
        let most = self.rules.most_bytes.unwrap_or(LARGEST_SENT);
        step.write(&mut self.out, most);
        let label = label(step, schema, self.rules);
        if label == Label::Nothing {
            return;
        }
        let id = match step {
            Step::Text(message, _) => good_id(message, &label, schema, self.rules),
            Step::Raw(text) => {
                let message = frontdesk_json::read(text.as_bytes()).ok();
                message.and_then(|message| good_id(&message, &label, schema, self.rules))
            }
            Step::Binary(_) | Step::Odd(_) | Step::Wait | Step::Reopen => None,
        };
        self.ledger.sent(id.as_deref(), &label);
        self.line.sends.push(Sent { id, label });
    }

    /// Writes what is to be written, and reads until everything is answered or nothing more comes.
    async fn converse(&mut self, ends: bool) {
        self.take_frames();
        let mut last = Instant::now();
        let mut written = 0;
        let mut is_flushed = true;
        while self.end.is_none() {
            let is_settled = self.ledger.is_settled(self.rules) && !self.line.is_provoked();
            let wait = if is_settled {
                SETTLE
            } else if !self.is_patient && self.ledger.has_surplus(self.rules) {
                self.talker.pace.wait_for_stray()
            } else {
                self.talker.pace.wait(self.is_patient)
            };
            if written == self.out.len() && ends && !self.is_half {
                self.is_half = true;
                // A service may have gone already.
                let _ = self.writer.shutdown().await;
            }
            tokio::select! {
                biased;
                count = self.reader.read_buf(&mut self.read) => {
                    match count {
                        Ok(count) if count > 0 => self.take_frames(),
                        _ => self.lost(),
                    }
                    last = Instant::now();
                }
                count = push(&mut self.writer, &self.out[written..]),
                    if written < self.out.len() || !is_flushed =>
                {
                    match count {
                        Ok(count) if count > 0 => {
                            written += count;
                            is_flushed = false;
                        }
                        // What came before the end may still be read.
                        _ => {
                            written = self.out.len();
                            is_flushed = true;
                        }
                    }
                    last = Instant::now();
                }
                () = sleep_until((last + wait).into()) => break,
            }
        }
        self.out.clear();
    }

    fn lost(&mut self) {
        let within = !self.read.is_empty() || self.partial.is_some();
        // Nobody has to close in order what the other end has half closed.
        self.end = Some(if self.is_half {
            End::Unanswered
        } else {
            End::Lost(within)
        });
    }

    fn take_frames(&mut self) {
        while self.end.is_none() {
            match frame::take(&mut self.read, LARGEST_READ) {
                Ok(Some(frame)) => self.take(frame),
                Ok(None) => return,
                Err(garbled) => self.end = Some(End::Garbled(garbled)),
            }
        }
    }

    fn take(&mut self, frame: Frame) {
        match frame.kind {
            Kind::Ping => frame::write(&mut self.out, Kind::Pong, true, &frame.payload),
            Kind::Pong => {}
            Kind::Close => {
                let code = frame
                    .payload
                    .first_chunk::<2>()
                    .map(|code| u16::from_be_bytes(*code));
                self.end = Some(if self.is_closing {
                    End::Ours(code)
                } else {
                    End::Closed(code)
                });
            }
            Kind::Text | Kind::Binary if frame.is_last => self.came(frame.kind, &frame.payload),
            Kind::Text | Kind::Binary => self.partial = Some((frame.kind, frame.payload)),
            Kind::Continuation => {
                let Some((_, payload)) = &mut self.partial else {
                    self.end = Some(End::Garbled(frame::Garbled::Kind));
                    return;
                };
                payload.extend_from_slice(&frame.payload);
                if payload.len() > LARGEST_READ {
                    self.end = Some(End::Garbled(frame::Garbled::TooLarge));
                } else if frame.is_last
                    && let Some((kind, payload)) = self.partial.take()
                {
                    self.came(kind, &payload);
                }
            }
        }
    }

    fn came(&mut self, kind: Kind, payload: &[u8]) {
        let what = if kind == Kind::Binary {
            Message::Binary(payload.len())
        } else {
            match (std::str::from_utf8(payload), frontdesk_json::read(payload)) {
                (Err(_), _) => Message::NoText,
                (Ok(text), Err(_)) => Message::NoJson(frontdesk_json::excerpt(text, 200)),
                (Ok(_), Ok(document)) => Message::Document(document),
            }
        };
        if let Message::Document(document) = &what {
            self.ledger.came(document, self.rules);
        }
        if self.line.replies.len() < MOST_REPLIES {
            self.line.replies.push(Came {
                at: self.begin.elapsed(),
                what,
            });
        } else {
            self.end = Some(End::Garbled(frame::Garbled::TooLarge));
        }
    }

    /// Closes in order, and waits a moment for the service to do the same.
    async fn close(&mut self) {
        self.is_closing = true;
        frame::write(&mut self.out, Kind::Close, true, &1000_u16.to_be_bytes());
        let out = std::mem::take(&mut self.out);
        let closing = async {
            if self.writer.write_all(&out).await.is_err() || self.writer.flush().await.is_err() {
                self.lost();
            }
            while self.end.is_none() {
                match self.reader.read_buf(&mut self.read).await {
                    Ok(count) if count > 0 => self.take_frames(),
                    _ => self.end = Some(End::Unanswered),
                }
            }
        };
        // A service that never answers a close is found out by the end that is left.
        let _ = timeout(CLOSE_WAIT, closing).await;
    }
}

/// Writes some of what is left; in the end, what TLS has taken and not yet sent.
async fn push(writer: &mut WriteHalf<Box<dyn Stream>>, rest: &[u8]) -> io::Result<usize> {
    if rest.is_empty() {
        writer.flush().await?;
        return Ok(0);
    }
    writer.write(rest).await
}

/// Returns the id of a message, where a service can be asked to repeat it.
fn good_id(message: &Value, label: &Label, schema: &Schema, rules: &Rules) -> Option<String> {
    let id = rules.id(message)?;
    let is_at_fault = matches!(label, Label::Bad(_))
        && schema
            .violations(message)
            .iter()
            .any(|violation| rules.correlation.as_ref() == Some(&violation.instance));
    (!is_at_fault).then(|| id.to_owned())
}

/// Returns the documents of lines, for whoever keeps them.
pub(super) fn shown(lines: &[Line]) -> Vec<Value> {
    lines.iter().flat_map(Line::shown).collect()
}

/// How long it is waited for what should not come.
const SETTLE: Duration = Duration::from_millis(12);
const CLOSE_WAIT: Duration = Duration::from_secs(1);
const LARGEST_READ: usize = 4 * 1024 * 1024;
/// What is too large where nobody has said what is.
const LARGEST_SENT: usize = 16 * 1024 * 1024;
const MOST_REPLIES: usize = 20_000;
