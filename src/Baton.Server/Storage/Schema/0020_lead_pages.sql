-- What is known of a lead is few among what it did, and its page shows where each of it is from.
CREATE INDEX event_facts ON event (workspace_id, lead_id) WHERE kind > 2;

-- Accounts are listed by the best of their people: by the score of each, or by what each does. The people of one are found in that order, too.
CREATE INDEX lead_account_score ON lead (workspace_id, account_id, total DESC, lead_id) WHERE parent_id IS NULL AND is_known AND account_id IS NOT NULL;
CREATE INDEX lead_account_engagement ON lead (workspace_id, account_id, engagement DESC, lead_id) WHERE parent_id IS NULL AND is_known AND account_id IS NOT NULL;
CREATE INDEX lead_by_engagement ON lead (workspace_id, engagement DESC, lead_id) WHERE parent_id IS NULL AND is_known AND account_id IS NOT NULL;

-- postgres only
-- What accounts are known by, to be found by how it begins whatever the order of the database's language is.
CREATE INDEX account_key_begin ON account_key (workspace_id, kind, value text_pattern_ops);
-- both
