-- What the application's role may do; run after every migration, and skipped where an external database has no such role.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bihuan_app') THEN
        RETURN;
    END IF;
    GRANT SELECT, INSERT ON facts, items TO bihuan_app;
    GRANT SELECT, INSERT, UPDATE ON cases, campaigns, rosters TO bihuan_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON duties, people TO bihuan_app;
    GRANT SELECT ON campaign_heads, alembic_version TO bihuan_app;
END $$;
