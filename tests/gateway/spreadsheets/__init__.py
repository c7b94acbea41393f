"""Proofs for the reader and the template of ledgers."""
