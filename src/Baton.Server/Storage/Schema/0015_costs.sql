-- What marketing and sales have spent.
CREATE TABLE cost (
    workspace_id  uuid     NOT NULL,
    cost_id       uuid     NOT NULL,
    team          text     NOT NULL, -- marketing or sales
    campaign      text,              -- as events call it; nothing of what is spent on no campaign
    from_day      integer  NOT NULL, -- days since 1970-01-01
    to_day        integer  NOT NULL, -- likewise; it belongs to the time
    amount        bigint   NOT NULL, -- in hundredths of the currency
    currency      text     NOT NULL, -- three capital letters of ISO 4217
    note          text,
    said_at       bigint   NOT NULL,
    said_by       text     NOT NULL,
    revision      integer  NOT NULL, -- counts changes
    PRIMARY KEY (workspace_id, cost_id)
);

CREATE INDEX cost_from ON cost (workspace_id, from_day, cost_id);
CREATE INDEX cost_campaign ON cost (workspace_id, campaign, from_day, cost_id);
