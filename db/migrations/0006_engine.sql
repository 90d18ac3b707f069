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
  ADD COLUMN after_hash text;
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
CREATE INDEX record_questions_migration ON record_questions (company_id, migration_id, entity, source_key);

-- What each process holds of a company's day: of one that died, what it spent is found by Pipedrive's own count.
CREATE TABLE api_leases (
  company_id bigint NOT NULL,
  day date NOT NULL,
  worker_id text NOT NULL,
  -- leased and not reported as spent
  tokens bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, day, worker_id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['made_parts', 'record_questions', 'api_leases']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_company ON %I USING (company_id = nullif(current_setting(''app.company_id'', true), '''')::bigint)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO importer', t);
  END LOOP;
END $$;
