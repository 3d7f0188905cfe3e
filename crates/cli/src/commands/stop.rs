//! Being asked to stop: by the person at the terminal, or by whoever supervises the process.

/// Hears that the process is to stop, from the moment it is made.
///
/// A service makes it before it says that it listens: who reads that line may stop it at once.
pub(super) struct StopSignal {
    #[cfg(unix)]
    signals: Option<[tokio::signal::unix::Signal; 2]>,
}

impl StopSignal {
    /// Begins to listen; needs the runtime, as its future does.
    pub(super) fn new() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
            let [interrupted, terminated] = kinds.map(signal);
            let signals = interrupted.and_then(|one| Ok([one, terminated?])).ok();
            Self { signals }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// Waits for it; where the system sends no signals, for ever.
    pub(super) async fn asked(self) {
        #[cfg(unix)]
        if let Some([mut interrupted, mut terminated]) = self.signals {
            tokio::select! {
                _ = interrupted.recv() => return,
                _ = terminated.recv() => return,
            }
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_ok() {
            return;
        }
        // The process is ended from outside.
        std::future::pending::<()>().await;
    }
}
