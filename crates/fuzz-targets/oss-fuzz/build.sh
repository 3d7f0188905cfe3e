#!/bin/bash -eu
# Builds every target with the engine and sanitizer of the fleet, and packs seeds and dictionary beside it.
cd "$SRC/frontdesk"
cargo fuzz build --release --debug-assertions --fuzz-dir crates/fuzz-targets
# The instrumentation is for the targets alone, that of C code included.
env -u RUSTFLAGS -u CFLAGS -u CXXFLAGS cargo xtask fuzz-target --seeds "$WORK/seeds"
for source in crates/fuzz-targets/fuzz_targets/*.rs; do
    name=$(basename "$source" .rs)
    cp "crates/fuzz-targets/target/x86_64-unknown-linux-gnu/release/$name" "$OUT/"
    zip -jqr "$OUT/${name}_seed_corpus.zip" "$WORK/seeds/$name" "crates/fuzz-targets/corpus/$name"
    cp "$WORK/seeds/contract.dict" "$OUT/$name.dict"
done
