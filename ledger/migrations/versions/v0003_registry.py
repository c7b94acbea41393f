"""The registry of campaigns and items: the same words in the same campaign are the same case."""

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = """
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
"""


def upgrade() -> None:
    """Make the registry."""
    op.execute(SQL)
