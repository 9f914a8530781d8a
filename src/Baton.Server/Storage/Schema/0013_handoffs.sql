-- What sales is doing about a lead, and what was found out by asking: JSON, of most leads nothing. Decisions start from these; the tables below are
-- what is told of them to people.
ALTER TABLE lead ADD COLUMN work text;
ALTER TABLE lead ADD COLUMN answers text;

-- One passing of the baton.
CREATE TABLE handoff (
    workspace_id     uuid      NOT NULL,
    handoff_id       uuid      NOT NULL,
    lead_id          uuid      NOT NULL, -- the row of the lead; a merge does not change it
    stage            smallint  NOT NULL, -- what is handed over: MQL or SQL
    team_id          uuid,
    person_id        uuid,               -- nobody where it waits in a queue
    queue            text,
    opened_at        bigint    NOT NULL,
    assigned_at      bigint    NOT NULL,
    response_due_at  bigint,
    decision_due_at  bigint,
    contacted_at     bigint,
    response_took    bigint,             -- milliseconds of business time
    accepted_at      bigint,
    decision_took    bigint,             -- likewise
    rejected_at      bigint,
    reason           text,
    reason_field     text,
    reason_operator  text,
    reason_value     text,
    note             text,
    breaches         smallint  NOT NULL, -- how many deadlines were missed
    assignments      smallint  NOT NULL, -- how many had it
    closed_at        bigint,
    ended            smallint,           -- how
    playbook         integer   NOT NULL,
    total            integer   NOT NULL, -- the score then
    grade            text,
    brief            text      NOT NULL, -- JSON, frozen
    PRIMARY KEY (workspace_id, handoff_id)
);

CREATE INDEX handoff_lead ON handoff (workspace_id, lead_id);
CREATE INDEX handoff_opened ON handoff (workspace_id, opened_at, handoff_id);
CREATE INDEX handoff_person ON handoff (workspace_id, person_id, opened_at, handoff_id);
CREATE INDEX handoff_open ON handoff (workspace_id, opened_at, handoff_id) WHERE closed_at IS NULL;
CREATE INDEX handoff_open_person ON handoff (workspace_id, person_id, opened_at, handoff_id) WHERE closed_at IS NULL;

-- What people have to do about leads.
CREATE TABLE task (
    workspace_id  uuid      NOT NULL,
    task_id       uuid      NOT NULL,
    lead_id       uuid      NOT NULL,
    kind          smallint,           -- by which means; nothing of what is no contact
    title         text      NOT NULL,
    due_at        bigint    NOT NULL,
    person_id     uuid,
    is_attempt    boolean   NOT NULL,
    added_at      bigint    NOT NULL,
    added_by      text      NOT NULL,
    ended_at      bigint,
    ended_by      text,
    ended         smallint,           -- done or dropped
    PRIMARY KEY (workspace_id, task_id)
);

CREATE INDEX task_open ON task (workspace_id, person_id, due_at, task_id) WHERE ended_at IS NULL;
CREATE INDEX task_open_due ON task (workspace_id, due_at, task_id) WHERE ended_at IS NULL;
CREATE INDEX task_ended ON task (workspace_id, person_id, due_at, task_id) WHERE ended_at IS NOT NULL;
CREATE INDEX task_ended_due ON task (workspace_id, due_at, task_id) WHERE ended_at IS NOT NULL;
CREATE INDEX task_lead ON task (workspace_id, lead_id);

-- What was found out by asking. Never changed.
CREATE TABLE answer (
    workspace_id  uuid      NOT NULL,
    answer_id     uuid      NOT NULL,
    lead_id       uuid      NOT NULL,
    criterion     text      NOT NULL,
    value         text,               -- as it is compared; nothing where it is no longer known
    written       text      NOT NULL,
    at            bigint    NOT NULL,
    said_by       text      NOT NULL,
    source        smallint  NOT NULL,
    form          text,
    note          text,
    PRIMARY KEY (workspace_id, answer_id)
);

CREATE INDEX answer_lead ON answer (workspace_id, lead_id, at);

-- Deals that were made here have no other system's word for how far they have come.
ALTER TABLE deal ADD COLUMN stage text;
ALTER TABLE deal ADD COLUMN owner_id uuid;
ALTER TABLE deal ADD COLUMN competitor text; -- who won it where it was lost to somebody

-- Lists of deals begin with those that were opened last; what nobody knows the day of comes at the end.
CREATE INDEX deal_opened ON deal (workspace_id, COALESCE(created_at, 0), deal_id);
CREATE INDEX deal_opened_state ON deal (workspace_id, state, COALESCE(created_at, 0), deal_id);
CREATE INDEX deal_opened_owner ON deal (workspace_id, owner_id, COALESCE(created_at, 0), deal_id);

-- Under which address people reach Baton, for links in messages, and what those links are signed with.
ALTER TABLE workspace ADD COLUMN url text;
ALTER TABLE workspace ADD COLUMN link_secret bytea;

-- Links that did what they were for: none does it twice.
CREATE TABLE used_link (
    workspace_id  uuid    NOT NULL,
    link_id       uuid    NOT NULL,
    used_at       bigint  NOT NULL,
    PRIMARY KEY (workspace_id, link_id)
);

CREATE INDEX used_link_at ON used_link (workspace_id, used_at);

-- The secret address under which somebody's calendar program finds what they have to do. Only a hash of it is kept.
CREATE TABLE calendar (
    workspace_id  uuid    NOT NULL,
    person_id     uuid    NOT NULL,
    hash          bytea   NOT NULL,
    created_at    bigint  NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);

CREATE UNIQUE INDEX calendar_hash ON calendar (workspace_id, hash);
