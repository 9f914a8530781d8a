-- The leads of an account that has changed are woken piece by piece, in the order of their ids: of which revision, and up to which lead.
ALTER TABLE account ADD COLUMN waking bigint;
ALTER TABLE account ADD COLUMN after_lead uuid;
