"""Reading official documents: remediation notices and feedback opinions become intake readings."""

from gateway.documents.reader import read_document

__all__ = ["read_document"]
