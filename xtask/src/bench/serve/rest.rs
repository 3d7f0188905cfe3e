//! Messages over REST, against a handler that does nothing.

use std::net::SocketAddr;
use std::rc::Rc;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, per_second};
use super::child::Served;
use super::load::{Line, Shown, load, request};

/// Sends the same load to the service and to the bare handler, in turns.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let service = Served::service(0)?;
    let mut line = Line::connect(service.addr).await?;
    let token = line.token().await?;
    let request: Rc<[u8]> = request(&token).into();
    let answer = line.exchange(&request).await?.len();
    let bare = Served::bare(answer)?;
    // What has never run is slower.
    for addr in [service.addr, bare.addr] {
        load(addr, &request, CONNECTIONS, options.count / 4).await?;
    }
    let (mut rates, mut bare_rates, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    let mut latencies = Vec::new();
    for _ in 0..options.runs {
        let (rate, shown) = measured(service.addr, &request, options.count).await?;
        let (bare_rate, _) = measured(bare.addr, &request, options.count).await?;
        latencies.extend(shown.latencies);
        shares.push(100.0 * rate / bare_rate);
        rates.push(rate);
        bare_rates.push(bare_rate);
    }
    let title = format!(
        "REST, {} x {} over {CONNECTIONS} lines",
        options.runs, options.count
    );
    let mut table = Table::new(&title);
    table.figure("service", "/s", &Figures::new(rates), Target::None);
    let name = "a bare axum handler";
    table.figure(name, "/s", &Figures::new(bare_rates), Target::None);
    let target = Target::AtLeast(SHARE);
    table.figure(
        "service, of the bare one",
        "%",
        &Figures::new(shares),
        target,
    );
    let latencies = Figures::new(latencies);
    let p99 = Figures::new([latencies.percentile(99)]);
    table.figure("latency of the service", "ms", &latencies, Target::None);
    table.figure("99 of 100 within", "ms", &p99, Target::None);
    let sizes = format!("{} and {answer} bytes", request.len());
    table.words("request and answer", &sizes);
    Ok(table)
}

async fn measured(
    addr: SocketAddr,
    request: &Rc<[u8]>,
    count: usize,
) -> Result<(f64, Shown), String> {
    let begin = std::time::Instant::now();
    let shown = load(addr, request, CONNECTIONS, count).await?;
    Ok((per_second(count, begin.elapsed()), shown))
}

const CONNECTIONS: usize = 32;
const SHARE: f64 = 50.0;
