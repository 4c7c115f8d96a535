"""A YAML 1.2 or JSON file as plain data, with the line of every field.

Owns the text rules: UTF-8, size, depth, no duplicate keys, no aliases, no tags; numbers
become ``Decimal`` straight from their text.  Keys are brought into plain characters, values are kept as they
were written; a number with needless zeros in front is kept as text, since it may be a code.  It must not
know what the data mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, DossierError, Problem
from checker.files.reading import read_within
from checker.files.yaml_text import Builder, LinesOfJson, number
from checker.limits import MAX_BYTES, MAX_DEPTH
from checker.places import Path as FieldPath
from checker.text.normal import visible
from checker.text.unstated import states_nothing

# Control characters, those that turn the direction of writing, and halves of characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
                          "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_TURNING = "\u2000"
_MOST_TOLD = 20


@dataclass
class TextFile:
    """What a file says: its bytes, its data, and where each field stands.

    That is a line (counted from 1), or in a workbook a cell.
    """

    name: str
    raw: bytes
    data: Any
    lines: Mapping[FieldPath, int] = field(default_factory=dict)
    cells: Mapping[FieldPath, str] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[FieldPath, int | str]:
        """The line or cell of each field."""
        return self.cells or self.lines


def read(path: Path, error: type[CheckerError] = DossierError) -> TextFile:
    """Read and parse one file; raises ``error`` with every reason in words."""
    return parse(read_within(path, MAX_BYTES, error), str(path), error)


def parse_json(raw: bytes, name: str, error: type[CheckerError] = DossierError) -> Any:
    """The data of a JSON file that a program wrote; where its fields stand is not sought."""
    data = _json(_decoded(raw, name, error), name, error)
    problems = [problem.at(name, {}) for problem in _characters(data, ())]
    if problems:
        raise error(problems)
    return data


def _decoded(raw: bytes, name: str, error: type[CheckerError]) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error(Problem("file.not_utf8", file=name)) from None
    if UNPRINTABLE.search(text):
        raise error(_unprintable(text, name))
    if not text.strip():
        raise error(Problem("file.empty", file=name))
    return text


def _unprintable(text: str, name: str) -> list[Problem]:
    """Each line that turns the direction of writing; a file with other control characters is no text."""
    places = [found.start() for found in UNPRINTABLE.finditer(text)]
    if any(text[place] < _TURNING for place in places):
        return [Problem("file.binary", file=name)]
    lines = dict.fromkeys(text.count("\n", 0, place) + 1 for place in places[:_MOST_TOLD])
    return [Problem("file.bad_character", file=name, line=line) for line in lines]


def parse(raw: bytes, name: str, error: type[CheckerError] = DossierError) -> TextFile:
    """Parse the bytes of a YAML or (by its name) JSON file."""
    text = _decoded(raw, name, error)
    lines: Mapping[FieldPath, int]
    if name.lower().endswith(".json"):
        data, lines = _json(text, name, error), LinesOfJson(text)
    else:
        builder = Builder(name, error)
        data, lines = builder.build(text), builder.lines
        if builder.problems:
            raise error(builder.problems)
    if data is None:
        raise error(Problem("file.empty", file=name))
    problems = [problem.at(name, lines) for problem in _characters(data, ())]
    if problems:
        raise error(problems)
    return TextFile(name, raw, data, lines)


def _characters(data: Any, path: FieldPath) -> Iterator[Problem]:
    """Every text with characters that no page and no terminal should be given."""
    if isinstance(data, str):
        if UNPRINTABLE.search(data):
            yield Problem("file.bad_character", path=path)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _characters(key, path)
            yield from _characters(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _characters(value, (*path, i))


def _json(text: str, name: str, error: type[CheckerError]) -> Any:
    problems: list[Problem] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in items:
            plain = visible(key)
            if plain in out:
                problems.append(Problem("file.duplicate_key", {"key": key}, file=name))
            out[plain] = value
        return out

    def constant(word: str) -> Any:
        if not states_nothing(word):
            problems.append(Problem("file.not_a_number", {"word": word}, file=name))
        return word

    try:
        data = json.loads(
            text,
            parse_float=number,
            parse_int=number,
            parse_constant=constant,
            object_pairs_hook=pairs,
        )
    except json.JSONDecodeError as bad:
        raise error(Problem("file.bad_json", {"reason": bad.msg}, file=name, line=bad.lineno)) from None
    except RecursionError:
        raise error(Problem("file.too_deep", {"limit": MAX_DEPTH}, file=name)) from None
    if problems:
        raise error(problems)
    if _depth(data) > MAX_DEPTH:
        raise error(Problem("file.too_deep", {"limit": MAX_DEPTH}, file=name))
    return data


def _depth(data: Any) -> int:
    """How deep lists and mappings are nested, found without recursion."""
    deepest, layer = 0, [data]
    while deepest <= MAX_DEPTH and (layer := [part for part in layer if isinstance(part, (dict, list))]):
        deepest += 1
        layer = [part for inner in layer
                 for part in (inner.values() if isinstance(inner, dict) else inner)]
    return deepest
