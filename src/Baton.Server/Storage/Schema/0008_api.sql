-- Lists of the API, each in the order of an index, so that a page costs the same wherever it is.
CREATE INDEX lead_by_created ON lead (workspace_id, lead_id) WHERE parent_id IS NULL AND is_known;
DROP INDEX lead_account;
CREATE INDEX lead_account ON lead (workspace_id, account_id, total DESC, lead_id) WHERE account_id IS NOT NULL AND parent_id IS NULL;
CREATE INDEX event_by_received ON event (workspace_id, received_at, event_id);

-- Answers to unsafe calls that came with an Idempotency-Key, so that the same call once more gets the same answer and does nothing.
CREATE TABLE idempotent_call (
    workspace_id     uuid     NOT NULL,
    key_id           uuid     NOT NULL, -- whose key the call came with
    idempotency_key  text     NOT NULL,
    request          bytea    NOT NULL, -- SHA-256 of method, path, query and body
    started_at       bigint   NOT NULL,
    status           smallint,          -- null while the call is being carried out
    content_type     text,
    headers          text,              -- JSON: the ones that are the answer's own
    body             bytea,             -- null where it has a secret
    PRIMARY KEY (workspace_id, key_id, idempotency_key)
);

CREATE INDEX idempotent_call_started ON idempotent_call (workspace_id, started_at);
