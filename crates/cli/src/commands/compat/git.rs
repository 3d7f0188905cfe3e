//! Files as a revision has them, asked of git; no work tree is touched.

use std::io::{self, ErrorKind, Write as _};
use std::process::{Command, Output, Stdio};

/// What stands at a path of a revision.
#[derive(Debug)]
pub(super) enum Object {
    File(Vec<u8>),
    /// The files below, each by its path from the folder.
    Folder(Vec<(String, Vec<u8>)>),
}

/// Why git gave nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// The words name no revision and path.
    #[error("git:{0}: write git:REVISION:PATH, as in git:main:schemas")]
    Words(String),
    /// There is no git to ask.
    #[error("git:{0}: git is not installed, or not on the search path")]
    NoGit(String),
    /// There is no repository here.
    #[error("git:{0}: the current folder is in no git repository")]
    NoRepository(String),
    /// The repository has no such revision.
    #[error(
        "git:{words}: no revision {revision:?}: fetch it first, since clones in CI are often shallow"
    )]
    NoRevision { words: String, revision: String },
    /// The revision has no such path.
    #[error(
        "git:{words}: {revision:?} has no {path:?}: paths start at the top of the repository, or here with `./`"
    )]
    NoPath {
        words: String,
        revision: String,
        path: String,
    },
    /// Git said something that nobody expected.
    #[error("git:{words}: git failed: {message}")]
    Failed { words: String, message: String },
}

/// Reads the file or folder that `REVISION:PATH` names.
pub(super) fn read(words: &str) -> Result<Object, GitError> {
    let git = Git { words };
    let (revision, path) = words
        .split_once(':')
        .filter(|(revision, _)| !revision.is_empty() && !revision.starts_with('-'))
        .ok_or_else(|| GitError::Words(words.to_owned()))?;
    if !git.ask(&["rev-parse", "--git-dir"])?.status.success() {
        return Err(GitError::NoRepository(words.to_owned()));
    }
    let tree = format!("{revision}^{{tree}}");
    let known = git.ask(&["rev-parse", "--verify", "--quiet", &tree])?;
    if !known.status.success() {
        return Err(GitError::NoRevision {
            words: words.to_owned(),
            revision: revision.to_owned(),
        });
    }
    let name = format!("{revision}:{}", asked(path));
    let kind = git.ask(&["cat-file", "-t", &name])?;
    match text(&kind.stdout).trim() {
        "blob" => Ok(Object::File(git.told(&["cat-file", "blob", &name])?)),
        "tree" => git.folder(&name).map(Object::Folder),
        _ => Err(GitError::NoPath {
            words: words.to_owned(),
            revision: revision.to_owned(),
            path: path.to_owned(),
        }),
    }
}

/// Writes a path as git reads it: from the top of the repository, or from here with a dot in front.
fn asked(path: &str) -> String {
    let bare = path.trim_end_matches('/');
    match bare {
        // Git takes these for names unless a slash follows.
        "." | ".." => format!("{bare}/"),
        _ => bare.to_owned(),
    }
}

struct Git<'w> {
    words: &'w str,
}

impl Git<'_> {
    fn folder(&self, name: &str) -> Result<Vec<(String, Vec<u8>)>, GitError> {
        // Without the full tree, git leaves out what is not below the current folder.
        let listed = self.told(&["ls-tree", "-r", "-z", "--full-tree", name])?;
        let mut paths = Vec::new();
        let mut ids = String::new();
        for entry in text(&listed).split('\0') {
            let Some((about, path)) = entry.split_once('\t') else {
                continue;
            };
            // What is a link or another repository is no file.
            let [mode, "blob", id] = about.split(' ').collect::<Vec<_>>()[..] else {
                continue;
            };
            if mode.starts_with("100") && super::folder::is_wanted(path) {
                paths.push(path.to_owned());
                ids.push_str(id);
                ids.push('\n');
            }
        }
        let contents = self.contents(ids)?;
        if contents.len() != paths.len() {
            return Err(self.failed("it left files out"));
        }
        Ok(paths.into_iter().zip(contents).collect())
    }

    /// Asks for many files at once.
    fn contents(&self, ids: String) -> Result<Vec<Vec<u8>>, GitError> {
        let mut child = command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| self.unstarted(&error))?;
        let stdin = child.stdin.take();
        // Git answers while it is asked: whoever only asks would wait for ever.
        let asking = std::thread::spawn(move || match stdin {
            Some(mut stdin) => stdin.write_all(ids.as_bytes()),
            None => Ok(()),
        });
        let output = child
            .wait_with_output()
            .map_err(|error| self.failed(&error.to_string()))?;
        if !matches!(asking.join(), Ok(Ok(()))) || !output.status.success() {
            return Err(self.failed(text(&output.stderr).trim()));
        }
        let mut contents = Vec::new();
        let mut rest = output.stdout.as_slice();
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let head = text(&rest[..end]);
            let size: usize = head
                .rsplit(' ')
                .next()
                .and_then(|size| size.parse().ok())
                .ok_or_else(|| self.failed(&head))?;
            let content = rest.get(end + 1..end + 1 + size);
            contents.push(content.ok_or_else(|| self.failed("it broke off"))?.to_vec());
            rest = rest.get(end + 2 + size..).unwrap_or_default();
        }
        Ok(contents)
    }

    /// Returns what a command says that has to succeed.
    fn told(&self, words: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.ask(words)?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(self.failed(text(&output.stderr).trim()))
        }
    }

    fn ask(&self, words: &[&str]) -> Result<Output, GitError> {
        command(words)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| self.unstarted(&error))
    }

    fn unstarted(&self, error: &io::Error) -> GitError {
        match error.kind() {
            ErrorKind::NotFound => GitError::NoGit(self.words.to_owned()),
            _ => self.failed(&error.to_string()),
        }
    }

    fn failed(&self, message: &str) -> GitError {
        GitError::Failed {
            words: self.words.to_owned(),
            message: message.to_owned(),
        }
    }
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(words)
        // Nothing is ever fetched, nor written; and messages are for one reader.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
