-- The ledger's tables as the migrations leave them, for readers; a test holds the two equal.
-- Facts are the record. All else is derived from them (cases, duties, campaign_heads), but for the registry's titles
-- and the roster, which people bring. Ids are sorted by code point, so that every machine sorts alike.

-- Facts are appended once, in order, and never changed.

CREATE TABLE facts (
    case_id    text COLLATE "C" NOT NULL,
    number     bigint NOT NULL CHECK (number > 0),
    at         timestamptz NOT NULL,
    kind       text NOT NULL,
    command_id text,
    asked      text,
    previous   text NOT NULL,
    hash       text NOT NULL,
    fact       json NOT NULL,
    PRIMARY KEY (case_id, number)
);

CREATE FUNCTION facts_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'DELETE'
       AND current_setting('bihuan.rebuilding', true) = 'on'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = tg_relid), 'USAGE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'facts are only ever added: % refused', lower(tg_op)
        USING ERRCODE = 'insufficient_privilege', HINT = 'bihuan rebuild refills the ledger from the histories';
END $$;

CREATE TRIGGER facts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON facts
    FOR EACH STATEMENT EXECUTE FUNCTION facts_only_grow();

-- Current state, derived from the facts: one row per case, one per open duty, one head per campaign.

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
           case_id || ' ' || head_number || ' ' || head_hash, E'\n' ORDER BY case_id), 'UTF8')), 'hex') AS hash
FROM cases
GROUP BY campaign;

-- The registry of campaigns and items: the same words in the same campaign are the same case.

CREATE TABLE campaigns (
    id            text COLLATE "C" PRIMARY KEY,
    title         text NOT NULL,
    policy        text NOT NULL,
    anchor        timestamptz,
    registered_at timestamptz NOT NULL
);

CREATE TABLE items (
    campaign text COLLATE "C" NOT NULL REFERENCES campaigns (id),
    digest   text COLLATE "C" NOT NULL,
    number   bigint NOT NULL CHECK (number > 0),
    case_id  text COLLATE "C" NOT NULL UNIQUE,
    PRIMARY KEY (campaign, digest),
    UNIQUE (campaign, number)
);

-- The roster of each unit as it was last taken in: whole, and one row per person.

CREATE TABLE rosters (
    unit        text COLLATE "C" PRIMARY KEY,
    roster      json NOT NULL,
    imported_at timestamptz NOT NULL
);

CREATE TABLE people (
    roster_unit text COLLATE "C" NOT NULL REFERENCES rosters (unit),
    id          text COLLATE "C" NOT NULL,
    name        text NOT NULL,
    unit        text NOT NULL,
    post        text NOT NULL,
    roles       text[] NOT NULL,
    categories  text[] NOT NULL,
    PRIMARY KEY (roster_unit, id)
);
CREATE INDEX people_categories ON people USING gin (categories);

