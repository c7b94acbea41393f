"""Sweeping: whether every item has its one live workflow, and Temporal and the ledger say the same of it."""
