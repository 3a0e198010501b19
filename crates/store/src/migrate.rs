//! Schema versions. Forward only, each step in one transaction, the file copied aside before.

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use crate::Fault;

/// One step: the SQL that leads from the schema before it to the next.
pub(crate) type Step = &'static str;

/// Every step, oldest first. Step `n` (from 0) makes schema `n + 1`. A published step is never
/// changed; what is wrong in it is put right by a later one.
pub(crate) const STEPS: &[Step] = &[
    include_str!("../migrations/0001-first.sql"),
    include_str!("../migrations/0002-second-person.sql"),
];

/// The schema that this app writes.
pub const SCHEMA: u32 = STEPS.len() as u32;

pub(crate) fn newest(steps: &[Step]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

/// The schema of an open file, or [`Fault::NotAStore`] when another program made it.
pub(crate) fn found(connection: &Connection, application: i64) -> Result<u32, Fault> {
    let whose: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if whose != application || schema < 1 {
        return Err(Fault::NotAStore);
    }
    u32::try_from(schema).map_err(|_| Fault::NotAStore)
}

/// Fills a new file.
pub(crate) fn fill(
    connection: &mut Connection,
    steps: &[Step],
    application: i64,
    id: Uuid,
) -> Result<(), Fault> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps {
        tx.execute_batch(step)?;
    }
    tx.execute_batch(&format!(
        "PRAGMA application_id = {application}; PRAGMA user_version = {};",
        newest(steps)
    ))?;
    tx.execute("INSERT INTO meta (name, value) VALUES ('store', ?1)", [id])?;
    Ok(tx.commit()?)
}

/// Runs the steps that the file has not seen, all or none.
pub(crate) fn bring_up(
    connection: &mut Connection,
    steps: &[Step],
    found: u32,
) -> Result<(), Fault> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch("PRAGMA defer_foreign_keys = ON;")?;
    for step in steps.iter().skip(found as usize) {
        tx.execute_batch(step)?;
    }
    let orphans: bool =
        tx.query_row("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)", [], |row| {
            row.get(0)
        })?;
    if orphans {
        return Err(Fault::Damaged);
    }
    tx.execute_batch(&format!("PRAGMA user_version = {};", newest(steps)))?;
    Ok(tx.commit()?)
}
