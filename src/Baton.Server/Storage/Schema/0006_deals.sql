-- An opportunity, as the system that sales works with has it.
CREATE TABLE deal (
    workspace_id  uuid      NOT NULL,
    deal_id       uuid      NOT NULL,
    external_id   text      NOT NULL, -- the other system's id
    lead_id       uuid,               -- the row of the lead that it is about; a merge does not change it
    account_id    uuid,
    name          text,
    amount        bigint,             -- in hundredths of the currency
    currency      text,               -- three capital letters of ISO 4217; nothing where nothing says it
    state         smallint  NOT NULL,
    reason        text,               -- why it was lost
    created_at    bigint,             -- when it was opened
    closed_at     bigint,             -- when it was won or lost
    said_at       bigint    NOT NULL, -- as of when all this is known; what is older changes nothing
    PRIMARY KEY (workspace_id, deal_id)
);

CREATE UNIQUE INDEX deal_external ON deal (workspace_id, external_id);
CREATE INDEX deal_lead ON deal (workspace_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX deal_account ON deal (workspace_id, account_id) WHERE account_id IS NOT NULL;
