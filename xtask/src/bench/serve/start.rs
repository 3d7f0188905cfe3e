//! How long a person waits for `frontdesk serve`.

use std::time::Instant;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, milliseconds};
use super::child::Served;
use super::load::{Line, request};

/// Times fresh starts: until the service listens, and until the first message is answered.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let (mut listening, mut answered, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    // The first start reads the program from the disk.
    Served::service(0)?;
    for _ in 0..options.runs * STARTS {
        let begin = Instant::now();
        let served = Served::service(0)?;
        listening.push(milliseconds(begin.elapsed()));
        let mut line = Line::connect(served.addr).await?;
        let token = line.token().await?;
        line.exchange(&request(&token)).await?;
        answered.push(milliseconds(begin.elapsed()));
        memory.push(super::super::real(served.memory("VmRSS")?) / 1024.0);
    }
    let mut table = Table::new(&format!("start, {} times", listening.len()));
    let target = Target::Below(START_MILLISECONDS);
    table.figure("until it listens", "ms", &Figures::new(listening), target);
    let name = "until the first answer";
    table.figure(name, "ms", &Figures::new(answered), target);
    let memory = Figures::new(memory);
    table.figure("memory after it", "MB", &memory, Target::None);
    Ok(table)
}

const STARTS: usize = 4;
const START_MILLISECONDS: f64 = 100.0;
