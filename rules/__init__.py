"""Decisions: what can be decided with pencil, paper and today's date."""
