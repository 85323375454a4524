"""Reading: from files and bulk records to source documents, or to rejects that say why not."""

from pipeline.reading.inputs import read_inputs
from pipeline.reading.model import Reject, SourceDocument

__all__ = ["Reject", "SourceDocument", "read_inputs"]
