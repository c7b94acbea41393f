"""What the engine costs beside bare Temporal: one table, measured in one run by `make bench`."""
