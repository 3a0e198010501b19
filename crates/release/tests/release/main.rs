//! A release from end to end: made from rows, damaged, and read again.

#[cfg(test)]
mod attacks_episodes;
#[cfg(test)]
mod attacks_records;
#[cfg(test)]
mod attacks_tables;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod episodes;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod linked;
#[cfg(test)]
mod making;
#[cfg(test)]
mod random;
#[cfg(test)]
mod records;
#[cfg(test)]
mod records_check;
#[cfg(test)]
mod records_file;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod small_tables;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod together;
#[cfg(test)]
mod with_standard;
