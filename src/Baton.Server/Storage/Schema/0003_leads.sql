-- A lead is one person. Where two turned out to be one, the row of one is a part of the other's: parent_id says whose, root_id which row is the
-- lead now, and each keeps its own facts, so that a merge moves nothing and is undone by setting two columns back.
CREATE TABLE lead (
    workspace_id      uuid      NOT NULL,
    lead_id           uuid      NOT NULL,
    root_id           uuid      NOT NULL,
    parent_id         uuid,
    created_at        bigint    NOT NULL,
    is_known          boolean   NOT NULL,
    stage             smallint  NOT NULL,
    stage_since       bigint    NOT NULL,
    total             integer   NOT NULL,
    fit               bigint    NOT NULL,
    engagement        bigint    NOT NULL,
    grade             text,
    scored_at         bigint    NOT NULL,
    playbook          integer   NOT NULL, -- the version by which tallies are counted and the score was given
    wake_at           bigint,             -- when to decide again although nothing happens
    account_id        uuid,               -- of the whole lead
    own_account_id    uuid,               -- what this row's own facts say of the account, and when and where they say so
    own_account_at    bigint,
    own_account_by    uuid,
    deal              smallint  NOT NULL, -- the furthest of its deals
    edits             text      NOT NULL, -- JSON: the newest facts about attributes
    tallies           bytea     NOT NULL,
    revision          bigint    NOT NULL,
    PRIMARY KEY (workspace_id, lead_id)
);

CREATE INDEX lead_root ON lead (workspace_id, root_id);
CREATE INDEX lead_by_score ON lead (workspace_id, total DESC, lead_id) WHERE parent_id IS NULL AND is_known;
CREATE INDEX lead_to_wake ON lead (workspace_id, wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX lead_account ON lead (workspace_id, account_id) WHERE account_id IS NOT NULL;

-- What tells that somebody is this lead: an anonymous id, a user id, an e-mail address, a telephone number, another system's id.
CREATE TABLE identity (
    workspace_id  uuid      NOT NULL,
    kind          smallint  NOT NULL,
    value         text      NOT NULL,
    lead_id       uuid      NOT NULL,
    since         bigint    NOT NULL,
    PRIMARY KEY (workspace_id, kind, value)
);

CREATE INDEX identity_lead ON identity (workspace_id, lead_id);

-- Two rows that somebody has taken apart again: they are not merged anew.
CREATE TABLE separation (
    workspace_id  uuid    NOT NULL,
    lead_id       uuid    NOT NULL,
    other_id      uuid    NOT NULL,
    since         bigint  NOT NULL,
    PRIMARY KEY (workspace_id, lead_id, other_id)
);

-- What leads did, as it came in. Never changed, but for the mark of machines.
CREATE TABLE event (
    workspace_id  uuid      NOT NULL,
    event_id      uuid      NOT NULL, -- made of the message id, so that a message that is sent again is the same event
    lead_id       uuid      NOT NULL,
    account_id    uuid,               -- of calls that say something of an account
    kind          smallint  NOT NULL,
    name          text      NOT NULL,
    occurred_at   bigint    NOT NULL,
    received_at   bigint    NOT NULL,
    mark          smallint  NOT NULL,
    payload       bytea     NOT NULL, -- the call, JSON
    PRIMARY KEY (workspace_id, event_id)
);

CREATE INDEX event_lead ON event (workspace_id, lead_id, occurred_at);
CREATE INDEX event_account ON event (workspace_id, account_id, occurred_at) WHERE account_id IS NOT NULL;

-- What happened to a lead inside Baton.
CREATE TABLE activity (
    workspace_id  uuid    NOT NULL,
    activity_id   uuid    NOT NULL,
    lead_id       uuid    NOT NULL,
    at            bigint  NOT NULL,
    kind          text    NOT NULL,
    actor         text    NOT NULL,
    data          text    NOT NULL, -- JSON
    PRIMARY KEY (workspace_id, activity_id)
);

CREATE INDEX activity_lead ON activity (workspace_id, lead_id, at);
