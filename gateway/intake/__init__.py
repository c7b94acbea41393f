"""Intake: what an office received becomes items, and each item a case that is started once."""
