"""Facts: what each number of a document measures."""

from pipeline.extractors.statistics.extract import find_statistics
from pipeline.extractors.statistics.indicators import Indicators, builtin_indicators, load_indicators

__all__ = ["Indicators", "builtin_indicators", "find_statistics", "load_indicators"]
