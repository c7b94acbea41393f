"""A day on the command line, the same for every option that takes one."""

import datetime as dt

import typer


def day(written: str) -> dt.date:
    """Return a day that is written as 2026-07-01."""
    try:
        read = dt.date.fromisoformat(written)
        if read.isoformat() == written:
            return read
    except ValueError:
        pass
    raise typer.BadParameter(f"“{written}” does not match the format 2026-07-01")
