"""The spaCy pipeline: which components run, in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import Config
from pipeline.engines.compiled import check_compiled

STAGES: dict[str, tuple[str, str]] = {
    "baoshu_entity_grammar": ("pipeline.extractors.entities.component", "1"),
    "baoshu_entity_model": ("pipeline.extractors.entities.component", "1"),
    "baoshu_entities": ("pipeline.extractors.entities.component", "2"),
    "baoshu_numbers": ("pipeline.extractors.numbers.component", "1"),
    "baoshu_date_expressions": ("pipeline.extractors.dates.component", "1"),
    "baoshu_publication": ("pipeline.extractors.publication.component", "1"),
    "baoshu_dates": ("pipeline.extractors.dates.component", "1"),
    "baoshu_events": ("pipeline.extractors.events.component", "1"),
    "baoshu_statistics": ("pipeline.extractors.statistics.component", "1"),
}
"""Factory name -> module that registers it, version. A version goes up when a stage's rows change."""

MODEL_STAGE = "baoshu_entity_model"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage says of itself."""

    name: str
    version: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]


class StageError(Exception):
    """A stage failed on a document; `stage` is its name."""

    def __init__(self, stage: str, error: Exception) -> None:
        self.stage = stage
        super().__init__(f"{stage}: {type(error).__name__}: {error}")


def load(exclude: Iterable[str] = (), config: Config | None = None) -> Language:
    """The spaCy pipeline whose components do the extraction, in order, without those excluded.

    Each component is a registered factory and can be added to any pipeline over Chinese text; on a
    Doc that came from plain text it takes the text as one article without headlines. Of `config`
    count the settings that concern extraction. Raises BaoshuError B013 for a spaCy pipeline that
    cannot be loaded, B010 for a lexicon of the user's that is broken.
    """
    register()
    config = config or Config()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "baoshu.JiebaTokenizer.v1"}}})
    left_out = set(exclude) | ({MODEL_STAGE} if config.ner == "none" else set())
    settings = {
        "baoshu_entities": {"aliases": config.aliases},
        "baoshu_events": {"events": config.events},
        "baoshu_statistics": {"indicators": config.indicators},
    }
    for name in STAGES:
        if name in left_out:
            continue
        if name == MODEL_STAGE and config.ner != "crf":
            nlp.add_pipe("baoshu_entity_spacy", config={"model": config.ner})
        else:
            nlp.add_pipe(name, config=settings.get(name, {}))
    nlp.set_error_handler(_name_the_stage)
    return nlp


def register() -> None:
    """Make the factories and the tokenizer known to spaCy. Raises BaoshuError B021."""
    check_compiled()
    import_module("pipeline.language")
    for module, _ in STAGES.values():
        import_module(module)


def stages() -> tuple[Stage, ...]:
    """Every stage with its version, what it needs and what it gives."""
    register()
    made = []
    for name, (_, version) in STAGES.items():
        meta = Language.get_factory_meta(name)
        made.append(Stage(name, version, tuple(meta.requires), tuple(meta.assigns)))
    return tuple(made)


def _name_the_stage(stage: str, _component: Any, _docs: list[Doc], error: Exception) -> NoReturn:
    raise StageError(stage, error) from error
