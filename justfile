# Short names for common commands. Nothing here is needed to build or test.

# List the commands.
default:
    @just --list

# Build the forum's site into public/.
build *options:
    cargo run --release --locked -- build {{options}}

# Report errors and gaps in the forum's content.
check *options:
    cargo run --release --locked -- check {{options}}

# Run all tests, as CI does.
test:
    tests/run

# Run the tests that need neither a browser nor a release build.
fast:
    cargo test --locked

# Test the built sites in a browser.
browser:
    tests/run browser

# Format the code.
fmt:
    cargo fmt

# Check the format and run clippy.
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings

# Rewrite every expected output and generated page.
update:
    tests/run update

# Document the code in target/doc/.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# Check licences, advisories and sources, and list duplicate crates. Needs cargo-deny and, for advisories, the network.
deps:
    cargo deny --locked check
    cargo tree --locked --duplicates
