//! JSON Schema documents: load, walk, judge and reduce.
