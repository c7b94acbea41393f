"""Proofs for the reader of official documents."""
