"""Text with an origin: views of a raw text that remember where each character stood; words."""

from pipeline.text.segmenter import segmenter
from pipeline.text.view import View, ViewBuilder

__all__ = ["View", "ViewBuilder", "segmenter"]
