"""Memory: the PostgreSQL record of all facts, and what is read from it."""
