//! How many planted bugs are found and told apart, and that a service without them is found clean.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_fuzz::Finding;
use frontdesk_seeded::{Server, Switches, bugs};

use super::super::table::{Table, Target};
use super::super::{Figures, Options, real};
use super::matched::{matching, size};
use super::targets::{Searched, said, search, seeded_rest, seeded_socket};

/// Searches servers with all bugs and with none.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let mut table = Table::new("planted bugs");
    let seconds = options.count as u64;
    let runs = options.runs.min(3);
    let all = bugs().count();
    let (mut found, mut apart, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut small, mut sized) = (0, 0);
    let (mut strange, mut findings) = (Vec::new(), Vec::new());
    for seed in 1..=runs as u64 {
        let (searched, fired) = both(Switches::all(), seed, seconds).await?;
        let tally = Tally::of(&searched).await?;
        found.push(real(tally.found.len()));
        apart.push(real(tally.apart.len()));
        strange.push(real(tally.unexplained.len()));
        findings.push(real(tally.findings));
        firsts.extend(searched.iter().filter_map(|searched| searched.first));
        small += tally.small;
        sized += tally.sized;
        for message in &tally.unexplained {
            table.words("of no bug alone", message);
        }
        let missed = bugs().filter(|bug| !tally.apart.contains(bug.id));
        let (met, never): (Vec<_>, Vec<_>) =
            missed.map(|bug| bug.id).partition(|id| fired.contains(id));
        table.words(&format!("seed {seed}: not told apart"), &met.join(" "));
        table.words(&format!("seed {seed}: never set off"), &never.join(" "));
        table.words(&format!("seed {seed}: large"), &tally.large.join(" "));
    }
    let target = Target::AtLeast(real(all));
    table.figure("found", "bugs", &Figures::new(found), target);
    table.figure("told apart", "bugs", &Figures::new(apart), target);
    table.figure("findings", "", &Figures::new(findings), Target::None);
    table.figure(
        "of no bug alone",
        "findings",
        &Figures::new(strange),
        Target::Below(1.0),
    );
    table.figure(
        "first finding",
        "s",
        &Figures::new(firsts),
        Target::Below(1.0),
    );
    let share = 100.0 * real(small) / real(sized);
    let figures = Figures::new([share]);
    table.figure(
        "at most twice the smallest",
        "%",
        &figures,
        Target::AtLeast(100.0),
    );
    let (clean, _) = both(Switches::none(), 1, seconds).await?;
    let false_findings = clean.iter().flat_map(|searched| &searched.outcome.findings);
    for finding in false_findings {
        table.words("FALSE", &format!("{} {}", finding.check, finding.message));
    }
    let is_clean = |searched: &&Searched| searched.outcome.findings.is_empty();
    table.correct(
        "clean without bugs",
        clean.iter().filter(is_clean).count(),
        2,
    );
    Ok(table)
}

/// Searches one server over both transports at once, as `frontdesk fuzz` does; tells which bugs were
/// set off.
async fn both(
    switches: Switches,
    seed: u64,
    seconds: u64,
) -> Result<([Searched; 2], BTreeSet<&'static str>), String> {
    let server = Server::start(switches).await.map_err(said)?;
    let rest = search(seeded_rest(&server, seed).await?, seed, seconds);
    let socket = search(seeded_socket(&server, seed)?, seed, seconds);
    let searched = tokio::join!(rest, socket).into();
    let fired = server.fired();
    Ok((searched, fired.iter().map(|fired| fired.bug).collect()))
}

/// What findings are of which bugs.
#[derive(Default)]
struct Tally {
    findings: usize,
    /// What is said of findings that no bug alone explains.
    unexplained: Vec<String>,
    found: BTreeSet<&'static str>,
    /// Bugs that have a finding of their own.
    apart: BTreeSet<&'static str>,
    sized: usize,
    small: usize,
    /// Bugs whose findings are larger than twice the smallest, and how large both are in bytes.
    large: Vec<String>,
}

impl Tally {
    async fn of(searched: &[Searched]) -> Result<Self, String> {
        let mut tally = Self::default();
        let mut best: BTreeMap<&'static str, usize> = BTreeMap::new();
        let findings = searched
            .iter()
            .flat_map(|searched| &searched.outcome.findings);
        let mut matched: Vec<(&Finding, Vec<_>)> = Vec::new();
        for finding in findings {
            matched.push((finding, matching(finding).await?));
        }
        // Findings that can be one bug alone choose first.
        matched.sort_by_key(|(_, bugs)| bugs.len());
        for (finding, bugs) in matched {
            tally.findings += 1;
            if bugs.is_empty() {
                let said = format!("{}: {}", finding.check, finding.message);
                tally.unexplained.push(said);
            }
            tally.found.extend(bugs.iter().map(|bug| bug.id));
            let own = bugs.iter().find(|bug| !tally.apart.contains(bug.id));
            tally.apart.extend(own.map(|bug| bug.id));
            for bug in bugs {
                let least = best.entry(bug.id).or_insert(usize::MAX);
                *least = size(finding).min(*least);
            }
        }
        for bug in bugs() {
            if let (Some(least), Some(smallest)) = (best.get(bug.id), bug.smallest()) {
                tally.sized += 1;
                if *least <= 2 * smallest {
                    tally.small += 1;
                } else {
                    tally.large.push(format!("{} {least}:{smallest}", bug.id));
                }
            }
        }
        Ok(tally)
    }
}
