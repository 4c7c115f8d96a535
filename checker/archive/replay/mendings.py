"""What is read otherwise since a version, and where a dossier has it.

Owns the table of mendings: since which version, and how one sees that a stated text is concerned.  It names
reasons for people; whether a page is as its program made it is never decided by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.canonical import canonical
from checker.errors import Path, Problem, dotted
from checker.normal import folded, invisible
from checker.unstated import states_nothing

MOST_PLACES = 5
LONGEST = 40
# What is printed and never compared or counted with.
_WORDS_ALONE = frozenset(("source", "documents", "note", "ground", "why", "against", "opinions"))
_BLANKS = re.compile(r"[\s\u00a0\u3000]")
_JOINED = re.compile(r"[0-9][\s\u00a0\u3000]+[0-9]")
_SHORT_CODE = re.compile("[0-9]{3}")
_FORM = re.compile("_x[0-9A-Fa-f]{4}_")
# A path in the dossier, and what stands there.
Stated = tuple[Path, Any]


@dataclass(frozen=True)
class Mending:
    """What was mended, with the version since which it is, and the places of a dossier that it concerns."""

    code: str
    since: str
    concerns: Callable[[list[Stated]], Iterator[Stated]]


def _each(found: Callable[[str], bool]) -> Callable[[list[Stated]], Iterator[Stated]]:
    """The places whose text is of a kind."""
    return lambda stated: ((path, words) for path, words in stated if isinstance(words, str) and found(words))


def _hidden(words: str) -> bool:
    """Whether a word of it was not found or not recognised for what stands between its letters."""
    return bool(invisible(words) or _FORM.search(words)) or ("\n" in words.strip())


def _joined(words: str) -> bool:
    """Whether digits stand apart that were once taken for one number."""
    return _JOINED.search(words) is not None and not _BLANKS.sub("", words).isalpha()


def _codes(stated: list[Stated]) -> Iterator[Stated]:
    """Three digits for a code: the group, or a class that lost its leading zero."""
    for path, value in stated:
        if path[0] == "attributes" and "code" in str(path[1]) and _SHORT_CODE.fullmatch(str(value)):
            yield path, value


def _repeated(stated: list[Stated]) -> Iterator[Stated]:
    """Observations that state the same of the same."""
    entries: dict[Path, dict[str, Any]] = {}
    for path, value in stated:
        if path[0] in ("observations", "reported"):
            entries.setdefault(path[:2], {})[dotted(path[2:])] = value
    told = {path: canonical({name: str(value) for name, value in entry.items()})
            for path, entry in entries.items()}
    often = Counter(told.values())
    for path, entry in entries.items():
        if often[told[path]] > 1:
            often[told[path]] = 0
            yield path, entry.get("quantity", entry.get("item", ""))


MENDINGS = (
    Mending("hidden", "0.3.0", _each(_hidden)),
    Mending("nothing", "0.3.0", _each(states_nothing)),
    Mending("joined", "0.3.0", _each(_joined)),
    Mending("code", "0.3.0", _codes),
    Mending("repeated", "0.3.0", _repeated),
)


def concerned(dossier: Mapping[str, Any], version: str) -> list[Problem]:
    """The mendings since ``version`` that a dossier, as plain data, gives reason to name, with places."""
    stated = list(_stated(dossier))
    found = []
    for mending in MENDINGS:
        if _order(mending.since) <= _order(version):
            continue
        places = list(dict(mending.concerns(stated)).items())
        if places:
            more = [] if len(places) <= MOST_PLACES else ["…"]
            named = [f"“{_brief(value)}”（{dotted(path)}）" for path, value in places[:MOST_PLACES]]
            found.append(Problem(f"mending.{mending.code}", {
                "since": mending.since, "places": "、".join([*named, *more])}))
    return found


def _stated(data: Any, path: Path = ()) -> Iterator[Stated]:
    """Every innermost value that is compared or counted with, with its path."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if entries is None:
        yield path, data
        return
    for key, value in entries:
        if key not in _WORDS_ALONE:
            yield from _stated(value, (*path, key))


def _brief(value: object) -> str:
    """A value with what can't be seen in it written out, a line break too."""
    said = str(value).replace("\n", "\\n").replace("\t", "\\t")
    return said if len(folded(said)) <= LONGEST else said[:LONGEST] + "…"


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
