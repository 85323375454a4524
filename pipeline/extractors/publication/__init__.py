"""The day of publication, from metadata, the file name or the page's own words."""

from __future__ import annotations

from .interval import publication_interval

__all__ = ["publication_interval"]
