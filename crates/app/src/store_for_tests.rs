//! A store of one person, made in a folder of its own, for tests.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::api::door::{FirstStart, Role};
use crate::session::Homeward;

/// The authority that the store works for: Hackney.
pub(crate) const AUTHORITY: &str = "E09000012";
/// The passphrase of the person who made it.
pub(crate) const PASSPHRASE: &str = "copper-kettle-orchard-lantern";

/// An open store, and the folder that it is in, which goes when this does. It is always noon on
/// 22 November 2026.
pub(crate) fn made_by(role: Role) -> (tempfile::TempDir, Homeward) {
    let folder = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let home = Homeward::new(folder.path().join("store.homeward"), Arc::new(move || now))
        .unwrap()
        .with_least_work();
    home.create_store(FirstStart {
        name: "Alex Example".into(),
        role,
        authorities: vec![AUTHORITY.into()],
        passphrase: PASSPHRASE.into(),
        passphrase_again: PASSPHRASE.into(),
        recovery_recipient: None,
        recovery_path: Some(folder.path().join("recovery.txt").display().to_string()),
    })
    .unwrap();
    (folder, home)
}
