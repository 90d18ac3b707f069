-- A process of the version before neither writes nor reads it.
ALTER TABLE datasets
  -- distinct values of columns of which the profile does not keep all: column → {values: [{value, count}], complete}
  ADD COLUMN value_counts jsonb NOT NULL DEFAULT '{}';

-- Why an answer is proposed is a code with a text in the panel; questions that are stored as sentences keep them as its value.
UPDATE plans p SET questions = (
  SELECT coalesce(jsonb_agg(
    CASE jsonb_typeof(q -> 'reason')
      WHEN 'string' THEN jsonb_set(q, '{reason}', jsonb_build_object('code', 'text', 'detail', jsonb_build_object('text', q -> 'reason')))
      ELSE q
    END ORDER BY n), '[]')
  FROM jsonb_array_elements(p.questions) WITH ORDINALITY AS e(q, n))
WHERE questions <> '[]';
