"""Doors: where people and systems outside come in."""
