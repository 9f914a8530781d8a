-- As of when a file is true: its rows' facts occurred then. NULL in imports from before this column: as of started_at.
ALTER TABLE import ADD COLUMN as_of bigint;

-- The import of this very file, read in the same way, that had come to its end before; NULL where there was none.
ALTER TABLE import ADD COLUMN repeats uuid;

-- Of rows with an id of their own: how many have the e-mail address of a lead with another id, and are joined to it.
ALTER TABLE import ADD COLUMN joined bigint NOT NULL DEFAULT 0;

-- JSON, a list of sentences: what else there is to know of how the file was read. NULL until it is read to its end.
ALTER TABLE import ADD COLUMN notes text;

-- Activities say amounts in the currency's units, 180000.5, no longer in its hundredths, 18000050.
-- sqlite only
UPDATE activity
SET data = json_set(data, '$.amount', CASE WHEN json_extract(data, '$.amount') % 100 = 0 THEN json_extract(data, '$.amount') / 100 ELSE json_extract(data, '$.amount') / 100.0 END)
WHERE kind = 'deal.changed' AND json_extract(data, '$.amount') IS NOT NULL;
-- postgres only
UPDATE activity
SET data = jsonb_set(data::jsonb, '{amount}', to_jsonb(trim_scale((data::jsonb ->> 'amount')::numeric / 100)))::text
WHERE kind = 'deal.changed' AND data::jsonb ->> 'amount' IS NOT NULL;
-- both
