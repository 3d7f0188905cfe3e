//! Connections that say nothing, and somebody who wants something all the same.

use std::time::Instant;

use tokio::net::TcpStream;

use super::super::table::{Table, Target};
use super::super::{Figures, milliseconds, real};
use super::child::Served;
use super::load::{Line, request};
use super::text;

/// Opens connections that stay idle, and asks beside them.
pub(super) async fn table() -> Result<Table, String> {
    let service = Served::service(0)?;
    let mut idle = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        idle.push(TcpStream::connect(service.addr).await.map_err(text)?);
    }
    let mut took = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let begin = Instant::now();
        let mut line = Line::connect(service.addr).await?;
        let token = line.token().await?;
        line.exchange(&request(&token)).await?;
        took.push(milliseconds(begin.elapsed()));
    }
    let mut table = Table::new(&format!("{IDLE} idle connections"));
    let name = "connect, token and answer beside them";
    table.figure(name, "ms", &Figures::new(took), Target::None);
    let memory = Figures::new([real(service.memory("VmHWM")?) / 1024.0]);
    table.figure("most memory", "MB", &memory, Target::None);
    Ok(table)
}

const IDLE: usize = 10_000;
const ASKED: usize = 100;
