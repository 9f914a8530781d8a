-- A playbook's versions count from 1 and never change once published. The one that holds is workspace.playbook; 0 is none yet.
CREATE TABLE playbook (
    workspace_id  uuid     NOT NULL REFERENCES workspace (workspace_id),
    version       integer  NOT NULL,
    name          text     NOT NULL,
    yaml          text     NOT NULL,
    created_at    bigint   NOT NULL,
    created_by    text     NOT NULL,
    published_at  bigint,
    PRIMARY KEY (workspace_id, version)
);

-- Marketing and sales sign a version before it is published.
CREATE TABLE playbook_sign_off (
    workspace_id  uuid     NOT NULL,
    version       integer  NOT NULL,
    team          text     NOT NULL,
    signed_by     text     NOT NULL,
    signed_at     bigint   NOT NULL,
    PRIMARY KEY (workspace_id, version, team),
    FOREIGN KEY (workspace_id, version) REFERENCES playbook (workspace_id, version)
);

-- The work of scoring every lead by a version, in the order of the leads' ids, so that it goes on where it was when a node dies.
CREATE TABLE rescore (
    workspace_id  uuid     NOT NULL REFERENCES workspace (workspace_id),
    version       integer  NOT NULL,
    started_at    bigint   NOT NULL,
    finished_at   bigint,
    total         bigint   NOT NULL,
    done          bigint   NOT NULL,
    after_lead    uuid     NOT NULL,
    PRIMARY KEY (workspace_id, version)
);
