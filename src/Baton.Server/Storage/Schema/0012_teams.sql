-- Somebody who no longer works here stays, for what they did is told with their name.
ALTER TABLE person ADD COLUMN deactivated_at bigint;
ALTER TABLE person ADD COLUMN revision integer NOT NULL DEFAULT 1; -- counts changes

-- People who share what is handed to them. Whoever gives somebody something to do locks the workspace's teams first, in the order of their ids.
CREATE TABLE team (
    workspace_id  uuid     NOT NULL,
    team_id       uuid     NOT NULL,
    name          text     NOT NULL,
    name_key      text     NOT NULL, -- the name in capital letters: no two teams have the same
    zone          text     NOT NULL, -- the time zone's name in the IANA's database
    hours         text     NOT NULL, -- of a week: Mon-Fri 09:00-12:30, 13:00-17:00
    holidays      text     NOT NULL, -- a JSON array of dates
    manager_id    uuid,
    revision      integer  NOT NULL, -- counts changes
    created_at    bigint   NOT NULL,
    PRIMARY KEY (workspace_id, team_id)
);

CREATE UNIQUE INDEX team_name ON team (workspace_id, name_key);
CREATE INDEX team_manager ON team (workspace_id, manager_id) WHERE manager_id IS NOT NULL;

CREATE TABLE team_member (
    workspace_id  uuid     NOT NULL,
    team_id       uuid     NOT NULL,
    person_id     uuid     NOT NULL,
    place         integer  NOT NULL, -- the order in the team
    weight        integer  NOT NULL,
    capacity      integer,           -- the most open hand-offs, over all teams; nothing for no limit
    zone          text,              -- where theirs is not the team's
    hours         text,              -- where theirs are not the team's
    turn          bigint   NOT NULL, -- where the rotation stands
    PRIMARY KEY (workspace_id, team_id, person_id)
);

CREATE INDEX team_member_person ON team_member (workspace_id, person_id);

-- Times in which somebody does not work although they otherwise would.
CREATE TABLE absence (
    workspace_id  uuid    NOT NULL,
    absence_id    uuid    NOT NULL,
    person_id     uuid    NOT NULL,
    from_at       bigint  NOT NULL,
    to_at         bigint,           -- nothing where nobody knows it yet
    reason        text,
    PRIMARY KEY (workspace_id, absence_id)
);

CREATE INDEX absence_person ON absence (workspace_id, person_id, from_at);
