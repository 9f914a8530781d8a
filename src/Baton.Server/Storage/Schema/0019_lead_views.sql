-- Lists of leads that somebody has named, to come back to.
CREATE TABLE lead_view (
    workspace_id  uuid      NOT NULL,
    view_id       uuid      NOT NULL,
    person_id     uuid      NOT NULL, -- whose it is
    name          text      NOT NULL,
    is_shared     boolean   NOT NULL, -- everybody sees it
    address       text      NOT NULL, -- what is asked for, as in the address of the list, columns and order among it
    created_at    bigint    NOT NULL,
    deleted_at    bigint,             -- kept for a while, to be taken back
    PRIMARY KEY (workspace_id, view_id)
);
