"""Checking: whether a result folder keeps the contract."""

from pipeline.checking.check import Report, check_folder, check_tables

__all__ = ["Report", "check_folder", "check_tables"]
