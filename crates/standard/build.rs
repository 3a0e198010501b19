//! Tells cargo that a new or changed file of `schemas/` means a new build of this crate, since the files are compiled in.

fn main() {
    // cargo reads build instructions from standard output; there is no other way to give them.
    #[allow(clippy::print_stdout)]
    {
        println!("cargo:rerun-if-changed=../../schemas");
        println!("cargo:rerun-if-changed=build.rs");
    }
}
