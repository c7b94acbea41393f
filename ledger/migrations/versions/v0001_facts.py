"""Facts are appended once, in order, and never changed."""

from alembic import op

revision = "0001"
down_revision = None

SQL = """
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
"""


def upgrade() -> None:
    """Make the table of facts and its guard."""
    op.execute(SQL)
