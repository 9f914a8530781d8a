-- How people sign in, and how they like their pages.
ALTER TABLE person ADD COLUMN stamp text NOT NULL DEFAULT '';          -- changes with what they sign in with; links and remembered devices end with it
ALTER TABLE person ADD COLUMN failures integer NOT NULL DEFAULT 0;     -- wrong passwords and codes since the last right one
ALTER TABLE person ADD COLUMN locked_until bigint;
ALTER TABLE person ADD COLUMN totp_key text;                           -- base 32
ALTER TABLE person ADD COLUMN has_totp boolean NOT NULL DEFAULT FALSE; -- a code is asked for
ALTER TABLE person ADD COLUMN recovery_codes text NOT NULL DEFAULT ''; -- hashes of those that are left, separated by semicolons
ALTER TABLE person ADD COLUMN language text;                           -- en or de; as the browser says where null
ALTER TABLE person ADD COLUMN zone text;                               -- of the tz database; the team's where null
ALTER TABLE person ADD COLUMN theme text;                              -- light or dark; as the device has it where null

-- Who is signed in where. The cookie has the secret, of which a hash is kept.
CREATE TABLE session (
    workspace_id  uuid    NOT NULL,
    session_id    uuid    NOT NULL,
    hash          bytea   NOT NULL, -- SHA-256
    person_id     uuid    NOT NULL,
    created_at    bigint  NOT NULL,
    seen_at       bigint  NOT NULL,
    expires_at    bigint  NOT NULL,
    is_kept       boolean NOT NULL, -- the cookie outlives the browser
    device        text    NOT NULL, -- as the browser calls itself
    address       text    NOT NULL,
    PRIMARY KEY (workspace_id, session_id)
);

CREATE UNIQUE INDEX session_hash ON session (workspace_id, hash);
CREATE INDEX session_person ON session (workspace_id, person_id);
CREATE INDEX session_expires ON session (workspace_id, expires_at);

-- What cookies and links are encrypted with, by all nodes. They are nobody's: the workspace is the one of zeros.
CREATE TABLE data_key (
    workspace_id  uuid    NOT NULL,
    name          text    NOT NULL,
    made_at       bigint  NOT NULL,
    xml           text    NOT NULL,
    PRIMARY KEY (workspace_id, name)
);

-- Every administrative act. Never changed.
CREATE TABLE audit (
    workspace_id  uuid    NOT NULL,
    audit_id      uuid    NOT NULL, -- in the order of time
    at            bigint  NOT NULL,
    actor         text    NOT NULL, -- a person's name and address, or a key
    person_id     uuid,             -- null where it was no person
    address       text,             -- where from
    act           text    NOT NULL, -- such as person.invited
    subject       text    NOT NULL, -- what it was done to, as people call it
    detail        text    NOT NULL, -- JSON
    PRIMARY KEY (workspace_id, audit_id)
);
