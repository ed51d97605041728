# Short names for what one often does. `tests/run` needs no `just`.

# What there is.
default:
    @just --list

# The forum's site, into public/.
build *options:
    cargo run --release --locked -- build {{options}}

# Everything that is wrong or missing in the forum's content.
check *options:
    cargo run --release --locked -- check {{options}}

# All tests.
test:
    tests/run

# The tests that need neither a browser nor a release build.
fast:
    cargo test --locked

# The built sites, in a browser.
browser:
    tests/run browser

# Brings the code into its form.
fmt:
    cargo fmt

# What the compiler and clippy say.
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings

# Writes the generated page of docs/ anew, and checks what the pages say.
docs:
    UPDATE=1 cargo test --locked --test docs

# The documentation of the code, into target/doc/.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# Licences, advisories and sources; what a new dependency brings. Needs cargo-deny.
deps:
    cargo deny --locked check
    cargo tree --locked --duplicates

# Everything that CI runs.
ci: lint test doc deps
