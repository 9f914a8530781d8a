-- A file that is imported, and how far it has come. How far is written in the transaction of the rows, so that nothing is done twice or left out.
CREATE TABLE import (
    workspace_id  uuid      NOT NULL,
    import_id     uuid      NOT NULL,
    kind          smallint  NOT NULL,
    file_name     text      NOT NULL,
    bytes         bigint    NOT NULL,
    bytes_read    bigint    NOT NULL,
    fingerprint   bytea     NOT NULL, -- SHA-256 of the kind, what the user said of columns, and the content
    choices       text      NOT NULL, -- JSON: what the user said of columns
    state         smallint  NOT NULL,
    problem       text,               -- why it failed
    line          bigint    NOT NULL, -- the last line that is done
    accepted      bigint    NOT NULL,
    repeated      bigint    NOT NULL,
    rejected      bigint    NOT NULL,
    is_uploaded   boolean   NOT NULL, -- true where the file is in import_part, and any node may go on with it
    started_at    bigint    NOT NULL, -- as of when the file is taken to be true
    finished_at   bigint,
    started_by    text      NOT NULL,
    holder        uuid,               -- who works on it, until when unless they say so again
    held_until    bigint    NOT NULL,
    PRIMARY KEY (workspace_id, import_id)
);

CREATE INDEX import_open ON import (workspace_id, state, held_until) WHERE finished_at IS NULL;

-- An uploaded file in pieces, until it is imported.
CREATE TABLE import_part (
    workspace_id  uuid     NOT NULL,
    import_id     uuid     NOT NULL,
    part          integer  NOT NULL,
    content       bytea    NOT NULL,
    PRIMARY KEY (workspace_id, import_id, part)
);

-- The rows that were not imported, with the reason.
CREATE TABLE import_rejected (
    workspace_id  uuid    NOT NULL,
    import_id     uuid    NOT NULL,
    line          bigint  NOT NULL,
    reason        text    NOT NULL,
    content       text    NOT NULL, -- the row as it stands in the file
    PRIMARY KEY (workspace_id, import_id, line)
);
