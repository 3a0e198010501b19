//! Tells cargo that a new or changed file of data in `schemas/` means a new build of this crate, since the data is
//! compiled in.

/// What is compiled in. Generated files are not.
const DATA: [&str; 6] = [
    "question-sets",
    "codelists",
    "derived",
    "release-profiles",
    "mappings",
    "published-hashes.json",
];

// cargo reads build instructions from standard output; there is no other way to give them.
#[allow(clippy::print_stdout)]
fn main() {
    for path in DATA {
        println!("cargo:rerun-if-changed=../../schemas/{path}");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
