-- Everything the importer stores. Every table carries company_id and is closed by row-level security:
-- a session that has not named its company (app.company_id) sees and writes nothing.
-- Tables belong to importer_owner; the processes work as importer (see db/bootstrap.sql).

CREATE TABLE installations (
  company_id bigint NOT NULL,
  user_id bigint NOT NULL,
  user_name text NOT NULL,
  user_email text NOT NULL,
  company_name text NOT NULL,
  company_domain text NOT NULL,
  language text NOT NULL DEFAULT 'en',
  default_currency text NOT NULL DEFAULT 'USD',
  timezone text NOT NULL DEFAULT 'UTC',
  api_domain text NOT NULL,
  scope text NOT NULL,
  -- AES-256-GCM: key id, nonce, tag and ciphertext in one text (server/lib/secret-box.ts)
  access_token_sealed text NOT NULL,
  refresh_token_sealed text NOT NULL,
  access_token_expires_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'reconnect')),
  installed_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, user_id)
);

CREATE TABLE migrations (
  company_id bigint NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  created_by bigint NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, id)
);

CREATE TABLE source_files (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  -- set for a member of an uploaded archive
  parent_id text,
  -- as uploaded; archive members as archive.zip/member.csv
  name text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text,
  -- where uploads/ keeps the bytes; null for archive members
  storage_key text,
  format text,
  encoding text,
  state text NOT NULL CHECK (state IN ('uploading', 'uploaded', 'staging', 'staged', 'rejected', 'duplicate')),
  reason_code text,
  reason_detail jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, migration_id) REFERENCES migrations ON DELETE CASCADE
);
CREATE INDEX source_files_migration ON source_files (company_id, migration_id, created_at);
CREATE UNIQUE INDEX source_files_once ON source_files (company_id, migration_id, sha256)
  WHERE parent_id IS NULL AND state IN ('uploaded', 'staging', 'staged');

CREATE TABLE datasets (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  source_file_id text NOT NULL,
  kind text NOT NULL,
  kind_evidence text NOT NULL DEFAULT '',
  -- column names in file order; cells of source_rows are in this order
  columns jsonb NOT NULL,
  column_profiles jsonb NOT NULL,
  row_count bigint NOT NULL,
  rejected_count bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, source_file_id) REFERENCES source_files ON DELETE CASCADE
);
CREATE INDEX datasets_migration ON datasets (company_id, migration_id);

CREATE TABLE source_rows (
  company_id bigint NOT NULL,
  dataset_id text NOT NULL,
  -- as a person counts it: the line's or the element's number, header not counted, from 1
  row_number bigint NOT NULL,
  cells jsonb NOT NULL,
  PRIMARY KEY (dataset_id, row_number)
);

CREATE TABLE rejected_rows (
  company_id bigint NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  raw text NOT NULL,
  code text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (dataset_id, row_number)
);

CREATE TABLE plans (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('proposing', 'proposed', 'confirmed', 'failed')),
  -- null while proposing
  document jsonb,
  checksum text,
  questions jsonb NOT NULL DEFAULT '[]',
  answers jsonb NOT NULL DEFAULT '{}',
  -- what the account looked like when the plan was proposed: users, pipelines, stages, fields
  account jsonb,
  estimate jsonb,
  error_code text,
  error_detail jsonb,
  confirmed_by bigint,
  confirmed_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, migration_id, version),
  FOREIGN KEY (company_id, migration_id) REFERENCES migrations ON DELETE CASCADE
);

CREATE TABLE bindings (
  company_id bigint NOT NULL,
  entity text NOT NULL,
  field_key text NOT NULL,
  -- null between intent and answer: the field may exist already, ask before creating it again
  code text,
  field_id bigint,
  field_name text NOT NULL,
  field_type text NOT NULL,
  -- label → option id
  options jsonb NOT NULL DEFAULT '{}',
  created_by_us boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, entity, field_key)
);

CREATE TABLE runs (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  plan_id text NOT NULL,
  plan_checksum text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'pausing', 'paused', 'cancelling', 'cancelled', 'completed', 'failed')),
  phase text,
  -- the current holder; a worker whose fence is not this one writes nothing
  fence bigint NOT NULL DEFAULT 0,
  pause_code text,
  pause_until timestamptz,
  pause_detail jsonb,
  -- which step is at work and how far it is; commits together with what the step wrote
  step text,
  cursor jsonb NOT NULL DEFAULT '{}',
  -- phase → {total, done, created, ...}
  progress jsonb NOT NULL DEFAULT '{}',
  rate_per_second double precision NOT NULL DEFAULT 0,
  -- the ledger's counters when the run was made
  usage_before jsonb NOT NULL DEFAULT '{}',
  clean boolean,
  error_code text,
  error_detail jsonb,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  first_write_at timestamptz,
  last_write_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, migration_id) REFERENCES migrations ON DELETE CASCADE
);
CREATE UNIQUE INDEX runs_one_active ON runs (company_id) WHERE state IN ('queued', 'running', 'pausing', 'paused', 'cancelling');

-- What one source row becomes before grouping: written while a phase is prepared, one row per draft.
CREATE TABLE drafts (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  seq bigint NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  source_key text NOT NULL,
  -- keys by which two drafts are one record, and by which an existing record is found: 'email:a@b.c'
  match_keys text[] NOT NULL,
  record jsonb NOT NULL,
  -- whether this draft decides the outcome of its source row (a profile's organization does not)
  own boolean NOT NULL,
  -- smallest seq of the group
  root_seq bigint NOT NULL,
  -- deals and labels: seq of the person they belong to, in this run's journal
  person_seq bigint,
  PRIMARY KEY (run_id, entity, seq)
);
CREATE INDEX drafts_root ON drafts (run_id, entity, root_seq);
CREATE INDEX drafts_source_key ON drafts (run_id, entity, source_key);
CREATE INDEX drafts_person ON drafts (run_id, entity, person_seq) WHERE person_seq IS NOT NULL;

-- Every key by which a record of this run is known. seq is null for records that exist in the export but are not imported:
-- then code says why, and what depends on them waits.
CREATE TABLE record_keys (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  key text NOT NULL,
  seq bigint,
  code text,
  PRIMARY KEY (run_id, entity, key)
);

CREATE TABLE journal (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  seq bigint NOT NULL,
  source_key text NOT NULL,
  -- the merged draft
  record jsonb NOT NULL,
  -- the whole body that the record should have in Pipedrive, references resolved
  desired jsonb,
  -- what is sent: all of it for a creation, the changes for an update
  body jsonb,
  action text CHECK (action IN ('create', 'update', 'none')),
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'sending', 'settled')),
  outcome text CHECK (outcome IN ('created', 'updated', 'unchanged', 'skipped', 'failed', 'unprocessed')),
  pipedrive_id bigint,
  before_image jsonb,
  -- how surely the existing record is this one: 3 linked by us, 2 by source id, 1 by e-mail, domain, name or code
  match_strength smallint NOT NULL DEFAULT 0,
  error_code text,
  error_detail jsonb,
  attempts integer NOT NULL DEFAULT 0,
  fence bigint,
  intent_at timestamptz,
  settled_at timestamptz,
  -- verification: when it was read back, and a deal's value as found
  read_back_at timestamptz,
  found_minor bigint,
  PRIMARY KEY (run_id, entity, seq)
);
CREATE INDEX journal_open ON journal (run_id, entity, state, seq) WHERE state <> 'settled';
CREATE INDEX journal_source_key ON journal (run_id, entity, source_key);
CREATE INDEX journal_pipedrive_id ON journal (run_id, entity, pipedrive_id);

-- Where each source row ended: exactly one per run, dataset and row.
CREATE TABLE row_outcomes (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed')),
  code text,
  detail jsonb,
  entity text,
  pipedrive_id bigint,
  PRIMARY KEY (run_id, dataset_id, row_number)
);

-- Source key → record in Pipedrive; outlives a run.
CREATE TABLE links (
  company_id bigint NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint NOT NULL,
  -- the body as last written or found equal: a newer export is compared with it, field by field
  written jsonb,
  run_id text NOT NULL,
  -- found missing in Pipedrive: people deleted it. It is not brought back, and nothing is tied to it
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, entity, source_key)
);
CREATE INDEX links_pipedrive_id ON links (company_id, entity, pipedrive_id);

CREATE TABLE findings (
  company_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  migration_id text NOT NULL,
  run_id text,
  dataset_id text,
  row_number bigint,
  column_name text,
  code text NOT NULL,
  level text NOT NULL CHECK (level IN ('error', 'warning', 'info')),
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (company_id, id)
);
CREATE INDEX findings_migration ON findings (company_id, migration_id, run_id, code);

CREATE TABLE reports (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, run_id)
);

-- The ledger: what we charged to the company's daily budget, by published cost.
CREATE TABLE api_usage (
  company_id bigint NOT NULL,
  day date NOT NULL,
  -- charged: sent, or leased by a process to be sent
  tokens bigint NOT NULL DEFAULT 0,
  requests bigint NOT NULL DEFAULT 0,
  status_429 bigint NOT NULL DEFAULT 0,
  -- operation ('POST /persons') → requests
  by_operation jsonb NOT NULL DEFAULT '{}',
  -- what the headers said last
  daily_limit bigint,
  daily_remaining bigint,
  burst_limit integer,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, day)
);

CREATE TABLE audit_log (
  company_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  user_id bigint,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (company_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['installations', 'migrations', 'source_files', 'datasets', 'source_rows', 'rejected_rows', 'plans',
    'bindings', 'runs', 'drafts', 'record_keys', 'journal', 'row_outcomes', 'links', 'findings', 'reports', 'api_usage', 'audit_log']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_company ON %I USING (company_id = nullif(current_setting(''app.company_id'', true), '''')::bigint)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO importer', t);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON audit_log FROM importer;
