-- The company that a lead works for.
CREATE TABLE account (
    workspace_id  uuid    NOT NULL,
    account_id    uuid    NOT NULL,
    created_at    bigint  NOT NULL,
    edits         text    NOT NULL, -- JSON: the newest facts about attributes
    changed_at    bigint,           -- when values changed that its leads have not been scored by yet
    revision      bigint  NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
);

-- What tells that a company is this account: a domain, a groupId, a name.
CREATE TABLE account_key (
    workspace_id  uuid      NOT NULL,
    kind          smallint  NOT NULL,
    value         text      NOT NULL,
    account_id    uuid      NOT NULL,
    PRIMARY KEY (workspace_id, kind, value)
);

CREATE INDEX account_changed ON account (workspace_id, changed_at) WHERE changed_at IS NOT NULL;

CREATE INDEX account_key_account ON account_key (workspace_id, account_id);
