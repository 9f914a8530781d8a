-- What programs show to be let in. Only a hash is kept; the key itself is shown once, when it is made.
CREATE TABLE api_key (
    workspace_id  uuid    NOT NULL,
    key_id        uuid    NOT NULL,
    name          text    NOT NULL,
    hint          text    NOT NULL, -- the key's last four letters, to tell it from others
    hash          bytea   NOT NULL, -- SHA-256
    scopes        text    NOT NULL, -- separated by spaces
    created_at    bigint  NOT NULL,
    revoked_at    bigint,
    PRIMARY KEY (workspace_id, key_id)
);

CREATE UNIQUE INDEX api_key_hash ON api_key (workspace_id, hash);

-- Who works here.
CREATE TABLE person (
    workspace_id   uuid    NOT NULL,
    person_id      uuid    NOT NULL,
    email          text    NOT NULL,
    name           text    NOT NULL,
    role           text    NOT NULL,
    password_hash  text    NOT NULL,
    created_at     bigint  NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);

CREATE UNIQUE INDEX person_email ON person (workspace_id, email);

-- Calls that came in and say nothing that can be used, with the reason. The newest are kept.
CREATE TABLE rejected_call (
    workspace_id  uuid    NOT NULL,
    rejected_id   uuid    NOT NULL,
    received_at   bigint  NOT NULL,
    reason        text    NOT NULL,
    payload       bytea   NOT NULL,
    PRIMARY KEY (workspace_id, rejected_id)
);
