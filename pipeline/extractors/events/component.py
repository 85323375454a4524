"""The spaCy component `baoshu_events`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.events import find_events, load_lexicon
from pipeline.extractors.events.lexicon import Lexicon
from pipeline.language import RowComponent, attribute, layout_of, text_of


@Language.factory(
    "baoshu_events",
    requires=["doc._.numbers", "doc._.dates", "doc._.entities"],
    assigns=["doc._.events"],
    default_config={"spans_key": None, "events": None},
)
def create_events(nlp: Language, name: str, spans_key: str | None, events: str | None) -> RowComponent:
    """Events, exactly one of them primary in each article; `spans_key` as in RowComponent, `events` a
    YAML file of the user's with trigger rules that add to ours."""
    lexicon = load_lexicon(Path(events)) if events else None
    return RowComponent(name, "events", partial(compute, lexicon), spans_key)


def compute(lexicon: Lexicon | None, doc: Doc) -> object:
    numbers, dates, entities = (attribute(doc, n) for n in ("numbers", "dates", "entities"))
    return find_events(text_of(doc), layout_of(doc).articles, numbers, dates, entities, lexicon)
