"""Who organises an event: bodies after 由, subjects of its sentence, subjects of the headline."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence

_BRACKET = re.compile(r"[（(](?:(?:以下)?(?:简称|称))?[：:]?[“\"]?")
_HOSTING = re.compile("[由办将]")
_CLOSE = re.compile(r"[”\"]?[）)]")
_BETWEEN = 10  # longest gap between two bodies of one list
_VERB_REACH = 40  # characters within which a subject's verb must come
# Places that act as bodies: a town among partners, a culture palace that holds a course.
_ALSO_BODIES = {"GPE": "small_area", "FAC": "institution"}
_LEAD = 8  # sentences at the head of the body that may tell who hosts the main event
_UNION = re.compile(r"工会(?:联合会|委员会|工作委员会)?\Z")
# Types of which the body that tells of it is the one that runs it.
_EXPLAINED = frozenset({"aid", "service", "labour_relations", "construction", "policy", "other"})
# What was built or is kept up together has its founders for organisers.
_FOUNDED = dict.fromkeys(("service", "labour_relations"), ("co_founder_verbs",)) | {
    "construction": ("founder_verbs",)
}
_MOST_NAMES = 40  # of one list


class Run:
    """Bodies that one list names together, and where the list stands."""

    __slots__ = ("end", "names", "start")

    def __init__(self, start: int, end: int, names: tuple[str, ...]) -> None:
        self.start = start
        self.end = end
        self.names = names


def find_organizers(story: Story, kind: str, event: Sentence | None) -> list[str]:
    """Canonical names of the bodies that hold the article's main event, as stated; may be empty."""
    if about_a_person(story):
        return []
    cues = ("host_verbs", *_FOUNDED.get(kind, ()))
    runs = [run for cue in cues for run in (_hosts(story, event, cue) if event is not None else [])]
    own_line = kicker(story)
    if not runs:
        runs = [
            run for cue in cues for sentence in story.body[:_LEAD] for run in _hosts(story, sentence, cue)
        ]
        runs += [own_line] if own_line else []
        runs += [run] if event is not None and (run := subject_run(story, event.start, event.end)) else []
        runs = [own_line] if own_line else runs
    if not runs:
        runs = [run] if (run := _headline_run(story)) else []
    names: list[str] = []
    for run in runs:
        _merge(names, run.names)
    if not names:
        person = any(load_cues()["profile"].search(story.text, p.start, p.end) for p in story.headlines)
        return [] if person else _fallback(story, kind)
    for name in _partners(story, names, kind):
        _merge(names, (name,))
    return names


def about_a_person(story: Story) -> bool:
    """Whether the headlines say that the article portrays or interviews somebody."""
    return any(
        load_cues()["portrait"].search(story.text, line.start, line.end)
        and story.entities_in(line.start, line.end, "PERSON", "TITLE")
        for line in story.headlines
    )


def kicker(story: Story) -> Run | None:
    """The body whose name alone is one of the headlines: the article is about its work."""
    for line in story.headlines:
        printed = story.text[line.start : line.end].strip("# \t　")
        for body in story.entities_in(line.start, line.end, "ORG"):
            if story.text[body.start : body.end] == printed:
                return Run(body.start, body.end, (body.name,))
        if line is not story.title and load_cues()["union_line"].match(printed):
            return Run(line.start, line.end, (printed,))
    return None


def subject_run(story: Story, start: int, end: int, nearest: bool = False) -> Run | None:
    """The list of bodies that is the subject of a sentence: a verb follows, no preposition precedes.

    The clearest subject of the stretch; with `nearest`, the last that is one at all.
    """
    cues = load_cues()
    best: tuple[float, Run] | None = None
    runs = _runs(story, start, end)
    for run in reversed(runs) if nearest else runs:
        if not _is_subject(story, start, run) or story.spoken(run.start):
            continue
        stop = run.end + _VERB_REACH if nearest else min(end, run.end + _VERB_REACH)
        full_stop = story.text.find("。", run.end, stop)
        stop = full_stop if full_stop >= 0 else stop
        verb = cues["light_verbs"].search(story.text, run.end, stop)
        score = 0.0
        if verb:
            score += 2 if verb.start() - run.end <= 14 else 1
        if story.hits_in(run.end, stop):
            score += 1
        if cues["clause_head"].search(story.text, max(start, run.start - 4), run.start) or run.start == start:
            score += 1
        if score >= 1 and (best is None or score > best[0]):
            best = (score, run)
            if nearest:
                break
    return best[1] if best else None


def _runs(story: Story, start: int, end: int) -> list[Run]:
    """Bodies of the stretch, those joined by 、和与联合 as one; a second name in brackets is left out."""
    bodies = story.entities_in(start, end, "ORG", "GPE", "FAC")
    if not bodies:
        return []
    cues = load_cues()
    joiners, partners = cues["joiners"], cues["partner_verbs"]
    text = story.text
    runs: list[Run] = []
    for body in bodies:
        if body.type != "ORG" and not cues[_ALSO_BODIES[body.type]].search(text, body.start, body.end):
            continue
        named = _bodies_of(body.name)
        if (
            not named
            or cues["no_body"].search(text, body.start, min(end, body.end + 1))
            or not text[body.start : body.end].strip("“”")
        ):
            continue
        if runs and runs[-1].end <= body.start <= runs[-1].end + _BETWEEN:
            last = runs[-1]
            gap = text[last.end : body.start]
            if _BRACKET.fullmatch(gap):
                close = _CLOSE.match(text, body.end)
                runs[-1] = Run(last.start, close.end() if close else body.end, last.names)
                continue
            if gap and (joiners.fullmatch(gap) or partners.search(gap)):
                names = (*last.names, body.name) if len(last.names) < _MOST_NAMES else last.names
                runs[-1] = Run(last.start, body.end, names)
                continue
        if runs and body.start < runs[-1].end:
            continue
        if body.type != "GPE":
            runs.append(Run(body.start, body.end, named))
    return runs


@lru_cache(maxsize=1 << 12)
def _bodies_of(name: str) -> tuple[str, ...]:
    """The bodies that a name is of: two where it was read as one; none where it is a common noun or a
    newspaper's."""
    cues = load_cues()
    if cues["generic_body"].match(name) or cues["media"].match(name):
        return ()
    both = cues["two_bodies"].match(name)
    return both.groups() if both else (name,)


def _is_subject(story: Story, floor: int, run: Run) -> bool:
    cues = load_cues()
    if cues["awardee"].match(story.text, run.end) or cues["founded"].match(story.text, run.end):
        return False
    if cues["with_help"].match(story.text, run.end) and story.text.startswith("在", run.start - 1):
        return True
    if cues["not_subject_before"].search(story.text, max(floor, run.start - 8), run.start):
        return False
    return cues["not_subject_after"].match(story.text, run.end) is None


def _hosts(story: Story, sentence: Sentence, cue: str) -> list[Run]:
    """Lists after 由 with a verb of the cue (主办, 承办, …) behind them."""
    hosts = load_cues()[cue]
    text = story.text
    if _HOSTING.search(text, sentence.start, sentence.end) is None:
        return []
    found = []
    for run in _runs(story, sentence.start, sentence.end):
        etc = load_cues()["list_end"].match(text, run.end)
        after = etc.end() if etc else run.end
        if text.startswith("由", run.start - 1):
            verb = hosts.search(text, after, min(sentence.end, after + 14))
            found_here = verb is not None and not {"，", ","} & set(text[after : verb.start()])
        else:
            found_here = load_cues()["host"].match(text, after) is not None or (
                cue == "host_verbs"
                and load_cues()["own_event"].match(text, after, sentence.end) is not None
                and _is_subject(story, sentence.start, run)
            )
        if found_here and not story.spoken(run.start):
            found.append(run)
    return found


def _headline_run(story: Story) -> Run | None:
    """The body that a headline has for its subject; the title is asked first."""
    cues = load_cues()
    lines = [story.title] if story.title else []
    lines += [line for line in story.headlines if line is not story.title]
    for line in lines:
        for run in _runs(story, line.start, line.end):
            if _is_subject(story, line.start, run) and (
                run.start == line.start
                or cues["clause_head"].search(story.text, max(line.start, run.start - 4), run.start)
            ):
                return run
    return None


def _partners(story: Story, names: list[str], kind: str) -> list[str]:
    """Bodies that an organiser joins with for this event, as the headline or the text tells."""
    cues, text = load_cues(), story.text
    joined: list[str] = []
    for line in story.headlines:
        for match in cues["joined_short"].finditer(text, line.start, line.end):
            # 总工会联合法院 in the headline is the 人民法院 of the text
            full = next(
                (e.name for e in story.entities if e.type == "ORG" and e.name.endswith(match["short"])), None
            )
            joined += [full] if full else []
    for sentence in story.body[:_LEAD]:
        runs = [run for run in _runs(story, sentence.start, sentence.end) if len(run.names) > 1]
        if not runs or cues["planned"].search(text, sentence.start, sentence.end):
            continue
        for run in runs:
            if not any(same_body(one, name) for one in run.names for name in names):
                continue
            if cues["partner_verbs"].search(text, run.start, run.end):
                here = text[sentence.start : run.start]
                hits = story.hits_in(run.end, min(sentence.end, run.end + _VERB_REACH))
                if any(
                    cue in here for cue in ("今年", "此次", "本次", "活动", "近日", "日前", "这是")
                ) or any(hit.rule.type == kind and hit.rule.cls != "hint" for hit in hits):
                    joined += run.names
    return joined


def _fallback(story: Story, kind: str) -> list[str]:
    """The body the article is about: first named in the lead, if named again or named as subject."""
    cues = load_cues()
    counts = Counter(
        e.name
        for e in story.entities
        if e.type == "ORG" and _bodies_of(e.name) and not cues["no_body"].search(e.name)
    )
    for sentence in story.body[:2]:
        for run in _runs(story, sentence.start, sentence.end):
            if _is_subject(story, sentence.start, run) and not story.spoken(run.start):
                return list(run.names)
    lead_end = story.body[min(2, len(story.body) - 1)].end if story.body else 0
    early = list(dict.fromkeys(e.name for e in story.entities if e.name in counts and e.end <= lead_end))
    unions = [name for name in early if _UNION.search(name)]
    if len(early) == 1 and (unions or not any(_UNION.search(name) for name in counts)):
        return early
    told = (_source(story) if kind in _EXPLAINED else None) or _spoken_for(story)
    if told:
        return [told]
    if unions:
        return unions[:1]
    name, number = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return [name] if number >= 2 else []


def _spoken_for(story: Story) -> str | None:
    """The union whose officer explains the matter: 区环卫工会主席…说."""
    officer = load_cues()["officer"]
    for body in reversed(story.entities):
        if body.type != "ORG" or not _UNION.search(body.name) or story.spoken(body.start):
            continue
        if officer.match(story.text, body.end):
            return body.name
    return None


def _source(story: Story) -> str | None:
    """The body that told the newspaper what its service reached: 记者从…了解到."""
    told = load_cues()["told_by"]
    for sentence in story.body[:_LEAD]:
        for body in story.entities_in(sentence.start, sentence.end, "ORG"):
            if told.search(story.text, max(sentence.start, body.start - _BETWEEN), body.start):
                return body.name
    return None


def same_body(one: str, other: str) -> bool:
    """Whether two names can be one body's: equal, or one the short ending of the other."""
    one, other = one.replace("总工会", "工会"), other.replace("总工会", "工会")
    return one == other or (min(len(one), len(other)) >= 3 and (one.endswith(other) or other.endswith(one)))


def _merge(names: list[str], more: tuple[str, ...]) -> None:
    for name in more:
        for position, known in enumerate(names):
            if same_body(known, name):
                names[position] = max(known, name, key=len)
                break
        else:
            names.append(name)
