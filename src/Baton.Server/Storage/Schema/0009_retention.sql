-- What leads did before this moment, the beginning of a UTC day, need not be kept event by event: tallies hold what it came to. Null keeps all.
ALTER TABLE workspace ADD COLUMN events_from bigint;

-- The work of deleting older events, in the order of the leads' ids, so that it goes on where it was when a node dies.
CREATE TABLE retention (
    workspace_id  uuid    NOT NULL REFERENCES workspace (workspace_id),
    events_from   bigint  NOT NULL,
    after_lead    uuid    NOT NULL,
    finished_at   bigint,
    PRIMARY KEY (workspace_id)
);
