-- The leads of a stage, by score and by how long they stand there. They replace nothing: all leads by score are still read from lead_by_score.
CREATE INDEX lead_by_stage ON lead (workspace_id, stage, total DESC, lead_id) WHERE parent_id IS NULL AND is_known;
CREATE INDEX lead_by_stage_since ON lead (workspace_id, stage, stage_since, lead_id) WHERE parent_id IS NULL AND is_known;

-- The words that leads and accounts are found by. Of a lead those of all its parts, under the row that is the lead.
CREATE TABLE word (
    workspace_id  uuid      NOT NULL,
-- sqlite only
    word          text      NOT NULL,
-- postgres only
    word          text      COLLATE "C" NOT NULL, -- in the order of its bytes, as in SQLite, so that all that begin alike stand together
-- both
    kind          smallint  NOT NULL, -- 0 of a lead, 1 of an account
    id            uuid      NOT NULL,
    PRIMARY KEY (workspace_id, word, kind, id)
-- sqlite only
) WITHOUT ROWID;
-- postgres only
);
-- both

-- What there was before there were words: up to where the words of each kind are written. The row goes when all are.
CREATE TABLE word_fill (
    workspace_id  uuid      NOT NULL,
    kind          smallint  NOT NULL,
    after_id      uuid      NOT NULL,
    PRIMARY KEY (workspace_id, kind)
);

INSERT INTO word_fill (workspace_id, kind, after_id)
-- sqlite only
SELECT w.workspace_id, k.kind, zeroblob(16)
-- postgres only
SELECT w.workspace_id, k.kind, '00000000-0000-0000-0000-000000000000'::uuid
-- both
FROM workspace AS w CROSS JOIN (SELECT 0 AS kind UNION ALL SELECT 1) AS k;
