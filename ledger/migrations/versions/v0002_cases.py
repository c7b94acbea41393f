"""Current state, derived from the facts: one row per case, one per open duty, one head per campaign."""

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = """
CREATE TABLE cases (
    case_id      text COLLATE "C" PRIMARY KEY,
    campaign     text COLLATE "C" NOT NULL,
    number       bigint NOT NULL,
    title        text NOT NULL,
    category     text NOT NULL,
    speed        text NOT NULL,
    stage        text NOT NULL,
    round        integer NOT NULL,
    colour       text,
    leader_id    text,
    leader       text,
    lead_unit    text,
    handler_id   text,
    handler      text,
    owes         text[] NOT NULL,
    due          timestamptz,
    item_due     timestamptz,
    original_due timestamptz,
    provisional  boolean NOT NULL,
    next_alarm   timestamptz,
    look_back    integer NOT NULL,
    outcome      text,
    head_number  bigint NOT NULL,
    head_hash    text NOT NULL,
    updated_at   timestamptz NOT NULL,
    state        json NOT NULL
);
CREATE INDEX cases_campaign  ON cases (campaign, number);
CREATE INDEX cases_stage     ON cases (stage);
CREATE INDEX cases_leader_id ON cases (leader_id);
CREATE INDEX cases_leader    ON cases (leader);
CREATE INDEX cases_lead_unit ON cases (lead_unit);
CREATE INDEX cases_colour    ON cases (colour);
CREATE INDEX cases_due       ON cases (due);

CREATE TABLE duties (
    case_id      text COLLATE "C" NOT NULL REFERENCES cases (case_id),
    id           text COLLATE "C" NOT NULL,
    kind         text NOT NULL,
    owed_by      text NOT NULL,
    person_ids   text[] NOT NULL,
    subject      text NOT NULL,
    since        timestamptz NOT NULL,
    due          timestamptz NOT NULL,
    rule         text NOT NULL,
    calendar     text NOT NULL,
    provisional  boolean NOT NULL,
    original_due timestamptz NOT NULL,
    ladder       text NOT NULL,
    rung         integer NOT NULL,
    colour       text,
    PRIMARY KEY (case_id, id)
);
CREATE INDEX duties_due     ON duties (due);
CREATE INDEX duties_persons ON duties USING gin (person_ids);

CREATE VIEW campaign_heads AS
SELECT campaign,
       count(*) AS cases,
       sum(head_number) AS facts,
       encode(sha256(convert_to(string_agg(
           case_id || ' ' || head_number || ' ' || head_hash, E'\\n' ORDER BY case_id), 'UTF8')), 'hex') AS hash
FROM cases
GROUP BY campaign;
"""


def upgrade() -> None:
    """Make what lists are read from."""
    op.execute(SQL)
