-- The deals of an account are listed those that were opened last first. Without the time in the index, SQLite walks all deals by time in search of them.
DROP INDEX deal_account;
CREATE INDEX deal_account ON deal (workspace_id, account_id, COALESCE(created_at, 0), deal_id) WHERE account_id IS NOT NULL;
