"""What stands twice in a table: the same words under two names, one project in another's name.

Owns the comparison of rows.  It finds pairs for a person to look at, with both places, as questions or
near names; it must never touch an outcome.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from checker.messages import text
from checker.reporting.doubt_lines import headed
from checker.text.normal import folded

LEAST_WORDS = 20
LEAST_NAME = 6
MOST_ALIKE = 12
_MARKS = re.compile(r"[\s,.;:、，。；：（）()“”\"'《》—–-]+")
_TAIL = re.compile(r"(建设|新建|改造)?(项目|工程|专项)?(第?[一二三四五]期)?(项目|工程)?$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True)
class Compared:
    """What is compared of a row."""

    key: str
    number: str
    name: str
    words: str


@dataclass(frozen=True)
class Double:
    """Two rows that may be one, and why."""

    first: str
    second: str
    why: str


def doubles(rows: Sequence[Compared]) -> list[Double]:
    """Every pair of rows that may be one project, or one inside another."""
    entries = _alike(rows)
    found = {(d.first, d.second, d.why): d for d in (
        *_numbers(entries), *_same_name(entries), *_same_words(entries), *_inside(entries))}
    return list(found.values())


def _alike(rows: Sequence[Compared]) -> list[Compared]:
    """The rows that share anything with another; of a long table they are few, and only these are kept."""
    first: dict[str, dict[int, int]] = defaultdict(dict)
    alike: set[int] = set()
    cores: dict[str, int] = {}
    for place in range(len(rows)):
        entry = rows[place]
        for kind, key in _keys(entry).items():
            before = first[kind].setdefault(hash(key), place)
            alike |= {before, place} if before != place else set()
        cores.setdefault(core(entry.name), place)
    for name, place in cores.items():
        for beginning in _beginnings(name):
            alike |= {cores[beginning], place} if beginning in cores else set()
    return [rows[place] for place in sorted(alike)]


def _keys(entry: Compared) -> dict[str, str]:
    """What two rows may have alike; nothing is like nothing."""
    found = {"number": entry.number, "name": folded(entry.name), "words": _plain(entry),
             "core": core(entry.name)}
    return {kind: key for kind, key in found.items() if key}


def _numbers(entries: Sequence[Compared]) -> Iterator[Double]:
    yield from _pairs(entries, lambda e: e.number,
                      lambda a, b: headed("question", text("double.number", number=a.number)))


def _same_name(entries: Sequence[Compared]) -> Iterator[Double]:
    yield from _pairs(entries, lambda e: folded(e.name), lambda a, b: headed("question", text("double.name")))


def _same_words(entries: Sequence[Compared]) -> Iterator[Double]:
    yield from _pairs(entries, _plain,
                      lambda a, b: headed("question", text("double.words")) if a.name != b.name else "")


def _plain(entry: Compared) -> str:
    """A row's words without marks and blanks; too few of them tell nothing."""
    plain = _MARKS.sub("", folded(entry.words))
    return plain if len(plain) >= LEAST_WORDS else ""


def _pairs(entries: Sequence[Compared], key, why) -> Iterator[Double]:  # type: ignore[no-untyped-def]
    """Pairs of rows that are alike in ``key``; a key that many rows share tells nothing."""
    groups: dict[str, list[Compared]] = defaultdict(list)
    for entry in entries:
        if key(entry):
            groups[key(entry)].append(entry)
    for alike in groups.values():
        if len(alike) <= MOST_ALIKE:
            for one, other in combinations(alike, 2):
                if said := why(one, other):
                    yield Double(one.key, other.key, said)


def _inside(entries: Sequence[Compared]) -> Iterator[Double]:
    """A name that begins with another's, or is the same without phase and brackets: a part, or a phase."""
    by_core: dict[str, list[Compared]] = defaultdict(list)
    for entry in entries:
        by_core[core(entry.name)].append(entry)
    for name, alike in by_core.items():
        if len(name) < LEAST_NAME or len(alike) > MOST_ALIKE:
            continue
        for one, other in combinations(alike, 2):
            if folded(one.name) != folded(other.name):
                yield Double(one.key, other.key, headed("near_name", text("double.phase", name=name)))
        for beginning in _beginnings(name):
            wholes = by_core.get(beginning, [])
            for whole in wholes if len(wholes) <= MOST_ALIKE else ():
                for part in alike:
                    said = text("double.part", name=beginning)
                    yield Double(whole.key, part.key, headed("near_name", said))


def _beginnings(name: str) -> list[str]:
    """What a name begins with that may be another's; within a number: 项目1 is no part of 项目10."""
    return [name[:length] for length in range(LEAST_NAME, len(name))
            if not (name[length - 1].isdigit() and name[length].isdigit())]


def core(name: str) -> str:
    """A project's name without what stands in brackets, its phase, and words that all have."""
    return _TAIL.sub("", _ASIDE.sub("", folded(name)))
