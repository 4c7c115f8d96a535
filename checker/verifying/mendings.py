"""What is read, judged or said otherwise since a version, and where a page has it.

Owns the table of mendings: since which version, and how one sees that a page is concerned.  It names
reasons for people; whether a page is as its program made it is never decided by it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.capsule.record import Record
from checker.capsule.unpacking import Capsule
from checker.dossier.dossier import StatedAttribute
from checker.dossier.holding import holding
from checker.evidence.binding import gather
from checker.evidence.evidence import Evidence
from checker.messages import text
from checker.places import Path, spoken
from checker.sentence import Told
from checker.text.normal import folded, invisible
from checker.text.unstated import states_nothing
from checker.verifying.rejudging import Difference

MOST_PLACES = 5
LONGEST = 40
# What is printed and never compared or counted with.
_WORDS_ALONE = frozenset(("source", "documents", "note", "ground", "why", "against", "opinions", "unit"))
_JOINED = re.compile(r"[0-9]\s+[0-9]")
_SHORT_CODE = re.compile("[0-9]{1,3}")
_FORM = re.compile("_x[0-9A-Fa-f]{4}_")
_DIFFERS = "note.agree_despite"
# A path in the dossier, and what stands there.
StatedValue = tuple[Path, Any]


@dataclass(frozen=True)
class Page:
    """What a page states and says, with what is otherwise today."""

    capsule: Capsule
    records: Sequence[Record]
    differences: Sequence[Difference]

    @cached_property
    def stated(self) -> list[StatedValue]:
        """Every innermost value of the dossier that is compared or counted with."""
        return list(_stated(json.loads(self.capsule.files["dossier.json"])))

    @property
    def today(self) -> Mapping[str, StatedAttribute]:
        """The attributes as they are read today, where they can be."""
        return self.records[0].submission.dossier.attributes if self.records else {}

    @property
    def forced(self) -> bool:
        """Whether today's program judges for a trial what once was judged for whatever was asked."""
        return any(record.asked != self.capsule.issue.judged.purpose for record in self.records)

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The dossier as each ruleset of the page understands it today."""
        dossier = holding(self.capsule.dossier).dossier
        year = dossier.period or self.capsule.issue.judged.as_of.year
        return [gather(dossier, part.ruleset, year)[0] for part in self.capsule.parts]


@dataclass(frozen=True)
class Mending:
    """What was mended, with the version since which it is, and the places of a page that it concerns."""

    code: str
    since: str
    concerns: Callable[[Page], Iterator[StatedValue]]


def _each(found: Callable[[str], bool]) -> Callable[[Page], Iterator[StatedValue]]:
    """The places whose text is of a kind."""
    return lambda page: ((path, words) for path, words in page.stated
                         if isinstance(words, str) and found(words))


def _hidden(words: str) -> bool:
    """Whether a word of it was not found or not recognised for what stands between its letters."""
    return bool(invisible(words) or _FORM.search(words)) or ("\n" in words.strip())


def _joined(words: str) -> bool:
    """Whether digits stand apart that were once taken for one number."""
    return _JOINED.search(words) is not None


def _spelled(words: str) -> bool:
    """Whether it is compared in another form than it once was, though every character is seen."""
    once = unicodedata.normalize("NFKC", words).replace(" ", "")
    return not _hidden(words) and once != folded(words)


def _codes(page: Page) -> Iterator[StatedValue]:
    """A code of few digits that is read otherwise today: as the number, or with the zero, written."""
    for name, attribute in page.today.items():
        once = page.capsule.dossier.attributes.get(name)
        if once and attribute.value != once.value and _SHORT_CODE.fullmatch(str(once.value)):
            yield ("attributes", name, "value"), once.value


def _repeated(page: Page) -> Iterator[StatedValue]:
    """Statements of the same of the same."""
    for evidence in page.evidence:
        for stated in (evidence.values, evidence.reported):
            yield from ((one.path, one.written) for group in stated.values() for one in group if one.also)
        yield from ((one.path, one.name) for group in evidence.lists.values() for one in group if one.also)


def _bounds(page: Page) -> Iterator[StatedValue]:
    """Values that bound another one, where there are several."""
    for evidence in page.evidence:
        for group in evidence.values.values():
            bounds = [one for one in group if one.bound_of]
            if len(bounds) > 1:
                yield from ((one.path, one.written) for one in bounds)


def _rounded(page: Page) -> Iterator[StatedValue]:
    """Items whose report was once said to differ, and is within its rounding."""
    for part, record in zip(page.capsule.parts, page.records, strict=False):
        after = {note.item for note in record.verdict.notes if note.code == _DIFFERS}
        for note in part.verdict.get("notes", ()):
            if note.get("code") == _DIFFERS and note.get("item") not in after:
                yield (part.base.id,), note["item"]


def _bare(page: Page) -> Iterator[StatedValue]:
    """Numbers of no unit to which the unit of one was glued."""
    for one in page.differences:
        if one.after and one.before == f"{one.after}1":
            yield (one.ruleset,), f"{one.item or one.field.said()}：{one.before} → {one.after}"


def _units(page: Page) -> Iterator[StatedValue]:
    """Units of a form that had them filled in beforehand."""
    if page.forced:
        yield from ((("observations", number, "unit"), stated.unit)
                    for number, stated in enumerate(page.capsule.dossier.observations) if stated.unit)


MENDINGS = (
    Mending("hidden", "0.3.0", _each(_hidden)),
    Mending("spelled", "0.3.0", _each(_spelled)),
    Mending("nothing", "0.3.0", _each(states_nothing)),
    Mending("joined", "0.3.0", _each(_joined)),
    Mending("code", "0.3.0", _codes),
    Mending("repeated", "0.3.0", _repeated),
    Mending("bounds", "0.3.0", _bounds),
    Mending("rounded", "0.3.0", _rounded),
    Mending("bare", "0.3.0", _bare),
    Mending("units", "0.3.0", _units),
)


def concerned(page: Page, version: str) -> list[Told]:
    """The mendings since ``version`` that a page gives reason to name, with places."""
    found = []
    labels = {name: term.label for part in page.capsule.parts
              for terms in (part.ruleset.model.attributes, part.ruleset.model.quantities,
                            part.ruleset.model.lists) for name, term in terms.items()}
    for mending in MENDINGS:
        if _order(mending.since) <= _order(version):
            continue
        places = list(dict.fromkeys(mending.concerns(page)))
        if places:
            more = [] if len(places) <= MOST_PLACES else ["…"]
            named = [f"“{_brief(value)}”（{spoken(path, keys=False, labels=labels)}）"
                     for path, value in places[:MOST_PLACES]]
            found.append(Told(f"mending.{mending.code}", {
                "since": mending.since, "places": text("join.names").join([*named, *more])}))
    return found


def _stated(data: Any, path: Path = ()) -> Iterator[StatedValue]:
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
    for hidden in invisible(said):
        said = said.replace(hidden, f"\\u{ord(hidden):04x}")
    return said if len(folded(said)) <= LONGEST else said[:LONGEST] + "…"


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
