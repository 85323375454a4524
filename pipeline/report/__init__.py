"""The evidence site: static pages on which every fact leads to its words. `write_site` makes it."""

from pipeline.report.site import Written, write_site

__all__ = ["Written", "write_site"]
