"""Events: what each article reports, one primary event an article and further ones of its body."""

from pipeline.extractors.events.find import find_events
from pipeline.extractors.events.lexicon import EVENT_TYPES, Lexicon, load_lexicon

__all__ = ["EVENT_TYPES", "Lexicon", "find_events", "load_lexicon"]
