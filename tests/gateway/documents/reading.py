"""Readings of the invented documents, and of texts written on the spot."""

from pathlib import Path

from gateway.documents import read_document
from schemas.intake import IntakeReading

TEXTS = Path(__file__).parent / "texts"


def read(name: str) -> IntakeReading:
    """Read one of the invented documents."""
    return read_document(TEXTS / f"{name}.txt")


def read_text(folder: Path, text: str, *, encoding: str = "utf-8") -> IntakeReading:
    """Read a text as a .txt file in the given encoding."""
    path = folder / "通报.txt"
    path.write_bytes(text.encode(encoding))
    return read_document(path)


def notice(*paragraphs: str) -> str:
    """A remediation notice with these paragraphs."""
    return "\n".join(["某区卫健局党组关于巡察整改进展情况的通报", "现将整改进展情况予以公布。", *paragraphs])
