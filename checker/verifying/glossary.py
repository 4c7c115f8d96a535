"""The places in a verdict and what stands there, told to people.

Owns which key holds what, and the words for it by the ruleset that the verdict names.  A verdict that was
changed by hand may hold anything: what isn't ours is told as it is written.  It must not find differences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from checker.messages import Spoken, text
from checker.places import Path, dotted, spoken
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import Verdict
from checker.verifying.coded import coded
from checker.verifying.ids import Ids, Within, beside, enclosing
from checker.wording.context import Context
from checker.wording.naming import resolved
from checker.wording.restated_words import said

LONGEST, LEAD = 80, 12
PARAMS, SETTLED = "params", "settled_by"
# Keys whose value is told as a whole: its parts say nothing by themselves.
_WHOLE = (SETTLED, "about")
# Below these stand names, or places, that the verdict or its ruleset gives.
_KEYED = frozenset({"facts", "values", "entries", "matching"})
_PLACES = frozenset({"also", "data", "lists", "outside", "report", "row", "rows"})
_FORMULAS = frozenset({"formula", "when"})
# What the ids under a key are of, where it is always the same.
_OF = {
    "quantity": "quantity", "bound_of": "quantity", "attributes.name": "attribute", "lists.name": "list",
    **dict.fromkeys(("item", "items", "reviews", "members", "indices.open", "settles_alone", "dropped"),
                    "item"),
    "requirement": "requirement", "requirements.id": "requirement", "indices.id": "index",
    **dict.fromkeys(("reading", "implied_by", "good"), "reading"), "overlays.id": "overlay",
    "source.document": "document", "missing.id": "need", "missing": "need"}
# Where another key beside it says so.
_BESIDE = {"missing.name": "kind", "trace.subject": "stage"}
_NAMED_BY = ("label", "text", "title", "name", "quantity", "item", "requirement", "id", "code", "reading")


class Called(Spoken):
    """What programs get as it is written in a verdict, and people by its name."""

    name: str

    def __new__(cls, data: str, name: str) -> Called:
        """From its data and its name."""
        made = super().__new__(cls, data)
        made.name = name
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What a copy in another process is made from."""
        return Called, (str(self), self.name)

    def said(self) -> str:
        """Its name."""
        return self.name


def is_whole(path: Path) -> bool:
    """Whether what stands at a place is told as a whole."""
    return bool(path) and (path[-1] in _WHOLE or path[-2:-1] == (PARAMS,))


class Glossary:
    """What places and values are called, in a verdict by a ruleset."""

    def __init__(self, ruleset: Ruleset, verdict: Verdict) -> None:
        self.ruleset, self.verdict, self.ids = ruleset, verdict, Ids(ruleset, verdict)

    def place(self, path: Path, above: str, *sides: Any) -> Called:
        """A place below ``above``, the top of a verdict or one of its findings, as the ``sides`` have it."""
        told = self._told(path)
        called = {part: name for number, part in enumerate(told)
                  if isinstance(part, str) and (name := self._key(told[:number], part, sides))}
        return Called(dotted(path), spoken(told, keys=False, labels=called, above=above, keyed=_KEYED))

    def value(self, path: Path, around: Any, value: Any) -> Called:
        """A value at a place within ``around``, of which it is a part."""
        data = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        return Called(data, self._meant(path, enclosing(path, around), value))

    def _told(self, path: Path) -> Path:
        """A path in which the list is named whose entries match, and a part of a formula numbered."""
        told: list[str | int] = []
        for before, part in zip((None, *path), path, strict=False):
            known = before == "matching" and self._list_at(part)
            told += [known, "entries"] if known else [int(part) if before == "bounded" and _is_place(part)
                                                      else part]
        return tuple(told)

    def _list_at(self, place: str | int) -> str:
        lists = self.verdict.lists
        return lists[int(place)].name if _is_place(place) and int(place) < len(lists) else ""

    def _key(self, above: Path, key: str, sides: Sequence[Any]) -> str:
        """What a name is called that stands as a key."""
        model, last = self.ruleset.model, above[-1] if above else ""
        if last in ("facts", "matching"):
            return self.ids.called("attribute" if last == "facts" else "list", key)
        within = [one for side in sides for one in enclosing(above, side)]
        if last == "values":
            ways = next((one.readings for one in model.indices if one.id == beside(within, "id")), {})
            return ways[key].label if key in ways else ""
        if isinstance(last, int) and above[-2] == "entries":
            name = above[-3] if above[-4:-3] == ("matching",) else beside(within, "name")
            return self.ids.field(str(name), key)
        return ""

    def _meant(self, path: Path, within: Within, value: Any) -> str:
        *_, above, last = ("", *(part for part in path if isinstance(part, str)))
        if value is None:
            return text("differs.nothing")
        if above == PARAMS:
            return self._parameter(last, value)
        if last in _WHOLE:
            return self._settlement(value) if last == SETTLED else self._about(value)
        if isinstance(value, dict | list):
            return self._part(last, within, value)
        if isinstance(value, bool):
            return text("lint.True" if value else "lint.False")
        if isinstance(value, int):
            return text("differs.place", number=value + 1) if last in _PLACES else str(value)
        return self._text(above, last, within, str(value))

    def _text(self, above: str, last: str, within: Within, value: str) -> str:
        """A text by what its key says that it is."""
        if above == "facts" or (above, last) == ("attributes", "value"):
            return self._fact(last if above == "facts" else beside(within, "name"), value)
        if (last in _FORMULAS and above != "seen") or above == "bounds":
            return self.ids.formula(value, within)
        of = _OF.get(f"{above}.{last}") or _OF.get(last, "")
        if other := _BESIDE.get(f"{above}.{last}"):
            of = beside(within, other)
        return self.ids.called(of, value, within) or coded(above, last, value) or self.ids.anything(value)

    def _fact(self, name: str, value: str) -> str:
        attribute = self.ruleset.model.attributes.get(name)
        return said(value, attribute) if attribute else value

    def _settlement(self, given: Any) -> str:
        """What would settle something."""
        match given:
            case {"need": str(key)}:
                return self.ids.need(key) or key
            case {"all_of": list(parts)}:
                return text("settle.all_of", parts=" ＋ ".join(map(self._settlement, parts)))
            case {"one_of": list(parts)}:
                return text("settle.one_of", parts="；".join(map(self._settlement, parts)))
            case {"at_least": int(count), "of": list(parts)}:
                return text("settle.at_least", count=count, parts="；".join(map(self._settlement, parts)))
        return text("differs.part")

    def _about(self, given: Any) -> str:
        """Where a word was found."""
        match given:
            case ["name"]:
                return text("what.name")
            case ["attribute", str(name)]:
                return self.ids.anything(name)
            case ["field", str(name), str(field)]:
                return text("place.of").join((self.ids.anything(name), self.ids.field(name, field) or field))
        return text("differs.parts", count=len(given) if isinstance(given, list) else 0)

    def _parameter(self, name: str, given: Any) -> str:
        """A parameter of a note."""
        if not isinstance(given, dict):
            return text("differs.parts", count=len(given)) if isinstance(given, list) else (
                coded(PARAMS, name, str(given)) or str(given))
        try:
            if told := resolved({name: given}, Context(self.verdict, self.ruleset)).get(name):
                return told
        except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError):
            return text("differs.part")
        match list(given.items()):
            case [("overlay", str(known))]:
                return next((f"《{one.overlay.model.title}》" for one in self.ruleset.overlays
                             if one.overlay.digest == known), known)
            case [("change", [str(known), str(place)])] if _is_place(place):
                return text("place.entry", field=self.ids.anything(known), number=int(place) + 1)
            case [(_, str(place))] if _is_place(place):
                return text("differs.place", number=int(place) + 1)
        return text("differs.part")

    def _part(self, key: str, within: Within, part: Mapping[str, Any] | Sequence[Any]) -> str:
        """A part that only one side has, by its name or by how much it holds."""
        if not isinstance(part, dict):
            return text("differs.parts", count=len(part))
        for by in _NAMED_BY:
            if isinstance(name := part.get(by), str) and name:
                return self._text(key, by, [part, *within], name)
        return text("differs.part")


def _is_place(part: str | int) -> bool:
    return str(part).isdecimal()


def apart(one: Called | None, other: Called | None) -> tuple[Called | None, Called | None]:
    """Two values that are not the same, cut to where that shows; one alone to its beginning."""
    if one is None or other is None:
        return _brief(one), _brief(other)
    data, names = _around(one, other), _around(one.name, other.name)
    if one.name == other.name:
        names = text("differs.spelled", said=names[0]), names[1]
    return Called(data[0], names[0]), Called(data[1], names[1])


def _brief(called: Called | None) -> Called | None:
    return None if called is None else Called(_cut(called), _cut(called.name))


def _around(one: str, other: str) -> tuple[str, str]:
    """Both from shortly before they differ, if that isn't near the beginning."""
    alike = next((place for place, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
                 min(len(one), len(other)))
    start = alike - LEAD if alike > LONGEST - LEAD and one != other else 0
    return _cut(one, start), _cut(other, start)


def _cut(said: str, start: int = 0) -> str:
    """As much of a text as may stand in a message."""
    return ("…" if start else "") + said[start:start + LONGEST] + ("…" if len(said) > start + LONGEST else "")
