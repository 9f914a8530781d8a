-- A workspace is one company's Baton: its playbook, its leads, its people. Nothing is shared between two.
CREATE TABLE workspace (
    workspace_id  uuid    NOT NULL PRIMARY KEY,
    name          text    NOT NULL,
    created_at    bigint  NOT NULL,
    playbook      integer NOT NULL DEFAULT 0 -- the published version; 0 is none yet
);
