-- What My work is sorted by: the smaller, the more is lost by waiting.
ALTER TABLE handoff ADD COLUMN urgency bigint NOT NULL DEFAULT 0;

UPDATE handoff SET urgency = COALESCE(
    CASE
        WHEN contacted_at IS NULL AND accepted_at IS NULL
            THEN CASE WHEN response_due_at < decision_due_at OR decision_due_at IS NULL THEN response_due_at ELSE decision_due_at END
        WHEN contacted_at IS NULL THEN response_due_at
        WHEN accepted_at IS NULL THEN decision_due_at
    END,
    opened_at + 86400000) - 60000 * total
WHERE closed_at IS NULL;

CREATE INDEX handoff_waiting_person ON handoff (workspace_id, person_id, urgency, handoff_id) WHERE closed_at IS NULL;
CREATE INDEX handoff_waiting ON handoff (workspace_id, urgency, handoff_id) WHERE closed_at IS NULL AND person_id IS NOT NULL;
