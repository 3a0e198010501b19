//! Use cases over `homeward-app`, with the real store, keys and files, and no window.

mod answers;
mod door;
mod life;
mod report;
mod returns;
mod world;
