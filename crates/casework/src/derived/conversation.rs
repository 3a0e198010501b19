//! Facts about a return conversation.

use super::bands::hours_between;
use super::{NOT_APPLICABLE, NOT_KNOWN, yes_or_no};
use crate::clock::{Clock, RHI_HOURS, in_time, rhi_clock};
use crate::time::{Certainty, Interval, before};
use chrono::{DateTime, Utc};
use homeward_standard::Moment;

/// What is known of a return conversation, for the two facts about its 72 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conversation<'a> {
    /// When the child returned.
    pub returned: Option<&'a Moment>,
    /// The code of `rhi_offer`.
    pub offer: Option<&'a str>,
    /// When the offer reached the child.
    pub offered_at: Option<&'a Moment>,
    /// The code of `rhi_outcome`.
    pub outcome: Option<&'a str>,
    /// When the conversation began.
    pub held_at: Option<&'a Moment>,
}

/// Whether the conversation was offered within 72 hours of the return, as known at `now`.
///
/// An offer is one that reached the child; a letter sent is an attempt. Yes or no by the interval
/// rule when the offer has a time. Without an offer it is no once the 72 hours are certainly over,
/// and not known before. It does not apply while the child is missing, or to a child who died.
pub fn rhi_offered_in_time(of: &Conversation<'_>, now: DateTime<Utc>) -> &'static str {
    match (of.offer, of.offered_at) {
        (Some("OFFERED"), at) => in_72_hours(of, Done::At(at), now),
        _ => in_72_hours(of, Done::No, now),
    }
}

/// Whether the conversation was held and finished, and began within 72 hours of the return, as known
/// at `now`.
///
/// Completed counts, and only completed: without it, it is no once the 72 hours are certainly over.
/// A conversation that was offered in time and declined is still no breach, which is why offered
/// and completed are two facts.
pub fn rhi_completed_in_time(of: &Conversation<'_>, now: DateTime<Utc>) -> &'static str {
    match (of.outcome, of.held_at) {
        (Some("COMPLETED"), at) => in_72_hours(of, Done::At(at), now),
        _ => in_72_hours(of, Done::No, now),
    }
}

/// Whether something was done, and when if that is known.
enum Done<'a> {
    No,
    At(Option<&'a Moment>),
}

fn in_72_hours(of: &Conversation<'_>, done: Done<'_>, now: DateTime<Utc>) -> &'static str {
    let Some(returned) = of.returned else { return NOT_APPLICABLE };
    if of.offer == Some("NAPP_DIED") {
        return NOT_APPLICABLE;
    }
    let Some(clock) = rhi_clock(returned) else { return NOT_KNOWN };
    in_hours_from(of, clock, done, now)
}

fn in_hours_from(
    of: &Conversation<'_>,
    clock: Clock,
    done: Done<'_>,
    now: DateTime<Utc>,
) -> &'static str {
    if of.offer == Some("NAPP_DIED") {
        return NOT_APPLICABLE;
    }
    match done {
        Done::At(Some(at)) => in_time(&clock, at).code(),
        Done::At(None) => NOT_KNOWN,
        Done::No => match before(clock.due, Interval::at(now)) {
            Certainty::Yes => yes_or_no(false),
            Certainty::No | Certainty::NotKnown => NOT_KNOWN,
        },
    }
}

/// Whether the conversation was held and finished, and began within 72 hours of the local authority
/// being told, as known at `now`: what the team could do, beside what the child waited.
///
/// `told` is when the authority was told. An authority that was told before the return has the 72
/// hours from the return. It does not apply while the child is missing.
pub fn rhi_completed_72h_from_notification(
    of: &Conversation<'_>,
    told: Option<&Moment>,
    now: DateTime<Utc>,
) -> &'static str {
    let Some(returned) = of.returned else { return NOT_APPLICABLE };
    let (Some(told), Some(back)) = (told.and_then(rhi_clock), rhi_clock(returned)) else {
        return if of.offer == Some("NAPP_DIED") { NOT_APPLICABLE } else { NOT_KNOWN };
    };
    let later = Interval {
        from: told.starts.from.max(back.starts.from),
        to: told.starts.to.max(back.starts.to),
    };
    let done = match (of.outcome, of.held_at) {
        (Some("COMPLETED"), at) => Done::At(at),
        _ => Done::No,
    };
    in_hours_from(of, Clock::of(later, RHI_HOURS), done, now)
}

/// The hours from the return to the conversation, in bands: a code of the list `hours_band`. It does
/// not apply to a conversation that was not held, nor while the child is missing.
pub fn rhi_hours_from_return(of: &Conversation<'_>) -> &'static str {
    match (of.returned, of.outcome) {
        (None, _) => NOT_APPLICABLE,
        (_, Some("COMPLETED" | "PARTIAL")) => hours_between(of.returned, of.held_at),
        (_, Some(_)) => NOT_APPLICABLE,
        (_, None) => NOT_KNOWN,
    }
}

/// The hours from the return until the offer reached the child, in bands: a code of the list
/// `hours_band`. It does not apply without an offer, nor while the child is missing.
pub fn rhi_offer_hours_band(of: &Conversation<'_>) -> &'static str {
    match (of.returned, of.offer) {
        (None, _) => NOT_APPLICABLE,
        (_, Some("OFFERED")) => hours_between(of.returned, of.offered_at),
        (_, Some(_)) => NOT_APPLICABLE,
        (_, None) => NOT_KNOWN,
    }
}

/// The hours from the conversation until somebody acted on what the child disclosed, in bands: a
/// code of the list `hours_band`. It does not apply without a significant disclosure.
pub fn disclosure_hours_band(
    disclosure: Option<&str>,
    held_at: Option<&Moment>,
    acted_at: Option<&Moment>,
) -> &'static str {
    match disclosure {
        Some("SIGNIFICANT" | "IMMEDIATE") => hours_between(held_at, acted_at),
        Some("NONE" | "SOME" | "MINOR") => NOT_APPLICABLE,
        _ => NOT_KNOWN,
    }
}

/// The hours from the conversation until what was learnt was first shared, in bands: a code of the
/// list `hours_band`. `shared_at` holds the moments of every time that it was shared.
pub fn share_hours_band(held_at: Option<&Moment>, shared_at: &[Moment]) -> &'static str {
    let earliest = shared_at.iter().min_by_key(|moment| (moment.date, moment.time));
    hours_between(held_at, earliest)
}

/// Whether the parent or carer was given the chance to tell what they know when the child or a
/// parent said no to the conversation, as the statutory guidance asks.
///
/// `offer` says whether there was one and `carer_info_taken` is the answer to that question. It does
/// not apply when nobody said no, nor where no conversation was due, and is not known without an
/// outcome.
pub fn carer_heard(
    offer: Option<&str>,
    outcome: Option<&str>,
    carer_info_taken: Option<&str>,
) -> &'static str {
    match (outcome, carer_info_taken) {
        (None, _) if matches!(offer, Some("NOT_DUE" | "NAPP_DIED")) => NOT_APPLICABLE,
        (None | Some("PEND"), _) => NOT_KNOWN,
        (Some("CARER_INFO"), _) | (Some("DECLINED" | "PR_DECLINED"), Some("Y")) => yes_or_no(true),
        (Some("DECLINED" | "PR_DECLINED"), Some("N")) => yes_or_no(false),
        (Some("DECLINED" | "PR_DECLINED"), _) => NOT_KNOWN,
        (Some(_), _) => NOT_APPLICABLE,
    }
}

/// Whether the worker of a conversation also held the child's last one before it: a code of the
/// list `same_worker`.
///
/// `before` is None when the child had none before. Workers are compared by their ids.
pub fn same_worker<W: PartialEq>(held: bool, worker: W, before: Option<W>) -> &'static str {
    match before {
        _ if !held => NOT_APPLICABLE,
        None => "FIRST",
        Some(before) => yes_or_no(worker == before),
    }
}

/// Which return conversation with the child it is: one more than those held before. A conversation
/// that was offered and not held is none.
pub fn conversation_number(held_before: u64) -> u64 {
    held_before + 1
}

/// Which conversation of this worker with the child it is, from 1: one more than those that the same
/// worker held before.
pub fn rhi_number_with_worker<W: PartialEq>(worker: W, held_before: &[W]) -> u64 {
    held_before.iter().filter(|before| **before == worker).count() as u64 + 1
}

/// That number in bands: a code of the list `number_with_worker`.
pub fn number_with_worker_band(number: u64) -> &'static str {
    match number {
        0 | 1 => "FIRST",
        2 | 3 => "N2_TO_3",
        4 | 5 => "N4_TO_5",
        _ => "N6_PLUS",
    }
}

/// How many episodes a conversation covers: a code of the list `episodes_covered`. Not known when it
/// covers none, since it was about something.
pub fn episodes_covered(episodes: usize) -> &'static str {
    match episodes {
        0 => NOT_KNOWN,
        1 => "ONE",
        2 => "TWO",
        _ => "THREE_PLUS",
    }
}

/// Whether going missing made the child safer, as they or the worker see it.
///
/// An answer to the question itself counts. Otherwise yes when a reason is one of safety (to get
/// away from danger, or afraid of people in the area), and no when reasons are known and none is.
pub fn safety_seeking(asked: Option<&str>, reasons: Option<&[String]>) -> &'static str {
    match (asked, reasons) {
        (Some("Y"), _) => yes_or_no(true),
        (Some("N"), _) => yes_or_no(false),
        (_, Some(reasons)) if !reasons.is_empty() => {
            yes_or_no(reasons.iter().any(|reason| reason == "F01" || reason == "F02"))
        }
        _ => NOT_KNOWN,
    }
}

/// What a conversation found out. Each is true when there is an answer that is no absence code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Covered {
    /// Who the child was with.
    pub who: bool,
    /// Where the child was.
    pub place: bool,
    /// Why the child went missing.
    pub why: bool,
    /// What harm was found, or that none was.
    pub harm: bool,
    /// What would help, or what is planned.
    pub plan: bool,
}

/// How many of who, where, why, harm and plan a conversation covered, 0 to 5. None for one that was
/// not held: nothing could be.
pub fn rhi_quality(outcome: Option<&str>, covered: Covered) -> Option<u8> {
    let Covered { who, place, why, harm, plan } = covered;
    matches!(outcome, Some("COMPLETED" | "PARTIAL"))
        .then(|| [who, place, why, harm, plan].into_iter().map(u8::from).sum())
}
