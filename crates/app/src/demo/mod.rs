//! A store filled with invented children, for looking around and for demonstrations.
//!
//! The numbers are those of the London Assembly's report, scaled; the stories were written for
//! this project; the names are obvious. The same seed makes the same children at the same time of
//! day. Nothing here is about anybody.

mod after;
mod around;
pub(crate) mod borough;
pub(crate) mod calendar;
pub(crate) mod cases;
mod conversations;
mod published;
mod records;
pub(crate) mod stories;

use homeward_casework::figures::apportion;
use homeward_standard::Absence;
use homeward_store::{Op, Person};
use homeward_vault::{Seeded, random_id};
use uuid::Uuid;

use self::cases::Span;
use self::published::Published;
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

/// The same, where most children have little.
const BARE_BATCH: usize = 500;

/// The name of the person whose store a demo store is.
const OWNER: &str = "Demo Supervisor";

/// The name of the colleague in it.
const COLLEAGUE: &str = "Demo Worker";

/// All 33 authorities of London, where a GSS code stands otherwise.
pub const LONDON: &str = "london";

/// How many children and episodes a demo of one authority has: about the middle of London's.
const BOROUGH: (u32, u32) = (285, 900);

/// In a demo without the whole work of every child, each of this many has it.
const WHOLE_EVERY: u32 = 100;

/// How much a demo store holds of each child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mix {
    /// Everything: police interviews, conversations and support too.
    #[default]
    Whole,
    /// Everything of a few children, and of the others when they were missing: as many children
    /// and episodes in a tenth of the time, for measuring and counting.
    Bare,
}

/// What a demo store is to hold.
pub struct DemoAsk {
    /// GSS code of the authority, or [`LONDON`].
    pub authority: String,
    /// The same seed makes the same children.
    pub seed: u64,
    /// How many children. Without it 285 of one authority, and as many as the Assembly's report
    /// counts in London.
    pub children: Option<u32>,
    /// How many episodes they have between them, at least one each. Without it 900, or those of
    /// the report.
    pub episodes: Option<u32>,
    /// The financial year in which they begin, such as "2022-23", with nothing going on now.
    /// Without it this one and the one before, until now.
    pub year: Option<String>,
    /// How much there is of each child.
    pub mix: Mix,
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
    let published = Published::built_in()?;
    let plan = Plan::of(home, &ask, &published)?;
    home.create_store(FirstStart {
        name: OWNER.to_owned(),
        role: Role::Supervisor,
        authorities: plan.authorities.clone(),
        passphrase: ask.passphrase.clone(),
        passphrase_again: ask.passphrase.clone(),
        recovery_recipient: None,
        recovery_path: Some(ask.recovery_path.clone()),
    })?;
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    fill(home, &ask, &plan, &published, &running)?;
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

/// What is to be made, after all that was left open is settled.
struct Plan {
    authorities: Vec<String>,
    children: u32,
    episodes: u32,
    span: Span,
}

impl Plan {
    fn of(home: &Homeward, ask: &DemoAsk, published: &Published) -> Result<Self, ApiError> {
        let london = ask.authority.eq_ignore_ascii_case(LONDON);
        let usual = if london { (published.children, published.episodes) } else { BOROUGH };
        let children = ask.children.unwrap_or(usual.0);
        // As often missing as usual, when only the number of children was said.
        let as_usual = u64::from(children) * u64::from(usual.1) / u64::from(usual.0.max(1));
        let as_usual = u32::try_from(as_usual).unwrap_or(u32::MAX).max(children);
        let episodes = ask.episodes.unwrap_or(as_usual);
        if children == 0 || episodes < children {
            return Err(ApiError::problem(
                "Every child of the demo has at least one episode: ask for at least as many episodes as children.",
            ));
        }
        let span = match &ask.year {
            None => Span::UntilNow,
            Some(year) => Span::of_year(year, home.now()).ok_or_else(|| {
                ApiError::problem(
                    "The year must be a financial year that has begun, such as 2022-23.",
                )
            })?,
        };
        let authorities = if london {
            home.standard().authorities().iter().map(|one| one.gss.clone()).collect()
        } else {
            vec![ask.authority.clone()]
        };
        Ok(Self { authorities, children, episodes, span })
    }

    /// To which authority each child belongs: as many to each as its share of London's children.
    fn places(&self, seeded: &mut Seeded, published: &Published) -> Vec<usize> {
        let weights: Vec<u64> = self
            .authorities
            .iter()
            .map(|code| published.children_of_authority.get(code).copied().unwrap_or(1))
            .collect();
        let parts = apportion(u64::from(self.children), &weights);
        let mut places: Vec<usize> = parts
            .into_iter()
            .enumerate()
            .flat_map(|(at, part)| std::iter::repeat_n(at, usize::try_from(part).unwrap_or(0)))
            .collect();
        seeded.shuffle(&mut places);
        places
    }
}

fn fill(
    home: &Homeward,
    ask: &DemoAsk,
    plan: &Plan,
    published: &Published,
    running: &Running<'_>,
) -> Result<(), ApiError> {
    let stories = Stories::built_in()?;
    let mut seeded = Seeded::new(ask.seed);
    let size = (plan.children, plan.episodes);
    let now = cases::as_written_down(home.now());
    let cases = cases::invent(&mut seeded, published, size, plan.span, now)?;
    let places = plan.places(&mut seeded, published);
    let (commissions, owner) = home.with(Act::Record, |open| {
        let of = |code: &String| Ok((code.clone(), commission_of(open, code)?));
        let commissions: Vec<_> =
            plan.authorities.iter().map(of).collect::<Result<_, ApiError>>()?;
        Ok((commissions, open.person))
    })?;
    let people = People { owner, colleague: random_id() };
    people.add(home)?;
    let first = commissions.first().ok_or_else(|| ApiError::fault("A demo has no authority."))?;
    let mut maker = Maker {
        standard: home.standard(),
        stories: &stories,
        authority: &first.0,
        commission: first.1,
        now,
        today: home.today(),
        seeded,
        talked: 0,
        long: None,
        five_times: None,
    };
    let mut special = cases.iter().filter(|case| {
        let known = Absence::from_code(&case.child.ethnicity).is_none();
        known && (4..=9).contains(&case.spells.len())
    });
    let mut number = || special.next().map(|case| case.child.number);
    (maker.long, maker.five_times) = (number(), number());
    let mut done = 0;
    let size = if ask.mix == Mix::Whole { BATCH } else { BARE_BATCH };
    for (batch, places) in cases.chunks(size).zip(places.chunks(size)) {
        let mut records = Vec::new();
        for (case, place) in batch.iter().zip(places) {
            let (authority, commission) = commissions.get(*place).unwrap_or(first);
            (maker.authority, maker.commission) = (authority, *commission);
            let whole = ask.mix == Mix::Whole || case.child.number % WHOLE_EVERY == 0;
            records.extend(if whole { maker.records(case)? } else { maker.bare_records(case)? });
            done += case.child.episodes;
        }
        people.write(home, &records)?;
        running.at(done, plan.episodes);
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
