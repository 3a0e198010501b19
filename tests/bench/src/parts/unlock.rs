//! Unlocking, without the second that Argon2id takes on purpose.

use std::path::Path;
use std::time::Instant;

use homeward_vault::KeyFile;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::samples::Samples;
use crate::stores;

/// The whole of unlocking takes turns with its deliberate part alone, and the difference is what
/// the budget is about. Nothing of Homeward is left out that way, whatever unlocking comes to do.
/// The quickest of each is compared: Argon2id runs on all cores, so anything else that this
/// machine does can only make one of them longer.
pub fn lines(store: &Path, times: usize) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    let passphrase = stores::passphrase();
    let (mut whole, mut deliberate) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let began = Instant::now();
        stores::unlock(&home)?;
        whole.push(began.elapsed().as_secs_f64() * 1000.0);
        home.close();
        let began = Instant::now();
        KeyFile::unlock(store, &passphrase, stores::now().timestamp())?;
        deliberate.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let (whole, deliberate) = (Samples::of(whole), Samples::of(deliberate));
    let quickest = |samples: &Samples| samples.percentile(1);
    Ok(vec![
        Line::budget(
            "unlock, without Argon2id",
            quickest(&whole) - quickest(&deliberate),
            Unit::Milliseconds,
            150.0,
        )
        .about(format!(
            "{:.0} ms less {:.0} ms for the key at the least work allowed, of {times}",
            quickest(&whole),
            quickest(&deliberate)
        )),
    ])
}
