-- Runs of every kind, what they wait for, and what undo stands on. A process of the version before writes none of this, and
-- what it writes stays allowed.
ALTER TABLE runs
  -- what the run is about besides its plan: rows to retry, what to undo, policies of a delta (server/importing/run-scope.ts)
  ADD COLUMN scope jsonb NOT NULL DEFAULT '{}',
  -- phase → what its reconciliation found, and who accepted it
  ADD COLUMN gates jsonb NOT NULL DEFAULT '{}',
  -- id of the process that took it last: its lease of the budget is settled when another one takes over
  ADD COLUMN worker_id text;
ALTER TABLE runs DROP CONSTRAINT runs_state_check;
-- waiting: another run of the company is active; it is queued when that one ends
ALTER TABLE runs ADD CONSTRAINT runs_state_check CHECK (state IN
  ('waiting', 'queued', 'running', 'pausing', 'paused', 'cancelling', 'cancelled', 'completed', 'failed')) NOT VALID;
ALTER TABLE runs VALIDATE CONSTRAINT runs_state_check;

-- The migration whose later export this one holds: its decisions are taken over, and what it wrote is compared with.
ALTER TABLE migrations ADD COLUMN follows text;

ALTER TABLE journal
  -- of the record as Pipedrive answered it after the write (server/pipedrive/record-hash.ts): equal means that nobody changed it since
  ADD COLUMN after_hash text,
  -- fields that people changed since we wrote them, and what was done about each (server/importing/merging/types.ts)
  ADD COLUMN edits jsonb,
  -- other records of the account that match as well as the one that was taken, the oldest
  ADD COLUMN twin_ids bigint[];
CREATE INDEX journal_edits ON journal (run_id, entity, seq) WHERE edits IS NOT NULL;
-- of an event: the journal row of the timeline's part or the activity that tells it; of a file: its own
ALTER TABLE drafts ADD COLUMN journal_seq bigint;
CREATE INDEX drafts_journal_seq ON drafts (run_id, entity, journal_seq) WHERE journal_seq IS NOT NULL;

ALTER TABLE journal DROP CONSTRAINT journal_action_check;
ALTER TABLE journal ADD CONSTRAINT journal_action_check CHECK (action IN ('create', 'update', 'delete', 'none')) NOT VALID;
ALTER TABLE journal VALIDATE CONSTRAINT journal_action_check;
ALTER TABLE journal DROP CONSTRAINT journal_outcome_check;
ALTER TABLE journal ADD CONSTRAINT journal_outcome_check CHECK (outcome IN
  ('created', 'updated', 'unchanged', 'skipped', 'failed', 'unprocessed', 'deleted', 'restored', 'kept')) NOT VALID;
ALTER TABLE journal VALIDATE CONSTRAINT journal_outcome_check;

-- What we made of the account's set-up: fields, options of fields, filters. Written before and after the request, as in the journal.
CREATE TABLE made_parts (
  company_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('field', 'option', 'filter')),
  -- person, organization, deal, product; of a filter: person
  entity text NOT NULL,
  -- the field's code, of an option too; null for filters
  field_code text,
  -- of an option or a filter
  pipedrive_id bigint,
  label text NOT NULL,
  made_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (company_id, id)
);
CREATE INDEX made_parts_run ON made_parts (company_id, run_id);

-- What only a person can decide about one record: a field that changed on both sides, a namesake in the account.
CREATE TABLE record_questions (
  company_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  migration_id text NOT NULL,
  run_id text NOT NULL,
  code text NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint,
  -- '' where it is about the record as a whole
  field text NOT NULL DEFAULT '',
  detail jsonb NOT NULL DEFAULT '{}',
  decision text,
  decided_by bigint,
  decided_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, run_id, code, entity, source_key, field)
);
CREATE INDEX record_questions_migration ON record_questions (company_id, migration_id, id);
CREATE INDEX record_questions_record ON record_questions (company_id, entity, source_key);

-- People of the account without an e-mail: only their name can tell that one of them is in the export.
CREATE TABLE namesakes (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  pipedrive_id bigint NOT NULL,
  -- as server/importing/namesakes.ts writes names
  name text NOT NULL,
  -- as it was when it was read
  record jsonb NOT NULL,
  -- people of the export who may be this one
  seqs bigint[] NOT NULL DEFAULT '{}',
  same_phone boolean NOT NULL DEFAULT false,
  PRIMARY KEY (company_id, run_id, pipedrive_id)
);
CREATE INDEX namesakes_name ON namesakes (company_id, run_id, name);

-- What an earlier export had and this run's has not.
CREATE TABLE vanished_records (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint NOT NULL,
  -- what the policy asks for; whether it was done is in the journal
  treatment text NOT NULL CHECK (treatment IN ('listed', 'labelled', 'closed')),
  PRIMARY KEY (company_id, run_id, entity, source_key)
);
CREATE INDEX vanished_records_key ON vanished_records (company_id, entity, source_key);

-- While a run is undone: which of its records are referred to, and by what. A record that people's things refer to stays.
CREATE TABLE undo_references (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  -- person, deal, activity, note, file
  child text NOT NULL,
  child_id bigint NOT NULL,
  -- as in the journal
  parent text NOT NULL,
  parent_id bigint NOT NULL,
  PRIMARY KEY (run_id, child, child_id, parent, parent_id)
);
CREATE INDEX undo_references_parent ON undo_references (run_id, parent, parent_id);

-- How many rows of a run there are of each kind, kept by triggers: people look at a run every second, and its rows are
-- millions. Whoever writes them, in whatever way, the counts commit with them.
CREATE TABLE run_counts (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  -- the table that is counted: journal, drafts, row_outcomes
  of_table text NOT NULL,
  -- '' where the rows have none, likewise below
  entity text NOT NULL,
  state text NOT NULL DEFAULT '',
  outcome text NOT NULL DEFAULT '',
  n bigint NOT NULL,
  PRIMARY KEY (run_id, of_table, entity, state, outcome)
) WITH (fillfactor = 50);

CREATE FUNCTION count_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, state, outcome, n)
    SELECT company_id, run_id, 'journal', entity, state, coalesce(outcome, ''), count(*) FROM now_there
    GROUP BY 1, 2, 4, 5, 6 ORDER BY 2, 4, 5, 6
    ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, state, outcome, n)
    SELECT company_id, run_id, 'journal', entity, state, coalesce(outcome, ''), -count(*) FROM there_before
    GROUP BY 1, 2, 4, 5, 6 ORDER BY 2, 4, 5, 6
    ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  ELSE
    INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, state, outcome, n)
    SELECT company_id, run_id, 'journal', entity, state, outcome, sum(one)
    FROM (SELECT company_id, run_id, entity, state, coalesce(outcome, '') AS outcome, 1 AS one FROM now_there
          UNION ALL
          SELECT company_id, run_id, entity, state, coalesce(outcome, ''), -1 FROM there_before) moved
    GROUP BY 1, 2, 4, 5, 6 HAVING sum(one) <> 0 ORDER BY 2, 4, 5, 6
    ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_inserted AFTER INSERT ON journal
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION count_journal();
CREATE TRIGGER count_updated AFTER UPDATE ON journal
  REFERENCING OLD TABLE AS there_before NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION count_journal();
CREATE TRIGGER count_deleted AFTER DELETE ON journal
  REFERENCING OLD TABLE AS there_before FOR EACH STATEMENT EXECUTE FUNCTION count_journal();

-- Drafts keep their entity, so that updates change no count.
CREATE FUNCTION count_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, n)
  SELECT company_id, run_id, 'drafts', entity, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed
  GROUP BY 1, 2, 4 ORDER BY 2, 4
  ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER count_inserted AFTER INSERT ON drafts
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_drafts();
CREATE TRIGGER count_deleted AFTER DELETE ON drafts
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_drafts();

-- The outcome of a row is final: it is inserted once, and at most deleted.
CREATE FUNCTION count_row_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, outcome, n)
  SELECT company_id, run_id, 'row_outcomes', coalesce(entity, ''), outcome,
         CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END
  FROM changed GROUP BY 1, 2, 4, 5 ORDER BY 2, 4, 5
  ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER count_inserted AFTER INSERT ON row_outcomes
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_row_outcomes();
CREATE TRIGGER count_deleted AFTER DELETE ON row_outcomes
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_row_outcomes();

INSERT INTO run_counts (company_id, run_id, of_table, entity, state, outcome, n)
SELECT company_id, run_id, 'journal', entity, state, coalesce(outcome, ''), count(*) FROM journal GROUP BY 1, 2, 4, 5, 6
UNION ALL
SELECT company_id, run_id, 'drafts', entity, '', '', count(*) FROM drafts GROUP BY 1, 2, 4
UNION ALL
SELECT company_id, run_id, 'row_outcomes', coalesce(entity, ''), '', outcome, count(*) FROM row_outcomes GROUP BY 1, 2, 4, 6;

-- How many were settled in the last seconds.
CREATE INDEX journal_settled_at ON journal (run_id, settled_at);

ALTER TABLE record_keys
  -- of a record that is not imported: the source row that says so
  ADD COLUMN dataset_id text,
  ADD COLUMN row_number bigint;

-- The source rows that a run is about, where these are not just all rows of its migration: rows to retry, a sample, rows of
-- an earlier migration that waited for a record which is corrected now.
CREATE TABLE run_rows (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  -- whether its drafts, or its outcome instead, are there
  drafted boolean NOT NULL DEFAULT false,
  -- the corrected row that took its place; it is not drafted then, and shares that row's fate
  corrected_dataset_id text,
  corrected_row_number bigint,
  PRIMARY KEY (run_id, dataset_id, row_number)
);
CREATE INDEX run_rows_open ON run_rows (run_id, dataset_id, row_number) WHERE NOT drafted;
CREATE INDEX run_rows_corrected ON run_rows (dataset_id, row_number) WHERE corrected_dataset_id IS NOT NULL;

-- What each process holds of a company's day: of one that died, what it spent is found by Pipedrive's own count.
CREATE TABLE api_leases (
  company_id bigint NOT NULL,
  day date NOT NULL,
  worker_id text NOT NULL,
  -- leased and not reported as spent
  tokens bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL,
  -- its process lost its run; the row has a name of its own since then, so that the process does not find it
  disowned_at timestamptz,
  PRIMARY KEY (company_id, day, worker_id)
);

-- A company's books over all days, and how they agree with Pipedrive's own count.
CREATE TABLE api_books (
  company_id bigint PRIMARY KEY,
  -- API tokens that processes reported as spent
  spent bigint NOT NULL DEFAULT 0,
  -- spent and remaining together when Pipedrive's count was last known exactly: constant until others spend, or a reset
  level bigint,
  -- charged since then for answers that may have cost nothing
  doubtful bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL
);

-- hour of the UTC day ('09') → API tokens reported as spent in it
ALTER TABLE api_usage ADD COLUMN by_hour jsonb NOT NULL DEFAULT '{}';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['run_counts', 'run_rows', 'made_parts', 'undo_references', 'record_questions', 'namesakes', 'vanished_records', 'api_leases', 'api_books']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_company ON %I USING (company_id = nullif(current_setting(''app.company_id'', true), '''')::bigint)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO importer', t);
  END LOOP;
END $$;
