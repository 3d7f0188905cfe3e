//! A contract's messages and the schemas derived from its types.
