-- As of when a file is true: its rows' facts occurred then. NULL in imports from before this column: as of started_at.
ALTER TABLE import ADD COLUMN as_of bigint;

-- The import of this very file, read in the same way, that had come to its end before; NULL where there was none.
ALTER TABLE import ADD COLUMN repeats uuid;
