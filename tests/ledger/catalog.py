"""What a database is made of, as PostgreSQL itself describes it."""

import asyncpg

_PARTS = {
    "columns": """
        SELECT relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, collname
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND relkind IN ('r', 'v')""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


async def catalog(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every table, rule and routine but for the migrations' own bookkeeping."""
    connection = await asyncpg.connect(dsn)
    try:
        found = {part: await connection.fetch(statement) for part, statement in _PARTS.items()}
    finally:
        await connection.close()
    rows = {part: sorted(map(tuple, rows), key=repr) for part, rows in found.items()}
    return {part: [row for row in held if "alembic_version" not in repr(row)] for part, held in rows.items()}
