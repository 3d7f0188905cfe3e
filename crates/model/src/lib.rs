//! The Reception wire contract as types.
