//! Messages over REST, against a handler that does nothing.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::super::table::{Table, Target};
use super::super::{Figures, Options, per_second, real};
use super::child::Served;
use super::load::{Line, load, request};

/// Sends the same load to the service and to the bare handler, in turns.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let service = Served::service(0)?;
    let mut line = Line::connect(service.addr).await?;
    let token = line.token().await?;
    let request: Rc<[u8]> = request(&token).into();
    let answer = line.exchange(&request).await?.len();
    let bare = Served::bare(answer)?;
    let time = Duration::from_millis(options.count as u64);
    // What has never run is slower.
    for served in [&service, &bare] {
        Measured::of(served, &request, time / 4).await?;
    }
    let (mut ours, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..options.runs {
        ours.push(Measured::of(&service, &request, time).await?);
        bares.push(Measured::of(&bare, &request, time).await?);
    }
    let title = format!(
        "REST, {} x {} ms over {CONNECTIONS} lines",
        options.runs, options.count
    );
    let mut table = Table::new(&title);
    let mut figure = |name: &str, unit: &str, figures: Vec<f64>, target| {
        table.figure(name, unit, &Figures::new(figures), target);
    };
    let of = |measured: &[Measured], what: fn(&Measured) -> f64| -> Vec<f64> {
        measured.iter().map(what).collect()
    };
    let none = Target::None;
    figure("service", "/s", of(&ours, |run| run.rate), none);
    figure(
        "a bare axum handler",
        "/s",
        of(&bares, |run| run.rate),
        none,
    );
    let pairs = ours.iter().zip(&bares);
    let shares = pairs.map(|(own, bare)| 100.0 * own.rate / bare.rate);
    let target = Target::AtLeast(SHARE);
    figure("service, of the bare one", "%", shares.collect(), target);
    let name = "processor time of the service";
    figure(name, "us", of(&ours, |run| run.processor), none);
    let name = "processor time of the bare one";
    figure(name, "us", of(&bares, |run| run.processor), none);
    let latencies: Vec<f64> = ours.into_iter().flat_map(|run| run.latencies).collect();
    let p99 = Figures::new(latencies.iter().copied()).percentile(99);
    figure("latency of the service", "ms", latencies, none);
    figure("99 of 100 within", "ms", vec![p99], none);
    let sizes = format!("{} and {answer} bytes", request.len());
    table.words("request and answer", &sizes);
    Ok(table)
}

struct Measured {
    rate: f64,
    /// What the process has cost for each answer, in microseconds, whoever else was busy meanwhile.
    processor: f64,
    latencies: Vec<f64>,
}

impl Measured {
    async fn of(served: &Served, request: &Rc<[u8]>, time: Duration) -> Result<Self, String> {
        let before = served.processor_time()?;
        let begin = Instant::now();
        let latencies = load(served.addr, request, CONNECTIONS, time).await?;
        let took = begin.elapsed();
        let spent = served.processor_time()? - before;
        Ok(Self {
            rate: per_second(latencies.len(), took),
            processor: 1e6 * spent / real(latencies.len()),
            latencies,
        })
    }
}

const CONNECTIONS: usize = 32;
const SHARE: f64 = 50.0;
