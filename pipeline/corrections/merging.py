"""New decisions put into a file of corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.corrections.decisions import action_of
from pipeline.corrections.model import Correction


@dataclass(slots=True)
class Merged:
    """`lines` of the file, and how many decisions are new, other than before, and as before."""

    lines: list[Correction]
    added: int = 0
    changed: int = 0
    same: int = 0


def merge(existing: Sequence[Correction], decisions: Iterable[Correction]) -> Merged:
    """The lines with the decisions in them, which overrule earlier ones about the same thing.

    A decision takes the place of the earlier one, or comes last, so that the order of lines stays; one that
    says the same leaves the line as it is. To drop a row, and to keep it, overrule each other.
    """
    lines: list[Correction | None] = list(existing)
    places: dict[tuple[str, ...], list[int]] = {}
    for place, line in enumerate(existing):
        places.setdefault(_row(line), []).append(place)
    merged = Merged([])
    for one in decisions:
        mine = [
            p
            for p in sorted({*places.get(_row(one), []), *places.get(_row(replace(one, start="")), [])})
            if lines[p] is not None
        ]
        thing = _thing(one)
        overruled = [p for p in mine if "reject" in (thing, _thing(lines[p])) and _thing(lines[p]) != thing]
        for place in overruled:
            lines[place] = None
        earlier = [p for p in mine if lines[p] is not None and _thing(lines[p]) == thing]
        if not earlier:
            places.setdefault(_row(one), []).append(len(lines))
            lines.append(one)
            merged.changed += bool(overruled)
            merged.added += not overruled
        elif _says(lines[earlier[-1]]) == _says(one):
            merged.same += 1
        else:
            lines[earlier[-1]] = one
            merged.changed += 1
    merged.lines = [line for line in lines if line is not None]
    return merged


def _row(line: Correction) -> tuple[str, ...]:
    """What tells rows apart: where they stand; ids move, and count only where nothing else is known."""
    table = line.table.casefold() or "statistics"
    return (table, line.document_id, line.start, line.end) if line.start else (table, line.id)


def _thing(line: Correction | None) -> str:
    """What of a row the line decides on: a column, whether it is dropped, whether it is right."""
    if line is None:
        return ""
    action = action_of(line) or ""
    return line.column.casefold() if action in ("set", "clear") else action


def _says(line: Correction | None) -> tuple[str, ...]:
    return ("",) if line is None else (action_of(line) or "", line.value, line.note)
