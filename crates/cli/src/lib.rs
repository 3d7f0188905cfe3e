//! The frontdesk command line, as a library and a binary.
