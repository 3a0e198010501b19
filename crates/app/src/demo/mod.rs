//! A store filled with invented children, for looking around and for demonstrations.
//!
//! The numbers are those of the London Assembly's report, scaled; the stories were written for
//! this project; the names are obvious. The same seed makes the same children at the same time of
//! day. Nothing here is about anybody.

pub(crate) mod borough;
pub(crate) mod calendar;
pub(crate) mod cases;
mod conversations;
mod records;
pub(crate) mod stories;

use homeward_store::{Op, Person};
use homeward_vault::{Seeded, random_id};
use uuid::Uuid;

use self::records::{CaseRecords, Maker, Worker};
use self::stories::Stories;
use crate::answers::durably;
use crate::api::ApiError;
use crate::api::door::{FirstStart, Role};
use crate::import::commission_of;
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// Children written in one transaction.
const BATCH: usize = 60;

/// The name of the person whose store a demo store is.
const OWNER: &str = "Demo Supervisor";

/// The name of the colleague in it.
const COLLEAGUE: &str = "Demo Worker";

/// What a demo store is to hold.
pub struct DemoAsk {
    /// GSS code of the authority.
    pub authority: String,
    /// The same seed makes the same children.
    pub seed: u64,
    /// How many children.
    pub children: u32,
    /// How many episodes they have between them, at least one each, over this financial year and
    /// the one before.
    pub episodes: u32,
    /// The passphrase of the store.
    pub passphrase: String,
    /// Where the recovery file goes.
    pub recovery_path: String,
}

/// A demo store was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DemoDone {
    /// Children in it.
    pub children: u64,
    /// Episodes in it.
    pub episodes: u64,
    /// Conversations in it.
    pub conversations: u64,
    /// All that in a sentence.
    pub sentence: String,
}

/// Makes the store of `home` and fills it with invented children.
///
/// # Errors
/// There is a store already, the passphrase is too weak, there are fewer episodes than children,
/// or the disk failed. A store that could not be filled is closed and says so.
pub fn make(home: &Homeward, ask: DemoAsk) -> Result<DemoDone, ApiError> {
    if ask.children == 0 || ask.episodes < ask.children {
        return Err(ApiError::problem(
            "Every child of the demo has at least one episode: ask for at least as many episodes as children.",
        ));
    }
    home.create_store(FirstStart {
        name: OWNER.to_owned(),
        role: Role::Supervisor,
        authorities: vec![ask.authority.clone()],
        passphrase: ask.passphrase.clone(),
        passphrase_again: ask.passphrase.clone(),
        recovery_recipient: None,
        recovery_path: Some(ask.recovery_path.clone()),
    })?;
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    fill(home, &ask, &running)?;
    let counts = home.with(Act::Read, |open| Ok(open.store.read()?.counts()?))?;
    let of = |number: u64, one: &str, many: &str| {
        show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
    };
    Ok(DemoDone {
        children: counts.children,
        episodes: counts.episodes,
        conversations: counts.conversations,
        sentence: format!(
            "A demo store with {}, {} and {}. Nobody in it is real.",
            of(counts.children, "invented child", "invented children"),
            of(counts.episodes, "episode", "episodes"),
            of(counts.conversations, "return conversation", "return conversations"),
        ),
    })
}

fn fill(home: &Homeward, ask: &DemoAsk, running: &Running<'_>) -> Result<(), ApiError> {
    let stories = Stories::built_in()?;
    let mut seeded = Seeded::new(ask.seed);
    let cases = cases::invent(&mut seeded, ask.children, ask.episodes, home.now());
    let (commission, owner) =
        home.with(Act::Record, |open| Ok((commission_of(open, &ask.authority)?, open.person)))?;
    let people = People { owner, colleague: random_id() };
    people.add(home)?;
    let mut maker = Maker {
        standard: home.standard(),
        stories: &stories,
        authority: &ask.authority,
        commission,
        now: home.now(),
        today: home.today(),
        seeded,
    };
    let mut done = 0;
    for batch in cases.chunks(BATCH) {
        let mut records = Vec::new();
        for case in batch {
            records.extend(maker.records(case)?);
            done += case.child.episodes;
        }
        people.write(home, &records)?;
        running.at(done, ask.episodes);
    }
    Ok(())
}

/// Who writes in a demo store. Records say who made them, so each writes their own.
struct People {
    owner: Uuid,
    colleague: Uuid,
}

impl People {
    fn add(&self, home: &Homeward) -> Result<(), ApiError> {
        let colleague = Person {
            id: self.colleague,
            name: COLLEAGUE.to_owned(),
            role: crate::door::role_word(Role::Worker).to_owned(),
        };
        home.with(Act::Record, |open| {
            let op = home.op(open, "made demo people", None);
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |tx| tx.insert_person(&colleague)), id)?;
            Ok(())
        })
    }

    fn write(&self, home: &Homeward, records: &CaseRecords<'_>) -> Result<(), ApiError> {
        for (worker, by) in [(Worker::First, self.owner), (Worker::Second, self.colleague)] {
            let own = || records.iter().filter(|(whose, _)| *whose == worker).map(|(_, made)| made);
            if own().next().is_none() {
                continue;
            }
            home.with(Act::Record, |open| {
                let op = Op { by, ..home.op(open, "made demo records", None) };
                let id = op.id;
                durably(
                    open,
                    |open| open.store.transact(&op, |tx| own().try_for_each(|made| made.write(tx))),
                    id,
                )?;
                Ok(())
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
