"""Texts for people, in Chinese (default) and English."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]


class Text(BaseModel):
    """One text in both languages; which one is shown is decided where it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def speak(self, language: Language = "zh") -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def text(zh: str, en: str) -> Text:
    """Write a text down in both languages."""
    return Text(zh=zh, en=en)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A person asked for what is not allowed; the message says which rule, what is the case, what is allowed now."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason
