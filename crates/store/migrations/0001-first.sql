-- Schema 1. Every time is whole seconds since 1970-01-01T00:00:00Z.
-- A moment (`missing_from` and the like) is three columns: the text form of the standard, which
-- may be a date alone, and the first and the last second that it can mean.
-- Closed sets are checked by OR, since a longer IN makes SQLite build a table at each insert.
-- Integer keys (`seq`) stay inside this file. Whatever leaves is named by its random id.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  seq  INTEGER PRIMARY KEY,
  id   BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name TEXT NOT NULL,
  role TEXT NOT NULL
) STRICT;

CREATE TABLE commission (
  seq       INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  authority TEXT NOT NULL,
  provider  TEXT NOT NULL,
  from_date TEXT,
  to_date   TEXT
) STRICT;
CREATE INDEX commission_authority ON commission (authority);

CREATE TABLE record (
  seq          INTEGER PRIMARY KEY,
  id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind         TEXT NOT NULL
               CHECK (kind = 'child' OR kind = 'episode' OR kind = 'ppi' OR kind = 'conversation'
                      OR kind = 'support'),
  set_version  INTEGER NOT NULL CHECK (set_version >= 1),
  commission   INTEGER NOT NULL REFERENCES commission (seq),
  child        INTEGER REFERENCES record (seq),
  origin       TEXT NOT NULL
               CHECK (origin = 'entered' OR origin = 'imported' OR origin = 'demo'),
  state        TEXT NOT NULL
               CHECK (state = 'draft' OR state = 'ready_for_review' OR state = 'returned'
                      OR state = 'signed_off' OR state = 'amended'),
  self_checked INTEGER NOT NULL DEFAULT 0 CHECK (self_checked IN (0, 1)),
  created_at   INTEGER NOT NULL,
  created_by   INTEGER NOT NULL REFERENCES person (seq),
  updated_at   INTEGER NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  CHECK ((kind = 'child') = (child IS NULL))
) STRICT;
CREATE INDEX record_child ON record (child, kind);
CREATE INDEX record_commission ON record (commission, kind);

-- Typed columns below are projections of answers whose question carries a `bind`.

CREATE TABLE child (
  record        INTEGER PRIMARY KEY REFERENCES record (seq),
  local_id      TEXT,
  forename      TEXT,
  surname       TEXT,
  date_of_birth TEXT,
  sex           TEXT,
  ethnicity     TEXT,
  care_status   TEXT,
  surname_key   TEXT, -- the surname's letters and digits, in lower case and without accents
  words         TEXT  -- the words of names and local id in the same form, each after a space
) STRICT;
CREATE INDEX child_local_id ON child (local_id) WHERE local_id IS NOT NULL;
CREATE INDEX child_date_of_birth ON child (date_of_birth) WHERE date_of_birth IS NOT NULL;
CREATE INDEX child_surname ON child (surname_key) WHERE surname_key IS NOT NULL;

CREATE TABLE episode (
  record            INTEGER PRIMARY KEY REFERENCES record (seq),
  type              TEXT,
  dfe_missing_type  TEXT,
  missing_from      TEXT,
  missing_from_from INTEGER,
  missing_from_to   INTEGER,
  returned          TEXT,
  returned_from     INTEGER,
  returned_to       INTEGER,
  located           TEXT,
  located_from      INTEGER,
  located_to        INTEGER,
  la_notified       TEXT,
  la_notified_from  INTEGER,
  la_notified_to    INTEGER,
  last_seen         TEXT,
  last_seen_from    INTEGER,
  last_seen_to      INTEGER,
  -- Whether anything about this episode still asks for work, and the earliest clock that does.
  -- Kept by the store at the end of each transaction; only the order of a list rests on `due`.
  open              INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)),
  due               INTEGER NOT NULL DEFAULT 253402300799
) STRICT;
CREATE INDEX episode_work ON episode (due, record) WHERE open = 1;
CREATE INDEX episode_start ON episode (missing_from);

CREATE TABLE ppi (
  record  INTEGER PRIMARY KEY REFERENCES record (seq),
  episode INTEGER NOT NULL REFERENCES episode (record),
  status  TEXT,
  at      TEXT,
  at_from INTEGER,
  at_to   INTEGER
) STRICT;
CREATE INDEX ppi_episode ON ppi (episode);

CREATE TABLE conversation (
  record          INTEGER PRIMARY KEY REFERENCES record (seq),
  offer           TEXT,
  offered_at      TEXT,
  offered_at_from INTEGER,
  offered_at_to   INTEGER,
  outcome         TEXT,
  held_at         TEXT,
  held_at_from    INTEGER,
  held_at_to      INTEGER
) STRICT;

CREATE TABLE conversation_episode (
  conversation INTEGER NOT NULL REFERENCES conversation (record),
  episode      INTEGER NOT NULL REFERENCES episode (record),
  PRIMARY KEY (conversation, episode)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_episode_episode ON conversation_episode (episode, conversation);

CREATE TABLE support (
  record        INTEGER PRIMARY KEY REFERENCES record (seq),
  conversation  INTEGER REFERENCES conversation (record),
  plan_made     TEXT,
  told_child_at TEXT
) STRICT;
CREATE INDEX support_conversation ON support (conversation) WHERE conversation IS NOT NULL;

-- One row a revision. `raw` is what was typed, always. `value` (JSON) or `absence` (a code) is the
-- last valid reading of it; `valid` says whether that reading is of this `raw`.
CREATE TABLE answer (
  record    INTEGER NOT NULL REFERENCES record (seq),
  question  TEXT NOT NULL,
  item      INTEGER NOT NULL CHECK (item >= -1), -- place in a repeating group; -1 outside one
  revision  INTEGER NOT NULL CHECK (revision >= 1),
  raw       TEXT NOT NULL,
  value     TEXT CHECK (value IS NULL OR json_valid(value)),
  absence   TEXT,
  valid     INTEGER NOT NULL CHECK (valid IN (0, 1)),
  by        INTEGER NOT NULL REFERENCES person (seq),
  opened_at INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  closed_at INTEGER, -- NULL while key strokes still overwrite this revision
  PRIMARY KEY (record, question, item, revision),
  CHECK (value IS NULL OR absence IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_open ON answer (record) WHERE closed_at IS NULL;

CREATE TABLE flag (
  record     INTEGER NOT NULL REFERENCES record (seq),
  rule       TEXT NOT NULL,
  detail     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  cleared_at INTEGER,
  PRIMARY KEY (record, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX flag_rule ON flag (rule, at) WHERE cleared_at IS NULL;

-- Where each person was, so that unlocking leads back to the same page and caret.
CREATE TABLE place (
  person          INTEGER PRIMARY KEY REFERENCES person (seq),
  page            TEXT NOT NULL,
  field           TEXT,
  selection_start INTEGER,
  selection_end   INTEGER,
  at              INTEGER NOT NULL,
  CHECK ((field IS NULL) = (selection_start IS NULL)),
  CHECK ((field IS NULL) = (selection_end IS NULL))
) STRICT;

CREATE TABLE import_run (
  seq          INTEGER PRIMARY KEY,
  id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  source       TEXT NOT NULL, -- the kind of file, such as ssda903
  authority    TEXT NOT NULL,
  file_hash    TEXT NOT NULL, -- SHA-256 over the files as they came
  at           INTEGER NOT NULL,
  by           INTEGER NOT NULL REFERENCES person (seq),
  new_rows     INTEGER NOT NULL DEFAULT 0,
  already_rows INTEGER NOT NULL DEFAULT 0,
  wrong_rows   INTEGER NOT NULL DEFAULT 0,
  finished_at  INTEGER
) STRICT;

CREATE TABLE import_row (
  run     INTEGER NOT NULL REFERENCES import_run (seq),
  line    INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome = 'new' OR outcome = 'already' OR outcome = 'wrong'),
  record  INTEGER REFERENCES record (seq),
  reason  TEXT, -- the id of a check, never the content of the row
  PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE release_ledger (
  seq           INTEGER PRIMARY KEY,
  id            BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  authority     TEXT NOT NULL,
  period        TEXT NOT NULL,
  product       TEXT NOT NULL,
  receiver      TEXT NOT NULL,
  made_at       INTEGER NOT NULL,
  made_by       INTEGER NOT NULL REFERENCES person (seq),
  manifest_hash TEXT NOT NULL
) STRICT;
CREATE INDEX release_ledger_period ON release_ledger (authority, period);

-- The audit. Entries are added with the act itself and never changed; each is chained to the one
-- before. `part` is 0 for the act and 1, 2, ... for more entries of the same act.
CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  by      BLOB NOT NULL CHECK (length(by) = 16),
  op      BLOB NOT NULL CHECK (length(op) = 16),
  part    INTEGER NOT NULL,
  act     TEXT NOT NULL,
  subject BLOB CHECK (subject IS NULL OR length(subject) = 16),
  detail  TEXT NOT NULL,
  prev    BLOB NOT NULL CHECK (length(prev) = 32),
  hash    BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (op, part)
) STRICT;
CREATE INDEX audit_subject ON audit (subject, seq) WHERE subject IS NOT NULL;

-- The newest entry, kept apart, so that entries cut from the end are missed too.
CREATE TABLE audit_head (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seq  INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit is never changed');
END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit is never shortened');
END;
CREATE TRIGGER audit_has_no_gap BEFORE INSERT ON audit
WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit) BEGIN
  SELECT RAISE(ABORT, 'the audit has no gap');
END;
