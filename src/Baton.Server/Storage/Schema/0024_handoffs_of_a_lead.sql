-- A lead's hand-offs are listed newest first. Without the time in the index, SQLite walks all hand-offs by time in search of them.
DROP INDEX handoff_lead;
CREATE INDEX handoff_lead ON handoff (workspace_id, lead_id, opened_at, handoff_id);
