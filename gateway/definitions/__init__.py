"""Definitions of others: found, read, checked, and taken into the repertoire, or refused in words."""
