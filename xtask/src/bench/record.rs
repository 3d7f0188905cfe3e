//! `bench record`: what the proxy adds to a request on loopback, over REST and over WebSocket.
//!
//! The service, and the proxy in front of it, are processes of their own. Each exchange is held twice,
//! one after the other: with the service itself, and through the proxy, so that both meet the same
//! machine. The count is how many pairs a run has.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use frontdesk_report::Exit;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::serve::{FRAMES, Line, Served, Socket, envelope, open, request, runtime, text};
use super::table::{Table, Target};
use super::{Figures, Options, milliseconds};

/// Measures, prints, and fails where something that passed was not recorded.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let runtime = runtime()?;
    let mut failed = false;
    for transport in [Transport::Rest, Transport::WebSocket] {
        let table = runtime.block_on(table(transport, options))?;
        failed |= table.failed();
        // A table that cannot be shown can still be wrong.
        let _ = writeln!(io::stdout(), "{}", table.text());
    }
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

#[derive(Clone, Copy)]
enum Transport {
    Rest,
    WebSocket,
}

async fn table(transport: Transport, options: &Options) -> Result<Table, String> {
    let service = Served::service(0)?;
    let folder = Path::new(FOLDER);
    if folder.exists() {
        fs_err::remove_dir_all(folder).map_err(text)?;
    }
    let proxy = Served::proxy(service.addr, folder)?;
    let mut direct = Way::open(transport, &service).await?;
    let mut through = Way::open(transport, &proxy).await?;
    // What has never run is slower.
    for _ in 0..WARM {
        direct.exchange().await?;
        through.exchange().await?;
    }
    let (mut straight, mut passed) = (Latencies::default(), Latencies::default());
    let (mut added, mut added_at_most) = (Vec::new(), Vec::new());
    for _ in 0..options.runs {
        let (mut of_direct, mut of_proxy) = (Vec::new(), Vec::new());
        for _ in 0..options.count {
            of_direct.push(direct.exchange().await?);
            of_proxy.push(through.exchange().await?);
        }
        let (own, own_p99) = straight.add(of_direct);
        let (other, other_p99) = passed.add(of_proxy);
        added.push(other - own);
        added_at_most.push(other_p99 - own_p99);
    }
    let kept = options.runs * options.count + WARM;
    drop((direct, through));
    let (title, expected) = match transport {
        // A token, and two bodies of each exchange.
        Transport::Rest => ("REST, an exchange", 1 + 2 * kept),
        Transport::WebSocket => (
            "WebSocket, a request and all its frames",
            1 + (1 + FRAMES) * kept,
        ),
    };
    let mut table = Table::new(&format!("{title}: {} x {}", options.runs, options.count));
    let mut figure = |name: &str, figures: &[f64], target| {
        table.figure(name, "us", &Figures::new(figures.iter().copied()), target);
    };
    figure("p50 of the service itself", &straight.p50, Target::None);
    figure("p50 through the proxy", &passed.p50, Target::None);
    figure("p50, what the proxy adds", &added, Target::Below(MOST));
    figure("p99 of the service itself", &straight.p99, Target::None);
    figure("p99 through the proxy", &passed.p99, Target::None);
    figure("p99, what the proxy adds", &added_at_most, Target::None);
    let report = proxy.report()?;
    let count = |name: &str| {
        let count = report["summary"][name].as_u64().unwrap_or_default();
        usize::try_from(count).unwrap_or_default()
    };
    table.correct("recorded of what passed", count("recorded"), expected);
    fs_err::remove_dir_all(folder).map_err(text)?;
    Ok(table)
}

/// Half and nearly all of the latencies of each run, in microseconds.
#[derive(Default)]
struct Latencies {
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Latencies {
    /// Adds a run, and returns what half and nearly all of it took.
    fn add(&mut self, latencies: Vec<f64>) -> (f64, f64) {
        let figures = Figures::new(latencies);
        let (p50, p99) = (figures.median(), figures.percentile(99));
        self.p50.push(p50);
        self.p99.push(p99);
        (p50, p99)
    }
}

/// A connection over which the same is asked again and again.
enum Way {
    Rest(Line, Vec<u8>),
    WebSocket(Box<Socket>, u64),
}

impl Way {
    async fn open(transport: Transport, served: &Served) -> Result<Self, String> {
        let mut line = Line::connect(served.addr).await?;
        let token = line.token().await?;
        Ok(match transport {
            Transport::Rest => Self::Rest(line, request(&token)),
            Transport::WebSocket => {
                let socket = open(served.addr, &token).await?;
                Self::WebSocket(Box::new(socket), 0)
            }
        })
    }

    /// Asks once, reads all of the answer, and returns how many microseconds it took.
    async fn exchange(&mut self) -> Result<f64, String> {
        let begin = match self {
            Self::Rest(line, request) => {
                let begin = Instant::now();
                line.exchange(request).await?;
                begin
            }
            Self::WebSocket(socket, number) => {
                *number += 1;
                let id = format!("01890a5d-ac96-774b-8000-{number:012x}");
                let message = Message::text(envelope(&id).to_string());
                let begin = Instant::now();
                socket.send(message).await.map_err(text)?;
                for _ in 0..FRAMES {
                    let frame = timeout(PATIENCE, socket.next()).await.map_err(text)?;
                    frame.ok_or("the service has hung up")?.map_err(text)?;
                }
                begin
            }
        };
        Ok(1000.0 * milliseconds(begin.elapsed()))
    }
}

const FOLDER: &str = "target/bench/recorded";
const WARM: usize = 200;
/// Microseconds that the proxy may add to half of the requests.
const MOST: f64 = 300.0;
const PATIENCE: Duration = Duration::from_secs(20);
