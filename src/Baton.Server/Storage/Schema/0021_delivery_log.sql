-- Each attempt to send a message, for who wants to know why one did not arrive.
CREATE TABLE attempt (
    workspace_id  uuid     NOT NULL,
    message_id    uuid     NOT NULL,
    at            bigint   NOT NULL, -- when it ended
    milliseconds  bigint   NOT NULL,
    status        integer,           -- of the answer, as HTTP has it; nothing where there was none
    answer        text     NOT NULL, -- how it begins
    problem       text,              -- why it failed; nothing where the message was taken
    PRIMARY KEY (workspace_id, message_id, at)
);
