"""Corpus-wide resolution: what only several mentions, articles or documents together can tell."""

from pipeline.resolution.checks import check_rows, corpus_check_rows
from pipeline.resolution.duplicates import Duplicates
from pipeline.resolution.organizations import Organizations
from pipeline.resolution.series import SeriesPoints, series_id

__all__ = ["Duplicates", "Organizations", "SeriesPoints", "check_rows", "corpus_check_rows", "series_id"]
