-- Where messages go besides people's mailboxes: webhooks of other programs, and channels of Slack.
CREATE TABLE target (
    workspace_id      uuid      NOT NULL,
    target_id         uuid      NOT NULL,
    kind              smallint  NOT NULL, -- 1 Slack, 2 a webhook
    name              text      NOT NULL,
    url               text      NOT NULL, -- Slack's is a secret
    types             text      NOT NULL, -- which events it is told, separated by blanks
    secret            text,               -- with which a webhook's messages are signed, or Slack's app signs what is pressed there, so it is kept as it is
    old_secret        text,               -- the one before, which signs too
    old_secret_until  bigint,
    created_at        bigint    NOT NULL,
    disabled_at       bigint,
    disabled_because  text,
    PRIMARY KEY (workspace_id, target_id)
);

-- Another one with each change of a workspace's targets; null where there have never been any.
ALTER TABLE workspace ADD COLUMN targets uuid;

-- A target that fails: how often without a success between, and until when it is left alone. There is no row for one that works.
CREATE TABLE circuit (
    workspace_id  uuid     NOT NULL,
    target_id     uuid     NOT NULL,
    failures      integer  NOT NULL,
    held_until    bigint   NOT NULL,
    since         bigint   NOT NULL,
    PRIMARY KEY (workspace_id, target_id)
);

-- One thing to be told to one target. Written in the transaction of what it tells, sent afterwards, kept as a log for a while.
CREATE TABLE message (
    workspace_id  uuid      NOT NULL,
    message_id    uuid      NOT NULL,
    lead_id       uuid,
    type          text      NOT NULL,
    created_at    bigint    NOT NULL,
    target_kind   smallint  NOT NULL, -- 0 e-mail, 1 Slack, 2 a webhook
    target_id     uuid      NOT NULL, -- of e-mail the same for all: the mail server
    address       text      NOT NULL, -- of e-mail whose; else empty
    content       text      NOT NULL, -- JSON
    place         bigint    NOT NULL, -- of one lead, one target and one address, a message with a greater place is sent later
    state         smallint  NOT NULL, -- 0 pending, 1 sent, 2 dead
    queued_at     bigint    NOT NULL, -- when it was last given to be sent
    due_at        bigint    NOT NULL, -- while pending: not before; while it is being sent, until when its holder has it
    holder        uuid,               -- who sends it just now
    attempts      integer   NOT NULL,
    tried_at      bigint,
    finished_at   bigint,
    problem       text,               -- why the last attempt failed
    PRIMARY KEY (workspace_id, message_id)
);

CREATE INDEX message_due ON message (workspace_id, target_id, due_at) WHERE state = 0;
CREATE INDEX message_order ON message (workspace_id, lead_id, target_id, place) WHERE state = 0;
CREATE INDEX message_by_state ON message (workspace_id, state, message_id);
CREATE INDEX message_by_lead ON message (workspace_id, lead_id, message_id);
CREATE INDEX message_by_target ON message (workspace_id, target_id, message_id);
CREATE INDEX message_dead ON message (workspace_id, target_id, message_id) WHERE state = 2;
