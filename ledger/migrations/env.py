"""Turns the versions into one SQL script; `ledger.migrating` runs it, so the database has one driver and one clock."""

from alembic import context

if not context.is_offline_mode():
    raise SystemExit("The ledger is migrated by `bihuan migrate`; alembic itself only prints: add --sql.")

# Named parameters leave the percent signs of RAISE alone; the caller brings the transaction.
context.configure(dialect_name="postgresql", dialect_opts={"paramstyle": "named"}, transactional_ddl=False)
context.run_migrations()
