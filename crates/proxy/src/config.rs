use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_contract::Interface;
use frontdesk_corpus::{ContractVersion, Judges, Redactor};

use crate::upstream::Upstream;

/// What a proxy passes on.
#[derive(Clone)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The service that everything is passed on to.
    pub upstream: Upstream,
    /// PEM files of authorities that a service may be trusted by, beside those of the system.
    pub authorities: Vec<PathBuf>,
    /// How long a body or frame may be to be recorded, in bytes; longer ones pass unrecorded.
    pub max_body_bytes: usize,
    /// What is recorded of it, and where.
    pub recording: RecordingConfig,
}

/// What is recorded, and where.
#[derive(Clone)]
pub struct RecordingConfig {
    /// The folder that is written to.
    pub folder: PathBuf,
    /// How long a file of recordings may be, in bytes.
    pub max_file_bytes: u64,
    /// The contract that is spoken.
    pub contract: ContractVersion,
    /// Which message travels where.
    pub interface: Interface,
    /// The schemas of the messages.
    pub judges: Arc<Judges>,
    /// What reaches no disk.
    pub redactor: Redactor,
    /// Who is told at once of what goes wrong.
    pub listener: Listener,
}

/// Takes what a person should know while the proxy runs.
pub type Listener = Arc<dyn Fn(&str) + Send + Sync>;

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Config")
            .field("addr", &self.addr)
            .field("upstream", &self.upstream)
            .field("recording", &self.recording)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RecordingConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordingConfig")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// How long a file of recordings is unless told otherwise: 64 MiB.
pub const USUAL_MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// How long a body is that is recorded unless told otherwise: 4 MiB.
pub const USUAL_MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
