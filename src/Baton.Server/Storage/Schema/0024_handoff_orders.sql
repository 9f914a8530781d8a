-- A lead's hand-offs are listed newest first. Without the time in the index, SQLite walks all hand-offs by time in search of them.
DROP INDEX handoff_lead;
CREATE INDEX handoff_lead ON handoff (workspace_id, lead_id, opened_at, handoff_id);

-- What waits and is nobody's, in its order: PostgreSQL takes no index for an order that begins with a column that is null.
CREATE INDEX handoff_waiting_nobody ON handoff (workspace_id, urgency, handoff_id) WHERE closed_at IS NULL AND person_id IS NULL;
