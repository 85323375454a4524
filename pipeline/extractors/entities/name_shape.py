"""What a person's name looks like: surname, given name, and the words at its edges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.text import trie_pattern

from .lexicon import Tokens, dictionary, frequency, load, outside_words, words_of

_COMMON = 60
_USUAL = 200
# 贺明端起, 拉着: what a verb of one character has behind it.
ASPECT = frozenset("起着过住")


@dataclass(frozen=True, slots=True)
class Grammar:
    surname: frozenset[str]
    compound: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    name_only: frozenset[str]
    given_pairs: frozenset[str]
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
    begins: tuple[str, ...]
    first: frozenset[str]
    ahead: frozenset[str]  # what a name, also a transliterated one, may begin with
    lead_words: frozenset[str]


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
    common = frozenset(config["common_surnames"])
    first = surname | {name[0] for name in compound}
    return Grammar(
        surname=surname,
        compound=frozenset(compound),
        common=common,
        given=frozenset("".join(words_of(config["given"]))),
        name_only=frozenset(config["name_only"]),
        given_pairs=frozenset(words_of(config["given_pairs"])),
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
        begins=(*compound, *sorted(surname)),
        # behind no letter or digit but these: the words before which a clause's subject may stand
        start=re.compile(
            f"[{''.join(sorted(common | {name[0] for name in compound}))}](?<![^\\W_的和与由让对给为是同跟向在据年月日].)"
        ),
        first=first,
        ahead=first | frozenset(config["translit"]),
        lead_words=frozenset(lead_words),
    )


def plausible(text: str, start: int, end: int, tokens: Tokens) -> float:
    """How much text[start:end] looks like a name, 0 (not at all) to 1; blind to what stands around."""
    rules = grammar()
    name = text[start:end]
    double = name[:2] in rules.compound and len(name) > 2
    if not double and name[:1] not in rules.surname:
        return 0.0
    given = name[2:] if double else name[1:]
    size = len(given)
    if not 1 <= size <= 2:
        return 0.0
    pair = given in rules.given_pairs
    for c in given:
        if not "一" <= c <= "鿿" or (c in rules.never and not pair):
            return 0.0
    if given in rules.lead_words:
        return 0.0
    seen = frequency(name)
    if seen > _COMMON // 3 and (seen > _COMMON or name in outside_words()):
        of_person = name in dictionary().persons and (len(name) > 2 or name[1] in rules.name_only)
        if not of_person:
            return 0.0
    edges = tokens.edges
    ends = end in edges
    if len(name) >= 3 and not double and start + 1 not in edges and start + 2 in edges and _is_word(name[:2]):
        doubtless = ends and name[2:] in rules.given and name[0] in rules.common
        if not doubtless:
            return 0.0
    score = 0.3 + 0.15 * (double or name[0] in rules.common)
    usual = size if pair else (given[0] in rules.given) + (size == 2 and given[1] in rules.given)
    score += 0.3 * usual / size
    if given in _usual_words():
        score -= 0.35
    if given[-1] in rules.follow and given[-1] not in rules.given:
        score -= 0.2
    if start in edges:
        score += 0.1
    if ends:
        score += 0.15
    return min(score, 1.0)


@cache
def _usual_words() -> frozenset[str]:
    """Everyday words of two characters that do not stand inside names."""
    return frozenset(word for word in outside_words() if len(word) == 2 and frequency(word) > _USUAL)


def _is_word(pair: str) -> bool:
    return frequency(pair) > 800 or (frequency(pair) > 100 and pair in outside_words())


def ending_at(text: str, end: int, low: int, tokens: Tokens) -> tuple[int, float] | None:
    """The best start of a name that ends at `end`."""
    best: tuple[int, float] | None = None
    for length in (3, 2, 4):
        start = end - length
        if start < low:
            continue
        score = plausible(text, start, end, tokens)
        if length == 4 and text[start : start + 2] not in grammar().compound:
            continue
        if length == 2 and not tokens.is_edge(start):
            score -= 0.3
        if score > (best[1] if best else 0.45):
            best = (start, score)
    return best


def name_before(text: str, end: int, low: int, tokens: Tokens) -> int | None:
    """Start of the person's name that ends at `end`, at a mark, a preposition or an edge of a token."""
    best = ending_at(text, end, low, tokens)
    quoted = text.rfind("“", max(low, end - 5), end)
    if quoted >= 0:
        name = text[quoted + 1 : end]
        return quoted + 1 if 1 < len(name) <= 4 and name.startswith(grammar().begins) else None
    longer = text[end - 3 : end]
    usual = longer[:1] in grammar().common and all(c in grammar().given for c in longer[1:])
    if (
        end - 3 >= low
        and usual
        and plausible(text, end - 3, end, tokens)
        and free(text, end - 3, low, tokens)
    ):
        return end - 3
    return best[0] if best and free(text, best[0], low, tokens) else None


def starting_at(text: str, start: int, high: int, tokens: Tokens) -> tuple[int, float] | None:
    """The best end of a name that starts at `start`, with what follows it considered."""
    best: tuple[int, float] | None = None
    rules = grammar()
    if text[start : start + 1] not in rules.first:
        return None
    for length in (3, 2, 4):
        end = start + length
        if end > high:
            continue
        if length == 4 and text[start : start + 2] not in rules.compound:
            continue
        score = plausible(text, start, end, tokens)
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
        if length == 3 and after in ASPECT and text[end - 1] not in rules.given:
            score -= 0.5
        if length == 3 and text[end - 1] in "正将也都已就便又一中仍还刚却" and tokens.is_edge(end - 1):
            score -= 0.3
        if length == 2 and score > 0 and tokens.end_after(start, high) == start + 3:
            next_verb = text[end : end + 2] in dictionary().verbs or text[end + 1 : end + 2] in ASPECT
            score -= 0.0 if next_verb else 0.3
        if score > (best[1] if best else 0.55):
            best = (end, score)
    return best


def free(text: str, start: int, low: int, tokens: Tokens) -> bool:
    return (
        start == low
        or tokens.is_edge(start)
        or not text[start - 1].isalnum()
        or text[start - 1] in "据由经对与和的以在"
    )
