-- Cells are stored as the text they came in and never searched by SQL: json takes half of jsonb's time to load (1.2 against
-- 2.8 times a plain COPY of the file). A process of the version before reads and writes them as before; it waits while the
-- table is rewritten.
ALTER TABLE source_rows ALTER COLUMN cells TYPE json USING cells::json;

ALTER TABLE source_files
  -- of an uploaded file: what people chose for its members, by their names; members are made anew with every reading
  ADD COLUMN member_choices jsonb NOT NULL DEFAULT '{}',
  -- whoever reads the file carries it; a reader without the current one cannot write
  ADD COLUMN staging_fence text,
  -- how often reading was begun since a person last asked for it: a file that ends its reader every time is given up
  ADD COLUMN staging_attempts integer NOT NULL DEFAULT 0;
