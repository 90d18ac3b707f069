-- The schema as the migrations leave it: for reading, not for running. A test compares it with the database.
-- After a new migration: npm run db:schema
-- Every table belongs to importer_owner.

CREATE TABLE api_books (
  company_id bigint NOT NULL,
  spent bigint NOT NULL DEFAULT 0,
  level bigint,
  doubtful bigint NOT NULL DEFAULT 0,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT api_books_pkey PRIMARY KEY (company_id)
);
ALTER TABLE api_books ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON api_books FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON api_books TO importer;

CREATE TABLE api_leases (
  company_id bigint NOT NULL,
  day date NOT NULL,
  worker_id text NOT NULL,
  tokens bigint NOT NULL DEFAULT 0,
  updated_at timestamp with time zone NOT NULL,
  disowned_at timestamp with time zone,
  CONSTRAINT api_leases_pkey PRIMARY KEY (company_id, day, worker_id)
);
ALTER TABLE api_leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON api_leases FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON api_leases TO importer;

CREATE TABLE api_usage (
  company_id bigint NOT NULL,
  day date NOT NULL,
  tokens bigint NOT NULL DEFAULT 0,
  requests bigint NOT NULL DEFAULT 0,
  status_429 bigint NOT NULL DEFAULT 0,
  by_operation jsonb NOT NULL DEFAULT '{}'::jsonb,
  daily_limit bigint,
  daily_remaining bigint,
  burst_limit integer,
  updated_at timestamp with time zone NOT NULL,
  by_hour jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT api_usage_pkey PRIMARY KEY (company_id, day)
);
ALTER TABLE api_usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON api_usage FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON api_usage TO importer;

CREATE TABLE audit_log (
  company_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  user_id bigint,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT audit_log_pkey PRIMARY KEY (company_id, id)
);
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON audit_log FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT INSERT, SELECT ON audit_log TO importer;

CREATE TABLE bindings (
  company_id bigint NOT NULL,
  entity text NOT NULL,
  field_key text NOT NULL,
  code text,
  field_id bigint,
  field_name text NOT NULL,
  field_type text NOT NULL,
  options jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_by_us boolean NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT bindings_pkey PRIMARY KEY (company_id, entity, field_key)
);
ALTER TABLE bindings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON bindings FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON bindings TO importer;

CREATE TABLE datasets (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  source_file_id text NOT NULL,
  kind text NOT NULL,
  kind_evidence text NOT NULL DEFAULT ''::text,
  columns jsonb NOT NULL,
  column_profiles jsonb NOT NULL,
  row_count bigint NOT NULL,
  rejected_count bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  kind_confidence real NOT NULL DEFAULT 1,
  part_of text,
  header_missing boolean NOT NULL DEFAULT false,
  value_counts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT datasets_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT datasets_company_id_source_file_id_fkey FOREIGN KEY (company_id, source_file_id) REFERENCES source_files(company_id, id) ON DELETE CASCADE
);
CREATE INDEX datasets_migration ON datasets USING btree (company_id, migration_id);
ALTER TABLE datasets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON datasets FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON datasets TO importer;

CREATE TABLE drafts (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  seq bigint NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  source_key text NOT NULL,
  match_keys text[] NOT NULL,
  record jsonb NOT NULL,
  own boolean NOT NULL,
  root_seq bigint NOT NULL,
  person_seq bigint,
  journal_seq bigint,
  CONSTRAINT drafts_pkey PRIMARY KEY (run_id, entity, seq)
);
CREATE INDEX drafts_journal_seq ON drafts USING btree (run_id, entity, journal_seq) WHERE (journal_seq IS NOT NULL);
CREATE INDEX drafts_person ON drafts USING btree (run_id, entity, person_seq) WHERE (person_seq IS NOT NULL);
CREATE INDEX drafts_root ON drafts USING btree (run_id, entity, root_seq);
CREATE INDEX drafts_source_key ON drafts USING btree (run_id, entity, source_key);
CREATE TRIGGER count_deleted AFTER DELETE ON drafts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_drafts();
CREATE TRIGGER count_inserted AFTER INSERT ON drafts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_drafts();
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON drafts FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON drafts TO importer;

CREATE TABLE findings (
  company_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  migration_id text NOT NULL,
  run_id text,
  dataset_id text,
  row_number bigint,
  column_name text,
  code text NOT NULL,
  level text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT findings_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT findings_level_check CHECK ((level = ANY (ARRAY['error'::text, 'warning'::text, 'info'::text])))
);
CREATE INDEX findings_migration ON findings USING btree (company_id, migration_id, run_id, code);
ALTER TABLE findings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON findings FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON findings TO importer;

CREATE TABLE installations (
  company_id bigint NOT NULL,
  user_id bigint NOT NULL,
  user_name text NOT NULL,
  user_email text NOT NULL,
  company_name text NOT NULL,
  company_domain text NOT NULL,
  language text NOT NULL DEFAULT 'en'::text,
  default_currency text NOT NULL DEFAULT 'USD'::text,
  timezone text NOT NULL DEFAULT 'UTC'::text,
  api_domain text NOT NULL,
  scope text NOT NULL,
  access_token_sealed text NOT NULL,
  refresh_token_sealed text NOT NULL,
  access_token_expires_at timestamp with time zone NOT NULL,
  state text NOT NULL DEFAULT 'active'::text,
  installed_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT installations_pkey PRIMARY KEY (company_id, user_id),
  CONSTRAINT installations_state_check CHECK ((state = ANY (ARRAY['active'::text, 'reconnect'::text])))
);
ALTER TABLE installations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON installations FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON installations TO importer;

CREATE TABLE journal (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  seq bigint NOT NULL,
  source_key text NOT NULL,
  record jsonb NOT NULL,
  desired jsonb,
  body jsonb,
  action text,
  state text NOT NULL DEFAULT 'planned'::text,
  outcome text,
  pipedrive_id bigint,
  before_image jsonb,
  match_strength smallint NOT NULL DEFAULT 0,
  error_code text,
  error_detail jsonb,
  attempts integer NOT NULL DEFAULT 0,
  fence bigint,
  intent_at timestamp with time zone,
  settled_at timestamp with time zone,
  read_back_at timestamp with time zone,
  found_minor bigint,
  after_hash text,
  edits jsonb,
  twin_ids bigint[],
  CONSTRAINT journal_pkey PRIMARY KEY (run_id, entity, seq),
  CONSTRAINT journal_action_check CHECK ((action = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text, 'none'::text]))),
  CONSTRAINT journal_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text, 'skipped'::text, 'failed'::text, 'unprocessed'::text, 'deleted'::text, 'restored'::text, 'kept'::text]))),
  CONSTRAINT journal_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'settled'::text])))
);
CREATE INDEX journal_edits ON journal USING btree (run_id, entity, seq) WHERE (edits IS NOT NULL);
CREATE INDEX journal_open ON journal USING btree (run_id, entity, state, seq) WHERE (state <> 'settled'::text);
CREATE INDEX journal_pipedrive_id ON journal USING btree (run_id, entity, pipedrive_id);
CREATE INDEX journal_settled_at ON journal USING btree (run_id, settled_at);
CREATE INDEX journal_source_key ON journal USING btree (run_id, entity, source_key);
CREATE TRIGGER count_deleted AFTER DELETE ON journal REFERENCING OLD TABLE AS there_before FOR EACH STATEMENT EXECUTE FUNCTION count_journal();
CREATE TRIGGER count_inserted AFTER INSERT ON journal REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION count_journal();
CREATE TRIGGER count_updated AFTER UPDATE ON journal REFERENCING OLD TABLE AS there_before NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION count_journal();
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON journal FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON journal TO importer;

CREATE TABLE links (
  company_id bigint NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint NOT NULL,
  written jsonb,
  run_id text NOT NULL,
  gone_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT links_pkey PRIMARY KEY (company_id, entity, source_key)
);
CREATE INDEX links_pipedrive_id ON links USING btree (company_id, entity, pipedrive_id);
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON links FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON links TO importer;

CREATE TABLE made_parts (
  company_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_id text NOT NULL,
  kind text NOT NULL,
  entity text NOT NULL,
  field_code text,
  pipedrive_id bigint,
  label text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  removed_at timestamp with time zone,
  CONSTRAINT made_parts_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT made_parts_kind_check CHECK ((kind = ANY (ARRAY['field'::text, 'option'::text, 'filter'::text])))
);
CREATE INDEX made_parts_run ON made_parts USING btree (company_id, run_id);
ALTER TABLE made_parts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON made_parts FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON made_parts TO importer;

CREATE TABLE mapping_precedents (
  company_id bigint NOT NULL,
  kind text NOT NULL,
  column_name text NOT NULL,
  target text NOT NULL,
  transforms jsonb,
  chosen_at timestamp with time zone NOT NULL,
  CONSTRAINT mapping_precedents_pkey PRIMARY KEY (company_id, kind, column_name)
);
ALTER TABLE mapping_precedents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON mapping_precedents FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON mapping_precedents TO importer;

CREATE TABLE migrations (
  company_id bigint NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  created_by bigint NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL,
  follows text,
  CONSTRAINT migrations_pkey PRIMARY KEY (company_id, id)
);
ALTER TABLE migrations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON migrations FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON migrations TO importer;

CREATE TABLE namesakes (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  pipedrive_id bigint NOT NULL,
  name text NOT NULL,
  record jsonb NOT NULL,
  seqs bigint[] NOT NULL DEFAULT '{}'::bigint[],
  same_phone boolean NOT NULL DEFAULT false,
  CONSTRAINT namesakes_pkey PRIMARY KEY (company_id, run_id, pipedrive_id)
);
CREATE INDEX namesakes_name ON namesakes USING btree (company_id, run_id, name);
ALTER TABLE namesakes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON namesakes FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON namesakes TO importer;

CREATE TABLE plans (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  version integer NOT NULL,
  state text NOT NULL,
  document jsonb,
  checksum text,
  questions jsonb NOT NULL DEFAULT '[]'::jsonb,
  answers jsonb NOT NULL DEFAULT '{}'::jsonb,
  account jsonb,
  estimate jsonb,
  error_code text,
  error_detail jsonb,
  confirmed_by bigint,
  confirmed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  decisions jsonb NOT NULL DEFAULT '{"fields": {}, "titles": {}, "values": {}, "columns": {}}'::jsonb,
  suggestions jsonb NOT NULL DEFAULT '[]'::jsonb,
  CONSTRAINT plans_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT plans_company_id_migration_id_fkey FOREIGN KEY (company_id, migration_id) REFERENCES migrations(company_id, id) ON DELETE CASCADE,
  CONSTRAINT plans_company_id_migration_id_version_key UNIQUE (company_id, migration_id, version),
  CONSTRAINT plans_state_check CHECK ((state = ANY (ARRAY['proposing'::text, 'proposed'::text, 'confirmed'::text, 'failed'::text])))
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON plans FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON plans TO importer;

CREATE TABLE record_keys (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  key text NOT NULL,
  seq bigint,
  code text,
  dataset_id text,
  row_number bigint,
  CONSTRAINT record_keys_pkey PRIMARY KEY (run_id, entity, key)
);
ALTER TABLE record_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON record_keys FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON record_keys TO importer;

CREATE TABLE record_questions (
  company_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  migration_id text NOT NULL,
  run_id text NOT NULL,
  code text NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint,
  field text NOT NULL DEFAULT ''::text,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  decision text,
  decided_by bigint,
  decided_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT record_questions_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT record_questions_company_id_run_id_code_entity_source_key_f_key UNIQUE (company_id, run_id, code, entity, source_key, field)
);
CREATE INDEX record_questions_migration ON record_questions USING btree (company_id, migration_id, id);
CREATE INDEX record_questions_record ON record_questions USING btree (company_id, entity, source_key);
ALTER TABLE record_questions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON record_questions FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON record_questions TO importer;

CREATE TABLE rejected_rows (
  company_id bigint NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  raw text NOT NULL,
  code text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT rejected_rows_pkey PRIMARY KEY (dataset_id, row_number)
);
ALTER TABLE rejected_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON rejected_rows FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON rejected_rows TO importer;

CREATE TABLE reports (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  document jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT reports_pkey PRIMARY KEY (company_id, run_id)
);
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON reports FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON reports TO importer;

CREATE TABLE row_outcomes (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  outcome text NOT NULL,
  code text,
  detail jsonb,
  entity text,
  pipedrive_id bigint,
  CONSTRAINT row_outcomes_pkey PRIMARY KEY (run_id, dataset_id, row_number),
  CONSTRAINT row_outcomes_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text, 'merged'::text, 'skipped'::text, 'failed'::text, 'unprocessed'::text])))
);
CREATE TRIGGER count_deleted AFTER DELETE ON row_outcomes REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_row_outcomes();
CREATE TRIGGER count_inserted AFTER INSERT ON row_outcomes REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_row_outcomes();
ALTER TABLE row_outcomes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON row_outcomes FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON row_outcomes TO importer;

CREATE TABLE run_counts (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  of_table text NOT NULL,
  entity text NOT NULL,
  state text NOT NULL DEFAULT ''::text,
  outcome text NOT NULL DEFAULT ''::text,
  n bigint NOT NULL,
  CONSTRAINT run_counts_pkey PRIMARY KEY (run_id, of_table, entity, state, outcome)
);
ALTER TABLE run_counts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON run_counts FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON run_counts TO importer;

CREATE TABLE run_rows (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  drafted boolean NOT NULL DEFAULT false,
  corrected_dataset_id text,
  corrected_row_number bigint,
  CONSTRAINT run_rows_pkey PRIMARY KEY (run_id, dataset_id, row_number)
);
CREATE INDEX run_rows_corrected ON run_rows USING btree (dataset_id, row_number) WHERE (corrected_dataset_id IS NOT NULL);
CREATE INDEX run_rows_open ON run_rows USING btree (run_id, dataset_id, row_number) WHERE (NOT drafted);
ALTER TABLE run_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON run_rows FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON run_rows TO importer;

CREATE TABLE runs (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  plan_id text NOT NULL,
  plan_checksum text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  phase text,
  fence bigint NOT NULL DEFAULT 0,
  pause_code text,
  pause_until timestamp with time zone,
  pause_detail jsonb,
  step text,
  cursor jsonb NOT NULL DEFAULT '{}'::jsonb,
  progress jsonb NOT NULL DEFAULT '{}'::jsonb,
  rate_per_second double precision NOT NULL DEFAULT 0,
  usage_before jsonb NOT NULL DEFAULT '{}'::jsonb,
  clean boolean,
  error_code text,
  error_detail jsonb,
  created_by bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  first_write_at timestamp with time zone,
  last_write_at timestamp with time zone,
  finished_at timestamp with time zone,
  scope jsonb NOT NULL DEFAULT '{}'::jsonb,
  gates jsonb NOT NULL DEFAULT '{}'::jsonb,
  worker_id text,
  CONSTRAINT runs_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT runs_company_id_migration_id_fkey FOREIGN KEY (company_id, migration_id) REFERENCES migrations(company_id, id) ON DELETE CASCADE,
  CONSTRAINT runs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'queued'::text, 'running'::text, 'pausing'::text, 'paused'::text, 'cancelling'::text, 'cancelled'::text, 'completed'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX runs_one_active ON runs USING btree (company_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text, 'pausing'::text, 'paused'::text, 'cancelling'::text]));
ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON runs FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON runs TO importer;

CREATE TABLE source_files (
  company_id bigint NOT NULL,
  id text NOT NULL,
  migration_id text NOT NULL,
  parent_id text,
  name text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text,
  storage_key text,
  format text,
  encoding text,
  state text NOT NULL,
  reason_code text,
  reason_detail jsonb,
  created_at timestamp with time zone NOT NULL,
  choice jsonb NOT NULL DEFAULT '{}'::jsonb,
  reading jsonb,
  notes jsonb NOT NULL DEFAULT '[]'::jsonb,
  staged_bytes bigint NOT NULL DEFAULT 0,
  staged_rows bigint NOT NULL DEFAULT 0,
  replaces text,
  member_choices jsonb NOT NULL DEFAULT '{}'::jsonb,
  staging_fence text,
  staging_attempts integer NOT NULL DEFAULT 0,
  CONSTRAINT source_files_pkey PRIMARY KEY (company_id, id),
  CONSTRAINT source_files_company_id_migration_id_fkey FOREIGN KEY (company_id, migration_id) REFERENCES migrations(company_id, id) ON DELETE CASCADE,
  CONSTRAINT source_files_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'uploaded'::text, 'staging'::text, 'staged'::text, 'rejected'::text, 'duplicate'::text, 'cancelled'::text])))
);
CREATE INDEX source_files_migration ON source_files USING btree (company_id, migration_id, created_at);
CREATE UNIQUE INDEX source_files_once ON source_files USING btree (company_id, migration_id, sha256) WHERE ((parent_id IS NULL) AND (state = ANY (ARRAY['uploaded'::text, 'staging'::text, 'staged'::text])));
ALTER TABLE source_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON source_files FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON source_files TO importer;

CREATE TABLE source_rows (
  company_id bigint NOT NULL,
  dataset_id text NOT NULL,
  row_number bigint NOT NULL,
  cells json NOT NULL,
  CONSTRAINT source_rows_pkey PRIMARY KEY (dataset_id, row_number)
);
ALTER TABLE source_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON source_rows FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON source_rows TO importer;

CREATE TABLE undo_references (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  child text NOT NULL,
  child_id bigint NOT NULL,
  parent text NOT NULL,
  parent_id bigint NOT NULL,
  CONSTRAINT undo_references_pkey PRIMARY KEY (run_id, child, child_id, parent, parent_id)
);
CREATE INDEX undo_references_parent ON undo_references USING btree (run_id, parent, parent_id);
ALTER TABLE undo_references ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON undo_references FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON undo_references TO importer;

CREATE TABLE vanished_records (
  company_id bigint NOT NULL,
  run_id text NOT NULL,
  entity text NOT NULL,
  source_key text NOT NULL,
  pipedrive_id bigint NOT NULL,
  treatment text NOT NULL,
  CONSTRAINT vanished_records_pkey PRIMARY KEY (company_id, run_id, entity, source_key),
  CONSTRAINT vanished_records_treatment_check CHECK ((treatment = ANY (ARRAY['listed'::text, 'labelled'::text, 'closed'::text])))
);
CREATE INDEX vanished_records_key ON vanished_records USING btree (company_id, entity, source_key);
ALTER TABLE vanished_records ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON vanished_records FOR ALL USING (company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::bigint);
GRANT DELETE, INSERT, SELECT, UPDATE ON vanished_records TO importer;

CREATE OR REPLACE FUNCTION count_drafts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, n)
  SELECT company_id, run_id, 'drafts', entity, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed
  GROUP BY 1, 2, 4 ORDER BY 2, 4
  ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION count_journal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION count_row_outcomes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO run_counts AS c (company_id, run_id, of_table, entity, outcome, n)
  SELECT company_id, run_id, 'row_outcomes', coalesce(entity, ''), outcome,
         CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END
  FROM changed GROUP BY 1, 2, 4, 5 ORDER BY 2, 4, 5
  ON CONFLICT (run_id, of_table, entity, state, outcome) DO UPDATE SET n = c.n + excluded.n;
  RETURN NULL;
END $function$;
