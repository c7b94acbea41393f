"""Deeds: what touches the world and must be retried."""
