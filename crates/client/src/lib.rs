//! A typed client of the Reception API.
