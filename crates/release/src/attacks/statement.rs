//! Attacks on a statement: is anything in it about a child, or about how many there are?

use std::collections::BTreeMap;

use super::{Attack, Test, count};
use crate::statement::{StatementManifest, make};
use crate::{Profile, ReleaseFile, Request, Row};

/// Somebody looks for a row to begin with: a file that is neither the manifest nor the first page.
pub(super) fn any_row(files: &[ReleaseFile]) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "any_row");
    attack.tried = count(files.len());
    let text = |name: &str| matches!(name, "manifest.json" | "README.txt");
    attack.below_k = count(files.iter().filter(|file| !text(&file.name)).count());
    attack
}

/// Somebody knows how statements are made, makes one for each number of children that it can stand
/// for, and leaves out every number that gives other bytes than those they have.
pub(super) fn how_many(
    files: &[ReleaseFile],
    manifest: &StatementManifest,
    profile: &Profile,
    hash: &dyn Fn(&[u8]) -> String,
) -> Attack {
    let mut attack = Attack::new(Test::Inference, "how_many");
    let request = Request {
        authority: manifest.authority.clone(),
        period: manifest.period.clone(),
        receiver: manifest.receiver.clone(),
        purpose: manifest.purpose.clone(),
        agreement: manifest.agreement.clone(),
        made_on: manifest.made_on,
        policy: Some(crate::Policy { k: manifest.k, ..profile.policy }),
        versions: manifest.versions.clone(),
    };
    for children in 0..u64::from(manifest.k) {
        let rows: Vec<Row> =
            (0..children).map(|child| Row { child, values: BTreeMap::new() }).collect();
        let fits = make(profile, &rows, &request, hash).is_ok_and(|made| made.files == files);
        attack.tried += 1;
        attack.below_k += u64::from(!fits);
    }
    attack
}
