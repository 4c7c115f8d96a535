"""What an installed ruleset says of itself at the top of its file, for a list of all: the rest isn't read.

Owns where the installed rulesets lie and which fields a list takes.  It must not check them; loading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.errors import Problem, RulesetError
from checker.files.reading import read_within
from checker.files.resources import folder
from checker.files.textfile import parse
from checker.limits import MAX_BYTES

if TYPE_CHECKING:
    from checker.ruleset.definition import RulesetModel

FILE = "ruleset.yaml"
_FIELDS = ("id", "title", "document", "judges", "in_force", "superseded_by")
# A field of the file itself with all that is indented below it.
_FIELD = re.compile(r"^([a-z_]+):.*\n(?:(?:[ #-].*)?\n)*", re.MULTILINE)


@dataclass(frozen=True)
class RulesetHead:
    """A ruleset as it is listed: until when, and which document follows it from when, if one does."""

    id: str
    title: str
    document: str
    judges: str
    since: str
    until: str | None
    successor: tuple[str, str] | None


def places() -> list[Path]:
    """The files of the rulesets that came with the program, sorted by id."""
    return sorted(folder("rulesets").glob(f"*/{FILE}"))


def place_of(name: str) -> Path:
    """The folder of an installed ruleset."""
    return folder("rulesets") / name


def heads() -> Iterator[RulesetHead]:
    """Every installed ruleset; raises :class:`RulesetError` for one whose head can't be read."""
    for place in places():
        raw = read_within(place, MAX_BYTES, RulesetError).decode("utf-8", "replace")
        head = "".join(found[0] for found in _FIELD.finditer(raw) if found[1] in _FIELDS)
        try:
            yield _head(parse(head.encode(), str(place), RulesetError).data)
        except (KeyError, TypeError, AttributeError):
            raise RulesetError(Problem("ruleset.head", {"id": place.parent.name}, file=str(place))) from None


def head_of(model: RulesetModel) -> RulesetHead:
    """The same of a ruleset that was read whole."""
    return _head(model.model_dump(mode="json", by_alias=True, exclude_none=True))


def _head(data: Any) -> RulesetHead:
    force, after = data["in_force"], data.get("superseded_by")
    return RulesetHead(
        data["id"], data["title"], data["document"], data["judges"], str(force["from"]),
        str(force["until"]) if "until" in force else None,
        (after["document"], str(after["from"])) if after else None)
