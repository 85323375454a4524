"""The spaCy components `baoshu_entity_grammar`, `baoshu_entity_model` and `baoshu_entities`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model as load_pipeline

from pipeline.errors import BaoshuError
from pipeline.extractors.entities import find_entities, resolve_names
from pipeline.extractors.entities.aliases import apply_aliases, read_aliases
from pipeline.extractors.entities.crf.tagger import Proposal, propose
from pipeline.extractors.entities.merge import entity_spans, merge, proposals_of_spacy
from pipeline.language import RowComponent, attribute, spans_of_articles, text_of, word_spans
from pipeline.mentions import EntityMention


@Language.factory("baoshu_entity_grammar", assigns=["doc._.entity_grammar"])
def create_entity_grammar(nlp: Language, name: str) -> RowComponent:
    """Named things as the grammar of names finds them."""
    return RowComponent(name, "entity_grammar", find_by_grammar)


@Language.factory("baoshu_entity_model", requires=["doc._.entity_grammar"], assigns=["doc._.entity_model"])
def create_entity_model(nlp: Language, name: str) -> RowComponent:
    """What the CRF that ships with the package proposes, with its probabilities."""
    return RowComponent(name, "entity_model", find_by_model)


@Language.factory(
    "baoshu_entity_spacy",
    requires=["doc._.entity_grammar"],
    assigns=["doc._.entity_model"],
    default_config={"model": "zh_core_web_trf"},
)
def create_entity_spacy(nlp: Language, name: str, model: str) -> RowComponent:
    """What the NER of another spaCy pipeline (a name or path) proposes, in the place of our model.

    That pipeline cuts words as it was trained to; it is loaded here, once. Raises BaoshuError B013
    where it cannot be.
    """
    try:
        other = load_pipeline(model)
    except (OSError, ValueError) as error:
        raise BaoshuError("B013", f"The spaCy pipeline {model!r} cannot be loaded: {error}") from error
    return RowComponent(name, "entity_model", partial(find_by_spacy, other))


@Language.factory(
    "baoshu_entities",
    requires=["doc._.entity_grammar"],
    assigns=["doc._.entities"],
    default_config={"spans_key": None, "aliases": None},
)
def create_entities(nlp: Language, name: str, spans_key: str | None, aliases: str | None) -> RowComponent:
    """Flat mentions with their canonical name within the document; `spans_key` as in RowComponent,
    `aliases` a CSV file of the user's (see `read_aliases`).

    The model's part is `doc._.entity_model`; in a pipeline without that component it is `doc.ents`,
    so that any spaCy NER can take its place; where neither is there, the grammar speaks alone.
    """
    known = read_aliases(Path(aliases)) if aliases else {}
    return RowComponent(name, "entities", partial(resolve, known), spans_key)


def find_by_grammar(doc: Doc) -> list[EntityMention]:
    return find_entities(text_of(doc), word_spans(doc))


def find_by_model(doc: Doc) -> list[Proposal]:
    return propose(text_of(doc), word_spans(doc), attribute(doc, "entity_grammar"))


def find_by_spacy(other: Language, doc: Doc) -> list[Proposal]:
    """`other` sees the text paragraph by paragraph, as long as it was trained on."""
    spans, start = [], 0
    with other.memory_zone():  # its vocabulary is not ours: our zone does not empty it
        for line in text_of(doc).split("\n"):
            if line.strip():
                spans += [(start + a, start + b, kind) for a, b, kind in entity_spans(other(line))]
            start += len(line) + 1
    return proposals_of_spacy(spans, attribute(doc, "entity_grammar"))


def resolve(aliases: dict[str, str], doc: Doc) -> list[EntityMention]:
    grammar: list[EntityMention] = attribute(doc, "entity_grammar")
    proposals = doc._.entity_model
    if proposals is None and doc.ents:
        proposals = proposals_of_spacy(entity_spans(doc), grammar)
    mentions = grammar if proposals is None else merge(text_of(doc), grammar, proposals)
    resolved = resolve_names(mentions, text_of(doc), spans_of_articles(doc))
    if aliases:
        apply_aliases(resolved, aliases, text_of(doc))
    return resolved
