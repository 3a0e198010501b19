//! Making and checking a release.
