//! What a target begins with: the contract's schemas, and what was recorded.

use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

/// Writes the seeds of a target; one for which nothing is at hand gets an empty folder.
pub(super) fn write(target: &str, folder: &Path) -> Result<(), String> {
    fs_err::create_dir_all(folder).map_err(|error| error.to_string())?;
    let seeds: Vec<Vec<u8>> = match target {
        "model" | "json_reader" => bodies()?,
        "recordings" => lines()?,
        "client_frames" => bodies()?.into_iter().filter_map(frame).collect(),
        "schema_loader" => schemas()?
            .iter()
            .map(|schema| schema.to_string().into())
            .collect(),
        "compat" => pairs(&schemas()?),
        _ => Vec::new(),
    };
    for (number, seed) in seeds.iter().enumerate() {
        let path = folder.join(format!("{number:04}"));
        fs_err::write(path, seed).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Reads every exported schema.
pub(super) fn schemas() -> Result<Vec<Value>, String> {
    let mut schemas = Vec::new();
    for path in files(SCHEMAS, "json") {
        let text = fs_err::read(&path).map_err(|error| error.to_string())?;
        let schema = serde_json::from_slice(&text);
        schemas.push(schema.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Ok(schemas)
}

/// Reads every line of every recording.
fn lines() -> Result<Vec<Vec<u8>>, String> {
    let mut lines = Vec::new();
    for path in files(CORPUS, "ndjson") {
        let text = fs_err::read_to_string(path).map_err(|error| error.to_string())?;
        lines.extend(text.lines().map(|line| line.as_bytes().to_vec()));
    }
    Ok(lines)
}

fn bodies() -> Result<Vec<Vec<u8>>, String> {
    let lines = lines()?;
    let recordings = lines
        .iter()
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let bodies = recordings.filter_map(|recording| Some(recording.get("body")?.to_string().into()));
    Ok(bodies.collect())
}

/// Puts a document into a text frame as a server sends it; longer ones than two bytes can say are
/// left out.
fn frame(document: Vec<u8>) -> Option<Vec<u8>> {
    let length = u16::try_from(document.len()).ok()?;
    let mut frame = vec![0x81, 126];
    frame.extend(length.to_be_bytes());
    frame.extend(document);
    Some(frame)
}

/// Puts neighbours together, a line each; what is larger than the target takes is left out.
fn pairs(schemas: &[Value]) -> Vec<Vec<u8>> {
    let pairs = schemas
        .windows(2)
        .map(|pair| format!("{}\n{}", pair[0], pair[1]));
    pairs
        .filter(|pair| pair.len() < 4096)
        .map(String::into_bytes)
        .collect()
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    walk.filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

const SCHEMAS: &str = "schemas/reception/next";
const CORPUS: &str = "corpus";
