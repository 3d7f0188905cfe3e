//! Recordings: walk, read, validate and write them.
