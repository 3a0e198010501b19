//! Tests that belong to no single package: rules that the whole repository keeps (`tests/tidy`) and
//! use cases across packages. The journeys through the real window are in `tests/e2e`.
