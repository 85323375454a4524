"""The command line: `baoshu`, or `python -m pipeline`."""

from pipeline.cli.main import main

__all__ = ["main"]
