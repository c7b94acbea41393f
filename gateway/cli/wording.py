"""Help in two languages: written down together, and taken apart where it is shown."""

from schemas.words import Language, Text

_SEAM = "\x1f"


def both(zh: str, en: str) -> str:
    """Write a help text down in both languages, where Typer takes one string."""
    return f"{zh}{_SEAM}{en}"


def spoken(help_text: str | None, language: Language) -> str:
    """Return a help text in one language; one that was written in a single language as it is."""
    zh, _, en = (help_text or "").partition(_SEAM)
    return Text(zh=zh, en=en or zh).speak(language)
