"""Administrative areas of China and their GB/T 2260 codes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from .lexicon import load, words_of

_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "盟", "区", "县", "旗")
_COUNTY_DIGITS = 2
_LONGEST_AREA = 15  # characters of 双江拉祜族佤族布朗族傣族自治县


@dataclass(frozen=True, slots=True)
class Areas:
    """Names of areas and the codes they may stand for.

    `full` maps an official name (朝阳区) to its six-digit codes, `short` a name without its ending
    (朝阳, only for provinces, prefectures and the districts of the capital) to codes. `names` maps
    a code back to its official name.
    """

    full: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]
    names: dict[str, str]

    def codes(self, name: str) -> tuple[str, ...]:
        """All codes that `name`, official or short, may stand for; empty if none."""
        return self.full.get(name) or self.short.get(name, ())


def _short_name(name: str, given: dict[str, str]) -> str:
    if name in given:
        return given[name]
    for ending in _ENDINGS:
        stem = name.removesuffix(ending)
        if stem != name:
            return stem
    return name


@cache
def areas() -> Areas:
    """The table in areas.csv. Source and date of the facts stand at its head."""
    config = load("places")
    given: dict[str, str] = config["short_names"]
    generic = set(config["generic_areas"])
    full: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}

    def add(code: str, name: str, with_short: bool) -> None:
        names[code] = name
        if name in generic:
            return
        full[name].append(code)
        stem = _short_name(name, given)
        if with_short and len(stem) >= 2 and stem != name:
            short[stem].append(code)

    lines = files(__package__).joinpath("areas.csv").read_text(encoding="utf-8").splitlines()
    rows = (line.split(",") for line in lines if line[:1].isdigit())
    for code, name, counties in rows:
        if name:
            add(code.ljust(6, "0"), name, True)
        for county in counties.split():
            digits, county_name = county[:_COUNTY_DIGITS], county[_COUNTY_DIGITS:]
            add(code + digits, county_name, code == "1101")
    return Areas({k: tuple(v) for k, v in full.items()}, {k: tuple(v) for k, v in short.items()}, names)


@cache
def streets() -> dict[str, tuple[str, ...]]:
    """Streets and towns of Beijing (streets.yaml) and the districts that have one of that name."""
    found: dict[str, list[str]] = defaultdict(list)
    for district, names in load("streets").items():
        for name in words_of(names):
            found[name].append(district)
    return {name: tuple(districts) for name, districts in found.items()}


@lru_cache(maxsize=1 << 13)
def area_code_of(name: str, home: str = "") -> str | None:
    """GB/T 2260 code of the innermost area that a body's name begins with (青河市临江区总工会); None where the
    name begins with no area, or with one of which there are several, also within the province `home` (its two
    digits) that the page is about."""
    code, rest = "", name
    while True:
        for size in range(min(_LONGEST_AREA, len(rest)), 1, -1):
            codes = [c for c in areas().full.get(rest[:size], ()) if c.startswith(code.rstrip("0"))]
            if codes:
                break
        else:
            return code or None
        if len(codes) > 1:
            codes = [c for c in codes if home and c.startswith(home)]
        if len(codes) != 1:
            return None
        code, rest = codes[0], rest[size:]
