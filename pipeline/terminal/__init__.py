"""What `baoshu show` prints: articles with their mentions coloured, and the rows behind them."""

from pipeline.terminal.lookup import Page, lookup, whole_pages
from pipeline.terminal.print import print_pages, terminal
from pipeline.terminal.safe import safe

__all__ = ["Page", "lookup", "print_pages", "safe", "terminal", "whole_pages"]
