//! Unlocking, without the second that Argon2id takes on purpose.

use std::path::Path;
use std::time::Instant;

use homeward_vault::KeyFile;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::samples::Samples;
use crate::stores;

/// The passphrase gives the key, which is not measured; then everything else that unlocking does.
/// The difference of two measurements would not do: Argon2id wants all cores at once, and on a
/// machine that does other things too its time varies by more than the rest takes.
pub fn lines(store: &Path, times: usize) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    let passphrase = stores::passphrase();
    let (mut keys, mut rest) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let began = Instant::now();
        let unlocked = KeyFile::unlock(store, &passphrase, stores::now().timestamp())?;
        keys.push(began.elapsed().as_secs_f64() * 1000.0);
        let began = Instant::now();
        home.let_in(unlocked)?;
        rest.push(began.elapsed().as_secs_f64() * 1000.0);
        home.close();
    }
    let (keys, rest) = (Samples::of(keys), Samples::of(rest));
    let about = format!(
        "{}; the key takes {:.0} ms at the least work allowed",
        rest.words(),
        keys.percentile(50)
    );
    Ok(vec![
        Line::budget(
            "unlock, without Argon2id, half of them",
            rest.percentile(50),
            Unit::Milliseconds,
            150.0,
        )
        .about(about),
    ])
}
