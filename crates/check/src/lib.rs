//! Contract, schemas, payloads and recordings held against each other.
