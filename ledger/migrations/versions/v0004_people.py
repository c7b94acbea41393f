"""The roster of each unit as it was last taken in: whole, and one row per person."""

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = """
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
"""


def upgrade() -> None:
    """Make the roster and its people."""
    op.execute(SQL)
