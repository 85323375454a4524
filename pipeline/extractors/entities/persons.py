"""Names of persons, by the words around them and by their own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import trie_pattern

from .lexicon import Tokens, dictionary, frequency, load, outside_words, words_of

_COMMON = 60
_RARE_GIVEN = 300
# 贺明端起, 拉着: what a verb of one character has behind it.
_ASPECT = frozenset("起着过住")
# 小说, 来说, 据说, 名称: words, not speech.
_NO_SPEECH = set("小来据学传名职号简评解游话论俗")


@dataclass(frozen=True, slots=True)
class Grammar:
    surname: frozenset[str]
    compound: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    name_only: frozenset[str]
    never: frozenset[str]
    speech: re.Pattern[str]
    lead: re.Pattern[str]
    follow: frozenset[str]
    foreign: re.Pattern[str]
    weak_cues: frozenset[str]
    crowds: frozenset[str]
    foreign_posts: frozenset[str]
    nickname: re.Pattern[str]
    known: re.Pattern[str]
    anonymous: re.Pattern[str]
    transliterated: re.Pattern[str]
    adverbs: frozenset[str]
    start: re.Pattern[str]


@cache
def grammar() -> Grammar:
    config = load("persons")
    titles = load("titles")
    weak_cues = words_of(config["weak_cues"])
    compound = words_of(config["compound_surnames"])
    lead_words = [
        *words_of(config["roles"]),
        *words_of(config["cues"]),
        *weak_cues,
        *words_of(titles["posts"]),
        *words_of(titles["jobs"]),
    ]
    chars = re.escape(config["translit"])
    surname = frozenset(config["surnames"]) - set(" \n")
    return Grammar(
        surname=surname,
        compound=frozenset(compound),
        common=frozenset(config["common_surnames"]),
        given=frozenset("".join(words_of(config["given"]))),
        name_only=frozenset(config["name_only"]),
        never=frozenset(config["never"]),
        speech=re.compile(trie_pattern(words_of(config["speech"]))),
        lead=re.compile(trie_pattern(lead_words)),
        follow=frozenset("".join(words_of(config["follow"]))),
        foreign=re.compile(rf"[{chars}]{{1,6}}(?:[·•][{chars}]{{1,7}}){{1,4}}"),
        weak_cues=frozenset(weak_cues),
        crowds=frozenset(words_of(config["crowds"])),
        foreign_posts=frozenset(words_of(config["foreign_posts"])),
        known=re.compile(trie_pattern(words_of(config["known"]))),
        anonymous=re.compile(
            f"[{config['common_surnames']}]某(?:某|[" + "".join(sorted(set(config["name_only"]))) + "])?"
        ),
        nickname=re.compile(f"[小老][{config['nickname_surnames']}]"),
        transliterated=re.compile(rf"[{chars}]{{2,8}}(?![·•])"),
        adverbs=frozenset(words_of(config["adverbs"])),
        start=re.compile("|".join([*compound, "[" + "".join(sorted(surname)) + "]"])),
    )


def _given_length(name: str) -> int:
    return len(name) - (2 if name[:2] in grammar().compound else 1)


def _plausible(text: str, start: int, end: int, tokens: Tokens) -> float:
    """How much text[start:end] looks like a name, 0 (not at all) to 1; blind to what stands around."""
    rules = grammar()
    name = text[start:end]
    double = name[:2] in rules.compound and len(name) > 2
    if not double and name[:1] not in rules.surname:
        return 0.0
    given = name[2:] if double else name[1:]
    if not 1 <= len(given) <= 2 or any(c in rules.never or not "一" <= c <= "鿿" for c in given):
        return 0.0
    if rules.lead.fullmatch(given):
        return 0.0
    of_person = name in dictionary().persons and (len(name) > 2 or name[1] in rules.name_only)
    if not of_person and frequency(name) > (_COMMON if name not in outside_words() else _COMMON // 3):
        return 0.0
    begins_with_word = not tokens.is_edge(start + 1) and tokens.is_edge(start + 2) and _is_word(name[:2])
    doubtless = tokens.is_edge(end) and name[2:] in rules.given and name[0] in rules.common
    if len(name) >= 3 and not double and begins_with_word and not doubtless:
        return 0.0
    score = 0.3 + 0.15 * (double or name[0] in rules.common)
    score += 0.3 * sum(c in rules.given for c in given) / len(given)
    if len(given) == 2 and frequency(given) > 200 and given in outside_words():
        score -= 0.35
    if given[-1] in rules.follow and given[-1] not in rules.given:
        score -= 0.2
    if tokens.is_edge(start):
        score += 0.1
    if tokens.is_edge(end):
        score += 0.15
    return min(score, 1.0)


def _is_word(pair: str) -> bool:
    return frequency(pair) > 800 or (frequency(pair) > 100 and pair in outside_words())


def _ending_at(text: str, end: int, low: int, tokens: Tokens) -> tuple[int, float] | None:
    """The best start of a name that ends at `end`."""
    best: tuple[int, float] | None = None
    for length in (3, 2, 4):
        start = end - length
        if start < low:
            continue
        score = _plausible(text, start, end, tokens)
        if length == 4 and text[start : start + 2] not in grammar().compound:
            continue
        if length == 2 and not tokens.is_edge(start):
            score -= 0.3
        if score > (best[1] if best else 0.45):
            best = (start, score)
    return best


def _starting_at(text: str, start: int, high: int, tokens: Tokens) -> tuple[int, float] | None:
    """The best end of a name that starts at `start`, with what follows it considered."""
    best: tuple[int, float] | None = None
    rules = grammar()
    for length in (3, 2, 4):
        end = start + length
        if end > high:
            continue
        if length == 4 and text[start : start + 2] not in rules.compound:
            continue
        score = _plausible(text, start, end, tokens)
        if not score:
            continue
        after = text[end : end + 1]
        if (
            not after
            or after in rules.follow
            or not after.isalnum()
            or text[end : end + 2] in outside_words()
        ):
            score += 0.15
        elif not tokens.is_edge(end):
            score -= 0.4
        if rules.speech.match(text, end - 1):
            score -= 0.4
        if length == 3 and after in _ASPECT and text[end - 1] not in rules.given:
            score -= 0.5
        if length == 3 and text[end - 1] in "正将也都已就便又一中仍还刚却" and tokens.is_edge(end - 1):
            score -= 0.3
        next_verb = text[end : end + 2] in dictionary().verbs or text[end + 1 : end + 2] in _ASPECT
        if length == 2 and score > 0 and not next_verb and tokens.end_after(start, high) == start + 3:
            score -= 0.3
        if score > (best[1] if best else 0.55):
            best = (end, score)
    return best


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
    for low, high in lines:
        for start, end, rule, confidence in _in_line(text, low, high, tokens):
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
    if names:
        for match in re.finditer(trie_pattern(names), text):
            start, end = match.span()
            if start in blocked or end - 1 in blocked or (start, end) in found:
                continue
            if end - start > 2 or (tokens.is_edge(start) and tokens.is_edge(end)):
                yield EntityMention(
                    start, end, "PERSON", match.group(), rule="person.repeated", confidence=0.8
                )


def _drop_overlaps(found: dict[tuple[int, int], tuple[str, float]]) -> None:
    last: tuple[int, int] | None = None
    for key in sorted(found):
        if last is not None and key[0] < last[1]:
            worse = key if found[key][1] <= found[last][1] else last
            del found[worse]
            if worse == key:
                continue
        last = key


def _in_line(text: str, low: int, high: int, tokens: Tokens) -> Iterator[tuple[int, int, str, float]]:
    rules = grammar()
    for match in rules.known.finditer(text, low, high):
        yield match.start(), match.end(), "known", 0.95 if len(match.group()) > 2 else 0.6
    for match in rules.foreign.finditer(text, low, high):
        yield *_to_token_edges(text, match.start(), match.end(), low, high, tokens), "foreign", 0.9
    for match in rules.speech.finditer(text, low, high):
        end = _before_adverbs(text, match.start(), low, tokens)
        if end == match.start() and text[max(low, end - 1) : end] in _NO_SPEECH:
            continue
        best = _ending_at(text, end, low, tokens)
        if best and _free(text, best[0], low, tokens):
            yield best[0], end, "speech", min(0.95, best[1])
    for match in rules.lead.finditer(text, low, high):
        start = match.end()
        if start < high and text[start] == "”":
            start += 1
        if start < high and text[start] in "、“":
            continue
        foreign = rules.transliterated.match(text, start, high) if len(match.group()) > 1 else None
        if foreign and _is_foreign_name(text, match.group(), foreign, tokens):
            yield start, foreign.end(), "transliterated", 0.8
            continue
        ahead = _starting_at(text, start, high, tokens)
        if ahead and match.group() in rules.weak_cues and not _beyond_doubt(text, start, ahead[0], tokens):
            continue
        if ahead and match.group() in rules.crowds and _of_verb(text, start, ahead[0]):
            continue
        if ahead and ahead[1] > 0.65:
            yield start, ahead[0], "title", min(0.95, ahead[1])
            yield from _more_in_list(text, ahead[0], high, tokens)
    for match in rules.anonymous.finditer(text, low, high):
        if tokens.is_edge(match.start()) or text[match.start() - 1 : match.start()] in "的与和诉":
            yield match.start(), match.end(), "anonymous", 0.8
    for match in rules.nickname.finditer(text, low, high):
        if (
            tokens.is_edge(match.start())
            and tokens.is_edge(match.end())
            and text[match.end() : match.end() + 1] in rules.follow
        ):
            yield match.start(), match.end(), "nickname", 0.6
    yield from _by_token(text, low, high, tokens)


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


def _free(text: str, start: int, low: int, tokens: Tokens) -> bool:
    return (
        start == low
        or tokens.is_edge(start)
        or not text[start - 1].isalnum()
        or text[start - 1] in "据经由对与和的"
    )


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
        best = _starting_at(text, at + 1, high, tokens)
        if not best or best[1] < 0.75:
            return
        yield at + 1, best[0], "list", min(0.9, best[1])
        at = best[0]


def _by_token(text: str, low: int, high: int, tokens: Tokens) -> Iterator[tuple[int, int, str, float]]:
    """Names at the head of a clause or behind a preposition, told by surname, given name and tokens."""
    rules = grammar()
    for match in rules.start.finditer(text, low, high):
        start = match.start()
        if (
            start > low
            and text[start - 1].isalnum()
            and text[start - 1] not in "的和与由让对给为是同跟向在据年月日"
        ):
            continue
        if not tokens.is_edge(start) and text[start - 1] not in "在据":
            continue
        best = _starting_at(text, start, high, tokens)
        if not best or not tokens.is_edge(best[0]):
            continue
        end = best[0]
        if match.end() - start == 2:
            if best[1] >= 0.75 and text[start : start + 2] not in ("东方", "南门", "西门", "百里"):
                yield start, end, "compound", 0.75
        elif text[start] in rules.common and best[1] >= 0.9 and _name_tokens(text, start, end, tokens):
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
    if not all(c in rules.given for c in given):
        return False
    if tokens.is_edge(start + 1):
        return given in dictionary().persons or (
            frequency(given) < _RARE_GIVEN and given not in outside_words()
        )
    return not tokens.is_edge(start + 2) or not frequency(text[start : start + 2])


def _followed(text: str, end: int) -> bool:
    after = text[end : end + 1]
    return (
        not after.isalnum()
        or after in "的是在和与说从也又就都把被将向对为"
        or text[end : end + 2] in outside_words()
    )
