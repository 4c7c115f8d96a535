"""A draft: a dossier that grows statement by statement, kept as an ordinary file.

Owns how one more statement, another one in its place, or one less makes the next state of the file, and
what is wrong with it, field by field.  Two who write from one state never overwrite each other.  It must not
judge.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.errors import DossierError, Problem, UsageError
from checker.evidence.further import further
from checker.files.reading import read_within
from checker.files.textfile import parse
from checker.files.writing import put, unwritable
from checker.files.yaml_writing import yaml_written
from checker.limits import MAX_BYTES
from checker.messages import text
from checker.places import Path as FieldPath
from checker.quantity.whole_number import whole
from checker.ruleset.compiled import Ruleset
from checker.services.stating import SECTIONS, Stated, Wrong

DraftData = dict[str, Any]
SOURCE = ("document", "place", "words")
_LISTED = {"quantity": "observations", "report": "reported", "list": "lists", "opinion": "opinions",
           "declared": "declarations"}
_DUE = ("field.missing", "field.empty_text")
YES_NO = {"true": "是", "false": "否"}
_SCOPING = ("scope", "price_basis", "reading", "unit")
# What a form always speaks for, also where it sends nothing.
_OF_THE_FORM = ("value", "unit", "source", "entries", "complete", "count")
_HEADER = "# {title}\n"
_WIDTH = 1000


@dataclass(frozen=True)
class DraftState:
    """A draft as it stands in its file; ``version`` tells it from all other states of it."""

    data: DraftData
    version: str


class DraftMoved(Exception):
    """The file isn't as it was when the form was opened."""


def read_draft(path: Path) -> DraftState:
    """The draft in a file; raises :class:`DossierError` where there is none that can be read.

    What is wrong with a statement is told beside it; only what has no place for statements can't be read.
    """
    return _read(read_within(path, MAX_BYTES, DossierError), path)


def _read(raw: bytes, path: Path) -> DraftState:
    data = parse(raw, str(path)).data
    if not isinstance(data, dict):
        raise DossierError(Problem("dossier.not_mapping", file=str(path), line=1))
    if not _has_places(data):
        from checker.intake import parse_dossier

        parse_dossier(raw, str(path))  # raises, for no dossier is of such a shape
    return DraftState(data, hashlib.sha256(raw).hexdigest())


def _has_places(data: DraftData) -> bool:
    """Whether statements and documents can be found, added and taken out."""
    facts = data.get("attributes", {})
    documents = data.get("documents", {})
    if not all(isinstance(one, dict) for one in (data.get("subject"), facts, documents)):
        return False
    lists = [data.get(name, []) for name in ("against", *_LISTED.values())]
    lists += [one.get("also", []) for one in facts.values() if isinstance(one, dict)]
    if not all(isinstance(one, list) for one in lists):
        return False
    entries = [*facts.values(), *documents.values(), *(entry for one in lists for entry in one)]
    return all(isinstance(one, dict) and isinstance(one.get("source", {}), dict) for one in entries)


def write_draft(path: Path, data: DraftData, version: str | None,
                before: Callable[[DraftState], None] | None = None) -> DraftState:
    """The next state of a draft as it is read from now on; ``version`` is the one that it was made from.

    That is None for a new file.  ``before`` is told the state just before it is put in place.

    Raises :class:`DraftMoved` where the file is in another state, :class:`DossierError` where what would be
    written couldn't be read again, and :class:`UsageError`.
    """
    with unwritable(path), _alone(path):
        there = path.exists()
        if there != (version is not None) or (there and read_draft(path).version != version):
            raise DraftMoved
        said = yaml_written(data, flow=False, width=_WIDTH)
        raw = (_HEADER.format(title=text("draft.header")) + said).encode()
        state = _read(raw, path)
        if before is not None:
            before(state)
        put(path, raw, durable=True)
    return state


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other writers out until we are done; the system releases it when a process ends."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def begun(ruleset: Ruleset, subject: Mapping[str, str], period: str, ground: str, *, own: bool) -> DraftData:
    """A dossier of which nothing is stated yet but whom it is about and by which rules."""
    about = {"name": subject.get("name", ""), "kind": ruleset.model.judges,
             **{key: said for key in ("place", "owner") if (said := subject.get(key))}}
    return {"schema": "dossier/1", "subject": about, **({"period": _number(period)} if period else {}),
            "against": [{"ruleset": ruleset.id, "own": own, "ground": ground}]}


def stated(data: DraftData, said: Stated, ruleset: Ruleset) -> tuple[DraftData, FieldPath]:
    """The draft with one more statement, or another one in the place of one, and where that stands."""
    next_: DraftData = {name: _copied(value) for name, value in data.items()}
    source = {key: words for key in SOURCE if (words := said.words.get(key))}
    if said.kind == "attribute" and not ruleset.model.attributes[said.name].declared:
        return next_, _fact(next_, said, source, ruleset)
    kind = "declared" if said.kind == "attribute" else said.kind
    section = _LISTED[kind]
    entry = _entry(kind, said, source)
    entries = next_.setdefault(section, [])
    if said.place is not None and said.place[0] == section:
        entries[said.place[1]] = _mended(entries[said.place[1]], entry, said.fields)
        return next_, said.place
    entries.append(entry)
    return next_, (section, len(entries) - 1)


def _entry(kind: str, said: Stated, source: DraftData) -> DraftData:
    words = said.words
    beside = {key: words[key] for key in _SCOPING if words.get(key)}
    year = {"year": _number(words["year"])} if words.get("year") else {}
    value = {"value": words.get("value", "")}
    if kind == "quantity":
        return {"quantity": said.name, **year, **value, **beside, "source": source}
    if kind == "report":
        return {"item": said.name, **year, **value, **beside, "source": source}
    if kind == "list":
        complete = bool(words.get("complete"))
        declared = {"declared_by": words["declared_by"]} if words.get("declared_by") else {}
        count = {"count": len(said.entries)} if complete else {}
        return {"list": said.name, **year, "complete": complete, **count, **declared,
                "entries": [dict(entry) for entry in said.entries], "source": source}
    on = {"on": words["on"]} if words.get("on") else {}
    if kind == "declared":
        spoken = {"value": YES_NO.get(value["value"], value["value"])}
        return {"about": said.name, **spoken, "by": words.get("by", ""), **on, "source": source}
    return {"item": said.name, "finding": words.get("value", ""), "by": words.get("by", ""), **on,
            "why": words.get("why", ""), "source": source}


def _mended(before: DraftData, now: DraftData, fields: Sequence[str]) -> DraftData:
    """A statement in another's place: what no field of the form showed stays as it was.

    What its cell showed instead of the value goes with the value.
    """
    shown = {*fields, *_OF_THE_FORM}
    if str(now.get("value")) != str(before.get("value")):
        shown.add("shown")
    source = {key: words for key, words in (before.get("source") or {}).items() if key not in shown}
    kept = {key: words for key, words in before.items() if key not in shown and key not in now}
    named = {**source, **(now.get("source") or {})}
    return {**kept, **now, **({"source": named} if named or "source" in now else {})}


def _fact(data: DraftData, said: Stated, source: DraftData, ruleset: Ruleset) -> FieldPath:
    """A fact about the subject; a second statement of it stands beside the first."""
    value = said.words.get("value", "")
    kind = ruleset.model.attributes[said.name].kind
    if kind == "yes_no" and value in ("true", "false"):
        made: Any = value == "true"
    else:
        made = _number(value) if kind == "year" else value
    statement = {"value": made, **({"source": source} if source else {})}
    facts = data.setdefault("attributes", {})
    own: FieldPath = ("attributes", said.name)
    if said.name not in facts:
        facts[said.name] = statement
        return own
    if said.place == own:
        facts[said.name] = _mended(facts[said.name], statement, said.fields)
        return own
    also = facts[said.name].setdefault("also", [])
    if said.place is not None and said.place[:2] == own:
        also[said.place[3]] = _mended(also[said.place[3]], statement, said.fields)
        return said.place
    also.append(statement)
    return (*own, "also", len(also) - 1)


def without(data: DraftData, place: FieldPath) -> DraftData:
    """The draft without one statement; raises :class:`UsageError` where there is none."""
    next_: Any = {name: _copied(value) for name, value in data.items()}
    if place[0] not in SECTIONS:
        raise UsageError(Problem("draft.no_statement"))
    try:
        if place[0] != "attributes":
            del next_[place[0]][place[1]]
        elif len(place) > 2:
            del next_["attributes"][place[1]]["also"][place[3]]
        else:
            also = next_["attributes"].pop(place[1]).get("also", [])
            if also:
                next_["attributes"][place[1]] = {**also[0], **({"also": also[1:]} if also[1:] else {})}
    except (LookupError, TypeError):
        raise UsageError(Problem("draft.no_statement")) from None
    return {name: value for name, value in next_.items() if value or name not in SECTIONS}


def document_named(data: DraftData, title: str, sha256: str | None = None) -> tuple[DraftData, str]:
    """The draft with a source document of this title, and its name there; one that is there is not added."""
    next_: DraftData = {name: _copied(value) for name, value in data.items()}
    documents = next_.setdefault("documents", {})
    for name, known in documents.items():
        if known.get("title") == title and (sha256 is None or known.get("sha256") in (None, sha256)):
            if sha256:
                known["sha256"] = sha256
            return next_, name
    number = len(documents) + 1
    while f"d{number}" in documents:
        number += 1
    documents[f"d{number}"] = {"title": title, **({"sha256": sha256} if sha256 else {})}
    return next_, f"d{number}"


def wrong_with(data: DraftData, place: FieldPath, ruleset: Ruleset, year: int) -> Wrong:
    """What is wrong with one statement of a draft, by the fields of its form."""
    found = Wrong()
    for problem in further_of(data, ruleset, year):
        if problem.path[:len(place)] != place:
            continue
        # On a form nobody knows of fields to be left out.
        said = text("draft.due" if problem.code in _DUE else problem.code, **problem.params)
        rest = [str(part) for part in problem.path[len(place):]]
        name = rest[1] if rest[:1] == ["source"] and len(rest) > 1 else ".".join(rest)
        (found.fields.setdefault(name, []) if name else found.general).append(said)
    return found


def further_of(data: DraftData, ruleset: Ruleset, year: int) -> list[Problem]:
    """Everything that is wrong with a draft: with the file as such, and by the ruleset."""
    from checker.dossier.dossier import Dossier
    from checker.validation import build

    _, problems = build(Dossier, data)
    said = {problem.path for problem in problems}
    return [*problems, *(one for one in further(data, ruleset, year) if one.path not in said)]


def _number(words: str) -> int | str:
    found = whole(words)
    return words if found is None else found


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value
