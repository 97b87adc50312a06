/** Marks the file as ours (`PRAGMA application_id`), so that another program's database is not migrated. */
export const APPLICATION_ID = 0x565a4f50;

/**
 * The schema's history: each entry leads from the version that is its index to the next. Never edited once
 * released, only added to. Times are ms since the epoch; columns that hold JSON say so.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- What was decided and done, in the order in which it became durable; never changed.
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL -- JSON
  ) STRICT;
  CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    body BLOB NOT NULL -- as it came
  ) STRICT;

  CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES deliveries,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    labels TEXT NOT NULL, -- JSON
    starts_at INTEGER,
    fingerprint TEXT NOT NULL,
    decision_id INTEGER -- null until it is decided
  ) STRICT;
  CREATE INDEX alerts_undecided ON alerts (id) WHERE decision_id IS NULL;
  CREATE INDEX alerts_by_fingerprint ON alerts (fingerprint, at);

  -- Alerts that reconciling found although no webhook brought them.
  CREATE TABLE undelivered (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, starts_at)
  ) STRICT;

  CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    question TEXT NOT NULL, -- which alert of which target, for counting repeats
    incident TEXT NOT NULL,
    org TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    gates TEXT NOT NULL, -- JSON
    remediation_id INTEGER,
    repeats INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX decisions_by_question ON decisions (question, id);
  CREATE INDEX decisions_by_target ON decisions (target, id);

  CREATE TABLE episodes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    action TEXT NOT NULL,
    org TEXT NOT NULL,
    params TEXT NOT NULL, -- JSON
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    good_since INTEGER,
    looked_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX one_open_episode ON episodes (target) WHERE closed_at IS NULL;
  CREATE INDEX episodes_by_time ON episodes (action, org, opened_at);

  CREATE TABLE remediations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    episode_id INTEGER NOT NULL REFERENCES episodes,
    attempt INTEGER NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    org TEXT NOT NULL,
    incident TEXT NOT NULL,
    params TEXT NOT NULL, -- JSON
    plan TEXT NOT NULL, -- JSON
    state TEXT NOT NULL,
    outcome TEXT,
    decided_at INTEGER NOT NULL,
    intent_at INTEGER NOT NULL,
    executed_at INTEGER,
    finished_at INTEGER,
    evidence TEXT NOT NULL, -- JSON
    before TEXT NOT NULL, -- JSON
    after TEXT, -- JSON
    trouble TEXT, -- what the act itself complained about
    detail TEXT,
    UNIQUE (episode_id, attempt)
  ) STRICT;
  CREATE INDEX remediations_unfinished ON remediations (id) WHERE outcome IS NULL;
  CREATE INDEX remediations_by_target ON remediations (target, intent_at);
  CREATE INDEX remediations_by_time ON remediations (intent_at, action);

  CREATE TABLE leases (
    target TEXT PRIMARY KEY,
    taken_at INTEGER NOT NULL,
    remediation_id INTEGER
  ) STRICT;

  CREATE TABLE escalations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    about TEXT NOT NULL, -- an episode, or a mass failure
    org TEXT NOT NULL,
    incident TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX escalated_once ON escalations (about) WHERE ended_at IS NULL;

  CREATE TABLE stops (
    source TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE restart_counts (
    app TEXT NOT NULL,
    pm_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    restarts INTEGER NOT NULL,
    PRIMARY KEY (app, pm_id, at)
  ) STRICT;
  `,
  `
  -- What was done stays for good; what merely piled up is forgotten by age.
  DROP TRIGGER journal_is_never_cut;
  CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
    WHEN NOT (old.kind = 'delivery' OR
      old.kind = 'decision' AND json_extract(old.record, '$.decision') IN ('refuse', 'heartbeat'))
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE INDEX journal_by_age ON journal (kind, at);
  CREATE INDEX deliveries_by_age ON deliveries (at);
  CREATE INDEX alerts_by_delivery ON alerts (delivery_id);
  CREATE INDEX decisions_by_age ON decisions (decision, last_at);
  CREATE INDEX decisions_by_remediation ON decisions (remediation_id) WHERE remediation_id IS NOT NULL;

  -- Decisions that were forgotten, so that their totals never fall.
  CREATE TABLE forgotten_decisions (
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (action, reason)
  ) STRICT;
  `,
  `
  -- Each record is linked to the one before it, by a key that is not in here.
  ALTER TABLE journal ADD COLUMN hash TEXT;
  DROP TRIGGER journal_is_never_changed;
  CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
    WHEN NOT (old.hash IS NULL AND new.hash IS NOT NULL AND new.seq = old.seq AND new.at = old.at
      AND new.kind = old.kind AND new.record = old.record)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  DROP TRIGGER journal_is_never_cut;
  CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
    WHEN NOT (old.kind IN ('delivery', 'checkpoint') OR
      old.kind = 'decision' AND json_extract(old.record, '$.decision') IN ('refuse', 'heartbeat'))
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  `,
  `
  -- What people announced, so that the machine keeps its hands off; kept here, too, since Alertmanager may forget.
  CREATE TABLE maintenances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    silences TEXT NOT NULL -- JSON
  ) STRICT;
  `,
  `
  -- What people are asked, and what they said.
  CREATE TABLE proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    question TEXT NOT NULL, -- which alert of which target, as in decisions
    incident TEXT NOT NULL,
    org TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    plan TEXT NOT NULL, -- JSON
    evidence TEXT NOT NULL, -- JSON
    before TEXT NOT NULL, -- JSON
    hash TEXT NOT NULL, -- of all that an approval is bound to
    state TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    changed_at INTEGER,
    answered_by TEXT,
    detail TEXT,
    remediation_id INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX one_open_proposal ON proposals (question) WHERE state IN ('waiting', 'approved');
  CREATE INDEX proposals_by_question ON proposals (question, id);

  -- One-time codes, of which only the digest is kept.
  CREATE TABLE approval_codes (
    proposal_id INTEGER PRIMARY KEY REFERENCES proposals,
    digest TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  `,
  `
  -- By whose word and under which policy it was done; when the alert began, and when it reached us.
  ALTER TABLE remediations ADD COLUMN actor TEXT;
  ALTER TABLE remediations ADD COLUMN policy_hash TEXT;
  ALTER TABLE remediations ADD COLUMN detected_at INTEGER;
  ALTER TABLE remediations ADD COLUMN alerted_at INTEGER;
  `,
  `
  -- What nobody can guess in the link to the page of a proposal; older ones have no page.
  ALTER TABLE proposals ADD COLUMN link_secret TEXT;
  `,
  `
  -- A refusal that repeats an earlier one holds only the words of its gates that are others; null where it holds them all.
  ALTER TABLE decisions ADD COLUMN gates_of INTEGER;
  CREATE INDEX decisions_that_repeat ON decisions (gates_of) WHERE gates_of IS NOT NULL;
  CREATE INDEX refusals_in_full ON decisions (question, reason, id) WHERE gates_of IS NULL AND decision = 'refuse';
  `,
  `
  -- What may be forgotten of the journal, and what refers to it: found without reading all that is kept for good.
  CREATE INDEX journal_refusals ON journal (at) WHERE kind = 'decision' AND
    CASE WHEN json_valid(record) THEN json_extract(record, '$.decision') END <> 'act';
  CREATE INDEX journal_repetitions ON journal (
    CASE WHEN json_valid(record) THEN json_extract(record, '$.as_in_decision') END) WHERE kind = 'decision';
  `,
];
