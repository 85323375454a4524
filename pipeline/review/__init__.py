"""Review: facts into an Excel sheet, least certain first, and an analyst's decisions out of it."""

from pipeline.review.facts import ReviewFacts, facts_to_review
from pipeline.review.pinning import pinned
from pipeline.review.reading import Decisions, read_sheet
from pipeline.review.sheet import write_sheet

__all__ = ["Decisions", "ReviewFacts", "facts_to_review", "pinned", "read_sheet", "write_sheet"]
