-- A process of the version before inserts plans without these columns and reads none of them.
ALTER TABLE plans
  -- what people decided about columns, fields, values and titles; copied into the next version of the plan
  ADD COLUMN decisions jsonb NOT NULL DEFAULT '{"columns": {}, "fields": {}, "values": {}, "titles": {}}',
  -- what the optional model said about columns that the rules leave open
  ADD COLUMN suggestions jsonb NOT NULL DEFAULT '[]';

-- What people of a company chose for a column, written when a plan is confirmed: the next proposal follows it.
CREATE TABLE mapping_precedents (
  company_id bigint NOT NULL,
  kind text NOT NULL,
  -- the column's name without case and punctuation
  column_name text NOT NULL,
  target text NOT NULL,
  -- null: none
  transforms jsonb,
  chosen_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, kind, column_name)
);
ALTER TABLE mapping_precedents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_company ON mapping_precedents USING (company_id = nullif(current_setting('app.company_id', true), '')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON mapping_precedents TO importer;
