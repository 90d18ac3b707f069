-- How files are read: what was detected, what a person said instead, how far staging is. Columns only, all with defaults:
-- an older process goes on inserting and reading as before.
ALTER TABLE source_files
  -- what a person said about how the file is read (server/altcraft/types.ts, ReadingChoice)
  ADD COLUMN choice jsonb NOT NULL DEFAULT '{}',
  -- how it was read: encoding, delimiter, line of the header, with confidences; null before
  ADD COLUMN reading jsonb,
  -- what a person should know about it: [{code, detail}]
  ADD COLUMN notes jsonb NOT NULL DEFAULT '[]',
  -- progress of staging; bytes of the file as it lies in storage, members unpacked
  ADD COLUMN staged_bytes bigint NOT NULL DEFAULT 0,
  ADD COLUMN staged_rows bigint NOT NULL DEFAULT 0,
  -- the file in whose place this one is uploaded; removed when this one has come
  ADD COLUMN replaces text;

-- cancelled: a person stopped the reading; the bytes are kept, nothing of the rows is
ALTER TABLE source_files DROP CONSTRAINT source_files_state_check;
ALTER TABLE source_files ADD CONSTRAINT source_files_state_check
  CHECK (state IN ('uploading', 'uploaded', 'staging', 'staged', 'rejected', 'duplicate', 'cancelled')) NOT VALID;
ALTER TABLE source_files VALIDATE CONSTRAINT source_files_state_check;

ALTER TABLE datasets
  -- 0 to 1; 1 is a person's word
  ADD COLUMN kind_confidence real NOT NULL DEFAULT 1,
  -- the dataset whose continuation this one is: parts of one export are mapped as one
  ADD COLUMN part_of text,
  -- the file has no line of column names: columns are called by their place, or as in the part before
  ADD COLUMN header_missing boolean NOT NULL DEFAULT false;
