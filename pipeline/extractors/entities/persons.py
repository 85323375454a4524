"""Names of persons, by the words around them and by their own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.mentions import EntityMention

from .lexicon import Tokens, dictionary, frequency, matches, occurrences, outside_words
from .name_shape import ending_at, free, grammar, starting_at

_RARE_GIVEN = 300
# 小说, 来说, 据说, 名称: words, not speech.
_NO_SPEECH = set("小来据学传名职号简评解游话论俗")


def _of_verb(text: str, start: int, end: int) -> bool:
    """Whether a short name is rather a verb of two characters before its object (修满学时)."""
    after, rules = text[end : end + 1], grammar()
    if end - start > 2 or text[start] in rules.common or not after.isalnum() or after in rules.follow:
        return False
    return text[end : end + 2] not in outside_words()


def find_persons(
    text: str, tokens: Tokens, lines: list[tuple[int, int]], bodies: list[tuple[int, int]]
) -> Iterator[EntityMention]:
    """Candidates: each name found by its context, then every other place where the page has it."""
    blocked: set[int] = set()
    for start, end in bodies:
        blocked.update(range(start, end))
    found: dict[tuple[int, int], tuple[str, float]] = {}
    for start, end, rule, confidence in _by_context(text, lines, tokens):
        if start in blocked or end - 1 in blocked:
            continue
        key = (start, end)
        if key not in found or found[key][1] < confidence:
            found[key] = (rule, confidence)
    _drop_overlaps(found)
    for (start, end), (rule, confidence) in found.items():
        yield EntityMention(
            start, end, "PERSON", text[start:end], rule="person." + rule, confidence=confidence
        )
    names = {text[s:e] for s, e in found}
    for start, end in occurrences(text, names):
        if start in blocked or end - 1 in blocked or (start, end) in found:
            continue
        if end - start > 2 or (tokens.is_edge(start) and tokens.is_edge(end)):
            yield EntityMention(start, end, "PERSON", text[start:end], rule="person.repeated", confidence=0.8)


def _drop_overlaps(found: dict[tuple[int, int], tuple[str, float]]) -> None:
    last: tuple[int, int] | None = None
    for key in sorted(found):
        if last is not None and key[0] < last[1]:
            worse = key if found[key][1] <= found[last][1] else last
            del found[worse]
            if worse == key:
                continue
        last = key


def _by_context(
    text: str, lines: list[tuple[int, int]], tokens: Tokens
) -> Iterator[tuple[int, int, str, float]]:
    rules = grammar()
    for match in rules.known.finditer(text):
        yield match.start(), match.end(), "known", 0.95 if len(match.group()) > 2 else 0.6
    if "·" in text or "•" in text:
        for match, low, high in matches(rules.foreign, text, lines):
            yield *_to_token_edges(text, match.start(), match.end(), low, high, tokens), "foreign", 0.9
    for match, low, _ in matches(rules.speech, text, lines):
        end = _before_adverbs(text, match.start(), low, tokens)
        if end == match.start() and text[max(low, end - 1) : end] in _NO_SPEECH:
            continue
        best = ending_at(text, end, low, tokens)
        if best and free(text, best[0], low, tokens):
            yield best[0], end, "speech", min(0.95, best[1])
    # No name holds a line break: what is sought behind a word may be sought up to the end of the text.
    high = len(text)
    for match in rules.lead.finditer(text):
        start = match.end()
        if text.startswith("”", start):
            start += 1
        if text[start : start + 1] not in rules.ahead:
            continue
        foreign = rules.transliterated.match(text, start) if len(match.group()) > 1 else None
        if foreign and _is_foreign_name(text, match.group(), foreign, tokens):
            yield start, foreign.end(), "transliterated", 0.8
            continue
        ahead = starting_at(text, start, high, tokens)
        if ahead and match.group() in rules.weak_cues and not _beyond_doubt(text, start, ahead[0], tokens):
            continue
        if ahead and match.group() in rules.crowds and _of_verb(text, start, ahead[0]):
            continue
        if ahead and ahead[1] > 0.65:
            yield start, ahead[0], "title", min(0.95, ahead[1])
            yield from _more_in_list(text, ahead[0], high, tokens)
    for match in rules.anonymous.finditer(text) if "某" in text else ():
        if tokens.is_edge(match.start()) or text[match.start() - 1 : match.start()] in "的与和诉":
            yield match.start(), match.end(), "anonymous", 0.8
    for match in rules.nickname.finditer(text):
        if (
            tokens.is_edge(match.start())
            and tokens.is_edge(match.end())
            and text[match.end() : match.end() + 1] in rules.follow
        ):
            yield match.start(), match.end(), "nickname", 0.6
    yield from _by_token(text, tokens)


def _beyond_doubt(text: str, start: int, end: int, tokens: Tokens) -> bool:
    rules = grammar()
    name = text[start:end]
    return (
        len(name) >= 3
        and (name[0] in rules.common or name[:2] in rules.compound)
        and all(c in rules.given for c in name[1:])
        and tokens.is_edge(start)
        and tokens.is_edge(end)
        and not frequency(name[:2]) > 100
        and name[0] != "于"
    )


def _to_token_edges(text: str, start: int, end: int, low: int, high: int, tokens: Tokens) -> tuple[int, int]:
    """A transliterated name to the edges of its first and last token, two characters at most."""
    never = grammar().never
    for at in (start - 1, start - 2):
        if tokens.is_edge(at + 1) or at < low or not "一" <= text[at] <= "鿿" or text[at] in never:
            break
        start = at
    if text[end - 1 : end + 1] in outside_words() and end - start > 4:
        return start, end - 1
    for at in (end, end + 1):
        if tokens.is_edge(at) or at >= high or not "一" <= text[at] <= "鿿" or text[at] in never:
            break
        end = at + 1
    return start, end


def _is_foreign_name(text: str, lead: str, name: re.Match[str], tokens: Tokens) -> bool:
    """Whether characters of transliteration behind a title are a name, and not that of a place or people."""
    after = text[name.end() : name.end() + 1]
    if not tokens.is_edge(name.end()) or (after and after in "州市国岛语族队省人县区"):
        return False
    return len(name.group()) > 2 or (lead in grammar().foreign_posts and tokens.is_edge(name.start()))


def _before_adverbs(text: str, at: int, low: int, tokens: Tokens) -> int:
    """Goes left over at most four words of manner (高兴地, 对记者) that stand before a verb."""
    adverbs = grammar().adverbs
    for _ in range(4):
        begin = max(low, tokens.start_before(at)) if at > low else low
        if begin < at and text[begin:at] in adverbs:
            at = begin
        else:
            break
    return at


def _more_in_list(text: str, at: int, high: int, tokens: Tokens) -> Iterator[tuple[int, int, str, float]]:
    while at < high and text[at] in "、和与":
        best = starting_at(text, at + 1, high, tokens)
        if not best or best[1] < 0.75:
            return
        yield at + 1, best[0], "list", min(0.9, best[1])
        at = best[0]


def _by_token(text: str, tokens: Tokens) -> Iterator[tuple[int, int, str, float]]:
    """Names at the head of a clause or behind a preposition, told by surname, given name and tokens."""
    rules = grammar()
    high = len(text)
    for match in rules.start.finditer(text):
        start = match.start()
        if not tokens.is_edge(start) and text[start - 1] not in "在据":
            continue
        compound = text[start : start + 2] in rules.compound
        if not compound and text[start] not in rules.common:
            continue
        best = starting_at(text, start, high, tokens)
        if not best or not tokens.is_edge(best[0]):
            continue
        end = best[0]
        if compound:
            if best[1] >= 0.75 and text[start : start + 2] not in ("东方", "南门", "西门", "百里"):
                yield start, end, "compound", 0.75
        elif best[1] >= 0.9 and _name_tokens(text, start, end, tokens):
            yield start, end, "clause", 0.7
            yield from _more_in_list(text, end, high, tokens)


def _name_tokens(text: str, start: int, end: int, tokens: Tokens) -> bool:
    """Whether the segmenter cut text[start:end] as it cuts names, and it is no word."""
    rules = grammar()
    if not _followed(text, end) or frequency(text[start:end]):
        return False
    given = text[start + 1 : end]
    if len(given) == 1:
        return given in rules.name_only and not tokens.is_edge(start + 1)
    if given not in rules.given_pairs and not all(c in rules.given for c in given):
        return False
    if tokens.is_edge(start + 1):
        return (
            given in rules.given_pairs
            or given in dictionary().persons
            or (frequency(given) < _RARE_GIVEN and given not in outside_words())
        )
    return not tokens.is_edge(start + 2) or not frequency(text[start : start + 2])


def _followed(text: str, end: int) -> bool:
    after = text[end : end + 1]
    return (
        not after.isalnum()
        or after in "的是在和与说从也又就都把被将向对为"
        or text[end : end + 2] in outside_words()
    )
