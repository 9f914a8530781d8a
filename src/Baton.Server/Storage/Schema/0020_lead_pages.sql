-- What is known of a lead is few among what it did, and its page shows where each of it is from.
CREATE INDEX event_facts ON event (workspace_id, lead_id) WHERE kind > 2;

-- postgres only
-- What accounts are known by, to be found by how it begins whatever the order of the database's language is.
CREATE INDEX account_key_begin ON account_key (workspace_id, kind, value text_pattern_ops);
-- both
