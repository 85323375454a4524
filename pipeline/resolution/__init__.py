"""Corpus-wide resolution: what only several mentions, articles or documents together can tell."""

from pipeline.resolution.checks import check_rows, corpus_check_rows
from pipeline.resolution.duplicates import find_duplicates, same_article, signature
from pipeline.resolution.organizations import organizations
from pipeline.resolution.series import series_id, series_points

__all__ = [
    "check_rows",
    "corpus_check_rows",
    "find_duplicates",
    "organizations",
    "same_article",
    "series_id",
    "series_points",
    "signature",
]
