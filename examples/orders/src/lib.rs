//! A second contract, held by the same engines.
