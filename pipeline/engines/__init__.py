"""Engines: who runs the stages, over which shards, in how many processes."""

from pipeline.engines.document import extract_document
from pipeline.engines.local import run_local
from pipeline.engines.stages import STAGES, Stage, load, stages

__all__ = ["STAGES", "Stage", "extract_document", "load", "run_local", "stages"]
