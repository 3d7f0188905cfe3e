//! Labelled payloads from a JSON Schema: valid, boundary and invalid.
