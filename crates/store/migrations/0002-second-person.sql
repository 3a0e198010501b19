-- Schema 2. A release is proposed by one person and approved, which makes it, by another; what it
-- is for and under which agreement stands beside it. Releases from before were made by one person.
ALTER TABLE release_ledger ADD COLUMN proposed_by INTEGER REFERENCES person (seq);
ALTER TABLE release_ledger ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE release_ledger ADD COLUMN agreement TEXT NOT NULL DEFAULT '';
