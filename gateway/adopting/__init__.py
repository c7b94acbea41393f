"""Other rules for many running cases at once: foreseen on the ledger, applied through updates."""
